"""The film reviews as ids: what every stage of `english-reviews` after the first one reads.

Needs neither pandas nor a tokenizer, so that a second machine can do with torch and numpy.
"""

import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from textminer.atomic import write_bytes
from textminer.corpus.vocabulary import Vocabulary
from textminer.errors import ModelFileError
from textminer.sentiment.encoding import EncodedDocuments
from textminer.translation import _

LABELLED, UNLABELLED = "labelled.npz", "unlabelled.npz"
MOST_TYPES = 65_535  # what an uint16 id can tell apart, so that the files stay small


@dataclass(frozen=True, eq=False)
class Reviews:
    """The prepared reviews; none of them is empty.

    classes:      int8 (n_labelled,) 0 negative, 1 positive
    is_held_out:  bool (n_labelled,) reviews of films that nothing is learnt from, the vocabulary included
    facts:        how they were prepared, for the card
    """

    vocabulary: Vocabulary
    labelled: EncodedDocuments
    classes: np.ndarray
    is_held_out: np.ndarray
    facts: dict[str, Any]

    @property
    def learnt(self) -> np.ndarray:
        """Positions of the labelled reviews to learn from."""
        return np.flatnonzero(~self.is_held_out)

    @property
    def held_out(self) -> np.ndarray:
        """Positions of the labelled reviews of held-out films."""
        return np.flatnonzero(self.is_held_out)


def write_reviews(work: Path, reviews: Reviews, unlabelled: EncodedDocuments) -> None:
    """Write prepared reviews, compressed."""
    work.mkdir(parents=True, exist_ok=True)
    _write(
        work / LABELLED,
        {
            **_compact(reviews.labelled),
            "classes": reviews.classes.astype(np.int8),
            "is_held_out": reviews.is_held_out,
            "words": _bytes("\n".join(reviews.vocabulary.words)),
            "counts": reviews.vocabulary.counts,
            "facts": _bytes(json.dumps(reviews.facts)),
        },
    )
    _write(work / UNLABELLED, _compact(unlabelled))


def read_reviews(work: Path) -> Reviews:
    """The labelled reviews in a folder. Raises ModelFileError where they are not prepared."""
    arrays = _read(work / LABELLED)
    words = arrays["words"].tobytes().decode("utf-8").split("\n")
    return Reviews(
        Vocabulary.from_words(words, arrays["counts"]),
        _documents(arrays),
        arrays["classes"],
        arrays["is_held_out"],
        json.loads(arrays["facts"].tobytes()),
    )


def read_unlabelled(work: Path) -> EncodedDocuments:
    """The unlabelled reviews in a folder. Raises ModelFileError where they are not prepared."""
    return _documents(_read(work / UNLABELLED))


def _compact(documents: EncodedDocuments) -> dict[str, np.ndarray]:
    return {"ids": documents.ids.astype(np.uint16), "lengths": documents.lengths.astype(np.uint32)}


def _documents(arrays: dict[str, np.ndarray]) -> EncodedDocuments:
    offsets = np.concatenate(([0], np.cumsum(arrays["lengths"], dtype=np.int64)))
    return EncodedDocuments(arrays["ids"].astype(np.int32), offsets)


def _bytes(text: str) -> np.ndarray:
    return np.frombuffer(text.encode("utf-8"), dtype=np.uint8)


def _write(path: Path, arrays: dict[str, np.ndarray]) -> None:
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]  # numpy's stub takes a name for an option
    write_bytes(path, file.getvalue())


def _read(path: Path) -> dict[str, np.ndarray]:
    if not path.exists():
        message = _("{path} is missing. Run the command prepare-reviews, or prepare-chinese, first.")
        raise ModelFileError(message.format(path=path))
    with np.load(path) as file:
        return dict(file)
