"""What the overview rests on, whatever is filtered and however far scoring is: made once, used again."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from weakref import WeakKeyDictionary

import numpy as np

from textminer.analysis.cells import MAX_COLUMNS, MAX_GROUPS, ColumnValues, grouping_columns, looks_numeric
from textminer.analysis.document_words import DocumentWords, document_words
from textminer.analysis.grouping import Grouping, grouping_by_sets, grouping_by_values
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.columns import is_date_name
from textminer.corpus.corpus import Corpus
from textminer.corpus.dates import DateColumn, dates_of, looks_like_dates, parse_dates
from textminer.corpus.document_group import DocumentGroup
from textminer.corpus.given_labels import GivenLabels
from textminer.corpus.languages import language_of_all
from textminer.corpus.offsets import offsets_of
from textminer.corpus.token_table import TokenTable
from textminer.corpus.tokenizer import codes_of
from textminer.corpus.type_forms import PUNCTUATION
from textminer.progress import Progress, Stage, patiently, silent
from textminer.sentiment.by_group import LARGEST
from textminer.sentiment.classifier import SentimentClassifier
from textminer.sentiment.prediction import Prediction
from textminer.workflows.known_labels import (
    FEWEST_OWN,
    KnownLabels,
    label_columns,
    labels_in_column,
    own_labels,
)


@dataclass(frozen=True)
class OverviewOptions:
    """What the user chose to see; columns are original ones by position, None leaves it to the columns.

    day_first:     how 3/4/2024 is read; None decides it from the data
    group_column:  also SAVED_GROUPS
    group_order:   which of its groups, one of `by_group.ORDERS`
    label_column:  what the model is judged by; OWN_LABELS for the labels given in the window
    """

    date_column: int | None = None
    day_first: bool | None = None
    group_column: int | None = None
    group_order: str = LARGEST
    label_column: int | None = None


OWN_LABELS = -1
SAVED_GROUPS = -2
CLEANING = Cleaning(drop_stop_words=True, drop_numbers=True)
DOCUMENTS_AT_ONCE = 50_000


@dataclass(frozen=True, eq=False)
class UnknownWords:
    """How many words of each document the model does not know; int64 (n_documents,) both.

    Punctuation is no word. A model that reads letters makes something of an unknown word all the same.
    """

    n_words: np.ndarray
    n_unknown: np.ndarray


_unknown_words: WeakKeyDictionary[TokenTable, tuple[SentimentClassifier, UnknownWords]] = WeakKeyDictionary()
_finding_unknown = threading.Lock()


@dataclass(frozen=True, eq=False)
class OverviewGround:
    """Columns, words and labels as the overview reads them.

    date_columns:   the columns that look like dates
    date_column:    the one that is shown, by position; None where none does
    value_columns:  the columns whose values repeat
    group_column:   the one that is shown, or SAVED_GROUPS; None where there are no groups
    has_saved:      whether there are saved groups
    label_columns:  those whose cells are classes of the model, the likeliest first
    words, unknown: None until the tokens are there; `unknown` also where another tokenizer made them
    """

    options: OverviewOptions
    frame: object
    tokens: TokenTable | None
    classifier: SentimentClassifier | None
    known_classes: tuple[object, ...]
    date_columns: tuple[int, ...]
    date_column: int | None
    dates: DateColumn | None
    value_columns: tuple[ColumnValues, ...]
    group_column: int | None
    has_saved: bool
    grouping: Grouping | None
    label_columns: tuple[int, ...]
    column_labels: KnownLabels | None
    labels: KnownLabels | None
    words: DocumentWords | None
    unknown: UnknownWords | None


def overview_ground(
    corpus: Corpus,
    prediction: Prediction | None,
    tokens: TokenTable | None,
    classifier: SentimentClassifier | None,
    options: OverviewOptions,
    given: GivenLabels | None = None,
    old: OverviewGround | None = None,
    progress: Progress = silent,
    groups: Sequence[DocumentGroup] = (),
) -> OverviewGround:
    """Read the columns, find the words, count the unknown ones; what `old` has of the same is taken over.

    given:  the user's own labels
    """
    if old is not None and old.frame is not corpus.table.frame:
        old = None
    if old is None:
        date_columns = columns_of_dates(corpus, Stage(progress, 0.0, 0.1))
        values = grouping_columns(corpus.table, (corpus.text_column,), Stage(progress, 0.1, 0.2))
        values = without_dates(values, date_columns)
    else:
        values, date_columns = old.value_columns, old.date_columns
    date_column = _first_of((options.date_column, corpus.roles.date, *date_columns), date_columns)
    dates = _dates(corpus, date_column, options, old, Stage(progress, 0.2, 0.3))
    group_column = _group_column(corpus, values, options, bool(groups))
    grouping = old.grouping if old is not None and old.group_column == group_column else None
    if group_column == SAVED_GROUPS:
        sets = {group.name: group.positions for group in groups}
        grouping = grouping_by_sets(sets, corpus.table.n_documents)
    elif group_column is not None and grouping is None:
        grouping = grouping_by_values(corpus.table.column(group_column))
    made = OverviewGround(
        options, corpus.table.frame, tokens, classifier, (), date_columns, date_column, dates, values,
        group_column, bool(groups), grouping, (), None, None, None, None,
    )  # fmt: skip
    made = _with_labels(made, corpus, prediction, given, old)
    return _with_words(made, corpus, old, Stage(progress, 0.3, 1.0))


def unknown_words(tokens: TokenTable, classifier: SentimentClassifier) -> UnknownWords:
    """Count the words of each document, and those that a model does not know.

    The tokens must come from the tokenizer of the model. Counted once for the tokens of a corpus.
    """
    with _finding_unknown:
        known = _unknown_words.get(tokens)
        if known is None or known[0] is not classifier:
            is_word = tokens.forms.kinds != PUNCTUATION
            n_unknown = np.zeros(tokens.n_documents, dtype=np.int64)
            languages = tokens.languages
            # a word of one language may be unknown in a document of another
            for code in [None] if languages is None else np.unique(languages).tolist():
                is_unknown = is_word & ~classifier.knows(_each_type_once(tokens, code))
                is_own = np.ones(tokens.n_documents, bool) if languages is None else languages == code
                n_unknown[is_own] = _per_document(is_unknown, tokens)[is_own]
            found = UnknownWords(_per_document(is_word, tokens), n_unknown)
            known = _unknown_words[tokens] = (classifier, found)
        return known[1]


def _with_labels(
    made: OverviewGround,
    corpus: Corpus,
    prediction: Prediction | None,
    given: GivenLabels | None,
    old: OverviewGround | None,
) -> OverviewGround:
    """With the labels of the column that was chosen, or the likeliest; or with the user's own."""
    if prediction is None:
        return made
    known_classes = (prediction.class_labels, prediction.polarity)
    wanted = made.options.label_column
    if old is not None and old.known_classes == known_classes and old.options.label_column == wanted:
        columns, found = old.label_columns, old.column_labels
    else:
        columns = label_columns(corpus, prediction, made.value_columns)
        column = wanted if wanted in columns else next(iter(columns), None)
        found = None if column is None else labels_in_column(corpus, column, prediction)
    own = own_labels(given, prediction) if given else None
    takes_own = own is not None and (wanted == OWN_LABELS or found is None or (
        wanted is None and int((own.classes >= 0).sum()) >= FEWEST_OWN))  # fmt: skip
    labels = own if takes_own else found
    return replace(
        made, known_classes=known_classes, label_columns=columns, column_labels=found, labels=labels
    )


def _with_words(
    made: OverviewGround, corpus: Corpus, old: OverviewGround | None, progress: Progress
) -> OverviewGround:
    tokens, classifier = made.tokens, made.classifier
    if tokens is None:
        return made
    if old is not None and old.tokens is tokens:
        words, unknown = old.words, old.unknown if old.classifier is classifier else None
    else:
        language = language_of_all([corpus.language, *codes_of(tokens.tokenizer)])
        words, unknown = document_words(tokens, CLEANING, language, progress=Stage(progress, 0.0, 0.7)), None
    if unknown is None and classifier is not None and classifier.tokenizer == tokens.tokenizer:
        unknown = patiently(partial(unknown_words, tokens, classifier), progress, 0.7)
    return replace(made, words=words, unknown=unknown)


def columns_of_dates(corpus: Corpus, progress: Progress) -> tuple[int, ...]:
    """The columns that look like dates; plain numbers do only where the header or the role says so."""
    found = []
    for column in range(min(corpus.table.n_columns, MAX_COLUMNS)):
        progress.report(column / corpus.table.n_columns)
        if column in (corpus.text_column, corpus.roles.title):
            continue
        is_named = column == corpus.roles.date or is_date_name(corpus.table.names[column])
        if (is_named or not looks_numeric(corpus.table, column)) and looks_like_dates(
            corpus.table.column(column)
        ):
            found.append(column)
    return tuple(found)


def without_dates(values: Sequence[ColumnValues], date_columns: Sequence[int]) -> tuple[ColumnValues, ...]:
    """The columns that divide documents: hundreds of days do so as time, and not each as a group."""
    return tuple(
        found for found in values if found.column not in date_columns or len(found.values) <= MAX_GROUPS
    )


def _dates(
    corpus: Corpus, column: int | None, options: OverviewOptions, old: OverviewGround | None,
    progress: Progress,
) -> DateColumn | None:  # fmt: skip
    if column is None:
        return None
    if old is not None and old.date_column == column and old.options.day_first == options.day_first:
        return old.dates
    cells = corpus.table.column(column)
    if options.day_first is None:
        return dates_of(cells, progress)
    return parse_dates(cells, options.day_first, progress)


def _group_column(
    corpus: Corpus, values: tuple[ColumnValues, ...], options: OverviewOptions, has_saved: bool
) -> int | None:
    """The chosen column, else the one with that role, else the first whose values are no numbers; failing
    all, the saved groups.
    """
    saved = (SAVED_GROUPS,) if has_saved else ()
    columns = (*(group.column for group in values), *saved)
    taken = {corpus.roles.label, corpus.roles.date, corpus.roles.id, corpus.roles.title}
    named = [
        group.column
        for group in values
        if group.column not in taken and not looks_numeric(corpus.table, group.column)
    ]
    return _first_of((options.group_column, corpus.roles.group, *named, *saved), columns)


def _first_of(wanted: Sequence[int | None], columns: Sequence[int]) -> int | None:
    return next((column for column in wanted if column is not None and column in columns), None)


def _each_type_once(tokens: TokenTable, language: str | None) -> TokenTable:
    """One document, in a language where the table tells these, that holds each type once, in their order."""
    n_types = len(tokens.forms.kinds)
    ids = np.arange(n_types, dtype=np.int32)
    languages = None if tokens.languages is None else np.array([language], dtype=tokens.languages.dtype)
    return TokenTable(tokens.types, ids, np.array([0, n_types]), ids, ids, tokens.tokenizer, languages)


def _per_document(is_counted: np.ndarray, tokens: TokenTable) -> np.ndarray:
    """Tokens of the types that count, in each document: int64 (n_documents,). Part by part: 8 bytes a token.

    is_counted:  bool (n_types,)
    """
    counts = np.zeros(tokens.n_documents, dtype=np.int64)
    for start in range(0, tokens.n_documents, DOCUMENTS_AT_ONCE):
        offsets = tokens.offsets[start : start + DOCUMENTS_AT_ONCE + 1]
        before = offsets_of(is_counted[tokens.ids[offsets[0] : offsets[-1]]])
        counts[start : start + DOCUMENTS_AT_ONCE] = np.diff(before[offsets - offsets[0]])
    return counts
