"""What became of each row of a file: loaded, repaired, empty, a duplicate, or not scored, and how or why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from textminer.corpus.document_table import DocumentTable
from textminer.corpus.notice import Notice
from textminer.corpus.own_columns import OwnColumns

LOADED, REPAIRED, EMPTY, DUPLICATE, NOT_SCORED = "loaded", "repaired", "empty", "duplicate", "not scored"
STATES = (LOADED, REPAIRED, EMPTY, DUPLICATE, NOT_SCORED)
STATE_KEY, NOTE_KEY = "ledger", "ledger_note"
KEYS = (STATE_KEY, NOTE_KEY)
# What was done to a row, by the kind of the notice that tells of it. In exports, so never translated.
REPAIRS = {
    "short-row": "empty cells added",
    "long-row": "extra cells kept in columns without a name",
    "trailing-delimiter": "empty cell behind the last delimiter left out",
    "stray-quote": "unmatched quotation mark kept as a character",
    "lone-cr": "carriage return without line feed",
    "undecodable-bytes": "undecodable bytes kept as marks",
    "other-delimiter": "parted by another delimiter than the other rows",
    "half-character": "half of a character shown as a mark",
    "broken-line": "kept whole in a column without a name",
}
NOBODY = np.empty(0, dtype=np.int64)
NOT_BLANK, NO_CODES = np.empty(0, dtype=bool), np.empty(0, dtype=np.int32)


@dataclass(frozen=True, eq=False)
class Ledger:
    """What is known of every row before any is scored; the states of all rows add up to the rows there are.

    states:   int8 (n_documents,) index into STATES; a row that is several things has the first of repaired,
              empty and duplicate, and its note says them all
    firsts:   int64 (n_documents,) the first document with the very same text: the row itself where it is new
    repairs:  positions by the kind of repair, each ascending
    start:    the position of the first row, where these are the rows of a part of a file; `firsts` count from
              the beginning of the file
    """

    states: np.ndarray
    firsts: np.ndarray
    repairs: Mapping[str, np.ndarray] = field(default_factory=dict)
    start: int = 0

    @property
    def n_documents(self) -> int:
        """How many rows are accounted for."""
        return len(self.states)

    def states_with(self, why_not: pd.Categorical | None) -> np.ndarray:
        """The states once scoring has begun; int8 (n_documents,).

        why_not:  the reason why a document has no score, missing where it has one; None before scoring
        """
        if why_not is None:
            return self.states
        is_plain = self.states == STATES.index(LOADED)
        return np.where(is_plain & (why_not.codes >= 0), np.int8(STATES.index(NOT_SCORED)), self.states)

    def repairs_of_row(self, position: int) -> list[str]:
        """The kinds of repair that one row needed."""
        return [kind for kind, positions in self.repairs.items() if _holds(positions, position)]

    def note(self, position: int, why_not: str = "") -> str:
        """How a row was repaired, of which it is a copy, why it has no score; "" where none of it holds."""
        parts = [REPAIRS.get(kind, kind.replace("-", " ")) for kind in self.repairs_of_row(position)]
        first = int(self.firsts[position])
        if first != position + self.start:
            parts.append(f"same text as row {first + 1}")
        if why_not and self.states[position] != STATES.index(EMPTY):
            parts.append(why_not)
        return "; ".join(parts)

    def part(self, start: int, stop: int) -> "Ledger":
        """The rows from `start` up to `stop`, as those of a part of the file."""
        repairs = {
            kind: positions[np.searchsorted(positions, start) : np.searchsorted(positions, stop)] - start
            for kind, positions in self.repairs.items()
        }
        return Ledger(self.states[start:stop], self.firsts[start:stop], repairs, start)

    def columns(self, why_not: pd.Categorical | None = None) -> OwnColumns:
        """The ledger as columns of ours: the state, which can be filtered by, and the note to read."""
        return OwnColumns(
            {STATE_KEY: lambda: self._state_column(why_not), NOTE_KEY: lambda: self._note_column(why_not)},
            self.n_documents,
        )

    def _state_column(self, why_not: pd.Categorical | None) -> pd.Series:
        states = self.states_with(why_not)
        return pd.Series(pd.Categorical.from_codes(states, categories=pd.Index(STATES)))

    def _note_column(self, why_not: pd.Categorical | None) -> pd.Series:
        reasons = np.full(self.n_documents, "", dtype=object)
        if why_not is not None:
            words = np.array([*map(str, why_not.categories), ""], dtype=object)  # -1, no reason, is the last
            reasons = np.where(self.states == STATES.index(EMPTY), "", words[why_not.codes])
        told = np.flatnonzero(self.firsts != np.arange(self.n_documents) + self.start)
        for position in np.union1d(told, np.concatenate([NOBODY, *self.repairs.values()])).tolist():
            reasons[position] = self.note(position, reasons[position])
        return pd.Series(reasons, dtype="str")


def ledger_of(table: DocumentTable, text_column: int, notices: Sequence[Notice] = ()) -> Ledger:
    """Account for every row of a table that has just been read.

    notices:  what the reader did; those that name rows are repairs of these rows

    A document is a duplicate where an earlier one has the same text, character for character.
    """
    n_documents = table.n_documents
    cells = table.cells(text_column)
    is_empty = np.concatenate([NOT_BLANK, *map(are_blank, cells.chunks)])
    firsts = np.where(is_empty, np.arange(n_documents), _firsts(cells))
    repairs = repairs_of(notices, n_documents)
    return Ledger(states_of(is_empty, firsts, repairs), firsts, repairs)


def states_of(is_empty: np.ndarray, firsts: np.ndarray, repairs: Mapping[str, np.ndarray]) -> np.ndarray:
    """The states of the rows of a whole file, before any is scored; int8 (n_documents,)."""
    states = np.full(len(firsts), STATES.index(LOADED), dtype=np.int8)
    states[firsts != np.arange(len(firsts))] = STATES.index(DUPLICATE)
    states[is_empty] = STATES.index(EMPTY)
    for positions in repairs.values():
        states[positions] = STATES.index(REPAIRED)
    return states


def are_blank(texts: pa.Array) -> np.ndarray:
    """Which texts hold nothing but blanks; bool (n_documents,)."""
    trimmed = pc.equal(pc.utf8_trim_whitespace(texts), "")
    return np.asarray(trimmed.to_numpy(zero_copy_only=False), dtype=bool)


def repairs_of(notices: Sequence[Notice], n_documents: int) -> dict[str, np.ndarray]:
    """Positions of the repaired rows by the kind of repair: ascending int64, each once."""
    found: dict[str, np.ndarray] = {}
    for notice in notices:
        positions = np.asarray(notice.rows, dtype=np.int64)
        positions = positions[positions < n_documents]
        if len(positions):
            found[notice.kind] = np.union1d(found.get(notice.kind, NOBODY), positions)
    return found


def state_counts(states: np.ndarray) -> dict[str, int]:
    """How many rows are in each state, all of them named; the counts add up to the rows."""
    counts = np.bincount(states, minlength=len(STATES))
    return {state: int(counts[index]) for index, state in enumerate(STATES)}


def _firsts(texts: pa.ChunkedArray) -> np.ndarray:
    """The first position of each text: int64 (n_documents,)."""
    chunks = texts.dictionary_encode().chunks  # which share one dictionary
    codes = np.concatenate([NO_CODES, *(chunk.indices.to_numpy() for chunk in chunks)])
    positions = np.arange(len(codes), dtype=np.int64)
    first_of_code = np.empty(int(codes.max()) + 1 if len(codes) else 0, dtype=np.int64)
    first_of_code[codes[::-1]] = positions[::-1]  # of several writes to a place, NumPy keeps the last
    return first_of_code[codes]


def _holds(ascending: np.ndarray, position: int) -> bool:
    place = int(np.searchsorted(ascending, position))
    return place < len(ascending) and int(ascending[place]) == position
