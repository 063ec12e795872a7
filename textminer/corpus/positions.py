"""Sets of documents by their positions."""

import numpy as np


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


def ascending(positions: np.ndarray) -> np.ndarray:
    """Each position once, ascending; the very array where it is so already. NumPy's `unique` takes 2 s for a
    million integers.
    """
    positions = np.asarray(positions, dtype=np.int64)
    if len(positions) < 2 or bool((positions[1:] > positions[:-1]).all()):
        return positions
    if len(positions) < 1_000 or positions.min() < 0:
        return np.unique(positions)
    is_marked = np.zeros(int(positions.max()) + 1, dtype=bool)
    is_marked[positions] = True
    return np.flatnonzero(is_marked)
