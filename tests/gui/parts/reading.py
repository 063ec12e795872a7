"""What tests of the reader share."""

from tests.gui.workplace import Workplace
from textminer.gui.parts.reader import ReaderPanel


def tinted(reader: ReaderPanel) -> list[tuple[str, float]]:
    """The tinted words as they stand in the text, with their strengths."""
    painter = reader.text._painter
    content = reader.text.toPlainText().encode("utf-16-le")
    found = []
    for start, end, strength in zip(painter._starts, painter._ends, painter._strengths, strict=True):
        if abs(strength) > 0.05:
            found.append((content[2 * start : 2 * end].decode("utf-16-le"), round(float(strength), 2)))
    return found


def explain(reader: ReaderPanel, workplace: Workplace) -> None:
    """What the rest of the arrows would do."""
    reader._rest.stop()
    reader._explain()
    workplace.settle()
