"""Every place where words occur, with what stands around them: key words in context."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from textminer.analysis.token_index import TokenIndex
from textminer.analysis.word_pattern import TypeSequence
from textminer.corpus.type_forms import Forms

DOCUMENT, SCORE, NODE = "document", "score", 0
MOST_DISTANT = 5  # words on either side that lines can be sorted by
NODE_WORDS = 4  # of a longer node that sorting looks at
_LARGEST_KEY = 2**62


@dataclass(frozen=True, eq=False)
class ConcordanceLines:
    """One line per find, in order of the documents and within them; the find of a line is its node.

    documents:    int64 (n_lines,) position of the document
    first_tokens: int64 (n_lines,) place of the node's first token in the index
    end_tokens:   int64 (n_lines,) one past the place of its last token
    starts, ends: int64 (n_lines,) first character of the node in its document's text, one past its last
    """

    documents: np.ndarray
    first_tokens: np.ndarray
    end_tokens: np.ndarray
    starts: np.ndarray
    ends: np.ndarray

    @property
    def n_lines(self) -> int:
        """How many finds."""
        return len(self.documents)

    @property
    def n_documents(self) -> int:
        """In how many documents."""
        return int(np.count_nonzero(np.diff(self.documents))) + 1 if self.n_lines else 0

    def take(self, lines: np.ndarray) -> "ConcordanceLines":
        """Some of the lines: `lines` is int (n_taken,) ascending, or a mask."""
        return ConcordanceLines(
            self.documents[lines],
            self.first_tokens[lines],
            self.end_tokens[lines],
            self.starts[lines],
            self.ends[lines],
        )


@dataclass(frozen=True)
class LineKey:
    """What lines are sorted by.

    by:  -1 for the first word to the left of the node, 1 for the first to the right and so on, NODE, DOCUMENT
         or SCORE
    """

    by: int | str
    descending: bool = False


def lines_of_types(
    index: TokenIndex, sequences: Sequence[TypeSequence], is_in_scope: np.ndarray | None = None
) -> ConcordanceLines:
    """The lines of phrases of types; a phrase does not reach from one document into the next.

    sequences:    as from `type_sequences`; a place where two of them begin is one line, the longer
    is_in_scope:  bool (n_documents,) which documents count; None for all
    """
    found = [(_starts_of(index, sequence), len(sequence)) for sequence in sequences]
    firsts = np.concatenate([np.empty(0, np.int64), *(places for places, _length in found)])
    lengths = np.repeat([length for _places, length in found], [len(places) for places, _length in found])
    if len(found) > 1:
        order = np.lexsort((-lengths, firsts))
        firsts, lengths = firsts[order], lengths[order]
        is_new = np.concatenate([[True], firsts[1:] != firsts[:-1]])[: len(firsts)]
        firsts, lengths = firsts[is_new], lengths[is_new]
    documents = index.documents_of(firsts)
    if is_in_scope is not None:
        kept = is_in_scope[documents]
        firsts, lengths, documents = firsts[kept], lengths[kept], documents[kept]
    ends = firsts + lengths
    return ConcordanceLines(documents, firsts, ends, index.starts(firsts), index.ends(ends - 1))


def lines_of_spans(
    index: TokenIndex, documents: np.ndarray, starts: np.ndarray, ends: np.ndarray
) -> ConcordanceLines:
    """The lines of spans of characters; a token that a span touches belongs to the node.

    documents:     int64 (n_lines,) ascending
    starts, ends:  int64 (n_lines,) ascending within a document, not empty
    """
    low, high = index.offsets[documents], index.offsets[documents + 1]
    first_tokens = _first_above(index.ends, low, high, starts)
    end_tokens = _first_above(index.starts, first_tokens, high, ends - 1)
    return ConcordanceLines(documents, first_tokens, end_tokens, starts, ends)


def line_order(
    index: TokenIndex,
    lines: ConcordanceLines,
    keys: Sequence[LineKey],
    scores: np.ndarray | None = None,
    match_case: bool = False,
) -> np.ndarray:
    """The lines sorted by the first key, where that does not differ by the second, and so on.

    returns: int64 (n_lines,), a permutation

    scores:  float (n_documents,), NaN without one: these come last both ways

    Stable: lines that no key tells apart keep the order of the documents. Words sort by code points, without
    regard to case unless `match_case`; a line that has no word at a distance comes before all that have.
    """
    columns = [column for key in keys for column in _columns(index, lines, key, scores, match_case)]
    packed, span = np.zeros(lines.n_lines, dtype=np.int64), 1
    order = np.arange(lines.n_lines)
    for ranks, n_ranks in reversed(columns):
        if span > _LARGEST_KEY // n_ranks:
            order = order[np.argsort(packed[order], kind="stable")]
            packed, span = np.zeros(lines.n_lines, dtype=np.int64), 1
        packed += ranks * span
        span *= n_ranks
    return order[np.argsort(packed[order], kind="stable")] if columns else order


def neighbours(index: TokenIndex, lines: ConcordanceLines, distance: int) -> np.ndarray:
    """The place of the token so far from each node, -1 where the document ends before: int64 (n_lines,).

    distance:  -1 for the first to the left, 1 for the first to the right
    """
    offsets = index.offsets
    if distance < 0:
        places = lines.first_tokens + distance
        return np.where(places >= offsets[lines.documents], places, -1)
    places = lines.end_tokens + (distance - 1)
    return np.where(places < offsets[lines.documents + 1], places, -1)


def word_ids(index: TokenIndex, forms: Forms, places: np.ndarray) -> np.ndarray:
    """Which word each place holds, by its place in the alphabet; -1 where the place is: int64."""
    if not index.n_places:
        return np.full(len(places), -1, dtype=np.int64)
    return np.where(places >= 0, forms.ids[index.type_ids(np.maximum(places, 0))], -1).astype(np.int64)


def _starts_of(index: TokenIndex, sequence: TypeSequence) -> np.ndarray:
    """Where a phrase begins: its rarest word is looked up, the others are checked beside it."""
    counts = index.counts()
    known = [
        (int(counts[mask[: len(counts)]].sum()), place)
        for place, mask in enumerate(sequence)
        if mask is not None
    ]
    rarest = min(known)[1]
    mask = sequence[rarest]
    assert mask is not None
    firsts = index.places_of(mask) - rarest
    firsts = firsts[(firsts >= 0) & (firsts + len(sequence) <= index.n_places)]
    if len(sequence) > 1:
        documents = index.documents_of(firsts)
        firsts = firsts[firsts + len(sequence) <= index.offsets[documents + 1]]
    for place, other in enumerate(sequence):
        if other is not None and place != rarest:
            firsts = firsts[other[index.type_ids(firsts + place)]]
    return firsts


def _columns(
    index: TokenIndex,
    lines: ConcordanceLines,
    key: LineKey,
    scores: np.ndarray | None,
    match_case: bool,
) -> list[tuple[np.ndarray, int]]:
    """What a key compares, as ranks from 0 and their number, most important first."""
    if key.by == DOCUMENT:
        n_documents = index.tokens.n_documents
        ranks = n_documents - 1 - lines.documents if key.descending else lines.documents
        return [(ranks, max(n_documents, 1))]
    if key.by == SCORE:
        if scores is None:
            return []
        by_document = _score_ranks(scores, key.descending)
        return [(by_document[lines.documents], len(scores) + 1)]
    forms = index.forms(match_case)
    if key.by == NODE:
        inside = [lines.first_tokens + place for place in range(NODE_WORDS)]
        places = [np.where(place < lines.end_tokens, place, -1) for place in inside]
    else:
        places = [neighbours(index, lines, int(key.by))]
    n_ranks = forms.n_words + 1
    ranks_of = [word_ids(index, forms, place) + 1 for place in places]
    return [(n_ranks - 1 - ranks if key.descending else ranks, n_ranks) for ranks in ranks_of]


def _score_ranks(scores: np.ndarray, descending: bool) -> np.ndarray:
    """Equal scores have equal ranks; no score has the last."""
    known = ~np.isnan(scores)
    _values, places = np.unique(-scores[known] if descending else scores[known], return_inverse=True)
    ranks = np.full(len(scores), len(scores), dtype=np.int64)
    ranks[known] = places
    return ranks


def _first_above(
    value_of: Callable[[np.ndarray], np.ndarray], low: np.ndarray, high: np.ndarray, least: np.ndarray
) -> np.ndarray:
    """The first place in each half-open stretch of ascending values whose value is above `least`."""
    low, high = low.copy(), high.copy()
    while np.any(low < high):
        middle = (low + high) // 2
        inside = low < high
        above = np.zeros(len(low), dtype=bool)
        above[inside] = value_of(middle[inside]) > least[inside]
        high = np.where(inside & above, middle, high)
        low = np.where(inside & ~above, middle + 1, low)
    return low
