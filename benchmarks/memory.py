"""How much memory opening a file takes beside what was predicted: python -m benchmarks.memory FILE…

Each file is read, split into words and counted in a process of its own; with --score its documents are scored
as well. With --window a real window does all that, exports and shows all pages; without --score it stops
scoring once the words are there. The peak of resident memory is printed after each stage. Without a FILE the
same texts are written as files of seven kinds, of short rows or, with --long, of long texts.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from textminer.storage.memory_need import memory_need

KINDS = ("csv", "csv.gz", "zip", "jsonl", "parquet", "xlsx", "folder")
PAGES = ("documents", "words", "concordance", "network", "compare", "topics")
MB = 10**6


def peak_mb() -> float:
    """The most that this process has held so far; its parent's does not count."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024 / MB
    raise SystemExit("Only Linux tells the peak of a process.")


def work(path: Path, scores: bool) -> dict[str, float]:
    """Do what a window does with a file; peaks in MB after each stage."""
    from textminer.analysis.frequency import word_frequencies
    from textminer.workflows.mixed_corpora import corpus_tokenizer
    from textminer.workflows.models import load_model, model_for
    from textminer.workflows.opening import open_corpus
    from textminer.workflows.scoring import score_texts, tokens_of

    peaks = {"start": peak_mb()}
    corpus = open_corpus([path])
    peaks["read"] = peak_mb()
    tokens = tokens_of(corpus.text_cells(), corpus_tokenizer(corpus))
    peaks["split"] = peak_mb()
    word_frequencies(tokens)
    peaks["counted"] = peak_mb()
    if scores:
        score_texts(corpus.text_cells(), load_model(model_for(corpus)))
        peaks["scored"] = peak_mb()
    return peaks


def work_in_window(path: Path, scores: bool) -> dict[str, float]:
    """The same in a window; peaks in MB after each stage."""
    import time

    from PySide6.QtCore import QSettings
    from PySide6.QtWidgets import QApplication

    from textminer.app import SWITCH_S, Application
    from textminer.gui.garbage import GarbageCollector
    from textminer.session.preferences import Preferences

    peaks = {"start": peak_mb()}
    with tempfile.TemporaryDirectory() as folder:
        QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, folder)
        application = QApplication(sys.argv[:1])
        sys.setswitchinterval(SWITCH_S)
        made = Application(application, Preferences())
        garbage = GarbageCollector(made.window)
        made.window.show()

        def wait(until: Callable[[], object]) -> None:
            while not until():
                application.processEvents()
                time.sleep(0.001)

        def rest() -> None:
            """Until no job runs, and none has followed from its result."""
            for _again in range(20):
                wait(lambda: not made.jobs.active())

        wait(lambda: made.window.current_page)
        made.warm_up(garbage.settle)
        rest()
        peaks["window"] = peak_mb()
        session = made.workbench().session
        made.open_paths([path])
        wait(lambda: session.corpus is not None)
        peaks["opened"] = peak_mb()
        wait(lambda: session.tokens is not None)
        peaks["split"] = peak_mb()
        for job in [] if scores else made.jobs.active():
            if job.lane == "score":
                job.cancel()
        rest()
        peaks["scored" if scores else "counted"] = peak_mb()
        made.workbench().commands.export(Path(folder) / "out.csv")
        rest()
        peaks["exported"] = peak_mb()
        for page in PAGES:
            made.window.show_page(page)
            rest()
            peaks[page] = peak_mb()
        garbage.stop()
        made.window.close()
        made.jobs.shutdown(10)
    return peaks


def written(kind: str, folder: Path, n_rows: int, is_long: bool) -> Path:
    """The same rows as a file of that kind."""
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(0)
    words = np.array([f"word{n}" for n in range(30_000)])
    odds = 1 / np.arange(1, len(words) + 1)
    drawn = rng.choice(words, (n_rows, 220 if is_long else 14), p=odds / odds.sum())
    texts = [" ".join(row) for row in drawn]
    frame = pd.DataFrame({"id": [f"{n:07d}" for n in range(n_rows)], "text": texts, "city": "Porto"})
    path = folder / f"rows.{kind}"
    if kind in ("csv", "csv.gz", "zip"):
        frame.to_csv(path, index=False)
    elif kind == "jsonl":
        frame.to_json(path, orient="records", lines=True)
    elif kind == "parquet":
        frame.to_parquet(path)
    elif kind == "xlsx":
        from textminer.corpus.document_table import DocumentTable
        from textminer.storage.exports import export_table

        cells = pd.DataFrame({place: frame[name].astype("str") for place, name in enumerate(frame)})
        export_table(DocumentTable(cells, tuple(frame)), path)
    else:
        path.mkdir()
        for number, text in enumerate(texts):
            (path / f"{number:07d}.txt").write_text(text)
    return path


def compare(path: Path, scores: bool, in_window: bool) -> None:
    """Print one line."""
    need = memory_need([path])
    command = [
        sys.executable,
        "-m",
        "benchmarks.memory",
        "--work",
        str(path),
        *(["--score"] if scores else []),
        *(["--window"] if in_window else []),
    ]
    peaks = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    last = max(peaks.values())
    stages = ", ".join(f"{name} {peak:,.0f}" for name, peak in peaks.items())
    size, predicted = path.stat().st_size / MB, need.predicted / MB
    ratio = predicted / last
    print(
        f"{path.name:<14}{size:>7.1f} MB{need.text / MB:>8.1f} of text  predicted {predicted:>7,.0f}"
        f"  peak {last:>7,.0f} ({ratio:.2f})  {stages}",
        flush=True,
    )


def main() -> None:
    """Compare the files that are named, or one of each kind."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*", metavar="FILE")
    parser.add_argument("--work", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--score", action="store_true")
    parser.add_argument("--window", action="store_true")
    parser.add_argument("--long", action="store_true")
    parser.add_argument("--rows", type=int, default=200_000)
    parser.add_argument("--kinds", nargs="+", default=list(KINDS), choices=list(KINDS))
    options = parser.parse_args()
    if options.work is not None:
        measured = work_in_window if options.window else work
        print(json.dumps(measured(options.work, options.score)))
        return
    for file in options.files:
        compare(file, options.score, options.window)
    if not options.files:
        for kind in options.kinds:
            with tempfile.TemporaryDirectory() as folder:
                compare(
                    written(kind, Path(folder), options.rows, options.long), options.score, options.window
                )


if __name__ == "__main__":
    main()
