"""Small files as programs write them that were once read wrong without a word."""

from collections.abc import Iterator

from tests.storage.odd_files import OddFile, file


def produced() -> Iterator[OddFile]:
    """Files of banks, statistics programs, databases, loggers and printers."""
    yield file(
        "statement.csv",
        '"Kontonummer:";"DE12 / Girokonto";\n\n"Von:";"01.01.2024";\n"Stand:";"1.234,56 EUR";\n\n'
        '"Buchungstag";"Text";"Zweck";"Betrag";\n"02.01.2024";"Lastschrift";"Strom, Januar";"-40,50";\n'
        '"03.01.2024";"Gutschrift";"Lohn";"2.000,00";\n',
        [
            ["Buchungstag", "Text", "Zweck", "Betrag", ""],
            ["02.01.2024", "Lastschrift", "Strom, Januar", "-40,50", ""],
            ["03.01.2024", "Gutschrift", "Lohn", "2.000,00", ""],
        ],
        "preamble",
        "blank-line",
    )
    yield file(
        "mentions.csv",
        '"Report:","Bulk Download"\n"Brand:","Acme"\n"From:","1 March"\n"To:","30 March"\n\n'
        '"Date","Title","Snippet"\n"2 March","Good, cheap","... it was good"\n',
        [["Date", "Title", "Snippet"], ["2 March", "Good, cheap", "... it was good"]],
        "preamble",
        "blank-line",
    )
    yield file(
        "eurostat.tsv",
        "freq,unit,geo\\TIME_PERIOD\t2019 \t2020 \nA,PC,AT\t1.5 p\t: \nA,PC,BE\t2.5\t3.0\n",
        [["freq,unit,geo\\TIME_PERIOD", "2019 ", "2020 "], ["A,PC,AT", "1.5 p", ": "], ["A,PC,BE", "2.5", "3.0"]],
        "delimiter-guessed",
    )  # fmt: skip
    yield file(
        "sentences.csv",
        "The food was good.\nNobody was rude!\nWe come again.\n",
        [["column_1"], ["The food was good."], ["Nobody was rude!"], ["We come again."]],
        "no-header",
    )
    yield file(
        "statements-to-agree-with.csv",
        "I liked the food.,I come again.\nagree,agree\nneither,disagree\n",
        [["I liked the food.", "I come again."], ["agree", "agree"], ["neither", "disagree"]],
    )
    yield file(
        "fixed-width.dat",
        "00001good food           12\n00002rude staff           7\n00003nice view            9\n",
        [["column_1"], ["00001good food           12"], ["00002rude staff           7"], ["00003nice view            9"]],
        "no-header",
        "no-delimiter",
    )  # fmt: skip
    yield file(
        "w3c.csv",
        "#Version: 1.0\n#Fields: date time method\n2024-03-01 10:00 GET\n2024-03-02 10:01 PUT\n",
        [["column_1"], ["2024-03-01 10:00 GET"], ["2024-03-02 10:01 PUT"]],
        "preamble",
        "no-header",
    )
    yield file(
        "spss.csv",
        "id;text;x\n1;'good; cheap';0,5\n2;'rude';1,5\n3;'it is, well, ok';2,5\n",
        [["id", "text", "x"], ["1", "good; cheap", "0,5"], ["2", "rude", "1,5"], ["3", "it is, well, ok", "2,5"]],
        "quote-guessed",
    )  # fmt: skip
    for name, mark in (("tilde-pipe-tilde", "~|~"), ("caret-pipe", "^|"), ("semicolon-tab", ";\t")):
        rows = [["id", "text", "label"], ["1", "good, cheap", "pos"], ["2", "rude", "neg"]]
        text = "".join(mark.join(row) + "\n" for row in rows)
        yield file(f"{name}.csv", text, rows)
    for name, lines in {
        "bangs": ["id!text!label", "1!good!pos", "2!rude! staff!neg"],
        "middle-dots": ["id·text·label", "1·good·pos", "2·rude·neg"],
        "columns-set-with-blanks": ["   id  text   label", "0   1  good     pos", "1   2  rude     neg"],
        "wiki": ["||id||text||", "|1|good|", "|2|rude|"],
    }.items():
        yield file(
            f"{name}.csv", "".join(line + "\n" for line in lines), [[line] for line in lines], "no-delimiter"
        )
    yield file(
        "grid.csv",
        "+----+------+\n| id | text |\n+====+======+\n| 1  | good |\n+----+------+\n",
        [["id", "text"], ["1", "good"]],
        "drawn-table",
    )
    yield file(
        "unicode-line-ends.csv", "id,text\u20281,good\u20282,bad", [["id", "text\u20281", "good\u20282", "bad"]],
        "separators",
    )  # fmt: skip
    yield file(
        "half-a-character.jsonl",
        '{"text": "good"}\n{"text": "x\\ud83d y"}\n{"text": "\\ud83d\\ude00"}\n',
        [["text"], ["good"], ["x\ufffd y"], ["😀"]],
        "half-character",
        lines=(2,),
    )
    yield file(
        "json-lines.txt", '{"id": 1, "text": "good"}\n{"id": 2, "text": "bad"}\n',
        [["id", "text"], ["1", "good"], ["2", "bad"]], "other-format",
    )  # fmt: skip
    yield file(
        "backticks.csv", "`id`,`text`\n`1`,`good, cheap`\n`2`,`rude, loud`\n",
        [["id", "text"], ["1", "good, cheap"], ["2", "rude, loud"]],
        "quote-guessed", lines=(1,),
    )  # fmt: skip
    yield file("products.csv", "ID;P;Text\n1;X;good\n2;Y;bad\n", [["ID", "P", "Text"], ["1", "X", "good"], ["2", "Y", "bad"]])  # fmt: skip
    rows = [["text", "label", "n"], ["good, cheap", "pos", "5"], ["so so", "neg", "1"], ["rude", "neg", "2"]]
    counted = [["", *rows[0]], *([str(number), *row] for number, row in enumerate(rows[1:], 1))]
    text = " ".join(f'"{name}"' for name in rows[0]) + "\n"
    text += "".join(f'"{n}" "{a}" "{b}" {c}\n' for n, a, b, c in counted[1:])
    for ending in ("csv", "txt"):
        yield file(f"frame-of-r.{ending}", text, counted, "row-names", lines=(1,))
    yield file(
        "sales.txt",
        "Provider\tTitle\tUnits\n" + "APPLE\tMy App, Inc.\t3\n" * 5 + "Total_Rows\t5\n",
        [["Provider", "Title", "Units"], *[["APPLE", "My App, Inc.", "3"]] * 5, ["Total_Rows", "5", ""]],
        "short-row",
        lines=(7,),
    )
    rows = [["id", "date", "text", "n"], ["1", "2024-03-01", "good", "5"], ["2", "2024-03-02", "so so", "1"]]
    table = "".join(",".join(row) + "\n" for row in rows)
    for name, above in {
        "semicolons": "; exported, by ann\n; rows: 2\n",
        "exclamation-marks": "! exported, by ann\n",
        "dashes": "-- exported, on a Monday\n-- rows: 2\n",
        "rem": "REM exported, on a Monday\nREM rows\n",
        "nothing": "Survey of March, 2024\nMade by Ann\n",
    }.items():
        lines = tuple(range(1, above.count("\n") + 1))
        yield file(f"remarks-after-{name}.csv", above + table, rows, "preamble", lines=lines)
    for name, mark in {"two-tildes": "~~", "stx": "\x02", "bel": "\x07", "tab-pipe-tab": "\t|\t"}.items():
        yield file(f"{name}.csv", "".join(mark.join(row) + "\n" for row in rows), rows)
    rows += [["3", "2024-03-03", "rude", "2"]]
    for name, mark in {"currency-signs": "¤", "ampersands": "&", "arrows": "=>", "exclamation": "!"}.items():
        text = "".join(mark.join(row) + "\n" for row in rows)
        yield file(f"parted-by-{name}.csv", text, rows, "delimiter-guessed", lines=(1,))
    bare = [
        ["id", "title", "text"],
        ["1", '14" screen', "so so"],
        ["2", "mug", '"Nice"'],
        ["3", "lamp", 'a "b"'],
    ]
    yield file("quotes-of-the-text.tsv", "".join("\t".join(row) + "\n" for row in bare), bare)
    cited = [["PT", "AU", "TI", ""], *[["J", "Lee, A", 'A "study" of x', ""]] * 4]
    yield file("citations.txt", "".join("\t".join(row) + "\r\n" for row in cited), cited)
    head = ["Date", "Name", "Memo", "Amount"]
    paid = [["03/01/2024", "Acme, Inc.", "Paper", "1,200.00"], ["03/02/2024", "Bob", "", "30.00"]]
    body = "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in [head, *paid])
    yield file(
        "report-with-a-footer.csv",
        f'My Company\n\n{body}\n"Friday, March 1, 2024"\n',
        [head, *paid, ["Friday, March 1, 2024", "", "", ""]],
        "preamble",
        "blank-line",
        "short-row",
    )
    rows = [["id", "text"], ["1", "good"], ["2", "bad"]]
    yield file(
        "arrays-in-lines.jsonl", "".join(f'["{a}", "{b}"]\n' for a, b in rows), rows, "json-shape", lines=(1,)
    )
    for ending in ("json", "jsonl"):
        text = "".join(f'{{"id": "{a}", "text": "{b}"}},\n' for a, b in rows[1:])
        yield file(f"objects-and-commas.{ending}", text, rows)
    names = [
        ["name", "city"],
        ["Müller", "Zürich"],
        ["García", "Málaga"],
        ["François", "Nîmes"],
        ["Søren", "Århus"],
    ]
    few = [["id", "text"], *([str(n), "plain words, so" if n < 20 else "one naïve word"] for n in range(21))]
    for name, table in (("names-of-the-west", names), ("one-accent-below", few)):
        text = "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in table)
        yield OddFile(f"{name}.csv", text.encode("cp1252"), table[0], table[1:], {"encoding-guessed"})
    yield file(
        "addresses.csv",
        "mac\n00:1a:2b:3c\n00:1a:2b:3d\n00:1a:2b:3e\n",
        [["mac"], ["00:1a:2b:3c"], ["00:1a:2b:3d"], ["00:1a:2b:3e"]],
    )
    yield OddFile(
        "hard-blank.csv",
        b"id,text\n1,\xa0\n2,x\xa0y\n",
        ["id", "text"],
        [["1", "\xa0"], ["2", "x\xa0y"]],
        {"encoding-guessed"},
    )
    head, body = "id;text;date", ["1;so so;2024-03-01", "2;rude;2024-03-02", "3;good;2024-03-03"]
    rows = [head.split(";"), *(line.split(";") for line in body)]
    for name, above, kinds in (
        ("title", "Survey of guests\n", {"preamble"}),
        ("titles", "Survey\nMarch\n\n", {"preamble", "blank-line"}),
        ("remarks", "# made by a program\n# on Monday\n", {"preamble"}),
    ):
        text = above + head + "\n" + "".join(f"{line};\n" for line in body)
        yield file(f"{name}-above-delimiters-at-the-end.csv", text, rows, "trailing-column", *kinds)
        text = above + head + "\n" + "\n".join([*body[:2], "3;good"]) + "\n"
        yield file(f"{name}-above-a-short-row.csv", text, [*rows[:3], ["3", "good", ""]], "short-row", *kinds)
    visits = [["Page path", "Views", "Users"], ["/a", "10", "5"], ["/b", "9", "4"], ["/c", "1", "1"]]
    remarks = ["# ----", "# Pages", "# Account: X, Y", "# Z", "# ----", "#", "# All users", "# March"]
    text = "\n".join([*remarks, *(",".join(row) for row in visits), ""])
    yield file("more-remarks-than-rows.csv", text, visits, "preamble", lines=(1, 2, 3, 4, 5))
    copied = [["1", "good", "NULL"], ["2", "bad, so", "5"], ["3", "x", "6"]]
    text = "".join("\t".join(row) + "\r\n" for row in copied)
    yield file(
        "missing-in-the-first-row.tsv", text, [["column_1", "column_2", "column_3"], *copied], "no-header"
    )
    said = [["ham", "Go until jurong point"], ["ham", "Ok lar"], ["spam", "Free entry"], ["ham", "Not here"]]
    said.append(["spam", "Hey there"])
    text = "".join("\t".join(row) + "\n" for row in said)
    yield file("labels-before-texts.tsv", text, [["column_1", "column_2"], *said], "no-header")
    spoken = [["", "main", "00:00:00.000", "00:00:01.500", "hello, there"]]
    spoken += [["A", "", f"00:00:0{n}.500", f"00:00:0{n + 1}.500", "yes"] for n in range(1, 4)]
    text = "".join("\t".join(row) + "\n" for row in spoken)
    yield file("times-of-speech.txt", text, [[f"column_{n}" for n in range(1, 6)], *spoken], "no-header")
    rows = [["id", "text", "n"], ["1", "good", "x"], ["2", "a|b", "y"], ["3", "so, so", "z"]]
    yield file("stars-between-pipes.csv", "".join("|*|".join(row) + "\n" for row in rows), rows)
