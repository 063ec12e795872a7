"""Which texts the tuned encoder labels, and how its labels join those of people."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import compress
from pathlib import Path

import numpy as np
import pandas as pd

from textminer.atomic import atomic_path
from textminer.errors import TableError
from textminer.pretrained.cross_fitted import LEAST, blended, is_in_half
from textminer.pretrained.labelled_sets import (
    CLASSES,
    UNLABELLED,
    LabelledSet,
    Source,
    normalised,
    texts_of_test_splits,
)
from textminer.translation import _

SENTENCES = Source("sentences", "taught", ("train",), factor=1.5)
"""Sentences of the longer training texts: nobody has labelled them but the encoder."""

SHORT_TEXTS = (
    "tweeteval_sentiment",
    "goemotions",
    "kaggle_tweet_extraction",
    "meld",
    "sst5_sentences",
    "sst5_phrases_train",
    "sst2",
    "yelp_sentences_shen",
    "pros_cons",
)
POINTS = 8  # of the curve of an encoder that is tuned
MOST_TEXTS_OF_A_SET = 30_000
MOST_SENTENCES = 120_000
LONG_TEXT = 400  # characters; longer ones are not read whole
LONGEST = 128  # pieces of a text that is read whole
OF_PEOPLE = 0.5  # weight of a person's label; the encoder's has the rest

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|(?<=[。！？])|(?:<br\s*/?>\s*)+|\n+")


@dataclass(frozen=True)
class Sentences:
    """Which sentences are cut out: of texts from so many characters on, themselves of so many."""

    of_texts_from: int = LONG_TEXT
    shortest: int = 25
    longest: int = 220


@dataclass(frozen=True)
class Wanted:
    """Which texts an encoder is to label.

    most:       short texts of a set
    sets:       short texts of these sets, and no sentences of long texts; None for all of both
    sentences:  of the longer texts at most
    cut:        which sentences these are
    half:       texts and sentences of this half of the texts alone; None for both
    longest:    pieces of a text
    """

    most: int = MOST_TEXTS_OF_A_SET
    sets: frozenset[str] | None = None
    sentences: int = MOST_SENTENCES
    cut: Sentences = Sentences()
    half: int | None = None
    longest: int = LONGEST


EVERYTHING = Wanted()


def texts_to_label(
    sets: list[LabelledSet], data: Path, seed: int, wanted: Wanted = EVERYTHING
) -> tuple[list[str], list[str]]:
    """Short training texts, and sentences of long ones that stand in no test or validation part."""
    if wanted.sets is not None:
        sets = [labelled for labelled in sets if labelled.source.name in wanted.sets]
    chance = np.random.default_rng(seed)
    held = {
        normalised(text)
        for labelled in sets
        for text, is_held in zip(labelled.texts, labelled.is_validation, strict=True)
        if is_held
    }
    short: list[str] = []
    sentences: set[str] = set()
    for labelled in sets:
        learnt = [labelled.texts[place] for place in np.flatnonzero(~labelled.is_validation)]
        if wanted.half is not None and learnt:
            learnt = list(compress(learnt, is_in_half(learnt, wanted.half)))
        own = [text for text in learnt if len(text) < LONG_TEXT]
        if len(own) > wanted.most:
            own = [own[place] for place in chance.permutation(len(own))[: wanted.most]]
        short += own
        if wanted.sets is not None:
            continue
        sentences.update(_sentences(learnt, wanted.cut))
    kept = np.array(sorted(sentences), dtype=object)
    kept = kept[chance.permutation(len(kept))[: wanted.sentences + wanted.sentences // 4]]
    banned = texts_of_test_splits(data) | held
    free = [text for text in kept if normalised(text) not in banned][: wanted.sentences]
    return short, free


def write_taught(path: Path, texts: list[str], probabilities: np.ndarray, is_sentence: np.ndarray) -> None:
    """Write the encoder's labels beside their texts."""
    columns = {"text": texts, "is_sentence": is_sentence}
    for place, name in enumerate(CLASSES):
        columns[name] = probabilities[:, place]
    with atomic_path(path) as temporary:
        pd.DataFrame(columns).to_parquet(temporary, index=False)


def read_taught(path: Path) -> pd.DataFrame:
    """What `write_taught` wrote. Raises TableError where there is no such file."""
    if not path.exists():
        raise TableError(_("The encoder's labels {path} are missing: run “label” first.").format(path=path))
    return pd.read_parquet(path)


def joined_taught(paths: Sequence[Path]) -> pd.DataFrame:
    """The labels of several encoders: of a text that some have labelled, those of the last one named."""
    joined = pd.concat([read_taught(path) for path in paths], ignore_index=True)
    return joined.drop_duplicates("text", keep="last", ignore_index=True)


def sentence_set(taught: pd.DataFrame) -> LabelledSet:
    """The sentences as a set of their own, none of them labelled by a person."""
    texts = taught.text[taught.is_sentence].to_list()
    return LabelledSet(
        SENTENCES, texts, np.full(len(texts), UNLABELLED, dtype=np.int8), np.zeros(len(texts), dtype=bool)
    )


def with_taught_labels(
    texts: list[str], classes: np.ndarray, kinds: np.ndarray, taught: pd.DataFrame
) -> tuple[np.ndarray, np.ndarray]:
    """Soft labels of the texts that the encoder has labelled.

    texts:    (n_texts,)
    classes:  int8 (n_texts,) people's labels, or UNLABELLED
    kinds:    (n_texts,) the kind of each text's set
    returns:  float32 (n_texts, 3), zeros where the encoder has not read a text; bool (n_texts,) where it has

    In a set of two classes people have said nothing of the neutral one: its probability is the encoder's.
    """
    row_by_text = dict(zip(taught.text, range(len(taught)), strict=True))
    rows = np.fromiter((row_by_text.get(text, -1) for text in texts), np.int64, len(texts))
    is_taught = rows >= 0
    theirs = taught[list(CLASSES)].to_numpy(dtype=np.float32)[rows]
    of_people = np.eye(len(CLASSES), dtype=np.float32)[np.maximum(classes, 0)]
    middle = theirs[:, 1:2] * (kinds == "margin")[:, None]
    of_people = of_people * (1 - middle)
    of_people[:, 1:2] += middle
    share = np.where(classes == UNLABELLED, 0.0, OF_PEOPLE).astype(np.float32)[:, None]
    targets = share * of_people + (1 - share) * theirs
    targets[~is_taught] = 0
    return targets, is_taught


def beside_ngrams(
    taught: pd.DataFrame, texts: Sequence[str], by_ngrams: np.ndarray, is_positive: np.ndarray
) -> pd.DataFrame:
    """The encoders' labels with what n-grams say between negative and positive weighed in.

    texts:        (n_texts,) of the sets of two classes
    by_ngrams:    float32 (n_texts,) P(positive) of each
    is_positive:  bool (n_texts,) people's labels; neither has learnt a text's own
    """
    row_by_text = dict(zip(taught.text, range(len(taught)), strict=True))
    rows = np.fromiter((row_by_text.get(text, -1) for text in texts), np.int64, len(texts))
    both = np.flatnonzero(rows >= 0)
    probabilities = np.array(taught[list(CLASSES)], dtype=np.float64)
    theirs = np.clip(probabilities[rows[both]], LEAST, 1)
    positive = blended(by_ngrams[both], np.log(theirs[:, 2]) - np.log(theirs[:, 0]), is_positive[both])
    said = 1 - probabilities[rows[both], 1]
    probabilities[rows[both], 0], probabilities[rows[both], 2] = said * (1 - positive), said * positive
    return taught.assign(**dict(zip(CLASSES, probabilities.T, strict=True)))


def _sentences(texts: Iterable[str], cut: Sentences) -> Iterable[str]:
    for text in texts:
        if len(text) < cut.of_texts_from:
            continue
        for sentence in _SENTENCE_END.split(text):
            trimmed = sentence.strip()
            if cut.shortest <= len(trimmed) <= cut.longest:
                yield trimmed
