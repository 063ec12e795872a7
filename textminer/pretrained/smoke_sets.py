"""Labelled sets laid out like the real ones, made of the samples that ship: to try a command in seconds."""

import re
from collections.abc import Iterable
from pathlib import Path

import numpy as np
import pandas as pd

from textminer.atomic import atomic_path
from textminer.pretrained.labelled_sets import Source
from textminer.resource_files import resource_path

N_TRAINING, N_OTHER = 80, 12  # texts of a split that is learnt from, and of another
TEST_SHARE = 0.25  # of the sentences, which no split that is learnt from has
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def write_smoke_sets(
    folder: Path, sources: Iterable[Source], judged: Iterable[str] = (), seed: int = 1
) -> None:
    """Write every set that a recipe reads, and those it is judged by, as sentences of the English samples.

    judged:  further sets, each with one split "all"

    A sentence has the label of the text it is from; a set of two classes has none of the neutral ones.
    Nothing learnt from so little says anything.
    """
    chance = np.random.default_rng(seed)
    rows = _sentences()
    is_test = np.random.default_rng(seed).random(len(rows)) < TEST_SHARE
    by_name: dict[str, list[Source]] = {}
    for source in sources:
        by_name.setdefault(source.name, []).append(source)
    folder.mkdir(parents=True, exist_ok=True)
    for name in (*by_name, *judged):
        of_name = by_name.get(name, [])
        is_margin = any(source.kind == "margin" for source in of_name)
        is_usable = (rows.label != "neu") | (not is_margin)
        splits: dict[str, int] = {}
        for source in of_name:
            splits.update(dict.fromkeys(source.training, N_TRAINING))
            splits.update({source.validation: N_OTHER} if source.validation else {})
        splits = {**splits, "test": N_OTHER} if of_name else {"all": N_OTHER}
        parts = []
        for split, n in splits.items():
            usable = rows[is_usable & (is_test == (split == "test"))]
            part = usable.sample(n, random_state=int(chance.integers(2**31))).assign(split=split)
            parts.append(part.assign(label=None) if split == "unsup" else part)
        table = pd.concat(parts, ignore_index=True)
        table["raw"], table["movie"] = table.label, [f"m{number % 40}" for number in range(len(table))]
        with atomic_path(folder / f"{name}.parquet") as temporary:
            table.to_parquet(temporary)


def _sentences() -> pd.DataFrame:
    """Each sentence of the hotel reviews and support tickets once, with the label of its text."""
    hotels = pd.read_csv(resource_path("samples", "hotel-reviews.csv"), dtype=str).fillna("")
    stars = {"1": "neg", "2": "neg", "3": "neu", "4": "pos", "5": "pos"}
    tickets = pd.read_csv(resource_path("samples", "support-tickets.csv"), dtype=str).fillna("")
    texts = [*hotels.review, *tickets.message]
    labels = [*hotels.stars.map(stars), *tickets.label.str[:3]]
    found = [
        (sentence, label)
        for text, label in zip(texts, labels, strict=True)
        for sentence in _SENTENCE_END.split(text)
        if len(sentence) > 8 and label in stars.values()
    ]
    return pd.DataFrame(found, columns=["text", "label"]).drop_duplicates("text")
