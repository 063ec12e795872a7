"""What the reader of a file had to decide or repair, in words."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Notice:
    """One decision or repair.

    kind:     stable name for filters and tests, such as "encoding-guessed" or "ragged-row"
    message:  the sentence the user sees, already translated
    lines:    1-based physical lines of the file it speaks of, the first few; empty if it is about all of them
    rows:     positions of all rows of the table that were repaired, ascending; empty where none was
    """

    kind: str
    message: str
    lines: tuple[int, ...] = ()
    rows: tuple[int, ...] = ()
