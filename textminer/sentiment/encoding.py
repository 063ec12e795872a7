"""Token ids become batches: which documents are read together, and how they are padded."""

from dataclasses import dataclass

import numpy as np

from textminer.corpus.offsets import offsets_of, repeated
from textminer.corpus.token_table import TokenTable
from textminer.corpus.vocabulary import Vocabulary, spelt_form

PAD = 0
UNKNOWN = 1


@dataclass(frozen=True, eq=False)
class EncodedDocuments:
    """Documents as ids of a model's vocabulary.

    ids:            int32 (n_tokens,) all documents one after the other; from the vocabulary's size on they
                    stand for `unknown_words`, which only a network that reads n-grams tells apart
    offsets:        int64 (n_documents + 1,) where each begins; the last entry is n_tokens
    unknown_words:  as their letters are read; documents taken from others share these
    """

    ids: np.ndarray
    offsets: np.ndarray
    unknown_words: tuple[str, ...] = ()

    @property
    def n_documents(self) -> int:
        """How many documents there are, empty ones included."""
        return len(self.offsets) - 1

    @property
    def lengths(self) -> np.ndarray:
        """Tokens of each document: int64 (n_documents,)."""
        return np.diff(self.offsets)

    def document(self, position: int) -> np.ndarray:
        """Ids of one document: int32 (length,)."""
        return self.ids[self.offsets[position] : self.offsets[position + 1]]

    def take(self, positions: np.ndarray) -> "EncodedDocuments":
        """The given documents, in the given order."""
        spans, offsets = gather_spans(self.offsets[positions], self.offsets[positions + 1])
        return EncodedDocuments(self.ids[spans], offsets, self.unknown_words)


def encoded(tokens: TokenTable, vocabulary: Vocabulary, keeps_unknown: bool = False) -> EncodedDocuments:
    """The documents in the ids of a vocabulary; every token stays, unknown ones as <unk>.

    keeps_unknown:  tell unknown words apart, for a network that reads n-grams
    """
    used = np.flatnonzero(type_counts(tokens))
    types = tokens.types
    forms = [types[index] for index in used.tolist()]
    words = vocabulary.ids_of(forms)
    place_by_word: dict[str, int] = {}
    if keeps_unknown:
        for index in np.flatnonzero(words == UNKNOWN).tolist():
            place = place_by_word.setdefault(spelt_form(forms[index]), len(place_by_word))
            words[index] = len(vocabulary) + place
    word_by_type = np.full(len(types), UNKNOWN, dtype=np.int32)
    word_by_type[used] = words
    return EncodedDocuments(word_by_type[tokens.ids], tokens.offsets, tuple(place_by_word))


def known_ids(ids: np.ndarray, n_types: int) -> np.ndarray:
    """Ids of a vocabulary of n_types words, those of unknown words as <unk>."""
    return np.where(ids < n_types, ids, UNKNOWN).astype(ids.dtype)


def without_unknown_words(documents: EncodedDocuments, n_types: int) -> EncodedDocuments:
    """The documents as a reader of the vocabulary alone sees them: every unknown word is <unk>."""
    if not documents.unknown_words:
        return documents
    return EncodedDocuments(known_ids(documents.ids, n_types), documents.offsets)


def type_counts(tokens: TokenTable) -> np.ndarray:
    """Occurrences of each type: int64 (n_types,)."""
    return np.bincount(tokens.ids, minlength=tokens.n_types)


def gather_spans(starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Indices of all elements of many spans, one span after the other.

    starts, ends:  int64 (n_spans,)
    returns:       int64 (sum of lengths,) indices, and int64 (n_spans + 1,) offsets of the spans among them
    """
    lengths = ends - starts
    offsets = offsets_of(lengths)
    indices = np.arange(offsets[-1], dtype=np.int64) + repeated(starts - offsets[:-1], lengths)
    return indices, offsets


def with_fixed_length(documents: EncodedDocuments, length: int) -> EncodedDocuments:
    """The last `length` tokens of each document, shorter ones padded in front with <pad> (as Keras does)."""
    kept = np.minimum(documents.lengths, length)
    ids = np.full((documents.n_documents, length), PAD, dtype=np.int32)
    spans, kept_offsets = gather_spans(documents.offsets[1:] - kept, documents.offsets[1:])
    rows = repeated(np.arange(documents.n_documents), kept)
    within = np.arange(len(spans)) - kept_offsets[rows] + (length - kept)[rows]
    ids[rows, within] = documents.ids[spans]
    offsets = np.arange(documents.n_documents + 1, dtype=np.int64) * length
    return EncodedDocuments(ids.ravel(), offsets, documents.unknown_words)


def padded(ids: np.ndarray, starts: np.ndarray, ends: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """One batch: the spans of `ids` as rows, padded at the end with <pad> to a canonical width.

    returns:  int64 (B, T) ids, and int64 (B,) lengths
    """
    lengths = ends - starts
    width = canonical_width(int(lengths.max(initial=1)))
    columns = np.arange(width)
    inside = columns[None, :] < lengths[:, None]
    batch = np.full((len(starts), width), PAD, dtype=np.int64)
    batch[inside] = ids[(starts[:, None] + columns[None, :])[inside]]
    return batch, lengths


def canonical_width(length: int) -> int:
    """The padded width for a longest document: few different widths, little padding."""
    step = 4 if length <= 32 else max(4, 1 << (length.bit_length() - 4))
    return -(-length // step) * step


def batches_by_length(
    lengths: np.ndarray,
    batch_tokens: int,
    batch_documents: int,
    shuffled_by: np.random.Generator | None = None,
) -> list[np.ndarray]:
    """Which documents are read together: each document once, neighbours of like length.

    lengths:       int64 (n_documents,), all at least 1
    batch_tokens:  tokens of a batch at most, padding included; a longer document is a batch of its own
    shuffled_by:   mixes documents of like length and the order of the batches; None keeps shortest first
    returns:       one int64 array of indices per batch
    """
    if shuffled_by is None:
        order = np.argsort(lengths, kind="stable")
    else:
        # a tenth of noise mixes neighbours over the epochs and costs little padding
        noise = shuffled_by.uniform(0.95, 1.05, len(lengths))
        order = np.argsort(lengths * noise, kind="stable")
    batches: list[np.ndarray] = []
    begin, longest = 0, 0
    for end, length in enumerate(lengths[order].tolist()):
        width = canonical_width(max(longest, length))
        n_documents = end - begin
        if n_documents and ((n_documents + 1) * width > batch_tokens or n_documents >= batch_documents):
            batches.append(order[begin:end])
            begin, longest = end, length
        else:
            longest = max(longest, length)
    if len(order) > begin:
        batches.append(order[begin:])
    if shuffled_by is not None:
        batches = [batches[index] for index in shuffled_by.permutation(len(batches))]
    return batches
