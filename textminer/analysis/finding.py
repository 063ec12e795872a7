"""Where in texts what was searched for stands."""

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from textminer.corpus.offsets import offsets_of
from textminer.errors import FilterError
from textminer.progress import Progress, silent

BEGIN, END = "\U000f0000", "\U000f0001"  # private characters: set around each find, then counted away
MAX_CHARACTERS = 1_000_000
BYTES_PER_BLOCK = 2_000_000  # searched in one call that cannot be cancelled
_LEAD_BYTE = BEGIN.encode()[0]


def find_spans(text: str, pattern: str, is_regex: bool = False) -> np.ndarray:
    """Every occurrence of a pattern in a text, without regard to case: int64 (n_found, 2), starts and ends.

    Characters are counted as Python does. Regular expressions run in RE2, as in the filter, so that none
    can freeze the window. Of a very long text only the beginning is searched.
    Raises FilterError for an expression that RE2 cannot read.
    """
    if not pattern:
        return np.empty((0, 2), dtype=np.int64)
    expression = pattern if is_regex else re.escape(pattern)
    try:
        _rows, starts, ends = spans_in_texts(pa.array([text[:MAX_CHARACTERS]]), expression)
    except pa.ArrowInvalid as error:
        raise FilterError(str(error)) from error
    return np.stack([starts, ends], axis=1)


def spans_in_texts(
    texts: pa.Array | pa.ChunkedArray, regex: str, match_case: bool = False, progress: Progress = silent
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Every find of a regular expression (RE2) that is not empty: its row, start and end, int64 (n_found,).

    texts:  text (n_texts,); one that holds the two private characters that finds are marked with has none

    Rows ascend, and starts within a row; characters are counted as Python does.
    Raises pyarrow.ArrowInvalid for an expression that RE2 cannot read.
    """
    if isinstance(texts, pa.ChunkedArray):  # as files are read
        texts = texts.combine_chunks()
    texts = texts.cast(pa.large_string())
    pc.match_substring_regex(pa.array([""]), pattern=regex)  # of no text Arrow reads no expression
    nothing = np.empty(0, dtype=np.int64)
    found = [(nothing, nothing, nothing)]
    for first, end in _blocks(texts):
        progress.report(first / len(texts))
        found.append(_spans_in_block(texts.slice(first, end - first), regex, match_case, first))
    rows, starts, ends = (np.concatenate([part[place] for part in found]) for place in range(3))
    return rows, starts, ends


def _blocks(texts: pa.Array) -> list[tuple[int, int]]:
    lengths = pc.fill_null(pc.binary_length(texts), 0).to_numpy()
    numbers = np.cumsum(lengths) // BYTES_PER_BLOCK
    cuts = np.flatnonzero(np.diff(numbers, prepend=0)).tolist()
    borders = sorted({0, *cuts, len(texts)})
    return list(zip(borders, borders[1:], strict=False))


def _spans_in_block(
    texts: pa.Array, regex: str, match_case: bool, first: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    matching = pc.match_substring_regex(texts, pattern=regex, ignore_case=not match_case)
    clean = pc.invert(pc.match_substring_regex(texts, pattern=f"[{BEGIN}{END}]"))
    rows = np.flatnonzero(pc.fill_null(pc.and_(matching, clean), False).to_numpy(zero_copy_only=False))
    flag = "" if match_case else "(?i)"
    marked = pc.replace_substring_regex(
        texts.take(pa.array(rows)), pattern=f"{flag}({regex})", replacement=f"{BEGIN}\\1{END}"
    )
    marks = _mark_places(marked)
    text_of_mark, places = marks
    starts, ends = places[0::2], places[1::2]
    kept = ends > starts
    return rows[text_of_mark[0::2][kept]] + first, starts[kept], ends[kept]


def _mark_places(marked: pa.Array) -> tuple[np.ndarray, np.ndarray]:
    """In which text each mark stands, and before which of its characters; marks are not counted."""
    _valid, offset_buffer, data_buffer = marked.buffers()
    if not len(marked) or data_buffer is None:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    offsets = np.frombuffer(offset_buffer, dtype=np.int64)[marked.offset : marked.offset + len(marked) + 1]
    data = np.frombuffer(data_buffer, dtype=np.uint8)[: offsets[-1]]
    at = np.flatnonzero(data[: len(data) - 3] == _LEAD_BYTE)
    tail = (data[at + 1] == 0xB0) & (data[at + 2] == 0x80) & (data[at + 3] <= 0x81)
    at = at[tail]
    n_before = offsets_of((data & 0xC0) != 0x80)
    texts = np.searchsorted(offsets, at, side="right") - 1
    first_marks = np.searchsorted(at, offsets[texts])
    return texts, n_before[at] - n_before[offsets[texts]] - (np.arange(len(at)) - first_marks)
