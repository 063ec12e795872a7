"""What a filter is called: each of its conditions in a few words."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from textminer.corpus.corpus import Corpus
from textminer.corpus.date_span import DateSpan
from textminer.corpus.document_group import DocumentGroup
from textminer.corpus.filter import ColumnCondition, DocumentFilter
from textminer.corpus.ledger_words import state_word
from textminer.corpus.positions import PositionSet
from textminer.gui.parts.label_words import agreement_word, label_word
from textminer.sentiment.prediction import Prediction
from textminer.sentiment.score_words import class_word, signed, status_word
from textminer.translation import _, ngettext_

MAX_CHARACTERS = 40


def condition_words(
    corpus: Corpus,
    prediction: Prediction | None,
    description: DocumentFilter,
    groups: Sequence[DocumentGroup] = (),
) -> list[tuple[str, DocumentFilter]]:
    """Each condition in words, and the filter that is left without it.

    groups:  saved ones, so that documents chosen one by one are called by their name
    """
    words: list[tuple[str, DocumentFilter]] = []
    if description.find:
        words.append((f"“{shortened(description.find)}”", replace(description, find="", is_regex=False)))
    if description.sentiments:
        classes = [sentiment_word(prediction, label) for label in description.sentiments]
        words.append((any_of(classes), replace(description, sentiments=())))
    if description.scores is not None:
        low, high = (signed(bound) for bound in description.scores)
        text = _("score {low} to {high}").format(low=low, high=high)
        words.append((text, replace(description, scores=None)))
    if description.statuses:
        states = [status_word(status) for status in description.statuses]
        words.append((any_of(states), replace(description, statuses=())))
    if description.ledger:
        rows = [state_word(state) for state in description.ledger]
        words.append((any_of(rows), replace(description, ledger=())))
    if description.labels:
        given = [label_word(label) if label else _("none") for label in description.labels]
        words.append(
            (_("your label: {labels}").format(labels=any_of(given)), replace(description, labels=()))
        )
    if description.agreement:
        states = [agreement_word(state) for state in description.agreement]
        words.append((any_of(states), replace(description, agreement=())))
    for condition in description.conditions:
        rest = tuple(other for other in description.conditions if other != condition)
        words.append((_column_words(corpus, condition), replace(description, conditions=rest)))
    if description.dates is not None:
        words.append((_date_words(corpus, description.dates), replace(description, dates=None)))
    if description.positions is not None:
        text = _positions_words(description.positions, description.called, groups)
        words.append((text, replace(description, positions=None, called="")))
    return words


def _positions_words(positions: PositionSet, called: str, groups: Sequence[DocumentGroup]) -> str:
    n = len(positions)
    for group in groups:
        if len(group) == n and np.array_equal(group.positions, positions.array):
            return _("group “{name}”").format(name=shortened(group.name))
    if called:
        return shortened(called)
    return ngettext_("{n} chosen document", "{n} chosen documents", n).format(n=f"{n:,}")


def _date_words(corpus: Corpus, span: DateSpan) -> str:
    """ "date: since 2024-03-01", "date: until …", or from one day to another."""
    name = shortened(corpus.table.names[span.column]) or _("(no name)")
    if not span.last:
        return _("{column}: since {first}").format(column=name, first=span.first)
    if not span.first:
        return _("{column}: until {last}").format(column=name, last=span.last)
    words = _("{column}: {first} to {last}")
    return words.format(column=name, first=span.first, last=span.last)


def quoted(words: Sequence[str]) -> str:
    """What documents are called that were found by words: the first few of them."""
    return ", ".join(f"“{word}”" for word in words[:3]) + ("…" if len(words) > 3 else "")


def sentiment_word(prediction: Prediction | None, label: str) -> str:
    """What a class of the model is called in the user's language."""
    if prediction is None or label not in prediction.class_labels:
        return label
    return class_word(prediction, prediction.class_labels.index(label))


def value_word(value: str) -> str:
    """What a cell is called in a menu."""
    return shortened(value) if value.strip() else _("(empty)")


def any_of(words: list[str]) -> str:
    """ "Lisbon or Porto", cut where it grows long."""
    return shortened(_(" or ").join(words), 2 * MAX_CHARACTERS)


def shortened(text: str, most: int = MAX_CHARACTERS) -> str:
    """One line of at most so many characters."""
    line = " ".join(text[: 4 * most].split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"


def _column_words(corpus: Corpus, condition: ColumnCondition) -> str:
    name = shortened(corpus.table.names[condition.column]) or _("(no name)")
    return f"{name}: {any_of([value_word(value) for value in condition.values])}"
