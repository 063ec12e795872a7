"""Training texts that share long stretches with a test text without being equal to it."""

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

MOST_SHARED = 0.3  # of the runs of the shorter of two texts; above, they are near duplicates
STOCK_PHRASE = 20  # test texts that hold a run; what more of them hold tells nothing of where a text is from
COMPARED_AT_ONCE = 5_000_000  # characters; bounds the memory
_FACTOR = np.uint64(0x9E3779B97F4A7C15)  # odd, so that no character is lost modulo 2^64


class StretchesOfTests:
    """The runs of characters of all test texts, and which training texts share many with one of them."""

    def __init__(self, keys: Iterable[str], run: int) -> None:
        """keys: normalised texts; run: characters of a run, long enough to be nobody's usual phrase."""
        self._run = run
        pairs = _runs(list(keys), run)
        self._sizes = np.bincount(pairs.owner, minlength=1)
        holders = pairs.groupby("run").owner.transform("size")
        self._tests = pairs[holders <= STOCK_PHRASE].rename(columns={"owner": "test"}).sort_values("run")

    def share_many(self, keys: Sequence[str]) -> np.ndarray:
        """Whether each normalised text shares more than MOST_SHARED of its runs, or of theirs, with a test.

        returns:  bool (n_texts,); a text shorter than a run shares none
        """
        found = np.zeros(len(keys), dtype=bool)
        for begin, end in _blocks([len(key) for key in keys]):
            own = _runs(keys[begin:end], self._run)
            sizes = np.bincount(own.owner, minlength=end - begin)
            own = own[np.isin(own.run, self._tests.run)]
            shared = own.merge(self._tests, on="run").groupby(["owner", "test"]).size().reset_index(name="n")
            owner, test = shared.owner.to_numpy(), shared.test.to_numpy()
            shorter = np.minimum(sizes[owner], self._sizes[test])
            found[begin + owner[shared.n.to_numpy() > MOST_SHARED * shorter]] = True
        return found


def _runs(keys: Sequence[str], run: int) -> pd.DataFrame:
    """Each distinct run of each text: columns owner (place of the text) and run (a 64-bit hash)."""
    codes = np.frombuffer("".join(keys).encode("utf-32-le"), dtype=np.uint32).astype(np.uint64)
    lengths = np.fromiter((len(key) for key in keys), np.int64, len(keys))
    n_runs = max(0, len(codes) - run + 1)
    hashes = np.zeros(n_runs, dtype=np.uint64)
    for place in range(run):
        hashes = hashes * _FACTOR + codes[place : place + n_runs]
    owners = np.repeat(np.arange(len(keys)), lengths)
    inside = owners[:n_runs] == owners[run - 1 :][:n_runs]
    owners, hashes = owners[:n_runs][inside], hashes[inside]
    order = np.lexsort((hashes, owners))
    owners, hashes = owners[order], hashes[order]
    is_new = np.append(True, (owners[1:] != owners[:-1]) | (hashes[1:] != hashes[:-1]))[: len(hashes)]
    return pd.DataFrame({"owner": owners[is_new], "run": hashes[is_new]})


def _blocks(lengths: list[int]) -> Iterable[tuple[int, int]]:
    begin, total = 0, 0
    for place, length in enumerate(lengths):
        if total and total + length > COMPARED_AT_ONCE:
            yield begin, place
            begin, total = place, 0
        total += length
    if begin < len(lengths):
        yield begin, len(lengths)
