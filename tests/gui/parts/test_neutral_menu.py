"""The neutral threshold of the window: counts that are live and true, and views, filters and recipe that follow."""

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from tests.builders import LABELS, POLARITY, corpus_of, prediction_of
from tests.gui.workplace import Workplace
from textminer.corpus.filter import DocumentFilter
from textminer.gui.parts.neutral_menu import NeutralPill
from textminer.sentiment.prediction import NO_KNOWN_WORD, Polarity
from textminer.sentiment.score_words import verdict_of

SCORES = [0.9, 0.4, -0.3, -0.95, NO_KNOWN_WORD]


@pytest.fixture
def pill(qtbot: QtBot, workplace: Workplace) -> NeutralPill:
    made = NeutralPill(workplace.session)
    qtbot.addWidget(made)
    return made


def score(
    workplace: Workplace, labels: tuple[str, ...] = LABELS, polarity: Polarity | None = POLARITY
) -> None:
    session = workplace.session
    session.open(corpus_of([f"text {n}" for n in range(len(SCORES))]))
    session.start_scores(labels, polarity)
    session.add_scores(np.arange(len(SCORES)), prediction_of(SCORES, labels, polarity))


def test_moving_the_slider_moves_the_unsure_everywhere(
    pill: NeutralPill, workplace: Workplace, qtbot: QtBot
) -> None:
    session = workplace.session
    score(workplace)
    menu = pill.neutral_menu
    menu.fill()
    assert menu.counts() == {"negative": 2, "neutral": 0, "positive": 2}
    assert pill.text() == "Neutral threshold"
    menu.slider.setValue(80)
    assert menu.counts() == {"negative": 1, "neutral": 2, "positive": 1}
    qtbot.waitUntil(lambda: session.neutral_threshold == 0.8)
    assert pill.text() == "Neutral below 80 %"
    assert session.corpus is not None
    assert session.corpus.table.own["sentiment"].tolist()[:4] == [
        "positive",
        "neutral",
        "neutral",
        "negative",
    ]
    assert [verdict_of(session.prediction, n).words for n in range(3)] == ["positive", "neutral", "neutral"]
    assert workplace.commands.recipe().neutral_threshold == 0.8
    menu.reset.click()
    qtbot.waitUntil(lambda: session.neutral_threshold == 0)
    assert session.corpus.table.own["sentiment"].tolist()[1] == "positive"


def test_a_filter_on_neutral_follows_the_threshold(workplace: Workplace) -> None:
    session = workplace.session
    score(workplace)
    session.set_filter(DocumentFilter(sentiments=("neutral",)))
    assert session.in_scope.tolist() == []
    session.set_neutral_threshold(0.8)
    assert session.in_scope.tolist() == [1, 2]


def test_a_model_of_two_classes_gets_a_neutral_one(pill: NeutralPill, workplace: Workplace) -> None:
    session = workplace.session
    score(workplace, ("bad", "good"), Polarity(0, 1))
    menu = pill.neutral_menu
    menu.fill()
    assert menu.slider.minimum() == 50
    assert menu.counts() == {"negative": 2, "positive": 2}
    menu.slider.setValue(80)
    assert menu.counts() == {"negative": 1, "neutral": 2, "positive": 1}
    session.set_neutral_threshold(0.8)
    assert verdict_of(session.prediction, 1).words == "neutral"
    assert verdict_of(session.prediction, 1).score == pytest.approx(0.4)


def test_there_is_no_threshold_without_a_polarity_and_none_is_kept_for_the_next_corpus(
    pill: NeutralPill, workplace: Workplace
) -> None:
    session = workplace.session
    score(workplace)
    assert not pill.isHidden()
    session.set_neutral_threshold(0.8)
    score(workplace, ("app", "delivery"), None)
    assert pill.isHidden()
    assert session.neutral_threshold == 0
    assert pill.neutral_menu.counts() == {}
