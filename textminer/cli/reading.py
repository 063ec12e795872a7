"""What the reading options of every command mean."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from textminer.cli.terminal import say
from textminer.corpus.recipe import ImportSettings
from textminer.errors import SettingsError
from textminer.storage.memory_need import memory_need
from textminer.translation import _

MAX_DELIMITER = 3  # characters
_NAMED = {"\\t": "\t", "tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}


def say_memory(paths: Sequence[Path], imports: ImportSettings) -> None:
    """Say before the work where all rows will hardly fit into memory, and how to read the first ones."""
    need = memory_need(paths)
    if need.fits or imports.first_rows is not None:
        return
    message = _(
        "All rows may take {predicted} GB of memory, and {free} GB are free. --first-rows N reads the "
        "first N only."
    )
    say(message.format(predicted=f"{need.predicted / 1e9:,.1f}", free=f"{need.free / 1e9:,.1f}"))


def import_settings(options: argparse.Namespace) -> ImportSettings:
    """The user's decisions; what was not said is guessed. Raises SettingsError for an unusable one."""
    delimiter = options.delimiter
    if delimiter is not None:
        delimiter = _NAMED.get(delimiter.lower(), delimiter)
        if not 1 <= len(delimiter) <= MAX_DELIMITER or "\n" in delimiter or '"' in delimiter:
            raise SettingsError(
                _("A delimiter is one to three characters, not “{text}”.").format(text=delimiter)
            )
    return ImportSettings(
        encoding=options.encoding,
        delimiter=delimiter,
        sheet=options.sheet,
        is_guarded=True if options.guarded else None,
        one_text=options.one_text,
        first_rows=options.first_rows,
    )
