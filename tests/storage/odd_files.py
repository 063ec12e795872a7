"""One small file per bug that readers of tables have, each with the table that is really in it."""

from collections.abc import Iterator
from dataclasses import dataclass, field

Rows = list[list[str]]


@dataclass(frozen=True)
class OddFile:
    """A file, the table in it, and the kinds of notices that reading it gives."""

    name: str
    data: bytes
    columns: list[str]
    rows: Rows
    notices: set[str] = field(default_factory=set)
    lines: tuple[int, ...] | None = None  # of the one notice


def file(name: str, text: str, rows: Rows, *notices: str, lines: tuple[int, ...] | None = None) -> OddFile:
    """A UTF-8 file whose table begins with its header."""
    return OddFile(name, text.encode(), rows[0], rows[1:], set(notices), lines)


def clean() -> Iterator[OddFile]:
    """Files in which nothing is odd to a careful reader: they give no notice."""
    yield file("plain.csv", "id,text\n1,good\n2,bad\n", [["id", "text"], ["1", "good"], ["2", "bad"]])
    yield file(
        "single-quotes-and-blanks.csv",
        "'text' 'label'\n'It''s good' 'positive'\n'Not so' 'negative'\n",
        [["text", "label"], ["It's good", "positive"], ["Not so", "negative"]],
        "quote-guessed",
    )
    yield file(
        "lines-of-a-cell-with-as-many-delimiters-as-a-row.csv",
        'id,address\n1,"John Smith\nSpringfield, IL\nMain Street, 5"\n2,"Anna\nParis, FR\nRue X, 7"\n',
        [
            ["id", "address"],
            ["1", "John Smith\nSpringfield, IL\nMain Street, 5"],
            ["2", "Anna\nParis, FR\nRue X, 7"],
        ],
    )
    yield file(
        "cells-of-delimiters-and-backslashes.tsv",
        '","\t\\\n","\t\\\n";"\t\\\n',
        [[",", "\\"], [",", "\\"], [";", "\\"]],
        "delimiter-guessed",
        "repeated-header",
    )
    yield file("no-last-newline.csv", "id,text\n1,good\n2,bad", [["id", "text"], ["1", "good"], ["2", "bad"]])
    yield file("crlf.csv", "id,text\r\n1,good\r\n2,bad\r\n", [["id", "text"], ["1", "good"], ["2", "bad"]])
    yield file("old-mac.csv", "id,text\r1,good\r2,bad\r", [["id", "text"], ["1", "good"], ["2", "bad"]])
    yield file(
        "semicolons-and-decimal-commas.csv",
        "id;price;text\n1;2,50;good, cheap\n2;3,75;bad, dear\n",
        [["id", "price", "text"], ["1", "2,50", "good, cheap"], ["2", "3,75", "bad, dear"]],
    )
    yield file(
        "tabs.tsv",
        "id\ttext\tn\n1\tgood, cheap; or |not|\t7\n2\tbad\t8\n",
        [["id", "text", "n"], ["1", "good, cheap; or |not|", "7"], ["2", "bad", "8"]],
    )
    yield file("pipes.csv", "id|text\n1|a,b\n2|c,d\n", [["id", "text"], ["1", "a,b"], ["2", "c,d"]])
    yield file(
        "keeps-leading-zeros.csv",
        "zip,big,n,text\n00123,12345678901234567890,1.10,x y\n04567,1e5,-0,z w\n",
        [
            ["zip", "big", "n", "text"],
            ["00123", "12345678901234567890", "1.10", "x y"],
            ["04567", "1e5", "-0", "z w"],
        ],
    )
    yield file(
        "missing-words.csv",
        "id,text\n1,NA\n2,null\n3,None\n4,NaN\n5,\n6,#N/A\n7,nan\n",
        [
            ["id", "text"],
            ["1", "NA"],
            ["2", "null"],
            ["3", "None"],
            ["4", "NaN"],
            ["5", ""],
            ["6", "#N/A"],
            ["7", "nan"],
        ],
    )
    yield file(
        "truth-and-dates.csv",
        "ok,day,text\nTRUE,2024-01-02,x y\nfalse,01/02/2024,z w\n",
        [["ok", "day", "text"], ["TRUE", "2024-01-02", "x y"], ["false", "01/02/2024", "z w"]],
    )
    yield file(
        "quoted.csv",
        'id,text\n1,"a, b"\n2,"say ""hi"""\n3,""\n4,""""\n',
        [["id", "text"], ["1", "a, b"], ["2", 'say "hi"'], ["3", ""], ["4", '"']],
    )
    yield file(
        "line-ends-in-cells.csv",
        'id,text\r\n1,"a\r\nb"\r\n2,"c\nd"\r\n3,"e\rf"\r\n',
        [["id", "text"], ["1", "a\r\nb"], ["2", "c\nd"], ["3", "e\rf"]],
    )
    yield file(
        "blank-edges.csv",
        " id , text\n 1 ,  good \n2, bad\n",
        [[" id ", " text"], [" 1 ", "  good "], ["2", " bad"]],
    )
    yield file(
        "duplicate-header.csv",
        "a,a,,\n1,2,3,4\n5,6,7,8\n",
        [["a", "a", "", ""], ["1", "2", "3", "4"], ["5", "6", "7", "8"]],
    )
    yield file(
        "header-with-last-comma.csv",
        "a,b,\n1,x y,\n2,z w,\n",
        [["a", "b", ""], ["1", "x y", ""], ["2", "z w", ""]],
    )
    yield file("bars.csv", "id||text\n1||a|b\n2||c\n", [["id", "text"], ["1", "a|b"], ["2", "c"]])
    yield file("colons.csv", "name:age\nAnn:31\nBob:42\n", [["name", "age"], ["Ann", "31"], ["Bob", "42"]])
    yield file(
        "sentences-with-colons.csv", "text\nNote: fine\nSo: bad\n", [["text"], ["Note: fine"], ["So: bad"]]
    )
    yield file("blanks.csv", '"id" "text"\n"1" "a b"\n"2" "c"\n', [["id", "text"], ["1", "a b"], ["2", "c"]])
    yield file("full-names.csv", "name\nAnn Smith\nBob Jones\n", [["name"], ["Ann Smith"], ["Bob Jones"]])
    yield file("line-feeds-in-old-mac.csv", 'a,b\r1,"x\ny"\r2,z\r', [["a", "b"], ["1", "x\ny"], ["2", "z"]])
    yield file(
        "marked-header.csv", "#id,text\n1,good\n2,bad\n", [["#id", "text"], ["1", "good"], ["2", "bad"]]
    )
    yield file("one-column.csv", "text\ngood, really\nbad\n", [["text"], ["good, really"], ["bad"]])
    yield file(
        "one-comma-each.csv",
        "review\nGood, fast\nBad, slow\nSo, so\n",
        [["review"], ["Good, fast"], ["Bad, slow"], ["So, so"]],
    )
    yield file(
        "one-column-of-sentences.csv",
        "review\nGood, fast, cheap.\nI liked it; well, partly.\nNo.\nYes, yes, yes, yes\n",
        [["review"], ["Good, fast, cheap."], ["I liked it; well, partly."], ["No."], ["Yes, yes, yes, yes"]],
    )
    yield file(
        "one-column-quoted.csv",
        'text\n"good, really"\n"bad\n\nindeed"\n""\n',
        [["text"], ["good, really"], ["bad\n\nindeed"], [""]],
    )
    yield file(
        "sentences-of-equal-commas.csv",
        "review\nGood, fast, cheap\nBad, slow, dear\nSo, so, so\nNo\n",
        [["review"], ["Good, fast, cheap"], ["Bad, slow, dear"], ["So, so, so"], ["No"]],
    )
    yield file("header-only.csv", "id,text\n", [["id", "text"]])
    yield file("one-row.csv", "id,text\n1,good\n", [["id", "text"], ["1", "good"]])
    yield file(
        "inch-marks.csv",
        'id,text\n1,a 5" nail\n2,6" long\n',
        [["id", "text"], ["1", 'a 5" nail'], ["2", '6" long']],
    )
    yield file(
        "quotes-inside-tabs.tsv",
        'id\ttext\n1\tsay "hi" now\n2\tthe "end"\n',
        [["id", "text"], ["1", 'say "hi" now'], ["2", 'the "end"']],
    )
    yield file(
        "apostrophes.csv",
        "id,text\n1,'tis good\n2,it's bad\n3,don't, \n",
        [["id", "text", ""], ["1", "'tis good", ""], ["2", "it's bad", ""], ["3", "don't", " "]],
        "long-row",
    )
    yield file("empty-records.csv", "a,b\n,\n1,x y\n,\n", [["a", "b"], ["", ""], ["1", "x y"], ["", ""]])
    yield file("bom.csv", "\ufeffid,text\n1,good\n", [["id", "text"], ["1", "good"]])
    yield file(
        "bom-in-first-cell.csv", "text,id\n\ufeffgood,1\n\ufeffbad,2\n",
        [["text", "id"], ["\ufeffgood", "1"], ["\ufeffbad", "2"]], "joined-files", lines=(2, 3),
    )  # fmt: skip
    yield file("bom-and-quote.csv", '\ufeff"id","text"\n"1","a, b"\n', [["id", "text"], ["1", "a, b"]])
    yield file(
        "html.csv", 'id,text\n1,"<a href=""x"">y</a>, z"\n', [["id", "text"], ["1", '<a href="x">y</a>, z']]
    )
    yield file(
        "json-in-cell.csv", 'id,text\n1,"{""a"": ""x\\""y""}"\n', [["id", "text"], ["1", '{"a": "x\\"y"}']]
    )
    yield file(
        "backslash-at-end.csv",
        'id,text\n1,"C:\\dir\\"\n2,"D:\\"\n',
        [["id", "text"], ["1", "C:\\dir\\"], ["2", "D:\\"]],
    )
    yield file(
        "unicode-line-ends.csv",
        "id,text\n1,a\u2028b\u0085c\x0bd\x0ce\x1cf\n2,g\n",
        [["id", "text"], ["1", "a\u2028b\u0085c\x0bd\x0ce\x1cf"], ["2", "g"]],
    )
    yield file(
        "decomposed.csv",
        "id,text\n1,e\u0301\n2,\u00e9\n",
        [["id", "text"], ["1", "e\u0301"], ["2", "\u00e9"]],
    )
    yield file(
        "emoji.csv",
        "id,text\n1,👩‍👩‍👧 good\n2,好,\n",
        [["id", "text"], ["1", "👩‍👩‍👧 good"], ["2", "好"]],
        "trailing-delimiter",
    )
    yield file("long-cell.csv", f"id,text\n1,{'x' * 200_000}\n", [["id", "text"], ["1", "x" * 200_000]])
    lines = "\n".join(f"line {n}" for n in range(60))
    yield file(
        "long-quoted-cell.csv", f'id,text\n1,"{lines}"\n2,b\n', [["id", "text"], ["1", lines], ["2", "b"]]
    )
    wide = [f"c{n}" for n in range(1_000)]
    yield file("wide.csv", ",".join(wide) + "\n" + ",".join(wide[::-1]) + "\n", [wide, wide[::-1]])
    yield file(
        "many-quoted-lines.csv",
        'text,label\n"I came, I saw,\nI left.\nIt was fine, really",1\n"b",0\n',
        [["text", "label"], ["I came, I saw,\nI left.\nIt was fine, really", "1"], ["b", "0"]],
    )
    yield file(
        "years.csv",
        "2019,2020,2021\n1,2,3\n4,5,6\n",
        [["2019", "2020", "2021"], ["1", "2", "3"], ["4", "5", "6"]],
    )


def doubtful() -> Iterator[OddFile]:
    """Files that may be read in two ways; the reading that was chosen is told with its line."""
    rows = "\n".join(f"{n},text {n},{n},more" for n in range(40))
    yield file(
        "long-cell-like-rows.csv", f'id,text,n\n1,"{rows}",5\n2,b,4\n',
        [["id", "text", "n"], ["1", rows, "5"], ["2", "b", "4"]], "long-cell", lines=(2,),
    )  # fmt: skip
    yield file(
        "long-cell-of-one-column.csv", 'text\n"' + "a b\n" * 30 + '"\nc d\n',
        [["text"], ["a b\n" * 30], ["c d"]], "long-cell", lines=(2,),
    )  # fmt: skip


def repaired() -> Iterator[OddFile]:
    """Files that need a repair, which is told with its line."""
    yield file(
        "short-row.csv", "a,b,c\n1,x y,3\n4,z w\n5,u v,6\n",
        [["a", "b", "c"], ["1", "x y", "3"], ["4", "z w", ""], ["5", "u v", "6"]], "short-row", lines=(3,),
    )  # fmt: skip
    yield file(
        "long-row.csv", "a,b\n1,x y\n2,z w,more\n3,u v\n",
        [["a", "b", ""], ["1", "x y", ""], ["2", "z w", "more"], ["3", "u v", ""]], "long-row", lines=(3,),
    )  # fmt: skip
    yield file(
        "trailing-commas.csv", "a,b\n1,x y,\n2,z w,\n3,u v,\n",
        [["a", "b"], ["1", "x y"], ["2", "z w"], ["3", "u v"]], "trailing-column",
    )  # fmt: skip
    yield file(
        "one-trailing-comma.csv", "a,b\n1,x y\n2,z w,\n3,u v\n4,s t\n",
        [["a", "b"], ["1", "x y"], ["2", "z w"], ["3", "u v"], ["4", "s t"]], "trailing-delimiter", lines=(3,),
    )  # fmt: skip
    yield file(
        "row-names.csv", '"text","label"\n"1","x y","a"\n"2","z w","b"\n"3","u v","a"\n',
        [["", "text", "label"], ["1", "x y", "a"], ["2", "z w", "b"], ["3", "u v", "a"]], "row-names",
    )  # fmt: skip
    yield file(
        "blank-lines.csv", "a,b\n\n1,x y\n\n\n2,z w\n\n",
        [["a", "b"], ["1", "x y"], ["2", "z w"]], "blank-line", lines=(2, 4, 5, 7),
    )  # fmt: skip
    yield file(
        "blank-lines-of-one-column.csv", "text\ngood\n\nbad\n\n",
        [["text"], ["good"], [""], ["bad"]], "blank-line", lines=(3, 5),
    )  # fmt: skip
    yield file(
        "unescaped-quotes.csv", 'id,text,n\n1,"He said "hi" to me",5\n2,"fine",4\n',
        [["id", "text", "n"], ["1", 'He said "hi" to me', "5"], ["2", "fine", "4"]], "stray-quote", lines=(2,),
    )  # fmt: skip
    yield file(
        "unescaped-quotes-over-lines.csv", 'id,text,n\n1,"He said "hi" to me\nand left, "bye", gone",5\n2,"fine",4\n',
        [["id", "text", "n"], ["1", 'He said "hi" to me\nand left, "bye", gone', "5"], ["2", "fine", "4"]],
        "stray-quote", lines=(2,),
    )  # fmt: skip
    yield file(
        "open-quote.csv", 'id,text,n\n1,"never closed,5\n2,fine,4\n3,good,3\n',
        [["id", "text", "n"], ["1", '"never closed', "5"], ["2", "fine", "4"], ["3", "good", "3"]],
        "stray-quote", lines=(2,),
    )  # fmt: skip
    yield file(
        "two-open-quotes.csv", 'id,text,n\n1,"one,5\n2,"two,4\n3,good,3\n',
        [["id", "text", "n"], ["1", '"one', "5"], ["2", '"two', "4"], ["3", "good", "3"]],
        "stray-quote", lines=(2, 3),
    )  # fmt: skip
    yield file(
        "open-quote-then-quoted.csv", 'id,text,n\n1,"one,5\n2,"two, or so",4\n3,good,3\n',
        [["id", "text", "n"], ["1", '"one', "5"], ["2", "two, or so", "4"], ["3", "good", "3"]],
        "stray-quote", lines=(2,),
    )  # fmt: skip
    yield file(
        "swallowed-rows.csv", 'id,text,n\n1,"open,5\n2,b,4\n3,c,3\n4,a 5",2\n5,e,1\n',
        [["id", "text", "n"], ["1", '"open', "5"], ["2", "b", "4"], ["3", "c", "3"], ["4", 'a 5"', "2"], ["5", "e", "1"]],
        "stray-quote", lines=(2,),
    )  # fmt: skip
    yield file(
        "junk-behind-quote.csv", 'id,text\n1,"a" b\n2,c d\n',
        [["id", "text"], ["1", '"a" b'], ["2", "c d"]], "stray-quote", lines=(2,),
    )  # fmt: skip
    yield file(
        "open-quote-in-last-line.csv", 'id,text\n1,a b\n2,"c d\n',
        [["id", "text"], ["1", "a b"], ["2", '"c d']], "stray-quote", lines=(3,),
    )  # fmt: skip
    yield file(
        "backslash-escapes.csv", 'id,text\n1,"say \\"hi\\", he said"\n2,"C:\\\\x"\n3,"a\\nb"\n',
        [["id", "text"], ["1", 'say "hi", he said'], ["2", "C:\\x"], ["3", "a\\nb"]], "escaped-quotes",
    )  # fmt: skip
    yield file(
        "single-quotes.csv", "id,text\n'1','a, b'\n'2','it''s'\n'3','c'\n",
        [["id", "text"], ["1", "a, b"], ["2", "it's"], ["3", "c"]], "quote-guessed",
    )  # fmt: skip
    yield file(
        "nul.csv", "id,text\n1,a\0b\n2,c d\n", [["id", "text"], ["1", "a\0b"], ["2", "c d"]], "nul", lines=(2,),
    )  # fmt: skip
    yield file(
        "bare-cr-in-cell.csv", "id,text\n1,a\rb\n2,c d\n",
        [["id", "text"], ["1", "a\rb"], ["2", "c d"]], "lone-cr", lines=(2,),
    )  # fmt: skip
    yield file(
        "bare-cr-between-rows.csv", "id,text\n1,a b\r2,c d\n3,e f\n",
        [["id", "text"], ["1", "a b"], ["2", "c d"], ["3", "e f"]], "lone-cr", lines=(2,),
    )  # fmt: skip
    yield file(
        "sep-line.csv",
        "sep=;\r\na;b\r\n1;x, y\r\n",
        [["a", "b"], ["1", "x, y"]],
        "separator-line",
        lines=(1,),
    )
    yield file(
        "blank-before-quotes.csv", 'id, text, n\n1, "a, b", 2\n2, "c ""d""", 3\n',
        [["id", " text", " n"], ["1", "a, b", " 2"], ["2", 'c "d"', " 3"]],
    )  # fmt: skip
    yield file(
        "blanks-around-quotes.csv", 'id, text , n\n1, "a, b" , 2\n2, "c" , 3\n',
        [["id", " text ", " n"], ["1", "a, b", " 2"], ["2", "c", " 3"]],
    )  # fmt: skip
    yield file(
        "no-header.csv", "1,good thing,2024-01-01\n2,bad thing,2024-01-02\n3,so so,2024-01-03\n",
        [["column_1", "column_2", "column_3"], ["1", "good thing", "2024-01-01"], ["2", "bad thing", "2024-01-02"],
         ["3", "so so", "2024-01-03"]], "no-header",
    )  # fmt: skip
    yield file(
        "doubled-line-ends.csv", "a,b\r\r\n1,x y\r\r\n2,z w\r\r\n", [["a", "b"], ["1", "x y"], ["2", "z w"]],
    )  # fmt: skip
    yield file(
        "title-with-delimiters.csv", "Survey,,\n,,\nid,text,n\n1,good,2\n2,bad,3\n",
        [["id", "text", "n"], ["1", "good", "2"], ["2", "bad", "3"]], "preamble", lines=(1, 2),
    )  # fmt: skip
    yield file(
        "comment-lines.csv", "# made by a program\nid,text,n\n1,good,2\n# half\n2,bad,3\n",
        [["id", "text", "n"], ["1", "good", "2"], ["2", "bad", "3"]], "preamble", "remark",
    )  # fmt: skip
    yield file(
        "remarks-with-delimiters.csv", "# one, two, three\n# four, five, six\na,b,c\n1,2,3\n4,5,6\n",
        [["a", "b", "c"], ["1", "2", "3"], ["4", "5", "6"]], "preamble", lines=(1, 2),
    )  # fmt: skip
    yield file(
        "escaped-delimiters.csv", "id,text,n\n1,good\\, cheap,5\n2,bad,1\n3,x\\, y\\\nz,2\n",
        [["id", "text", "n"], ["1", "good, cheap", "5"], ["2", "bad", "1"], ["3", "x, y\nz", "2"]], "escaped-quotes",
    )  # fmt: skip
    yield file(
        "quote-before-quoted.csv", 'a,b,c,d\n1,"2,"x, y",3\n4,5,"z, w",6\n7,8,"u, v",9\n',
        [["a", "b", "c", "d"], ["1", '"2', "x, y", "3"], ["4", "5", "z, w", "6"], ["7", "8", "u, v", "9"]],
        "stray-quote", lines=(2,),
    )  # fmt: skip
    yield file(
        "row-of-semicolons.csv", "a,b,c\n1,x,2\n3;y;4\n5,z,6\n",
        [["a", "b", "c"], ["1", "x", "2"], ["3", "y", "4"], ["5", "z", "6"]], "other-delimiter", lines=(3,),
    )  # fmt: skip
    yield file(
        "header-twice.csv", "id,text\n1,good\nid,text\n2,bad\n",
        [["id", "text"], ["1", "good"], ["id", "text"], ["2", "bad"]], "repeated-header", lines=(3,),
    )  # fmt: skip
    yield file(
        "some-single-quotes.csv", "id,text,n\n1,'a, b',2\n2,c,3\n3,'d, e, f',4\n4,g,5\n5,h,6\n",
        [["id", "text", "n"], ["1", "a, b", "2"], ["2", "c", "3"], ["3", "d, e, f", "4"], ["4", "g", "5"], ["5", "h", "6"]],
        "quote-guessed",
    )  # fmt: skip
    yield file(
        "blank-first-lines.csv", "\n\na,b\n1,x y\n", [["a", "b"], ["1", "x y"]], "blank-line", lines=(1, 2)
    )


def told() -> Iterator[OddFile]:
    """Files whose bytes allow two readings, or hold what is no row: the line is named."""
    rows = [["id", "text"], ["1", "good"], ["2", "bad"]]
    text = "id,text\n1,good\n2,bad\n"
    yield file("two-marks.csv", "\ufeff\ufeff" + text, rows, "byte-order-marks", lines=(1,))
    yield file(
        "two-marks-and-quotes.csv",
        '\ufeff\ufeff"id","text"\n1,good\n2,bad\n',
        rows,
        "byte-order-marks",
        lines=(1,),
    )
    yield file("dos-end-mark.csv", text + "\x1a", rows, "end-mark", lines=(4,))
    yield file("padded-with-nuls.csv", text + "\0" * 512, rows, "padding", lines=(4,))
    wrapped = [["id,text,n"], ["1,so so,2"], ['2,"no, never",3']]
    quoted = "".join('"' + cell.replace('"', '""') + '"\n' for [cell] in wrapped)
    yield file("rows-in-quotes.csv", quoted, wrapped, "no-delimiter", lines=(1,))
    parted = [['id text "answer" "remark"'], ['1 so so "well, yes" "a b"'], ['2 no "never" "c d"']]
    yield file(
        "blanks-in-unquoted-cells.csv",
        "".join(f"{cell}\n" for [cell] in parted),
        parted,
        "no-delimiter",
        lines=(1,),
    )
    curly = [["“id”", "“text”"], ["“1”", "“good”"], ["“2”", "“bad”"]]
    yield file(
        "curly-quotes-around-cells.csv",
        "".join(f"{a},{b}\n" for a, b in curly),
        curly,
        "typographic-quotes",
        lines=(1,),
    )
    yield file(
        "header-of-other-delimiter.csv", "a;b;c\n1,x,2\n3,y,4\n5,z,6\n",
        [["a", "b", "c"], ["1", "x", "2"], ["3", "y", "4"], ["5", "z", "6"]], "other-delimiter", lines=(1,),
    )  # fmt: skip
    yield file(
        "remarks-above-one-column.csv", "# made, by hand\n# on a Monday\ncomment\nGood.\nBad, really.\n",
        [["comment"], ["Good."], ["Bad, really."]], "preamble", lines=(1, 2),
    )  # fmt: skip
    yield file(
        "remarks-above-hashtags.csv", "% made by a program\ntag,text\n#good,# one\n#bad,# two\n",
        [["tag", "text"], ["#good", "# one"], ["#bad", "# two"]], "preamble", lines=(1,),
    )  # fmt: skip
    yield file(
        "escaped-line-ends.csv", "id,poem\n1,one\\\ntwo\\\nthree\\\nfour\n2,five\\\nsix\\\nseven\\\neight\n",
        [["id", "poem"], ["1", "one\ntwo\nthree\nfour"], ["2", "five\nsix\nseven\neight"]], "escaped-quotes",
    )  # fmt: skip
    yield file(
        "single-quotes-over-lines.csv", "'id','poem'\n'1','one | two\nthree | four\nfive | six'\n'2','seven | eight\nnine | ten'\n",
        [["id", "poem"], ["1", "one | two\nthree | four\nfive | six"], ["2", "seven | eight\nnine | ten"]], "quote-guessed",
    )  # fmt: skip
    yield file(
        "row-of-blanks-and-quotes.csv", "a,b,c\n1,x,2\n3 \"y, or so\" 4\n5,z,6\n",
        [["a", "b", "c"], ["1", "x", "2"], ["3", "y, or so", "4"], ["5", "z", "6"]], "other-delimiter", lines=(3,),
    )  # fmt: skip
    lists = [["id", "tags", "text"], ["1", "a;b;c", "so so"], ["2", "d;e;f", "no"], ["3", "g;h;i", "yes"]]
    yield file("lists-of-equal-length.csv", "".join(",".join(row) + "\n" for row in lists), lists)
    yield file(
        "name-too-many.csv", "id,tags,text,more\n" + "".join(f"{n},a;b;c,so so\n" for n in range(20)),
        [["id", "tags", "text", "more"], *[[str(n), "a;b;c", "so so", ""] for n in range(20)]], "short-row",
        lines=(2, 3, 4, 5, 6),
    )  # fmt: skip
    pipes = [["", " text", "n"], ["0", "so so", "1"], ["1", "no", "2"], ["2", "a, b", "3"]]
    yield file("unnamed-index.txt", "".join("|".join(row) + "\n" for row in pipes), pipes)
    lines = [
        "How satisfied are you today with all of it (1 to 5)?,Anything else?,No",
        "2,nothing,1",
        "5,all good,2",
    ]
    yield file(
        "lines-like-rows.txt",
        "\n".join(lines),
        [["text"], *[[line] for line in lines]],
        "no-delimiter",
        lines=(1,),
    )


def json_shapes() -> Iterator[OddFile]:
    """JSON in another shape than one object a row, and text under the name of another format."""
    rows = [["a", "b"], ["1", "x"], ["2", ""]]
    shaped = {
        "rows-in-object": '{"n": 2, "data": [{"a": 1, "b": "x"}, {"a": 2, "b": null}]}',
        "rows-in-object-over-lines": '{\n  "data": [\n    {"a": 1, "b": "x"},\n    {"a": 2, "b": null}\n  ]\n}\n',
        "columns": '{"a": [1, 2], "b": ["x", null]}',
        "columns-by-index": '{"a": {"0": 1, "1": 2}, "b": {"0": "x", "1": null}}',
        "arrays": '[["a", "b"], [1, "x"], [2, null]]',
        "rows-by-number": '{"0": {"a": 1, "b": "x"}, "1": {"a": 2, "b": null}}',
    }
    for name, text in shaped.items():
        yield file(f"{name}.json", text, rows, "json-shape", lines=(1,))
    texts = [["text"], ["good"], ["bad, é"]]
    yield file("texts.json", '["good", "bad, \\u00e9"]', texts, "json-shape", lines=(1,))
    yield file("objects-over-lines.json", '{\n "a": 1,\n "b": "x"\n}\n{\n "a": 2,\n "b": ""\n}\n', rows)
    yield file("one-object.json", '{"a": 1, "b": ["x"]}', [["a", "b"], ["1", '["x"]']])
    yield file("one-row-of-lists.jsonl", '{"a": ["x", "y"]}\n', [["a"], ['["x", "y"]']])
    for ending in ("json", "xlsx", "ods", "parquet"):
        yield file(f"delimited.{ending}", "a,b\n1,x\n2,\n", rows, "other-format", lines=(1,))


TEXTS = {
    "cp1252": "id,text\n1,L’été dernier nous sommes allés à la plage\n2,Ça m’a beaucoup plu, dommage pour le café\n",
    "cp1251": "id,text\n1,Отличный телефон но батарея садится быстро\n2,Очень плохо\n",
    "cp1250": "id,text\n1,Příliš žluťoučký kůň úpěl ďábelské ódy\n2,Książka jest świetna polecam każdemu\n",
    "gb18030": "编号,评论\n1,这部电影很好看演员的表演也非常到位\n2,太差了不推荐给任何人\n",
    "big5": "編號,評論\n1,這部電影很好看演員的表演也非常到位\n2,太差了不推薦給任何人\n",
    "cp932": "番号,感想\n1,この映画はとても面白かったです\n2,つまらなかった\n",
    "euc_jp": "番号,感想\n1,この映画はとても面白かったです\n2,つまらなかった\n",
    "cp949": "번호,평가\n1,이 영화는 정말 재미있었어요\n2,별로였어요 추천하지 않아요\n",
    "koi8-r": "id,text\n1,Отличный телефон но батарея садится быстро\n2,Очень плохо не советую никому\n",
    "utf-16-le": "id,text\n1,déjà vu\n2,好的\n",
    "cp1254": "no,yorum\n1,İdare eder şöyle böyle\n2,Çok güzel teşekkürler ışık\n",
    "utf-16-be": "id,text\n1,déjà vu\n2,好的\n",
    "utf-32-le": "id,text\n1,déjà vu\n2,好的\n",
    "iso2022_jp": "番号,感想\n1,この映画はとても面白かったです\n2,つまらなかった\n",
}


def titled_two_columns() -> Iterator[OddFile]:
    """A title above two columns, where marks that no text has tell it from a header."""
    rows = [
        ["text", "label"],
        ["Staff price! price,", "negative"],
        ["Good", "positive"],
        ["Again", "positive"],
    ]
    for name, delimiter, quote in (("separators.csv", "\x1f", ""), ("quoted-tabs.tsv", "\t", '"')):
        lines = [delimiter.join(f"{quote}{cell}{quote}" for cell in row) for row in rows]
        text = "\n".join(["Survey of our guests", *lines])
        yield file(f"title-{name}", text, rows, "preamble", lines=(1,))


def encoded() -> Iterator[OddFile]:
    """Files in other text encodings than UTF-8, without a mark that says so."""
    for encoding, text in TEXTS.items():
        rows = [line.split(",", 1) for line in text.splitlines()]
        if encoding == "cp1252":  # its second text holds a comma
            text = text.replace("plu, d", "plu d")
            rows = [line.split(",") for line in text.splitlines()]
        yield OddFile(f"{encoding}.csv", text.encode(encoding), rows[0], rows[1:], {"encoding-guessed"})
    marked = TEXTS["utf-16-le"]
    rows = [line.split(",") for line in marked.splitlines()]
    for name in ("utf-16", "utf-32", "utf-8-sig"):
        yield OddFile(f"{name}-with-mark.csv", marked.encode(name), rows[0], rows[1:])
    yield OddFile(
        "one-accent.csv",
        b"id,text\n1,caf\xe9\n2,tea\n",
        ["id", "text"],
        [["1", "café"], ["2", "tea"]],
        {"encoding-guessed"},
    )
    arabic = [["الرقم", "النص"], ["0", "جيد جدا"], ["1", "سيء"]]
    for encoding in ("utf-16-le", "utf-16-be"):
        data = "".join(",".join(row) + "\n" for row in arabic).encode(encoding)
        yield OddFile(f"arabic-{encoding}.csv", data, arabic[0], arabic[1:], {"encoding-guessed"})
    malayalam = "id,text\n1,മലയാളം\n2,ന"  # its last letter's second byte is that of a carriage return
    yield OddFile(
        "ends-in-a-letter-like-a-line-end.csv", malayalam.encode("utf-16-le"), ["id", "text"],
        [["1", "മലയാളം"], ["2", "ന"]], {"encoding-guessed"},
    )  # fmt: skip
    yield OddFile("line-end-and-nul.csv", b'"\'\n\0"\r\n', ["'\n\0"], [], {"nul"}, (2,))
    hindi = [["id", "समीक्षा"], ["1", "बहुत अच्छा।"], ["2", "खराब सेवा"]]
    data = "".join(",".join(row) + "\n" for row in hindi).encode() + b"3,caf\xe9\n"
    yield OddFile(
        "damaged-hindi.csv", data, hindi[0], [*hindi[1:], ["3", "caf�⟨E9⟩"]], {"undecodable-bytes"}, (4,)
    )
    parted = "编号\x01评论\n1\x01服务态度差。\n2\x01位置方便\n"
    yield OddFile(
        "parted-utf-16.csv", parted.encode("utf-16-le"), ["编号", "评论"],
        [["1", "服务态度差。"], ["2", "位置方便"]], {"encoding-guessed"},
    )  # fmt: skip
    yield OddFile(
        "curly-quotes.csv", b"id,text\n1,it\x92s \x93fine\x94\n2,so\n", ["id", "text"],
        [["1", "it’s “fine”"], ["2", "so"]], {"encoding-guessed"},
    )  # fmt: skip
    good = "id,text\n1,déjà vu, très bien\n2,好的\n".replace("vu, t", "vu t").encode()
    yield OddFile(
        "damaged-utf-8.csv", good + b"3,caf\xe9 noir\n", ["id", "text"],
        [["1", "déjà vu très bien"], ["2", "好的"], ["3", "caf�⟨E9⟩ noir"]], {"undecodable-bytes"}, (4,),
    )  # fmt: skip
    yield OddFile(
        "cut-utf-8.csv", good + "3,x 好".encode()[:-1], ["id", "text"],
        [["1", "déjà vu très bien"], ["2", "好的"], ["3", "x �⟨E5⟩�⟨A5⟩"]], {"undecodable-bytes"}, (4,),
    )  # fmt: skip


REFUSED: dict[str, tuple[bytes, str]] = {
    "empty.csv": (b"", "empty"),
    "blank.csv": (b" \n\r\n\t\n", "blank"),
    "nuls.csv": (b"\0" * 5_000, "not text"),
    "picture.csv": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "PNG"),
    "archive.csv": (b"PK\x03\x04" + b"\0" * 60, "damaged"),
    "archive.zip": (b"PK\x05\x06" + b"\0" * 18, "ZIP"),
    "paper.csv": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
    "packed.csv.gz": (b"\x1f\x8b\x08\0\0\0\0\0", "damaged"),
    "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 500, "XLSX"),
    "page.csv": (b"<!DOCTYPE html>\n<html><table></table></html>", "HTML"),
    "sheet.csv": (b'ID;PWXL;N;E\r\nC;Y1;X1;K"text"\r\nE\r\n', "SYLK"),
    "dif.csv": (b'TABLE\r\n0,1\r\n"EXCEL"\r\n', "DIF"),
    "statistics.csv": (b"$FL2@(#) SPSS DATA FILE" + bytes(400), "SPSS"),
    "statistics.dta": (b"<stata_dta><header>" + bytes(400), "Stata"),
    "program.csv": (bytes(range(256)) * 40, "not text"),
    "fake.xlsx": (b"\0\1id,text\n1,good\n", "workbook"),
    "fake.parquet": (b"\0\1id,text\n1,good\n", "Parquet"),
    "deep.json": (b'[{"a": ' + b"[" * 50_000 + b"]" * 50_000 + b"}]", "nested too deeply"),
    "cut.parquet": (b"PAR1" + b"\0" * 50, "Parquet"),
    "broken.jsonl": (b"{\"a\": 1\n{'b'}\n", "JSON"),
    "broken.json": (b'[{"a": 1}, {"b": ]', "JSON"),
    "numbers.json": (b"[1, 2, 3]", "JSON"),
}


def exported() -> Iterator[OddFile]:
    """Files as programs and services write them."""
    yield file(
        "indicators.csv",
        '\ufeff"Data Source","World Development Indicators",\n\n"Last Updated Date","2024-02-21",\n\n'
        '"Country","Code","2020","2021","2022",\n"Chad, Republic","TCD","","1","1.5",\n"Mali","MLI","2","3","4",\n',
        [
            ["Country", "Code", "2020", "2021", "2022", ""],
            ["Chad, Republic", "TCD", "", "1", "1.5", ""],
            ["Mali", "MLI", "2", "3", "4", ""],
        ],
        "preamble",
        "blank-line",
    )
    question = "How satisfied are you, overall, with what we did for you?"
    yield file(
        "survey-below-a-title.csv",
        f'; Survey of March\nTime,"{question}",Score\n9:01,"Very, very",3\n9:02,,4\n9:03,Not at all,1\n',
        [
            ["Time", question, "Score"],
            ["9:01", "Very, very", "3"],
            ["9:02", "", "4"],
            ["9:03", "Not at all", "1"],
        ],
        "preamble",
        lines=(1,),
    )
    yield OddFile(
        "split-frame.json", b'{"columns":["id","text"],"index":[0,1],"data":[["1","good"],["2","bad"]]}',
        ["id", "text"], [["1", "good"], ["2", "bad"]], {"json-shape"}, (1,),
    )  # fmt: skip
    rows = [[str(n), f"Good {n}\nand cheap", "pos" if n % 2 else "neg"] for n in range(1, 9)]
    yield OddFile(
        "lines-escaped-by-a-backslash.txt",
        "".join("\t".join(row).replace("\n", "\\\n") + "\n" for row in rows).encode(),
        ["column_1", "column_2", "column_3"], rows, {"escaped-quotes", "no-header"},
    )  # fmt: skip
    yield file(
        "set-for-print.csv",
        "id |text |n\n---|-----|-\n1  |good |2\n2  |bad  |3\n",
        [["id", "text", "n"], ["1", "good", "2"], ["2", "bad", "3"]],
        "drawn-table",
        lines=(2,),
    )
    for name, text, kind, line in (
        ("print-with-a-bar-in-a-cell.txt", " id | text \n----+------\n  1 | a|b\n(1 row)\n", "drawn-rule", 2),
        ("blanks-between-quotes.txt", '"id" "text"\n"3" "7" "very good"\n"1" "8" "bad"\n', "no-delimiter", 1),
    ):
        yield OddFile(name, text.encode(), ["text"], [[cell] for cell in text.splitlines()], {kind}, (line,))
    yield file(
        "separators-of-rows.csv",
        "id\x1ftext\x1e1\x1fgood, cheap\x1e2\x1fbad, dear\x1e",
        [["id\x1ftext\x1e1\x1fgood", " cheap\x1e2\x1fbad", " dear\x1e"]],
        "separators",
        lines=(1,),
    )
    yield file(
        "blanks-behind-quotes.csv",
        'item,price  \nrude,"1,97"  \nnice,"2,98"  \n',
        [["item", "price  "], ["rude", "1,97"], ["nice", "2,98"]],
        "blanks-left-out",
        lines=(2,),
    )
    yield file(
        "rows-in-quotes-below-a-header-of-two-lines.csv",
        '"id,""text\n(original)"",n"\n' + "".join(f'"{n},good,3"\n' for n in range(12)),
        [['id,"text\n(original)",n'], *[[f"{n},good,3"] for n in range(12)]],
        "no-delimiter",
        lines=(1,),
    )
    yield file(
        "doubled-backslashes.csv",
        "id,path\n1,C:\\\\a\n2,C:\\\\b\n3,D:\\\\c\\\\\n",
        [["id", "path"], ["1", "C:\\\\a"], ["2", "C:\\\\b"], ["3", "D:\\\\c\\\\"]],
        "doubled-backslashes",
        lines=(2,),
    )


def odd_files() -> list[OddFile]:
    """All files with a table in them."""
    return [
        *clean(),
        *doubtful(),
        *repaired(),
        *told(),
        *json_shapes(),
        *titled_two_columns(),
        *encoded(),
        *exported(),
    ]
