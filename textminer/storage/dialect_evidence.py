"""What speaks for or against a dialect: where the quotes of a text stand."""

import re
from collections.abc import Sequence

from textminer.storage.marks import Dialect
from textminer.storage.records import LONG_CELL, Record

_ENDS_OR_TAB = re.compile(rb"[\t\r\n]")
_ENDS = frozenset({b"\r", b"\n"})


def quotes_nothing(sample: bytes, records: Sequence[Record]) -> bool:
    """Whether quotes between tabs are signs of the text: cells hold them bare, and none needs those around.

    Who quotes cells would quote those that hold a quotation mark first of all.
    """
    if b'"' not in sample or b'""' in sample:
        return False
    if any(_ENDS_OR_TAB.search(cell) for record in records for cell in record.cells):
        return False
    edges = rb"(?:\A|(?<=[\t\r\n]))"
    has_bare = re.search(edges + rb'[^"\t\r\n][^\t\r\n]*"', sample) is not None
    return has_bare and re.search(edges + rb'"[^"\t\r\n]*"(?=[\t\r\n]|\Z)', sample) is not None


def names_no_rows(records: Sequence[Record], usual: int) -> bool:
    """Whether the header has one name less than the rows have cells, and these are counted by their first."""
    return (
        len(records) > 1
        and len(records[0].cells) == usual - 1 > 1
        and all(record.cells[0] == str(number).encode() for number, record in enumerate(records[1:], 1))
    )


def is_quoted_header(raw: bytes, above: Record, usual: int, dialect: Dialect) -> bool:
    """Whether a row with a blank cell in quotes is a header: whoever quotes what is blank means it."""
    if len(above.cells) != usual or not dialect.quote:
        return False
    quote, delimiter = re.escape(dialect.quote.encode()), re.escape(dialect.delimiter.encode())
    blank = rb"(?:\A|[\r\n]|%b)%b\s*%b(?=%b|[\r\n]|\Z)" % (delimiter, quote, quote, delimiter)
    return re.search(blank, raw) is not None


def has_wrong_quotes(record: Record) -> bool:
    return record.flaw not in ("", LONG_CELL)


def share_rough(sample: bytes, dialect: Dialect) -> float:
    """Share of the quotes that neither open nor close a cell: high where the delimiter is wrong."""
    if not dialect.quote:
        return 0.0
    quote, delimiter = dialect.quote.encode(), dialect.delimiter.encode()
    n_quotes = sample.count(quote)
    if n_quotes == 0:
        return 0.0
    if dialect.skips_blanks:
        n_before = len(
            re.findall(rb"(?:\A|[\r\n]|%b)[ ]*%b" % (re.escape(delimiter), re.escape(quote)), sample)
        )
    else:
        n_before = sample.startswith(quote) + sum(sample.count(edge + quote) for edge in _ENDS | {delimiter})
    n_behind = sample.endswith(quote) + sum(sample.count(quote + edge) for edge in _ENDS | {delimiter})
    n_doubled = 2 * sample.count(quote * 2)
    n_escaped = sample.count(b"\\" + dialect.quote.encode()) if dialect.escape else 0
    return max(0.0, 1 - (n_before + n_behind + n_doubled + n_escaped) / n_quotes)


def n_beside_quotes(sample: bytes, dialect: Dialect) -> int:
    """How many quotes stand beside a delimiter."""
    if not dialect.quote:
        return 0
    quote, delimiter = dialect.quote.encode(), dialect.delimiter.encode()
    return sample.count(delimiter + quote) + sample.count(quote + delimiter)
