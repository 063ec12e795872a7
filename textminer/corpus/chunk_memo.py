"""What is remembered of each distinct chunk of text: its tokens, as type ids and places within the chunk."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import numpy as np

from textminer.corpus.chunks import Chunks
from textminer.corpus.growing_array import GrowingArray
from textminer.corpus.text_block import TextBlock

MAX_CHUNKS = 500_000
"""Distinct chunks kept between blocks, about 100 MB; beyond it the memo starts anew (types stay)."""


class Region(NamedTuple):
    """Neighbouring chunks of one document, first to end - 1, that can only be tokenized together.

    context: for the rule that asked, 0 where the text around does not matter
    """

    first: int
    end: int
    context: int


class TokenSpan(NamedTuple):
    """A token with the characters of the chunk that it stands for."""

    token: str
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class ChunkTokens:
    """Tokens of some chunks.

    tokens: n_tokens strings, chunk by chunk in any order of chunks
    firsts: int (n_chunks,) place of a chunk's first token in `tokens`
    counts: int (n_chunks,) its number of tokens
    starts: int (n_tokens,) characters from the start of the chunk
    ends:   int (n_tokens,)
    """

    tokens: list[str]
    firsts: np.ndarray
    counts: np.ndarray
    starts: np.ndarray
    ends: np.ndarray


class ChunkRule(Protocol):
    """How far a tokenizer's decisions reach: where texts may be cut so that each chunk is tokenized alone."""

    name: str

    def cuts(self, block: TextBlock) -> np.ndarray:
        """Where chunks begin: bool (n_bytes + 1,)."""

    def flags(self, chunks: Chunks) -> np.ndarray:
        """What `regions` must know of each distinct chunk: uint8 (n_chunks,)."""

    def regions(self, flags: np.ndarray, first_chunks: np.ndarray) -> list[Region]:
        """Chunks that cannot stand alone, in order, not overlapping, each within one document.

        flags:        uint8 (n_occurrences,) of every chunk of the block, in reading order
        first_chunks: int (n_documents + 1,) where documents begin among them
        """

    def tokenize(self, chunks: Chunks) -> ChunkTokens:
        """Tokens of distinct chunks, each as it stands within a text."""

    def tokenize_region(self, text: str, context: int) -> list[TokenSpan]:
        """Tokens of one region in its context."""


class ChunkMemo:
    """Chunk codes, and the tokens behind each; made once per rule and growing with every new chunk.

    types: the distinct tokens met so far; a type's id is its place. One list for the life of the memo.
    """

    def __init__(self, rule: ChunkRule) -> None:
        self._rule = rule
        self.types: list[str] = []
        self._id_by_type: dict[str, int] = {}
        self._forget()

    def _forget(self) -> None:
        self._code_by_key: dict[bytes | tuple[int, bytes], int] = {}
        self._flags, self._n_characters = GrowingArray(), GrowingArray()
        self._firsts, self._counts = GrowingArray(), GrowingArray()
        self._ids, self._starts, self._ends = GrowingArray(), GrowingArray(), GrowingArray()

    def make_room(self) -> None:
        """Drop all chunks when there are too many; codes given before lose their meaning."""
        if len(self._code_by_key) > MAX_CHUNKS:
            self._forget()

    def codes(self, keys: Sequence[bytes]) -> np.ndarray:
        """The code of each distinct chunk, tokenizing those not met before: int32 (n_keys,)."""
        known = self._code_by_key
        codes = np.array([known.get(key, -1) for key in keys], np.int32)
        places = np.flatnonzero(codes < 0)
        if len(places):
            new = [keys[place] for place in places.tolist()]
            chunks = Chunks(new)
            self._remember(self._rule.tokenize(chunks), self._rule.flags(chunks), chunks.n_characters)
            codes[places] = np.arange(len(known), len(known) + len(new))
            known.update(zip(new, codes[places].tolist(), strict=True))
        return codes

    def region_code(self, key: bytes, context: int) -> int:
        """The code of a region's bytes in a context."""
        code = self._code_by_key.get((context, key))
        if code is None:
            code = len(self._code_by_key)
            text = key.decode("utf-8", "surrogatepass")
            spans = self._rule.tokenize_region(text, context)
            tokens = chunk_tokens_of([spans])
            self._remember(tokens, np.zeros(1, np.int32), np.array([len(text)]))
            self._code_by_key[context, key] = code
        return code

    def flags(self, codes: np.ndarray) -> np.ndarray:
        """The rule's flags of chunks."""
        return self._flags.values[codes].astype(np.uint8)

    def n_characters(self, codes: np.ndarray) -> np.ndarray:
        """Lengths of chunks in characters, blanks included: int32."""
        return self._n_characters.values[codes]

    def expand(self, codes: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, ...]:
        """All tokens of a sequence of chunks.

        codes:   int32 (n_chunks,)
        places:  int32 (n_chunks,) character in its document at which each chunk begins
        returns: type ids, starts, ends, each int32 (n_tokens,);
                 int64 (n_chunks + 1,) first token of each chunk
        """
        counts = self._counts.values[codes]
        token_offsets = np.zeros(len(codes) + 1, np.int64)
        np.cumsum(counts, out=token_offsets[1:])
        shift = self._firsts.values[codes] - token_offsets[:-1]
        source = np.arange(token_offsets[-1], dtype=np.int64) + np.repeat(shift, counts)
        place = np.repeat(places, counts)
        starts = self._starts.values[source] + place
        ends = self._ends.values[source] + place
        return self._ids.values[source], starts, ends, token_offsets

    def _remember(self, tokens: ChunkTokens, flags: np.ndarray, n_characters: np.ndarray) -> None:
        self._firsts.extend(tokens.firsts + len(self._ids))
        self._counts.extend(tokens.counts)
        self._flags.extend(flags)
        self._n_characters.extend(n_characters)
        self._ids.extend(self._type_ids(tokens.tokens))
        self._starts.extend(tokens.starts)
        self._ends.extend(tokens.ends)

    def _type_ids(self, tokens: list[str]) -> np.ndarray:
        known, types = self._id_by_type, self.types
        ids = []
        for token in tokens:
            type_id = known.get(token)
            if type_id is None:
                type_id = known[token] = len(types)
                types.append(token)
            ids.append(type_id)
        return np.array(ids, np.int32)


def chunk_tokens_of(spans_by_chunk: Sequence[Sequence[TokenSpan]]) -> ChunkTokens:
    """Tokens that were found chunk by chunk."""
    spans = [span for chunk in spans_by_chunk for span in chunk]
    counts = np.fromiter(map(len, spans_by_chunk), np.int64, len(spans_by_chunk))
    return ChunkTokens(
        [span.token for span in spans],
        np.cumsum(counts) - counts,
        counts,
        np.fromiter((span.start for span in spans), np.int64, len(spans)),
        np.fromiter((span.end for span in spans), np.int64, len(spans)),
    )


def single_words(chunks: Chunks, indices: np.ndarray) -> ChunkTokens:
    """Tokens of ASCII chunks that are one token each, with or without blanks after it."""
    words = b" ".join([chunks.keys[index] for index in indices.tolist()]).decode("ascii").split()
    starts = np.zeros(len(words), np.int64)
    return ChunkTokens(
        words, np.arange(len(words)), np.ones(len(words), np.int64), starts, chunks.n_visible[indices]
    )


def tiled_tokens(
    tokens: list[str], n_visible: np.ndarray, widths: np.ndarray | None = None
) -> ChunkTokens | None:
    """Tokens of chunks that were tokenized in one joined call, given back to their chunks by length alone.

    tokens:    of all chunks, in order, such that a chunk's tokens are exactly its visible characters
    n_visible: int (n_chunks,) visible characters of each chunk
    widths:    int (n_visible.sum(),) characters that each visible character has in the tokens; None where 1
    returns:   None where the tokens do not tile the chunks, so that nothing can be said
    """
    ends = np.cumsum(np.fromiter(map(len, tokens), np.int64, len(tokens)))
    chunk_ends = np.cumsum(n_visible)
    if widths is not None:
        # from here on, places are counted as the tokens count them
        place_in_text = np.repeat(np.arange(len(widths)), widths)
        chunk_ends = np.append(0, np.cumsum(widths))[chunk_ends]
    starts = np.append(0, ends)
    last_tokens = np.searchsorted(starts, chunk_ends)
    if starts[-1] != chunk_ends[-1:].sum() or not np.array_equal(starts[last_tokens], chunk_ends):
        return None
    starts = starts[:-1]
    if widths is not None:
        starts, ends = place_in_text[starts], place_in_text[ends - 1] + 1
    counts = np.diff(last_tokens, prepend=0)
    chunk_starts = np.repeat(np.cumsum(n_visible) - n_visible, counts)
    return ChunkTokens(tokens, last_tokens - counts, counts, starts - chunk_starts, ends - chunk_starts)


def merged(n_chunks: int, parts: Sequence[tuple[np.ndarray, ChunkTokens]]) -> ChunkTokens:
    """Tokens of all chunks from parts that each cover some of them.

    parts: pairs of int (n_part,) places of the part's chunks, and their tokens
    """
    firsts, counts = np.zeros(n_chunks, np.int64), np.zeros(n_chunks, np.int64)
    tokens: list[str] = []
    for places, part in parts:
        firsts[places] = part.firsts + len(tokens)
        counts[places] = part.counts
        tokens.extend(part.tokens)
    return ChunkTokens(
        tokens,
        firsts,
        counts,
        np.concatenate([part.starts for _, part in parts]),
        np.concatenate([part.ends for _, part in parts]),
    )
