"""The evidence river and the sentences: what they show is what the model says, and each leads into the text."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from pytestqt.qtbot import QtBot

from tests.builders import corpus_of
from tests.gui.parts.reading import explain
from tests.gui.workplace import Workplace
from textminer.gui.parts.reader import ReaderPanel

TEXT = "Breakfast was good. The lift was broken!"


def open_text(reader: ReaderPanel, workplace: Workplace, *texts: str) -> None:
    workplace.open(corpus_of(list(texts)))
    workplace.score()
    explain(reader, workplace)


def test_the_river_ends_with_the_score_of_the_document(reader: ReaderPanel, workplace: Workplace) -> None:
    open_text(reader, workplace, TEXT)
    river = reader.evidence.river
    assert river.isVisible()
    assert np.isnan(river.values[:2]).all()
    assert river.values[2:7].tolist() == pytest.approx([np.tanh(1.0)] * 3 + [np.tanh(0.9)] * 2, abs=1e-6)
    assert workplace.session.prediction is not None
    score = workplace.session.prediction.score()
    assert score is not None
    assert river.values[-1] == pytest.approx(score[0], abs=1e-6)


def test_pointing_tells_word_and_score_and_a_click_shows_the_word(
    reader: ReaderPanel, workplace: Workplace, qtbot: QtBot
) -> None:
    open_text(reader, workplace, TEXT)
    river = reader.evidence.river
    broken = TEXT.index("broken")
    number = next(n for n, start in enumerate(reader.evidence.running.starts) if start == broken)
    place = river.point_position(number).toPoint()
    qtbot.mouseMove(river, place - QPoint(3, 0))
    qtbot.mouseMove(river, place)
    qtbot.waitUntil(lambda: reader.evidence.readout.text() == "−0.80 after “broken”")
    qtbot.mouseClick(river, Qt.MouseButton.LeftButton, pos=place)
    assert reader.text.selected_text() == "broken"


def test_the_river_is_walked_by_keys(reader: ReaderPanel, workplace: Workplace, qtbot: QtBot) -> None:
    open_text(reader, workplace, TEXT)
    river, turned = reader.evidence.river, []
    reader.walk_requested.connect(turned.append)
    river.setFocus()
    qtbot.keyClick(river, Qt.Key.Key_End)
    qtbot.keyClick(river, Qt.Key.Key_Left)
    assert river.accessibleDescription() == "−0.80 after “broken”"
    qtbot.keyClick(river, Qt.Key.Key_Return)
    assert reader.text.selected_text() == "broken"
    assert turned == []


def test_each_sentence_has_its_own_score_and_leads_into_the_text(
    reader: ReaderPanel, workplace: Workplace, qtbot: QtBot
) -> None:
    open_text(reader, workplace, TEXT)
    reader.below.pills[1].click()
    table = reader.sentences.table
    assert table.isVisible()
    cells = [[table.columns_model.cell(row, column) for column in (0, 1)] for row in (0, 1)]
    assert cells == [["+0.76", "Breakfast was good."], ["−0.97", "The lift was broken!"]]
    qtbot.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(200, table.rowViewportPosition(1) + 10)
    )
    assert reader.text.selected_text() == "The lift was broken!"


def test_a_click_on_the_strip_shows_the_sentence(
    reader: ReaderPanel, workplace: Workplace, qtbot: QtBot
) -> None:
    open_text(reader, workplace, TEXT)
    river = reader.evidence.river
    first = QPoint(river.point_position(1).toPoint().x(), river.height() - 4)
    qtbot.mouseClick(river, Qt.MouseButton.LeftButton, pos=first)
    assert reader.text.selected_text() == "Breakfast was good."


def test_a_text_read_from_the_right_has_its_first_word_at_the_right(
    reader: ReaderPanel, workplace: Workplace
) -> None:
    open_text(reader, workplace, "שלום good עולם bad bad", TEXT)
    river = reader.evidence.river
    assert river.point_position(0).x() > river.point_position(3).x()
    workplace.session.set_current(1)
    explain(reader, workplace)
    assert river.point_position(0).x() < river.point_position(3).x()


def test_chinese_sentences_and_characters_outside_the_first_plane(
    reader: ReaderPanel, workplace: Workplace
) -> None:
    open_text(reader, workplace, "😀 好 。bad！ 好")
    reader.below.pills[1].click()
    assert reader.evidence.sentences is not None
    reader.evidence.choose_sentence(1)
    assert reader.text.selected_text() == "bad！"


def test_why_off_hides_the_river_and_another_document_takes_it_away(
    reader: ReaderPanel, workplace: Workplace
) -> None:
    open_text(reader, workplace, TEXT, "good", "")
    reader.why.click()
    assert not reader.evidence.isVisible()
    reader.why.click()
    workplace.settle()
    assert len(reader.evidence.river.values) == 9
    workplace.session.set_current(1)
    assert len(reader.evidence.river.values) == 0
    explain(reader, workplace)
    assert len(reader.evidence.river.values) == 1
    workplace.session.set_current(2)
    assert not reader.evidence.isVisible()


def test_a_model_without_polarity_tells_the_probability_of_its_class(
    reader: ReaderPanel, workplace: Workplace
) -> None:
    workplace.classifier.labels = ("billing", "login")
    workplace.classifier.polarity = None
    open_text(reader, workplace, "bad good good")
    assert reader.evidence._title.text() == "Probability of “login”, word by word"
    assert ((reader.evidence.river.values >= 0) & (reader.evidence.river.values <= 1)).all()
    reader.evidence.river._point_at(2)
    assert reader.evidence.readout.text() == "88 % after “good”"


def test_it_fits_a_narrow_drawer(reader: ReaderPanel, workplace: Workplace) -> None:
    open_text(reader, workplace, TEXT)
    for width in (320, 405):
        reader.setFixedWidth(width)
        for pill in reader.below.pills:
            pill.click()
            workplace.settle()
            assert reader.minimumSizeHint().width() <= width
    river = reader.evidence.river
    assert river.rect().contains(river.point_position(8).toPoint())
    assert river.point_position(0) != QPointF(0, 0)


def test_where_there_are_no_sentences_it_is_said_why(reader: ReaderPanel, workplace: Workplace) -> None:
    open_text(reader, workplace, TEXT, "xyzzy")
    reader.below.show_part(reader.sentences)
    assert not reader.sentences.hint.isVisible()
    reader.why.setChecked(False)
    assert "“Why”" in reader.sentences.hint.text()
    assert reader.sentences.hint.isVisible()
    workplace.session.set_current(1)
    assert "not scored" in reader.sentences.hint.text()
