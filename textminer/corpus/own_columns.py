"""Our columns beside the file's own, each computed when it is first asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # scoring a list of texts takes less time than this import
    import pandas as pd


class OwnColumns(Mapping[str, "pd.Series"]):
    """Columns by key, made on demand and kept: a million rows change twice a second while they are scored,
    and few views look at all columns.

    makers:       what makes each column, over values that do not change
    n_documents:  the length of every column
    """

    def __init__(self, makers: Mapping[str, Callable[[], pd.Series]], n_documents: int) -> None:
        self._makers = dict(makers)
        self._made: dict[str, pd.Series] = {}
        self.n_documents = n_documents

    def __getitem__(self, key: str) -> pd.Series:
        if key not in self._made:
            self._made[key] = self._makers[key]()
        return self._made[key]

    def __contains__(self, key: object) -> bool:
        return key in self._makers

    def __iter__(self) -> Iterator[str]:
        return iter(self._makers)

    def __len__(self) -> int:
        return len(self._makers)

    def once(self, key: str) -> pd.Series:
        """A column that is kept no longer than whoever asks keeps it, unless it has been made already."""
        if key in self._made:
            return self._made[key]
        maker = self._makers[key]
        return once(maker.columns, maker.key) if isinstance(maker, _Of) else maker()


@dataclass(frozen=True)
class _Of:
    """Makes a column by asking other columns for it, which keep it."""

    columns: Mapping[str, pd.Series]
    key: str

    def __call__(self) -> pd.Series:
        return self.columns[self.key]


def once(columns: Mapping[str, pd.Series], key: str) -> pd.Series:
    """One of some columns, for a use after which nobody needs it: exports ask for all there are."""
    return columns.once(key) if isinstance(columns, OwnColumns) else columns[key]


def joined(
    first: Mapping[str, pd.Series], second: Mapping[str, pd.Series], n_documents: int
) -> Mapping[str, pd.Series]:
    """The columns of both in their order, those of the second in place of equal keys; nothing is computed."""
    makers = {key: _Of(first, key) for key in first}
    makers.update({key: _Of(second, key) for key in second})
    return OwnColumns(makers, n_documents)
