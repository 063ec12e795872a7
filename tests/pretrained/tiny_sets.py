"""Labelled sets of a few made-up sentences each, in the layout of the real ones."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from textminer.pretrained.labelled_sets import ENGLISH, UNLABELLED_REVIEWS, Source

WORDS = {
    "neg": ["awful", "dull", "broken", "slow", "bland", "cold", "rude", "noisy"],
    "neu": ["table", "monday", "list", "page", "door", "window", "street", "paper"],
    "pos": ["lovely", "bright", "quick", "warm", "kind", "fresh", "superb", "quiet"],
}
FILLERS = [
    "the",
    "a",
    "this",
    "that",
    "was",
    "is",
    "it",
    "we",
    "had",
    "room",
    "film",
    "meal",
    "phone",
    "very",
    "quite",
]


def sentence(chance: np.random.Generator, label: str, n_words: int = 9) -> str:
    words = [*chance.choice(FILLERS, n_words - 3), *chance.choice(WORDS[label], 3)]
    return " ".join(chance.permutation(words)) + " ."


def write_sets(folder: Path, n: int = 60, sources: Sequence[Source] = ENGLISH) -> None:
    """Every one of the sets with `n` texts per split; test splits are texts of their own."""
    chance = np.random.default_rng(0)
    for source in {source.name: source for source in sources if source.kind != "unlabelled"}.values():
        labels = ["neg", "pos"] if source.kind == "margin" else ["neg", "neu", "pos"]
        splits = [*source.training, source.validation or "test", "test"]
        rows = []
        for split in dict.fromkeys(splits):
            for number in range(n):
                label = labels[number % len(labels)]
                text = " ".join(sentence(chance, label) for _ in range(6 if source.name == "imdb_acl" else 1))
                rows.append(
                    {"text": text, "label": label, "raw": label, "split": split, "movie": f"m{number % 20}"}
                )
        if source.name == UNLABELLED_REVIEWS.name:
            rows += [
                {"text": sentence(chance, "pos"), "label": None, "raw": None, "split": "unsup", "movie": "m0"}
                for _ in range(n)
            ]
        pd.DataFrame(rows).to_parquet(folder / f"{source.name}.parquet")


def write_reviews(folder: Path) -> None:
    """The film reviews alone, with unlabelled ones and some that a test split holds as well."""
    folder.mkdir()
    reviews = [source for source in ENGLISH if source.name == UNLABELLED_REVIEWS.name]
    write_sets(folder, 120, reviews)
    path = folder / f"{UNLABELLED_REVIEWS.name}.parquet"
    table = pd.read_parquet(path)
    test_text = table.text[table.split == "test"].iloc[0]
    learnt_text = table.text[(table.split == "train") & (table.movie == "m1")].iloc[0]
    chance = np.random.default_rng(5)
    texts = [sentence(chance, "neg", 20) for _ in range(40)]
    spoilt = [test_text.upper(), f"{test_text}!!", learnt_text]
    more = [(text, None, "unsup", "m99") for text in (*texts, *spoilt)]
    more += [(test_text.replace(" ", "  "), "neg", "train", "m3"), ("xylophone " * 5, "neg", "test", "m4")]
    rows = [
        {"text": t, "label": label, "raw": None, "split": split, "movie": film}
        for t, label, split, film in more
    ]
    pd.concat([table, pd.DataFrame(rows)]).to_parquet(path)
