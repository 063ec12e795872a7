"""How a delimited file marks its cells, guessed from the field counts of its records."""

import re
from collections import Counter
from dataclasses import dataclass, replace

from textminer.corpus.recipe import ImportSettings
from textminer.storage.records import LONG_CELL, Dialect, Record, RecordReader

SAMPLE_BYTES = 128 * 1024  # more has not changed a guess, and this much costs milliseconds
SAMPLE_RECORDS = 500
DELIMITERS = (",", "\t", ";", "|")
RARE_DELIMITERS = ("\x1f", "\x01", "^", "~")  # taken only where every record agrees
LIKELY = 0.6  # share of records with the usual number of cells
MAX_PREAMBLE = 20  # records above a header
MAX_NAME_LENGTH = 40  # characters; what is longer is text
NONCHARACTER = "\U0010fffe"  # no text holds it
ODD_WEIGHT = 0.25  # quotes in odd places speak against a delimiter, but texts have such quotes too


@dataclass(frozen=True)
class DialectGuess:
    """A dialect and how surely it was guessed.

    width:       cells of a usual record, 1 or more
    share:       of the sampled records, those with `width` cells, 0 to 1
    is_single:   no delimiter fits, so every line is one cell; the dialect's stands nowhere in the text
    preamble_…:  what stands above the header and is no record, such as a title
    runner_up:   another delimiter that fits nearly as well, or ""
    """

    dialect: Dialect
    width: int
    share: float
    runner_up: str = ""
    is_single: bool = False
    preamble_bytes: int = 0
    preamble_lines: int = 0


def guess_dialect(data: bytes, start: int, settings: ImportSettings, is_whole: bool = True) -> DialectGuess:
    """The dialect of UTF-8 text from byte `start`, as far as the settings leave it open."""
    sample, is_cut = _sample(data, start, is_whole)
    newline = guess_newline(sample)
    delimiters = (settings.delimiter,) if settings.delimiter else DELIMITERS
    quote = settings.quote if settings.quote is not None else _guess_quote(sample, delimiters, newline)
    escape = "\\" if quote and _escapes_quotes(data, quote) else ""
    guesses = []
    for delimiter in delimiters if settings.delimiter else (*delimiters, *RARE_DELIMITERS):
        if settings.delimiter is None and delimiter.encode() not in sample:
            continue
        skips = bool(quote) and _skips_blanks(sample, delimiter, quote)
        dialect = Dialect(delimiter, quote, escape, skips, newline)
        guesses.append(_fit(sample, dialect, is_cut, settings.has_header is not False))
    if settings.delimiter:
        return guesses[0]
    fitting = [guess for guess in guesses if _is_table(guess)] or [
        guess for guess in guesses if _names_columns(sample, guess)
    ]
    if not fitting:
        nowhere = "\x1f" if b"\x1f" not in data else NONCHARACTER
        return DialectGuess(Dialect(nowhere, quote, escape, False, newline), 1, 1.0, is_single=True)
    fitting.sort(key=lambda guess: (round(guess.share, 2), guess.width), reverse=True)
    best = fitting[0]
    rivals = [guess.dialect.delimiter for guess in fitting[1:] if guess.share >= best.share - 0.02]
    return replace(best, runner_up=rivals[0] if rivals else "")


def guess_newline(sample: bytes) -> str:
    """What ends the records: LF (CRLF alike), CR alone, or CR CR LF as a twice translated file has it."""
    n_lf = sample.count(b"\n")
    if n_lf == 0:
        return "\r" if b"\r" in sample else "\n"
    return "\r\r\n" if sample.count(b"\r\r\n") == n_lf else "\n"


def _sample(data: bytes, start: int, is_whole: bool) -> tuple[bytes, bool]:
    """The first SAMPLE_BYTES, and whether their last record may be cut."""
    sample = data[start : start + SAMPLE_BYTES]
    return sample, not is_whole or start + SAMPLE_BYTES < len(data)


def _fit(sample: bytes, dialect: Dialect, is_cut: bool, may_skip: bool) -> DialectGuess:
    """How well the records of the sample agree under a dialect."""
    records = _records(sample, dialect, None, is_cut)
    if not records:
        return DialectGuess(dialect, 1, 0.0)
    usual = _usual([len(record.cells) for record in records])
    records = _records(sample, dialect, usual, is_cut)
    usual = _usual([len(record.cells) for record in records])
    first = _first_below_preamble(records, usual) if may_skip else 0
    skipped, records = records[:first], records[first:]
    widths = [len(record.cells) for record in records]
    header_fits = widths[0] == usual or len(widths) == 1 or (abs(widths[0] - usual) == 1 and usual > 2)
    share = sum(width == usual for width in widths) / len(widths)
    share *= 1 - ODD_WEIGHT * max(
        _share_rough(sample, dialect), sum(map(_has_wrong_quotes, records)) / len(records)
    )
    guess = DialectGuess(dialect, usual, share if header_fits else share / 2)
    if not skipped:
        return guess
    return replace(
        guess, preamble_bytes=skipped[-1].end, preamble_lines=skipped[-1].line + skipped[-1].n_lines - 1
    )


def _first_below_preamble(records: list[Record], usual: int) -> int:
    """Which record is the header where titles, remarks or a blank line stand above it; 0 where none do.

    A table of two columns needs a blank line or remark signs there: a single name above rows that happen to
    hold one comma each is a header, not a title.
    """
    first = next((n for n, record in enumerate(records) if len(record.cells) == usual), 0)
    below = records[first:]
    if not 0 < first <= MAX_PREAMBLE or usual < 2 or len(below) < 3:
        return 0
    if sum(len(record.cells) == usual for record in below) < 0.95 * len(below):
        return 0
    above = records[:first]
    is_set_off = below[0].line > above[-1].line + above[-1].n_lines
    are_remarks = all(record.cells[0].startswith((b"#", b"//", b"%")) for record in above)
    are_titles = usual > 2 and all(len(record.cells) == 1 for record in above)
    return first if (is_set_off or are_remarks or are_titles) and _are_names(below[0]) else 0


def _are_names(record: Record) -> bool:
    names = [cell.decode(errors="replace") for cell in record.cells]
    are_short = all(name == name.strip() and 0 < len(name) <= MAX_NAME_LENGTH for name in names)
    return len(names) > 1 and len(set(names)) == len(names) and are_short


def _has_wrong_quotes(record: Record) -> bool:
    return record.flaw not in ("", LONG_CELL)


def _share_rough(sample: bytes, dialect: Dialect) -> float:
    """Share of the quotes that neither open nor close a cell: high where the delimiter is wrong."""
    if not dialect.quote:
        return 0.0
    quote, delimiter = re.escape(dialect.quote.encode()), re.escape(dialect.delimiter.encode())
    n_quotes = sample.count(dialect.quote.encode())
    if n_quotes == 0:
        return 0.0
    blanks = rb"[ ]*" if dialect.skips_blanks else b""
    n_before = len(re.findall(rb"(?:\A|[\r\n]|" + delimiter + rb")" + blanks + quote, sample))
    n_behind = len(re.findall(quote + rb"(?=\Z|[\r\n]|" + delimiter + rb")", sample))
    n_doubled = 2 * len(re.findall(quote * 2, sample))
    return max(0.0, 1 - (n_before + n_behind + n_doubled) / n_quotes)


def _usual(widths: list[int]) -> int:
    """The most frequent width; that of the first record where several are as frequent."""
    counts = Counter(widths)
    most = max(counts.values())
    return widths[0] if counts[widths[0]] == most else max(width for width, n in counts.items() if n == most)


def _records(sample: bytes, dialect: Dialect, expected: int | None, is_cut: bool) -> list[Record]:
    """The first records that are not blank."""
    records: list[Record] = []
    end = 0
    for record in RecordReader(sample, dialect, expected).records(0, 1, len(sample)):
        end = record.end
        if not record.is_blank:
            records.append(record)
        if len(records) >= SAMPLE_RECORDS:
            return records
    if is_cut and len(records) > 1 and end >= len(sample):
        records.pop()
    return records


def _is_table(guess: DialectGuess) -> bool:
    if guess.width < 2:
        return False
    return guess.share >= (1.0 if guess.dialect.delimiter in RARE_DELIMITERS else LIKELY)


def _names_columns(sample: bytes, guess: DialectGuess) -> bool:
    """Whether the first record is a row of names under a delimiter that the records below it use unevenly."""
    if guess.dialect.delimiter in RARE_DELIMITERS:
        return False
    for record in RecordReader(sample, guess.dialect).records(0, 1, len(sample)):
        if not record.is_blank:
            return _are_names(record)
    return False


def _guess_quote(sample: bytes, delimiters: tuple[str, ...], newline: str) -> str:
    """The double quote, or the single one where whole cells stand in single quotes only."""
    if b"'" not in sample or _n_quoted(sample, '"', delimiters) > 0:
        return '"'
    n_lines = max(sample.count(newline[-1].encode()), 1)
    n_quoted = _n_quoted(sample, "'", delimiters)
    return "'" if n_quoted >= 4 and n_quoted >= 0.5 * n_lines else '"'


def _n_quoted(sample: bytes, quote: str, delimiters: tuple[str, ...]) -> int:
    """How many cells stand whole between two quotes."""
    edge = b"[" + re.escape("".join(delimiters).encode()) + rb"\r\n]"
    q = quote.encode()
    cell = re.compile(
        rb"(?:(?<=" + edge + rb")|\A)" + q + rb"[^" + q + rb"\r\n]*" + q + rb"(?=" + edge + rb"|\Z)"
    )
    return sum(1 for _match in cell.finditer(sample))


def _escapes_quotes(data: bytes, quote: str) -> bool:
    """Whether quotes inside cells are escaped by a backslash, judged over the whole text."""
    escaped = b"\\" + quote.encode()
    if b"\\" not in data or escaped not in data:
        return False
    q = re.escape(quote.encode())
    inner = re.compile(rb"[^\\](?:\\\\)*\\" + q + rb"[^" + q + rb",;|\t\r\n]")
    ambiguous_or_doubled = re.compile(rb"(?<!\\)(?<![,;|\t\r\n])" + q + q + rb"(?![,;|\t\r\n])")
    n_inner = sum(1 for _match in inner.finditer(data))
    return n_inner > 0 and n_inner >= sum(1 for _match in ambiguous_or_doubled.finditer(data))


def _skips_blanks(sample: bytes, delimiter: str, quote: str) -> bool:
    """Whether blanks stand between delimiters and opening quotes: `1, "a, b"`."""
    if delimiter == " ":
        return False
    d, q = re.escape(delimiter.encode()), re.escape(quote.encode())
    n_blank = len(
        re.findall(d + rb"[ ]+" + q + rb"[^" + q + rb"\r\n]*" + q + rb"[ ]*(?=" + d + rb"|\r|\n|\Z)", sample)
    )
    n_tight = len(re.findall(d + q, sample))
    return n_blank > 0 and n_blank > n_tight
