"""The menu of filters: what it offers, with counts, and what ticking does."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from tests.builders import corpus_of
from tests.gui.workplace import Workplace
from textminer.corpus.columns import ColumnRoles
from textminer.corpus.date_span import DateSpan
from textminer.corpus.filter import ColumnCondition, DocumentFilter
from textminer.gui.parts import filter_menu as module
from textminer.gui.parts.date_range import DateRange
from textminer.gui.parts.filter_menu import FilterMenu
from textminer.gui.parts.filtering import Filtering
from textminer.gui.parts.score_range import ScoreRange
from textminer.gui.parts.value_list import ValueList


@pytest.fixture
def menu(qtbot: QtBot, workplace: Workplace) -> FilterMenu:
    filtering = Filtering(workplace.session, workplace.jobs)
    made = FilterMenu(workplace.session, filtering, workplace.jobs)
    made._kept = filtering  # type: ignore[attr-defined]
    qtbot.addWidget(made)
    workplace.open(
        corpus_of(["good", "bad", "", "good"], city=["R&B", "Faro", "R&B", ""], id=["1", "2", "3", "4"])
    )
    return made


def submenu(menu: FilterMenu, title: str) -> QMenu:
    menu.fill()
    return next(sub for sub in menu.findChildren(QMenu) if sub.title() == title and sub.actions())


def entry(menu: FilterMenu, title: str, text: str) -> QAction:
    return next(action for action in submenu(menu, title).actions() if action.text() == text)


def test_columns_whose_values_repeat_are_offered_with_counts(menu: FilterMenu) -> None:
    texts = [action.text() for action in submenu(menu, "city").actions()]
    assert texts == ["R&&B\t2", "(empty)\t1", "Faro\t1"]
    assert "id" not in [action.text() for action in menu.actions()]


def test_ticking_values_filters_at_once(menu: FilterMenu, workplace: Workplace) -> None:
    entry(menu, "city", "R&&B\t2").toggle()
    assert workplace.session.in_scope.tolist() == [0, 2]
    entry(menu, "city", "Faro\t1").toggle()
    assert workplace.session.filter.conditions == (ColumnCondition(1, ("R&B", "Faro")),)
    assert workplace.session.in_scope.tolist() == [0, 1, 2]
    entry(menu, "city", "R&&B\t2").toggle()
    entry(menu, "city", "Faro\t1").toggle()
    assert workplace.session.filter.is_empty


def test_sentiment_and_state_are_offered_once_documents_are_scored(
    menu: FilterMenu, workplace: Workplace
) -> None:
    menu.fill()
    assert not menu.actions()[0].menu().isEnabled()
    workplace.score()
    entry(menu, "Sentiment", "positive\t2").toggle()
    assert workplace.session.in_scope.tolist() == [0, 3]
    entry(menu, "Sentiment", "positive\t2").toggle()
    entry(menu, "Scored or not", "empty\t1").toggle()
    assert workplace.session.in_scope.tolist() == [2]


def test_a_span_of_scores_filters_at_each_step(menu: FilterMenu, workplace: Workplace) -> None:
    workplace.score()
    span = submenu(menu, "Score").findChild(ScoreRange)
    assert isinstance(span, ScoreRange)
    span.low.setValue(0.5)
    assert workplace.session.filter.scores == (0.5, 1.0)
    assert workplace.session.in_scope.tolist() == [0, 3]
    span.high.setValue(-0.5)
    assert workplace.session.filter.scores == (-0.5, -0.5)
    span.high.setValue(1.0)
    span.low.setValue(-1.0)
    assert workplace.session.filter.is_empty


def test_values_of_a_large_corpus_are_counted_in_a_job(
    menu: FilterMenu, workplace: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "AT_ONCE", 4)
    workplace.open(corpus_of(["a", "b", "c"], city=["x", "x", "y"]))
    menu.fill()
    assert "Counting" in menu.actions()[-1].text()
    workplace.settle()
    assert [action.text() for action in submenu(menu, "city").actions()] == ["x\t2", "y\t1"]


def test_a_span_of_days_filters_at_each_step(menu: FilterMenu, workplace: Workplace) -> None:
    corpus = corpus_of(["good", "bad", "good"], day=["14/04/2024", "01/03/2024", "03/02/2024"])
    workplace.open(replace(corpus, roles=ColumnRoles(text=0, date=1)))
    days = submenu(menu, "day").findChild(DateRange)
    assert isinstance(days, DateRange)
    assert days.first.date() == QDate(2024, 2, 3)
    days.first.setDate(QDate(2024, 3, 1))
    assert workplace.session.filter.dates == DateSpan(1, first="2024-03-01")
    assert workplace.session.in_scope.tolist() == [0, 1]
    days.last.setDate(QDate(2024, 3, 31))
    assert workplace.session.in_scope.tolist() == [1]
    workplace.session.set_filter(DocumentFilter(dates=DateSpan(1, last="2024-02-10")))
    shown = submenu(menu, "day").findChild(DateRange)
    assert isinstance(shown, DateRange)
    assert shown.span() == DateSpan(1, last="2024-02-10")
    shown.last.setDate(QDate(2024, 4, 14))
    assert workplace.session.filter.is_empty


def test_many_values_are_found_by_a_search_and_ticked_by_keys_or_a_click(
    menu: FilterMenu, workplace: Workplace, qtbot: QtBot
) -> None:
    cities = [f"city {place // 2}" for place in range(60)]
    workplace.open(corpus_of(["good"] * 60, city=cities))
    sub = submenu(menu, "city")
    sub.aboutToShow.emit()
    values = sub.findChild(ValueList)
    assert isinstance(values, ValueList)
    assert values.list.count() == 30
    qtbot.keyClicks(values.field, "y 17")
    shown = [values.list.item(row) for row in range(30) if not values.list.item(row).isHidden()]
    assert [item.text() for item in shown] == ["city 17  (2)"]
    qtbot.keyClick(values.field, Qt.Key.Key_Return)
    assert workplace.session.filter.conditions == (ColumnCondition(1, ("city 17",)),)
    assert workplace.session.in_scope.tolist() == [34, 35]
    values.field.clear()
    values.show()
    first = values.list.item(0)
    qtbot.mouseClick(
        values.list.viewport(), Qt.MouseButton.LeftButton, pos=values.list.visualItemRect(first).center()
    )
    assert len(workplace.session.in_scope) == 4
    qtbot.keyClicks(values.field, "y 17")
    qtbot.keyClick(values.field, Qt.Key.Key_Return)
    assert len(workplace.session.in_scope) == 2
