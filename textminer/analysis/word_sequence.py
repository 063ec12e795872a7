"""The words of documents in reading order, after cleaning: what pairs of words are counted in."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from textminer.analysis.word_counts import TOKENS_PER_BLOCK, blocks_of
from textminer.corpus.cleaning import Cleaning, cleaned_types
from textminer.corpus.growing_array import GrowingArray
from textminer.corpus.languages import Language
from textminer.corpus.offsets import repeated
from textminer.corpus.token_table import TokenTable


@dataclass(frozen=True, eq=False)
class WordSequence:
    """Words of some documents, one after the other; words that cleaning drops are not there at all.

    words:        large_string (n_words,) the different forms, in alphabetical order
    ids:          int32 (n_places,) the word at each place
    documents:    int32 (n_places,) the document of each place, ascending
    n_documents:  of the whole corpus
    """

    words: pa.Array
    ids: np.ndarray
    documents: np.ndarray
    n_documents: int

    @property
    def n_words(self) -> int:
        """How many different words."""
        return len(self.words)

    def names(self, places: np.ndarray) -> tuple[str, ...]:
        """Some of the words: int (n_names,)."""
        return tuple(self.words.take(pa.array(places)).to_pylist())

    def counts(self) -> np.ndarray:
        """Occurrences of each word: int64 (n_words,)."""
        counts = np.zeros(self.n_words, dtype=np.int64)
        for start in range(0, len(self.ids), TOKENS_PER_BLOCK):  # numpy widens all that it counts at once
            counts += np.bincount(self.ids[start : start + TOKENS_PER_BLOCK], minlength=self.n_words)
        return counts

    def restricted(self, is_in_scope: np.ndarray) -> "WordSequence":
        """The words of some documents: bool (n_documents,)."""
        kept = is_in_scope[self.documents]
        return WordSequence(self.words, self.ids[kept], self.documents[kept], self.n_documents)


def word_sequence(tokens: TokenTable, cleaning: Cleaning, language: Language | None = None) -> WordSequence:
    """Clean the tokens of all documents."""
    cleaned = cleaned_types(tokens.forms, cleaning, language, with_phrases=False)
    ids, documents = GrowingArray(), GrowingArray()
    for first, last in blocks_of(tokens.offsets, TOKENS_PER_BLOCK):
        bounds = tokens.offsets[first : last + 1]
        of_block = cleaned.ids[tokens.ids[bounds[0] : bounds[-1]]]
        kept = of_block >= 0
        ids.extend(of_block[kept])
        documents.extend(repeated(np.arange(first, last, dtype=np.int32), np.diff(bounds))[kept])
    return WordSequence(cleaned.words, ids.taken(), documents.taken(), tokens.n_documents)
