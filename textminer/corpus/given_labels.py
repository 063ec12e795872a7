"""The labels that the user gave to documents, as one frozen value."""

from collections.abc import Iterator, Mapping

import numpy as np
import pandas as pd

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
        self._set(
            np.array([position for position, _label in found], dtype=np.int64),
            np.array([label for _position, label in found], dtype=object),
            names,
        )

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
        changed = np.unique(np.asarray(positions, dtype=np.int64))
        kept = ~np.isin(self._positions, changed)
        places = self._positions[kept]
        words = np.array(self._names, dtype=object)[self._codes[kept]]
        if label is not None:
            places = np.concatenate([places, changed])
            words = np.concatenate([words, np.full(len(changed), label, dtype=object)])
        order = np.argsort(places, kind="stable")
        new = GivenLabels()
        new._set(places[order], words[order], sorted(set(words.tolist())))
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
        places = np.union1d(self._positions, other._positions)
        names = np.array([*sorted({*self._names, *other._names})], dtype=object)
        mine, others = (labels._codes_at(places, names) for labels in (self, other))
        return places[mine != others]

    def _codes_at(self, places: np.ndarray, names: np.ndarray) -> np.ndarray:
        """Place among `names` of the label at each of these ascending places; -1 for none."""
        codes = np.full(len(places), -1, dtype=np.int64)
        moved = np.searchsorted(names, np.array(self._names, dtype=object))
        codes[np.searchsorted(places, self._positions)] = moved[self._codes] if len(moved) else ()
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

    def _set(self, positions: np.ndarray, words: np.ndarray, names: list[str]) -> None:
        place_of = {name: place for place, name in enumerate(names)}
        self._positions = positions
        self._names = tuple(names)
        self._codes = np.fromiter((place_of[word] for word in words), np.int32, len(words))
        for array in (self._positions, self._codes):
            array.flags.writeable = False
