"""Tables set for print in plain text: what psql, mysql, sqlite3, sqlcmd and Markdown draw."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pyarrow as pa

from textminer.corpus.notice import Notice
from textminer.corpus.recipe import ImportSettings
from textminer.progress import Progress
from textminer.storage.odd_characters import notice_of_lines
from textminer.storage.raw_table import RawTable
from textminer.storage.text_encoding import DecodedText
from textminer.translation import ngettext_

HEAD_BYTES = 4096  # in which the rule below or above the header stands
MOST_BYTES = 4 * 2**20  # nobody prints more; so much is read in a moment, without a look at the cancel flag
LINES_ABOVE = 4  # at most, up to the first rule
_SIGNS = (b"--", b"==", "──".encode(), "══".encode(), "━━".encode())
_BOXES = str.maketrans("│║┃─═━┌┐└┘├┤┬┴┼╔╗╚╝╠╣╦╩╬┏┓┗┛┣┫┳┻╋╞╡╪╭╮╰╯┡┩╇", "|||---" + "+" * 37)
_PARTED_RULE = re.compile(r" *[+|]?(?: *:?[-=]+:? *)(?:[+|] *:?[-=]+:? *)*[+|]? *")
_RUNS_RULE = re.compile(r"(?:-+|=+)(?: +(?:-+|=+))+ *")
_RUN = re.compile(r"[-=]+")
_FOOTER = re.compile(r"\((\d+) \w+(?: affected)?\)|(\d+) rows? in set.*")
_BAR = re.compile(r"(?<!\\)\|")

_Rows = list[list[str]]


def may_be_drawn(data: bytes, start: int) -> bool:
    """Whether a text begins with a header and a line that only draws, below or above it."""
    head = data[start : start + HEAD_BYTES]
    if not any(sign in head for sign in _SIGNS):
        return False
    lines = [line.rstrip("\r") for line in head.decode(errors="replace").split("\n")]
    filled = [line for line in lines[:LINES_ABOVE] if line.strip()]
    return any(map(_is_rule, filled))


def read_drawn(
    text: DecodedText, settings: ImportSettings, progress: Progress, max_rows: int | None, is_head: bool
) -> RawTable | None:
    """The table that a text draws; None where it is none, or more than one, or where a cell is in doubt.

    Cells are without the blanks that set them in their columns. Lines that only draw are told.
    """
    if len(text.data) > MOST_BYTES:
        return None
    progress.report(0.0)
    numbered = enumerate(text.data[text.start :].decode().split("\n"), 1)
    lines = [(number, line.rstrip("\r")) for number, line in numbered]
    lines = [(number, line) for number, line in (lines[:-1] if is_head else lines) if line.strip()]
    left_out = [number for number, line in lines if _is_rule(line)]
    footer = _FOOTER.fullmatch(lines[-1][1].strip()) if not is_head else None
    if footer:
        left_out.append(lines.pop()[0])
    groups = _groups([line for _number, line in lines])
    if not groups or len(groups) < 2 or not left_out or len(groups[0]) != 1:
        return None
    rule = next(line for _number, line in lines if _is_rule(line))
    rows = _rows_in_columns(groups, rule) if _RUNS_RULE.fullmatch(rule) else _rows_between_bars(groups, rule)
    if rows is None or (footer and int(footer[1] or footer[2]) != len(rows) - 1):
        return None
    if settings.has_header is False:
        names = [f"column_{place + 1}" for place in range(len(rows[0]))]
    else:
        names, rows = rows[0], rows[1:]
    columns = [
        pa.chunked_array([pa.array(cells, type=pa.large_string())])
        for cells in _turned(rows, names, max_rows)
    ]
    progress.report(1.0)
    used = replace(
        settings, encoding=text.encoding, has_header=settings.has_header is not False, has_bom=text.has_bom
    )
    return RawTable(names, columns, (_told(left_out),), used)


def _told(lines: Sequence[int]) -> Notice:
    message = ngettext_(
        "The table was set for print: {n} line that only draws it or counts its rows was left out, and the "
        "blanks around its cells (line {lines}).",
        "The table was set for print: {n} lines that only draw it or count its rows were left out, and the "
        "blanks around its cells (lines {lines}).",
        len(lines),
    )
    return notice_of_lines("drawn-table", message, sorted(lines))


def _turned(rows: _Rows, names: Sequence[str], max_rows: int | None) -> _Rows:
    return [[row[place] for row in rows[:max_rows]] for place in range(len(names))]


def _is_rule(line: str) -> bool:
    drawn = line.translate(_BOXES)
    if "--" not in drawn and "==" not in drawn:
        return False
    is_parted = any(mark in drawn for mark in "+|") and _PARTED_RULE.fullmatch(drawn) is not None
    return is_parted or _RUNS_RULE.fullmatch(drawn) is not None


def _groups(lines: Sequence[str]) -> list[list[str]]:
    """The lines between rules."""
    groups: list[list[str]] = [[]]
    for line in lines:
        if _is_rule(line):
            groups.append([])
        else:
            groups[-1].append(line)
    return [group for group in groups if group]


def _rows_in_columns(groups: list[list[str]], rule: str) -> _Rows | None:
    """The rows whose cells stand below the runs of a rule; None where one reaches into the gap behind."""
    if len(groups) != 2:
        return None
    starts = [run.start() for run in _RUN.finditer(rule)]
    ends = [run.end() for run in _RUN.finditer(rule)]
    rows: _Rows = []
    for line in (line for group in groups for line in group):
        if line[: starts[0]].strip() or any(
            line[end:start].strip() for end, start in zip(ends, starts[1:], strict=False)
        ):
            return None
        bounds = zip(starts, [*starts[1:], None], strict=True)
        rows.append([line[start:stop].strip(" ") for start, stop in bounds])
    return rows


def _rows_between_bars(groups: list[list[str]], rule: str) -> _Rows | None:
    """The rows whose cells stand between bars, as many as the runs of the rule; each group is one row where
    there are several below the header.
    """
    drawn = rule.translate(_BOXES)
    width = len(_RUN.findall(drawn))
    is_markdown = "+" not in drawn
    rows: _Rows = []
    for group in groups:
        found = [_cells(line, width, is_markdown) for line in group]
        cells_of = [cells for cells in found if cells is not None]
        if len(cells_of) < len(found):
            return None
        if len(groups) > 2:
            cells_of = [
                ["\n".join(map(str.strip, parts)).strip("\n") for parts in zip(*cells_of, strict=True)]
            ]
        else:
            cells_of = _joined(cells_of)
        rows += cells_of
    return [[cell.strip(" ") for cell in row] for row in rows]


def _joined(lines: _Rows) -> _Rows:
    """The rows of lines of which some end a cell in a plus, as psql draws one that goes on in the next."""
    rows: _Rows = []
    going_on: set[int] = set()
    for cells in lines:
        if going_on and not any(cell.strip() for place, cell in enumerate(cells) if place not in going_on):
            for place in going_on:
                rows[-1][place] = rows[-1][place][:-1].rstrip(" ") + "\n" + cells[place].strip(" ")
        else:
            rows.append(list(cells))
        going_on = {place for place, cell in enumerate(cells) if cell.endswith("+")}
    return rows


def _cells(line: str, width: int, is_markdown: bool) -> list[str] | None:
    content = line.strip()
    bar = "|"
    if content[0] in "│║┃":
        content = content.replace("║", "│").replace("┃", "│")
        bar = "│"
    cells = _BAR.split(content) if is_markdown else (line if content[0] != bar else content).split(bar)
    if content.startswith(bar) and content.endswith(bar) and len(cells) == width + 2:
        cells = cells[1:-1]
    if len(cells) != width or width < 2:
        return None
    return [cell.replace("\\|", "|") for cell in cells] if is_markdown else cells
