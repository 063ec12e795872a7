"""How the film reviews become ids, without any text of a test split."""

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from textminer.corpus.markup import mask_markup
from textminer.corpus.tokenizer import tokenizer_named
from textminer.corpus.vocabulary import Vocabulary
from textminer.pretrained.labelled_sets import normalised, read_set, texts_of_test_splits
from textminer.pretrained.reviews_data import MOST_TYPES, Reviews, write_reviews
from textminer.progress import Progress, Stage, silent
from textminer.sentiment.encoding import encoded, type_counts

SET = "imdb_acl"
TOKENIZER = "tweet"
MAX_VOCABULARY = 30_000
MIN_COUNT = 3
HELD_OUT_SHARE = 0.1


def prepare_reviews(
    data: Path, out: Path, max_vocabulary: int = MAX_VOCABULARY, min_count: int = MIN_COUNT,
    held_out_share: float = HELD_OUT_SHARE, seed: int = 1, progress: Progress = silent,
) -> dict[str, Any]:  # fmt: skip
    """Write the reviews of the folder `data` as ids into the folder `out`; returns the facts.

    held_out_share:  of the labelled reviews, by whole films; 0 for the run after the schedule is frozen

    No text that also stands in a test split of any set is read, and no unlabelled text that equals a held-out
    one. The vocabulary comes from what is learnt from.
    """
    banned = texts_of_test_splits(data)
    table = read_set(data, SET)
    labelled, n_labelled = _without(table[table.split == "train"], banned)
    unlabelled, n_unlabelled = _without(table[table.split == "unsup"], banned)
    held = _of_chosen_films(labelled, held_out_share, seed)
    held_keys = set(labelled.key[held])
    kept = held | ~labelled.key.isin(held_keys).to_numpy()
    labelled, held = labelled[kept], held[kept]
    unlabelled = unlabelled[~unlabelled.key.isin(held_keys | set(labelled.key))]

    texts = [*labelled.text, *unlabelled.text]
    progress.report(0.1, "Tokenizing")
    tokens = tokenizer_named(TOKENIZER).tokenize(mask_markup(texts), Stage(progress, 0.1, 0.9))
    is_learnt = np.concatenate([~held, np.ones(len(unlabelled), dtype=bool)])
    counts = type_counts(tokens.take(np.flatnonzero(is_learnt)))
    most = min(max_vocabulary, MOST_TYPES)
    vocabulary = Vocabulary.from_counts(tokens.types, counts, most, min_count)
    documents = encoded(tokens, vocabulary)
    usable = documents.lengths > 0
    first, second = np.flatnonzero(usable[: len(held)]), len(held) + np.flatnonzero(usable[len(held) :])
    facts = {
        "removed because a test split holds the text": {"train": n_labelled, "unsup": n_unlabelled},
        "labelled reviews": {"learnt": int((~held[first]).sum()), "held out": int(held[first].sum())},
        "held-out films": int(labelled.movie[held].nunique()),
        "unlabelled reviews": len(second),
        "tokens": {"labelled": int(documents.lengths[first].sum()), "all": len(documents.ids)},
        "types": len(vocabulary),
        "tokenizer": TOKENIZER,
        "seed": seed,
    }
    reviews = Reviews(
        vocabulary,
        documents.take(first),
        (labelled.label == "pos").to_numpy()[first].astype(np.int8),
        held[first],
        facts,
    )
    write_reviews(out, reviews, documents.take(second))
    return facts


def _without(table: pd.DataFrame, banned: set[str]) -> tuple[pd.DataFrame, int]:
    """The rows whose text, in its plain form `key`, is not banned, each once; and how many were banned."""
    table = table.assign(key=[normalised(text) for text in table.text])
    in_test = table.key.isin(banned)
    return table[~in_test].drop_duplicates("key").reset_index(drop=True), int(in_test.sum())


def _of_chosen_films(table: pd.DataFrame, share: float, seed: int) -> np.ndarray:
    """Which rows are of the films held out: bool (n_rows,), at most the share of them."""
    _names, members = np.unique(table.movie.astype(str).to_numpy(dtype=str), return_inverse=True)
    sizes = np.bincount(members)
    order = np.random.default_rng(seed).permutation(len(sizes))
    chosen = order[np.cumsum(sizes[order]) <= share * len(table)]
    return np.isin(members, chosen)
