"""What a report says, before it is laid out as HTML or PDF."""

from collections.abc import Callable
from dataclasses import dataclass

from matplotlib.figure import Figure

from textminer.figures.style import Colours


@dataclass(frozen=True)
class Fact:
    """One number that stands out.

    tone:  "positive", "negative", "neutral" or ""
    note:  what stands below it, in small
    """

    name: str
    value: str
    note: str = ""
    tone: str = ""


@dataclass(frozen=True)
class Chart:
    """A figure and the words about it.

    draw:    draws it, replacing what was drawn
    height:  in inches, beside a width of WIDTH
    says:    what it shows, for who cannot see it
    """

    draw: Callable[[Figure, Colours], None]
    height: float
    says: str


@dataclass(frozen=True)
class Table:
    """Rows of text; `is_number` tells by column what is set to the right."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    is_number: tuple[bool, ...]


@dataclass(frozen=True)
class Quote:
    """Words of a document, where they stand, and what the model says of them."""

    text: str
    source: str
    tone: str = ""


@dataclass(frozen=True)
class Section:
    """A heading with what stands below it, in this order: note, facts, chart, table, quotes."""

    heading: str
    note: str = ""
    facts: tuple[Fact, ...] = ()
    chart: Chart | None = None
    table: Table | None = None
    quotes: tuple[Quote, ...] = ()


@dataclass(frozen=True)
class Report:
    """All of a report.

    about:    lines under the title: what was looked at, how much of it
    receipt:  how to make it again, as JSON
    """

    title: str
    about: tuple[str, ...]
    sections: tuple[Section, ...]
    receipt: str


WIDTH = 7.2  # inches of a chart: the text width of a page
