"""Text that a spreadsheet program would run as a formula, and the apostrophe that stops it."""

import re

import pyarrow as pa
import pyarrow.compute as pc

# the usual starts of a formula or of a command to a spreadsheet program, and their fullwidth forms
_STARTS = "=+\\-@\t\r\n＝＋－＠"
_GUARDED = f"^'*[{_STARTS}]"
_NUMBER = r"^[-+]?(\d+([.,]\d+)*|[.,]\d+)([eE][-+]?\d+)?%?$"
_APOSTROPHE, _NOTHING = pa.scalar("'", pa.large_string()), pa.scalar("", pa.large_string())
_GUARD = re.compile(f"'('*[{_STARTS}])")


def guarded(cells: pa.Array | pa.ChunkedArray) -> pa.Array | pa.ChunkedArray:
    """Text cells with a leading apostrophe where they start like a formula; numbers stay as they are.

    A cell that already begins with apostrophes before such a sign gets one more, so that `unguarded`
    gives back every cell exactly.
    """
    is_formula = pc.and_not(
        pc.match_substring_regex(cells, _GUARDED), pc.match_substring_regex(cells, _NUMBER)
    )
    return pc.if_else(is_formula, pc.binary_join_element_wise(_APOSTROPHE, cells, _NOTHING), cells)


def n_guarded(cells: pa.Array | pa.ChunkedArray) -> int:
    """How many cells `guarded` would change."""
    is_formula = pc.and_not(
        pc.match_substring_regex(cells, _GUARDED), pc.match_substring_regex(cells, _NUMBER)
    )
    return pc.sum(is_formula).as_py() or 0


def unguarded_cells(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    """Cells as they were before `guarded`."""
    return pc.replace_substring_regex(cells, f"^'('*[{_STARTS}])", r"\1", max_replacements=1)


def unguarded(cell: str) -> str:
    """The cell as it was before `guarded`."""
    return cell[1:] if _GUARD.match(cell) else cell
