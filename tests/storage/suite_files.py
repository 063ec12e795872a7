"""Small files after what the test suites of other readers, and open data, showed to be read wrong."""

from collections.abc import Iterator

from tests.storage.odd_files import OddFile, file


def of_suites() -> Iterator[OddFile]:
    """Files with the table that is in them."""
    yield from with_line_ends()
    yield from of_json()
    yield OddFile(
        "hard-blanks-behind-names.csv",
        b"Name\xa0,City\xa0\nAnn,Rome\nFirst\x96Second Bank,Oslo\n",
        ["Name\xa0", "City\xa0"],
        [["Ann", "Rome"], ["First–Second Bank", "Oslo"]],
        {"encoding-guessed"},
    )


def with_line_ends() -> Iterator[OddFile]:
    """Files whose line ends are of several hands."""
    rows = [["id", "text"], ["1", "good"], ["2", "bad"]]
    text = "".join(",".join(row) + "\r" for row in rows)
    yield file("old-mac-that-ends-in-lf.csv", text[:-1] + "\n", rows)
    yield file("old-mac-that-ends-in-crlf.csv", text + "\n", rows)
    quoted = [["id", "text"], ["1", "go\nod"], ["2", "bad"]]
    yield file("old-mac-with-lf-in-a-cell.csv", 'id,text\r1,"go\nod"\r2,"bad"\n', quoted)
    yield file(
        "old-mac-and-unix.csv", text[:-1] + "\n3,x\n4,y\n", [*rows, ["3", "x"], ["4", "y"]], "lone-cr", lines=(1,)
    )  # fmt: skip
    yield file(
        "translated-twice-but-the-last-line.csv",
        '"id","n"\r\r\r\n"a",1\r\r\n"b",2\r\r\n"c",3\r\n',
        [["id", "n"], ["a", "1"], ["b", "2"], ["c", "3"]],
    )


def of_json() -> Iterator[OddFile]:
    """Objects that stand otherwise than one a line or all in one array."""
    rows = [["id", "text"], ["1", "good"], ["2", "bad"]]
    over_lines = "".join(f'{{\n  "id": {a},\n  "text": "{b}"\n}}\n' for a, b in rows[1:])
    yield file("objects-over-several-lines.jsonl", over_lines, rows)
    in_one_line = "".join(f'{{"id": {a}, "text": "{b}"}}' for a, b in rows[1:])
    yield file("objects-in-one-line.ndjson", in_one_line + "\n", rows)
    pages = "".join(f'[{{"id": {a}, "text": "{b}"}}]\n' for a, b in rows[1:])
    yield file("pages-of-arrays.json", pages, rows)
