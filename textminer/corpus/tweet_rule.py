"""Where NLTK's TweetTokenizer decides locally, and how its tokens are found chunk by chunk."""

from __future__ import annotations

from collections.abc import Iterator

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
    IS_ALPHANUMERIC,
    IS_BLANK,
    IS_LETTER,
    Chunks,
    byte_table,
    cuts_after_blanks,
)
from textminer.corpus.nltk_modules import nltk_module
from textminer.corpus.text_block import TextBlock

# What a chunk may hand over to its neighbour across blanks.
_DOT_LAST, _DOT_FIRST, _PHONE_LAST, _PHONE_FIRST, _PHONE_SIGNS, _BREAKS_LINE = 1, 2, 4, 8, 16, 32

_IS_DIGIT = byte_table(b"0123456789")
_IN_PHONE = byte_table(b"*-.)")
_IS_FOREIGN = np.arange(256) >= 0x80
_IS_MARK = byte_table(b'.,!?"')
_IN_FACE = byte_table(b"dDpPoO")
_IS_OPENER = byte_table(b"\"'(")
_BEFORE_TAG = IS_LETTER | byte_table(b".,!?)\"'")
_LOOK_AROUND = 4
"""Bytes at the end of a block that are cut at blanks alone, so that looking ahead stays inside."""
_LONG_CHARACTERS = 400
"""Longer chunks are tokenized alone, under NLTK's own time limit: its phone pattern is quadratic."""
_PIECE_CHARACTERS = 1000
"""What a chunk that exceeds the time limit is cut into; NLTK itself gives up on such a text."""


class TweetRule:
    """TweetTokenizer with default arguments.

    Of the patterns in nltk/tokenize/casual.py only two can match across white space: the phone number (over
    blanks, between digits, `*-.)` and at most one opening bracket) and the spaced ellipsis (over anything but
    line ends). All others, the entities, and the shortening of runs of one sign stop at white space; their
    look-around sees white space as it sees the edge of a text. So chunks may be cut after any run of blanks,
    but where a chunk that can end half a phone number or ellipsis meets one that can go on with it: these are
    tokenized together. A chunk of letters, with single `'` or `-` between them, is one token.
    """

    name = "tweet"

    def __init__(self) -> None:
        casual, redos = nltk_module("nltk.tokenize.casual"), nltk_module("nltk.redos")
        self._casual = casual
        self._pattern = casual.TweetTokenizer().PHONE_WORD_RE
        self._phone_last = redos.compile(r"\d[*\-.)]*\s*$")
        self._phone_first = redos.compile(r"[*\-.)]*\(?\d")

    def cuts(self, block: TextBlock) -> np.ndarray:
        """After blanks, and within visible characters where that makes equal chunks more frequent."""
        data = block.data
        is_cut = cuts_after_blanks(block)
        if len(data) < _LOOK_AROUND:
            return is_cut
        inner = slice(1, len(data) - _LOOK_AROUND)
        # around the halves of "<br />", glued to words on both sides
        angles = np.flatnonzero(data[inner] == ord("<")) + 1
        angles = angles[(data[angles + 1] | 32 == ord("b")) & (data[angles + 2] | 32 == ord("r"))]
        is_cut[angles[IS_BLANK[data[angles + 3]] & _BEFORE_TAG[data[angles - 1]]]] = True
        angles = np.flatnonzero(data[inner] == ord(">")) + 1
        angles = angles[angles > 1]
        angles = angles[(data[angles - 1] == ord("/")) & IS_BLANK[data[angles - 2]]]
        is_cut[angles[IS_LETTER[data[angles + 1]] | (data[angles + 1] == ord("<"))] + 1] = True
        # before the last marks of a run, up to three of them, after a letter: no pattern ends in one of these
        marks = np.flatnonzero(_IS_MARK[data[inner]]) + 1
        marks = marks[IS_LETTER[data[marks - 1]]]
        one, two, three = (is_cut[marks + n] | IS_BLANK[data[marks + n]] for n in (1, 2, 3))
        is_cut[marks[one | (_IS_MARK[data[marks + 1]] & (two | (_IS_MARK[data[marks + 2]] & three)))]] = True
        # a colon as well, where it is not the eyes of "p:" or "(o:"
        colons = np.flatnonzero(data[inner] == ord(":")) + 1
        colons = colons[IS_LETTER[data[colons - 1]] & ~_IN_FACE[data[colons - 1]]]
        is_cut[colons[is_cut[colons + 1] | IS_BLANK[data[colons + 1]]]] = True
        # after an opening sign that begins a run, before a letter; but "(o:" is a face
        openers = np.flatnonzero(_IS_OPENER[data[inner]]) + 1
        openers = openers[IS_BLANK[data[openers - 1]]]
        after = data[openers + 1]
        is_cut[openers[IS_LETTER[after] & ((data[openers] != ord("(")) | (after | 32 != ord("o")))] + 1] = (
            True
        )
        return is_cut

    def flags(self, chunks: Chunks) -> np.ndarray:
        """Which chunks may end or go on with a phone number or a spaced ellipsis."""
        dot = byte_table(b".")
        in_phone = _IS_DIGIT | _IN_PHONE | _IS_FOREIGN
        flags = _DOT_LAST * chunks.last_in(dot) + _DOT_FIRST * chunks.first_in(dot)
        for index in np.flatnonzero(chunks.last_in(in_phone)).tolist():
            if self._phone_last.search(chunks.text(index)):
                flags[index] |= _PHONE_LAST
        for index in np.flatnonzero(chunks.first_in(in_phone | byte_table(b"("))).tolist():
            if self._phone_first.match(chunks.text(index)):
                flags[index] |= _PHONE_FIRST
        flags[chunks.has_only(_IN_PHONE | IS_BLANK)] |= _PHONE_SIGNS
        # an entity may turn into anything, other white space may join: such chunks meet any neighbour
        unclear = chunks.has(byte_table(b"&")) | chunks.has_inner_space
        flags[unclear] |= _DOT_LAST | _DOT_FIRST | _PHONE_LAST | _PHONE_FIRST
        flags[chunks.has(byte_table(b"\n\r")) & ~unclear] |= _BREAKS_LINE
        return flags.astype(np.uint8)

    def regions(self, flags: np.ndarray, first_chunks: np.ndarray) -> list[Region]:
        """Runs of chunks that a phone number or a spaced ellipsis may cross."""
        before, after = flags[:-1], flags[1:]
        dots = (before & _DOT_LAST != 0) & (after & _DOT_FIRST != 0)
        # signs alone hand a phone number on, if they may have been handed one
        signs = flags & _PHONE_SIGNS != 0
        handed = np.append(False, before & (_PHONE_LAST | _PHONE_SIGNS) != 0)
        last = (flags & _PHONE_LAST != 0) | (signs & handed)
        phone = last[:-1] & ((after & _PHONE_FIRST != 0) | signs[1:])
        joined = np.zeros(len(flags) + 1, dtype=bool)
        joined[1:-1] = (dots | phone) & (before & _BREAKS_LINE == 0)
        joined[first_chunks] = False
        edges = np.diff(joined.astype(np.int8))
        firsts, lasts = np.flatnonzero(edges > 0), np.flatnonzero(edges < 0)
        return [
            Region(first, last + 1, 0) for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True)
        ]

    def tokenize(self, chunks: Chunks) -> ChunkTokens:
        """Plain chunks in one joined call, line by line; those that NLTK rewrites one by one."""
        alone = (
            chunks.has_inner_space | chunks.has(byte_table(b"&")) | (chunks.n_characters > _LONG_CHARACTERS)
        )
        alone |= self._may_be_shortened(chunks)
        is_word = chunks.is_word(b"'-") & ~alone
        together = np.flatnonzero(~alone & ~is_word)
        lines = b"\n".join([chunks.keys[index] for index in together.tolist()]).decode(
            "utf-8", "surrogatepass"
        )
        tokens = tiled_tokens(self._pattern.findall(lines, timeout=None), chunks.n_visible[together])
        if tokens is None:
            return chunk_tokens_of([self.tokenize_region(chunks.text(index)) for index in range(len(chunks))])
        one_by_one = np.flatnonzero(alone)
        rest = chunk_tokens_of([self.tokenize_region(chunks.text(index)) for index in one_by_one.tolist()])
        words = np.flatnonzero(is_word)
        return merged(
            len(chunks), [(words, single_words(chunks, words)), (together, tokens), (one_by_one, rest)]
        )

    def tokenize_region(self, text: str, context: int = 0) -> list[TokenSpan]:
        """What `TweetTokenizer().tokenize(text)` does, with the characters of the text behind each token."""
        safe, starts, ends = self._rewritten(text)
        try:
            found = [match.span() for match in self._pattern.finditer(safe)]
        except TimeoutError:
            found = list(self._piecewise(safe))
        return [TokenSpan(safe[start:end], starts[start], ends[end - 1]) for start, end in found]

    def _piecewise(self, text: str) -> Iterator[tuple[int, int]]:
        for piece in range(0, len(text), _PIECE_CHARACTERS):
            for match in self._pattern.finditer(text[piece : piece + _PIECE_CHARACTERS], timeout=None):
                yield piece + match.start(), piece + match.end()

    def _rewritten(self, text: str) -> tuple[str, list[int], list[int]]:
        """The text with entities resolved and runs shortened, and each character's span in the text."""
        starts, ends = list(range(len(text))), list(range(1, len(text) + 1))
        pieces, new_starts, new_ends, at = [], [], [], 0
        for match in self._casual.ENT_RE.finditer(text):
            start, end = match.span()
            resolved = self._casual._replace_html_entities(match.group())
            pieces += [text[at:start], resolved]
            new_starts += starts[at:start] + [start] * len(resolved)
            new_ends += ends[at:start] + [end] * len(resolved)
            at = end
        text = "".join([*pieces, text[at:]])
        starts, ends = new_starts + starts[at:], new_ends + ends[at:]
        pieces, new_starts, new_ends, at = [], [], [], 0
        for match in self._casual.HANG_RE.finditer(text):
            start, end = match.span()
            pieces.append(text[at : start + 3])
            new_starts += starts[at : start + 3]
            new_ends += [*ends[at : start + 2], ends[end - 1]]
            at = end
        return "".join([*pieces, text[at:]]), new_starts + starts[at:], new_ends + ends[at:]

    def _may_be_shortened(self, chunks: Chunks) -> np.ndarray:
        """Chunks with four equal signs in a row, which NLTK makes three."""
        data = chunks.data
        pair = (data[:-1] == data[1:]) & ~IS_ALPHANUMERIC[data[1:]]
        run = np.zeros(len(data), dtype=bool)
        run[: len(pair) - 2] = pair[:-2] & pair[1:-1] & pair[2:] if len(pair) > 2 else False
        found = np.add.reduceat(run, chunks.starts) > 0
        for index in np.flatnonzero(chunks.is_foreign & ~found).tolist():
            found[index] = self._casual.HANG_RE.search(chunks.text(index)) is not None
        return found
