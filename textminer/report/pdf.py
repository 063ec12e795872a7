"""A report as PDF pages, drawn without a window: words by matplotlib, its figures set between them."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from matplotlib.backends.backend_pdf import FigureCanvasPdf, PdfPages
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from textminer.atomic import atomic_path
from textminer.corpus.text_direction import is_read_from_right
from textminer.figures.style import PRINT, prepare_matplotlib
from textminer.progress import Progress, Stage, silent, tracked
from textminer.report.content import WIDTH, Chart, Fact, Quote, Report, Section, Table
from textminer.report.wrapping import is_wide, wrapped
from textminer.translation import _

PAGE_WIDTH, PAGE_HEIGHT = 8.27, 11.69  # A4, in inches
MARGIN = (PAGE_WIDTH - WIDTH) / 2
TOP, BOTTOM = 0.7, 0.75
POINT = 1 / 72  # inches
LINE_HEIGHT = 1.4  # of the size of the letters
LATIN_FAMILIES = ("Inter", "DejaVu Sans")
FACTS_A_ROW, FACT_HEIGHT = 3, 0.72
ROW_HEIGHT = 0.22
ROWS_WITH_HEADER = 4  # of a table, its header among them, that stand together on a page at least
LEAST_SHARE, MOST_SHARE = 0.66, 1.6  # of its height, to which a figure may shrink or grow
RECEIPT_SIZE = 6.0
RECEIPT_COLUMNS = (2, 3)  # more of them only where that saves a page
MOST_RECEIPT_LINES = 150
_TONES = {"positive": PRINT.positive_text, "negative": PRINT.negative_text}


@dataclass
class _Page:
    figure: Figure
    charts: list[tuple[Chart, float]] = field(default_factory=list)  # with the height of the lower edge
    numbers: list[int] = field(default_factory=list)  # of the charts, in the order of the report
    left: float = 0.0  # inches below the last block, where another page follows


class _Pages:
    """Puts one block below the other, on the next page where there is no room.

    heights:  inches of charts, by their number; others are as high as they ask for
    """

    def __init__(self, heights: dict[int, float]) -> None:
        self.pages: list[_Page] = []
        self._heights = heights
        self._n_charts = 0
        self._y = 0.0  # inches of the lower edge of what stands on the page, from below

    def need(self, height: float) -> None:
        """Begin a new page unless so many inches are left on this one."""
        if not self.has_room(height):
            if self.pages:
                self.pages[-1].left = self.room
            self.pages.append(_Page(Figure(figsize=(PAGE_WIDTH, PAGE_HEIGHT))))
            self._y = PAGE_HEIGHT - TOP

    def has_room(self, height: float) -> bool:
        """Whether so many inches are left on this page."""
        return bool(self.pages) and self._y - height >= BOTTOM

    @property
    def room(self) -> float:
        """Inches that are left on this page."""
        return max(self._y - BOTTOM, 0.0)

    def space(self, height: float) -> None:
        """Leave so many inches free."""
        self._y -= height

    def lines(
        self,
        text: str,
        size: float = 10.0,
        colour: str = PRINT.text,
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
        if any(map(is_wide, text)):
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
        self.pages[-1].figure.add_artist(Line2D(ends, [y, y], color=PRINT.line, linewidth=0.7))

    def chart(self, chart: Chart, below: float = 0.0) -> None:
        """Leave room for a figure, which is set there later; a little lower where that saves a page break.

        below:  inches of the table that belongs to it
        """
        chart = replace(chart, height=self._heights.get(self._n_charts, chart.height))
        left = self._y - BOTTOM
        if LEAST_SHARE * chart.height <= left - below - 0.01 < chart.height:
            left -= below + 0.01
        if LEAST_SHARE * chart.height <= left < chart.height:
            chart = replace(chart, height=left)
        y = self.row(chart.height)
        self.pages[-1].charts.append((chart, y))
        self.pages[-1].numbers.append(self._n_charts)
        self._n_charts += 1


def write_pdf(report: Report, target: Path, progress: Progress = silent) -> None:
    """Write the report, all or nothing; the same report gives the same bytes.

    Raises OSError where the disk refuses.
    """
    from pypdf import PdfReader, PdfWriter, Transformation

    prepare_matplotlib()
    pages = laid_out(report)
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


def laid_out(report: Report) -> list[_Page]:
    """The pages; figures grow where the next block would leave the rest of their page empty."""
    heights: dict[int, float] = {}
    for page in _set_out(report, heights):
        drawn = [chart.height for chart, _y in page.charts]
        if drawn and page.left > 0:
            share = min(MOST_SHARE, 1 + 0.99 * page.left / sum(drawn))
            heights.update(
                (number, share * height) for number, height in zip(page.numbers, drawn, strict=True)
            )
    pages = _set_out(report, heights)
    for number, page in enumerate(pages, start=1):
        page.figure.text(
            0.5, 0.35 / PAGE_HEIGHT, f"{report.title} · {number} / {len(pages)}", fontsize=8,
            color=PRINT.secondary, ha="center",
        )  # fmt: skip
    return pages


def _set_out(report: Report, heights: dict[int, float]) -> list[_Page]:
    pages = _Pages(heights)
    pages.lines(report.title, 20, weight="bold")
    for line in report.about:
        pages.lines(line, 10, PRINT.secondary)
    for section in report.sections:
        _section(pages, section)
    _receipt(pages, report.receipt)
    return pages.pages


def _receipt(pages: _Pages, receipt: str) -> None:
    """In columns, each read to its end: the lines are short."""
    pages.space(0.3)
    pages.need(1.0)
    pages.lines(_("Receipt: how to make these figures again"), 12, weight="bold")
    lines = receipt.splitlines()
    if len(lines) > MOST_RECEIPT_LINES:
        lines = [*lines[:MOST_RECEIPT_LINES], _("… the rest stands in the report as HTML.")]
    step = RECEIPT_SIZE * LINE_HEIGHT * POINT
    pages.need(step)
    n_rows = int(pages.room / step)
    fitting = (n for n in RECEIPT_COLUMNS if len(_receipt_lines(lines, WIDTH / n)) <= n * n_rows)
    n_columns = next(fitting, RECEIPT_COLUMNS[0])
    width = WIDTH / n_columns
    rest = _receipt_lines(lines, width)
    while rest:
        pages.need(step)
        n_rows = min(-(-len(rest) // n_columns), int(pages.room / step))
        bottom = pages.row(n_rows * step)
        for column in range(n_columns):
            for row, (indent, text) in enumerate(rest[column * n_rows : (column + 1) * n_rows]):
                x, y = MARGIN + column * width + indent, bottom + (n_rows - 1 - row) * step
                pages.write(text, x, y, RECEIPT_SIZE, PRINT.secondary)
        rest = rest[n_columns * n_rows :]


def _receipt_lines(lines: Sequence[str], width: float) -> list[tuple[float, str]]:
    """The lines in a column of so many inches, each with its indent."""
    return [
        (indent, piece)
        for line in lines
        for indent in (0.03 * (len(line) - len(line.lstrip())),)
        for piece in wrapped(line.strip(), (width - indent - 0.1) / (RECEIPT_SIZE * POINT))
    ]


def _section(pages: _Pages, section: Section) -> None:
    pages.space(0.32)
    pages.need(_head_height(section) + (LEAST_SHARE * section.chart.height if section.chart else 0.5))
    pages.lines(section.heading, 13, weight="bold")
    if section.note:
        pages.lines(section.note, 9, PRINT.secondary)
    pages.space(0.08)
    for start in range(0, len(section.facts), FACTS_A_ROW):
        _facts(pages, section.facts[start : start + FACTS_A_ROW])
    if section.chart is not None:
        rows = 0 if section.table is None else 1 + len(section.table.rows)
        pages.chart(section.chart, 0.12 + rows * ROW_HEIGHT if rows else 0.0)
    if section.table is not None:
        pages.space(0.12 if section.chart is not None else 0.0)
        _table(pages, section.table)
    for quote in section.quotes:
        _quote(pages, quote)


def _head_height(section: Section) -> float:
    """Inches of what stands above the figure."""
    sizes = [(section.heading, 13.0), *([(section.note, 9.0)] if section.note else [])]
    lines = sum(len(wrapped(text, WIDTH / (size * POINT))) * size for text, size in sizes)
    facts = -(-len(section.facts) // FACTS_A_ROW) * FACT_HEIGHT
    return lines * LINE_HEIGHT * POINT + 0.08 + facts


def _facts(pages: _Pages, facts: Sequence[Fact]) -> None:
    y = pages.row(FACT_HEIGHT)
    for place, fact in enumerate(facts):
        x = MARGIN + place * WIDTH / FACTS_A_ROW
        pages.write(fact.name, x, y + 0.5, 9, PRINT.secondary)
        pages.write(fact.value, x, y + 0.2, 15, _TONES.get(fact.tone, PRINT.text), weight="bold")
        pages.write(fact.note, x, y + 0.04, 8, PRINT.secondary)


def _table(pages: _Pages, table: Table) -> None:
    columns = zip(table.header, *table.rows, strict=True)
    shares = [max(map(len, column)) for column in columns]
    widths = [WIDTH * (share + 3) / sum(share + 3 for share in shares) for share in shares]
    lefts = [MARGIN + sum(widths[:place]) for place in range(len(widths))]
    gaps = [0.15] * (len(widths) - 1) + [0.0]
    pages.need(ROW_HEIGHT * min(1 + len(table.rows), ROWS_WITH_HEADER))

    def write(row: Sequence[str], colour: str) -> None:
        y = pages.row(ROW_HEIGHT)
        places = zip(lefts, widths, gaps, table.is_number, strict=True)
        for cell, (left, width, gap, is_number) in zip(row, places, strict=True):
            x = left + width - gap if is_number else left
            shown = wrapped(cell, width / (9 * POINT))
            text = shown[0] + ("…" if len(shown) > 1 else "")
            pages.write(text, x, y + 0.04, 9, colour, ha="right" if is_number else "left")
        pages.rule()

    for number, row in enumerate(table.rows):
        if any(table.header) and (number == 0 or not pages.has_room(ROW_HEIGHT)):
            pages.need(2 * ROW_HEIGHT)
            write(table.header, PRINT.secondary)
        write(row, PRINT.text)


def _quote(pages: _Pages, quote: Quote) -> None:
    pages.space(0.1)
    pages.lines(quote.text, 9.5, left=0.15)
    pages.lines(quote.source, 8, _TONES.get(quote.tone, PRINT.secondary), left=0.15)


def _drawn(chart: Chart) -> Figure:
    figure = Figure(figsize=(WIDTH, chart.height), layout="constrained")
    FigureCanvasPdf(figure)
    chart.draw(figure, PRINT)
    return figure


def _pdf_of(figures: Sequence[Figure], progress: Progress = silent) -> bytes:
    buffer = io.BytesIO()
    with PdfPages(buffer, metadata={"CreationDate": None, "Creator": None, "Producer": None}) as file:
        for figure in tracked(figures, progress):
            FigureCanvasPdf(figure)
            file.savefig(figure)
    return buffer.getvalue()
