"""What each step of the session is called: plain sentences, made from what it changed."""

from dataclasses import asdict
from pathlib import Path

import numpy as np

from textminer.corpus.corpus import Corpus
from textminer.corpus.filter import DocumentFilter
from textminer.corpus.given_labels import GivenLabels
from textminer.corpus.languages import language_named
from textminer.corpus.topic_names import TopicNames
from textminer.gui.parts.cleaning_words import cleaning_words
from textminer.gui.parts.filter_words import condition_words, shortened
from textminer.gui.parts.label_words import label_word
from textminer.sentiment.prediction import Prediction
from textminer.sentiment.score_words import percent
from textminer.session.choices import Choices
from textminer.session.history import Step
from textminer.session.session import Session
from textminer.translation import _, ngettext_
from textminer.workflows.mixed_corpora import model_names

WORDS_OF_TOPIC = 4  # that tell which one it was


def step_sentence(step: Step, corpus: Corpus, prediction: Prediction | None) -> str:
    """What was done, without a full stop: "Filtered to city: Lisbon"."""
    old, new = step.before, step.after
    parts: list[str] = []
    if old.language != new.language:
        parts.append(_("Read the texts as {language}").format(language=language_named(new.language).name))
    if old.model != new.model:
        parts.append(_("Scored with the model “{model}”").format(model=model_word(new.model)))
    if old.choices.neutral_threshold != new.choices.neutral_threshold:
        parts.append(_threshold_words(new.choices.neutral_threshold))
    parts += _group_words(old.choices, new.choices)
    if old.choices.labels != new.choices.labels:
        parts.append(_label_words(old.choices.labels, new.choices.labels))
    parts += cleaning_words(old.choices.cleaning, new.choices.cleaning)
    parts += _topic_words(old.choices.topic_names, new.choices.topic_names)
    if old.choices.filter != new.choices.filter:
        parts.append(_filter_words(old.choices, new.choices, corpus, prediction))
    return "; ".join(parts)


def history_sentences(session: Session) -> tuple[str, ...]:
    """What was done to the corpus of the session so far, the first thing first."""
    corpus = session.corpus
    if corpus is None:
        return ()
    done = [step_sentence(step, corpus, session.prediction) for step in session.history.steps]
    return (*(session.history.told or opening_sentences(session)), *(words for words in done if words))


def opening_sentences(session: Session) -> tuple[str, ...]:
    """How the corpus was opened: the file, its columns and its language."""
    corpus = session.corpus
    if corpus is None:
        return ()
    n = corpus.table.n_documents
    rows = ngettext_("Opened {name}: {n} row", "Opened {name}: {n} rows", n)
    sentences = [rows.format(name=corpus.name, n=f"{n:,}")]
    names = corpus.table.names
    for role, place in asdict(corpus.roles).items():
        if place is not None:
            words = _("Took “{column}” for {role}")
            sentences.append(
                words.format(column=shortened(names[place]) or _("(no name)"), role=role_word(role))
            )
    steps = session.history.steps
    language = steps[0].before.language if steps else corpus.language
    sentences.append(_("Read the texts as {language}").format(language=language_named(language).name))
    return tuple(sentences)


def left_out_sentences(session: Session) -> tuple[str, ...]:
    """What belongs to these very rows, and can be applied to no other file."""
    sentences = []
    if n := len(session.labels):
        words = ngettext_(
            "{n} label was of a row of the first file.", "{n} labels were of rows of the first file.", n
        )
        sentences.append(words.format(n=f"{n:,}"))
    if n := len(session.groups):
        words = ngettext_(
            "{n} saved group was of rows of the first file.",
            "{n} saved groups were of rows of the first file.",
            n,
        )
        sentences.append(words.format(n=f"{n:,}"))
    if n := len(session.choices.topic_names.pairs):
        words = ngettext_(
            "{n} topic name was of a topic of the first file.",
            "{n} topic names were of topics of the first file.",
            n,
        )
        sentences.append(words.format(n=f"{n:,}"))
    if session.filter.positions is not None:
        sentences.append(_("The filter to chosen documents was of rows of the first file."))
    if session.filter.labels:
        sentences.append(_("The filter on your labels was of rows of the first file."))
    return tuple(sentences)


def role_word(role: str) -> str:
    """What a column is for, in a sentence."""
    words = {
        "text": _("the text"),
        "label": _("the label"),
        "title": _("the title"),
        "date": _("the date"),
        "group": _("the group"),
        "id": _("the id"),
    }
    return words.get(role, role)


def model_word(model: str) -> str:
    """What a model, or several that share the rows, are called."""
    return " + ".join(Path(part).stem for part in model_names(model))


def _threshold_words(threshold: float) -> str:
    if not threshold:
        return _("Took the neutral threshold away")
    return _("Counted as neutral what is less sure than {p}").format(p=percent(threshold))


def _group_words(old: Choices, new: Choices) -> list[str]:
    before = {group.name: group for group in old.groups}
    after = {group.name: group for group in new.groups}
    added = [group for name, group in after.items() if before.get(name) != group]
    gone = [name for name in before if name not in after]
    if len(added) == 1 and len(gone) == 1 and np.array_equal(added[0].positions, before[gone[0]].positions):
        words = _("Renamed the group “{old}” to “{new}”")
        return [words.format(old=gone[0], new=added[0].name)]
    parts = [_("Deleted the group “{name}”").format(name=name) for name in gone]
    for group in added:
        words = ngettext_(
            "Saved {n} document as the group “{name}”",
            "Saved {n} documents as the group “{name}”",
            len(group),
        )
        parts.append(words.format(n=f"{len(group):,}", name=group.name))
    return parts


def _topic_words(old: TopicNames, new: TopicNames) -> list[str]:
    parts = []
    for words, name in new.pairs:
        if old.of(words) != name:
            said = _("Named the topic “{words}” “{name}”")
            parts.append(said.format(words=", ".join(words[:WORDS_OF_TOPIC]), name=name))
    for words, name in old.pairs:
        if not new.of(words):
            said = _("Took the name “{name}” from the topic “{words}”")
            parts.append(said.format(words=", ".join(words[:WORDS_OF_TOPIC]), name=name))
    return parts


def _label_words(old: GivenLabels, new: GivenLabels) -> str:
    places = new.changed_from(old)
    kept = new.with_label(np.setdiff1d(new.positions, places, assume_unique=True), None)
    labels: set[str | None] = {*kept.names, *((None,) if len(kept) < len(places) else ())}
    label = labels.pop() if len(labels) == 1 else None
    n = f"{len(places):,}"
    if label is None and labels:
        words = ngettext_(
            "Changed the label of {n} document", "Changed the labels of {n} documents", len(places)
        )
        return words.format(n=n)
    if len(places) == 1:
        row = f"{int(places[0]) + 1:,}"
        if label is None:
            return _("Removed the label of row {row}").format(row=row)
        return _("Labelled row {row} {label}").format(row=row, label=label_word(label))
    if label is None:
        words = ngettext_(
            "Removed the label of {n} document", "Removed the labels of {n} documents", len(places)
        )
        return words.format(n=n)
    words = ngettext_("Labelled {n} document {label}", "Labelled {n} documents {label}", len(places))
    return words.format(n=n, label=label_word(label))


def _filter_words(old: Choices, new: Choices, corpus: Corpus, prediction: Prediction | None) -> str:
    if new.filter == DocumentFilter():
        return _("Cleared the filters")
    before = [words for words, _rest in condition_words(corpus, prediction, old.filter, old.groups)]
    after = [words for words, _rest in condition_words(corpus, prediction, new.filter, new.groups)]
    added = [words for words in after if words not in before]
    gone = [words for words in before if words not in after]
    if added:
        return _("Filtered to {conditions}").format(conditions=_(" and ").join(added))
    if gone:
        return _("Removed the filter {conditions}").format(conditions=_(" and ").join(gone))
    return _("Filtered to {conditions}").format(conditions=_(" and ").join(after))
