"""Files into tables: every cell exact text, every decision and repair told."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from textminer.corpus.document_table import DocumentTable
from textminer.corpus.notice import Notice
from textminer.corpus.recipe import ImportSettings
from textminer.errors import TableError
from textminer.progress import Progress, Stage, silent
from textminer.storage import file_kinds
from textminer.storage.delimited import DelimitedBody, Oddities, notices_of, read_body
from textminer.storage.dialect import DialectGuess, guess_dialect
from textminer.storage.header import looks_like_header
from textminer.storage.records import Dialect, Record, RecordReader
from textminer.storage.text_encoding import DecodedText, decode
from textminer.translation import _

READ_BYTES = 16 * 2**20  # per read call, so that a cancel is answered between two
HEAD_BYTES = 4 * 2**20  # what a preview looks at
HEADER_ROWS = 200  # below the header, to judge whether it is one
_SEPARATOR_LINE = re.compile(rb"sep=(.)\r?\n", re.IGNORECASE)


@dataclass(frozen=True, eq=False)
class TableRead:
    """A file as a table, and what was done to read it.

    columns:   original header names, character for character: duplicate, empty and blank-edged ones included;
               "column_1", "column_2" … for a file without a header
    frame:     (n_documents, n_columns) exact text in Arrow-backed pandas strings, "" where a cell is empty,
               never NaN; columns labelled 0 to n_columns - 1
    notices:   what had to be decided or repaired; empty for a clean file
    settings:  what was used, every field that applies filled in: for showing and for the receipt. To read a
               changed file afresh, pass on only what the user chose: a given encoding is never guessed again
    kind:      "csv" (any delimiter), "text", "xlsx", "parquet" or "json"
    sheets:    names of a workbook's sheets
    """

    columns: list[str]
    frame: pd.DataFrame
    notices: tuple[Notice, ...]
    settings: ImportSettings
    kind: str
    sheets: tuple[str, ...] = ()

    def table(self) -> DocumentTable:
        """The same columns as the corpus holds them."""
        return DocumentTable(self.frame, tuple(self.columns))


def read_table(
    path: Path, settings: ImportSettings = ImportSettings(), progress: Progress = silent, max_rows: int | None = None
) -> TableRead:
    """The whole file as a table, or its first `max_rows` rows.

    Raises TableError with the sentence for the user where the file is missing, unreadable, empty, binary or
    not in the encoding that the settings name.
    """
    path = Path(path)
    kind = file_kinds.file_kind(path)
    if kind == file_kinds.XLSX:
        from textminer.storage.workbooks import read_workbook

        names, columns, notices, used, sheets = read_workbook(path, settings, progress, max_rows)
        return TableRead(names, frame_of(columns), notices, used, kind, sheets)
    if kind == file_kinds.PARQUET:
        from textminer.storage.parquet_tables import read_parquet

        names, columns, notices = read_parquet(path, progress, max_rows)
        return TableRead(names, frame_of(columns), notices, ImportSettings(), kind)
    text = _decoded(path, _read_bytes(path, Stage(progress, 0, 0.3)), settings, False, Stage(progress, 0.3, 0.5))
    return _read_text(path, kind, text, settings, Stage(progress, 0.5, 1.0), max_rows, is_head=False)


def preview_table(path: Path, settings: ImportSettings = ImportSettings(), n_rows: int = 100) -> TableRead:
    """The first rows of a file, read and guessed from its head alone: as fast on 2 GB as on 2 MB.

    What stands further on can change a guess and add notices when the whole file is read.
    """
    path = Path(path)
    kind = file_kinds.file_kind(path)
    size = path.stat().st_size
    if kind in (file_kinds.XLSX, file_kinds.PARQUET) or size <= HEAD_BYTES:
        return read_table(path, settings, max_rows=n_rows)
    text = _decoded(path, file_kinds.read_head(path, HEAD_BYTES), settings, True, silent)
    return _read_text(path, kind, text, settings, silent, n_rows, is_head=True)


def source_hash(path: Path, progress: Progress = silent) -> str:
    """SHA-256 of a file's bytes in hexadecimal."""
    file_kinds.check_regular(path)
    digest = hashlib.sha256()
    size = max(path.stat().st_size, 1)
    done = 0
    try:
        with path.open("rb") as file:
            while block := file.read(READ_BYTES):
                digest.update(block)
                done += len(block)
                progress.report(done / size)
    except OSError as error:
        raise TableError(
            _("“{path}” cannot be read: {reason}.").format(path=path, reason=error.strerror or error)
        ) from None
    return digest.hexdigest()


def frame_of(columns: Sequence[pa.ChunkedArray]) -> pd.DataFrame:
    """Columns of text as a frame labelled by position, sharing Arrow's memory."""
    n_rows = len(columns[0]) if columns else 0
    arrays = {position: pd.array(column, dtype="str") for position, column in enumerate(columns)}
    return pd.DataFrame(arrays, index=pd.RangeIndex(n_rows))


def _read_bytes(path: Path, progress: Progress) -> bytes:
    before = path.stat()
    blocks: list[bytes] = []
    done = 0
    try:
        with path.open("rb") as file:
            while block := file.read(READ_BYTES):
                blocks.append(block)
                done += len(block)
                progress.report(min(done / max(before.st_size, 1), 1.0))
    except OSError as error:
        raise TableError(
            _("“{path}” cannot be read: {reason}.").format(path=path, reason=error.strerror or error)
        ) from None
    after = path.stat()
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or done != after.st_size:
        raise TableError(_("“{name}” changed while it was read. Try again when it is complete.").format(name=path.name))
    return blocks[0] if len(blocks) == 1 else b"".join(blocks)


def _decoded(path: Path, data: bytes, settings: ImportSettings, is_head: bool, progress: Progress) -> DecodedText:
    text = decode(data, settings.encoding, is_head, progress)
    if text is None:
        raise file_kinds.refuse_binary(path)
    if not text.data[text.start :].translate(None, b" \t\r\n\x0b\x0c\x00"):
        raise TableError(_("“{name}” holds no text: it is blank.").format(name=path.name))
    return text


def _read_text(
    path: Path,
    kind: str,
    text: DecodedText,
    settings: ImportSettings,
    progress: Progress,
    max_rows: int | None,
    is_head: bool,
) -> TableRead:
    if kind == file_kinds.JSON or (kind == file_kinds.CSV and _begins_json(text)):
        from textminer.storage.json_tables import read_json

        found = read_json(path, text.data[text.start :], progress, max_rows, is_head, kind == file_kinds.JSON)
        if found is not None:
            names, columns, notices = found
            used = ImportSettings(encoding=text.encoding)
            return TableRead(names, frame_of(columns), (*text.notices, *notices), used, file_kinds.JSON)
    start, line, separator = _separator_line(text)
    if separator and settings.delimiter is None:
        settings = replace(settings, delimiter=separator)
    guess = guess_dialect(text.data, start, settings, is_whole=not is_head)
    if kind == file_kinds.TEXT and settings.delimiter is None and not _is_surely_table(text, start, guess):
        return _read_lines(text, progress, max_rows, is_head)
    read = _read_delimited(text, start, line, guess, settings, progress, max_rows, is_head)
    if separator:
        notice = Notice("separator-line", _("The first line names the delimiter; it is no row."), (1,))
        read = replace(read, notices=(notice, *read.notices))
    return read


def _begins_json(text: DecodedText) -> bool:
    return text.data[text.start : text.start + 100].lstrip().startswith((b"{", b'[{"', b"[\n", b"[ {", b"[{"))


def _separator_line(text: DecodedText) -> tuple[int, int, str]:
    """Where the table begins: byte offset, line, and the delimiter if a line `sep=;` of Excel's names it."""
    match = _SEPARATOR_LINE.match(text.data, text.start)
    return (match.end(), 2, match.group(1).decode("latin-1")) if match else (text.start, 1, "")


def _is_surely_table(text: DecodedText, start: int, guess: DialectGuess) -> bool:
    """Whether a .txt file is a table and not one document a line."""
    if guess.width < 2 or guess.share < 0.98:
        return False
    rows = [
        record.cells
        for record, _index in zip(RecordReader(text.data, guess.dialect, guess.width).records(start, 1, len(text.data)), range(4), strict=False)
    ]
    names = [cell.decode() for cell in rows[0]]
    are_names = all(name and name == name.strip() and len(name) <= 40 for name in names) and len(rows) > 2
    return guess.dialect.delimiter == "\t" or are_names


def _read_lines(text: DecodedText, progress: Progress, max_rows: int | None, is_head: bool) -> TableRead:
    """One document a line: a single column, every character of a line kept."""
    data = text.data[text.start :]
    newline = b"\n" if b"\n" in data else b"\r"
    lines = data.split(newline)
    if newline == b"\n" and any(line.endswith(b"\r") for line in lines):
        lines = [line[:-1] if line.endswith(b"\r") else line for line in lines]
    if is_head:
        lines.pop()
    while lines and not lines[-1]:
        lines.pop()
    column = pa.array(lines[:max_rows], type=pa.large_binary()).cast(pa.large_string())
    progress.report(1.0)
    blank = [position + 1 for position, line in enumerate(lines[:max_rows]) if not line]
    oddities = Oddities(blank=blank)
    used = ImportSettings(encoding=text.encoding, has_header=False)
    return TableRead(
        ["text"], frame_of([pa.chunked_array([column])]), (*text.notices, *notices_of(oddities)), used, file_kinds.TEXT
    )


def _read_delimited(
    text: DecodedText,
    start: int,
    line: int,
    guess: DialectGuess,
    settings: ImportSettings,
    progress: Progress,
    max_rows: int | None,
    is_head: bool,
) -> TableRead:
    dialect = guess.dialect
    first, blanks, below = _first_records(text.data, start, line, guess)
    names = [cell.decode() for cell in first.cells]
    has_header = settings.has_header
    if has_header is None:
        has_header = looks_like_header(names, [[cell.decode() for cell in record.cells] for record in below])
    width = max(len(names), guess.width)
    body_start, body_line = (first.end, first.line + first.n_lines) if has_header else (start, line)
    body = read_body(
        text.data, body_start, body_line, dialect, width, progress, max_rows, drops_last=is_head
    )  # fmt: skip
    body.oddities.blank[:0] = blanks if has_header else []
    names, columns, notices = _named(names if has_header else None, width, body, below)
    used = replace(
        settings, encoding=text.encoding, delimiter=dialect.delimiter, quote=dialect.quote, has_header=has_header
    )
    told = (*text.notices, *_dialect_notices(guess, settings, has_header), *notices, *notices_of(body.oddities))
    return TableRead(names, frame_of(columns), told, used, file_kinds.CSV)


def _first_records(
    data: bytes, start: int, line: int, guess: DialectGuess
) -> tuple[Record, list[int], list[Record]]:
    """The first record that is not blank, the lines of the blank ones before it, and the records below it."""
    blanks: list[int] = []
    first: Record | None = None
    below: list[Record] = []
    for record in RecordReader(data, guess.dialect, guess.width).records(start, line, len(data)):
        if first is None and record.is_blank:
            blanks.append(record.line)
        elif first is None:
            first = record
        elif not record.is_blank:
            below.append(record)
        if len(below) >= HEADER_ROWS:
            break
    if first is None:
        raise TableError(_("The file holds no table: all of its lines are blank."))
    return first, blanks, below


def _named(
    names: list[str] | None, width: int, body: DelimitedBody, below: list[Record]
) -> tuple[list[str], list[pa.ChunkedArray], tuple[Notice, ...]]:
    """The columns with their names, where rows are wider than the header."""
    columns = body.columns
    if names is None:
        return [f"column_{position + 1}" for position in range(len(columns))], columns, ()
    if len(names) + 1 == width == len(columns):
        if pc.all(pc.equal(columns[-1], "")).as_py():
            notice = Notice(
                "trailing-delimiter",
                _("Every row ends with a delimiter more than the header; the empty last column was left out."),
            )
            return names, columns[:-1], (notice,)
        if _are_row_names(below):
            notice = Notice(
                "row-names", _("The header has one name less than the rows have cells; the first column has none.")
            )
            return ["", *names], columns, (notice,)
    notices: tuple[Notice, ...] = ()
    if len(names) < width:
        notices = (
            Notice(
                "short-header",
                _("The header names {n} columns but the rows have {m}; the last ones have no name.").format(
                    n=len(names), m=width
                ),
            ),
        )
    return names + [""] * (len(columns) - len(names)), columns, notices


def _are_row_names(below: list[Record]) -> bool:
    """Whether the first cells count the rows, as R writes them without a header of their own."""
    first = [record.cells[0] for record in below]
    return bool(first) and first == [str(number + 1).encode() for number in range(len(first))]


def _dialect_notices(guess: DialectGuess, settings: ImportSettings, has_header: bool) -> tuple[Notice, ...]:
    notices: list[Notice] = []
    if guess.runner_up and settings.delimiter is None:
        message = _("The delimiter was guessed: {used} rather than {other}. If the columns look wrong, choose another.")
        notices.append(
            Notice(
                "delimiter-guessed",
                message.format(used=_shown(guess.dialect.delimiter), other=_shown(guess.runner_up)),
            )
        )
    if not has_header and settings.has_header is None:
        notices.append(
            Notice("no-header", _("The first line looks like a row, not like names; the columns are numbered."))
        )
    if guess.dialect.escape:
        notices.append(Notice("escaped-quotes", _("A backslash before a quotation mark was read as its escape.")))
    if guess.dialect.quote == "'" and settings.quote is None:
        notices.append(Notice("quote-guessed", _("Cells stand in single quotation marks; these were left out.")))
    return tuple(notices)


def _shown(delimiter: str) -> str:
    return {"\t": _("tab"), " ": _("blank")}.get(delimiter, f"“{delimiter}”" if delimiter.isprintable() else repr(delimiter))


__all__ = ["Dialect", "TableRead", "frame_of", "preview_table", "read_table", "source_hash"]
