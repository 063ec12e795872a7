"""The words that carry each side: most characteristic of the documents of a class."""

from dataclasses import dataclass

import numpy as np

from textminer.analysis.document_words import DocumentWords
from textminer.analysis.log_odds import log_odds
from textminer.sentiment.labels import NEGATIVE, POSITIVE
from textminer.sentiment.shares import ClassShare

MOST_WORDS = 12  # listed for each side
MOST_SIDES = 3  # classes of a model without polarity whose words are listed
LISTED = 1.0  # z from which a word is listed …
SURE = 1.96  # … and from which chance alone would hardly have done it
FEWEST_DOCUMENTS = 3  # a word of one document or two tells of these


@dataclass(frozen=True, eq=False)
class SideWords:
    """The words most characteristic of the documents of one class against those of the others.

    share:            which class: one of the overview's shares
    words:            (n_words,) the most frequent of them first
    document_counts:  int64 (n_words,) documents of the class that hold the word
    scores:           float64 (n_words,) z of the log-odds
    word_ids:         int64 (n_words,) in the DocumentWords they were counted in
    """

    share: ClassShare
    words: tuple[str, ...]
    document_counts: np.ndarray
    scores: np.ndarray
    word_ids: np.ndarray


def side_words(
    words: DocumentWords, shares: tuple[ClassShare, ...], classes: np.ndarray
) -> tuple[SideWords, ...]:
    """Negative against positive; without a polarity, each of the largest classes against all others.

    shares:   of the documents with a class
    classes:  int (n_documents,) index of each document's class, -1 for those not looked at
    """
    by_role = {share.role: share for share in shares if share.role}
    has_sides = NEGATIVE in by_role and POSITIVE in by_role
    if has_sides:
        asked = [by_role[NEGATIVE], by_role[POSITIVE]]
    else:
        asked = [share for share in shares[:MOST_SIDES] if share.count]
    counts = words.documents_by_group(classes, len(shares))
    background = counts.sum(axis=0)
    found = []
    for place, share in enumerate(asked):
        target = counts[share.index]
        reference = counts[asked[1 - place].index] if has_sides else background - target
        scores = log_odds(target, reference, background)
        listed = np.flatnonzero((scores > LISTED) & (target >= FEWEST_DOCUMENTS))
        best = listed[np.argsort(-scores[listed], kind="stable")[:MOST_WORDS]]
        best = best[np.argsort(-target[best], kind="stable")]
        names = tuple(words.words[word] for word in best)
        found.append(SideWords(share, names, target[best], scores[best], best))
    return tuple(found)
