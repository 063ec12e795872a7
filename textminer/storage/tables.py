"""Files into tables: every cell exact text, every decision and repair told."""

import hashlib
import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from textminer.atomic import scratch_folder
from textminer.corpus.document_table import DocumentTable
from textminer.corpus.notice import Notice
from textminer.corpus.recipe import ImportSettings
from textminer.errors import TableError
from textminer.progress import Progress, Stage, silent
from textminer.storage import file_kinds
from textminer.storage.archives import Unpacked, unpack_gzip, unpack_zip
from textminer.storage.drawn_tables import may_be_drawn, read_drawn
from textminer.storage.json_tables import is_one_value, may_be_json, read_json
from textminer.storage.odd_characters import marked_rows
from textminer.storage.plain_text import FILE, read_plain_text
from textminer.storage.raw_table import RawTable
from textminer.storage.sql_dumps import ENDING, may_be_sql, read_sql, refuse_without_rows
from textminer.storage.text_encoding import DecodedText, decode
from textminer.storage.text_tables import read_text, rows_in_lines
from textminer.storage.whole_file import READ_BYTES, read_whole
from textminer.translation import _

GUESS_ALL = ImportSettings()
HEAD_BYTES = 4 * 2**20  # what a preview looks at
GROWTH = 4  # by which more of a file is read where its beginning had too few rows
_ANYTHING = re.compile(rb"[^ \t\r\n\x0b\x0c\x00]")


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
    kind:      "csv" (any delimiter), "text", "xlsx", "ods", "parquet", "json", "sql" or "folder"
    sheets:    names of a workbook's sheets, an archive's files or a dump's tables
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
    path: Path, settings: ImportSettings = GUESS_ALL, progress: Progress = silent, max_rows: int | None = None
) -> TableRead:
    """The whole file as a table, or its first `max_rows` rows.

    Raises TableError with the sentence for the user where the file is missing, unreadable, empty, binary or
    not in the encoding that the settings name.
    """
    path = Path(path)
    kind = file_kinds.file_kind(path)
    if kind in _BY_PATH:
        return _table_read(_by_path(kind, path, settings, progress, max_rows), kind)
    reading, rest = Stage(progress, 0, 0.3), Stage(progress, 0.3, 1.0)
    if kind in (file_kinds.GZIP, file_kinds.ZIP):
        return _read_unpacked(path, _unpacked(kind, path, settings, reading), settings, rest, max_rows)
    if max_rows is not None:
        return _read_beginning(path, kind, settings, progress, max_rows)
    data = read_whole(path, reading)
    return _read_text(path, kind, data, settings, rest, max_rows, is_head=False)


def _read_beginning(
    path: Path, kind: str, settings: ImportSettings, progress: Progress, max_rows: int
) -> TableRead:
    """The first rows of a text file, read from as much of it as they need."""
    size, wanted = path.stat().st_size, HEAD_BYTES
    if _tells_nothing(kind, file_kinds.read_head(path, HEAD_BYTES)):
        wanted = size
    while wanted < size and settings.one_text != FILE:
        head = file_kinds.read_head(path, wanted)
        read = _read_text(path, kind, head, settings, silent, max_rows, is_head=True)
        if len(read.frame) >= max_rows:
            return read
        progress.report(wanted / size)
        wanted *= GROWTH
    data = read_whole(path, progress)
    return _read_text(path, kind, data, settings, silent, max_rows, is_head=False)


def _tells_nothing(kind: str, head: bytes) -> bool:
    """Whether the beginning of a file does not tell its rows, as of one JSON object, or its tables."""
    return (kind == file_kinds.JSON and is_one_value(head, 0)) or may_be_sql(head, 0)


def preview_table(path: Path, settings: ImportSettings = GUESS_ALL, n_rows: int = 100) -> TableRead:
    """The first rows of a file, read and guessed from its head alone: as fast on 2 GB as on 2 MB.

    What stands further on can change a guess and add notices when the whole file is read.
    """
    path = Path(path)
    kind = file_kinds.file_kind(path)
    if kind in (file_kinds.GZIP, file_kinds.ZIP):
        head = _unpacked(kind, path, settings, silent, HEAD_BYTES)
        return _read_unpacked(path, head, settings, silent, n_rows)
    if kind in _BY_PATH or path.stat().st_size <= HEAD_BYTES:
        return read_table(path, settings, max_rows=n_rows)
    head_bytes = file_kinds.read_head(path, HEAD_BYTES)
    if _tells_nothing(kind, head_bytes):
        return read_table(path, settings, max_rows=n_rows)
    return _read_text(path, kind, head_bytes, settings, silent, n_rows, is_head=True)


_PACKED = (b"PK\x03\x04", b"PAR1")  # how a workbook and a Parquet file begin
_BY_PATH = (file_kinds.XLSX, file_kinds.ODS, file_kinds.PARQUET, file_kinds.FOLDER)


def _by_path(
    kind: str, path: Path, settings: ImportSettings, progress: Progress, max_rows: int | None
) -> RawTable:
    """The table of a kind whose own reader opens the path."""
    if kind == file_kinds.PARQUET:
        from textminer.storage.parquet_tables import read_parquet

        return read_parquet(path, progress, max_rows)
    if kind == file_kinds.FOLDER:
        from textminer.storage.folders import read_folder

        return read_folder(path, settings, progress, max_rows)
    from textminer.storage.workbooks import read_workbook

    return read_workbook(path, settings, progress, max_rows)


def _unpacked(
    kind: str, path: Path, settings: ImportSettings, progress: Progress, most: int | None = None
) -> Unpacked:
    if kind == file_kinds.GZIP:
        return unpack_gzip(path, progress, most)
    return unpack_zip(path, settings.sheet, progress, most)


def _read_unpacked(
    path: Path, unpacked: Unpacked, settings: ImportSettings, progress: Progress, max_rows: int | None
) -> TableRead:
    """The table in a file out of an archive; the archive's other files stand as its sheets."""
    inside = replace(settings, sheet=None)
    if unpacked.data.startswith(_PACKED):
        read = _read_from_scratch(path, unpacked, settings, progress, max_rows)
    else:
        inner = path.parent / Path(unpacked.name).name
        kind = file_kinds.kind_of_bytes(inner, unpacked.data[: file_kinds.HEAD_BYTES])
        read = _read_text(inner, kind, unpacked.data, inside, progress, max_rows, is_head=unpacked.is_cut)
    if len(unpacked.members) < 2:
        return replace(read, settings=replace(read.settings, sheet=None), sheets=())
    notices = read.notices
    if settings.sheet is None:
        message = _("The archive has {n} files; “{member}” was read.")
        told = message.format(n=f"{len(unpacked.members):,}", member=unpacked.name)
        notices = (Notice("sheet-guessed", told), *notices)
    used = replace(read.settings, sheet=unpacked.name)
    return replace(read, notices=notices, settings=used, sheets=unpacked.members)


def _read_from_scratch(
    path: Path, unpacked: Unpacked, settings: ImportSettings, progress: Progress, max_rows: int | None
) -> TableRead:
    """The table in a workbook or Parquet file out of an archive; their readers need a file."""
    if unpacked.is_cut:
        unpacked = _unpacked(file_kinds.file_kind(path), path, settings, progress)
    with scratch_folder() as folder:
        inner = folder / Path(unpacked.name).name
        inner.write_bytes(unpacked.data)
        kind = file_kinds.file_kind(inner)
        if kind not in _BY_PATH:
            kind = file_kinds.kind_of_bytes(inner, unpacked.data)  # refuses an archive within an archive
        return _table_read(_by_path(kind, inner, replace(settings, sheet=None), progress, max_rows), kind)


def source_hash(path: Path, progress: Progress = silent) -> str:
    """SHA-256 of a file's bytes in hexadecimal."""
    if file_kinds.is_folder(path):
        return _folder_hash(path, progress)
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


def _folder_hash(folder: Path, progress: Progress) -> str:
    """SHA-256 over the names and the hashes of a folder's text files."""
    from textminer.storage.folders import text_files

    digest = hashlib.sha256()
    paths = text_files(folder)
    for number, path in enumerate(paths):
        progress.report(number / len(paths))
        digest.update(os.fsencode(path.relative_to(folder)) + b"\0" + source_hash(path).encode())
    return digest.hexdigest()


def frame_of(columns: Sequence[pa.ChunkedArray]) -> pd.DataFrame:
    """Columns of text as a frame labelled by position, sharing Arrow's memory."""
    n_rows = len(columns[0]) if columns else 0
    dtype = pd.StringDtype("pyarrow", na_value=np.nan)
    text_array: Callable[..., Any] = pd.arrays.ArrowStringArray  # its stub does not know `dtype`
    arrays = {place: text_array(column, dtype=dtype) for place, column in enumerate(columns)}
    return pd.DataFrame(arrays, index=pd.RangeIndex(n_rows))


def _read_text(
    path: Path,
    kind: str,
    data: bytes,
    settings: ImportSettings,
    progress: Progress,
    max_rows: int | None,
    is_head: bool,
) -> TableRead:
    text = decode(data, settings.encoding, is_head, Stage(progress, 0, 0.3))
    if text is None:
        raise file_kinds.refuse_binary(path)
    if _ANYTHING.search(text.data, text.start) is None:
        raise TableError(_("“{name}” holds no text: it is blank.").format(name=path.name))
    reading = Stage(progress, 0.3, 1.0)
    if path.suffix.lower() in file_kinds.OTHER_ENDINGS or (kind == file_kinds.JSON and not _is_json(text)):
        kind, text = file_kinds.CSV, replace(text, notices=(*text.notices, _other_format_notice(path)))
    if settings.one_text is None and (kind == file_kinds.JSON or may_be_json(text.data, text.start)):
        found = read_json(path, text, reading, max_rows, is_head, kind == file_kinds.JSON)
        if found is not None:
            notices = _json_in_text_notices(path) if kind == file_kinds.TEXT else ()
            return _table_read(found, file_kinds.JSON, (*text.notices, *notices))
    if settings.one_text is None and settings.delimiter is None and may_be_sql(text.data, text.start):
        found = read_sql(path, text, settings, reading, max_rows, is_head)
        return _table_read(found, file_kinds.SQL, text.notices)
    if path.suffix.lower() == ENDING:
        raise refuse_without_rows(path)
    if settings.one_text is None and settings.delimiter is None and may_be_drawn(text.data, text.start):
        found = read_drawn(text, settings, reading, max_rows, is_head)
        if found is not None:
            return _table_read(found, file_kinds.CSV, text.notices)
    if settings.one_text is None:
        lines = kind == file_kinds.TEXT
        found = read_text(text, settings, reading, max_rows, is_head, may_be_lines=lines)
        if found is not None:
            return _table_read(found, file_kinds.CSV, text.notices)
    plain = read_plain_text(text, settings, reading, max_rows, is_head)
    doubts = rows_in_lines(text, is_head) if settings.one_text is None and not settings.delimiter else ()
    return _table_read(plain, file_kinds.TEXT, (*text.notices, *doubts))


def _is_json(text: DecodedText) -> bool:
    """Whether a text begins as JSON does."""
    return text.data[text.start : text.start + 200].lstrip()[:1] in (b"{", b"[")


def _other_format_notice(path: Path) -> Notice:
    message = _("The file is named “{ending}” but holds text in lines; it was read as that (line 1).")
    return Notice("other-format", message.format(ending=path.suffix), (1,))


def _json_in_text_notices(path: Path) -> tuple[Notice, ...]:
    message = _("The file is named “{ending}” but holds JSON; it was read as that (line 1).")
    return (Notice("other-format", message.format(ending=path.suffix), (1,)),)


def _table_read(found: RawTable, kind: str, notices: tuple[Notice, ...] = ()) -> TableRead:
    frame = frame_of(found.columns)
    notices = tuple(
        replace(notice, rows=marked_rows(found.columns)) if notice.kind == "undecodable-bytes" else notice
        for notice in notices
    )
    return TableRead(found.names, frame, (*notices, *found.notices), found.settings, kind, found.sheets)
