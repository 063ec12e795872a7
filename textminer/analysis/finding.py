"""Where in a text what was searched for stands."""

import re

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from textminer.errors import FilterError

BEGIN, END = "\U000f0000", "\U000f0001"  # private characters: set around each find, then counted away
MAX_CHARACTERS = 1_000_000
_MARK = re.compile(f"[{BEGIN}{END}]")


def find_spans(text: str, pattern: str, is_regex: bool = False) -> np.ndarray:
    """Every occurrence of a pattern in a text, without regard to case: int64 (n_found, 2), starts and ends.

    Characters are counted as Python does. Regular expressions run in RE2, as in the filter, so that none
    can freeze the window. Of a very long text only the beginning is searched.
    Raises FilterError for an expression that RE2 cannot read.
    """
    text = text[:MAX_CHARACTERS]
    if not pattern or BEGIN in text or END in text:
        return np.empty((0, 2), dtype=np.int64)
    expression = pattern if is_regex else re.escape(pattern)
    try:
        marked = pc.replace_substring_regex(
            pa.array([text]), pattern=f"(?i)({expression})", replacement=f"{BEGIN}\\1{END}"
        )[0].as_py()
    except pa.ArrowInvalid as error:
        raise FilterError(str(error)) from error
    marks = (mark.start() for mark in _MARK.finditer(marked))
    places = np.array([place - before for before, place in enumerate(marks)], dtype=np.int64)
    spans = places.reshape(-1, 2)
    return spans[spans[:, 1] > spans[:, 0]]
