"""A report as PDF pages, drawn without a window: words by matplotlib, its figures set between them."""

import io
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from matplotlib.backends.backend_pdf import FigureCanvasPdf, PdfPages
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from textminer.atomic import atomic_path
from textminer.corpus.text_direction import is_read_from_right
from textminer.figures.style import LIGHT, prepare_matplotlib
from textminer.progress import Progress, Stage, silent, tracked
from textminer.report.content import WIDTH, Chart, Fact, Quote, Report, Section, Table
from textminer.translation import _

PAGE_WIDTH, PAGE_HEIGHT = 8.27, 11.69  # A4, in inches
MARGIN = (PAGE_WIDTH - WIDTH) / 2
TOP, BOTTOM = 0.7, 0.75
POINT = 1 / 72  # inches
LINE_HEIGHT = 1.4  # of the size of the letters
NARROW, WIDE = 0.53, 1.0  # of it: how wide a letter is on average, and a Chinese character
LATIN_FAMILIES = ("Inter", "DejaVu Sans")
FACTS_A_ROW = 3
ROW_HEIGHT = 0.22
ROWS_WITH_HEADER = 4  # of a table, its header among them, that stand together on a page at least
LEAST_SHARE = 0.66  # of its height, to which a figure may shrink
MOST_RECEIPT_LINES = 150
_TONES = {"positive": LIGHT.positive_text, "negative": LIGHT.negative_text}


@dataclass
class _Page:
    figure: Figure
    charts: list[tuple[Chart, float]] = field(default_factory=list)  # with the height of the lower edge


class _Pages:
    """Puts one block below the other, on the next page where there is no room."""

    def __init__(self) -> None:
        self.pages: list[_Page] = []
        self._y = 0.0  # inches of the lower edge of what stands on the page, from below

    def need(self, height: float) -> None:
        """Begin a new page unless so many inches are left on this one."""
        if not self.pages or self._y - height < BOTTOM:
            self.pages.append(_Page(Figure(figsize=(PAGE_WIDTH, PAGE_HEIGHT))))
            self._y = PAGE_HEIGHT - TOP

    def space(self, height: float) -> None:
        """Leave so many inches free."""
        self._y -= height

    def lines(
        self,
        text: str,
        size: float = 10.0,
        colour: str = LIGHT.text,
        weight: str = "normal",
        left: float = 0.0,
    ) -> None:
        """Write a text over as many lines as it needs; it may go on on the next page."""
        step = size * LINE_HEIGHT * POINT
        from_right = is_read_from_right(text)
        for line in wrapped(text, (WIDTH - left) / (size * POINT)):
            self.need(step)
            self._y -= step
            if from_right:
                edge = PAGE_WIDTH - MARGIN - left
                self.write(line, edge, self._y, size, colour, weight=weight, ha="right")
            else:
                self.write(line, MARGIN + left, self._y, size, colour, weight=weight)

    def write(self, text: str, x: float, y: float, size: float, colour: str, **how: Any) -> None:
        """Write one line at a place of the page, in inches."""
        page = self.pages[-1].figure
        if any(map(_is_wide, text)):
            how.pop("weight", None)  # the font of Chinese has one weight alone
        elif "weight" in how:
            how["family"] = LATIN_FAMILIES
        page.text(x / PAGE_WIDTH, y / PAGE_HEIGHT, text, fontsize=size, color=colour, va="bottom", **how)

    def row(self, height: float) -> float:
        """Room for a row of so many inches: the height of its lower edge."""
        self.need(height)
        self._y -= height
        return self._y

    def rule(self) -> None:
        """A thin line below what stands on the page."""
        y = self._y / PAGE_HEIGHT
        ends = [MARGIN / PAGE_WIDTH, 1 - MARGIN / PAGE_WIDTH]
        self.pages[-1].figure.add_artist(Line2D(ends, [y, y], color=LIGHT.line, linewidth=0.7))

    def chart(self, chart: Chart) -> None:
        """Leave room for a figure, which is set there later; a little lower where that saves a page break."""
        left = self._y - BOTTOM
        if LEAST_SHARE * chart.height <= left < chart.height:
            chart = replace(chart, height=left)
        y = self.row(chart.height)
        self.pages[-1].charts.append((chart, y))


def write_pdf(report: Report, target: Path, progress: Progress = silent) -> None:
    """Write the report, all or nothing; the same report gives the same bytes.

    Raises OSError where the disk refuses.
    """
    from pypdf import PdfReader, PdfWriter, Transformation

    prepare_matplotlib()
    pages = _laid_out(report)
    sheets = _pdf_of([page.figure for page in pages], Stage(progress, 0.0, 0.5))
    writer = PdfWriter(clone_from=io.BytesIO(sheets))
    for number, (page, sheet) in enumerate(zip(pages, writer.pages, strict=True)):
        progress.report(0.5 + 0.5 * number / len(pages))
        for chart, y in page.charts:
            drawn = PdfReader(io.BytesIO(_pdf_of([_drawn(chart)])))
            sheet.merge_transformed_page(drawn.pages[0], Transformation().translate(MARGIN * 72, y * 72))
    writer.add_metadata({"/Title": report.title, "/Producer": "TextMiner"})
    with atomic_path(target) as temporary, temporary.open("wb") as file:  # by itself it would not buffer
        writer.write(file)
    progress.report(1.0)


def wrapped(text: str, width: float) -> list[str]:
    """The lines of a text, broken at blanks or, in Chinese, anywhere.

    width:  of a line, in sizes of its letters
    """
    lines: list[str] = []
    for paragraph in text.splitlines() or [""]:
        line, used = "", 0.0
        for piece in _pieces(paragraph):
            size = sum(WIDE if _is_wide(sign) else NARROW for sign in piece)
            if line and used + size > width:
                lines.append(line.rstrip())
                line, used = "", 0.0
                piece = piece.lstrip()
            line += piece
            used += size
        lines.append(line.rstrip())
    return lines


def _pieces(paragraph: str) -> list[str]:
    """What is not broken: words with the blank before them, single wide characters, parts of long words."""
    pieces = [""]
    for sign in paragraph:
        if sign == " " or _is_wide(sign) or len(pieces[-1]) >= 40:
            pieces.append("")
        pieces[-1] += sign
    return pieces


def _is_wide(sign: str) -> bool:
    return unicodedata.east_asian_width(sign) in "WF"


def _laid_out(report: Report) -> list[_Page]:
    pages = _Pages()
    pages.lines(report.title, 20, weight="bold")
    for line in report.about:
        pages.lines(line, 10, LIGHT.secondary)
    for section in report.sections:
        _section(pages, section)
    pages.space(0.3)
    pages.need(1.0)
    pages.lines(_("Receipt: how to make these figures again"), 12, weight="bold")
    shown = report.receipt.splitlines()
    for line in shown[:MOST_RECEIPT_LINES]:
        pages.lines(line, 6.5, LIGHT.secondary, left=0.02 * (len(line) - len(line.lstrip())))
    if len(shown) > MOST_RECEIPT_LINES:
        pages.lines(_("… the rest stands in the report as HTML."), 6.5, LIGHT.secondary)
    for number, page in enumerate(pages.pages, start=1):
        page.figure.text(
            0.5, 0.35 / PAGE_HEIGHT, f"{report.title} · {number} / {len(pages.pages)}", fontsize=8,
            color=LIGHT.secondary, ha="center",
        )  # fmt: skip
    return pages.pages


def _section(pages: _Pages, section: Section) -> None:
    pages.space(0.32)
    pages.need(1.0 + (LEAST_SHARE * section.chart.height if section.chart else 0.0))
    pages.lines(section.heading, 13, weight="bold")
    if section.note:
        pages.lines(section.note, 9, LIGHT.secondary)
    pages.space(0.08)
    for start in range(0, len(section.facts), FACTS_A_ROW):
        _facts(pages, section.facts[start : start + FACTS_A_ROW])
    if section.chart is not None:
        pages.chart(section.chart)
    if section.table is not None:
        _table(pages, section.table)
    for quote in section.quotes:
        _quote(pages, quote)


def _facts(pages: _Pages, facts: Sequence[Fact]) -> None:
    y = pages.row(0.72)
    for place, fact in enumerate(facts):
        x = MARGIN + place * WIDTH / FACTS_A_ROW
        pages.write(fact.name, x, y + 0.5, 9, LIGHT.secondary)
        pages.write(fact.value, x, y + 0.2, 15, _TONES.get(fact.tone, LIGHT.text), weight="bold")
        pages.write(fact.note, x, y + 0.04, 8, LIGHT.secondary)


def _table(pages: _Pages, table: Table) -> None:
    columns = zip(table.header, *table.rows, strict=True)
    shares = [max(map(len, column)) for column in columns]
    widths = [WIDTH * (share + 3) / sum(share + 3 for share in shares) for share in shares]
    lefts = [MARGIN + sum(widths[:place]) for place in range(len(widths))]
    pages.need(ROW_HEIGHT * min(1 + len(table.rows), ROWS_WITH_HEADER))
    for number, row in enumerate((table.header, *table.rows)):
        if not any(row):
            continue
        y = pages.row(ROW_HEIGHT)
        colour = LIGHT.secondary if number == 0 else LIGHT.text
        for cell, left, width, is_number in zip(row, lefts, widths, table.is_number, strict=True):
            x = left + width - 0.15 if is_number else left
            shown = wrapped(cell, width / (9 * POINT))
            text = shown[0] + ("…" if len(shown) > 1 else "")
            pages.write(text, x, y + 0.04, 9, colour, ha="right" if is_number else "left")
        pages.rule()


def _quote(pages: _Pages, quote: Quote) -> None:
    pages.space(0.1)
    pages.lines(quote.text, 9.5, left=0.15)
    pages.lines(quote.source, 8, _TONES.get(quote.tone, LIGHT.secondary), left=0.15)


def _drawn(chart: Chart) -> Figure:
    figure = Figure(figsize=(WIDTH, chart.height), layout="constrained")
    FigureCanvasPdf(figure)
    chart.draw(figure, LIGHT)
    return figure


def _pdf_of(figures: Sequence[Figure], progress: Progress = silent) -> bytes:
    buffer = io.BytesIO()
    with PdfPages(buffer, metadata={"CreationDate": None, "Creator": None, "Producer": None}) as file:
        for figure in tracked(figures, progress):
            FigureCanvasPdf(figure)
            file.savefig(figure)
    return buffer.getvalue()
