"""The commands of the networks over characters whose labels “chinese” learns from beside people's."""

import argparse
from pathlib import Path
from typing import Any

PREPARE, LABEL = "prepare-chinese", "label-chinese"
COMMANDS = (PREPARE, LABEL)


def add_commands(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the commands to a parser's."""
    prepare = commands.add_parser(PREPARE, help="write the Chinese training texts as ids of their characters")
    source = prepare.add_mutually_exclusive_group(required=True)
    source.add_argument("--data", type=Path, help="folder of the labelled sets (Parquet)")
    smoke = "a few sentences of the samples and a tiny network, in seconds; stages before it as well"
    source.add_argument("--smoke", action="store_true", help=smoke)
    prepare.add_argument(
        "--out", type=Path, required=True, help="folder for all that the stages read and write"
    )
    label = commands.add_parser(
        LABEL, help="fine-tune its language model on each half of the labelled texts; it labels the other"
    )
    label.add_argument("--work", type=Path, required=True, help="that folder, after pretrain-reviews")
    label.add_argument("--smoke", action="store_true", help=smoke)
    label.add_argument("--direction", choices=("forward", "backward"), default="forward")
    label.add_argument("--half", type=int, choices=(0, 1), help="only this half; both by default")
    label.add_argument("--epochs", type=int, default=2, help="passes once every layer learns")
    label.add_argument("--rate", type=float, default=0.03, help="learning rate of the head at first")
    label.add_argument("--batch-tokens", type=int, default=8192)
    label.add_argument("--longest", type=int, default=300, help="characters of a text read in training")
    label.add_argument("--dropout", type=float, default=0.4, help="share of the features silenced")
    label.add_argument("--minutes", type=float, help="stop after so many; the same command goes on")
    label.add_argument("--threads", type=int, default=1, help="of the processor")
    label.add_argument("--seed", type=int, default=1)
    label.add_argument("--bfloat16", action="store_true", help="reduced precision (AVX512-BF16)")


def run(given: argparse.Namespace) -> None:
    """Run one of the commands."""
    from textminer.pretrained.chinese import RECIPE
    from textminer.pretrained.chinese_teacher import HALVES, label_halves, prepare_characters
    from textminer.sentiment.lstm.finetuning import FinetuningSettings

    if given.command == PREPARE:
        if given.smoke:
            from textminer.pretrained.smoke_sets import write_smoke_sets

            given.data = given.out / "samples"
            write_smoke_sets(given.data, RECIPE.sources, language="zh")
        fewest = 1 if given.smoke else 3
        print(prepare_characters(given.data, given.out, RECIPE.sources, RECIPE.run, fewest), flush=True)
        return
    if given.smoke:
        _make_small(given)
    settings = FinetuningSettings(
        epochs=given.epochs, batch_tokens=given.batch_tokens, learning_rate=given.rate, longest=given.longest,
        dropout=given.dropout, averaging=0.998, adversarial_weight=0.0, seed=given.seed,
        bfloat16=given.bfloat16, direction=given.direction, unlabelled=0.0,
    )  # fmt: skip
    halves = range(HALVES) if given.half is None else (given.half,)
    files = label_halves(given.work, settings, tuple(halves), given.minutes, given.threads)
    print(
        "stopped; the same command goes on" if files is None else "\n".join(str(path) for path in files),
        flush=True,
    )


def _make_small(given: argparse.Namespace) -> None:
    """Turn the labelling into one of seconds, after the stages before it that its folder lacks."""
    from textminer.pretrained.reviews_commands import pretrain_small
    from textminer.pretrained.reviews_data import LABELLED

    if not (given.work / LABELLED).exists():
        run(argparse.Namespace(command=PREPARE, smoke=True, out=given.work))
    pretrain_small(given.work, given.direction)
    given.epochs, given.batch_tokens = 1, 800
