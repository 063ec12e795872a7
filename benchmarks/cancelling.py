"""How long each job may go on after Cancel: the longest it keeps silent, and what cleaning up takes.

A job stops at its next report, so its longest silence between two reports is the worst that a user may wait.
Each job is watched to its end or for some seconds, then cancelled.
"""

import argparse
import dataclasses
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np

from benchmarks.reading import generated
from textminer.atomic import TEMPORARY_SUFFIX
from textminer.corpus.corpus import Corpus
from textminer.corpus.recipe import Recipe
from textminer.progress import Cancelled, Progress, patiently
from textminer.sentiment.prediction import Prediction
from textminer.sentiment.scored_corpus import with_prediction
from textminer.storage.projects import save_project
from textminer.workflows.document_map import map_documents
from textminer.workflows.exporting import export_scored
from textminer.workflows.mixed_corpora import corpus_tokenizer
from textminer.workflows.models import load_model
from textminer.workflows.opening import open_corpus
from textminer.workflows.projects import open_project, project_of
from textminer.workflows.replaying import replay_receipt
from textminer.workflows.reporting import ReportOptions, make_report, write_report
from textminer.workflows.scoring import score_texts, tokens_of
from textminer.workflows.streaming import StreamedFile, look_through, score_stream
from textminer.workflows.topics import TopicOptions, find_topics
from textminer.workflows.training import TrainingRequest, train_on_corpus

GOAL_S = 1.0
LOOK_EVERY_S = 0.05
REPORT_DOCUMENTS = 25_000


class Watch:
    """Notes the longest silence, in wall-clock and processor time, and what was said before it."""

    def __init__(self, limit_s: float) -> None:
        self._limit_s = limit_s
        self._began = self._last = time.perf_counter()
        self._last_cpu = time.process_time()
        self._said = (0.0, "")
        self.longest = (0.0, 0.0, 0.0, "")
        self.where: Counter[str] = Counter()
        self.cancelled_at: float | None = None
        self._seen: Counter[str] = Counter()
        self._thread = threading.get_ident()
        self._has_ended = threading.Event()
        threading.Thread(target=self._look, daemon=True).start()

    def report(self, fraction: float, message: str = "") -> None:
        """Note it; raises Cancelled when the time is over."""
        now = self.note()
        self._said = (fraction, message or self._said[1])
        if now - self._began > self._limit_s:
            self.cancelled_at = now
            raise Cancelled

    def note(self) -> float:
        """Count the silence that ends now."""
        now, cpu = time.perf_counter(), time.process_time()
        if now - self._last > self.longest[0]:
            self.longest = (now - self._last, cpu - self._last_cpu, *self._said)
            self.where = self._seen
        self._last, self._last_cpu, self._seen = now, cpu, Counter()
        return now

    def end(self) -> None:
        """Look no longer."""
        self._has_ended.set()

    def _look(self) -> None:
        """Note where the work is, now and then."""
        while not self._has_ended.wait(LOOK_EVERY_S):
            frame = sys._current_frames().get(self._thread)
            while frame is not None and "/textminer/" not in frame.f_code.co_filename:
                frame = frame.f_back
            if frame is not None:
                file = frame.f_code.co_filename.rsplit("/textminer/", 1)[1]
                self._seen[f"{file}:{frame.f_lineno}"] += 1


def watched(title: str, work: Callable[[Progress], object], limit_s: float, folder: Path) -> object:
    """Do it, print the line, and return what came of it; None where it was cancelled."""
    watch = Watch(limit_s)
    result, cleaning_s = None, 0.0
    start = time.perf_counter()
    try:
        result = work(watch)
        watch.note()
    except Cancelled:
        assert watch.cancelled_at is not None
        cleaning_s = time.perf_counter() - watch.cancelled_at
    finally:
        watch.end()
    silent_s, cpu_s, fraction, said = watch.longest
    left = [path.name for path in folder.rglob(f".*{TEMPORARY_SUFFIX}")]
    where = ", ".join(f"{place} {n * LOOK_EVERY_S:.1f} s" for place, n in watch.where.most_common(4))
    verdict = "" if silent_s + cleaning_s <= GOAL_S else f"   ABOVE {GOAL_S:.0f} s: {where}"
    print(
        f"{title:<26} watched {time.perf_counter() - start:6.1f} s  longest silence {silent_s:5.2f} s "
        f"({cpu_s:4.2f} s of work) after {fraction:4.0%} {said!r:<32} cleaning {cleaning_s:4.2f} s"
        f"{'  LEFT ' + str(left) if left else ''}{verdict}",
        flush=True,
    )
    return result


def with_made_up_scores(corpus: Corpus) -> tuple[Corpus, Prediction]:
    """The corpus as after scoring: how long writing takes depends on no model."""
    made_up = Prediction.waiting(("negative", "neutral", "positive"), corpus.table.n_documents, None)
    probabilities = np.random.default_rng(0).dirichlet((1, 1, 1), corpus.table.n_documents)
    scored = dataclasses.replace(
        made_up,
        probabilities=probabilities.astype(np.float32),
        statuses=np.zeros(corpus.table.n_documents, dtype=np.int8),
    )
    return with_prediction(corpus, scored), scored


def measure(path: Path, folder: Path, limit_s: float, label: str | None) -> None:
    """Watch every long job there is on one file."""
    corpus = watched("reading", lambda progress: open_corpus([path], progress=progress), 1e9, folder)
    assert isinstance(corpus, Corpus)
    classifier = load_model("english")
    corpus, prediction = with_made_up_scores(corpus)
    recipe = Recipe(imports=corpus.imports, roles=corpus.roles, language=corpus.language, model="english")
    for ending in ("csv", "tsv", "xlsx", "parquet", "jsonl"):
        target = folder / f"out.{ending}"
        watched(
            f"export {ending}",
            lambda progress, target=target: export_scored(corpus, target, recipe, progress=progress),  # type: ignore[misc]
            1e9,
            folder,
        )
    for ending in ("xlsx", "parquet", "jsonl"):
        target = folder / f"out.{ending}"
        if target.exists():
            watched(
                f"reading {ending}",
                lambda progress, target=target: open_corpus([target], progress=progress),  # type: ignore[misc]
                1e9,
                folder,
            )
    project = folder / "a.textminer"
    made = watched(
        "project: hashing",
        lambda progress: project_of(corpus, recipe, prediction, progress=progress),
        1e9,
        folder,
    )
    watched("project: saving", lambda progress: save_project(project, made, progress=progress), 1e9, folder)  # type: ignore[arg-type]
    watched("project: opening", lambda progress: open_project(project, progress=progress), 1e9, folder)
    watched("scoring", lambda progress: score_texts(corpus.texts(), classifier, progress), limit_s, folder)
    receipt = folder / "out.csv.receipt.json"
    watched("replay", lambda progress: replay_receipt(receipt, [path], progress), limit_s, folder)
    looked = watched(
        "stream: looking through", lambda progress: look_through(path, progress=progress), 1e9, folder
    )
    if isinstance(looked, StreamedFile):
        from textminer.storage.exports import ExportOptions

        watched(
            "stream: scoring",
            lambda progress: score_stream(
                looked,
                classifier,
                folder / "s.csv",
                recipe,
                ExportOptions(),
                progress,
            ),
            limit_s,
            folder,
        )
    if label is not None:
        column = corpus.table.names.index(label)
        watched(
            "training",
            lambda progress: train_on_corpus(corpus, TrainingRequest(column), progress),
            limit_s,
            folder,
        )
        watched(
            "training, to its end",
            lambda progress: train_on_corpus(corpus, TrainingRequest(column, steps=8), progress),
            1e9,
            folder,
        )
    rows = np.unique(np.linspace(0, corpus.table.n_documents - 1, REPORT_DOCUMENTS).astype(int))
    tokens = watched(
        "finding words",
        lambda progress: tokens_of(
            corpus.texts(), patiently(partial(corpus_tokenizer, corpus), progress, 0.0), progress
        ),
        1e9,
        folder,
    )
    assert tokens is not None
    watched(
        "topics",
        lambda progress: find_topics(corpus, tokens, TopicOptions(), progress=progress),  # type: ignore[arg-type]
        1e9,
        folder,
    )
    watched(
        "map",
        lambda progress: map_documents(corpus, tokens, classifier, progress=progress),  # type: ignore[arg-type]
        1e9,
        folder,
    )
    for ending in ("html", "pdf"):

        def write(progress: Progress, ending: str = ending) -> None:
            from textminer.progress import Stage

            report = make_report(
                corpus, prediction, tokens, classifier, recipe, ReportOptions(), rows,  # type: ignore[arg-type]
                progress=Stage(progress, 0.0, 0.8),
            )  # fmt: skip
            write_report(report, folder / f"report.{ending}", Stage(progress, 0.8, 1.0))

        watched(f"report {ending}", write, 1e9, folder)


def main() -> None:
    """Measure on a file, or on a generated one."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument(
        "file", type=Path, nargs="?", help="a CSV file; without one, 300,000 rows are generated"
    )
    parser.add_argument("--seconds", type=float, default=20.0, help="how long the longest jobs are watched")
    parser.add_argument("--label", help="the column that holds labels to train on")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.file or generated(Path(folder), 300_000, 30, quoted=False)
        measure(path, Path(folder), options.seconds, options.label or (None if options.file else "stars"))


if __name__ == "__main__":
    main()
