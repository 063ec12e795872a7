"""What is told of a guessed dialect: what was decided, and where another reading is as likely."""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import islice

from textminer.corpus.notice import Notice
from textminer.corpus.recipe import ImportSettings
from textminer.storage.dialect import DELIMITERS, LIKELY, DialectGuess
from textminer.storage.marks import Dialect
from textminer.storage.odd_characters import MAX_LINES_NAMED, lines_named
from textminer.storage.preamble import MAX_PREAMBLE
from textminer.storage.records import Record, RecordReader
from textminer.translation import _

SHARE_LIKE_ROWS = 0.9  # of the cells that could be whole rows, before this is told
SHARE_ROWS_BELOW = 0.7  # of the lines below the first one that hold a delimiter equally often
MIN_ROWS = 3
SURE_ROWS = 8  # so many lines of prose do not have the same commas
ROWS_LOOKED_AT = 100
SHARE_OF_LINES_QUOTED = 0.6  # that hold several quoted words, in such a file: quoted texts have lines too
# lines that are rows of a table, in a file of which each line is read as one text, by what parts them
_SHARE_OF_LINES = {",": 0.8, ";": 0.8, "|": LIKELY, "\t": LIKELY}
HEAD_BYTES = 2**16
_BACKSLASHES = re.compile(rb"\\+")
_CODED, _CUT_LINE = re.compile(rb"=[0-9A-F]{2}"), re.compile(rb"=\r?\n")  # quoted-printable
_TWO_BLANKS = re.compile("(?= {2})")
_LINE_ENDS = ("\u2028", "\u2029", "\u0085")  # of Unicode, which end no row
_SEPARATORS = (b"\x1c", b"\x1d", b"\x1e", b"\x1f")
_MARKS = re.compile(rb"[^\w\s\"\x80-\xff]")
_NO_NAME = re.compile(
    rb"\A[-+*=<>{}\[\]\\;/:!`|~^&,.]|[={}|~^\\]|[\[;,]\s*\Z|\A[A-Z]+:[A-Z]+\Z"
)  # code or mark-up
_NAMES_DELIMITER = re.compile(rb"(?i)sep=.?")  # as the first line may; below a title it does not
_RULES = re.compile(
    rb"(?:=+|-+)(?:[ ]+(?:=+|-+))+[ ]*"
)  # over and under the columns of a table set for print
_DRAWN = re.compile("[\u2500-\u257f]+")  # box drawing
_RULE = b"-=+|: \t"  # what the lines of a table set for print are drawn with
_QUOTED_NAMES = re.compile(rb'"[^"]*"(?: "[^"]*")+')
_DOUBLED_NULL = re.compile(rb"(?<=[\t,;|])\\\\N(?=[\t,;|\r\n])")  # \N where backslashes are escaped
_QUOTED_BETWEEN_BLANKS = re.compile(rb'(?:\A|[ ])"[^"]*"(?=[ ]|\Z)')


def dialect_notices(
    guess: DialectGuess,
    settings: ImportSettings,
    has_header: bool,
    rows: Sequence[Record],
    beginning: tuple[bytes, int],
) -> tuple[Notice, ...]:
    """What was decided without being asked for.

    rows:       the first record and the ones below it
    beginning:  the text from the first record on, and the line where it begins
    """
    notices: list[Notice] = []
    first, used = rows[0].line, _shown(guess.dialect.delimiter)
    if not guess.is_single and guess.share < LIKELY and settings.delimiter is None:
        uneven = [row.line for row in rows if len(row.cells) != guess.width] or [first]
        message = _(
            "The rows have different numbers of cells (lines {lines}); the delimiter was taken from the "
            "header: {used}."
        ).format(lines=lines_named(uneven), used=used)
        notices.append(Notice("delimiter-guessed", message, tuple(uneven[:MAX_LINES_NAMED])))
    elif guess.runner_up and settings.delimiter is None:
        message = _(
            "The delimiter was guessed: {used} rather than {other}, by line {line} and those below. If the "
            "columns look wrong, choose another."
        ).format(used=used, other=_shown(guess.runner_up), line=f"{first:,}")
        notices.append(Notice("delimiter-guessed", message, (first,)))
    elif guess.is_rare and settings.delimiter is None:
        message = _(
            "The delimiter was guessed: {used}, which few files have, by line {line} and those below. If the "
            "columns look wrong, choose another."
        ).format(used=used, line=f"{first:,}")
        notices.append(Notice("delimiter-guessed", message, (first,)))
    if not has_header and settings.has_header is None:
        message = _(
            "The first line looks like a row, not like names; the columns are numbered (line {line})."
        )
        notices.append(Notice("no-header", message.format(line=f"{first:,}"), (first,)))
    if guess.dialect.escape:
        notices.append(_escape_notice(guess.dialect, *beginning))
    if guess.dialect.quote in ("'", "`") and settings.quote is None:
        text, line = beginning
        line += _n_lines(text, max(text.find(guess.dialect.quote.encode()), 0))
        message = _(
            "Cells stand in single quotation marks or backticks; these were left out, the first ones in line "
            "{line}."
        )
        notices.append(Notice("quote-guessed", message.format(line=f"{line:,}"), (line,)))
    return tuple(notices)


def _n_lines(text: bytes, place: int) -> int:
    """How many lines end before a place, by CRs where there is no LF."""
    return text.count(b"\n", 0, place) or text.count(b"\r", 0, place)


def _escape_notice(dialect: Dialect, beginning: bytes, line: int) -> Notice:
    escaped = re.escape((dialect.delimiter if dialect.escapes_all else dialect.quote).encode())
    first = re.search(
        rb"\\(?:" + escaped + (b"" if dialect.escapes_all else rb"|\\|\r?\n") + rb")", beginning
    )
    line += _n_lines(beginning, first.start() if first else 0)
    told = (
        _("A backslash before a delimiter was read as its escape, first in line {line}.")
        if dialect.escapes_all
        else _(
            "A backslash before a quotation mark, a backslash or a line end was read as its escape, first in "
            "line {line}."
        )
    )
    return Notice("escaped-quotes", told.format(line=f"{line:,}"), (line,))


def single_cell_notices(header: Record, below: Sequence[Record]) -> tuple[Notice, ...]:
    """A doubt where every line was read as one cell though it may hold several.

    Rows that stand whole between quotes, as a spreadsheet program writes a table that was pasted into its
    first column, are one cell each by the rule; so are rows parted by blanks of which some hold blanks.
    """
    cells = [record.cells[0] for record in (header, *below[:ROWS_LOOKED_AT])]
    is_doubtful = (
        _are_wrapped_rows(cells)
        or _are_parted_by_blanks(cells)
        or _are_parted_alike(cells)
        or _stand_in_columns(cells)
        or _are_named_by(cells)
        or _are_rows_below(cells[1:])
        or _are_rows_below_names(cells)
        or _are_uneven_rows(cells)
    )
    if not (is_doubtful or _is_rule(cells[0])) and _NO_NAME.search(header.cells[0]):
        message = _(
            "The file has one column, and what stands first is no name of one (line {line}): it may be no "
            "table."
        )
        return (Notice("one-column", message.format(line=f"{header.line:,}"), (header.line,)),)
    if len(cells) < 2 or not is_doubtful:
        return ()
    message = _(
        "No delimiter was found, so every line is one cell, though they look like several (line {line}). "
        "If they are, choose the delimiter."
    )
    return (Notice("no-delimiter", message.format(line=f"{header.line:,}"), (header.line,)),)


def typographic_quotes_notice(header: Record, below: Sequence[Record]) -> tuple[Notice, ...]:
    """A doubt where cells stand between curly quotation marks, which part nothing."""
    cells = [cell.decode() for record in (header, *below[:ROWS_LOOKED_AT]) for cell in record.cells[:1]]
    n_curly = sum(len(cell) > 1 and cell[0] in "“„«`" and cell[-1] in "”“»`" for cell in cells)
    if len(cells) < MIN_ROWS or n_curly < SHARE_LIKE_ROWS * len(cells):
        return ()
    message = _(
        "Cells stand between typographic quotation marks, which were kept: delimiters between them part "
        "cells (line {line})."
    )
    return (Notice("typographic-quotes", message.format(line=f"{header.line:,}"), (header.line,)),)


def doubled_backslashes_notice(data: bytes, line: int, dialect: Dialect) -> tuple[Notice, ...]:
    """A doubt where backslashes stand by twos only, as programs write them that escape by a backslash."""
    sample = data[:HEAD_BYTES]
    if b"\\" not in sample:
        return ()
    runs = [] if dialect.escape else _BACKSLASHES.findall(sample)
    are_few = len(runs) < MIN_ROWS and _DOUBLED_NULL.search(sample) is None
    if are_few or any(len(run) % 2 for run in runs):
        return ()
    line += _n_lines(sample, sample.find(b"\\"))
    message = _("Backslashes stand doubled and were kept so, the first in line {line}.")
    return (Notice("doubled-backslashes", message.format(line=f"{line:,}"), (line,)),)


def mail_coding_notice(data: bytes, line: int) -> tuple[Notice, ...]:
    """A doubt where a text is coded as mails are: =C3=A9 for é, and lines cut by = at their end."""
    sample = data[:HEAD_BYTES]
    if b"=" not in sample or not sample.isascii() or len(_CODED.findall(sample)) < MIN_ROWS:
        return ()
    cut = _CUT_LINE.search(sample)
    if cut is None or sample.count(b"=") > len(_CODED.findall(sample)) + len(_CUT_LINE.findall(sample)) + 1:
        return ()
    line += _n_lines(sample, cut.start())
    message = _(
        "The text is coded as mails are (quoted-printable: =C3=A9 for é) and was kept so; the first cut line "
        "is line {line}. Decode the file to read it right."
    )
    return (Notice("mail-coding", message.format(line=f"{line:,}"), (line,)),)


def padding_notice(data: bytes, line: int, dialect: Dialect) -> tuple[Notice, ...]:
    """What is told where blanks behind closing quotation marks were left out."""
    if not dialect.skips_blanks:
        return ()
    quote, delimiter = re.escape(dialect.quote.encode()), re.escape(dialect.delimiter.encode())
    padded = re.search(rb"[^%b]%b[ ]+(?=%b|\r|\n|\Z)" % (quote, quote, delimiter), data[:HEAD_BYTES])
    are_on_both = re.search(delimiter + rb"[ ]+" + quote, data[:HEAD_BYTES]) is not None
    if padded is None or (are_on_both and dialect.delimiter != "\t"):
        return ()  # blanks on both sides are how the whole file is written; but nobody writes tabs so
    line += _n_lines(data, padded.start())
    message = _("Blanks behind closing quotation marks were left out, the first ones in line {line}.")
    return (Notice("blanks-left-out", message.format(line=f"{line:,}"), (line,)),)


def separators_notice(header: Record, is_alone: bool, delimiter: str) -> tuple[Notice, ...]:
    """A doubt where the header holds characters that do nothing but part rows and cells.

    is_alone:  no line end stands in the file
    """
    held = b"".join(header.cells)
    if is_alone and any(mark in held.decode() for mark in _LINE_ENDS):
        message = _("Line separators of Unicode end no row; they were kept as text (line {line}).")
        return (Notice("separators", message.format(line=f"{header.line:,}"), (header.line,)),)
    if not any(mark in held and mark.decode() != delimiter for mark in _SEPARATORS):
        return ()
    message = _(
        "The file parts its rows or cells by separator characters (1C to 1F), which were kept as text "
        "(line {line})."
    )
    return (Notice("separators", message.format(line=f"{header.line:,}"), (header.line,)),)


def drawn_rule_notice(header: Record, below: Sequence[Record], delimiter: bytes) -> tuple[Notice, ...]:
    """A doubt where a row under the header only draws a line, as programs set tables in print."""
    lines = [record.line for record in (header, *below[:2]) if _is_rule(delimiter.join(record.cells))]
    is_drawn = len(header.cells) > 1 or any(b"|" in record.cells[0] for record in below[:2])
    return _rule_told(lines[0]) if lines and is_drawn else ()


def _is_rule(line: bytes) -> bool:
    is_boxed = b"\xe2" in line and _DRAWN.fullmatch(line.decode(errors="replace").strip()) is not None
    return is_boxed or ((b"--" in line or b"==" in line) and not line.strip(_RULE))


def _rule_told(line: int) -> tuple[Notice, ...]:
    message = _(
        "A line of dashes was kept as a row: the table was set for print (line {line}). Its cells may have "
        "blanks around them."
    )
    return (Notice("drawn-rule", message.format(line=f"{line:,}"), (line,)),)


def lines_of_rows_notice(data: bytes, guess: DialectGuess) -> tuple[Notice, ...]:
    """A doubt where the lines of a text file look like rows of a table."""
    delimiter = guess.dialect.delimiter
    first = [line.rstrip(b"\r") for line in data[:HEAD_BYTES].split(b"\n")[:ROWS_LOOKED_AT]]
    rules = [number for number, line in enumerate(first[:5], 1) if _is_rule(line)]
    if rules and (
        _RULES.fullmatch(first[rules[0] - 1])
        or sum(b"|" in line or "│".encode() in line for line in first) > 1
    ):
        return _rule_told(rules[0])
    filled = [line for line in first[:-1] if line.strip()]
    is_named = len(filled) > 1 and _QUOTED_NAMES.fullmatch(filled[0]) is not None
    if is_named or (len(filled) >= MIN_ROWS and _are_parted_by_blanks(filled, SHARE_OF_LINES_QUOTED)):
        delimiter = " "
    elif guess.is_single or guess.width < 3 or guess.share < _SHARE_OF_LINES.get(delimiter, 2):
        return ()
    else:
        reader = RecordReader(data, guess.dialect, guess.width)
        lines = islice(reader.records(guess.preamble_bytes, 1, len(data)), ROWS_LOOKED_AT)
        rows = [record.cells for record in lines if not record.is_blank]
        n_spaced = sum(cell.startswith(b" ") for cells in rows for cell in cells[1:])
        is_prose = len(rows) < SURE_ROWS and 2 * n_spaced > sum(len(cells) - 1 for cells in rows)
        if len(rows) < (MIN_ROWS if delimiter in ",;" else 2) or is_prose:
            return ()
    message = _(
        "Every line is one text, though all have the same number of the delimiter {used} (line 1). "
        "If they are rows of a table, choose that delimiter."
    )
    return (Notice("no-delimiter", message.format(used=_shown(delimiter)), (1,)),)


def _are_wrapped_rows(cells: Sequence[bytes]) -> bool:
    """Whether each cell is itself a row of as many cells as the first."""
    for delimiter in DELIMITERS:
        if delimiter.encode() not in cells[0]:
            continue
        rows = [next(RecordReader(cell, Dialect(delimiter)).records(0, 1, len(cell)), None) for cell in cells]
        widths = [len(row.cells) if row is not None and not row.flaw else 0 for row in rows]
        n_spaced = sum(cell.startswith(b" ") for row in rows if row is not None for cell in row.cells[1:])
        usual, n_alike = Counter(widths).most_common(1)[0]
        is_telling = usual > 2 or (usual == 2 and n_alike == len(cells))
        if is_telling and not n_spaced and n_alike >= SHARE_LIKE_ROWS * len(cells):
            return True
    return False


def _are_parted_alike(cells: Sequence[bytes]) -> bool:
    """Whether a character that is neither letter, digit, blank nor quote parts all cells alike."""
    return len(cells) >= MIN_ROWS and any(
        cells[0].count(mark) > 1 and len({cell.count(mark) for cell in cells}) == 1
        for mark in set(_MARKS.findall(cells[0]))
    )


def _stand_in_columns(cells: Sequence[bytes]) -> bool:
    """Whether all cells have blanks at the same place inside, as programs set columns for print."""
    if len(cells) < MIN_ROWS:
        return False
    blanks = [{match.start() for match in _TWO_BLANKS.finditer(cell.decode())} for cell in cells]
    margin = min(len(cell) - len(cell.lstrip(b" ")) for cell in cells)
    return any(place >= margin for place in set.intersection(*blanks))


def _are_named_by(cells: Sequence[bytes]) -> bool:
    """Whether a character parts the first cell into several names and stands as often in all others."""
    header = cells[0].decode()
    if header.startswith("|") and all(cell.startswith(b"|") and cell.endswith(b"|") for cell in cells):
        return True
    for mark in {mark for mark in header if mark == "þ" or not (mark.isalnum() or mark in ' "')}:
        n_marks = header.count(mark)
        is_named = n_marks > 1 and all(name.isidentifier() for name in header.split(mark))
        if is_named and all(cell.count(mark.encode()) >= n_marks for cell in cells):
            return True
    return False


def _are_rows_below(cells: Sequence[bytes]) -> bool:
    """Whether most cells below the first hold a delimiter equally often, mostly not before a blank."""
    if any(map(_NAMES_DELIMITER.fullmatch, cells[:MAX_PREAMBLE])):
        return True
    for mark in (delimiter.encode() for delimiter in DELIMITERS):
        counts = Counter(cell.count(mark) for cell in cells)
        usual, n_usual = counts.most_common(1)[0] if counts else (0, 0)
        n_spaced = sum(cell.count(mark + b" ") for cell in cells)
        is_prose = 2 * n_spaced > sum(n_marks * n for n_marks, n in counts.items())
        if usual and not is_prose and n_usual >= max(MIN_ROWS, SHARE_ROWS_BELOW * len(cells)):
            return True
    return False


def _are_rows_below_names(cells: Sequence[bytes]) -> bool:
    """Whether a line under the first parts names by a delimiter that half of those below it hold as often."""
    for place, cell in enumerate(cells[1 : MAX_PREAMBLE + 1], 2):
        for mark in DELIMITERS:
            names = cell.decode().split(mark)
            if len(names) > 2 and all(map(str.isidentifier, names)):
                below = [other.count(mark.encode()) >= len(names) - 1 for other in cells[place:]]
                return len(below) >= MIN_ROWS and 2 * sum(below) >= len(below)
    return False


def _are_uneven_rows(cells: Sequence[bytes]) -> bool:
    """Whether a delimiter parts the first cell into three or more words, and stands in most cells below."""
    for mark in DELIMITERS:
        names = [name.strip(" ") for name in cells[0].decode().split(mark)]
        if len(names) > 2 and all(re.fullmatch(r"\w{0,20}", name) for name in names) and all(names[:2]):
            below = [mark.encode() in cell for cell in cells[1:]]
            return len(below) > 1 and sum(below) >= SHARE_ROWS_BELOW * len(below)
    return False


def _are_parted_by_blanks(cells: Sequence[bytes], share: float = SHARE_LIKE_ROWS) -> bool:
    """Whether quoted cells stand between blanks in so many of the lines."""
    n_parted = sum(len(_QUOTED_BETWEEN_BLANKS.findall(cell)) > 1 for cell in cells)
    return n_parted >= share * len(cells)


def _shown(delimiter: str) -> str:
    return {"\t": _("tab"), " ": _("blank")}.get(
        delimiter, f"“{delimiter}”" if delimiter.isprintable() else repr(delimiter)
    )
