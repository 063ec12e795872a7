"""The labels that the user gave to documents, as one frozen value."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

from textminer.corpus.positions import ascending

LABEL_KEY = "your_label"  # of the column in the table and in exports


class GivenLabels(Mapping[int, str]):
    """The user's own label by the position of a document; equal to another of the same labels.

    Kept as arrays, because a million documents can be labelled at once and every step can be undone.

    positions:  int64 (n,), ascending, each once
    names:      the distinct labels, sorted
    codes:      int32 (n,) place of each label among the names
    """

    def __init__(self, labels: Mapping[int, str] | None = None) -> None:
        found = sorted((labels or {}).items())
        names = sorted({label for _position, label in found})
        place_of = {name: place for place, name in enumerate(names)}
        positions = np.array([position for position, _label in found], dtype=np.int64)
        self._set(positions, np.array([place_of[label] for _p, label in found], dtype=np.int32), names)

    @property
    def positions(self) -> np.ndarray:
        """The documents that have a label."""
        return self._positions

    @property
    def names(self) -> tuple[str, ...]:
        """The distinct labels."""
        return self._names

    @property
    def codes(self) -> np.ndarray:
        """Which of the names each of the positions has."""
        return self._codes

    def with_label(self, positions: np.ndarray, label: str | None) -> "GivenLabels":
        """These labels with one more, in place of others, at some documents; None takes theirs away."""
        changed = ascending(positions)
        is_changed = np.zeros(len(self._positions), dtype=bool)
        if len(changed):
            places = np.minimum(np.searchsorted(changed, self._positions), len(changed) - 1)
            is_changed = changed[places] == self._positions
        names = sorted({*self._names, *(() if label is None else (label,))})
        moved = np.array([names.index(name) for name in self._names], dtype=np.int32)
        kept, codes = self._positions[~is_changed], moved[self._codes[~is_changed]]
        if label is not None:
            before = np.searchsorted(kept, changed)
            kept = np.insert(kept, before, changed)
            codes = np.insert(codes, before, names.index(label))
        new = GivenLabels()
        new._set(kept, codes, names)
        return new

    def of(self, position: int) -> str | None:
        """The label of a document, or None."""
        place = int(np.searchsorted(self._positions, position))
        if place < len(self._positions) and self._positions[place] == position:
            return self._names[self._codes[place]]
        return None

    def positions_of(self, label: str) -> np.ndarray:
        """The documents of one label, ascending int64."""
        if label not in self._names:
            return np.empty(0, dtype=np.int64)
        return self._positions[self._codes == self._names.index(label)]

    def changed_from(self, other: "GivenLabels") -> np.ndarray:
        """The documents whose label is another than it was: ascending int64."""
        names = sorted({*self._names, *other._names})
        ends = [int(labels._positions[-1]) + 1 for labels in (self, other) if labels]
        n_documents = max(ends, default=0)
        return np.flatnonzero(self._codes_among(names, n_documents) != other._codes_among(names, n_documents))

    def _codes_among(self, names: list[str], n_documents: int) -> np.ndarray:
        """The place of each document's label among these names: int32 (n_documents,), -1 for none."""
        codes = np.full(n_documents, -1, dtype=np.int32)
        if self:
            codes[self._positions] = np.array([names.index(name) for name in self._names], np.int32)[
                self._codes
            ]
        return codes

    def column(self, n_documents: int) -> pd.Series:
        """The labels as a categorical column, missing where there is none; (n_documents,)."""
        codes = np.full(n_documents, -1, dtype=np.int32)
        codes[self._positions] = self._codes
        return pd.Series(pd.Categorical.from_codes(codes, categories=pd.Index(self._names, dtype=object)))

    def __getitem__(self, position: int) -> str:
        label = self.of(position)
        if label is None:
            raise KeyError(position)
        return label

    def __iter__(self) -> Iterator[int]:
        return iter(self._positions.tolist())

    def __len__(self) -> int:
        return len(self._positions)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, GivenLabels):
            return NotImplemented
        return (
            self._names == other._names
            and np.array_equal(self._positions, other._positions)
            and np.array_equal(self._codes, other._codes)
        )

    def __hash__(self) -> int:
        return hash((len(self._positions), self._names))

    def _set(self, positions: np.ndarray, codes: np.ndarray, names: list[str]) -> None:
        """Take arrays that are this value's alone; names that no document has are left out."""
        is_used = np.bincount(codes, minlength=len(names)) > 0
        self._positions = positions
        self._names = tuple(name for name, used in zip(names, is_used.tolist(), strict=True) if used)
        self._codes = (np.cumsum(is_used) - 1).astype(np.int32)[codes] if len(codes) else codes
        for array in (self._positions, self._codes):
            array.flags.writeable = False
