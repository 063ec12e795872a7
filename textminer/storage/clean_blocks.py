"""The fast reading of delimited text: stretches so clean that there is only one way to read them."""

import codecs
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from textminer.storage.bit_masks import (
    Bits,
    before,
    behind,
    count,
    followers,
    from_odd_to_even,
    holds,
    last,
    n_below,
    places,
    positions,
    up_to,
)
from textminer.storage.long_cells import CellBounds, bounds_of_long, read_cells
from textminer.storage.marks import Dialect
from textminer.storage.quote_repair import MAX_LINES_TRUSTED
from textminer.storage.records import MAX_LINES_JUDGED, SHARE_DOUBTFUL

_LF, _CR = 10, 13


@dataclass(frozen=True)
class CleanSpan:
    """Where records stand that Arrow may read.

    start, end:  byte offsets of the first record and behind the last
    n_lines:     physical lines that they span
    long_cells:  first lines, from 0, of records over many lines that may be rows of their own
    bounds:      of the cells, where these are long and quoted
    """

    start: int
    end: int
    n_lines: int
    long_cells: list[int]
    has_quotes: bool
    bounds: CellBounds | None = None


def can_read_clean(dialect: Dialect) -> bool:
    """Whether Arrow has the dialect at all."""
    return (
        dialect.newline in ("\n", "\r")
        and not dialect.skips_blanks
        and len(dialect.delimiter.encode()) == 1
        and len(dialect.quote.encode()) <= 1
    )


def clean_span(
    data: bytes, start: int, stop: int, dialect: Dialect, width: int, is_whole: bool = True
) -> CleanSpan | None:
    """The records up to the last that ends before `stop`, if every one of them seems clean; else None.

    is_whole:  the text ends with `data`, so that its last record may have no line end

    Clean: every quote opens or closes a whole cell or is doubled inside one, no record is blank, all have
    `width` cells, no bare CR stands outside quotes, and no cell looks as if it had swallowed rows. Only
    `read_span` tells whether there are blank records without quotes, or ones of another width.
    """
    if data.startswith(codecs.BOM_UTF8, start):
        return None  # Arrow would take it off, but here it is a character of the first cell
    if dialect.escapes_all and data.find(dialect.escape.encode(), start, stop) >= 0:
        return None
    is_end = is_whole and stop == len(data)
    quote = dialect.quote.encode()
    if quote and data.find(quote, start, stop) >= 0 and _has_opening(data, start, stop, dialect):
        return _clean_shape(data, start, stop, dialect, width, is_end)
    newline = dialect.newline.encode()
    end = stop if is_end else data.rfind(newline, start, stop) + 1
    if end <= start:
        return None
    if newline == b"\r" and data.find(b"\n", start, end) >= 0:
        return None
    has_cr = newline == b"\n" and data.find(b"\r", start, end) >= 0
    if has_cr and data.count(b"\r", start, end) != data.count(b"\r\n", start, end):
        return None
    block = np.frombuffer(data, dtype=np.uint8, count=end - start, offset=start)
    n_lines = int(np.count_nonzero(block == newline[0])) + (data[end - 1 : end] != newline)
    return CleanSpan(start, end, n_lines, [], has_quotes=False)


def read_span(data: bytes, span: CleanSpan, dialect: Dialect, width: int) -> pa.Table | None:
    """The records of a span, one large_string column a cell; None where one is not clean after all."""
    if span.bounds is not None:
        return read_cells(pa.py_buffer(data).slice(span.start, span.end - span.start), span.bounds, width)
    table = _arrow_table(data, span.start, span.end, dialect, width, span.has_quotes)
    if table is None or (not span.has_quotes and table.num_rows != span.n_lines):
        return None  # Arrow passes over blank lines without a word
    return table


def _arrow_table(
    data: bytes, start: int, end: int, dialect: Dialect, width: int, has_quotes: bool
) -> pa.Table | None:
    names = [str(position) for position in range(width)]
    try:
        return pacsv.read_csv(
            pa.py_buffer(data).slice(start, end - start),
            # one block, so that Arrow need not look for where to part it; one thread: on so little text
            # several cost twice the time of the processors and save none
            read_options=pacsv.ReadOptions(column_names=names, block_size=end - start + 1, use_threads=False),
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
) -> CleanSpan | None:
    """The records of a block with quotes up to the last that ends in it; None where they are not clean."""
    block = np.frombuffer(data, dtype=np.uint8, count=stop - start, offset=start)
    newline, other = (_LF, _CR) if dialect.newline == "\n" else (_CR, _LF)
    quotes, newlines = places(block, ord(dialect.quote)), places(block, newline)
    inside = from_odd_to_even(quotes)
    size = len(block) if is_end else last(newlines & ~inside) + 1
    if size <= 0 or (dialect.escape and data.find(dialect.escape.encode(), start, start + size) >= 0):
        return None
    if not is_end:
        block = block[:size]
        quotes, newlines, inside = (up_to(bits, size) for bits in (quotes, newlines, inside))
    elif count(quotes) % 2:
        return None
    returns = places(block, other) if data.find(bytes([other]), start, start + size) >= 0 else None
    if returns is not None and newline == _CR:
        if (returns & ~inside).any():
            return None
        returns = None
    delimiters = places(block, ord(dialect.delimiter))
    if not _quotes_are_in_place(quotes, inside, delimiters | newlines, returns, size):
        return None
    if not _line_ends_are_clean(newlines, inside, returns):
        return None
    is_open = bool(is_end and block[-1] != newline)  # the last record has no line end
    n_lines = count(newlines) + is_open
    long_cells: list[int] = []
    suspects = _records_of_rows(newlines, inside, delimiters, width)
    if len(suspects):
        found = _doubtful_records(suspects, positions(newlines), inside, delimiters, size, is_open, width)
        if found is None:
            return None
        long_cells = found
    bounds = bounds_of_long(size, quotes, inside, delimiters, newlines, returns, is_open)
    return CleanSpan(start, start + size, n_lines, long_cells, has_quotes=True, bounds=bounds)


def _quotes_are_in_place(quotes: Bits, inside: Bits, edges: Bits, returns: Bits | None, size: int) -> bool:
    """Whether quotes open and close whole cells by turns; a doubled one closes and opens at once.

    inside:  from an opening quote to the character before the closing one
    edges:   delimiters and line feeds
    """
    edges = edges | quotes
    if (quotes & inside & ~behind(edges, is_first=True)).any():
        return False
    following = before(edges)
    following[(size - 1) >> 6] |= np.uint64(1 << ((size - 1) & 63))  # the end of the text is an edge
    if returns is not None:
        following |= before(returns & before(edges & ~quotes))
    return not (quotes & ~inside & ~following).any()


def _line_ends_are_clean(newlines: Bits, inside: Bits, returns: Bits | None) -> bool:
    """Whether no bare CR stands outside quotes and no record is a blank line."""
    ends = newlines & ~inside
    starts = behind(ends, is_first=True)
    if (ends & starts).any():
        return False
    if returns is None:
        return True
    outside = returns & ~inside
    return not (outside & ~before(newlines)).any() and not (outside & starts).any()


def _records_of_rows(newlines: Bits, inside: Bits, delimiters: Bits, width: int) -> np.ndarray:
    """Records of three lines or more whose second has at least a row's number of delimiters: int64 (n,)."""
    words = np.flatnonzero(newlines != 0)  # of truth values they are found twice as fast
    among, inner = newlines[words], (newlines & inside)[words]
    first = inner & ~followers(inner, among)
    second = followers(first, among) & inner
    if width > 1:
        second &= ~behind(newlines, is_first=False)[words]  # no delimiter stands in a blank line
    if not second.any():
        return np.zeros(0, dtype=np.int64)
    found = np.zeros((2, len(newlines)), dtype=np.uint64)
    found[:, words] = first, second
    starts, ends = map(positions, found)
    starts = starts[np.searchsorted(starts, ends) - 1]
    n_delimiters = np.diff(n_below(delimiters, np.stack([starts, ends])), axis=0)[0]
    is_like_row = (ends - starts >= width) & (n_delimiters >= width - 1)
    return n_below(newlines & ~inside, ends[is_like_row]) if is_like_row.any() else ends[is_like_row]


def _doubtful_records(
    suspects: np.ndarray,
    newlines: np.ndarray,
    inside: Bits,
    delimiters: Bits,
    size: int,
    is_open: bool,
    width: int,
) -> list[int] | None:
    """First lines of records over many lines that may be rows; None where one has surely swallowed rows.

    suspects:  the records that are looked at, as `_records_of_rows` finds them

    Surely: each of its lines, three at least, has a row's number of delimiters. The second line alone tells
    of nearly all records that they have not.
    """
    last_lines = np.flatnonzero(~holds(inside, newlines))
    if is_open:
        last_lines, newlines = np.append(last_lines, len(newlines)), np.append(newlines, size)
    line_starts = np.append(0, newlines + 1)
    first_lines = np.append(-1, last_lines)[suspects] + 1
    n_lines = last_lines[suspects] - first_lines + 1
    n_judged = np.minimum(n_lines, MAX_LINES_JUDGED)
    firsts = np.append(0, np.cumsum(n_judged + 1))  # of each record among the bounds of the lines judged
    bounds = np.repeat(first_lines - firsts[:-1], n_judged + 1) + np.arange(firsts[-1])
    n_before = n_below(delimiters, np.minimum(line_starts[bounds], size))
    doubtful: list[int] = []
    for place, n in enumerate(n_lines.tolist()):
        counts = np.diff(n_before[firsts[place] : firsts[place + 1]])
        if width > 1 and bool((counts[:MAX_LINES_TRUSTED] == width - 1).all()):
            return None
        if n > MAX_LINES_TRUSTED and (counts >= width - 1).sum() >= SHARE_DOUBTFUL * len(counts):
            doubtful.append(int(first_lines[place]))
    return doubtful
