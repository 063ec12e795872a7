"""How long the exact reading of a table takes, beside pandas.read_csv with its defaults on the same file."""

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pandas as pd

from textminer.storage.tables import preview_table, read_table

WORDS = [
    "the", "a", "good", "bad", "film", "book", "service", "was", "very", "not", "really", "great", "poor",
    "and", "but", "with", "price", "quality", "time", "again",
]  # fmt: skip


def generated(folder: Path, n_rows: int, n_words: int, quoted: bool) -> Path:
    """A CSV of `n_rows` texts of about `n_words` words; quoted ones hold delimiters and line ends."""
    random = np.random.default_rng(0)
    path = folder / f"{n_rows}-{n_words}-{'quoted' if quoted else 'plain'}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("id,text,stars,date\n")
        for row in range(n_rows):
            text = " ".join(random.choice(WORDS, n_words))
            if quoted:
                text = '"' + text.replace(" and ", ', ""and"" ').replace(" but ", "\n\nbut ") + '"'
            file.write(f"{row:07},{text},{row % 5 + 1},2024-01-{row % 28 + 1:02}\n")
    return path


def seconds(works: Sequence[Callable[[], object]], repeats: int) -> np.ndarray:
    """(n_works, 2) wall clock and processor time of each, by turns: the best of several runs."""
    best = np.full((len(works), 2), np.inf)
    for _run in range(repeats):
        for place, work in enumerate(works):
            wall, processor = time.perf_counter(), time.process_time()
            work()
            spent = time.perf_counter() - wall, time.process_time() - processor
            best[place] = np.minimum(best[place], spent)
    return best


def report(path: Path, repeats: int) -> None:
    """Print size, times and ratios for one file."""
    size_mb = path.stat().st_size / 1e6
    works = (lambda: read_table(path), lambda: pd.read_csv(path), lambda: preview_table(path))
    ours, theirs, preview = seconds(works, repeats)
    notices = ", ".join(notice.kind for notice in read_table(path).notices) or "none"
    print(
        f"{path.name}: {size_mb:.0f} MB  ours {ours[0]:.2f} s ({size_mb / ours[0]:.0f} MB/s)  "
        f"pandas defaults {theirs[0]:.2f} s ({size_mb / theirs[0]:.0f} MB/s)  "
        f"ratio {ours[0] / theirs[0]:.2f}, of processor time {ours[1] / theirs[1]:.2f}  "
        f"preview {preview[0] * 1000:.0f} ms  notices: {notices}"
    )


def main() -> int:
    """Compare on the given files, or on generated ones."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, nargs="*", help="CSV files; without any, files are generated")
    parser.add_argument("--rows", type=int, default=300_000, help="rows of the generated file of short texts")
    parser.add_argument("--repeats", type=int, default=7)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        files = arguments.data or [
            generated(Path(folder), arguments.rows, 8, quoted=False),
            generated(Path(folder), arguments.rows, 8, quoted=True),
            generated(Path(folder), arguments.rows // 20, 250, quoted=True),
        ]
        for path in files:
            report(path, arguments.repeats)
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory {peak_mb:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
