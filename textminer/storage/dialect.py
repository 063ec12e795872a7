"""How a delimited file marks its cells, guessed from the field counts of its records."""

import re
from dataclasses import dataclass, replace

from textminer.corpus.recipe import ImportSettings
from textminer.storage.dialect_evidence import (
    are_decimal_commas,
    has_wrong_quotes,
    is_quoted_header,
    n_beside_quotes,
    names_no_rows,
    quotes_nothing,
    share_rough,
    usual_width,
)
from textminer.storage.marks import Dialect
from textminer.storage.preamble import (
    MAX_PREAMBLE,
    are_fields,
    are_names,
    first_below_preamble,
    remark_sign,
    width_below_blank_line,
)
from textminer.storage.quote_repair import MAX_LINES_TRUSTED
from textminer.storage.quoting import (
    LOAD_FILE_DELIMITER,
    LOAD_FILE_QUOTE,
    ends_in_cell,
    escapes_line_ends,
    escapes_quotes,
    guess_newline,
    guess_quote,
    may_escape_delimiters,
    n_quoted,
    skips_blanks,
)
from textminer.storage.records import OTHER_DELIMITER, Record, RecordReader

SAMPLE_BYTES = 128 * 1024  # more has not changed a guess, and this much costs milliseconds
SAMPLE_RECORDS = 300
DELIMITERS = (",", "\t", ";", "|")
CONTROL_DELIMITERS = ("\x1f", "\x01", "\x14", "\x02", "\x07")  # no text holds them
UNUSUAL_DELIMITERS = (
    *(*CONTROL_DELIMITERS, *"^~§¦", "||", "::", ";;", "~|~", "|~|", "##", "@@", "$$", "~~", "^^"),
    *("^|^", "^|", "|^", "~|", ";\t", "@#@", "|#|", "|*|", "\t|\t"),
)
PUNCTUATION = (":", " ")  # delimiters only where nothing else is one, and every record agrees
RARE = re.compile(r"[^\w\s\"'.,;:()/?-]{1,3}")  # what may part cells where nothing else does
MIN_LINES_RARE = 4
LIKELY = 0.6  # share of records with the usual number of cells
LIKELY_UNUSUAL = 0.95
MIN_PER_LINE = 0.3  # delimiters outside quotes: with fewer, no share of the records can be likely
CLEARLY = 0.05  # of share: what other quotes must gain
LEFT_OUT = 0.1  # of share: what it costs to call lines a preamble
NONCHARACTER = "\U0010fffe"  # no text holds it
ODD_WEIGHT = 0.25  # quotes in odd places speak against a delimiter, but texts have such quotes too
MIN_WHOLE = 3  # records without a line end in a cell or at the end of such a one, before escapes are believed
_ESCAPED_END = re.compile(rb"(?<!\\)(?:\\\\)*+\\\r?\n")
_NUMBER = re.compile(rb"[-+]?\d+([.,:/-]\d+)*%?")


@dataclass(frozen=True)
class DialectGuess:
    """A dialect and how surely it was guessed.

    width:       cells of a usual record, 1 or more
    share:       of the sampled records, those with `width` cells, 0 to 1
    is_single:   no delimiter fits, so every line is one cell; the dialect's stands nowhere in the text
    is_undone:   a delimiter of several characters, but the header has one of them alone
    is_foreign:  the header is parted by another delimiter than the rows
    is_rare:     the delimiter is one that few files have
    preamble_…:  what stands above the header and is no record, such as a title
    runner_up:   another delimiter that fits nearly as well, or ""
    """

    dialect: Dialect
    width: int
    share: float
    runner_up: str = ""
    is_single: bool = False
    is_undone: bool = False
    is_foreign: bool = False
    is_rare: bool = False
    preamble_bytes: int = 0
    preamble_lines: int = 0


def guess_dialect(data: bytes, start: int, settings: ImportSettings, is_whole: bool = True) -> DialectGuess:
    """The dialect of UTF-8 text from byte `start`, as far as the settings leave it open."""
    sample, is_cut = _sample(data, start, is_whole)
    newline = guess_newline(sample)
    delimiters = (settings.delimiter,) if settings.delimiter else (*DELIMITERS, *UNUSUAL_DELIMITERS)
    text = _Text(data, sample, is_cut, newline, delimiters, settings.has_header is not False)
    if settings.quote is not None:
        return _guess_with(text, settings.quote)
    quote = guess_quote(sample, (*delimiters, ":"), newline)
    if quote == LOAD_FILE_QUOTE and not settings.delimiter:
        text = replace(text, delimiters=(*delimiters, LOAD_FILE_DELIMITER))
    if quote == '"' and sample.startswith(b"'"):
        other = _guess_with(text, "'")
        if other.width > 1 and other.share == 1 and _are_all_quoted(text, other):
            return other
    guess = _guess_with(text, quote)
    if guess.dialect.delimiter == "\t" and quote == '"' and not guess.dialect.escape:
        records = _records(sample, guess.dialect, guess.width, is_cut)
        if quotes_nothing(sample, records):
            return _guess_with(replace(text, delimiters=("\t",)), "")
    if guess.share < LIKELY_UNUSUAL and quote != "'" and n_quoted(sample, "'", delimiters) > 1:
        other = _guess_with(text, "'")
        if other.share > guess.share + CLEARLY and not other.is_single:
            return other
    return guess


def _are_all_quoted(text: "_Text", guess: DialectGuess) -> bool:
    """Whether a quote stands on each side of every delimiter between cells, also where these span lines."""
    records = _records(text.sample, guess.dialect, guess.width, text.is_cut)
    n_due = 2 * sum(len(record.cells) - 1 for record in records)
    is_sound = not guess.preamble_bytes and not any(record.flaw for record in records)
    return is_sound and n_due > 0 and n_beside_quotes(text.sample, guess.dialect) >= n_due


def _below_single_remarks(text: "_Text", guess: DialectGuess) -> DialectGuess:
    """A guess of one column without the remarks above it, which begin as no line below does."""
    records = _records(text.sample, guess.dialect, None, text.is_cut)
    sign = remark_sign(records[0]) if records else ""
    begins = re.compile(rb"[\r\n]*" + re.escape(f"{sign} ".encode()))  # no quote before it: that is a cell
    starts = [0, *(record.end for record in records)][: len(records)]
    is_spaced = [bool(sign) and begins.match(text.sample, start) is not None for start in starts]
    n = next((place for place, is_one in enumerate(is_spaced) if not is_one), 0) or are_fields(records)
    if not text.may_skip or not 0 < n <= MAX_PREAMBLE or any(map(remark_sign, records[n:])):
        return guess
    last = records[n - 1]
    return replace(guess, preamble_bytes=last.end, preamble_lines=last.line + last.n_lines - 1)


@dataclass(frozen=True)
class _Text:
    """What a guess looks at: all of the text, its beginning, and the delimiters that may be."""

    data: bytes
    sample: bytes
    is_cut: bool
    newline: str
    delimiters: tuple[str, ...]
    may_skip: bool

    def that_may_part(self, quote: str) -> list[str]:
        """The delimiters that stand outside quotes about as often as lines end there, if it can be told."""
        present = [mark for mark in self.delimiters if _stands_in(self.sample, mark.encode())]
        q = quote.encode()
        if not q or (self.sample.count(q) % 2 and not (self.is_cut and ends_in_cell(self.sample, q))):
            return present
        outside = b"".join(self.sample.split(q)[::2])
        n_ends = outside.count(self.newline[-1:].encode()) - _n_escaped_ends(outside)
        return [mark for mark in present if outside.count(mark.encode()) >= MIN_PER_LINE * n_ends]

    def fit(self, delimiter: str, quote: str, escape: str) -> DialectGuess:
        """How well a delimiter fits, and whether it is escaped outside quotes too."""
        blanks = bool(quote) and skips_blanks(self.sample, delimiter, quote)
        plain = Dialect(delimiter, quote, escape, blanks, self.newline)
        guess = _fit(self.sample, plain, self.is_cut, self.may_skip)
        if not may_escape_delimiters(self.sample, delimiter):
            return guess
        if guess.share == 1 and not _escapes_ends(self.sample):
            return guess
        escaped = replace(plain, escape="\\", escapes_all=True)
        other = _fit(self.sample, escaped, self.is_cut, self.may_skip)
        is_better = other.share > guess.share or (other.share == 1 and other.width > guess.width)
        return other if other.width > 1 and is_better else guess


def _names_none(sample: bytes, guess: DialectGuess) -> bool:
    """Whether nothing but delimiters stands in the first line."""
    first = sample[guess.preamble_bytes :].lstrip(b"\r\n").split(guess.dialect.newline[-1:].encode(), 1)[0]
    return not first.replace(guess.dialect.delimiter.encode(), b"").strip()


def _stands_in(sample: bytes, mark: bytes) -> bool:
    """Whether a mark is there; one byte is found at the speed of memory, several are not."""
    return mark[:1] in sample and mark in sample


def _guess_with(text: _Text, quote: str) -> DialectGuess:
    """The best guess where cells stand between these quotes."""
    data, sample = text.data, text.sample
    is_escaped = quote and (escapes_quotes(data, quote) or escapes_line_ends(sample, quote))
    escape = "\\" if is_escaped else ""
    if len(text.delimiters) == 1:
        return text.fit(text.delimiters[0], quote, escape)
    found = {mark: text.fit(mark, quote, escape) for mark in text.that_may_part(quote)}
    is_one_line = text.newline[-1:].encode() not in sample.strip(b"\r\n")  # too little for unusual delimiters
    fitting = [
        guess
        for guess in found.values()
        if _is_table(guess)
        and (guess.dialect.delimiter in DELIMITERS or not (is_one_line or _names_none(sample, guess)))
    ]
    if not fitting:
        guesses = [text.fit(mark, quote, escape) for mark in PUNCTUATION if mark.encode() in sample]
        fitting = [guess for guess in guesses if _is_table(guess) and _is_meant(sample, guess, text.is_cut)]
    if not fitting:
        fitting = [guess for guess in found.values() if _names_columns(sample, guess)]
    if not fitting:
        fitting = _with_rare_delimiter(text, quote, escape)
    if not fitting:
        nowhere = "\x1f" if b"\x1f" not in data else NONCHARACTER
        single = DialectGuess(Dialect(nowhere, quote, escape, False, text.newline), 1, 1.0, is_single=True)
        return _below_single_remarks(text, single)
    fitting = [guess for guess in fitting if not guess.is_foreign] or fitting
    fitting.sort(key=_rank, reverse=True)
    if fitting[0].dialect.delimiter == "," and len(fitting) > 1 and are_decimal_commas(sample):
        fitting.sort(key=lambda guess: (-guess.share, guess.dialect.delimiter == ","))
    best = _doubled(fitting) or fitting[0]
    rivals = [
        guess.dialect.delimiter
        for guess in fitting
        if _rank(guess)[0] >= _rank(best)[0] - 0.02
        and guess is not best
        and best.dialect.delimiter.strip(guess.dialect.delimiter)
        and guess.dialect.delimiter not in best.dialect.delimiter
    ]
    return replace(best, runner_up=rivals[0] if rivals else "")


def _with_rare_delimiter(text: _Text, quote: str, escape: str) -> list[DialectGuess]:
    """A guess by what alone stands between the names of the first line and equally often in all others."""
    ends = text.newline[-1:].encode()
    lines = [line for line in text.sample.split(ends)[: SAMPLE_RECORDS + 1] if line.strip()]
    lines = lines[:-1] if text.is_cut else lines
    marks = RARE.findall(lines[0].decode(errors="replace")) if len(lines) >= MIN_LINES_RARE else []
    if len(marks) < 2 or len(set(marks)) > 1:
        return []
    mark = marks[0].encode()
    names = lines[0].split(mark)
    if not all(name.strip() for name in names) or any(line.count(mark) != len(marks) for line in lines):
        return []
    guess = text.fit(marks[0], quote, escape)
    is_named = guess.width == len(names) == len(set(names)) and guess.share == 1
    return [replace(guess, is_rare=True)] if is_named and not guess.preamble_bytes else []


def _n_escaped_ends(sample: bytes) -> int:
    return len(_ESCAPED_END.findall(sample)) if b"\\" in sample else 0


def _escapes_ends(sample: bytes) -> bool:
    """Whether some of the lines end in a backslash and others do not, so that they are parts of records."""
    n_escaped, n_ends = _n_escaped_ends(sample), sample.count(b"\n")
    return n_ends > 3 and 0.3 * n_ends <= n_escaped < n_ends - MIN_WHOLE


def _rank(guess: DialectGuess) -> tuple[float, bool, bool, int]:
    """How well a guess explains all of the text; with the wrong delimiter a header can pass for a title, and
    with escapes anything that ends in a backslash for a row of more cells. No text has a tab in all lines.
    """
    share = round(guess.share - LEFT_OUT * (guess.preamble_bytes > 0), 2)
    is_tab = guess.dialect.delimiter == "\t" and guess.share == 1
    return share, not guess.dialect.escapes_all, is_tab, guess.width


def _sample(data: bytes, start: int, is_whole: bool) -> tuple[bytes, bool]:
    """The first SAMPLE_BYTES, and whether their last record may be cut."""
    sample = data[start : start + SAMPLE_BYTES]
    return sample, not is_whole or start + SAMPLE_BYTES < len(data)


def _fit(sample: bytes, dialect: Dialect, is_cut: bool, may_skip: bool) -> DialectGuess:
    """How well the records of the sample agree under a dialect."""
    records = _records(sample, dialect, None, is_cut)
    if not records:
        return DialectGuess(dialect, 1, 0.0)
    usual = width_below_blank_line(records) or usual_width(records)
    if _is_odd(sample, dialect) or any(_may_be_otherwise(record, usual, dialect) for record in records):
        records = _records(sample, dialect, usual, is_cut)
        usual = width_below_blank_line(records) or usual_width(records)
    if names_no_rows(records, usual):
        records = [records[0]._replace(cells=[b"", *records[0].cells]), *records[1:]]
    n_usual = sum(len(record.cells) == usual for record in records)
    is_quoted = n_usual > 1 and n_beside_quotes(sample, dialect) >= n_usual * (usual - 1)
    is_sure = dialect.delimiter in CONTROL_DELIMITERS or is_quoted
    first = first_below_preamble(records, usual, is_sure) if may_skip else 0
    starts = [0, *(record.end for record in records[:first])]
    are_headers = (
        is_quoted_header(sample[start : above.end], above, usual, dialect)
        for start, above in zip(starts, records[:first], strict=False)
    )
    first = next((place for place, is_header in enumerate(are_headers) if is_header), first)
    skipped, records = records[:first], records[first:]
    sign = next(filter(None, map(remark_sign, skipped)), "")
    if sign:
        dialect = replace(dialect, remark=sign)
        records = [record for record in records if remark_sign(record) != sign or len(record.cells) == usual]
    widths = [len(record.cells) for record in records]
    header_fits = widths[0] == usual or len(widths) == 1 or (abs(widths[0] - usual) == 1 and usual > 2)
    share = sum(width == usual for width in widths) / len(widths)
    share *= 1 - ODD_WEIGHT * max(
        share_rough(sample, dialect), sum(map(has_wrong_quotes, records)) / len(records)
    )
    marks = set(dialect.delimiter.encode()) if len(dialect.delimiter) > 1 else ()
    is_undone = any(mark in cell for mark in marks for cell in records[0].cells)
    share = share if header_fits else share / 2
    is_foreign = records[0].flaw == OTHER_DELIMITER
    guess = DialectGuess(dialect, usual, share, is_undone=is_undone, is_foreign=is_foreign)
    if not skipped:
        return guess
    return replace(
        guess, preamble_bytes=skipped[-1].end, preamble_lines=skipped[-1].line + skipped[-1].n_lines - 1
    )


def _is_odd(sample: bytes, dialect: Dialect) -> bool:
    """Whether a record may be read otherwise once the usual number of cells is known, even if it has it."""
    if dialect.escape or b"\r" not in sample:
        return bool(dialect.escape)
    return sample.count(b"\r") != sample.count(b"\r\n")


def _may_be_otherwise(record: Record, usual: int, dialect: Dialect) -> bool:
    """Whether a record is not usual, or holds as many delimiters as if each of its lines were one."""
    if record.flaw or len(record.cells) != usual:
        return True
    if record.n_lines == 1:
        return False
    n_inside = sum(cell.count(dialect.delimiter.encode()) for cell in record.cells)
    return n_inside >= (usual - 1) * (min(record.n_lines, MAX_LINES_TRUSTED) - 1)


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
    if guess.width < 2 or guess.is_undone:
        return False
    return guess.share >= (LIKELY if guess.dialect.delimiter in DELIMITERS else LIKELY_UNUSUAL)


def _doubled(fitting: list[DialectGuess]) -> DialectGuess | None:
    """A delimiter of several characters where one of them alone fits too, with nothing between the two."""
    best = fitting[0]
    for guess in fitting:
        delimiter = guess.dialect.delimiter
        is_part = best.dialect.delimiter in delimiter and len(delimiter) > len(best.dialect.delimiter)
        is_part = is_part and guess.preamble_bytes == best.preamble_bytes
        if (
            is_part
            and best.width == (guess.width - 1) * delimiter.count(best.dialect.delimiter) + 1
            and guess.share >= best.share - 0.02
        ):
            return guess
    return None


def _is_meant(sample: bytes, guess: DialectGuess, is_cut: bool) -> bool:
    """Whether a character that texts are full of parts cells: every record agrees, and more speaks for it."""
    records = _records(sample[guess.preamble_bytes :], guess.dialect, guess.width, is_cut)
    below = records[1:]
    if guess.share < 1 or not below:
        return False
    n_due = len(records) * (guess.width - 1)  # delimiters, of which a quote stands beside at least so many:
    if n_beside_quotes(sample, guess.dialect) >= n_due * (0.5 if len(below) > 1 else 1):
        return True
    is_single_above = guess.preamble_bytes > 0  # a name above times or addresses, which have as many colons
    if guess.dialect.delimiter == ":" and guess.width > 3 and len(below) > 1 and not is_single_above:
        return True
    if not are_names(records[0]) or any(map(_NUMBER.fullmatch, records[0].cells)):
        return False
    if not all(any(map(str.isalnum, cell.decode())) for cell in records[0].cells):
        return False
    columns = zip(*(record.cells for record in below), strict=False)
    has_numbers = any(all(map(_NUMBER.fullmatch, column)) for column in columns)
    if guess.dialect.delimiter == ":":
        return not any(cell.startswith((b" ", b"//")) for record in records for cell in record.cells)
    return has_numbers and len(below) > 1 and guess.width > 2


def _names_columns(sample: bytes, guess: DialectGuess) -> bool:
    """Whether the first record is a row of names under a delimiter that the records below it use unevenly."""
    if guess.dialect.delimiter not in DELIMITERS:
        return False
    for record in RecordReader(sample, guess.dialect).records(0, 1, len(sample)):
        if not record.is_blank:
            return are_names(record, may_lack=True)
    return False
