"""The commands that make and judge the shipped models: python -m textminer.pretrained."""

import argparse
import contextlib
import importlib
import json
import os
import sys
import tempfile
from dataclasses import replace
from pathlib import Path

from textminer.errors import TextMinerError
from textminer.pretrained import chinese_commands, reviews_commands, teacher_commands

MODELS = ("english", "chinese")  # each is a module of its name


def main(arguments: list[str] | None = None) -> int:
    """Run a command. Returns 0, or 1 after one sentence on stderr about what is missing or unfit."""
    given = _parser().parse_args(arguments)
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # read when torch is imported
    try:
        _run(given)
    except TextMinerError as error:
        print(f"{given.command}: {error}", file=sys.stderr)
        return 1
    return 0


def _run(given: argparse.Namespace) -> None:
    if given.command == "judge":
        _judge(given)
    elif given.command == "left-out":
        _leave_out(given)
    elif given.command == "short-texts":
        _add_short(given)
    elif given.command == "prepare-data":
        _prepare_data(given)
    elif given.command in reviews_commands.COMMANDS:
        reviews_commands.run(given)
    elif given.command in teacher_commands.COMMANDS:
        teacher_commands.run(given)
    elif given.command in chinese_commands.COMMANDS:
        chinese_commands.run(given)
    elif given.resume is not None:
        given.resume.mkdir(parents=True, exist_ok=True)
        _make(given, given.resume)
    else:
        with tempfile.TemporaryDirectory() as work:
            _make(given, Path(work))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m textminer.pretrained")
    commands = parser.add_subparsers(dest="command", required=True)
    for name in MODELS:
        _add_model(commands.add_parser(name, help=f"make the model “{name}”"))
    reviews_commands.add_commands(commands)
    teacher_commands.add_commands(commands)
    chinese_commands.add_commands(commands)
    prepare = commands.add_parser("prepare-data", help="make the labelled sets from their original downloads")
    prepare.add_argument("--downloads", type=Path, required=True, help="folder of the archives and files")
    prepare.add_argument("--out", type=Path, required=True, help="folder for the labelled sets (Parquet)")
    judge = commands.add_parser("judge", help="judge a model on the test splits, with VADER beside it")
    judge.add_argument("--data", type=Path, required=True, help="folder of the labelled sets (Parquet)")
    judge.add_argument("--model", type=Path, required=True, help="the model file")
    judge.add_argument("--set", action="append", metavar="NAME:SPLIT", help="judge on this; may be repeated")
    judge.add_argument("--reliability", action="store_true", help="print confidence/accuracy of the 15 bins")
    judge.add_argument("--json", action="store_true", help="print JSON, bins and confusion matrices included")
    judge.add_argument("--into-card", action="store_true", help="write the figures into the model's card")
    judge.add_argument(
        "--bfloat16", action="store_true", help="deep networks read in reduced precision (AVX512-BF16)"
    )
    short = commands.add_parser(
        "short-texts", help="train a second network of “english”, for short texts, and add it to its file"
    )
    short.add_argument("--data", type=Path, help="folder of the labelled sets (Parquet)")
    short.add_argument(
        "--model", type=Path, help="the file of “english” to add it to; else it is only trained"
    )
    short.add_argument("--run", type=Path, help="the --resume folder of that model's training")
    short.add_argument(
        "--smoke", action="store_true", help="a few sentences and tiny networks, in seconds, all in --work"
    )
    short.add_argument("--run-seed", type=int, default=1, help="the --seed of that training")
    short.add_argument("--work", type=Path, required=True, help="folder of this training; it goes on from it")
    short.add_argument("--hidden", type=int, default=256, help="size of a direction's state")
    short.add_argument("--dropout", type=float, default=0.2, help="share of the features silenced")
    short.add_argument("--steps", type=int, default=12_000, help="how many batches to train")
    short.add_argument("--device", choices=("cpu", "cuda"), help="a GPU where there is one by default")
    _add_taught(short)
    left_out = commands.add_parser(
        "left-out", help="judge a reduced recipe on each domain group, trained with it and without it"
    )
    left_out.add_argument("--data", type=Path, help="folder of the labelled sets (Parquet)")
    left_out.add_argument("--work", type=Path, required=True, help="folder of the runs; they go on from it")
    left_out.add_argument(
        "--group", action="append", default=[], metavar="NAME", help="one run; all by default"
    )
    left_out.add_argument(
        "--smoke", action="store_true", help="a few sentences of the samples in place of --data, in seconds"
    )
    return parser


def _add_model(model: argparse.ArgumentParser) -> None:
    source = model.add_mutually_exclusive_group(required=True)
    source.add_argument("--data", type=Path, help="folder of the labelled sets (Parquet)")
    source.add_argument(
        "--smoke", action="store_true", help="a few sentences of the samples and a tiny network, in seconds"
    )
    model.add_argument("--out", type=Path, required=True, help="the model file to write")
    length = model.add_mutually_exclusive_group()
    length.add_argument("--minutes", type=float, help="how long to train; turned into steps once")
    length.add_argument("--steps", type=int, help="how many batches to train")
    model.add_argument("--resume", type=Path, help="folder of checkpoints; a run goes on from one it finds")
    _add_taught(model)
    model.add_argument(
        "--crossed", type=Path, action="append", default=[], help="labels of “label-chinese”; may be repeated"
    )
    model.add_argument("--start", type=Path, help="folder of an earlier run, whose weights are begun with")
    model.add_argument("--layers", type=Path, help="folder of a network of “short-texts”: its layers instead")
    model.add_argument("--fixed-vectors", action="store_true", help="train the word vectors no further")
    model.add_argument("--dropout", type=float, help="share of the features silenced")
    model.add_argument("--rate", type=float, default=2e-3, help="the highest learning rate")
    model.add_argument("--export", action="store_true", help="write the last checkpoint, train no further")
    model.add_argument("--note", default="", help="a sentence about this very run, for the card")


def _add_taught(model: argparse.ArgumentParser) -> None:
    model.add_argument(
        "--taught", type=Path, action="append", default=[],
        help="a sentence encoder's labels (“label” writes them); may be repeated",
    )  # fmt: skip
    model.add_argument("--encoder", type=Path, help="that encoder's folder: its words start the embedding")
    model.add_argument(
        "--drop-near-duplicates", action="store_true", help="of test texts, as well as equal texts"
    )
    model.add_argument("--seed", type=int, default=1)
    model.add_argument("--threads", type=int, default=1)
    model.add_argument("--bfloat16", action="store_true", help="train in reduced precision (AVX512-BF16)")


def _prepare_data(given: argparse.Namespace) -> None:
    from textminer.pretrained.original_sets import prepare_sets

    for sentence in prepare_sets(given.downloads, given.out):
        print(sentence, flush=True)


def _make(given: argparse.Namespace, work: Path) -> None:
    from textminer.pretrained.mixture_model import Beginning, make, training_settings
    from textminer.pretrained.recipe import SMOKE_STEPS, smoke_recipe
    from textminer.pretrained.smoke_sets import write_smoke_sets

    recipe = importlib.import_module(f"textminer.pretrained.{given.command}").RECIPE
    if given.smoke:
        recipe = smoke_recipe(recipe)
        given.data, given.minutes, given.steps = work / "samples", None, given.steps or SMOKE_STEPS
        write_smoke_sets(given.data, recipe.sources, language=recipe.languages[0])
    if given.dropout is not None:
        recipe = replace(recipe, network=replace(recipe.network, dropout=given.dropout))
    settings = training_settings(
        recipe, given.minutes, given.steps, given.seed, given.threads, given.bfloat16, given.rate
    )
    beginning = None if given.start is None else Beginning(given.start, given.layers, given.fixed_vectors)
    make(
        recipe, given.data, given.out, work, settings, given.export, given.note, given.taught, given.encoder,
        given.drop_near_duplicates, beginning, given.crossed,
    )  # fmt: skip


def _add_short(given: argparse.Namespace) -> None:
    from textminer.pretrained.english import RECIPE
    from textminer.pretrained.recipe import SMOKE_STEPS, smoke_recipe
    from textminer.pretrained.short_texts import ShortSettings, add_short_network, training_settings
    from textminer.sentiment.model_file import SUFFIX

    recipe = RECIPE
    if given.smoke:
        recipe, given.model, given.run = smoke_recipe(RECIPE), given.work / f"english{SUFFIX}", given.work
        given.data, given.hidden, given.steps = given.run / "samples", 12, SMOKE_STEPS
        _run(
            _parser().parse_args(
                ["english", "--smoke", "--out", str(given.model), "--resume", str(given.run)]
            )
        )
        given.work = given.work / "short"
    elif None in (given.data, given.run):
        raise SystemExit("short-texts: say --data and --run, or try it with --smoke")
    settings = training_settings(given.steps, given.seed, given.threads, given.bfloat16)
    add_short_network(
        recipe, given.data, given.model, given.run, given.work, ShortSettings(given.hidden, given.dropout),
        settings, given.taught, given.encoder, given.drop_near_duplicates, given.run_seed, given.device,
    )  # fmt: skip


def _judge(given: argparse.Namespace) -> None:
    from textminer.pretrained.judging import judge, with_figures
    from textminer.sentiment.model_file import read_model, write_model

    splits = dict(_set_and_split(wanted) for wanted in given.set) if given.set else None
    with _precision(given.bfloat16):
        judgements = judge(given.data, given.model, splits)
    if given.json:
        print(json.dumps([judgement.values() for judgement in judgements], ensure_ascii=False, indent=2))
    else:
        for judgement in judgements:
            print(judgement.line())
            if given.reliability:
                print(judgement.reliability_line())
    if given.into_card:
        command = "python -m textminer.pretrained judge --data DIR --model FILE"
        command += " --bfloat16" if given.bfloat16 else ""
        contents = with_figures(read_model(given.model), judgements, command)
        write_model(given.model, contents.card, contents.vocabulary, contents.weights)


def _precision(bfloat16: bool) -> contextlib.AbstractContextManager[object]:
    if not bfloat16:
        return contextlib.nullcontext()  # most models are read without torch
    from textminer.sentiment.lstm.device import reduced_precision

    return reduced_precision(True)


def _leave_out(given: argparse.Namespace) -> None:
    from textminer.pretrained.left_out import GROUPS, SMOKE, run_left_out
    from textminer.pretrained.smoke_sets import write_smoke_sets

    if given.smoke:
        from textminer.pretrained.english import RECIPE

        data, learnt = given.work / "samples", {source.name for source in RECIPE.sources}
        every = dict.fromkeys(name for group in GROUPS for name in (*group.learnt, *group.judged))
        write_smoke_sets(data, RECIPE.sources, [name for name in every if name not in learnt])
        print("\n".join(run_left_out(data, given.work, given.group, SMOKE)))
    elif given.data is None:
        raise SystemExit("left-out: say where the labelled sets are with --data, or try it with --smoke")
    else:
        print("\n".join(run_left_out(given.data, given.work, given.group)))


def _set_and_split(wanted: str) -> tuple[str, str]:
    name, _colon, split = wanted.partition(":")
    return name, split or "test"


if __name__ == "__main__":
    sys.exit(main())
