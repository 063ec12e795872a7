"""The marks of a delimited file, and what a cell between them looks like."""

import re
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Dialect:
    """How a delimited file marks its cells and records.

    delimiter:     one character or several
    quote:         one character, or "" where the file does not quote
    escape:        a backslash where it escapes quotes in quoted cells, else ""; a doubled quote always counts
    skips_blanks:  whether blanks between a delimiter and a quote are no part of the cell
    newline:       what ends records: "\\n" (LF and CRLF alike), "\\r", or "\\r\\r\\n"
    escapes_all:   whether the escape also makes delimiters and line ends part of a cell without quotes
    remark:        what begins the comment lines of the file: such lines are no rows unless they have a row's
                   number of cells; "" where there are none
    """

    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    skips_blanks: bool = False
    newline: str = "\n"
    escapes_all: bool = False
    remark: str = ""


def unescaped(quote: bytes) -> Callable[[re.Match[bytes]], bytes]:
    """What a backslash and a quote or a backslash, or a doubled quote, stand for."""
    return lambda match: match.group(1) or quote


def other_than(quote: str, besides: bytes = b"") -> bytes:
    """A pattern for one byte that neither begins the quote nor is one of some others."""
    mark = re.escape(quote.encode())
    if len(quote.encode()) == 1:
        return rb"[^" + mark + besides + rb"]"
    return rb"(?:(?!" + mark + rb")" + (rb"[^" + besides + rb"]" if besides else rb"(?s:.)") + rb")"


def quoted_pattern(dialect: Dialect) -> re.Pattern[bytes]:
    """A whole quoted cell by the rule, up to its closing quote."""
    if not dialect.quote:
        return re.compile(rb"(?!)(.)")
    quote = re.escape(dialect.quote.encode())
    blanks = rb"[ ]*" if dialect.skips_blanks else b""
    if dialect.escape:
        body = rb"(?:" + other_than(dialect.quote, rb"\\") + rb"++|\\.|\\\n|" + quote * 2 + rb")*+"
    else:
        body = rb"(?:" + other_than(dialect.quote) + rb"++|" + quote * 2 + rb")*+"
    return re.compile(blanks + quote + rb"(" + body + rb")" + quote + blanks, re.DOTALL)


def cell_pattern(dialect: Dialect) -> re.Pattern[bytes] | None:
    """A cell by the rule and what ends it: groups are a quoted cell's inside, another cell, and its end.

    None where a cell cannot be told by one pattern.
    """
    if not dialect.quote or len(dialect.delimiter.encode()) > 1 or dialect.newline != "\n":
        return None
    if dialect.skips_blanks and dialect.delimiter == " ":
        return None
    quote, delimiter = re.escape(dialect.quote.encode()), re.escape(dialect.delimiter.encode())
    blanks = rb"[ ]*" if dialect.skips_blanks else b""
    quoted = quoted_pattern(dialect).pattern + rb"(?=" + delimiter + rb"|\r|\n|\Z)"
    plain = rb"(?!" + blanks + quote + rb")([^" + delimiter + rb"\n]*+)"
    return re.compile(rb"(?:" + quoted + rb"|" + plain + rb")(" + delimiter + rb"|\r?\n|\r|\Z)", re.DOTALL)


def lenient_pattern(dialect: Dialect) -> re.Pattern[bytes]:
    """A quoted cell on one line whose closing quote is the first one before a delimiter or the end."""
    if not dialect.quote:
        return re.compile(rb"(?!)(.)")
    quote, delimiter = re.escape(dialect.quote.encode()), re.escape(dialect.delimiter.encode())
    blanks = rb"[ ]*" if dialect.skips_blanks else b""
    return re.compile(
        blanks + quote + rb"((?:" + other_than(dialect.quote) + rb"++|"
        + quote * 2 + rb"(?!" + delimiter + rb"|\Z)|" + quote
        + rb"(?!" + delimiter + rb"|\Z))*+)" + quote + rb"(?=" + delimiter + rb"|\Z)"
    )  # fmt: skip


def escaped_pattern(dialect: Dialect) -> re.Pattern[bytes]:
    """A cell without quotes up to the delimiter or line end that no backslash takes its meaning from."""
    delimiter = re.escape(dialect.delimiter.encode())
    newline = rb"\r" if dialect.newline == "\r" else rb"\r*\n"
    return re.compile(rb"((?:\\\r\n|\\.|(?!" + delimiter + rb"|" + newline + rb")[^\\])*+\\?)", re.DOTALL)
