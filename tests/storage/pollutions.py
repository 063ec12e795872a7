"""One fault per file, of the kinds that the Pollock survey found in public CSV files, in tables of our own.

G. Vitagliano et al. (2023), Pollock: A Data Loading Benchmark, VLDB 16(8): the faults and the score. The files
are made here; none is the benchmark's.
"""

import random
from collections import Counter
from collections.abc import Iterator, Sequence

from tests.storage.nasty_files import NastyFile, Rows, Style, written

N_ROWS = 25


def catalogue(seed: int) -> tuple[list[str], Rows]:
    """A price list with quoted descriptions, links and an empty last column."""
    rng = random.Random(seed)
    goods = [
        "Wool Hat",
        "Rain Coat, Blue",
        "Fly Rod",
        "Men's Boots, 10\" High",
        "Throw Pillow",
        "Heated Soles",
    ]
    said = [
        "warm, light and quick to dry",
        "made right here",
        "the “best” of 2018, they say",
        "for rain; or snow",
    ]
    rows = [
        [
            f"{rng.randint(1, 28):02}/0{rng.randint(1, 9)}/2018",
            f"{rng.randint(0, 23):02}:{rng.choice(['00', '15', '30'])}",
            str(rng.randint(0, 9)),
            f"RI-{rng.randint(1000, 9999)}",
            f"${rng.randint(5, 90)}.{rng.randint(10, 99)}",
            rng.choice(goods),
            f"This is {rng.choice(said)}. It is {rng.choice(said)}.",
            f"https://www.example.com/product/RI_{rng.randint(1000, 9999)}.html",
            rng.choice(["", "", "", "ok"]),
        ]
        for _row in range(N_ROWS)
    ]
    return [
        "DATE",
        "TIME",
        "Qty",
        "PRODUCTID",
        "Price",
        "ProductType",
        "ProductDescription",
        "URL",
        "Comments",
    ], rows


def answers(seed: int) -> tuple[list[str], Rows]:
    """A survey: an id, a long answer, a grade."""
    rng = random.Random(seed)
    parts = [
        "We liked it",
        "too loud, though",
        "nobody said “hello”",
        "it's fine",
        "no",
        'a 5" screen',
        "never again!",
    ]
    rows = [
        [
            str(row + 1),
            ", ".join(rng.sample(parts, rng.randint(1, 4))),
            rng.choice("ABC"),
            f"2024-01-{row % 28 + 1:02}",
        ]
        for row in range(N_ROWS)
    ]
    return ["id", "answer", "grade", "day"], rows


def polluted_files(columns: list[str], rows: Rows) -> Iterator[NastyFile]:
    """Every fault at every place of a table; the table expected is the one before the fault."""
    base = Style(newline="\r\n")
    quoted = Style(newline="\r\n", quoting="text")
    yield NastyFile("source", written(columns, rows, base), columns, rows)
    yield from _whole_file(columns, rows, base)
    for style in (base, quoted):
        lines = written(columns, rows, style).decode().split("\r\n")[:-1]
        cells = [_raw_cells(line) for line in lines]
        for row, raw in enumerate(cells):
            yield from _at_row(columns, rows, lines, raw, row)


def _whole_file(columns: list[str], rows: Rows, base: Style) -> Iterator[NastyFile]:
    def made(name: str, **changes: object) -> NastyFile:
        return NastyFile(name, written(columns, rows, Style(**{**vars(base), **changes})), columns, rows)  # type: ignore[arg-type]

    data = written(columns, rows, base)
    yield NastyFile("no trailing newline", data.removesuffix(b"\r\n"), columns, rows)
    yield NastyFile("double trailing newline", data + b"\r\n", columns, rows)
    yield NastyFile("no header", data.split(b"\r\n", 1)[1], rows[0], rows[1:])
    header = data.split(b"\r\n", 1)[0] + b"\r\n"
    yield NastyFile("header twice", header + data, [f"{name} {name}" for name in columns], rows)
    yield NastyFile("header only", header, columns, [])
    yield NastyFile("one row", written(columns, rows[:1], base), columns, rows[:1])
    for n, name in ((len(columns) - 1, "less"), (len(columns), "same")):
        more = written(columns[:n], [row[:n] for row in rows], base)
        yield NastyFile(f"second table, {name} columns", data + more, columns, rows)
    yield made("preamble", above="delimited title")
    for newline in ("\n", "\r"):
        yield made(f"newline {newline!r}", newline=newline)
    for delimiter in (";", "\t", " ", ", "):
        yield made(f"delimiter {delimiter!r}", delimiter=delimiter)
    yield made("single quotes", quote="'")
    yield made("backslash", escape="backslash")
    unescaped = data.replace(b'""', b'"')
    yield NastyFile("no escape", unescaped, columns, rows)


def _raw_cells(line: str) -> list[str]:
    """The cells of a line with their quotes."""
    cells, at, is_open = [""], 0, False
    for at, mark in enumerate(line):
        is_open ^= mark == '"'
        if mark == "," and not is_open:
            cells.append("")
        else:
            cells[-1] += line[at]
    return cells


def _at_row(
    columns: list[str], rows: Rows, lines: Sequence[str], raw: list[str], row: int
) -> Iterator[NastyFile]:
    def with_line(name: str, line: str, expected: list[str] | None = None) -> NastyFile:
        data = "\r\n".join([*lines[:row], line, *lines[row + 1 :]]) + "\r\n"
        table = [columns, *rows]
        table = [*table[:row], expected or table[row], *table[row + 1 :]]
        return NastyFile(f"{name} row {row}", data.encode(), table[0], table[1:])

    table = [columns, *rows]
    for place in range(len(raw)):
        yield with_line(f"more delimiters, cell {place},", ",".join([*raw[:place], "", *raw[place:]]))
        if place:
            yield with_line(
                f"less delimiters, cell {place},",
                ",".join([*raw[: place - 1], raw[place - 1] + raw[place], *raw[place + 1 :]]),
            )
        cell = raw[place]
        broken = f'""{cell[1:]}' if cell.startswith('"') else f'"{cell}'
        expected = [*table[row][:place], '"' + table[row][place], *table[row][place + 1 :]]
        yield with_line(
            f"quote, cell {place},", ",".join([*raw[:place], broken, *raw[place + 1 :]]), expected
        )
    yield with_line("blanks for delimiters,", " ".join(raw))


def score(expected: NastyFile, columns: Sequence[str], rows: Sequence[Sequence[str]]) -> float:
    """Pollock's score of one file, 0 to 10: success, and three measures of header, records and cells.

    Records are compared as the text of their cells in order, records and cells as multisets.
    """
    wanted_records = Counter("".join(cell.strip() for cell in row) for row in expected.rows)
    found_records = Counter("".join(cell.strip() for cell in row) for row in rows)
    wanted_cells = Counter(cell for row in [expected.columns, *expected.rows] for cell in row)
    found_cells = Counter(cell for row in [columns, *rows] for cell in row)
    return 1 + sum(
        _measures(wanted, found)
        for wanted, found in (
            (Counter(expected.columns), Counter(columns)),
            (wanted_records, found_records),
            (wanted_cells, found_cells),
        )
    )


def _measures(wanted: Counter[str], found: Counter[str]) -> float:
    """Precision + recall + F1."""
    if not wanted.total():
        return 3.0
    n_right = (wanted & found).total()
    if not n_right:
        return 0.0
    precision, recall = n_right / found.total(), n_right / wanted.total()
    return precision + recall + 2 * precision * recall / (precision + recall)
