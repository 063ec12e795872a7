"""What if: a copy is changed and scored, the original never."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from pytestqt.qtbot import QtBot

from tests.builders import corpus_of
from tests.gui.parts.reading import explain, tinted
from tests.gui.workplace import Workplace
from textminer.gui.parts.reader import LONG_TEXT, ReaderPanel

TEXT = "😀 The lift was broken"


def begin(reader: ReaderPanel, workplace: Workplace, *texts: str) -> None:
    workplace.open(corpus_of(list(texts)))
    workplace.score()
    explain(reader, workplace)
    reader.what_if.pill.click()


def rewrite(reader: ReaderPanel, workplace: Workplace, qtbot: QtBot, old: str, new: str) -> None:
    """Select a word of the copy and type another."""
    cursor = reader.text.document().find(old)
    reader.text.setTextCursor(cursor)
    qtbot.keyClicks(reader.text, new)
    qtbot.waitUntil(lambda: not reader.what_if._rest.isActive())
    workplace.settle()


def test_a_changed_word_changes_score_tints_and_probabilities(
    reader: ReaderPanel, workplace: Workplace, qtbot: QtBot
) -> None:
    begin(reader, workplace, TEXT)
    assert reader.what_if.isVisible()
    assert reader.verdict.before.text().startswith("Before: −0.80, negative")
    rewrite(reader, workplace, qtbot, "broken", "great")
    assert reader.verdict.number.text() == "+0.99"
    assert reader.verdict.words.text() == "positive"
    assert "positive 100 %" in reader.verdict.probabilities.text().replace("\u00a0", " ")
    assert reader.verdict.before.text().startswith("Before: −0.80, negative")
    assert ("great", 1.0) in tinted(reader)
    assert "broken" not in dict(tinted(reader))


def test_the_document_itself_stays_as_it_is(reader: ReaderPanel, workplace: Workplace, qtbot: QtBot) -> None:
    begin(reader, workplace, TEXT)
    rewrite(reader, workplace, qtbot, "broken", "great")
    corpus, prediction = workplace.session.corpus, workplace.session.prediction
    assert corpus is not None
    assert corpus.document(0).text == TEXT
    assert prediction is not None
    assert prediction.score()[0] < 0
    qtbot.keyClick(reader.text, Qt.Key.Key_Escape)
    assert reader.text.text() == TEXT
    assert reader.text.isReadOnly()
    assert not reader.what_if.isVisible()
    assert reader.verdict.number.text() == "−0.80"
    assert not reader.verdict.before.isVisible()
    explain(reader, workplace)
    assert ("broken", -1.0) in tinted(reader)


def test_back_to_the_original_by_its_button(reader: ReaderPanel, workplace: Workplace, qtbot: QtBot) -> None:
    begin(reader, workplace, TEXT)
    rewrite(reader, workplace, qtbot, "broken", "great")
    reader.what_if.back.click()
    assert reader.text.text() == TEXT
    assert not reader.what_if.pill.isChecked()


def test_tints_stay_at_their_words_while_one_types(
    reader: ReaderPanel, workplace: Workplace, qtbot: QtBot
) -> None:
    begin(reader, workplace, "good lift broken")
    reader.text.moveCursor(QTextCursor.MoveOperation.Start)
    qtbot.keyClicks(reader.text, "so ")
    assert [word for word, _strength in tinted(reader)] == ["good", "lift", "broken"]
    assert reader.text.text() == "so good lift broken"


def test_the_running_score_follows_the_copy(reader: ReaderPanel, workplace: Workplace, qtbot: QtBot) -> None:
    begin(reader, workplace, TEXT)
    rewrite(reader, workplace, qtbot, "broken", "great")
    qtbot.waitUntil(lambda: not reader.what_if._close_rest.isActive())
    workplace.settle()
    assert reader.evidence.river.values[-1] > 0.9
    qtbot.keyClick(reader.text, Qt.Key.Key_Escape)
    explain(reader, workplace)
    assert reader.evidence.river.values[-1] < -0.7


def test_arrows_and_letters_belong_to_the_copy(
    reader: ReaderPanel, workplace: Workplace, qtbot: QtBot
) -> None:
    begin(reader, workplace, TEXT, "good")
    turned: list[int] = []
    reader.walk_requested.connect(turned.append)
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_P, Qt.Key.Key_N, Qt.Key.Key_U):
        qtbot.keyClick(reader.text, key)
    assert turned == []
    assert "pnu" in reader.text.text()


def test_turning_to_another_document_ends_it(reader: ReaderPanel, workplace: Workplace, qtbot: QtBot) -> None:
    begin(reader, workplace, TEXT, "good")
    rewrite(reader, workplace, qtbot, "broken", "great")
    workplace.session.set_current(1)
    assert not reader.what_if.is_on
    assert reader.text.text() == "good"
    assert reader.text.isReadOnly()
    assert reader.verdict.number.text() == "+0.76"
    workplace.session.set_current(0)
    assert reader.text.text() == TEXT


def test_an_emptied_copy_says_so(reader: ReaderPanel, workplace: Workplace, qtbot: QtBot) -> None:
    begin(reader, workplace, TEXT)
    reader.text.selectAll()
    qtbot.keyClick(reader.text, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: not reader.what_if._rest.isActive())
    workplace.settle()
    assert reader.verdict.words.text() == "This document is empty, so it was not scored."
    assert reader.text.isVisible()


def test_a_very_long_text_is_not_offered_for_changing(reader: ReaderPanel, workplace: Workplace) -> None:
    workplace.open(corpus_of(["good " * (LONG_TEXT // 4)]))
    workplace.score()
    assert not reader.what_if.pill.isVisible()
