"""Text from the clipboard as a table."""

import pyarrow as pa

from textminer.corpus.notice import Notice
from textminer.corpus.recipe import ImportSettings
from textminer.errors import TableError
from textminer.storage.delimited import notices_of, read_body
from textminer.storage.dialect import UNUSUAL_DELIMITERS, DialectGuess, guess_dialect
from textminer.storage.file_kinds import CSV, TEXT
from textminer.storage.header import looks_like_header
from textminer.storage.odd_characters import MAX_LINES_NAMED, lines_named
from textminer.storage.records import RecordReader
from textminer.storage.tables import TableRead, frame_of
from textminer.translation import _, ngettext_

SURE = 0.98  # share of rows with the same number of cells; below it, commas are more likely punctuation
MAX_NAME_LENGTH = 40
N_JUDGED = 200


def table_from_text(text: str) -> TableRead:
    """What was copied from a spreadsheet or a delimited file as a table, anything else one document a line.

    Raises TableError where there is no text.
    """
    if not text.strip():
        raise TableError(_("The clipboard holds no text. Copy a table or some texts, then paste them here."))
    data = text.strip("\r\n").encode("utf-8", "replace")
    guess = guess_dialect(data, 0, ImportSettings())
    rows = _first_rows(data, guess)
    if guess.width > 1 and guess.share >= SURE and _is_table(guess.dialect.delimiter, rows):
        return _read_table(data, guess, rows)
    return _read_lines(data.decode("utf-8"))


def _first_rows(data: bytes, guess: DialectGuess) -> list[list[str]]:
    rows: list[list[str]] = []
    for record in RecordReader(data, guess.dialect, guess.width).records(0, 1, len(data)):
        rows.append([cell.decode() for cell in record.cells])
        if len(rows) > N_JUDGED:
            break
    return rows


def _is_table(delimiter: str, rows: list[list[str]]) -> bool:
    """Whether delimiters are meant as such: tabs are; commas where the first line names columns; rare ones,
    which only files use, are not.
    """
    if delimiter == "\t":
        return True
    if delimiter in (*UNUSUAL_DELIMITERS, ":"):
        return False
    names = rows[0]
    are_names = all(name and name == name.strip() and len(name) <= MAX_NAME_LENGTH for name in names)
    is_spaced = all(cell.startswith(" ") for row in rows for cell in row[1:])
    return len(rows) > 1 and are_names and not is_spaced and not names[-1].endswith((".", "!", "?", "。"))


def _read_table(data: bytes, guess: DialectGuess, rows: list[list[str]]) -> TableRead:
    dialect = guess.dialect
    has_header = len(rows) > 1 and looks_like_header(rows[0], rows[1:])
    first = next(RecordReader(data, dialect, guess.width).records(0, 1, len(data)))
    start, line = (first.end, 1 + first.n_lines) if has_header else (0, 1)
    body = read_body(data, start, line, dialect, max(guess.width, len(first.cells)))
    names = rows[0] if has_header else [f"column_{number + 1}" for number in range(len(body.columns))]
    names = names + [""] * (len(body.columns) - len(names))
    used = ImportSettings(delimiter=dialect.delimiter, quote=dialect.quote, has_header=has_header)
    return TableRead(names, frame_of(body.columns), notices_of(body.oddities), used, CSV)


def _read_lines(text: str) -> TableRead:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    filled = [line for line in lines if line.strip()]
    blank = [number for number, line in enumerate(lines, 1) if not line.strip()]
    notices: list[Notice] = []
    if blank:
        message = ngettext_(
            "{n} blank line was left out (line {lines}).",
            "{n} blank lines were left out (lines {lines}).",
            len(blank),
        ).format(n=f"{len(blank):,}", lines=lines_named(blank))
        notices.append(Notice("blank-line", message, tuple(blank[:MAX_LINES_NAMED])))
    column = pa.chunked_array([pa.array(filled, type=pa.large_string())])
    return TableRead(["text"], frame_of([column]), tuple(notices), ImportSettings(has_header=False), TEXT)
