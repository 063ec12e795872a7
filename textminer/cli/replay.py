"""`textminer replay`: whether a receipt still gives the export that it was written for."""

import argparse

from textminer.cli.terminal import TerminalProgress, say
from textminer.workflows.replaying import replay_receipt


def run(options: argparse.Namespace) -> int:
    """Print "identical", or in which rows the outcome differs: then the command ends with 1."""
    with TerminalProgress("textminer") as progress:
        replay = replay_receipt(options.receipt, options.files, progress)
    for doubt in replay.doubts:
        say(f"  {doubt}")
    print(replay.sentence)
    return 0 if replay.is_identical else 1
