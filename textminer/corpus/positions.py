"""Sets of documents by their positions."""

from collections.abc import Iterable, Iterator

import numpy as np

SPARSE = 1_000  # a mark for each position up to the largest costs more than sorting where so few are meant


class PositionSet:
    """A frozen set of positions, a million of them as cheap to compare and to keep as a few.

    array:  int64 (n,), ascending, each once; cannot be written to

    Raises TypeError for anything but whole numbers.
    """

    __slots__ = ("_hash", "array")

    def __init__(self, positions: Iterable[int] | np.ndarray) -> None:
        given = positions if isinstance(positions, np.ndarray) else np.array(list(positions))
        if len(given) and given.dtype.kind not in "iu":
            raise TypeError("positions are whole numbers")
        self.array = ascending(given).copy()
        self.array.flags.writeable = False
        self._hash: int | None = None

    def __len__(self) -> int:
        return len(self.array)

    def __iter__(self) -> Iterator[int]:
        return iter(self.array.tolist())

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, PositionSet):
            return NotImplemented
        return self is other or np.array_equal(self.array, other.array)

    def __hash__(self) -> int:
        if self._hash is None:
            self._hash = hash(self.array.tobytes())
        return self._hash

    def __deepcopy__(self, _memo: object) -> "PositionSet":
        return self

    def __repr__(self) -> str:
        return f"PositionSet({self.array.tolist() if len(self) < 20 else f'{len(self)} positions'})"


def within(positions: np.ndarray, scope: np.ndarray) -> np.ndarray:
    """The positions that are in an ascending scope, ascending and each once."""
    if not len(positions) or not len(scope):
        return np.empty(0, dtype=np.int64)
    if len(positions) < 1_000:
        wanted = np.unique(positions)
        places = np.minimum(np.searchsorted(scope, wanted), len(scope) - 1)
        return wanted[scope[places] == wanted]
    is_marked = np.zeros(int(scope[-1]) + 1, dtype=bool)
    is_marked[positions[(positions >= 0) & (positions <= scope[-1])]] = True
    return scope[is_marked[scope]]


def without(scope: np.ndarray, positions: np.ndarray) -> np.ndarray:
    """An ascending scope but for these positions, ascending."""
    if not len(scope):
        return scope
    is_kept = np.ones(int(scope[-1]) + 1, dtype=bool)
    is_kept[positions[(positions >= 0) & (positions <= scope[-1])]] = False
    return scope[is_kept[scope]]


def ascending(positions: np.ndarray) -> np.ndarray:
    """Each position once, ascending; the very array where it is so already. NumPy's `unique` takes 2 s for a
    million integers.
    """
    positions = np.asarray(positions, dtype=np.int64)
    if len(positions) < 2 or bool((positions[1:] > positions[:-1]).all()):
        return positions
    if len(positions) < 1_000 or positions.min() < 0 or positions.max() > SPARSE * len(positions):
        return np.unique(positions)
    is_marked = np.zeros(int(positions.max()) + 1, dtype=bool)
    is_marked[positions] = True
    return np.flatnonzero(is_marked)
