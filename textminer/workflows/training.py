"""From labels in a column to a trained model."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from textminer.corpus.corpus import Corpus
from textminer.corpus.languages import language_named
from textminer.corpus.notice import Notice
from textminer.corpus.token_table import TokenTable
from textminer.errors import LabelError
from textminer.progress import Progress, Stage, patiently, silent
from textminer.sentiment.checkpoint_file import OnCheckpoint, ignore_checkpoint
from textminer.sentiment.history import OnHistory, ignore_history
from textminer.sentiment.labels import NEGATIVE, POSITIVE, SENTIMENTS, sentiment_of_words
from textminer.sentiment.settings import NetworkSettings, TrainingSettings
from textminer.translation import _, ngettext_
from textminer.workflows.learnt_labels import LEARNT_FROM
from textminer.workflows.scoring import tokens_of

if TYPE_CHECKING:
    from textminer.sentiment.lstm.own_labels import TrainedModel

UNLABELLED = -1
MIN_DOCUMENTS = 20  # below this the held-out part is one or two documents and its figures say nothing
MIN_PER_CLASS = 4  # on average, so that each class can occur in each part
MAX_CLASSES = 200
LONGEST_NAME = 40  # characters of a label in a sentence: a cell may hold a whole text
FEW_IN_CLASS = 5  # a class with fewer documents is named in a notice
TOKENIZING_SHARE = 0.1  # of the whole, as the watcher sees it


@dataclass(frozen=True)
class TrainingRequest:
    """What the user asked for.

    label_column:        position of the original column that holds the labels
    minutes, steps:      length of the training; where both are None the preset decides
    name:                of the model; "" takes the header of the label column
    stars_as_sentiment:  whether 1 to 5 stars become negative, neutral and positive
    """

    label_column: int
    preset: str = "quick"
    cell: str = "lstm"
    minutes: float | None = None
    steps: int | None = None
    seed: int = 0
    name: str = ""
    stars_as_sentiment: bool = True

    def network(self) -> NetworkSettings:
        """The network it trains."""
        return NetworkSettings.of_preset(self.preset, self.cell)

    def training(self) -> TrainingSettings:
        """How it is trained. Raises SettingsError for settings that contradict each other."""
        return TrainingSettings.of_preset(self.preset, self.minutes, self.steps, self.seed)


@dataclass(frozen=True, eq=False)
class Labelled:
    """Labels read from a column.

    names:      the classes, at least two; negative before positive where they are sentiments, by number where
                all are numbers, otherwise by name
    classes:    int64 (n_documents,) index into `names`; -1 where a document has no label or no text
    counts:     int64 (n_classes,) documents of each class
    are_stars:  whether the cells were recognised as 1 to 5 stars, mapped or not
    """

    names: tuple[str, ...]
    classes: np.ndarray
    counts: np.ndarray
    notices: tuple[Notice, ...]
    are_stars: bool = False

    @property
    def n_labelled(self) -> int:
        """How many documents can be learnt from or compared with."""
        return int(self.counts.sum())

    @property
    def majority(self) -> tuple[str, float]:
        """The commonest class, and its share of the labelled documents."""
        commonest = int(self.counts.argmax())
        return self.names[commonest], float(self.counts[commonest] / self.n_labelled)


def labelled_documents(corpus: Corpus, column: int, stars_as_sentiment: bool = True) -> Labelled:
    """Read the labels of a corpus and check that a model can learn them.

    column:  position of the original column; cells are trimmed, and otherwise taken as they are

    Raises LabelError where there are no labels, one class only, too many classes or too few documents.
    """
    header = corpus.table.names[column]
    if column == corpus.text_column:
        message = _("“{column}” is the column of the texts. Choose the column that holds their labels.")
        raise LabelError(message.format(column=header))
    words, stars = _words(corpus, column)
    notices: list[Notice] = []
    if stars is not None and stars_as_sentiment:
        words = words.map({**stars, "": ""})
        message = _("“{column}” was read as stars: 1–2 negative, 3 neutral, 4–5 positive.")
        notices.append(Notice("stars", message.format(column=header)))
    is_blank = (corpus.table.column(corpus.text_column).str.strip() == "").to_numpy(dtype=bool)
    n_without_text = int(((words != "").to_numpy(dtype=bool) & is_blank).sum())
    if n_without_text:
        words = words.mask(is_blank, "")
        if not (words != "").any():
            text = corpus.table.names[corpus.text_column]
            message = _("No document with a label in “{column}” has a text in “{text}”.")
            raise LabelError(message.format(column=header, text=text))
        message = ngettext_(
            "{n} document has a label but no text, and is left out.",
            "{n} documents have a label but no text, and are left out.",
            n_without_text,
        )
        notices.append(Notice("label-without-text", message.format(n=f"{n_without_text:,}")))
    names = tuple(_ordered([str(word) for word in words.unique() if word != ""]))
    classes = pd.Index(names).get_indexer(pd.Index(words)).astype(np.int64)
    counts = np.bincount(classes[classes >= 0], minlength=len(names))
    _check(header, names, counts)
    notices += _few(names, counts)
    return Labelled(names, classes, counts, tuple(notices), stars is not None)


def planned_parts(labelled: Labelled, request: TrainingRequest) -> tuple[int, int, int]:
    """About how many documents are learnt from, watched for the end, and held out for the figures."""
    each = round(labelled.n_labelled * request.training().validation_share)
    return labelled.n_labelled - 2 * each, each, each


def reading_texts_of(corpus: Corpus, column: int) -> Corpus:
    """The same corpus with another original column, by its position, as the texts."""
    if column == corpus.text_column:
        return corpus
    return replace(corpus, roles=corpus.roles.with_role(column, "text"))


def train_on_corpus(
    corpus: Corpus,
    request: TrainingRequest,
    progress: Progress = silent,
    on_history: OnHistory = ignore_history,
    should_stop: Callable[[], bool] | None = None,
    tokens: TokenTable | None = None,
    checkpoints: Path | None = None,
    on_checkpoint: OnCheckpoint = ignore_checkpoint,
) -> TrainedModel:
    """Train a model on the labels of a corpus; part of the labelled documents is held out for its figures.

    should_stop:  asked after each step; True ends the training and keeps the best weights so far
    checkpoints:  folder that keeps the state of the training; one found there is gone on from, and what
                  cannot be written there is told to `on_checkpoint`
    tokens:       of the whole corpus, where they are at hand and the tokenizer is that of its language

    A text that occurs twice never stands in the learnt and the held-out part at once.
    Raises LabelError, SettingsError, and Cancelled from the watcher.
    """
    training, network = request.training(), request.network()
    labelled = labelled_documents(corpus, request.label_column, request.stars_as_sentiment)
    tokenizer = language_named(corpus.language).tokenizer
    if tokens is None or tokens.tokenizer != tokenizer:
        stage = Stage(progress, 0.0, TOKENIZING_SHARE, _("Splitting texts into words"))
        tokens = tokens_of(corpus.text_cells(), tokenizer, stage)
    getting_ready = _("Getting the network ready")  # torch takes seconds the first time
    train_classifier = patiently(_trainer, progress, TOKENIZING_SHARE, getting_ready)
    header = corpus.table.names[request.label_column].strip()
    model = train_classifier(
        tokens,
        labelled.classes,
        labelled.names,
        training,
        network,
        Stage(progress, TOKENIZING_SHARE, 1.0),
        on_history,
        should_stop,
        name=request.name or header,
        checkpoints=checkpoints,
        on_checkpoint=on_checkpoint,
    )
    # the network knows token ids alone; where they came from is told here
    card = model.classifier.card
    model.classifier.card = replace(
        card,
        languages=(corpus.language,),
        description=describe_training(corpus, labelled, header),
        facts={**card.facts, LEARNT_FROM: {"file": corpus.name, "labels": header}},
    )
    return model


def _trainer() -> Callable[..., TrainedModel]:
    from textminer.sentiment.lstm.own_labels import train_classifier

    return train_classifier


def describe_training(corpus: Corpus, labelled: Labelled, header: str) -> str:
    """What a model was trained on, for its card."""
    message = ngettext_(
        "Trained on {n} document of {file} to tell “{column}” from “{text}”.",
        "Trained on {n} documents of {file} to tell “{column}” from “{text}”.",
        labelled.n_labelled,
    )
    text = corpus.table.names[corpus.text_column]
    return message.format(n=f"{labelled.n_labelled:,}", file=corpus.name, column=header, text=text)


def _words(corpus: Corpus, column: int) -> tuple[pd.Series, dict[str, str] | None]:
    """The trimmed cells (n_documents,), and what they mean where they are stars."""
    words = corpus.table.column(column).str.strip()
    found = [str(word) for word in words.unique() if word != ""]
    meaning = sentiment_of_words(found)
    if meaning is None or len(found) < 3 or not any(word.startswith("5") for word in found):
        return words, None
    return words, meaning if {NEGATIVE, POSITIVE} <= set(meaning.values()) else None


def _ordered(names: list[str]) -> list[str]:
    meaning = sentiment_of_words(names)
    if meaning is not None and len(set(meaning.values())) == len(names):
        return sorted(names, key=lambda name: SENTIMENTS.index(meaning[name]))
    numbers = pd.to_numeric(pd.Series(names, dtype=object), errors="coerce")
    if not numbers.isna().any():
        return [name for _number, name in sorted(zip(numbers, names, strict=True))]
    return sorted(names, key=lambda name: (name.casefold(), name))


def _check(header: str, names: tuple[str, ...], counts: np.ndarray) -> None:
    n_labelled, n_classes = int(counts.sum()), int((counts > 0).sum())
    if n_labelled == 0:
        message = _("“{column}” holds no labels. Choose another column, or label some documents first.")
        raise LabelError(message.format(column=header))
    if n_classes == 1:
        message = ngettext_(
            "Only {n} document of “{column}” has a label, “{label}”. "
            "There is nothing to tell apart: choose a column with two labels or more.",
            "All {n} labelled documents of “{column}” have the same label, “{label}”. "
            "There is nothing to tell apart: choose a column with two labels or more.",
            n_labelled,
        )
        only = names[int(counts.argmax())]
        raise LabelError(message.format(n=f"{n_labelled:,}", column=header, label=only))
    looks_like_ids = n_labelled >= MIN_DOCUMENTS and n_classes > n_labelled / MIN_PER_CLASS
    if looks_like_ids or n_classes > MAX_CLASSES:
        message = _(
            "“{column}” has {classes} different labels in {n} documents, as an identifier or a number would. "
            "Choose a column whose labels come back at least {least} times each, with {most} labels at most."
        )
        raise LabelError(
            message.format(
                column=header,
                classes=f"{n_classes:,}",
                n=f"{n_labelled:,}",
                least=MIN_PER_CLASS,
                most=MAX_CLASSES,
            )
        )
    needed = max(MIN_DOCUMENTS, MIN_PER_CLASS * n_classes)
    if n_labelled < needed:
        message = ngettext_(
            "“{column}” has {n} labelled document in {classes} classes; training needs at least {needed}.",
            "“{column}” has {n} labelled documents in {classes} classes; training needs at least {needed}.",
            n_labelled,
        )
        raise LabelError(message.format(column=header, n=n_labelled, classes=n_classes, needed=needed))


def _few(names: tuple[str, ...], counts: np.ndarray) -> list[Notice]:
    few = [
        name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1] + "…"
        for name, count in zip(names, counts, strict=True)
        if count < FEW_IN_CLASS
    ]
    if not few:
        return []
    message = _("Too few documents to learn these classes well: {names}.")
    return [
        Notice("few-in-class", message.format(names=", ".join(few[:10]) + (", …" if len(few) > 10 else "")))
    ]
