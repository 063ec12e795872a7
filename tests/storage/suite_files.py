"""Small files after what the test suites of other readers, and open data, showed to be read wrong."""

from collections.abc import Iterator

from tests.storage.odd_files import OddFile, file


def of_suites() -> Iterator[OddFile]:
    """Files with the table that is in them."""
    yield from with_line_ends()
    yield from of_json()
    yield file(
        "line-ends-behind-backslashes.csv",
        'id,text\n1,"a\\\nb"\n2,"c\\\\d"\n3,"say \\"x\\" again"\n',
        [["id", "text"], ["1", "a\nb"], ["2", "c\\d"], ["3", 'say "x" again']],
        "escaped-quotes",
    )
    yield file(
        "line-ends-behind-backslashes-alone.csv",
        "id,text,n\n" + "".join(f'{n},"good {n}\\\nbut {n}",{n}\n' for n in range(1, 5)),
        [["id", "text", "n"], *([str(n), f"good {n}\nbut {n}", str(n)] for n in range(1, 5))],
        "escaped-quotes",
    )
    yield file(
        "a-backslash-at-the-end-of-some-lines.csv",
        'id,text\n1,"C:\\dir\\\nand on"\n2,"C:\\dir\\\nor\nelse"\n3,"x\\\ny"\n4,"z\\\n"\n',
        [
            ["id", "text"],
            ["1", "C:\\dir\\\nand on"],
            ["2", "C:\\dir\\\nor\nelse"],
            ["3", "x\\\ny"],
            ["4", "z\\\n"],
        ],
    )
    yield from of_headers()
    yield from in_txt()
    yield from set_for_print()
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
    wrapped = '{"kind": "list", "rows": [{"id": 1, "text": "good"},\n{"id": 2, "text": "bad"}]}\n'
    yield file("one-object-that-breaks-behind-a-brace.json", wrapped, rows, "json-shape", lines=(1,))
    pages = "".join(f'[{{"id": {a}, "text": "{b}"}}]\n' for a, b in rows[1:])
    yield file("pages-of-arrays.json", pages, rows)


def of_headers() -> Iterator[OddFile]:
    """Files whose header, delimiter or remarks were taken for something else."""
    shares = [["district", "2021"], ["A-1", "-14.62"], ["A-2", "-31.93"], ["B-1", "33"]]
    yield file("a-year-above-shares.csv", "".join(",".join(row) + "\n" for row in shares), shares)
    days = ["Dec 8, 2022", "Sep 26, 2022", "Aug 31, 2022", "8 Aug 2022"]
    text = "".join(f'"{day}"\n' for day in days)
    yield file("written-dates.csv", text, [["column_1"], *([day] for day in days)], "no-header", lines=(1,))
    yield file(
        "decimal-commas-as-often-as-semicolons.csv",
        "Acme;1,80;9000,50\nBolt;2,00;1000,30\n",
        [["column_1", "column_2", "column_3"], ["Acme", "1,80", "9000,50"], ["Bolt", "2,00", "1000,30"]],
        "delimiter-guessed",
        "no-header",
    )
    yield file(
        "uneven-rows-below-a-name-that-lacks.csv",
        "id,name,,name\n1,english\n1,english\n2,german,1,2\n",
        [["id", "name", "", "name"], ["1", "english", "", ""], ["1", "english", "", ""], ["2", "german", "1", "2"]],
        "delimiter-guessed",
        "short-row",
    )  # fmt: skip
    uneven = ["a, b, c", "d, e, f", "j,", "k, l", "m, n, o, p, q, r", "s, t"]
    text = "".join(line + "\n" for line in uneven)
    yield file("uneven-rows-with-blanks.csv", text, [[line] for line in uneven], "no-delimiter", lines=(1,))
    countries = [["#ISO", "Name", "Code"], *([f"A{n}", f"Land {n}", str(n)] for n in range(99))]
    remarks = "".join(f"# Note {n} of many\t\t\n" for n in range(40))
    text = remarks + "".join("\t".join(row) + "\n" for row in countries)
    yield file("many-remarks.tsv", text, countries, "preamble", lines=(1, 2, 3, 4, 5))
    yield file(
        "blanks-around-quotes-between-tabs.tsv",
        'date\tn\ttext\n1\t2\t  " x "  \n',
        [["date", "n", "text"], ["1", "2", " x "]],
        "blanks-left-out",
        lines=(2,),
    )


def in_txt() -> Iterator[OddFile]:
    """Tables under a name of texts that were read line by line."""
    yield file(
        "short-rows-below-identifiers.txt",
        "a,b,c\n1,2,x\n1,2,y\n4,5\n\n1,2,z\n1\n1,2,w\n1,2,v\n",
        [list("abc"), list("12x"), list("12y"), ["4", "5", ""], list("12z"), ["1", "", ""], list("12w"), list("12v")],
        "short-row",
        "blank-line",
    )  # fmt: skip
    yield file(
        "rows-and-their-number.txt",
        "id|text|n\n" + "1|good|2\n" * 8 + "(8 rows)\n",
        [["id", "text", "n"], *[["1", "good", "2"]] * 8, ["(8 rows)", "", ""]],
        "short-row",
        lines=(10,),
    )
    reported = [["Event Desc", "No", "Site", "City", "State", "Said", ""]]
    reported += [
        ["Power", str(n), "A site", "B", "MA", 'the valve "V" failed. "It was shut', ""] for n in range(5)
    ]
    reported += [["Power", "6", '"The site', "B", "MA", "", ""]]
    text = "".join("|".join(row) + "\r\n" for row in reported)
    yield file("bars-behind-all-cells.txt", text, reported, "stray-quote", lines=(7,))


def set_for_print() -> Iterator[OddFile]:
    """Tables as programs show them on a screen."""
    rows = [["id", "text"], ["1", "good"], ["2", "bad"]]
    for name, text, lines in (
        ("query-of-psql.txt", " id | text \n----+------\n  1 | good\n  2 | bad\n(2 rows)\n", (2, 5)),
        (
            "query-of-mysql.txt",
            "+----+------+\n| id | text |\n+----+------+\n|  1 | good |\n|  2 | bad  |\n+----+------+\n"
            "2 rows in set (0.00 sec)\n",
            (1, 3, 6, 7),
        ),
        ("columns-of-sqlite.txt", "id  text\n--  ----\n1   good\n2   bad \n", (2,)),
        (
            "query-of-sqlcmd.txt",
            "id          text\r\n----------- -----\r\n          1 good\r\n          2 bad\r\n\r\n(2 rows affected)\r\n",
            (2, 6),
        ),
        (
            "columns-between-rules.txt",
            "==  ====\nid  text\n==  ====\n1   good\n2   bad\n==  ====\n",
            (1, 3, 6),
        ),
        (
            "box.csv",
            "┌────┬──────┐\n│ id │ text │\n├────┼──────┤\n│ 1  │ good │\n│ 2  │ bad  │\n└────┴──────┘\n",
            (1, 3, 6),
        ),
    ):
        yield file(name, text, rows, "drawn-table", lines=lines)
    lined = [["id", "text"], ["1", "go\nod"], ["2", "bad"]]
    yield file(
        "lines-in-a-cell-of-psql.txt",
        " id | text \n----+------\n  1 | go  +\n    | od\n  2 | bad\n(2 rows)\n",
        lined,
        "drawn-table",
        lines=(2, 6),
    )
    yield file(
        "table-of-markdown.txt",
        "| id | text |\n|---:|------|\n| 1 | good |\n| 2 | a\\|b |\n",
        [["id", "text"], ["1", "good"], ["2", "a|b"]],
        "drawn-table",
        lines=(2,),
    )
    yield file(
        "grid-with-lines-in-a-cell.csv",
        "+----+------+\n| id | text |\n+====+======+\n| 1  | go   |\n|    | od   |\n+----+------+\n| 2  | bad  |\n"
        "+----+------+\n",
        lined,
        "drawn-table",
        lines=(1, 3, 6, 8),
    )
    heading = ["A heading", "---------", "A text below it.", "Another text."]
    yield file(
        "heading-of-a-text.txt",
        "".join(line + "\n" for line in heading),
        [["text"], *([line] for line in heading)],
    )
