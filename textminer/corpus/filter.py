"""Which documents count: a description with equality, and the mask it makes."""

from dataclasses import dataclass, replace
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from textminer.corpus.date_span import DateSpan
from textminer.corpus.document_table import DocumentTable
from textminer.corpus.given_labels import LABEL_KEY
from textminer.corpus.positions import PositionSet
from textminer.errors import FilterError
from textminer.translation import _


@dataclass(frozen=True)
class ColumnCondition:
    """Documents whose original cell in `column` (by position) equals one of `values`."""

    column: int
    values: tuple[str, ...]


@dataclass(frozen=True)
class DocumentFilter:
    """A description of documents; the empty one lets all pass. All conditions hold together.

    sentiments:  classes of our `sentiment` column; empty for any
    scores:      inclusive span of our `score` column, -1 to 1; documents without a score fail it
    statuses:    states of our `status` column; empty for any
    ledger:      states of our `ledger` column; empty for any
    labels:      the user's own labels, "" for documents without one; empty for any
    agreement:   states of our `agreement` column; empty for any
    find:        text that must occur in the text column, without regard to case
    is_regex:    whether `find` is a regular expression (RE2)
    conditions:  conditions on original columns
    dates:       days of a column of dates; None for any
    positions:   an explicit set of documents; None for all
    called:      what the documents at `positions` have in common, in a few words; "" where that is not known
    """

    sentiments: tuple[str, ...] = ()
    scores: tuple[float, float] | None = None
    statuses: tuple[str, ...] = ()
    ledger: tuple[str, ...] = ()
    labels: tuple[str, ...] = ()
    agreement: tuple[str, ...] = ()
    find: str = ""
    is_regex: bool = False
    conditions: tuple[ColumnCondition, ...] = ()
    dates: DateSpan | None = None
    positions: PositionSet | None = None
    called: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether every document passes."""
        return self == DocumentFilter()

    @property
    def on_originals(self) -> "DocumentFilter":
        """The part that reads the file's own columns: its mask stays as long as the corpus does."""
        return replace(self, sentiments=(), scores=None, statuses=(), ledger=(), labels=(), agreement=())

    @property
    def on_ours(self) -> "DocumentFilter":
        """The part that reads our columns: its mask changes as documents are scored and labelled. Cheap at
        any size.
        """
        return replace(self, find="", is_regex=False, conditions=(), dates=None, positions=None, called="")

    def mask(self, table: DocumentTable, text_column: int | None) -> np.ndarray:
        """Which documents pass: bool (n_documents,).

        A filter on one of our columns passes no document while that column does not exist.
        Raises FilterError for a regular expression that RE2 cannot read.
        """
        passing = np.ones(table.n_documents, dtype=bool)
        if self.sentiments:
            passing &= _own_isin(table, "sentiment", self.sentiments)
        if self.statuses:
            passing &= _own_isin(table, "status", self.statuses)
        if self.ledger:
            passing &= _own_isin(table, "ledger", self.ledger)
        if self.labels:
            passing &= _labelled(table, self.labels)
        if self.agreement:
            passing &= _own_isin(table, "agreement", self.agreement)
        if self.scores is not None:
            low, high = self.scores
            passing &= _own_between(table, "score", low, high)
        if self.find and text_column is not None:
            passing &= contains(table, text_column, self.find, self.is_regex)
        for condition in self.conditions:
            passing &= table.column(condition.column).isin(condition.values).to_numpy()
        if self.dates is not None:
            passing &= self.dates.mask(table.column(self.dates.column))
        if self.positions is not None:
            chosen = np.zeros(table.n_documents, dtype=bool)
            chosen[self.positions.array] = True
            passing &= chosen
        return passing

    @classmethod
    def from_dict(cls, values: dict[str, Any]) -> Self:
        """A filter from `dataclasses.asdict` after a trip through JSON."""
        conditions = tuple(
            ColumnCondition(item["column"], tuple(item["values"])) for item in values.get("conditions", ())
        )
        scores, dates = values.get("scores"), values.get("dates")
        positions = values.get("positions")
        return cls(
            sentiments=tuple(values.get("sentiments", ())),
            scores=None if scores is None else (scores[0], scores[1]),
            statuses=tuple(values.get("statuses", ())),
            ledger=tuple(values.get("ledger", ())),
            labels=tuple(values.get("labels", ())),
            agreement=tuple(values.get("agreement", ())),
            find=values.get("find", ""),
            is_regex=values.get("is_regex", False),
            conditions=conditions,
            dates=None if dates is None else DateSpan.from_dict(dates),
            positions=None if positions is None else PositionSet(positions),
            called=values.get("called", ""),
        )


def contains(table: DocumentTable, column: int, pattern: str, is_regex: bool = False) -> np.ndarray:
    """Whether an original cell holds the pattern, without regard to case: bool (n_documents,).

    Regular expressions run in RE2, whose time is linear: a hostile pattern cannot freeze the window.
    Raises FilterError for one that RE2 cannot read.
    """
    cells = pa.array(table.column(column), type=pa.large_string(), from_pandas=True)
    match = pc.match_substring_regex if is_regex else pc.match_substring
    try:
        found = match(cells, pattern=pattern, ignore_case=True)
    except pa.ArrowInvalid as error:
        reason = str(error).removeprefix("Invalid regular expression: ")
        raise FilterError(
            _("“{pattern}” cannot be read as a regular expression: {reason}").format(
                pattern=pattern[:80], reason=reason[:160]
            )
        ) from error
    return np.asarray(pc.fill_null(found, False).to_numpy(zero_copy_only=False), dtype=bool)


def _own_isin(table: DocumentTable, key: str, values: tuple[str, ...]) -> np.ndarray:
    if key not in table.own:
        return np.zeros(table.n_documents, dtype=bool)
    return np.asarray(table.own[key].isin(values), dtype=bool)


def _labelled(table: DocumentTable, labels: tuple[str, ...]) -> np.ndarray:
    """Whether the user gave one of these labels; "" means none, which all have while none is given."""
    if LABEL_KEY not in table.own:
        return np.full(table.n_documents, "" in labels)
    given = table.own[LABEL_KEY]
    passing = np.asarray(given.isin(labels), dtype=bool)
    return passing | given.isna().to_numpy() if "" in labels else passing


def _own_between(table: DocumentTable, key: str, low: float, high: float) -> np.ndarray:
    if key not in table.own:
        return np.zeros(table.n_documents, dtype=bool)
    return np.asarray(table.own[key].between(low, high), dtype=bool)
