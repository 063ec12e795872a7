"""Parts of different lengths laid end to end, as documents are in a table of tokens.

numpy's own calls for it keep the interpreter until they are done, a third of a second over 17 million tokens:
the window would stand still meanwhile.
"""

import numpy as np

PORTION = 2_000_000  # results at a time: 5 ms


def offsets_of(lengths: np.ndarray) -> np.ndarray:
    """Where each part begins, and the last ends: int64 (n + 1,). Of a mask: how many stand before each."""
    offsets = np.zeros(len(lengths) + 1, dtype=np.int64)
    offsets[1:] = lengths  # numpy adds up without the interpreter only what needs no other type
    return np.cumsum(offsets, out=offsets)


def repeated(values: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Each value as often as its part is long: (sum of lengths,), as numpy's `repeat`."""
    offsets = offsets_of(lengths)
    if offsets[-1] <= PORTION:
        return np.repeat(values, lengths)
    whole = np.empty(offsets[-1], dtype=values.dtype)
    borders = np.searchsorted(offsets, np.arange(0, offsets[-1], PORTION))
    for start, end in zip(borders, [*borders[1:], len(lengths)], strict=True):
        whole[offsets[start] : offsets[end]] = np.repeat(values[start:end], lengths[start:end])
    return whole
