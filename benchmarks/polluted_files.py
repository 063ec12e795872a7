"""How well polluted files are read: the Pollock benchmark (Vitagliano et al., VLDB 2023), by its own metrics.

    git clone https://github.com/HPI-Information-Systems/Pollock
    pip install multiset price-parser joblib chardet        # what its metrics need
    python benchmarks/polluted_files.py Pollock

Each of its 2,290 files is read by `read_table` without parameters and written as plain CSV, which Pollock's
metrics compare with the clean file: success, and precision, recall and F1 of header, records and cells; ten
figures from 0 to 1, whose sum is the score. The weighted score counts a pollution as often as the authors met
it in real files. Our reader was mended on these files, so the score says how much of them is understood, not
how it would be on unseen ones.
"""

import argparse
import csv
import json
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache, partial
from pathlib import Path

import numpy as np

from textminer.errors import TextMinerError
from textminer.storage.tables import read_table

FIGURES = (
    "success",
    *(
        f"{part} {figure}"
        for part in ("header", "record", "cell")
        for figure in ("precision", "recall", "F1")
    ),
)
N_PROCESSES = 2


def main() -> None:
    """Print the scores, the mean of each figure, and the files that are read worst."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path, help="a clone of the benchmark")
    parser.add_argument("--worst", type=int, default=10, help="files to list")
    given = parser.parse_args()
    names = sorted(path.name for path in (given.folder / "polluted_files" / "csv").iterdir())
    with ProcessPoolExecutor(N_PROCESSES) as pool:
        figures = np.array(list(pool.map(partial(figures_of, given.folder), names, chunksize=20)))
    weights = json.loads((given.folder / "pollock_weights.json").read_text(encoding="utf-8"))
    weight = np.array([weights[name] for name in names], dtype=float)
    scores = figures.sum(axis=1)
    print(
        f"{len(names):,} files: {scores.mean():.3f} of 10, weighted {np.average(scores, weights=weight):.3f}"
    )
    for name, value in zip(FIGURES, figures.mean(axis=0), strict=True):
        print(f"  {name:17} {value:.4f}")
    for place in np.argsort(scores, kind="stable")[: given.worst]:
        print(f"  {scores[place]:6.3f}  {names[place]}")


def figures_of(folder: Path, name: str) -> list[float]:
    """The ten figures of one file."""
    if str(folder) not in sys.path:
        sys.path.insert(0, str(folder))
    from pollock import metrics  # type: ignore[import-not-found]

    if not hasattr(metrics.normalize_cell, "cache_info"):  # or most of the time goes into it
        metrics.normalize_cell = lru_cache(None)(metrics.normalize_cell)
    with tempfile.TemporaryDirectory() as scratch:
        read = Path(scratch) / "read.csv"
        try:
            table = read_table(folder / "polluted_files" / "csv" / name)
        except TextMinerError as error:
            read.write_text(f"Application Error\n{error}", encoding="utf-8")
        else:
            with read.open("w", newline="", encoding="utf-8") as file:
                csv.writer(file).writerows([table.columns, *table.frame.to_numpy(dtype=object).tolist()])
        if not metrics.successful_csv(str(read)):
            return [0.0] * len(FIGURES)
        clean = folder / "polluted_files" / "clean" / name
        return [1.0, *map(float, metrics.header_record_cell_measures_csv(str(clean), str(read)))]


if __name__ == "__main__":
    main()
