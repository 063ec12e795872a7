"""Which marks enclose cells and which escape them, guessed from where they stand."""

import re
from collections.abc import Iterator

import numpy as np

from textminer.storage.marks import other_than

LOAD_FILE_DELIMITER = "¶"  # beside DC4, which no text holds
LOAD_FILE_QUOTE = "þ"  # of files that go with scanned documents to legal review
_LOAD_FILE_EDGES = tuple(f"þ{mark}þ".encode() for mark in "\x14¶")
MIN_QUOTED = 4  # cells between single quotes before these are believed
MIN_SHARE_QUOTED = 0.5  # of the lines that hold such a cell
MAX_PLACES = 5_000  # of backslashes and doubled quotes that are looked at for what escapes quotes
MIN_ESCAPED_ENDS = 3  # a text may end a line so by chance
_IN_TEXT = re.compile(rb"[0-9A-Za-z\x80-\xff][.,;:!?)]?[ ]?\\(?=\r?\n[0-9A-Za-z\x80-\xff])")
_LINE_END = re.compile(rb"(\\*)\r?\n")
_EDGES = (b"", b",", b";", b"|", b"\t", b"\r", b"\n")  # beside a quote that opens or closes a cell
_BETWEEN_DOUBLE = re.compile(rb'"[^\w"](?:[^"]*[^\w"])?"')  # what parts two cells, or more of them
_ESCAPED_DELIMITER = re.compile(rb"(?<!\\)(?:\\\\)*\\[,;|\t\r\n]")


def guess_quote(sample: bytes, delimiters: tuple[str, ...], newline: str) -> str:
    """The double quote, or where whole cells stand between them only: single quotes, backticks or þ."""
    if sample.startswith(LOAD_FILE_QUOTE.encode()) and any(mark in sample for mark in _LOAD_FILE_EDGES):
        return LOAD_FILE_QUOTE
    if sample.startswith(b"`") and _encloses_cells(sample, b"`", delimiters, newline):
        return "`"
    if b"'" not in sample:
        return '"'
    n_lines = max(sample.count(newline[-1].encode()), 1)
    if _encloses_cells(sample, b"'", (*delimiters, " "), newline):
        return "'"
    n_single = n_quoted(sample, "'", delimiters)
    n_spaced = n_quoted(sample, "'", (" ",))
    if n_spaced >= 2 * n_lines:  # less may be words that a text stresses
        n_single, delimiters = n_spaced, (*delimiters, " ")
    is_in_all = n_single >= MIN_QUOTED - 1 and n_single in (n_lines - 1, n_lines)
    if not is_in_all and (n_single < MIN_QUOTED or n_single < MIN_SHARE_QUOTED * n_lines):
        return '"'
    n_double = n_quoted(sample, '"', delimiters)
    return "'" if n_single > MIN_QUOTED * n_double else '"'


def _encloses_cells(sample: bytes, quote: bytes, delimiters: tuple[str, ...], newline: str) -> bool:
    """Whether each line but the last, which may be cut, opens, parts cells and closes with a quote."""
    lines = sample.strip(b"\r\n").split(newline[-1:].encode())
    lines = [line.rstrip(b"\r") for line in (lines[:-1] or lines)]
    between = [quote + mark.encode() + quote for mark in delimiters]
    return len(lines) > 1 and all(
        line.startswith(quote) and line.endswith(quote) and any(mark in line for mark in between)
        for line in lines
    )


def n_quoted(sample: bytes, quote: str, delimiters: tuple[str, ...]) -> int:
    """How many cells stand whole between two quotes; what parts double-quoted cells is none."""
    q = quote.encode()
    marks = "|".join(re.escape(mark) for mark in delimiters).encode()
    behind = "|".join(f"(?<={re.escape(mark)}{quote})" for mark in delimiters).encode()
    # the quote stands first, or nothing is searched for at the speed of memory
    cell = re.compile(
        rb"%b(?:(?<=\A%b)|(?<=[\r\n]%b)|%b)[^%b\r\n]*%b(?=\Z|[\r\n]|%b)" % (q, q, q, behind, q, q, marks)
    )
    n = at = 0
    while (match := cell.search(sample, at)) is not None:
        n += quote == '"' or _BETWEEN_DOUBLE.search(match.group()) is None
        at = match.end()
    return n


def escapes_quotes(data: bytes, quote: str) -> bool:
    """Whether quotes inside cells are escaped by a backslash, judged by the first ones of the whole text."""
    q = quote.encode()
    n_inner = 0
    for at in _places(data, b"\\"):  # one character is found at the speed of memory, two are not
        if data[at + 1 : at + 2] != q:
            continue
        n_slashes = 1
        while data[at - n_slashes : at - n_slashes + 1] == b"\\":
            n_slashes += 1
        n_inner += n_slashes % 2 == 1 and data[at + 2 : at + 3] not in (q, *_EDGES)
    if not n_inner:
        return False
    n_doubled = sum(
        data[at - 1 : at] not in (b"\\", *_EDGES) and data[at + 2 : at + 3] not in _EDGES
        for at in _places(data, q + q)
    )
    return n_inner >= n_doubled


def escapes_line_ends(sample: bytes, quote: str) -> bool:
    """Whether a backslash stands before all line ends in cells, some of them between words, and no other."""
    if b"\\\n" not in sample and b"\\\r\n" not in sample:
        return False
    q = quote.encode()
    quotes = np.array([match.start() for match in re.finditer(re.escape(q), sample)], dtype=np.int64)
    ends = [(match.start(), len(match.group(1)) % 2 == 1) for match in _LINE_END.finditer(sample)]
    is_inside = np.searchsorted(quotes, [place for place, _is_escaped in ends]) % 2 == 1
    is_escaped = np.array([is_one for _place, is_one in ends])
    return bool((is_escaped == is_inside).all()) and len(_IN_TEXT.findall(sample)) >= MIN_ESCAPED_ENDS


def _places(data: bytes, mark: bytes) -> Iterator[int]:
    """Where the first of a mark's occurrences are."""
    at = data.find(mark)
    for _n in range(MAX_PLACES):
        if at < 0:
            return
        yield at
        at = data.find(mark, at + len(mark))


def may_escape_delimiters(sample: bytes, delimiter: str) -> bool:
    """Whether delimiters or line ends stand behind a backslash, as in `Good\\, cheap`."""
    if b"\\" not in sample:  # one character is found at the speed of memory, two are not
        return False
    may = b"\\" + delimiter.encode() in sample or b"\\\n" in sample or b"\\\r\n" in sample
    return may and _ESCAPED_DELIMITER.search(sample) is not None


def skips_blanks(sample: bytes, delimiter: str, quote: str) -> bool:
    """Whether blanks stand between delimiters and the quotes of most cells: `1, "a, b"` or `1,"a, b" `."""
    if quote.encode() not in sample:
        return False
    has_before, has_behind = b" " + quote.encode() in sample, quote.encode() + b" " in sample
    if " " in delimiter or not (has_before or has_behind):
        return False
    d, q = re.escape(delimiter.encode()), re.escape(quote.encode())
    blank_before = (
        d + rb"[ ]+" + q + other_than(quote, rb"\r\n") + rb"*" + q + rb"[ ]*(?=" + d + rb"|\r|\n|\Z)"
    )
    n_blank = len(re.findall(blank_before, sample)) if has_before else 0
    if n_blank > 0 and n_blank > sample.count((delimiter + quote).encode()):
        return True
    if not has_behind or not re.search(q + rb"[ ]+(?:" + d + rb"|\r|\n|\Z)", sample):
        return False
    cell, end = (
        d + q + rb"(?:" + other_than(quote, rb"\r\n") + rb"|" + q * 2 + rb")*" + q,
        rb"(?=" + d + rb"|\r|\n|\Z)",
    )
    n_padded = len(re.findall(cell + rb"[ ]+" + end, sample))
    return n_padded > 0 and n_padded > len(re.findall(cell + end, sample))


def guess_newline(sample: bytes) -> str:
    """What ends the records: LF (CRLF alike), CR alone, or CR CR LF as a twice translated file has it."""
    n_lf = sample.count(b"\n")
    if n_lf == 0:
        return "\r" if b"\r" in sample else "\n"
    if b"\r" not in sample:
        return "\n"
    n_translated = sample.count(b"\r\r\n")
    if n_translated == n_lf or (n_lf > 2 and n_translated == n_lf - 1):  # the last may be of another hand
        return "\r\r\n"
    body = sample.rstrip(b"\r\n")  # a file of CRs may end in LF, as Unix files do
    return "\r" if _are_quoted(body, b"\n") and not _are_quoted(body, b"\r") else "\n"


def _are_quoted(sample: bytes, mark: bytes) -> bool:
    """Whether all of a character's occurrences stand between double quotes."""
    characters = np.frombuffer(sample, dtype=np.uint8)
    quotes, places = np.flatnonzero(characters == ord('"')), np.flatnonzero(characters == mark[0])
    return bool((np.searchsorted(quotes, places) % 2 == 1).all())


def ends_in_cell(sample: bytes, quote: bytes) -> bool:
    """Whether a text that is cut somewhere ends inside the cell that its last quote opens."""
    at = sample.rfind(quote)
    return at >= 0 and sample[max(at - 1, 0) : at] in _EDGES
