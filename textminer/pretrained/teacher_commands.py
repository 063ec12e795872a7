"""The commands of the sentence encoder whose labels “english” learns from beside people's."""

import argparse
from dataclasses import replace
from pathlib import Path
from typing import Any

from textminer.pretrained.taught import (
    LONGEST,
    MOST_SENTENCES,
    MOST_TEXTS_OF_A_SET,
    POINTS,
    SHORT_TEXTS,
    Sentences,
    Wanted,
)

COMMANDS = ("teach", "label")
MODELS = ("english", "chinese")
CHINESE_SENTENCES = Sentences(of_texts_from=60, shortest=8, longest=120)


def add_commands(commands: Any) -> None:
    """Add both commands to the parsers of `python -m textminer.pretrained`."""
    teach = commands.add_parser("teach", help="tune a public sentence encoder on the sets of short texts")
    label = commands.add_parser("label", help="let the tuned encoder label short texts and sentences")
    for command in (teach, label):
        command.add_argument("--data", type=Path, required=True, help="folder of the labelled sets (Parquet)")
        command.add_argument(
            "--encoder", type=Path, required=True, help="folder of its model.safetensors and tokenizer.json"
        )
        command.add_argument("--model", choices=MODELS, default=MODELS[0], help="whose sets are read")
        command.add_argument(
            "--half", type=int, choices=(0, 1), help="learn all texts but this half, or label this half alone"
        )
        command.add_argument(
            "--longest", type=int, default=LONGEST, help="word pieces of a text that is read whole"
        )
        command.add_argument(
            "--drop-near-duplicates", action="store_true", help="leave out near duplicates of test texts too"
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
    teach.add_argument("--dropout", type=float, default=0.1, help="share silenced within the layers")
    teach.add_argument("--points", type=int, default=POINTS, help="how often the held-out texts are read")
    teach.add_argument("--batch-tokens", type=int, default=3072, help="word pieces of a step")
    teach.add_argument("--batch-documents", type=int, default=96, help="texts of a step at most")
    label.add_argument("--most", type=int, default=MOST_TEXTS_OF_A_SET, help="texts of a set")
    label.add_argument("--sentences", type=int, default=MOST_SENTENCES, help="sentences of longer texts")
    teach.add_argument("--start", type=Path, help="begin from these tuned weights; needs a WORK of its own")


def run(given: argparse.Namespace) -> None:
    """Run the command that was given."""
    from textminer.pretrained import chinese, english
    from textminer.pretrained.labelling import label
    from textminer.pretrained.teacher import ENGLISH_SENTENCE_ENDS, READING, TeacherSettings, teach

    is_english = given.model == "english"
    recipe = english.RECIPE if is_english else chinese.RECIPE
    given.work.mkdir(parents=True, exist_ok=True)
    if given.command == "label":
        run = recipe.run if given.drop_near_duplicates else 0
        label(
            recipe, given.data, given.encoder, given.work, given.seed, given.threads, given.bfloat16,
            given.minutes, _wanted(given), run, given.device,
        )  # fmt: skip
        return
    all_sets = SHORT_TEXTS if is_english else tuple(source.name for source in recipe.sources)
    more = {name: float(factor) for name, _sign, factor in (wanted.partition("=") for wanted in given.more)}
    settings = TeacherSettings(
        texts=given.texts,
        learning_rate=given.rate,
        seed=given.seed,
        bfloat16=given.bfloat16,
        more=more,
        frozen=given.frozen, points=given.points, sets=tuple(given.set or all_sets),
        batch_tokens=given.batch_tokens, batch_documents=given.batch_documents,
        dropout=given.dropout, half=given.half, drops_near=given.drop_near_duplicates,
        reading=READING if is_english else replace(READING, longest=given.longest, crop_share=0.3),
        sentence_ends=ENGLISH_SENTENCE_ENDS if is_english else recipe.sentence_ends,
    )  # fmt: skip
    teach(
        recipe, given.data, given.encoder, given.work, settings, given.start, given.minutes, given.threads,
        given.device,
    )  # fmt: skip


def _wanted(given: argparse.Namespace) -> Wanted:
    return Wanted(
        given.most,
        None if given.set is None else frozenset(given.set),
        given.sentences,
        Sentences() if given.model == "english" else CHINESE_SENTENCES,
        given.half,
        given.longest,
    )
