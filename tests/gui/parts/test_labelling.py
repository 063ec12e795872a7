"""Labels of a model that knows no sentiment, labels of the user's own making, and names that are taken."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from tests.builders import corpus_of, prediction_of
from textminer.gui.parts.label_row import LabelRow
from textminer.gui.parts.label_words import labels_to_give
from textminer.gui.parts.labelling import Labelling, LabelMenu
from textminer.gui.parts.name_popup import NamePopup
from textminer.session.session import Session


@pytest.fixture
def session() -> Session:
    session = Session()
    corpus = corpus_of(["a", "b", "c"], team=["billing", "app", "app"])
    session.open(replace(corpus, roles=replace(corpus.roles, label=1)))
    session.restore_scores(prediction_of([0.9, -0.9, 0.9], ("app", "delivery"), None))
    return session


@pytest.fixture
def pad(qtbot: QtBot, session: Session) -> QWidget:
    """Something with the focus on which the keys are pressed."""
    made = QWidget()
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    QVBoxLayout(made).addWidget(LabelRow(session, made))
    Labelling(session, made).listen_on(made)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.setFocus()
    return made


def popup_menu() -> LabelMenu:
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, LabelMenu)
    return menu


def test_the_classes_of_the_model_and_of_the_file_are_offered(session: Session) -> None:
    assert labels_to_give(session) == ("app", "delivery", "billing")
    session.set_label(np.array([2]), "spam")
    assert labels_to_give(session) == ("app", "delivery", "billing", "spam")


def test_where_classes_are_no_sentiment_the_keys_open_their_menu(
    session: Session, pad: QWidget, qtbot: QtBot
) -> None:
    session.set_current(1)
    qtbot.keyClick(pad, Qt.Key.Key_P)
    menu = popup_menu()
    assert [action.text() for action in menu.actions() if action.text()] == [
        "app",
        "delivery",
        "billing",
        "Another label…",
        "Remove label\t0",
    ]
    menu.actions()[1].trigger()
    menu.close()
    assert dict(session.labels) == {1: "delivery"}
    row = pad.findChild(LabelRow)
    assert row is not None
    assert row.other.text() == "delivery"
    assert not any(pill.isVisible() for pill in row.pills.values())
    session.select(np.array([0, 2]))
    qtbot.keyClick(pad, Qt.Key.Key_L, Qt.KeyboardModifier.ShiftModifier)
    menu = popup_menu()
    menu.actions()[2].trigger()
    menu.close()
    assert dict(session.labels) == {0: "billing", 1: "delivery", 2: "billing"}
    qtbot.keyClick(pad, Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    assert dict(session.labels) == {1: "delivery"}


def test_with_nothing_selected_a_key_for_the_selection_does_nothing(
    session: Session, pad: QWidget, qtbot: QtBot
) -> None:
    session.restore_scores(prediction_of([0.9, -0.9, 0.9]))
    qtbot.keyClick(pad, Qt.Key.Key_P, Qt.KeyboardModifier.ShiftModifier)
    assert dict(session.labels) == {}
    assert session.history.next_undo is None


def test_a_name_that_is_taken_is_said_to_be_replaced_and_none_is_refused(qtbot: QtBot) -> None:
    named: list[str] = []
    anchor = QWidget()
    qtbot.addWidget(anchor)
    popup = NamePopup("Which name?", "one", "Save", ["two"], named.append, anchor)
    assert popup._said.text() == ""
    popup.field.setText(" two ")
    assert popup._said.text() == "There is one of this name: it is replaced."
    popup.field.setText("  ")
    assert not popup.button.isEnabled()
    qtbot.keyClick(popup.field, Qt.Key.Key_Return)
    assert named == []
    popup.field.setText(" two ")
    qtbot.keyClick(popup.field, Qt.Key.Key_Return)
    assert named == ["two"]
