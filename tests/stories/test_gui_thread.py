"""Whether what takes long is done beside the window: no analysis and no drawing on the GUI thread."""

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import FrameType

import matplotlib
import pytest
import scipy
import sklearn
from pytestqt.qtbot import QtBot

import textminer
from tests.stories.conftest import LONG_MS
from textminer.analysis.topics import usual_topics
from textminer.analysis.word_pattern import WordPattern
from textminer.app import AHEAD, Application
from textminer.corpus.filter import DocumentFilter
from textminer.gui.concordance.page import ConcordancePage
from textminer.gui.documents.page import DocumentsPage
from textminer.gui.widgets.figure_canvas import FigureCanvas

OURS = Path(textminer.__file__).parent
HEAVY = tuple(
    str(folder)
    for folder in (
        OURS / "analysis",
        OURS / "figures",
        OURS / "workflows",
        OURS / "sentiment" / "lstm",
        *(Path(str(library.__file__)).parent for library in (matplotlib, scipy, sklearn)),
    )
)
LIGHT = {
    # of one document, one line or one mark
    "analysis/finding",
    "analysis/slopes",
    "workflows/close_reading:RunningScores.values",
    "workflows/concordance:line_text",
    "analysis/concordance:ConcordanceLines.take",
    "workflows/overview_marks:mark",
    "workflows/honesty",
    "analysis/topics:Topics.strongest_words",
    "analysis/word_pattern:WordPattern.is_empty",
    # what is known of a result
    "workflows/overview:Overview.n_scored",
    "workflows/comparing:CompareOptions.fewest_in_matrix",
    "analysis/collocation:Collocates.n_words",
    "analysis/concordance:ConcordanceLines.n_lines",
    "analysis/cooccurrence:WordNetwork.words",
    "analysis/cooccurrence:WordPairs.n_pairs",
    "analysis/grouping:Grouping.n_groups",
    "analysis/topics:Topics.n_topics",
    # one pass of numpy over the listed words, or over the documents: some milliseconds of a million
    "analysis/frequency:WordFrequencies.rates_per_million",
    "analysis/keyness:Keyness",
    "analysis/aspects:with_group",
    "analysis/grouping:Grouping.sizes",
    "analysis/ordering:restricted",
    "workflows/comparing:Compared.sides",
    "workflows/comparing:scores_of",
    "workflows/concordance:scores_of",
    # words and colours
    "figures/style",
    "figures/time_axis:unit_word",
    "figures/compare:times",
}


@contextmanager
def heavy_calls() -> Iterator[set[str]]:
    """The functions of the heavy packages that are called on this thread, as file:function."""
    found: set[str] = set()

    def note(frame: FrameType, event: str, _argument: object) -> None:
        code = frame.f_code
        if event == "call" and code.co_filename.startswith(HEAVY):
            found.add(
                f"{Path(code.co_filename).parent.name}/{Path(code.co_filename).stem}:{code.co_qualname}"
            )

    sys.setprofile(note)
    try:
        yield found
    finally:
        sys.setprofile(None)


def is_light(name: str) -> bool:
    """Whether a function, or what it is within, is known to take no time."""
    return any(name == light or name.startswith((f"{light}:", f"{light}.")) for light in LIGHT)


def test_no_page_analyses_or_draws_on_the_thread_of_the_window(
    app: Application,
    hotel: DocumentsPage,
    until_idle: Callable[[Application], None],
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("textminer.gui.parts.filtering.AT_ONCE", 0)
    monkeypatch.setattr("textminer.gui.documents.sorting.AT_ONCE", 0)
    held_up: dict[str, list[str]] = {}
    for name in AHEAD:
        app.window.page(name)
        with heavy_calls() as found:
            page = app.window.show_page(name)
            if isinstance(page, ConcordancePage):
                page.look_for(WordPattern("the"))
            until_idle(app)
            hotel.filtering.apply(DocumentFilter(sentiments=("negative",), find="the"))
            until_idle(app)
            canvases = [canvas for canvas in page.findChildren(FigureCanvas) if canvas.isVisible()]
            qtbot.waitUntil(partial(are_current, canvases), timeout=LONG_MS)
            hotel.filtering.clear()
            hotel.grid.horizontalHeader().sectionClicked.emit(3)
            until_idle(app)
        held_up[name] = sorted(call for call in found if not is_light(call))
    assert held_up == {name: [] for name in AHEAD}


def are_current(canvases: Sequence[FigureCanvas]) -> bool:
    return all(canvas.is_current for canvas in canvases)


def test_what_is_drawn_or_analysed_here_would_be_noticed() -> None:
    from matplotlib.figure import Figure

    with heavy_calls() as found:
        Figure().add_subplot()
        usual_topics(1_000)
    assert {"matplotlib/figure:FigureBase.add_subplot", "analysis/topics:usual_topics"} <= found
