"""Tables as delimited text that every reader takes apart in the same way."""

import codecs
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.compute as pc

from textminer.atomic import BeforeNaming, atomic_path
from textminer.corpus.notice import Notice
from textminer.progress import Progress
from textminer.storage.formula_guard import guarded, n_guarded
from textminer.storage.text_encoding import encoded, encoding_name, known_encoding
from textminer.translation import _, ngettext_

if TYPE_CHECKING:
    from textminer.storage.exports import ExportOptions, Outgoing

BLOCK_ROWS = 16_384
_NOTHING = pa.scalar("", pa.large_string())
# Quoted although RFC 4180 does not ask for it: what a reader might take for a delimiter, a quote, a line end
# or a mark of the encoding, and blanks at the edges. So a guess of the dialect has nothing to go wrong on.
_RISKY = "[\"'\\x00-\\x1f,;|^~§¦\u2028\u2029\\x85]|::|##|@@|[$][$]|^[ \ufeff`]| $|^(?i:sep=)"


def write_csv(
    outgoing: "Outgoing",
    target: Path,
    options: "ExportOptions",
    progress: Progress,
    before_naming: BeforeNaming | None = None,
) -> tuple[Notice, ...]:
    """Write records with a header; cells are quoted where needed, quotes inside doubled.

    Raises OSError where the disk refuses.
    """
    delimiter = "\t" if target.suffix.lower() in (".tsv", ".tab") else options.delimiter
    encoding = known_encoding(options.encoding)
    notices: list[Notice] = []
    try:
        _write(outgoing, target, options, delimiter, encoding, progress, before_naming)
    except UnicodeEncodeError as error:
        notices.append(encoding_replaced(encoding, error))
        options = replace(options, restores_bytes=False)
        _write(outgoing, target, options, delimiter, "utf-8", progress, before_naming)
    if options.for_spreadsheets:
        names = pa.array(outgoing.names, type=pa.large_string())
        notices.append(guard_notice(n_guarded_in([*outgoing.columns, names])))
    return tuple(notices)


def encoding_replaced(encoding: str, error: UnicodeEncodeError) -> Notice:
    """What is told where an encoding cannot hold a character."""
    message = _("The text encoding {encoding} has no “{character}”, so the file was written as UTF-8.")
    character = error.object[error.start]
    return Notice("encoding-replaced", message.format(encoding=encoding_name(encoding), character=character))


def _write(
    outgoing: "Outgoing",
    target: Path,
    options: "ExportOptions",
    delimiter: str,
    encoding: str,
    progress: Progress,
    before_naming: BeforeNaming | None,
) -> None:
    bom = byte_order_mark(encoding, options.with_bom)
    with atomic_path(target, before_naming=before_naming) as temporary, temporary.open("wb") as file:
        file.write(bom)
        for text in csv_texts(outgoing.names, _blocks(outgoing, progress), delimiter, options):
            file.write(encoded(text, encoding) if options.restores_bytes else text.encode(encoding))
        progress.report(1.0)


def byte_order_mark(encoding: str, with_bom: bool) -> bytes:
    """What a file begins with. UTF-16 and UTF-32 cannot be told without it; UTF-8 has it by choice."""
    wide = {
        "utf-16-le": codecs.BOM_UTF16_LE,
        "utf-16-be": codecs.BOM_UTF16_BE,
        "utf-32-le": codecs.BOM_UTF32_LE,
        "utf-32-be": codecs.BOM_UTF32_BE,
    }
    return wide.get(encoding, codecs.BOM_UTF8 if with_bom and encoding == "utf-8" else b"")


def csv_texts(
    names: Sequence[str], parts: Iterable[Sequence[pa.Array]], delimiter: str, options: "ExportOptions"
) -> Iterator[str]:
    """The text of a file: its header, then part by part; the same text however the rows are parted.

    parts:  arrays of equal length, one a column; large_string, or numbers of ours
    """
    risky = _RISKY if delimiter in ",;|^~\t" else f"{re.escape(delimiter)}|{_RISKY}"
    header = [pa.array([name], type=pa.large_string()) for name in names]
    yield _records(header, delimiter, options, f"{risky}|^\\s*$")  # a header of blank names is to be seen
    for part in parts:
        if len(part[0]):
            yield _records(list(part), delimiter, options, risky)


def guard_notice(n_cells: int) -> Notice:
    """What is told of cells that got an apostrophe."""
    message = ngettext_(
        "{n} cell that a spreadsheet program would run as a formula was given a leading apostrophe.",
        "{n} cells that a spreadsheet program would run as formulas were given a leading apostrophe.",
        n_cells,
    ).format(n=f"{n_cells:,}")
    return Notice("formulas-guarded", message)


def n_guarded_in(columns: Iterable[pa.Array | pa.ChunkedArray]) -> int:
    """How many cells of text the guard would change."""
    return sum(n_guarded(column) for column in columns if pa.types.is_large_string(column.type))


def _blocks(outgoing: "Outgoing", progress: Progress) -> Iterator[list[pa.Array]]:
    for start in range(0, outgoing.n_rows, BLOCK_ROWS):
        progress.report(start / outgoing.n_rows)
        yield [column.slice(start, BLOCK_ROWS).combine_chunks() for column in outgoing.columns]


def _records(columns: list[pa.Array], delimiter: str, options: "ExportOptions", risky: str) -> str:
    cells = [_cells(column, options, risky, is_only=len(columns) == 1) for column in columns]
    rows = (
        cells[0]
        if len(cells) == 1
        else pc.binary_join_element_wise(*cells, pa.scalar(delimiter, pa.large_string()))
    )
    return options.newline.join(rows.to_pylist()) + options.newline


def _cells(column: pa.Array, options: "ExportOptions", risky: str, is_only: bool) -> pa.Array:
    if not pa.types.is_large_string(column.type):
        return _numbers(column)
    if options.for_spreadsheets:
        column = guarded(column)
    mark = pa.scalar(options.quote, pa.large_string())
    doubled = pc.replace_substring(column, options.quote, options.quote * 2)
    quoted = pc.binary_join_element_wise(mark, doubled, mark, _NOTHING)
    if options.quote == "'":
        return quoted
    needs = pc.match_substring_regex(column, risky)
    if is_only:  # an empty line is no record; and where no delimiter is, a colon or blank may pass for one
        needs = pc.or_(needs, pc.match_substring_regex(column, "^$|[: ]"))
    return pc.if_else(needs, quoted, column)


def _numbers(column: pa.Array) -> pa.Array:
    """The shortest digits that give back the very number; "" where there is none."""
    text = column.cast(pa.large_string()).fill_null("")
    return pc.if_else(pc.equal(text, "nan"), "", text)
