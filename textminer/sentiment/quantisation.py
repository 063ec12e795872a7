"""Weights in few bits: the values of a group within a row share a scale, chosen so that the least is lost."""

import numpy as np

HIGHEST = {4: 7, 8: 127}  # code, by number of bits; the lowest is its negative
SHRINKING = np.linspace(1.0, 0.6, 9, dtype=np.float32)  # of the scale that cuts no value off, for 4 bits
ROWS_AT_ONCE = 4096


def quantised(values: np.ndarray, bits: int, group: int) -> tuple[np.ndarray, np.ndarray]:
    """The codes and the scales of a matrix; a value is its code times its group's scale.

    values:   float32 (n, m)
    bits:     8, or 4: two codes share a byte then, the first in its lower half, each raised by 8
    group:    values side by side in a row that share a scale; it divides m
    returns:  int8 (n, m) or uint8 (n, m / 2); float16 (n, m / group)

    Of some scales for 4 bits the one with the least squared error is taken: to cut a few extreme values off
    costs less than coarser steps for all others.
    """
    parts = [
        _of_rows(values[begin : begin + ROWS_AT_ONCE], bits, group)
        for begin in range(0, len(values), ROWS_AT_ONCE)
    ]
    return tuple(np.concatenate(arrays) for arrays in zip(*parts, strict=True))  # type: ignore[return-value]


def restored(codes: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """The values of codes and scales: float32 (n, m)."""
    if codes.dtype == np.uint8:
        halves = np.stack([codes & 15, codes >> 4], axis=-1)
        codes = halves.reshape(len(codes), -1).astype(np.int8) - 8
    grouped = codes.reshape(*scales.shape, -1).astype(np.float32)
    return np.asarray((grouped * scales.astype(np.float32)[:, :, None]).reshape(codes.shape))


def _of_rows(values: np.ndarray, bits: int, group: int) -> tuple[np.ndarray, np.ndarray]:
    n, m = values.shape
    grouped = values.reshape(n, m // group, group)
    highest = HIGHEST[bits]
    widest = np.abs(grouped).max(axis=2, keepdims=True) / highest
    least = np.full(widest.shape, np.inf, dtype=np.float32)
    scales, codes = np.zeros(widest.shape, dtype=np.float16), np.zeros(grouped.shape, dtype=np.int8)
    for factor in SHRINKING if bits == 4 else SHRINKING[:1]:
        tried = np.maximum((widest * factor).astype(np.float16), np.finfo(np.float16).tiny)
        step = tried.astype(np.float32)
        rounded = np.clip(np.rint(grouped / step), -highest, highest)
        lost = np.square(rounded * step - grouped).sum(axis=2, keepdims=True)
        is_better = lost < least
        least, scales = np.where(is_better, lost, least), np.where(is_better, tried, scales)
        codes = np.where(is_better, rounded.astype(np.int8), codes)
    flat = codes.reshape(n, m)
    if bits == 4:
        raised = (flat + 8).astype(np.uint8)
        return raised[:, 0::2] | (raised[:, 1::2] << 4), scales[:, :, 0]
    return flat, scales[:, :, 0]
