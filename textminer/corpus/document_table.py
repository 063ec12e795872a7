"""One table of all columns by position: the file's own, then ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import pandas as pd
import pyarrow as pa

from textminer.corpus.own_columns import OwnColumns, joined

TEXTS_AT_ONCE = 50_000  # made into Python's strings while the window has to wait: 5 ms


@dataclass(frozen=True)
class Document:
    """One text with its row of data.

    position:  place in the corpus, from 0: the key everywhere
    cells:     the original cells of the row, by column position
    """

    position: int
    text: str
    cells: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class DocumentTable:
    """All documents of one import, in fixed order, with every column.

    frame:  (n_documents, n_columns) the original cells, every one exact text in Arrow-backed pandas strings;
            columns are labelled 0 to n_columns - 1, because headers repeat and may be empty
    names:  the original headers, character for character, by position
    own:    our columns by key ("sentiment", "score", "status", …), each (n_documents,); never in `frame`,
            so that a foreign column of the same name stays what it is

    Immutable: `with_own` gives a new table that shares the old columns.
    """

    frame: pd.DataFrame
    names: tuple[str, ...]
    own: Mapping[str, pd.Series] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if len(self.names) != self.frame.shape[1]:
            raise ValueError(f"{len(self.names)} names for {self.frame.shape[1]} columns")
        self._check_lengths(self.own)

    @property
    def n_documents(self) -> int:
        """How many documents there are: rows of the file, without its header."""
        return len(self.frame)

    @property
    def n_columns(self) -> int:
        """How many original columns there are."""
        return len(self.names)

    def column(self, position: int) -> pd.Series:
        """An original column by its position; (n_documents,) text."""
        return self.frame.iloc[:, position]

    def cells(self, position: int) -> pa.ChunkedArray:
        """An original column as the table holds it, without a copy: large_string (n_documents,)."""
        found = pa.array(self.column(position), type=pa.large_string(), from_pandas=True)
        return found if isinstance(found, pa.ChunkedArray) else pa.chunked_array([found])

    def texts(self, position: int) -> list[str]:
        """An original column as a plain list; twice the memory of `cells`."""
        column, found = self.column(position), list[str]()
        for start in range(0, len(column), TEXTS_AT_ONCE):
            found.extend(column.iloc[start : start + TEXTS_AT_ONCE].to_list())
        return found

    def document(self, position: int, text_column: int) -> Document:
        """The document at a position, read through the column that holds the texts."""
        cells = tuple(str(self.frame.iat[position, column]) for column in range(self.n_columns))
        return Document(position, cells[text_column], cells)

    def with_own(self, columns: Mapping[str, pd.Series]) -> "DocumentTable":
        """A new table with our columns added or replaced, in the given order, sharing all others."""
        self._check_lengths(columns)
        return replace(self, own=joined(self.own, columns, len(self.frame)))

    def _check_lengths(self, columns: Mapping[str, pd.Series]) -> None:
        if isinstance(columns, OwnColumns):
            lengths = dict.fromkeys(columns, columns.n_documents)  # without computing them
        else:
            lengths = {key: len(values) for key, values in columns.items()}
        for key, length in lengths.items():
            if length != len(self.frame):
                raise ValueError(f"column {key!r} has {length} values for {len(self.frame)} documents")
