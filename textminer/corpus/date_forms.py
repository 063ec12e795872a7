"""The forms in which tables write dates, each as a regular expression of RE2 with named parts."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_CLOCK = (
    r"(?:(?:[T_,;]|\s|\sat\s|,?\sum\s)\s*"
    r"(?:(?P<half_before>上午|下午|AM|PM)\s*)?"
    r"(?P<hour>\d{1,2})(?:[:h时點点]|\.)(?P<minute>\d{2})分?(?:[:.]?(?P<second>\d{2})秒?(?:[.,]\d+)?)?"
    r"\s?(?P<half>[AaPp]\.?[Mm]\.?)?(?:\s?Uhr)?\s?(?:Z|[A-Z]{2,5}|(?:UTC|GMT)?\s?[+-]\d{2}:?\d{2})?"
    r"(?:\s?\([^)]*\)|\s?\[[^\]]*\])?)?"
)
_SEP = r"\s?[-/.]\s?"
_LETTER = (
    r"[^\d\s.,;:/'()\[\]-]"  # near enough, where \p{L} would take RE2 a hundred times as long to compile
)
_WEEKDAY = rf"(?:{_LETTER}{{2,10}}\.?,?\s+)?"
_NAME = rf"(?P<name>{_LETTER}{{3,10}})\.?"


@dataclass(frozen=True)
class DateForm:
    """One form.

    pattern:       with groups from year, quarter, month, name, day, hour, minute, second, half; with first
                   and other for two numbers of which either may be the day, and sep between them; or with
                   seconds or milliseconds for a Unix time
    is_uncertain:  whether plain numbers look like it: a column is read so only where all of it is
    """

    pattern: str
    is_uncertain: bool = False


_YEAR = r"(?P<year>\d{4}|\d{2})"
_PLAIN_CLOCK = r"(?: (?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?: (?P<half>[AaPp][Mm]))?)?"
_WEEKDAY_ZH = r"(?:\s?(?:星期|周)\p{Han})?"

FORMS = (
    DateForm(rf"^(?P<year>\d{{4}}){_SEP}(?P<month>\d{{1,2}}){_SEP}(?P<day>\d{{1,2}})\.?{_CLOCK}$"),
    DateForm(
        rf"^(?P<first>\d{{1,2}})\s?(?P<sep>[-/.\s])\s?(?P<other>\d{{1,2}})(?:\s?[-/.\s]|,\s)\s?{_YEAR}{_CLOCK}$"
    ),
    DateForm(
        r"^(?P<year>\d{4})\s?年\s?(?P<month>\d{1,2})\s?月\s?(?P<day>\d{1,2})\s?[日号]"
        rf"{_WEEKDAY_ZH}\s?{_CLOCK}$"
    ),
    # the plainest of the next two, of which RE2 reads a cell five times as fast: no two ways through them
    DateForm(rf"^(?P<day>\d{{1,2}})[ -](?P<name>[A-Za-z]{{3,10}})[ -](?P<year>\d{{4}}){_PLAIN_CLOCK}$"),
    DateForm(rf"^(?P<name>[A-Za-z]{{3,10}}) (?P<day>\d{{1,2}}),? (?P<year>\d{{4}}){_PLAIN_CLOCK}$"),
    DateForm(
        rf"^{_WEEKDAY}(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.|º|er)?[\s-]*(?:of |de |d')?{_NAME},?"
        rf"(?:[\s-]+|\s+de\s+|'){_YEAR}{_CLOCK}$"
    ),
    DateForm(
        rf"^{_WEEKDAY}{_NAME}[\s-]*(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,\s*|\s+|-)(?P<year>\d{{4}}){_CLOCK}$"
    ),
    DateForm(  # as Twitter and the C library write them
        r"^[A-Za-z]{3} (?P<name>[A-Za-z]{3}) +(?P<day>\d{1,2}) "
        r"(?P<hour>\d{2}):(?P<minute>\d{2}):(?P<second>\d{2})(?: [A-Z]{2,5}| [+-]\d{4})? (?P<year>\d{4})$"
    ),
    DateForm(rf"^(?P<year>\d{{4}})[\s-](?P<name>[A-Za-z]{{3,10}})[\s-](?P<day>\d{{1,2}}){_CLOCK}$"),
    DateForm(rf"^{_NAME},?[\s/-]*(?:de\s)?(?P<year>\d{{4}})$"),
    DateForm(r"^(?P<year>\d{4})\s?年(?:\s?(?P<month>\d{1,2})\s?月)?$"),
    DateForm(r"^(?P<year>\d{4})[-/](?P<month>\d{1,2})$"),
    DateForm(r"^(?P<month>\d{1,2})[-/](?P<year>\d{4})$"),
    DateForm(r"^(?P<year>\d{4})-?Q(?P<quarter>[1-4])$"),
    DateForm(
        r"^(?P<year>(?:19|20)\d{2})(?P<month>[01]\d)(?P<day>[0-3]\d)"
        r"(?:[T_ ]?(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?Z?)?$",
        is_uncertain=True,
    ),
    DateForm(r"^(?P<seconds>-?\d{9,10})(?:\.\d+)?$", is_uncertain=True),
    DateForm(r"^(?P<milliseconds>\d{12,13})$", is_uncertain=True),
    DateForm(r"^(?P<year>(?:1[5-9]|20|21)\d{2})(?:\.0)?$", is_uncertain=True),
)
"""Tried from the first to the last on what is still unread."""

_NAMES_OF_MONTHS = (
    "january jan januar jänner janvier janv enero ene gennaio gen janeiro januari",
    "february feb februar février fevrier févr fevr fév febrero febbraio fevereiro fev februari",
    "march mar märz maerz mär mrz mars marzo março marco maart mrt",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag maio mei",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juillet juil julio luglio lug julho",
    "august aug août aout agosto ago augustus",
    "september sep sept septembre septiembre settembre set setembro",
    "october oct oktober okt octobre octubre ottobre ott outubro out",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre decembre déc diciembre dic dicembre dezembro",
)
MONTH_BY_NAME = {
    name: month for month, names in enumerate(_NAMES_OF_MONTHS, start=1) for name in names.split()
}

_PART = re.compile(r"\?P<(\w+)>")


def parts_of(form: DateForm) -> tuple[str, ...]:
    """The names of the parts that a form has."""
    return tuple(_PART.findall(form.pattern))


def month_named(name: str) -> int:
    """The month of a name in the languages of Western Europe, 1 to 12; 0 for what is none."""
    return MONTH_BY_NAME.get(unicodedata.normalize("NFC", name).lower(), 0)
