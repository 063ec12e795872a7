"""Whether the first record of a table holds the names of its columns."""

import re
from collections.abc import Sequence

SURE = 3  # points of evidence that make a record a header although it stands again below
MAX_NAME_LENGTH = 60  # characters; longer cells in a first record are text, not names
QUESTION_ENDS = ("?", "？", "?)", "？）", ":", "：")
MIN_ANSWERS = 10  # below a long question, before it is believed to be one
MOST_ASKING = 0.05  # of the answers
MAX_COLUMNS_JUDGED = 2_000  # more of them tell no more
MIN_BELOW_YEAR = 3  # numbers below a year, before it is believed to name them
MIN_FIXED = 20  # characters of records that are parted by their width
NULL_MARK = "\\N"  # of databases: no name
MISSING = frozenset({"NULL", "null", "(null)", "NA", "N/A", "#N/A", "NaN", "nan", "None"})  # among values
_SENTENCE = re.compile(r"\S+(?:\s+\S+){2,}[.!]\s*", re.DOTALL)
_ENDS = frozenset(".!?…")
_NUMBER = re.compile(r"\s*[-+]?(?:[$€£¥]\s?)?[-+]?(\d[\d.,]*|\.\d+)([eE][-+]?\d+)?\s*[%€£]?\s*")
_DATE = re.compile(
    r"\s*(\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T].*)?|\d{1,2}:\d{2}(:\d{2}([.,]\d+)?)?"
    r"|[A-Z][a-z]{2,8}\.? \d{1,2}, \d{4}|\d{1,2}[ -][A-Z][a-z]{2,8}\.?[ -]\d{2}(\d{2})?)\s*"
)
_YEAR = re.compile(r"\s*(19|20)\d\d\s*")


def looks_like_header(first: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether `first` names the columns, judged by the records below it; in doubt it does.

    Numbers above numbers are no names, but for years and the 0, 1, 2 … of a table that never had any.
    """
    if not rows:
        return True
    if are_years(first) or (len(first) > 1 and list(first) == [str(place) for place in range(len(first))]):
        return True
    if evidence_for_header(first, rows) >= 0:
        return True
    others = [row for row in rows if list(row) != list(first)]  # a header may stand again among the rows
    return len(others) < len(rows) and evidence_for_header(first, others) >= SURE


def evidence_for_header(first: Sequence[str], rows: Sequence[Sequence[str]]) -> int:
    """Points for (positive) or against (negative) a record being the names of the columns below."""
    columns = [
        (cell, [row[column] for row in rows if column < len(row) and row[column].strip()])
        for column, cell in enumerate(first[:MAX_COLUMNS_JUDGED])
    ]
    are_questions = [_is_question(cell, below) for cell, below in columns]
    are_several = sum(are_questions) > 1
    evidence = 0
    for (cell, below), is_question in zip(columns, are_questions, strict=True):
        points = _evidence(cell, below)
        if is_question and (are_several or len(cell) > 1.5 * max(map(len, below))):
            points = max(points, 1)
        elif are_several and len(cell) > MAX_NAME_LENGTH and cell not in below:
            points = max(points, 0)  # an item that does not ask stands among those that do
        evidence += points
    return evidence


def are_years(cells: Sequence[str]) -> bool:
    """Whether the numbers among the cells are years in a row, as columns of a time series are named."""
    years = [int(cell) for cell in cells if re.fullmatch(r"(19|20)\d\d", cell.strip())]
    n_numbers = sum(bool(_NUMBER.fullmatch(cell)) for cell in cells)
    return (
        len(years) >= 2
        and len(years) == n_numbers
        and {b - a for a, b in zip(years, years[1:], strict=False)} <= {1}
    )


def _is_year_above(cell: str, below: Sequence[str]) -> bool:
    """Whether a year names a column of numbers, none of which is one: `country,2019` above shares."""
    return (
        len(below) >= MIN_BELOW_YEAR and bool(_YEAR.fullmatch(cell)) and not any(map(_YEAR.fullmatch, below))
    )


def _evidence(cell: str, below: Sequence[str]) -> int:
    """Points for (positive) or against (negative) a cell being a name, beside the cells below it."""
    if not cell.strip() or not below:
        return 0
    share_numbers = sum(bool(_NUMBER.fullmatch(other)) for other in below) / len(below)
    share_dates = sum(bool(_DATE.fullmatch(other)) for other in below) / len(below)
    if cell == NULL_MARK:
        return -4
    if cell.strip() in MISSING and (share_numbers > 0.9 or share_dates > 0.9):
        return 0
    if share_numbers > 0.9:
        return (0 if _is_year_above(cell, below) else -2) if _NUMBER.fullmatch(cell) else 3
    if share_dates > 0.9:
        return -3 if _DATE.fullmatch(cell) else 3
    if (
        len(below) >= 3
        and below.count(cell) >= max(2, 0.02 * len(below))
        and len(set(below)) <= len(below) / 2
    ):
        return -4  # a value that repeats below is a value
    if _SENTENCE.fullmatch(cell) and sum(other.rstrip()[-1:] in _ENDS for other in below) > len(below) / 2:
        return -3  # a sentence above sentences is none
    if cell[:1].isdigit() and len(cell) >= MIN_FIXED and {len(other) for other in below} == {len(cell)}:
        return -3 if all(other[:1].isdigit() for other in below) else 0  # records of a fixed width
    mean = sum(map(len, below)) / len(below)
    if len(cell) > MAX_NAME_LENGTH:
        return -3 if mean > MAX_NAME_LENGTH / 2 else -1
    if mean > 25 and len(cell) < 20 and len(cell) < mean / 3:
        return 2
    return 0


def _is_question(cell: str, answers: Sequence[str]) -> bool:
    """Whether a long cell is a survey's question: it asks, and hardly any cell below it does."""
    if len(cell) <= MAX_NAME_LENGTH or len(answers) < MIN_ANSWERS:
        return False
    asks = sum(answer.rstrip().endswith(QUESTION_ENDS) for answer in answers)
    return cell.rstrip().endswith(QUESTION_ENDS) and asks < MOST_ASKING * len(answers)
