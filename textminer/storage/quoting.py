"""Which marks enclose cells and which escape them, guessed from where they stand."""

import re

import numpy as np

MIN_QUOTED = 4  # cells between single quotes before these are believed
MIN_SHARE_QUOTED = 0.5  # of the lines that hold such a cell
_ESCAPED_DELIMITER = re.compile(rb"(?<!\\)(?:\\\\)*\\[,;|\t]")


def guess_quote(sample: bytes, delimiters: tuple[str, ...], newline: str) -> str:
    """The double quote, or the single one where whole cells stand in single quotes only."""
    if b"'" not in sample:
        return '"'
    n_lines = max(sample.count(newline[-1].encode()), 1)
    n_single = n_quoted(sample, "'", delimiters)
    n_spaced = n_quoted(sample, "'", (" ",))
    if n_spaced >= 2 * n_lines:  # less may be words that a text stresses
        n_single, delimiters = n_spaced, (*delimiters, " ")
    if n_single < MIN_QUOTED or n_single < MIN_SHARE_QUOTED * n_lines:
        return '"'
    return "'" if n_single > MIN_QUOTED * n_quoted(sample, '"', delimiters) else '"'


def n_quoted(sample: bytes, quote: str, delimiters: tuple[str, ...]) -> int:
    """How many cells stand whole between two quotes."""
    q = quote.encode()
    before = "|".join(re.escape(mark) for mark in delimiters).encode()
    cell = re.compile(
        rb"(?:\A|[\r\n]|" + before + rb")" + q + rb"[^" + q + rb"\r\n]*" + q + rb"(?=\Z|[\r\n]|" + before + rb")"
    )
    n = at = 0
    while (match := cell.search(sample, at)) is not None:
        n += 1
        at = match.end()
    return n


def escapes_quotes(data: bytes, quote: str) -> bool:
    """Whether quotes inside cells are escaped by a backslash, judged over the whole text."""
    escaped = b"\\" + quote.encode()
    if b"\\" not in data or escaped not in data:
        return False
    q = re.escape(quote.encode())
    inner = re.compile(rb"[^\\](?:\\\\)*\\" + q + rb"[^" + q + rb",;|\t\r\n]")
    ambiguous_or_doubled = re.compile(rb"(?<!\\)(?<![,;|\t\r\n])" + q + q + rb"(?![,;|\t\r\n])")
    n_inner = sum(1 for _match in inner.finditer(data))
    return n_inner > 0 and n_inner >= sum(1 for _match in ambiguous_or_doubled.finditer(data))


def may_escape_delimiters(sample: bytes, delimiter: str) -> bool:
    """Whether delimiters stand behind a backslash, as in `Good\\, cheap`."""
    return b"\\" + delimiter.encode() in sample and _ESCAPED_DELIMITER.search(sample) is not None


def skips_blanks(sample: bytes, delimiter: str, quote: str) -> bool:
    """Whether blanks stand between delimiters and opening quotes: `1, "a, b"`."""
    if " " in delimiter:
        return False
    d, q = re.escape(delimiter.encode()), re.escape(quote.encode())
    n_blank = len(
        re.findall(d + rb"[ ]+" + q + rb"[^" + q + rb"\r\n]*" + q + rb"[ ]*(?=" + d + rb"|\r|\n|\Z)", sample)
    )
    n_tight = len(re.findall(d + q, sample))
    return n_blank > 0 and n_blank > n_tight


def guess_newline(sample: bytes) -> str:
    """What ends the records: LF (CRLF alike), CR alone, or CR CR LF as a twice translated file has it."""
    n_lf = sample.count(b"\n")
    if n_lf == 0:
        return "\r" if b"\r" in sample else "\n"
    if sample.count(b"\r\r\n") == n_lf:
        return "\r\r\n"
    return "\r" if b"\r" in sample and _are_quoted(sample, b"\n") and not _are_quoted(sample, b"\r") else "\n"


def _are_quoted(sample: bytes, mark: bytes) -> bool:
    """Whether all of a character's occurrences stand between double quotes."""
    characters = np.frombuffer(sample, dtype=np.uint8)
    quotes, places = np.flatnonzero(characters == ord('"')), np.flatnonzero(characters == mark[0])
    return bool((np.searchsorted(quotes, places) % 2 == 1).all())
