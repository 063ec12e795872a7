"""A user looks at the words and follows one to its documents."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from tests.builders import filter_to_selection
from tests.stories.conftest import LONG_MS
from textminer.app import Application
from textminer.gui.concordance.page import ConcordancePage
from textminer.gui.documents.page import DocumentsPage
from textminer.gui.parts.step_words import history_sentences
from textminer.gui.words.figure_card import CLOUD_VIEW, TREND_VIEW
from textminer.gui.words.page import WordsPage

Wait = Callable[[Application], None]


@pytest.fixture
def words(app: Application, hotel: DocumentsPage, qtbot: QtBot, until_idle: Wait) -> WordsPage:
    page = app.window.show_page("words")
    assert isinstance(page, WordsPage)
    qtbot.waitUntil(lambda: page.frequencies is not None, timeout=LONG_MS)
    until_idle(app)
    return page


def test_a_word_selects_its_documents_and_filtering_to_them_is_a_second_act(
    app: Application, words: WordsPage, qtbot: QtBot, until_idle: Wait
) -> None:
    session = app.workbench().session
    found = words.frequencies
    assert found is not None
    place = found.words.index("breakfast")
    words.table.selectRow(words.table.columns_model.row_of(place))
    qtbot.waitUntil(lambda: len(session.selection) == found.document_counts[place], timeout=LONG_MS)
    assert session.corpus is not None
    assert all(
        "breakfast" in session.corpus.document(position).text.lower() for position in session.selection
    )
    assert session.filter.is_empty
    filter_to_selection(session)
    qtbot.waitUntil(
        lambda: words.frequencies is not None and words.frequencies.n_documents == len(session.selection),
        timeout=LONG_MS,
    )
    until_idle(app)


def test_options_change_what_is_counted(
    words: WordsPage, app: Application, qtbot: QtBot, until_idle: Wait
) -> None:
    assert words.frequencies is not None
    assert "the" not in words.frequencies.words
    words.options_bar.toggle("drop_stop_words")
    qtbot.waitUntil(lambda: words.frequencies.words[0] == "the", timeout=LONG_MS)  # type: ignore[union-attr]
    words.options_bar.choose_length(2)
    qtbot.waitUntil(lambda: " " in words.frequencies.words[0], timeout=LONG_MS)  # type: ignore[union-attr]
    until_idle(app)


def test_finding_a_word_narrows_the_table_alone(words: WordsPage) -> None:
    assert words.frequencies is not None
    n_words = len(words.frequencies.words)
    words.find_box.setText("breakf")
    shown = [words.frequencies.words[place] for place in words.table.columns_model.order]
    assert "breakfast" in shown
    assert all("breakf" in word for word in shown)
    assert len(words.frequencies.words) == n_words


def test_without_themes_the_lists_and_the_way_back_stay_in_reach(
    words: WordsPage, qtbot: QtBot, app: Application, until_idle: Wait
) -> None:
    words.options_bar.choose_length(0)
    qtbot.waitUntil(lambda: words.frequencies is not None and not words.frequencies.words, timeout=LONG_MS)
    assert words.options_bar.lists_button.isVisible()
    assert words.options_bar.listed.isVisible()
    assert not words.table.isVisible()
    words.options_bar.choose_length(1)
    qtbot.waitUntil(words.table.isVisible, timeout=LONG_MS)
    until_idle(app)


def test_each_option_says_what_it_takes_away_and_is_undone(
    app: Application, words: WordsPage, qtbot: QtBot, until_idle: Wait
) -> None:
    session = app.workbench().session
    assert words.frequencies is not None
    before = words.frequencies.n_words
    until_idle(app)
    box = next(box for box in words.options_bar.findChildren(QCheckBox) if "numbers" in box.text())
    fewer = int(box.text().rpartition("−")[2].replace(",", ""))
    words.options_bar.toggle("drop_numbers")
    qtbot.waitUntil(
        lambda: words.frequencies is not None and words.frequencies.n_words == before - fewer, timeout=LONG_MS
    )
    assert history_sentences(session)[-1] == "Hid numbers"
    session.undo()
    assert not box.isChecked()
    qtbot.waitUntil(
        lambda: words.frequencies is not None and words.frequencies.n_words == before, timeout=LONG_MS
    )
    until_idle(app)


def test_lists_are_written_previewed_counted_and_kept(
    app: Application, words: WordsPage, qtbot: QtBot, until_idle: Wait, tmp_path: Path
) -> None:
    session = app.workbench().session
    dialog = words.edit_lists()
    assert dialog is not None
    dialog.editor.setPlainText("Room: room*, bed\nStaff: staff, front desk, zzz")
    qtbot.waitUntil(lambda: dialog.preview.columns_model.rowCount() == 5, timeout=LONG_MS)
    until_idle(app)
    qtbot.waitUntil(lambda: dialog.preview.columns_model.cell(0, 2).startswith("room "), timeout=LONG_MS)
    cells = [[dialog.preview.columns_model.cell(row, column) for column in (1, 3)] for row in range(5)]
    assert [pattern for pattern, _count in cells] == ["room*", "bed", "staff", "front desk", "zzz"]
    assert cells[4][1] == "0"
    assert int(cells[3][1]) > 0
    dialog.export_file(tmp_path / "themes.dic")
    dialog.show_kind("stop_words")
    dialog.editor.setPlainText("hotel")
    dialog.show_kind("themes")
    assert "front desk" in dialog.editor.toPlainText()
    dialog.editor.setPlainText("")
    dialog.import_file(tmp_path / "themes.dic")
    dialog.apply()
    qtbot.waitUntil(
        lambda: words.frequencies is not None and words.frequencies.words == ("Room", "Staff"),
        timeout=LONG_MS,
    )
    assert app.workbench().commands.recipe().cleaning.lists.stop_words == ("hotel",)
    assert history_sentences(session)[-1] == "Set 1 own stop word; Set 2 themes"
    words.figures.word_picked.emit("Staff")
    found = words.frequencies
    assert found is not None
    qtbot.waitUntil(lambda: len(session.selection) == found.document_counts[1], timeout=LONG_MS)
    words.options_bar.choose_length(1)
    qtbot.waitUntil(
        lambda: words.frequencies is not None and "room" in words.frequencies.words, timeout=LONG_MS
    )
    assert words.frequencies is not None
    assert "hotel" not in words.frequencies.words
    until_idle(app)


def test_a_list_that_cannot_be_read_is_said_in_the_dialog(
    app: Application, words: WordsPage, until_idle: Wait, tmp_path: Path
) -> None:
    dialog = words.edit_lists()
    assert dialog is not None
    (tmp_path / "a.json").write_text("{", "utf-8")
    dialog.import_file(tmp_path / "a.json")
    assert dialog.error.isVisible()
    assert "a.json" in dialog.error.text()
    dialog.reject()
    until_idle(app)


def test_words_are_followed_over_time_and_a_point_selects(
    app: Application, words: WordsPage, qtbot: QtBot, until_idle: Wait
) -> None:
    session = app.workbench().session
    words.choose(["breakfast", "room"])
    words.figures.show_view(TREND_VIEW)
    qtbot.waitUntil(lambda: words.trends is not None and "breakfast" in words.trends.words, timeout=LONG_MS)
    until_idle(app)
    trends, found = words.trends, words.frequencies
    assert trends is not None
    assert found is not None
    for word, counts in zip(trends.words, trends.counts, strict=True):
        assert counts.sum() == found.counts[found.words.index(word)]  # every row of the sample has a date
    place = int(trends.counts[0].argmax())
    words.figures.point_picked.emit(0, place)
    qtbot.waitUntil(lambda: 0 < len(session.selection) < 30, timeout=LONG_MS)
    assert session.corpus is not None
    for position in session.selection.tolist():
        assert trends.words[0] in session.corpus.document(position).text.lower()
        assert trends.bins.codes[position] == place
    words.figures.show_view(CLOUD_VIEW)
    assert "mean nothing" in words.figures.note.text()
    until_idle(app)


def test_a_word_is_seen_in_its_lines(
    app: Application, words: WordsPage, qtbot: QtBot, until_idle: Wait
) -> None:
    words.options_bar.choose_form("lemma")
    qtbot.waitUntil(
        lambda: words.frequencies is not None and "rooms" not in words.frequencies.words, timeout=LONG_MS
    )
    words.choose(["room"])
    words.chosen_bar.concordance_button.click()
    qtbot.waitUntil(lambda: isinstance(app.window.page("concordance"), ConcordancePage), timeout=LONG_MS)
    page = app.window.page("concordance")
    assert isinstance(page, ConcordancePage)
    qtbot.waitUntil(lambda: page.lines is not None, timeout=LONG_MS)
    assert words.frequencies is not None
    expected = words.frequencies.counts[words.frequencies.words.index("room")]
    assert page.lines is not None
    assert page.lines.n_lines == expected
    until_idle(app)
