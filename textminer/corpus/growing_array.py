"""An array that is appended to without ever standing in memory twice."""

import numpy as np
from numpy.typing import DTypeLike

FIRST_ROOM = 1 << 14
GROWTH = 1.125  # what there is too much of it counts as used; large blocks grow in place or nearly so


class GrowingArray:
    """An array (n,) that is appended to, with room to spare."""

    def __init__(self, dtype: DTypeLike = np.int32) -> None:
        self._room = np.zeros(FIRST_ROOM, dtype)
        self._n = 0

    def __len__(self) -> int:
        return self._n

    def widen(self, dtype: DTypeLike) -> None:
        """Hold values of a wider type from here on, those of before as well."""
        self._room = self._room.astype(dtype)

    def extend(self, values: np.ndarray) -> None:
        """Append values; whoever still holds `values` of before must not look at them again."""
        end = self._n + len(values)
        if end > len(self._room):
            self._room.resize(max(end, int(GROWTH * len(self._room))), refcheck=False)
        self._room[self._n : end] = values
        self._n = end

    @property
    def values(self) -> np.ndarray:
        """The values so far: a view, good until the next `extend`."""
        return self._room[: self._n]

    def taken(self) -> np.ndarray:
        """The values, in no more room than they need; this array is empty from then on."""
        taken, n = self._room, self._n
        self._room, self._n = np.zeros(0, taken.dtype), 0
        taken.resize(n, refcheck=False)
        return taken
