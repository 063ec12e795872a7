"""A report holds what the overview says, stands alone, and comes out the same each time."""

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from matplotlib.figure import Figure
from pypdf import PdfReader

from tests.builders import corpus_of, prediction_of
from textminer.analysis.means import group_means
from textminer.analysis.topics import Topics
from textminer.cli.commands import run_command_line
from textminer.corpus.corpus import Corpus
from textminer.corpus.recipe import Recipe
from textminer.errors import ExportError
from textminer.figures.style import LIGHT
from textminer.report.content import Chart, Report, Section, Table
from textminer.report.html import html_of
from textminer.report.pdf import laid_out, write_pdf
from textminer.report.wrapping import wrapped
from textminer.resource_files import resource_path
from textminer.sentiment.prediction import EMPTY, Prediction
from textminer.sentiment.scored_corpus import with_prediction
from textminer.workflows.report_sections import topics_section
from textminer.workflows.reporting import ReportOptions, make_report, write_report
from textminer.workflows.scoring import tokens_of
from textminer.workflows.topics import TopicSizes

TEXTS = [
    "Good <b>room</b> & kind staff",
    "Bad room, dirty towels",
    "",
    "غرفة جيدة جدا",
    "房间很好",
    *(f"Staff number {n} was kind and the breakfast good" for n in range(30)),
]
SCORES: list[float | str | None] = [0.9, -0.8, EMPTY, 0.4, 0.6, *([0.7, -0.6, 0.1] * 10)]


def report_of(corpus: Corpus, prediction: Prediction, positions: np.ndarray | None = None):  # type: ignore[no-untyped-def]
    scored = with_prediction(corpus, prediction)
    tokens = tokens_of(corpus.texts(), "tweet")
    return make_report(scored, prediction, tokens, None, Recipe(model="english"), positions=positions)


@pytest.fixture(scope="module")
def hotel_report():  # type: ignore[no-untyped-def]
    groups = [("north", "south")[n % 2] for n in range(len(TEXTS))]
    dates = [f"2024-{n % 12 + 1:02}-15" for n in range(len(TEXTS))]
    return report_of(corpus_of(TEXTS, "<hotels>.csv", region=groups, date=dates), prediction_of(SCORES))


class Checker(HTMLParser):
    """Collects ids and what would be loaded from elsewhere; complains of tags that do not close."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.references: list[str] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag not in ("meta", "br"):
            self.open.append(tag)
        if "id" in values:
            self.ids.append(values["id"] or "")
        self.references += [value or "" for name, value in attrs if name in ("src", "href", "xlink:href")]
        assert tag not in ("script", "img", "link", "iframe")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in ("meta", "br"):
            self.open.pop()


def test_the_page_stands_alone_and_shows_texts_as_they_are(hotel_report) -> None:  # type: ignore[no-untyped-def]
    page = html_of(hotel_report)
    checker = Checker()
    checker.feed(page)
    assert not checker.open
    assert len(checker.ids) == len(set(checker.ids)), "an id of one figure must not be one of another"
    assert all(reference.startswith("#") for reference in checker.references)
    assert {reference[1:] for reference in checker.references} <= set(checker.ids)
    assert set(re.findall(r"url\(#([^)]*)\)", page)) <= set(checker.ids)
    assert "<b>room" not in page
    assert "Good &lt;b&gt;room&lt;/b&gt; &amp; kind staff" in page
    assert "&lt;hotels&gt;.csv" in page


def test_it_says_what_the_overview_says(hotel_report) -> None:  # type: ignore[no-untyped-def]
    headings = [section.heading for section in hotel_report.sections]
    for heading in ("Sentiment", "How far to trust this", "How the scores are spread", "Over time"):
        assert heading in headings
    assert "By region" in headings
    facts = {fact.name: fact for fact in hotel_report.sections[0].facts}
    assert facts["Negative"].value == f"{100 * 11 / 34:.1f} %"
    assert "11 documents" in facts["Negative"].note
    trust = hotel_report.sections[1].table
    assert trust is not None
    assert ("Scored", "34 of 35") in trust.rows
    quotes = next(section.quotes for section in hotel_report.sections if section.quotes)
    assert quotes[0].text == "Bad room, dirty towels"
    assert "row 2" in quotes[0].source


def test_the_same_report_gives_the_same_bytes(hotel_report, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    assert html_of(hotel_report) == html_of(hotel_report)
    for name in ("one.pdf", "two.pdf"):
        write_pdf(hotel_report, tmp_path / name)
    assert (tmp_path / "one.pdf").read_bytes() == (tmp_path / "two.pdf").read_bytes()


def test_the_pdf_has_title_pages_and_figures(hotel_report, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    write_pdf(hotel_report, tmp_path / "r.pdf")
    file = PdfReader(tmp_path / "r.pdf")
    assert file.metadata is not None
    assert file.metadata.title == "<hotels>.csv"
    assert len(file.pages) >= 3
    n_marks = sum(page.get_contents().get_data().count(b" re\n") for page in file.pages)  # type: ignore[union-attr]
    assert n_marks > 50, "bars of the figures"


def test_only_the_documents_that_count_are_reported() -> None:
    found = report_of(corpus_of(TEXTS), prediction_of(SCORES), np.array([0, 1]))
    assert found.about[0].startswith("reviews.csv · 2 of 35 documents")
    assert [fact.value for fact in found.sections[0].facts] == ["50.0 %", "0.0 %", "50.0 %"]


def test_groups_are_compared_by_the_documents_that_count_alone() -> None:
    texts = [f"room {('cold', 'warm')[n % 2]} {'outside' if n >= 20 else 'inside'}" for n in range(40)]
    regions = [("north", "south")[n % 2] for n in range(40)]
    corpus = corpus_of(texts, region=regions)
    found = report_of(corpus, prediction_of([0.5] * 40), np.arange(20))
    chart = next(s.chart for s in found.sections if s.heading == "What sets region apart")
    assert chart is not None
    figure = Figure(figsize=(7, 3))
    chart.draw(figure, LIGHT)
    words = {label.get_text() for axes in figure.axes for label in axes.get_yticklabels()}
    assert words >= {"cold", "warm"}
    assert "outside" not in words
    alone = report_of(corpus, prediction_of([0.5] * 40), np.arange(0, 20, 2))
    assert "What sets region apart" not in [section.heading for section in alone.sections]


@pytest.mark.parametrize("texts", [[""], ["", ""], ["Good"], ["好"] * 3])
def test_a_tiny_or_empty_corpus_has_a_report_too(texts: list[str], tmp_path: Path) -> None:
    prediction = prediction_of([EMPTY if not text else 0.5 for text in texts])
    found = report_of(corpus_of(texts), prediction)
    write_report(found, tmp_path / "r.pdf")
    page = write_report(found, tmp_path / "r.html").read_text(encoding="utf-8")
    assert ("No document has a score." in page) == (not any(texts))
    assert ("Most frequent words" in page) == any(texts)


def test_lines_break_at_blanks_and_between_chinese_characters() -> None:
    assert wrapped("aa bb cc", 3.5) == ["aa bb", "cc"]
    assert wrapped("好" * 5, 2.0) == ["好好", "好好", "好"]
    assert "".join(wrapped("x" * 300, 10.0)) == "x" * 300


def test_the_command_writes_either_kind_and_refuses_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = str(resource_path("samples", "support-tickets.csv"))
    out = tmp_path / "r.html"
    assert (
        run_command_line(["report", source, "-o", str(out), "--sections", "quotes", "--title", "Tickets"])
        == 0
    )
    assert "<h1>Tickets</h1>" in out.read_text(encoding="utf-8")
    assert run_command_line(["report", source, "-o", str(tmp_path / "r.docx")]) == 1
    assert ".html or .pdf" in capsys.readouterr().err
    assert run_command_line(["report", source, "-o", str(out), "--sections", "weather"]) == 1
    assert "weather" in capsys.readouterr().err


def test_another_ending_is_refused_in_a_sentence(hotel_report, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(ExportError, match="HTML or a PDF"):
        write_report(hotel_report, tmp_path / "r.txt")
    assert ReportOptions().sections


def test_a_table_names_its_columns_anew_on_each_page_and_figures_fill_theirs() -> None:
    rows = tuple((f"word {n}", str(n)) for n in range(120))
    table = Table(("Word", "Occurrences"), rows, (False, True))
    chart = Chart(lambda figure, _colours: figure.clear(), 3.0, "nothing")
    high = replace(chart, height=9.8)
    report = Report(
        "r",
        (),
        (Section("First", chart=chart), Section("Second", chart=high), Section("Words", table=table)),
        "{}",
    )
    pages = laid_out(report)
    texts = [[text.get_text() for text in page.figure.texts] for page in pages]
    with_rows = [said for said in texts if any(text.startswith("word ") for text in said)]
    assert len(with_rows) > 2
    assert all("Occurrences" in said for said in with_rows)
    assert pages[0].charts[0][0].height > 1.5 * chart.height, "it takes what the second leaves empty"


def test_a_figure_is_lower_where_its_table_then_ends_on_the_page() -> None:
    chart = Chart(lambda figure, _colours: figure.clear(), 4.0, "nothing")
    table = Table(("Word", "Count"), tuple((f"word {n}", str(n)) for n in range(27)), (False, True))
    receipt = "\n".join(str(n) for n in range(40))
    high = Section("First", chart=replace(chart, height=9.0))
    pages = laid_out(Report("r", (), (high, Section("Words", chart=chart, table=table)), receipt))
    ends = [[text.get_text() for text in page.figure.texts] for page in pages]
    assert [page for page, said in enumerate(ends) if any(text.startswith("word ") for text in said)] == [1]


def test_a_receipt_takes_a_third_column_rather_than_another_page() -> None:
    chart = Chart(lambda figure, _colours: figure.clear(), 5.0, "nothing")
    receipt = "\n".join(str(n) for n in range(80))
    assert len(laid_out(Report("r", (), (Section("First", chart=chart),), receipt))) == 1


def test_the_receipt_of_names_read_from_the_right_stays_in_its_column() -> None:
    pages = laid_out(Report("r", (), (), '{\n  "مدينة": 1,\n  "name": 2\n}'))
    lefts = {text.get_text(): text.get_position()[0] for text in pages[0].figure.texts}
    assert max(lefts.values()) < 0.6


def test_a_mean_of_nothing_has_the_digits_of_the_others() -> None:
    means = group_means(np.array([0.001, 0.25]), np.array([0, 1]), 2)
    topics = Topics(("a", "b"), np.eye(2), np.eye(2, dtype=np.float32), np.array([0, 1], np.int32), 2)
    section = topics_section(topics, TopicSizes(np.array([1, 1]), means, 2), [["a"], ["b"]])
    assert section.table is not None
    assert [row[-1] for row in section.table.rows] == ["0.00", "+0.25"]
