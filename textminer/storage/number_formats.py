"""How a workbook shows a number: zeros in front, decimals, percent; never with fewer digits than it has."""

import re
from decimal import Decimal
from functools import lru_cache

BUILT_IN = {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%"}
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_COLOUR = re.compile(r"\[(?:[A-Za-z]+|Color ?\d+)\]", re.IGNORECASE)
_DIGITS = re.compile(r"[#,?]*(0*)(?:\.(0*)[#?]*)?( ?%)?")
_MASK = re.compile(r"[0() /-]*0[0() /-]*")
_PLAIN = {"0", "#", "General", "GENERAL", "@", ""}


def is_shaping(code: str) -> bool:
    """Whether a format code pads or marks numbers in a way that `shown` follows."""
    pattern = _pattern(code)
    return pattern not in _PLAIN and (
        _DIGITS.fullmatch(pattern) is not None or _MASK.fullmatch(pattern) is not None
    )


def shown(value: float, code: str) -> str | None:
    """A number as its format shows it, or None where the format is none that pads or marks it.

    Digits that the format would hide are kept: 12.345 in the format 0.00 is 12.345. Thousands are not parted.
    """
    pattern = _pattern(code)
    if pattern in _PLAIN or (value < 0 and ";" in code):
        return None
    number = Decimal(repr(value))
    if not number.is_finite():
        return None
    sign, number = ("-" if number < 0 else ""), abs(number)
    digits = _DIGITS.fullmatch(pattern)
    if digits is not None:
        n_before, n_behind, percent = len(digits[1]), len(digits[2] or ""), digits[3] or ""
        plain = format(number * 100 if percent else number, "f")
        whole, _point, rest = plain.partition(".")
        rest = rest.rstrip("0").ljust(n_behind, "0")
        return f"{sign}{whole.zfill(n_before)}{'.' if rest else ''}{rest}{percent}"
    if _MASK.fullmatch(pattern) is None or sign or number != number.to_integral_value():
        return None
    n_places = pattern.count("0")
    figures = str(int(number)).zfill(n_places)
    first, others = figures[: len(figures) - n_places + 1], iter(figures[len(figures) - n_places + 1 :])
    before, _zero, after = pattern.partition("0")
    return before + first + "".join(next(others) if mark == "0" else mark for mark in after)


@lru_cache(maxsize=1000)
def _pattern(code: str) -> str:
    """The first section of a format code without colours, room for brackets, and marks of literals."""
    section = re.sub(r"_.|\*.", "", _COLOUR.sub("", code))
    section = _LITERAL.sub(lambda match: match[1] if match[1] is not None else match[2], section)
    return section.split(";")[0].strip()
