"""Small files in encodings and formats of other trades: mainframes, databases, legal review, archives."""

from collections.abc import Iterator

from tests.storage.odd_files import OddFile, Rows, file

SAID = {
    "hz": ["非常好", "谢谢,下次再来"],
    "iso2022_kr": ["아주 좋아요", "감사합니다"],
    "iso8859-15": ["ça coûte 5 €", "très bon cœur"],
    "koi8-u": ["дуже добре", "дякую, їжа є"],
    "cp855": ["очень хорошо", "спасибо большое"],
    "johab": ["아주 좋아요", "감사합니다, 또 올게요"],
    "cp932": ["とても良い", "ありがとうございます"],
    "euc_jp": ["とても良いです", "ありがとうございます"],
    "utf-7": ["déjà vu, 很好", "très cher", "schön"],
    "cp037": ["good, cheap", "rude staff"],
}


def written(rows: Rows) -> str:
    """Rows with quotes around every cell."""
    return "".join(",".join(f'"{cell}"' for cell in row) + "\n" for row in rows)


def foreign() -> Iterator[OddFile]:
    """Files with the table that is in them."""
    for encoding, texts in SAID.items():
        rows = [["id", "text"], *([str(number), text] for number, text in enumerate(texts))]
        data = written(rows).encode(encoding)
        yield OddFile(f"{encoding}.csv", data, rows[0], rows[1:], {"encoding-guessed"})
    half = written([["id", "text"], ["1", "naïve"], ["2", "café à thé"]]).encode() + b'"3","caf\xe9"\n'
    rows = [["1", "naïve"], ["2", "café à thé"], ["3", "caf�⟨E9⟩"]]
    yield OddFile("two-encodings.csv", half, ["id", "text"], rows, {"undecodable-bytes"}, (4,))
    reviewed = [["id", "text", "n"], ["1", "good®cheap", "2"], ["2", "bad", ""]]
    for name, mark in (("load-file", "\x14"), ("load-file-of-pilcrows", "¶")):
        text = "".join(mark.join(f"þ{cell}þ" for cell in row) + "\r\n" for row in reviewed)
        yield file(f"{name}.dat", text, reviewed)
        data, told = text.encode("cp1252"), {"encoding-guessed"}
        yield OddFile(f"{name}-of-windows.dat", data, reviewed[0], reviewed[1:], told)
    yield file(
        "long-questions.csv",
        "Our guests,,\n,,\nWhat did you like about your stay with us this year?,Why?,n\na,b,1\nc,d,2\n",
        [["What did you like about your stay with us this year?", "Why?", "n"], ["a", "b", "1"], ["c", "d", "2"]],
        "preamble",
    )  # fmt: skip
    yield file(
        "tweets.js",
        'window.YTD.tweets.part0 = [\n{"tweet": {"id": "1", "text": "good"}},\n{"tweet": {"id": "2"}}\n]\n',
        [["id", "text"], ["1", "good"], ["2", ""]],
        "json-shape",
        lines=(1,),
    )
    yield file("items.csv", "- id: 1\n  text: good\n- id: 2\n", [["- id: 1"], ["  text: good"], ["- id: 2"]], "one-column")  # fmt: skip
    yield from dumps()


def dumps() -> Iterator[OddFile]:
    """Dumps of databases."""
    rows = [["id", "text", "label"], ["1", 'it\'s "good"; (cheap)', "pos"], ["2", "two\nlines \\", ""]]
    head = "--\n-- Dump\n--\n\nSET x = 'a;b';\n"
    of_mysql = (
        "-- MySQL dump 10.13\n/*!40101 SET NAMES utf8 */;\nCREATE TABLE `r` (\n  `id` int(11) NOT NULL,\n"
        "  `text` text COMMENT 'a, (b',\n  `label` enum('pos','neg'),\n  PRIMARY KEY (`id`)\n);\n"
        "INSERT INTO `r` VALUES (1,'it\\'s \\\"good\\\"; (cheap)','pos'),(2,'two\\nlines \\\\',NULL);\n"
    )
    yield file("mysql.sql", of_mysql, rows, "sql-dump", "null-cells")
    of_postgres = (
        head + 'COPY public.r (id, text, label) FROM stdin;\n1\tit\'s "good"; (cheap)\tpos\n'
        "2\ttwo\\nlines \\\\\t\\N\n\\.\n\nALTER TABLE r ADD x int;\n"
    )
    yield file("postgres-copy.sql", of_postgres, rows, "sql-dump", "null-cells")
    of_columns = (
        head
        + "INSERT INTO public.r (id, text) VALUES (1, 'it''s \"good\"; (cheap)') ON CONFLICT DO NOTHING;\n"
        "INSERT INTO public.r (label, id, text) VALUES (DEFAULT, 2, E'two\\nlines \\\\');\n"
    )
    told = [rows[0], [*rows[1][:2], ""], [*rows[2][:2], "DEFAULT"]]
    yield file("postgres-inserts.sql", of_columns, told, "sql-dump")
    of_server = (
        "USE [db]\r\nGO\r\nSET IDENTITY_INSERT [dbo].[r] ON\r\nGO\r\n"
        "INSERT [dbo].[r] ([id], [text], [label]) VALUES (1, N'it''s \"good\"; (cheap)', N'pos')\r\nGO\r\n"
        "INSERT [dbo].[r] ([id], [text], [label]) VALUES (2, N'two\nlines \\', NULL)\r\nGO\r\n"
    )
    yield OddFile(
        "server.sql", of_server.encode("utf-16"), rows[0], rows[1:], {"sql-dump", "null-cells"}
    )  # fmt: skip
    of_two = "INSERT INTO users VALUES (1,'ann');\nINSERT INTO r (text) VALUES ('a longer text'),('b');\n"
    yield file("two-tables.sql", of_two, [["text"], ["a longer text"], ["b"]], "sql-dump", "sheet-guessed")


FOREIGN_REFUSED = {
    "schema.sql": (b"CREATE TABLE r (id int);\n", "no rows"),
    "broken.sql": (b"INSERT INTO r (a,b) VALUES (1, 'x'),\n(2, 'y';\n", "line 2"),
    "card.csv": (b"BEGIN:VCARD\r\nVERSION:3.0\r\nN:Lee;Ann;;;\r\nEND:VCARD\r\n", "vCard"),
    "coded.csv": (b"begin 644 a.csv\n#86)C\n`\nend\n", "uuencode"),
}
