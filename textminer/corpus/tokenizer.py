"""Which tokens a text consists of: NLTK's own, found once per distinct chunk of text."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol

import numpy as np
import pyarrow as pa

from textminer.corpus.chunk_memo import ChunkMemo, ChunkRule, Region
from textminer.corpus.chunks import cut
from textminer.corpus.nltk_modules import nltk_module
from textminer.corpus.offsets import offsets_of
from textminer.corpus.text_block import TextBlock, Texts, as_strings, text_blocks
from textminer.corpus.token_table import TokenTable
from textminer.progress import Progress, silent

DOCUMENTS_PER_REPORT = 500
BETWEEN = "+"  # between codes of languages, in the name of a tokenizer that tells them apart


class Tokenizer(Protocol):
    """Whatever makes a token table of texts."""

    name: str

    def tokenize(self, texts: Texts, progress: Progress = silent) -> TokenTable:
        """Tokens of every text, in order; a missing text has none. Raises Cancelled when told to stop."""


def tokenizer_named(name: str) -> Tokenizer:
    """A tokenizer with a fresh memory: "tweet", "word", "regexp" or "jieba", or a RowTokenizer for codes of
    languages such as "en+zh". Raises ValueError for any other.

    The first two are memoised; the others read text by text: their rules are cheap, or not local to a chunk.
    Tables that one tokenizer makes share their types, so that parts are joined at no cost.
    """
    if codes := codes_of(name):
        from textminer.corpus.row_tokenizer import RowTokenizer

        return RowTokenizer(codes)
    if name not in _MAKERS:
        raise ValueError(f"no tokenizer is called {name!r}")
    return _MAKERS[name]()


def codes_of(name: str) -> tuple[str, ...]:
    """The languages that a tokenizer of that name tells apart row by row; none where it reads all alike."""
    return tuple(name.split(BETWEEN)) if BETWEEN in name else ()


class MemoisedTokenizer:
    """A tokenizer of NLTK's, run once per distinct chunk of text: the same tokens, several times as fast."""

    def __init__(self, rule: ChunkRule) -> None:
        self.name = rule.name
        self._rule = rule
        self._memo = ChunkMemo(rule)
        self._lock = threading.Lock()

    def tokenize(self, texts: Texts, progress: Progress = silent) -> TokenTable:
        """Tokens of every text; safe to call from several threads, one at a time gets on."""
        return TokenTable.concatenate(self._parts(texts, progress))

    def _parts(self, texts: Texts, progress: Progress) -> Iterator[TokenTable]:
        n_documents, n_done = max(len(texts), 1), 0
        yield TokenTable(self._memo.types, *_no_tokens(), self.name)
        for block in text_blocks(texts):
            progress.report(n_done / n_documents)
            with self._lock:
                part = self._block_table(block)
            yield part
            n_done += block.n_documents
        progress.report(1.0)

    def _block_table(self, block: TextBlock) -> TokenTable:
        memo, rule = self._memo, self._rule
        memo.make_room()
        chunks, places, first_chunks = cut(block, rule.cuts(block))
        codes = memo.codes(chunks.dictionary.to_pylist())[np.from_dlpack(chunks.indices)]
        regions = rule.regions(memo.flags(codes), first_chunks)
        if regions:
            region_codes = [
                memo.region_code(block.data[places[first] : places[end]].tobytes(), context)
                for first, end, context in regions
            ]
            codes, first_chunks = _with_regions(codes, first_chunks, regions, region_codes)
        lengths = memo.n_characters(codes)
        chunk_places = np.cumsum(lengths, dtype=np.int32) - lengths
        first_places = np.append(chunk_places, 0)[first_chunks[:-1]]
        chunk_places -= np.repeat(first_places, np.diff(first_chunks))
        ids, starts, ends, token_offsets = memo.expand(codes, chunk_places)
        return TokenTable(memo.types, ids, token_offsets[first_chunks], starts, ends, self.name)


class PlainTokenizer:
    """A tokenizer that is run text by text; its tokens are parts of the text as they stand.

    find: text -> character spans of its tokens, in order
    """

    def __init__(self, name: str, find: Callable[[str], Iterable[tuple[int, int]]]) -> None:
        self.name = name
        self._find = find
        self._types: list[str] = []
        self._id_by_type: dict[str, int] = {}
        self._lock = threading.Lock()

    def tokenize(self, texts: Texts, progress: Progress = silent) -> TokenTable:
        """Tokens of every text."""
        return TokenTable.concatenate(self._parts(texts, progress))

    def _parts(self, texts: Texts, progress: Progress) -> Iterator[TokenTable]:
        whole = texts if isinstance(texts, pa.ChunkedArray | pa.Array) else as_strings(texts)
        yield TokenTable(self._types, *_no_tokens(), self.name)
        for start in range(0, len(whole), DOCUMENTS_PER_REPORT):
            progress.report(start / len(whole))
            strings = as_strings(whole[start : start + DOCUMENTS_PER_REPORT])
            with self._lock:
                part = self._table(strings)
            yield part
        progress.report(1.0)

    def _table(self, strings: list[str]) -> TokenTable:
        ids: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        offsets = [0]
        for text in strings:
            for start, end in self._find(text):
                token = text[start:end]
                type_id = self._id_by_type.get(token)
                if type_id is None:
                    type_id = self._id_by_type[token] = len(self._types)
                    self._types.append(token)
                ids.append(type_id)
                starts.append(start)
                ends.append(end)
            offsets.append(len(ids))
        return TokenTable(
            self._types,
            np.array(ids, np.int32),
            np.array(offsets, np.int64),
            np.array(starts, np.int32),
            np.array(ends, np.int32),
            self.name,
        )


def _no_tokens() -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Ids, offsets, starts and ends of no documents."""
    return np.zeros(0, np.int32), np.zeros(1, np.int64), np.zeros(0, np.int32), np.zeros(0, np.int32)


def _with_regions(
    codes: np.ndarray, first_chunks: np.ndarray, regions: list[Region], region_codes: list[int]
) -> tuple[np.ndarray, np.ndarray]:
    """Codes and first chunks of documents after each region has become one chunk."""
    firsts = np.array([region.first for region in regions])
    ends = np.array([region.end for region in regions])
    codes = codes.copy()
    codes[firsts] = region_codes
    swallowed = np.zeros(len(codes) + 1, np.int64)
    swallowed[firsts + 1] += 1
    swallowed[ends] -= 1
    is_swallowed = np.cumsum(swallowed) > 0
    n_swallowed = offsets_of(is_swallowed[:-1])
    return codes[~is_swallowed[:-1]], first_chunks - n_swallowed[first_chunks]


def _tweet() -> Tokenizer:
    from textminer.corpus.tweet_rule import TweetRule

    return MemoisedTokenizer(TweetRule())


def _word() -> Tokenizer:
    from textminer.corpus.word_rule import WordRule

    return MemoisedTokenizer(WordRule())


def _regexp() -> Tokenizer:
    """NLTK's WordPunctTokenizer: runs of word characters, runs of other signs."""
    return PlainTokenizer("regexp", nltk_module("nltk.tokenize.regexp").WordPunctTokenizer().span_tokenize)


def _jieba() -> Tokenizer:
    import rjieba

    def find(text: str) -> Iterable[tuple[int, int]]:
        end = 0
        for word in rjieba.cut(text.encode("utf-8", "replace").decode()):
            start, end = end, end + len(word)
            if not word.isspace():
                yield start, end

    return PlainTokenizer("jieba", find)


_MAKERS: dict[str, Callable[[], Tokenizer]] = {
    "tweet": _tweet,
    "word": _word,
    "regexp": _regexp,
    "jieba": _jieba,
}
