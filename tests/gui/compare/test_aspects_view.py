"""What is said about themes is shown, whatever was being looked for before."""

import pytest
from pytestqt.qtbot import QtBot

from tests.builders import corpus_of
from tests.gui.workplace import Workplace
from textminer.analysis.grouping import Grouping
from textminer.corpus.word_lists import Theme
from textminer.gui.compare.aspects_view import AspectsView
from textminer.workflows.comparing import (
    COLUMN,
    Choice,
    Compared,
    CompareOptions,
    Division,
    compare_groups,
    grouping_of,
    words_of_documents,
)

TEXTS = ["good lift", "bad lift", "great room", "broken room", "good room", "bad lift"] * 4


@pytest.fixture
def view(workplace: Workplace, qtbot: QtBot) -> AspectsView:
    workplace.open(corpus_of(TEXTS, city=["Porto", "Faro"] * 12))
    workplace.score()
    made = AspectsView(workplace.session, workplace.jobs, workplace.commands)
    qtbot.addWidget(made)
    made.show()
    return made


def compared(workplace: Workplace, choice: Choice) -> Compared:
    corpus, tokens, options = workplace.session.corpus, workplace.session.tokens, CompareOptions()
    assert corpus is not None
    assert tokens is not None
    grouping: Grouping = grouping_of(corpus, Division(COLUMN, 1))
    return compare_groups(corpus, words_of_documents(corpus, tokens, options), grouping, choice, options)


def test_a_look_that_another_one_replaces_does_not_take_its_result_away(
    workplace: Workplace, view: AspectsView
) -> None:
    view.show_compared(compared(workplace, Choice("Porto")))
    view.editor.setPlainText("room: room\nlift: lift")
    view.apply()
    view.show_compared(compared(workplace, Choice("Faro")))
    workplace.settle()
    assert view.aspects is not None
    assert view.aspects.themes == (Theme("room", ("room",)), Theme("lift", ("lift",)))
    assert view.aspects.grouping.names[0] == "Faro"
