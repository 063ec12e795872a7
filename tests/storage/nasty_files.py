"""Tables written in every dialect that programs and people use, each with the table that is really in it."""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

Rows = list[list[str]]


@dataclass(frozen=True)
class Style:
    """How a table is written.

    quoting:   "minimal" (where needed), "all", "text" (all but numbers) or "none"
    escape:    "double", or "backslash" for quotes inside cells
    above:     what stands above the header, by name of PREAMBLES
    """

    delimiter: str = ","
    quote: str = '"'
    quoting: str = "minimal"
    escape: str = "double"
    newline: str = "\n"
    ends: bool = True
    encoding: str = "utf-8"
    bom: bytes = b""
    above: str = "nothing"


@dataclass(frozen=True)
class NastyFile:
    """A file's bytes and the table in it."""

    name: str
    data: bytes
    columns: list[str]
    rows: Rows


DELIMITERS = (",", "\t", ";", "|", "^", "~", ":", "||", "::", "\x1f", "\x01", "§", "¦", " ")
PREAMBLES: dict[str, Callable[[int, Style], list[str]]] = {
    "nothing": lambda n, style: [],
    "title": lambda n, style: ["Survey of our guests"],
    "title and blank line": lambda n, style: ["Survey of our guests", ""],
    "title, date and blank line": lambda n, style: ["Survey of our guests", "Made on Monday", ""],
    "remarks": lambda n, style: ["# exported by a program", "# on a Monday"],
    "delimited title": lambda n, style: [
        style.delimiter.join(["Survey", *[""] * (n - 1)]),
        style.delimiter.join([""] * n),
    ],
    "blank lines": lambda n, style: ["", ""],
}


def written(columns: Sequence[str], rows: Rows, style: Style) -> bytes:
    """A table in a style."""
    lines = [style.delimiter.join(_cell(cell, style) for cell in row) for row in [list(columns), *rows]]
    lines = [*PREAMBLES[style.above](len(columns), style), *lines]
    text = style.newline.join(lines) + (style.newline if style.ends else "")
    return style.bom + text.encode(style.encoding)


def _cell(cell: str, style: Style) -> str:
    special = (style.delimiter[0], style.quote, "\n", "\r")
    is_number = cell.replace(".", "", 1).lstrip("-").isdigit()
    wanted = {
        "all": True,
        "text": not is_number,
        "minimal": any(mark in cell for mark in special) or (style.delimiter == " " and not cell),
        "none": False,
    }[style.quoting]
    if not wanted and not (style.quoting == "text" and any(mark in cell for mark in special)):
        return cell
    if style.escape == "backslash":
        inner = cell.replace("\\", "\\\\").replace(style.quote, "\\" + style.quote)
    else:
        inner = cell.replace(style.quote, style.quote * 2)
    return style.quote + inner + style.quote


WORDS = [
    "the",
    "room",
    "was",
    "good",
    "but",
    "staff",
    "very",
    "slow",
    "and",
    "breakfast",
    "cold",
    "again",
    "we",
    "liked",
    "it",
    "never",
    "always",
    "price",
]


def _text(rng: random.Random, n_words: int, spice: Sequence[str] = ()) -> str:
    words = [rng.choice(WORDS) for _n in range(n_words)]
    for mark in spice:
        if rng.random() < 0.5:
            at = rng.randrange(len(words))
            words[at] += mark
    return " ".join(words).capitalize()


def reviews(rng: random.Random, n: int) -> tuple[list[str], Rows]:
    """Long texts with commas, quotes and line ends beside short values."""
    spice = (",", ";", ' "so" ', "\n", "'s", "!", ".", "\n\n", " | ", " #1", " - ", ":", ' 5"')
    return ["id", "review", "stars", "date"], [
        [
            f"{row:05}",
            _text(rng, rng.randint(2, 40), spice),
            str(rng.randint(1, 5)),
            f"2024-03-{row % 28 + 1:02}",
        ]
        for row in range(n)
    ]


def short_texts(rng: random.Random, n: int) -> tuple[list[str], Rows]:
    """Texts with a label."""
    return ["text", "label"], [
        [_text(rng, rng.randint(1, 12), (",", "'t", "!")), rng.choice(["positive", "negative"])]
        for _n in range(n)
    ]


def prices(rng: random.Random, n: int) -> tuple[list[str], Rows]:
    """Decimal commas, as half of Europe writes them."""
    return ["Artikel", "Preis", "Bewertung", "Ort"], [
        [
            f"A{row:03}",
            f"{rng.randint(1, 99)},{rng.randint(10, 99)}",
            _text(rng, 6, (",", ".")),
            rng.choice(["Köln", "Fürth", ""]),
        ]
        for row in range(n)
    ]


def numbers(rng: random.Random, n: int) -> tuple[list[str], Rows]:
    """Columns of numbers and codes."""
    return ["code", "x", "y", "n", "note"], [
        [
            f"{rng.randint(0, 9999):04}",
            f"{rng.random():.3f}",
            f"-{rng.random():.1f}",
            str(rng.randint(0, 10**12)),
            rng.choice(["NA", "", "ok", "null"]),
        ]
        for _row in range(n)
    ]


def sparse(rng: random.Random, n: int) -> tuple[list[str], Rows]:
    """Mostly empty cells, also the first and the last."""
    return ["a", "b", "comment", "d", "e"], [
        [rng.choice(["", "", "x"]), "", rng.choice(["", _text(rng, 3)]), "", rng.choice(["", "1"])]
        for _row in range(n - 1)
    ] + [["y", "", "good", "", ""]]


def chinese(rng: random.Random, n: int) -> tuple[list[str], Rows]:
    """Chinese texts with fullwidth commas."""
    parts = ["房间很好", "服务态度差", "早餐一般", "下次还来", "不推荐", "价格合理", "位置方便", "设施陈旧"]
    return ["编号", "评论", "星级"], [
        [str(row), "，".join(rng.sample(parts, rng.randint(1, 4))) + "。", str(rng.randint(1, 5))]
        for row in range(n)
    ]


def tweets(rng: random.Random, n: int) -> tuple[list[str], Rows]:
    """Links, mentions, times, smileys."""
    spice = (
        " @someone",
        " #hotel",
        " http://t.co/a1?b=c,d;e",
        " :-)",
        " ;)",
        " <3",
        " 10:30",
        " a|b",
        " 50%",
    )
    return ["tweet_id", "created at", "text", "user"], [
        [
            str(10**17 + row),
            f"2024-05-{row % 28 + 1:02} 10:{row % 60:02}:00",
            _text(rng, rng.randint(3, 15), spice),
            f"user_{row % 7}",
        ]
        for row in range(n)
    ]


def repeated_names(rng: random.Random, n: int) -> tuple[list[str], Rows]:
    """Header names that repeat, are empty or have blanks at their edges."""
    return ["id", " text", "score", "score", ""], [
        [
            str(row),
            _text(rng, 8, (",",)),
            str(rng.randint(0, 9)),
            str(rng.randint(0, 9)),
            rng.choice(["a", ""]),
        ]
        for row in range(n)
    ]


TABLES = (reviews, short_texts, prices, numbers, sparse, chinese, tweets, repeated_names)
ENCODINGS = (
    ("utf-8", b""), ("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff"), ("utf-16-le", b""),
    ("utf-32-le", b"\xff\xfe\0\0"),
)  # fmt: skip


def nasty_files(seed: int, n: int) -> Iterator[NastyFile]:
    """`n` tables, each in a style of its own."""
    rng = random.Random(seed)
    for number in range(n):
        make = rng.choice(TABLES)
        columns, rows = make(rng, rng.choice([2, 3, 5, 12, 60, 300]))
        encoding, bom = rng.choice(ENCODINGS) if rng.random() < 0.3 else ("utf-8", b"")
        style = Style(
            delimiter=rng.choice(DELIMITERS[:4] if rng.random() < 0.6 else DELIMITERS),
            quoting=rng.choice(["minimal", "minimal", "all", "text"]),
            newline=rng.choice(["\n", "\n", "\r\n", "\r\n", "\r"]),
            ends=rng.random() < 0.8,
            encoding=encoding,
            bom=bom,
            above=rng.choice(list(PREAMBLES)) if rng.random() < 0.25 else "nothing",
        )
        if rng.random() < 0.1:
            style = replace(style, quote="'", quoting="all")
        elif rng.random() < 0.1:
            style = replace(style, escape="backslash", quoting=rng.choice(["all", "text"]))
        if style.newline == "\r":
            rows = [[cell.replace("\n", " ") for cell in row] for row in rows]
        name = f"{number}-{make.__name__}-{len(rows)}-{style}"
        yield NastyFile(name, written(columns, rows, style), columns, rows)
