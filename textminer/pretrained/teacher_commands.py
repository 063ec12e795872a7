"""The commands of the sentence encoder whose labels “english” learns from beside people's."""

import argparse
from pathlib import Path
from typing import Any

from textminer.pretrained.taught import MOST_SENTENCES, MOST_TEXTS_OF_A_SET, POINTS, SHORT_TEXTS, Wanted

COMMANDS = ("teach", "label")


def add_commands(commands: Any) -> None:
    """Add both commands to the parsers of `python -m textminer.pretrained`."""
    teach = commands.add_parser("teach", help="tune a public sentence encoder on the sets of short texts")
    label = commands.add_parser("label", help="let the tuned encoder label short texts and sentences")
    for command in (teach, label):
        command.add_argument("--data", type=Path, required=True, help="folder of the labelled sets (Parquet)")
        command.add_argument(
            "--encoder", type=Path, required=True, help="folder of all-MiniLM-L6-v2 or all-mpnet-base-v2"
        )
        command.add_argument("--work", type=Path, required=True, help="folder of the state and the results")
        command.add_argument("--seed", type=int, default=1)
        command.add_argument("--threads", type=int, default=1)
        command.add_argument("--bfloat16", action="store_true", help="reduced precision (AVX512-BF16)")
        command.add_argument(
            "--set", action="append", metavar="NAME", help="only short texts of this set; may be repeated"
        )
        command.add_argument("--device", choices=("cpu", "cuda"), help="a GPU where there is one by default")
        command.add_argument("--minutes", type=float, help="stop after so long; the same command goes on")
    teach.add_argument("--texts", type=int, default=100_000, help="how many texts are read in all")
    teach.add_argument("--rate", type=float, default=1.5e-4, help="the highest learning rate")
    teach.add_argument(
        "--more", action="append", default=[], metavar="SET=FACTOR", help="draw a set so many times as often"
    )
    teach.add_argument(
        "--frozen", type=int, default=0, metavar="N", help="leave the first N layers as they are"
    )
    teach.add_argument("--points", type=int, default=POINTS, help="how often the held-out texts are read")
    teach.add_argument("--batch-tokens", type=int, default=3072, help="word pieces of a step")
    teach.add_argument("--batch-documents", type=int, default=96, help="texts of a step at most")
    label.add_argument("--most", type=int, default=MOST_TEXTS_OF_A_SET, help="texts of a set")
    label.add_argument("--sentences", type=int, default=MOST_SENTENCES, help="sentences of longer texts")
    teach.add_argument("--start", type=Path, help="begin from these tuned weights; needs a WORK of its own")


def run(given: argparse.Namespace) -> None:
    """Run the command that was given."""
    from textminer.pretrained.english import RECIPE
    from textminer.pretrained.labelling import label
    from textminer.pretrained.teacher import TeacherSettings, teach

    given.work.mkdir(parents=True, exist_ok=True)
    if given.command == "label":
        label(
            RECIPE, given.data, given.encoder, given.work, given.seed, given.threads, given.bfloat16,
            given.minutes, _wanted(given), given.device,
        )  # fmt: skip
        return
    more = {name: float(factor) for name, _sign, factor in (wanted.partition("=") for wanted in given.more)}
    settings = TeacherSettings(
        texts=given.texts,
        learning_rate=given.rate,
        seed=given.seed,
        bfloat16=given.bfloat16,
        more=more,
        frozen=given.frozen, points=given.points, sets=tuple(given.set or SHORT_TEXTS),
        batch_tokens=given.batch_tokens, batch_documents=given.batch_documents,
    )  # fmt: skip
    teach(
        RECIPE, given.data, given.encoder, given.work, settings, given.start, given.minutes, given.threads,
        given.device,
    )  # fmt: skip


def _wanted(given: argparse.Namespace) -> Wanted:
    return Wanted(given.most, None if given.set is None else frozenset(given.set), given.sentences)
