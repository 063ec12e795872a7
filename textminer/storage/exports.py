"""Tables into files: the original columns exactly, then ours."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from textminer.atomic import BeforeNaming, atomic_path
from textminer.corpus.document_table import DocumentTable
from textminer.corpus.notice import Notice
from textminer.corpus.own_columns import once
from textminer.corpus.recipe import ImportSettings
from textminer.errors import ExportError
from textminer.progress import Progress, silent
from textminer.sentiment.agreement import AGREEMENT_KEY
from textminer.storage.disk_sentence import check_place, disk_sentence
from textminer.storage.receipts import receipt_path
from textminer.translation import _, ngettext_

CSV_ENDINGS = (".csv", ".tsv", ".tab")
ENDINGS = (".csv", ".tsv", ".xlsx", ".parquet", ".jsonl")


@dataclass(frozen=True)
class ExportOptions:
    """How a table is written.

    encoding:          of CSV; UTF-8 instead, with a notice, where it cannot hold a character
    delimiter:         of .csv files; .tsv is always parted by tabs
    with_bom:          UTF-8 with a byte order mark, as Excel wants it
    newline:           what ends the records of CSV
    quote:             what stands around cells of CSV; single quotes stand around all of them, so that a
                       reader that has to guess cannot miss them
    for_spreadsheets:  guard text cells that a spreadsheet program would run as formulas
    cuts_long_cells:   let XLSX cut cells above 32,767 characters; otherwise such a table is refused
    restores_bytes:    write bytes that could not be decoded as they were; right only in the source's encoding
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    with_bom: bool = False
    newline: str = "\n"
    quote: str = '"'
    for_spreadsheets: bool = False
    cuts_long_cells: bool = False
    restores_bytes: bool = False

    @classmethod
    def like(cls, settings: ImportSettings, for_spreadsheets: bool = False) -> Self:
        """Options that write CSV as the source was written, as far as its settings say."""
        return cls(
            encoding=settings.encoding or "utf-8",
            delimiter=settings.delimiter or ",",
            with_bom=bool(settings.has_bom),
            newline=settings.newline or "\n",
            quote=settings.quote or '"',
            for_spreadsheets=for_spreadsheets,
            restores_bytes=True,
        )


@dataclass(frozen=True)
class ExportResult:
    """What was written.

    own_names:  the names that our columns bear in the file, by key
    notices:    what the format could not hold as it was, and what was done
    """

    path: Path
    n_rows: int
    own_names: Mapping[str, str] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()


@dataclass(frozen=True)
class Outgoing:
    """What a writer gets: names and columns by position, original ones first.

    columns:     arrays of equal length; large_string, or float and integer for numbers of ours
    n_original:  how many of them are the file's own
    """

    names: tuple[str, ...]
    columns: tuple[pa.ChunkedArray, ...]
    n_original: int

    @property
    def n_rows(self) -> int:
        """How many rows, without the header."""
        return len(self.columns[0]) if self.columns else 0


Writer = Callable[[Outgoing, Path, ExportOptions, Progress, BeforeNaming | None], Sequence[Notice]]


def export_table(
    table: DocumentTable,
    target: Path,
    rows: np.ndarray | None = None,
    own_columns: Sequence[str] | None = None,
    options: ExportOptions | None = None,
    progress: Progress = silent,
    before_naming: BeforeNaming | None = None,
) -> ExportResult:
    """Write the table in the format that the target's ending names, all or nothing.

    rows:           positions of the documents to write, in that order; None for all
    own_columns:    keys of our columns to add, in that order; None for all that exports hold
    before_naming:  as of `atomic_path`

    The same table and options give the same bytes. Raises ExportError for an unknown ending, for what the
    format cannot hold, and where the disk refuses; what stood at the target is then untouched.
    """
    target, options = Path(target), options or ExportOptions()
    write = _writer(target)
    keys = written_keys(table) if own_columns is None else list(own_columns)
    names = own_names(table.names, keys)
    outgoing = outgoing_of(table, rows, names)
    try:
        notices = write(outgoing, target, options, progress, before_naming)
    except OSError as error:
        raise ExportError(disk_sentence(target, error)) from error
    return ExportResult(target, outgoing.n_rows, names, tuple(notices))


def written_keys(table: DocumentTable) -> list[str]:
    """Keys of our columns that exports hold: all but what is only there to filter by."""
    return [key for key in table.own if key != AGREEMENT_KEY]


def check_target(target: Path) -> None:
    """Raise ExportError, before any work, for a target that cannot be written whatever the table."""
    _writer(target)
    check_place(target)
    check_place(receipt_path(target))  # of the two names, the longer one


def own_names(originals: Sequence[str], keys: Sequence[str]) -> dict[str, str]:
    """The name of each of our columns in a file: its key, or key_2, key_3 … where that name is taken."""
    taken = set(originals)
    names: dict[str, str] = {}
    for key in keys:
        names[key] = _free_name(key, taken)
        taken.add(names[key])
    return names


def distinct_names(names: Sequence[str]) -> tuple[tuple[str, ...], tuple[Notice, ...]]:
    """Names for formats without repeated ones, and the notice: the second "a" becomes "a_2"."""
    taken = set(names)
    seen: set[str] = set()
    distinct: list[str] = []
    renamed: list[str] = []
    for name in names:
        if name in seen:
            new = _free_name(name, taken)
            taken.add(new)
            renamed.append(f"“{name}” → “{new}”")
            name = new
        seen.add(name)
        distinct.append(name)
    if not renamed:
        return tuple(distinct), ()
    message = ngettext_(
        "The format needs distinct names: a repeated one gets the next free number. {n} is renamed: {names}.",
        "The format needs distinct names: a repeated one gets the next free number. {n} are renamed: "
        "{names}.",
        len(renamed),
    ).format(n=len(renamed), names=", ".join(renamed[:10]) + (", …" if len(renamed) > 10 else ""))
    return tuple(distinct), (Notice("renamed-columns", message),)


def _free_name(name: str, taken: set[str]) -> str:
    number = 2
    free = name
    while free in taken:
        free = f"{name}_{number}"
        number += 1
    return free


def _writer(target: Path) -> Writer:
    ending = target.suffix.lower()
    if ending in CSV_ENDINGS:
        from textminer.storage.csv_export import write_csv

        return write_csv
    if ending == ".xlsx":
        from textminer.storage.xlsx_export import write_xlsx

        return write_xlsx
    if ending == ".parquet":
        return _write_parquet
    if ending in (".jsonl", ".ndjson"):
        return _write_json_lines
    raise ExportError(
        _("“{name}” has no ending that TextMiner writes. Use one of {endings}.").format(
            name=target.name, endings=", ".join(ENDINGS)
        )
    )


def _write_parquet(
    outgoing: Outgoing, target: Path, options: ExportOptions, progress: Progress, before: BeforeNaming | None
) -> Sequence[Notice]:
    import pyarrow.parquet as pq

    names, notices = distinct_names(outgoing.names)
    table = pa.table(list(outgoing.columns), names=list(names))
    group = 64 * 1024
    with (
        atomic_path(target, before_naming=before) as temporary,
        pq.ParquetWriter(temporary, table.schema, compression="zstd", write_page_checksum=True) as writer,
    ):
        for start in range(0, max(table.num_rows, 1), group):
            progress.report(start / max(table.num_rows, 1))
            part = table.slice(start, group).combine_chunks()  # the same bytes however the table was read
            writer.write_table(part, row_group_size=group)
        progress.report(1.0)
    return notices


def _write_json_lines(
    outgoing: Outgoing, target: Path, options: ExportOptions, progress: Progress, before: BeforeNaming | None
) -> Sequence[Notice]:
    from textminer.storage.json_export import write_json_lines

    return write_json_lines(outgoing, target, progress, before)


def outgoing_of(table: DocumentTable, rows: np.ndarray | None, names: Mapping[str, str]) -> Outgoing:
    """What a writer gets of a table.

    rows:   positions in the order in which they are written; None for all
    names:  our columns by key, with the names that they bear
    """
    columns = [_arrow(table.column(position)) for position in range(table.n_columns)]
    columns += [_arrow(once(table.own, key)) for key in names]
    if rows is not None:
        indices = pa.array(np.asarray(rows, dtype=np.int64))
        columns = [
            pa.chunked_array([column.combine_chunks().take(indices)], type=column.type) for column in columns
        ]
    return Outgoing((*table.names, *names.values()), tuple(columns), table.n_columns)


def _arrow(values: object) -> pa.ChunkedArray:
    """A column as Arrow holds it: text as large_string without nulls, numbers as they are."""
    found = pa.array(values, from_pandas=True)
    column = found if isinstance(found, pa.ChunkedArray) else pa.chunked_array([found])
    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type)
    if pa.types.is_floating(column.type) or pa.types.is_integer(column.type):
        return column
    if pa.types.is_boolean(column.type):
        column = pc.if_else(column, "true", "false")
    return column.cast(pa.large_string()).fill_null("")
