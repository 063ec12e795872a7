"""Files with several faults each: the table in them, and what has to be told of every fault."""

import random
from collections.abc import Iterator
from itertools import combinations

from tests.storage.odd_files import OddFile, Rows, file

HEADER = ["id", "text", "date", "score"]
TEXTS = ["Great value", "Too expensive", "Waited 45 min", "Love it", "Refund please", "Works as described"]
N_ROWS = 12
# fault: the kind of its notice, the cells of such a row (None: no row), and its line, of that row's cells
OF_ROWS = {
    "short": ("short-row", lambda row: row[:-1], lambda row: ",".join(row[:-1])),
    "trailing": ("trailing-delimiter", lambda row: row, lambda row: ",".join(row) + ","),
    "nul": ("nul", lambda row: [row[0], "a\0b", *row[2:]], lambda row: ",".join([row[0], "a\0b", *row[2:]])),
    "stray": ("stray-quote", lambda row: [row[0], '"so', *row[2:]], lambda row: f'{row[0]},"so,{row[2]},{row[3]}'),
    "other": ("other-delimiter", lambda row: row, lambda row: "|".join(row)),
    "carriage": ("lone-cr", lambda row: [row[0], "a\rb", *row[2:]], lambda row: f"{row[0]},a\rb,{row[2]},{row[3]}"),
    "joined": ("joined-files", lambda row: ["\ufeff" + row[0], *row[1:]], lambda row: "\ufeff" + ",".join(row)),
    "blank": ("blank-line", lambda row: None, lambda row: ""),
    "again": ("repeated-header", lambda row: HEADER, lambda row: ",".join(HEADER)),
}  # fmt: skip
ABOVE = {"titles": ["Survey of guests", "March 2024"], "remarks": ["# made by x", "# on Monday"]}
FAULTS = (*OF_ROWS, *ABOVE, "marks")


def with_faults(faults: tuple[str, ...]) -> tuple[bytes, Rows, dict[str, list[int]]]:
    """A file with some faults, the rows in it, and the lines of each fault by the kind of its notice."""
    chance = random.Random(" ".join(faults))
    above = [line for fault in faults for line in ABOVE.get(fault, [])]
    lines, rows = [*above, ",".join(HEADER)], []
    told = {"preamble": list(range(1, len(above) + 1))} if above else {}
    of_rows = [fault for fault in faults if fault in OF_ROWS]
    faulty = dict(zip(chance.sample(range(2, N_ROWS - 1), len(of_rows)), of_rows, strict=True))
    for number in range(N_ROWS):
        row = [str(1000 + number), chance.choice(TEXTS), f"2024-03-{number + 1:02}", str(number % 5 + 1)]
        if number not in faulty:
            lines.append(",".join(row))
            rows.append(row)
            continue
        kind, cells, line = OF_ROWS[faulty[number]]
        lines.append(line(row))
        told[kind] = [len(lines)]
        if (left := cells(row)) is not None:
            rows.append([*left, *[""] * (len(HEADER) - len(left))])
    data = "\n".join([*lines, ""]).encode()
    if "marks" in faults:
        data, told["byte-order-marks"] = b"\xef\xbb\xbf" * 2 + data, [1]
    return data, rows, told


def combinations_of(n_faults: int) -> list[tuple[str, ...]]:
    """Faults that can stand in one file; not both kinds of lines above the header."""
    return [chosen for chosen in combinations(FAULTS, n_faults) if not set(ABOVE) <= set(chosen)]


def mixed() -> Iterator[OddFile]:
    """Small files of which several faults once hid the table."""
    rows = [HEADER, *([str(n), "fine", f"2024-03-0{n % 9 + 1}", "4"] for n in range(1000, 1008))]
    table = [",".join(row) for row in rows]
    parted = [line.replace(",", "|") if place in (3, 5, 6) else line for place, line in enumerate(table)]
    text = "\n".join(["# made by x", "# on Monday", *parted[:4], "# note", *parted[4:], ""])
    yield file("remarks-and-other-delimiters.csv", text, rows, "preamble", "remark", "other-delimiter")
    text = "\n".join(["Survey", "", *parted, ""]).replace(",4\n1001", ",4,\n1001")
    yield file(
        "title-and-other-delimiters.csv", text, rows,
        "preamble", "blank-line", "other-delimiter", "trailing-delimiter",
    )  # fmt: skip
    again = [*rows[:4], HEADER, rows[4], HEADER, *rows[5:]]
    text = "\n".join(",".join(row) for row in again) + "\n"
    yield file("header-stands-again.csv", text, again, "repeated-header", lines=(5, 7))
    yield OddFile(
        "header-stands-again-behind-a-mark.csv", b"\xef\xbb\xbf" + text.encode(), HEADER, again[1:],
        {"repeated-header"}, (5, 7),
    )  # fmt: skip
    several = [*table[:4], table[4] + ",more", table[5], table[6] + ",more", table[7] + ",more", table[8]]
    wide = [
        [*HEADER, ""],
        *([*row, "more" if place in (4, 6, 7) else ""] for place, row in enumerate(rows[1:], 1)),
    ]
    yield file(
        "title-and-long-rows.csv",
        "\n".join(["Survey", "", *several, ""]),
        wide,
        "preamble",
        "blank-line",
        "long-row",
    )
    lines = [
        "Survey of guests",
        "id,text,date",
        "1000,so,2024-03-01",
        "1001,so,2024-03-02",
        "1002;so;2024-03-03",
    ]
    lines += ["1003,so,2024-03-04,more", "1004;so;2024-03-05", "1005,so,2024-03-06,x", "1006,so,2024-03-07,y"]
    lines += ["1007,so,2024-03-08", "Source: Statistics Office"]
    text = "\n".join([*lines, ""])
    yield file("title-over-what-may-be-rows.csv", text, [[line] for line in lines], "no-delimiter")
