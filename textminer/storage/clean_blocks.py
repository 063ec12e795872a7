"""The fast reading of delimited text: stretches so clean that there is only one way to read them."""

import codecs
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from textminer.storage.marks import Dialect
from textminer.storage.quote_repair import MAX_LINES_TRUSTED
from textminer.storage.records import MAX_LINES_JUDGED, MIN_LINES_SUSPICIOUS, SHARE_DOUBTFUL

_LF, _CR = 10, 13


@dataclass(frozen=True, eq=False)
class CleanBlock:
    """Records that Arrow has read.

    table:       one large_string column per cell of a record
    end:         byte offset behind the last record
    n_lines:     physical lines that they span
    long_cells:  first lines, from 0, of records over many lines that may be rows of their own
    """

    table: pa.Table
    end: int
    n_lines: int
    long_cells: list[int]


def can_read_clean(dialect: Dialect) -> bool:
    """Whether Arrow has the dialect at all."""
    return (
        dialect.newline == "\n"
        and not dialect.skips_blanks
        and len(dialect.delimiter.encode()) == 1
        and len(dialect.quote.encode()) <= 1
    )


def read_clean(
    data: bytes, start: int, stop: int, dialect: Dialect, width: int, is_whole: bool = True
) -> CleanBlock | None:
    """The records up to the last that ends before `stop`, if every one of them is clean; else None.

    is_whole:  the text ends with `data`, so that its last record may have no line end

    Clean: every quote opens or closes a whole cell or is doubled inside one, no record is blank, all have
    `width` cells, no bare CR stands outside quotes, and no cell looks as if it had swallowed rows.
    """
    if data.startswith(codecs.BOM_UTF8, start):
        return None  # Arrow would take it off, but here it is a character of the first cell
    if dialect.escapes_all and data.find(dialect.escape.encode(), start, stop) >= 0:
        return None
    is_end = is_whole and stop == len(data)
    quote = dialect.quote.encode()
    has_quotes = (
        bool(quote) and data.find(quote, start, stop) >= 0 and _has_opening(data, start, stop, dialect)
    )
    if has_quotes:
        shape = _clean_shape(data, start, stop, dialect, width, is_end)
        if shape is None:
            return None
        end, n_lines, long_cells = shape
    else:
        end = stop if is_end else data.rfind(b"\n", start, stop) + 1
        if end <= start:
            return None
        has_cr = data.find(b"\r", start, end) >= 0
        if has_cr and data.count(b"\r", start, end) != data.count(b"\r\n", start, end):
            return None
        n_lines, long_cells = data.count(b"\n", start, end) + (data[end - 1 : end] != b"\n"), []
    table = _arrow_table(data, start, end, dialect, width, has_quotes)
    if table is None or (not has_quotes and table.num_rows != n_lines):
        return None  # Arrow passes over blank lines without a word
    return CleanBlock(table, end, n_lines, long_cells)


def _arrow_table(
    data: bytes, start: int, end: int, dialect: Dialect, width: int, has_quotes: bool
) -> pa.Table | None:
    names = [str(position) for position in range(width)]
    try:
        return pacsv.read_csv(
            pa.py_buffer(data).slice(start, end - start),
            # one thread: on blocks of this size several cost twice the time of the processors and save none
            read_options=pacsv.ReadOptions(column_names=names, block_size=2**20, use_threads=False),
            parse_options=pacsv.ParseOptions(
                delimiter=dialect.delimiter,
                quote_char=dialect.quote if has_quotes else False,
                double_quote=has_quotes,
                escape_char=False,
                newlines_in_values=has_quotes,
                ignore_empty_lines=True,
            ),
            convert_options=pacsv.ConvertOptions(
                column_types={name: pa.large_string() for name in names},
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
                check_utf8=False,
            ),
            memory_pool=pa.system_memory_pool(),  # Arrow's own takes huge pages, dear to zero
        )
    except pa.ArrowInvalid:
        return None


def _has_opening(data: bytes, start: int, stop: int, dialect: Dialect) -> bool:
    """Whether a quote stands where a cell begins; all others are ordinary characters."""
    quote = dialect.quote.encode()
    if data.startswith(quote, start):
        return True
    edges = (dialect.delimiter.encode(), b"\n", b"\r")
    return any(data.find(edge + quote, start, stop) >= 0 for edge in edges)


def _clean_shape(
    data: bytes, start: int, stop: int, dialect: Dialect, width: int, is_end: bool
) -> tuple[int, int, list[int]] | None:
    """Where the last record of a clean block with quotes ends, its lines, and its long cells; else None."""
    block = np.frombuffer(data, dtype=np.uint8, count=stop - start, offset=start)
    is_mark = block == ord(dialect.quote)
    is_mark |= block == _LF
    marks = np.flatnonzero(is_mark)
    is_quote = block[marks] != _LF
    is_inside = (np.cumsum(is_quote, dtype=np.int32) & 1).astype(bool)  # quotes, behind each mark
    quotes, newlines = marks[is_quote], marks[~is_quote]
    last_lines = np.flatnonzero(~is_inside[~is_quote])  # of records: their line ends outside quotes
    ends = newlines[last_lines]
    if not is_end:
        if not len(ends):
            return None
        size = int(ends[-1]) + 1
        block, newlines = block[:size], newlines[: last_lines[-1] + 1]
        quotes = quotes[: np.searchsorted(quotes, size)]
    elif not len(ends) or ends[-1] != len(block) - 1:
        last_lines = np.append(last_lines, len(newlines))
        newlines, ends = np.append(newlines, len(block)), np.append(ends, len(block))
    if dialect.escape and data.find(dialect.escape.encode(), start, start + len(block)) >= 0:
        return None
    has_cr = data.find(b"\r", start, start + len(block)) >= 0
    if not _quotes_are_in_place(block, quotes, dialect) or not _line_ends_are_clean(
        block, quotes, ends, has_cr
    ):
        return None
    long_cells: list[int] = []
    if len(newlines) != len(ends):
        n_lines = np.diff(last_lines, prepend=-1)
        if n_lines.max() >= MIN_LINES_SUSPICIOUS:
            places = np.flatnonzero(block == ord(dialect.delimiter))
            first_lines = last_lines - n_lines + 1
            found = _doubtful_records(places, np.append(0, newlines + 1), first_lines, n_lines, width)
            if found is None:
                return None
            long_cells = found
    return start + len(block), len(newlines), long_cells


def _quotes_are_in_place(block: np.ndarray, quotes: np.ndarray, dialect: Dialect) -> bool:
    """Whether quotes open and close whole cells by turns; a doubled one closes and opens at once."""
    if len(quotes) % 2:
        return False
    is_edge = np.zeros(256, dtype=bool)
    is_edge[[ord(dialect.quote), ord(dialect.delimiter), _LF]] = True
    opening, behind = quotes[::2], quotes[1::2] + 1
    if not (is_edge[block[np.maximum(opening - 1, 0)]] | (opening == 0)).all():
        return False
    following = block[np.minimum(behind, len(block) - 1)]
    is_crlf = (following == _CR) & (block[np.minimum(behind + 1, len(block) - 1)] == _LF)
    return bool((is_edge[following] | is_crlf | (behind == len(block))).all())


def _line_ends_are_clean(block: np.ndarray, quotes: np.ndarray, ends: np.ndarray, has_cr: bool) -> bool:
    """Whether no bare CR stands outside quotes and no record is a blank line."""
    if has_cr:
        returns = np.flatnonzero(block == _CR)
        outside = returns[np.searchsorted(quotes, returns) % 2 == 0]
        if len(outside) and (outside[-1] + 1 >= len(block) or not (block[outside + 1] == _LF).all()):
            return False
    lengths = np.diff(ends, prepend=-1) - 1
    if lengths.min(initial=2) > 1:
        return True
    is_blank = (lengths == 0) | ((lengths == 1) & (block[np.maximum(ends - 1, 0)] == _CR))
    return not is_blank.any()


def _doubtful_records(
    delimiters: np.ndarray, line_starts: np.ndarray, first_lines: np.ndarray, n_lines: np.ndarray, width: int
) -> list[int] | None:
    """First lines of records over many lines that may be rows; None where one has surely swallowed rows.

    Surely: each of its lines, three at least, has a row's number of delimiters. The second line alone tells
    of nearly all records that they have not.
    """
    joined = np.flatnonzero(n_lines >= MIN_LINES_SUSPICIOUS)
    seconds = first_lines[joined] + 1
    count = np.searchsorted(delimiters, line_starts[seconds + 1]) - np.searchsorted(
        delimiters, line_starts[seconds]
    )
    is_long = (n_lines[joined] > MAX_LINES_TRUSTED) & (count >= width - 1)
    doubtful: list[int] = []
    for record in joined[is_long | (count == width - 1)].tolist():
        first, n = int(first_lines[record]), int(n_lines[record])
        starts = line_starts[first : first + min(n, MAX_LINES_JUDGED) + 1]
        counts = np.diff(np.searchsorted(delimiters, starts))
        if width > 1 and bool((counts[:MAX_LINES_TRUSTED] == width - 1).all()):
            return None
        if n > MAX_LINES_TRUSTED and (counts >= width - 1).sum() >= SHARE_DOUBTFUL * len(counts):
            doubtful.append(first)
    return doubtful
