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
STARS = {"1": "neg", "2": "neg", "3": "neu", "4": "pos", "5": "pos"}
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])")


def write_smoke_sets(
    folder: Path, sources: Iterable[Source], judged: Iterable[str] = (), seed: int = 1, language: str = "en"
) -> None:
    """Write every set that a recipe reads, and those it is judged by, as sentences of the samples.

    judged:    further sets, each with one split "all"
    language:  of the samples, "en" or "zh"

    A sentence has the label of the text it is from; a set of two classes has none of the neutral ones.
    Nothing learnt from so little says anything.
    """
    chance = np.random.default_rng(seed)
    rows = _sentences(language)
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


def _sentences(language: str) -> pd.DataFrame:
    """Each sentence of a language's samples once, with the label of its text."""
    texts = _chinese_texts() if language == "zh" else _english_texts()
    found = [
        (sentence, label)
        for text, label in texts
        for sentence in _SENTENCE_END.split(text)
        if len(sentence) > 8 and label in STARS.values()
    ]
    return pd.DataFrame(found, columns=["text", "label"]).drop_duplicates("text")


def _english_texts() -> list[tuple[str, str]]:
    """The hotel reviews and support tickets."""
    hotels, tickets = _sample("hotel-reviews.csv"), _sample("support-tickets.csv")
    labels = [*hotels.stars.map(STARS), *tickets.label.str[:3]]
    return list(zip([*hotels.review, *tickets.message], labels, strict=True))


def _chinese_texts() -> list[tuple[str, str]]:
    """The restaurant reviews."""
    reviews = _sample("restaurant-reviews-zh.csv")
    return list(zip(reviews["评论"], reviews["评分"].map(STARS), strict=True))


def _sample(name: str) -> pd.DataFrame:
    return pd.read_csv(resource_path("samples", name), dtype=str).fillna("")
