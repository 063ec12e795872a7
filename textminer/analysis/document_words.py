"""Which different words each document holds: counted once, asked for any division of the documents."""

from dataclasses import dataclass

import numpy as np

from textminer.analysis.ngrams import distinct
from textminer.corpus.cleaning import Cleaning, clean_types
from textminer.corpus.languages import Language
from textminer.corpus.token_table import TokenTable
from textminer.progress import Progress, silent

BLOCK_TOKENS = 500_000  # sorted at a time: a few hundredths of a second between two chances to stop


@dataclass(frozen=True, eq=False)
class DocumentWords:
    """The different words of each document.

    words:        (n_words,) forms after cleaning
    word_ids:     int32 (n_pairs,) a word that a document holds, each once in a document
    document_ids: int32 (n_pairs,) position of the document, ascending
    n_documents:  how many documents there are, those without a word included
    """

    words: tuple[str, ...]
    word_ids: np.ndarray
    document_ids: np.ndarray
    n_documents: int

    def counts_by_group(self, codes: np.ndarray, n_groups: int) -> np.ndarray:
        """In how many documents of each group a word occurs: int64 (n_groups, n_words).

        codes:  int (n_documents,) group of each document, -1 for none
        """
        groups = codes.astype(np.int32)[self.document_ids]
        return np.stack(
            [
                np.bincount(self.word_ids[groups == group], minlength=len(self.words))
                for group in range(n_groups)
            ]
        )

    def documents_with(self, word_id: int) -> np.ndarray:
        """Positions of the documents that hold a word: ascending int64."""
        return self.document_ids[self.word_ids == word_id].astype(np.int64)


def document_words(
    tokens: TokenTable,
    cleaning: Cleaning | None = None,
    language: Language | None = None,
    progress: Progress = silent,
) -> DocumentWords:
    """Find the different words of every document."""
    words, map_of_types = clean_types(tokens.types, cleaning or Cleaning(), language)
    n_words = max(len(words), 1)
    found_words, found_documents = [np.empty(0, np.int32)], [np.empty(0, np.int32)]
    start = 0
    while start < tokens.n_documents:
        progress.report(start / tokens.n_documents)
        wanted = tokens.offsets[start] + BLOCK_TOKENS
        end = max(start + 1, int(np.searchsorted(tokens.offsets, wanted, side="right")) - 1)
        ids = map_of_types[tokens.ids[tokens.offsets[start] : tokens.offsets[end]]].astype(np.int64)
        documents = np.repeat(np.arange(end - start), np.diff(tokens.offsets[start : end + 1]))
        kept = ids >= 0
        places, word_ids = np.divmod(distinct(documents[kept] * n_words + ids[kept]), n_words)
        found_words.append(word_ids.astype(np.int32))
        found_documents.append((places + start).astype(np.int32))
        start = end
    return DocumentWords(
        tuple(words), np.concatenate(found_words), np.concatenate(found_documents), tokens.n_documents
    )
