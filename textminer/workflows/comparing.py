"""From a corpus to groups of its documents, and to what makes them different."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from textminer.analysis.cells import MAX_GROUPS, MAX_VALUES, grouping_columns
from textminer.analysis.document_words import (
    DocumentWords,
    document_words,
    group_counts,
    mean_scores_of_words,
)
from textminer.analysis.gap import Gap, gap_by_words
from textminer.analysis.grouping import Grouping, grouping_by_sets, grouping_by_values
from textminer.analysis.keyness import Comparison, Keyness, KeynessOptions, keyness
from textminer.analysis.time_groups import grouping_by_time
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.corpus import Corpus
from textminer.corpus.dates import dates_of
from textminer.corpus.languages import language_of_all
from textminer.corpus.token_table import TokenTable
from textminer.corpus.tokenizer import codes_of
from textminer.errors import SettingsError
from textminer.progress import Progress, Stage, silent
from textminer.translation import _
from textminer.workflows.overview_ground import columns_of_dates, without_dates

COLUMN, TIME, SINCE, SENTIMENT, SELECTION, GROUPS = (
    "column", "time", "since", "sentiment", "selection", "groups",
)  # fmt: skip


@dataclass(frozen=True)
class Division:
    """How documents are divided into groups.

    kind:    COLUMN by the cells of an original column, TIME by the dates of one, SINCE those since a day and
             those before it, SENTIMENT by the class the model gave, SELECTION the selected documents and all
             others, GROUPS those that the user saved
    column:  position of the column where the kind is COLUMN, TIME or SINCE
    day:     the ISO day that SINCE begins with
    """

    kind: str
    column: int = -1
    day: str = ""


@dataclass(frozen=True)
class Choice:
    """Which groups are compared, by name.

    target:     "" for the first that has documents
    reference:  "" for all other groups
    is_each:    every group with all others, whatever the two names say; of more than 60 the largest 60
    """

    target: str = ""
    reference: str = ""
    is_each: bool = False


@dataclass(frozen=True)
class CompareOptions:
    """What is compared; two equal options give the same result.

    n:  length of the n-grams, 1 to 5
    """

    cleaning: Cleaning = field(default_factory=lambda: Cleaning(drop_stop_words=True))
    n: int = 1
    keyness: KeynessOptions = field(default_factory=KeynessOptions)

    @property
    def fewest_in_matrix(self) -> int:
        """Occurrences below which an n-gram need not be known; single words are all kept."""
        return 1 if self.n == 1 else max(self.keyness.fewest_count, self.keyness.fewest_documents)


@dataclass(frozen=True, eq=False)
class Compared:
    """Groups compared word by word.

    grouping:     of all documents
    in_scope:     the same groups, only with the documents that may be compared: all, or those of a filter
    in_play:      the same groups, only with the documents that were compared
    mean_scores:  float64 (n_words,) of the compared documents that hold a word; None without scores
    """

    matrix: DocumentWords
    grouping: Grouping
    in_scope: Grouping
    in_play: Grouping
    keyness: Keyness
    mean_scores: np.ndarray | None

    def sides(self, comparison: int) -> tuple[np.ndarray, np.ndarray]:
        """Positions of target and reference of one comparison, ascending."""
        pair = self.keyness.comparisons[comparison]
        codes = self.in_play.codes
        target = codes == pair.target
        reference = (codes >= 0) & ~target if pair.reference is None else codes == pair.reference
        return np.flatnonzero(target), np.flatnonzero(reference)


def column_divisions(corpus: Corpus, progress: Progress = silent) -> tuple[Division, ...]:
    """How the columns of a corpus can divide it: by cells that are few enough, by dates."""
    values = grouping_columns(corpus.table, (corpus.text_column,), Stage(progress, 0.0, 0.5))
    dates = columns_of_dates(corpus, Stage(progress, 0.5, 1.0))
    by_cells = tuple(Division(COLUMN, found.column) for found in without_dates(values, dates))
    by_time = (
        (Division(TIME, column), Division(SINCE, column, _middle_day(corpus, column))) for column in dates
    )
    return by_cells + tuple(division for both in by_time for division in both)


def grouping_of(corpus: Corpus, division: Division, sets: Mapping[str, np.ndarray] | None = None) -> Grouping:
    """The documents in groups; numbers ascending, else the largest group first.

    sets:  positions by name, for SELECTION and GROUPS; the documents in none of them are a group as well

    Raises SettingsError where there are no scores to divide by.
    """
    if division.kind == COLUMN:
        return _in_order(grouping_by_values(corpus.table.column(division.column)).largest(MAX_VALUES))
    if division.kind == TIME:
        return grouping_by_time(dates_of(corpus.table.column(division.column)).times)
    if division.kind == SINCE:
        times = dates_of(corpus.table.column(division.column)).times
        is_late = times >= np.datetime64(division.day)
        names = _("since {day}").format(day=division.day), _("before {day}").format(day=division.day)
        return Grouping(names, np.where(np.isnat(times), -1, np.where(is_late, 0, 1)).astype(np.int32))
    if division.kind == SENTIMENT:
        classes = corpus.table.own.get("sentiment", corpus.table.own.get("prediction"))
        if classes is None:
            raise SettingsError(_("The documents have no scores yet to be divided by."))
        return Grouping(
            tuple(str(name) for name in classes.cat.categories),
            classes.cat.codes.to_numpy(dtype=np.int32),
        )
    named = dict(sets or {})
    taken = grouping_by_sets(named, corpus.table.n_documents)
    rest = np.flatnonzero(taken.codes < 0)
    return grouping_by_sets({**named, _("all other documents"): rest}, corpus.table.n_documents)


def words_of_documents(
    corpus: Corpus, tokens: TokenTable, options: CompareOptions, progress: Progress = silent
) -> DocumentWords:
    """The words of every document, as the options clean them."""
    language = language_of_all([corpus.language, *codes_of(tokens.tokenizer)])
    return document_words(tokens, options.cleaning, language, options.n, options.fewest_in_matrix, progress)


def comparisons_of(choice: Choice, grouping: Grouping, in_scope: Grouping) -> tuple[Comparison, ...]:
    """The choice by places; a name that is not there means the first group with documents, or all others.

    in_scope:  the grouping with the documents that count alone
    """
    names = grouping.names
    if choice.is_each:
        largest = np.argsort(-grouping.sizes(), kind="stable")[:MAX_GROUPS]
        return tuple(Comparison(group) for group in sorted(largest.tolist()))
    if grouping.n_groups < 2:
        return ()
    first = int(np.argmax(in_scope.sizes() > 0))
    target = names.index(choice.target) if choice.target in names else first
    reference = names.index(choice.reference) if choice.reference in names else None
    if grouping.n_groups == 2 or reference == target:
        reference = 1 - target if grouping.n_groups == 2 else None
    return (Comparison(target, reference),)


def compare_groups(
    corpus: Corpus,
    matrix: DocumentWords,
    grouping: Grouping,
    choice: Choice,
    options: CompareOptions,
    positions: np.ndarray | None = None,
    progress: Progress = silent,
) -> Compared:
    """Compare the groups' documents at `positions` (ascending int64; None for all)."""
    in_scope = grouping if positions is None else grouping.restricted(positions)
    comparisons = comparisons_of(choice, grouping, in_scope)
    named = sorted(
        {place for pair in comparisons for place in (pair.target, pair.reference) if place is not None}
    )
    place_among = {group: place for place, group in enumerate(named)}
    counted = group_counts(matrix, _with_rest(in_scope, named))
    progress.report(0.5)
    places = [
        Comparison(place_among[pair.target], None if pair.reference is None else place_among[pair.reference])
        for pair in comparisons
    ]
    found = replace(keyness(counted, places, options.keyness), names=grouping.names, comparisons=comparisons)
    progress.report(0.8)
    in_play = _in_play(in_scope, comparisons)
    scores = scores_of(corpus)
    means = None if scores is None else mean_scores_of_words(matrix, scores, in_play)
    return Compared(matrix, grouping, in_scope, in_play, found, means)


def explain_gap(
    compared: Compared,
    scores: np.ndarray,
    fewest_documents: int,
    progress: Progress = silent,
    on_parts: Callable[[Gap], None] | None = None,
) -> Gap | None:
    """What each word carries of the gap in mean score between the two sides of the first comparison.

    scores:    float (n_documents,), NaN where a document has none
    on_parts:  gets the gap while its intervals are still to be drawn
    """
    target, reference = compared.sides(0)
    return gap_by_words(
        compared.matrix, scores, target, reference, fewest_documents, progress=progress, on_parts=on_parts
    )


def compare_columns(
    corpus: Corpus,
    tokens: TokenTable,
    column: int,
    choice: Choice,
    options: CompareOptions,
    progress: Progress = silent,
) -> Compared:
    """Compare the groups of one column, all in one go, as the command line does.

    Raises SettingsError for a group that the column does not have, or where it has less than two.
    """
    grouping = grouping_of(corpus, Division(COLUMN, column))
    header = corpus.table.names[column]
    if grouping.n_groups < 2:
        raise SettingsError(_("The column “{name}” has less than two groups.").format(name=header))
    for name in (choice.target, choice.reference):
        if name and name not in grouping.names:
            raise SettingsError(
                _("The column “{name}” has no “{value}”. Its groups are: {groups}.").format(
                    name=header, value=name, groups=", ".join(grouping.names)
                )
            )
    matrix = words_of_documents(corpus, tokens, options, Stage(progress, 0.0, 0.8))
    return compare_groups(corpus, matrix, grouping, choice, options, None, Stage(progress, 0.8, 1.0))


def scores_of(corpus: Corpus) -> np.ndarray | None:
    """The score of each document, NaN where it has none: float64 (n_documents,); None without any."""
    scores = corpus.table.own.get("score")
    return None if scores is None else scores.to_numpy(dtype=float)


def _middle_day(corpus: Corpus, column: int) -> str:
    """The ISO day that has as many documents before it as after."""
    times = dates_of(corpus.table.column(column)).times
    days = np.sort(times[~np.isnat(times)].astype("datetime64[D]"))
    return str(days[len(days) // 2])


def _with_rest(grouping: Grouping, named: list[int]) -> Grouping:
    """Some groups by their places, and all others as one more: a thousand need not be counted apart."""
    place_of = np.full(grouping.n_groups + 1, len(named), dtype=np.int32)
    place_of[named] = np.arange(len(named))
    place_of[-1] = -1  # of the code of documents without a group
    return Grouping((*(grouping.names[place] for place in named), ""), place_of[grouping.codes])


def _in_play(grouping: Grouping, comparisons: tuple[Comparison, ...]) -> Grouping:
    """The groups without the documents of those that are in no comparison."""
    if any(pair.reference is None for pair in comparisons):
        return grouping
    named = [place for pair in comparisons for place in (pair.target, pair.reference) if place is not None]
    is_named = np.isin(grouping.codes, named)
    return Grouping(grouping.names, np.where(is_named, grouping.codes, -1).astype(np.int32))


def _in_order(grouping: Grouping) -> Grouping:
    """Groups named by numbers in the order of these."""
    try:
        numbers = np.array([float(name.replace(",", ".")) for name in grouping.names])
    except ValueError:
        return grouping
    return grouping.in_order(np.argsort(numbers, kind="stable"))
