"""What the page shows of a table: plain values of its first rows, made in a job."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from textminer.corpus.columns import ColumnRoles, guess_roles
from textminer.corpus.recipe import ImportSettings
from textminer.storage.memory_need import MemoryNeed, memory_need
from textminer.storage.tables import TableRead, preview_table
from textminer.workflows.reopening import as_before_export, as_written

N_ROWS = 100
MAX_CHARACTERS = 300  # of a cell: more does not fit a line
_LINE_END = re.compile(r"\r\n|\n|\r")
_NUMBER = re.compile(r"\s*[-+−]?(\d[\d.,\u00a0\u202f]*|\.\d+)([eE][-+]?\d+)?\s*%?\s*")


@dataclass(frozen=True)
class Preview:
    """The first rows of a table, ready to be shown.

    columns:     original headers by position
    rows:        cells by row and column, each on one line and at most MAX_CHARACTERS long
    are_numbers: by column, whether every filled cell is a number
    is_whole:    whether the table has no more rows than these
    notices:     what the reader had to decide or repair, in sentences
    settings:    what it was read with, every guess filled in
    roles:       as guessed from the headers and these rows
    reasons:     why, by column
    need:        the memory that all rows of the file will take; None where there is no file
    row_bytes:   of text in a row, as these have it on average
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    are_numbers: tuple[bool, ...]
    is_whole: bool
    notices: tuple[str, ...]
    settings: ImportSettings
    kind: str
    sheets: tuple[str, ...]
    roles: ColumnRoles
    reasons: Mapping[int, str]
    need: MemoryNeed | None = None
    row_bytes: float = 1.0


def look(paths: Sequence[Path], settings: ImportSettings) -> Preview:
    """The first rows of the first file, as it would be read with these settings; None in them is guessed.

    Raises TableError where it cannot be.
    """
    settings = as_written(paths[0], settings)
    read = preview_table(paths[0], settings, N_ROWS + 1)  # one more tells whether there are more
    return replace(preview_of(as_before_export(read, paths[0])), need=memory_need(paths))


def preview_of(read: TableRead) -> Preview:
    """The first rows of a table that has been read."""
    roles, guesses = guess_roles(read.frame, read.columns)
    head = read.frame.iloc[:N_ROWS]
    cells = [[_shown(cell) for cell in head.iloc[:, column]] for column in range(len(read.columns))]
    return Preview(
        columns=tuple(read.columns),
        rows=tuple(zip(*cells, strict=True)),
        are_numbers=tuple(_are_numbers(column) for column in cells),
        is_whole=len(read.frame) <= N_ROWS,
        notices=tuple(notice.message for notice in read.notices),
        settings=read.settings,
        kind=read.kind,
        sheets=read.sheets,
        roles=roles,
        reasons={guess.column: guess.reason for guess in guesses},
        row_bytes=_row_bytes(read),
    )


def _row_bytes(read: TableRead) -> float:
    """Bytes of text in a row, delimiters included."""
    n_rows = max(len(read.frame), 1)
    characters = sum(int(read.frame.iloc[:, place].str.len().sum()) for place in range(len(read.columns)))
    return characters / n_rows + len(read.columns)


def _shown(cell: str) -> str:
    """A cell on one line, cut where it is long."""
    line = _LINE_END.sub(" ↵ ", cell[:MAX_CHARACTERS])
    return line[: MAX_CHARACTERS - 1] + "…" if len(cell) > MAX_CHARACTERS else line[:MAX_CHARACTERS]


def _are_numbers(cells: list[str]) -> bool:
    filled = [cell for cell in cells if cell.strip()]
    return bool(filled) and all(_NUMBER.fullmatch(cell) for cell in filled)
