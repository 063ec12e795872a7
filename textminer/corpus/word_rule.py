"""Where NLTK's NLTKWordTokenizer decides locally, and how its tokens are found chunk by chunk."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from textminer.corpus.chunk_memo import (
    ChunkTokens,
    Region,
    TokenSpan,
    chunk_tokens_of,
    merged,
    single_words,
    tiled_tokens,
)
from textminer.corpus.chunks import (
    BLANKS,
    IS_ALPHANUMERIC,
    IS_BLANK,
    IS_LETTER,
    Chunks,
    byte_table,
    cuts_after_blanks,
)
from textminer.corpus.nltk_modules import nltk_module
from textminer.corpus.text_block import TextBlock

_START, _END = 1, 2
"""Contexts of a region: at the start of its text, at the end of it."""
_START_MATTERS, _END_MATTERS, _CLOSES = 1, 2, 4

_IS_QUOTE = byte_table(b"\"'")
_IS_APART = byte_table(b";@#$%&?!*()[]{}<>")
_IS_PAUSE = byte_table(b",:")
_IS_SIGN = _IS_APART | _IS_PAUSE | byte_table(b'."')
_CLOSERS = "])}>\"'»”’"
_MAY_CLOSE = byte_table(_CLOSERS.encode() + BLANKS) | (np.arange(256) >= 0x80)
_AFTER_WORD = b"." + BLANKS
_BATCH_CHARACTERS = 100_000
"""Of a joined call; far from the time limit that NLTK sets to each of its patterns."""
_LONG_CHARACTERS = 2000


class WordRule:
    """NLTKWordTokenizer with default arguments.

    Its substitutions (nltk/tokenize/destructive.py) look no further than the blank on either side, except:
    a double quote at the very start of the text; quotes after white space other than a blank, which do not
    open; and the final period, colon, comma or apostrophe, seen through closing brackets and quotes. So
    chunks are cut after blanks, not before a quote that follows a line end; a first chunk with a quote is
    done at the start of a text, and the last chunks from the final period on at the end of one.
    Signs that NLTK pads with blanks wherever they stand are cut off the letters beside them, since the
    later substitutions see the blanks. A chunk of letters, with single `-` between them and perhaps a period
    after them, is one token, unless a part of it is one of NLTK's contractions.
    """

    name = "word"

    def __init__(self) -> None:
        word_tokenizer = nltk_module("nltk.tokenize.destructive").NLTKWordTokenizer
        self._tokenizer = word_tokenizer()
        # "(?i)\\b(can)(?#X)(not)\\b" is the word "cannot", which is no single token
        patterns = [pattern.pattern for pattern in word_tokenizer.CONTRACTIONS2]
        self._contractions = {"".join(re.findall(r"\((['a-z]+)\)", pattern)).encode() for pattern in patterns}

    def cuts(self, block: TextBlock) -> np.ndarray:
        """After blanks and before the marks that NLTK splits off."""
        data, bounds = block.data, block.bounds
        is_cut = cuts_after_blanks(block)
        quotes = np.flatnonzero(_IS_QUOTE[data[1:]]) + 1
        is_cut[quotes[is_cut[quotes] & (data[quotes - 1] != ord(" "))]] = False
        last = bounds[1:][np.diff(bounds) > 1] - 1
        is_cut[last[(data[last] == ord(".")) & IS_ALPHANUMERIC[data[last - 1]]]] = True
        is_cut[bounds] = True
        signs = np.flatnonzero(_IS_SIGN[data[1:-1]]) + 1
        before, sign, after = data[signs - 1], data[signs], data[signs + 1]
        ends_word, begins_word = IS_LETTER[before], IS_LETTER[after]
        begins_text = is_cut[signs] & ~IS_BLANK[before]
        apart = _IS_APART[sign]
        pause = _IS_PAUSE[sign] & ends_word
        dots = (sign == ord(".")) & (after == ord("."))
        is_cut[signs[ends_word & (apart | dots | (pause & (IS_BLANK[after] | begins_word)))]] = True
        is_cut[signs[(before == ord(".")) & (sign == ord("<"))]] = True
        dots = (before == ord(".")) & (sign == ord(".")) & ~begins_text
        is_cut[signs[begins_word & (apart | dots | pause | (sign == ord('"')))] + 1] = True
        return is_cut

    def flags(self, chunks: Chunks) -> np.ndarray:
        """Which chunks depend on where they stand in the text."""
        flags = _START_MATTERS * chunks.first_in(_IS_QUOTE) + _END_MATTERS * chunks.has(byte_table(b".:,'"))
        for index in np.flatnonzero(chunks.has_only(_MAY_CLOSE)).tolist():
            if all(character in _CLOSERS or character.isspace() for character in chunks.text(index)):
                flags[index] |= _CLOSES
        flags[chunks.has_inner_space] |= _END_MATTERS
        return flags.astype(np.uint8)

    def regions(self, flags: np.ndarray, first_chunks: np.ndarray) -> list[Region]:
        """First chunks that begin with a quote, last chunks from the final period on."""
        filled = np.flatnonzero(np.diff(first_chunks))
        firsts, lasts = first_chunks[filled], first_chunks[filled + 1] - 1
        at_start = flags[firsts] & _START_MATTERS != 0
        at_end = flags[lasts] & (_END_MATTERS | _CLOSES) != 0
        regions = []
        for document in np.flatnonzero(at_start | at_end).tolist():
            first, last = int(firsts[document]), int(lasts[document])
            begin = last + 1
            if at_end[document]:
                begin = last
                while begin > first and flags[begin] & _CLOSES:
                    begin -= 1
            if at_start[document] and begin > first:
                regions.append(Region(first, first + 1, _START))
            if begin <= last:
                regions.append(Region(begin, last + 1, _END | (_START if begin == first else 0)))
        return regions

    def tokenize(self, chunks: Chunks) -> ChunkTokens:
        """Chunks without inner white space in joined calls, plain words as they are."""
        alone = (chunks.n_characters > _LONG_CHARACTERS) | chunks.has_inner_space
        is_word = chunks.is_word(b"-", b".") & ~alone
        for index in np.flatnonzero(is_word).tolist():
            parts_of_word = chunks.keys[index].strip(_AFTER_WORD).lower().split(b"-")
            is_word[index] = self._contractions.isdisjoint(parts_of_word)
        words, one_by_one = np.flatnonzero(is_word), np.flatnonzero(alone)
        parts = [(words, single_words(chunks, words)), (one_by_one, self._one_by_one(chunks, one_by_one))]
        for batch in _batches(np.flatnonzero(~alone & ~is_word), chunks):
            parts.append((batch, self._joined(chunks, batch) or self._one_by_one(chunks, batch)))
        return merged(len(chunks), parts)

    def _joined(self, chunks: Chunks, indices: np.ndarray) -> ChunkTokens | None:
        """Tokens of chunks from one call: all their visible characters, with `"` written as two."""
        keys = [chunks.keys[index] for index in indices.tolist()]
        joined = b" ".join(keys).decode("utf-8", "surrogatepass")
        points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), np.uint32)
        visible = points[~IS_BLANK[np.minimum(points, 255)]]
        tokens = self._tokenizer.tokenize(f"x {joined} x")[1:-1]
        return tiled_tokens(tokens, chunks.n_visible[indices], 1 + (visible == ord('"')))

    def tokenize_region(self, text: str, context: int = 0) -> list[TokenSpan]:
        """What the tokenizer makes of it, within a longer text unless the context says it is at the edge."""
        before = [] if context & _START else ["x "]
        after = [] if context & _END else [" x" if text[-1:] not in BLANKS.decode() else "x"]
        tokens = self._tokenizer.tokenize("".join([*before, text, *after]))
        return _aligned(text, tokens[len(before) : len(tokens) - len(after)])

    def _one_by_one(self, chunks: Chunks, indices: np.ndarray) -> ChunkTokens:
        return chunk_tokens_of([self.tokenize_region(chunks.text(index)) for index in indices.tolist()])


def _batches(indices: np.ndarray, chunks: Chunks) -> Sequence[np.ndarray]:
    """Chunks in groups of about `_BATCH_CHARACTERS` bytes."""
    totals = np.cumsum((chunks.ends - chunks.starts)[indices])
    if not len(indices):
        return []
    return np.split(
        indices, np.searchsorted(totals, np.arange(_BATCH_CHARACTERS, totals[-1], _BATCH_CHARACTERS))
    )


def _aligned(text: str, tokens: Sequence[str]) -> list[TokenSpan]:
    """The characters behind each token: NLTK keeps the visible ones in order, but changes quotes."""
    spans, at = [], 0
    for token in tokens:
        while text[at : at + 1].isspace():
            at += 1
        if text.startswith(token, at):
            size = len(token)
        else:  # `` or '' stands for " or for the other pair
            size = 1 if text.startswith('"', at) else 2
        spans.append(TokenSpan(token, at, at + size))
        at += size
    return spans
