"""How fast labels, groups, filters and undo answer on many documents: CPU time of each, in one run.

    python benchmarks/selecting.py [--documents 1000000]

The corpus is made up: short rows with stars and random scores. Prints milliseconds of the GUI thread, which
is where all of this happens; a frame is 16.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
from PySide6.QtCore import QCoreApplication

from textminer.corpus.columns import ColumnRoles
from textminer.corpus.corpus import Corpus
from textminer.corpus.document_table import DocumentTable
from textminer.corpus.filter import DocumentFilter
from textminer.gui.parts.step_words import history_sentences
from textminer.sentiment.prediction import Polarity, Prediction
from textminer.session.session import Session

LABELS = ("negative", "neutral", "positive")


def main() -> None:
    """Run every act once and print a line for each."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=1_000_000)
    n = parser.parse_args().documents
    application = QCoreApplication([])
    session, third = _session(n), np.arange(0, n, 3)
    session.set_label(np.arange(0, n, max(n // 1_000, 1)), "negative")
    _measure("label one document", lambda: session.set_label(np.array([5]), "positive"))
    _measure("undo it", session.undo)
    _measure("do it again", session.redo)
    _measure("select a third", lambda: session.select(third))
    _measure("label a third", lambda: session.set_label(session.selection, "positive"))
    _measure("label one more", lambda: session.set_label(np.array([7]), "negative"))
    _measure("filter by own label", lambda: session.set_filter(DocumentFilter(labels=("positive",))))
    disagreeing = DocumentFilter(agreement=("disagrees",))
    _measure("filter by disagreement", lambda: session.set_filter(disagreeing))
    _measure("label one document under it", lambda: session.set_label(np.array([12]), "negative"))
    _measure("save a third as a group", lambda: session.add_group("third", third))
    of_group = DocumentFilter(positions=tuple(third.tolist()))
    _measure("filter to it", lambda: session.set_filter(of_group))
    _measure("undo it", session.undo)
    _measure("the history in sentences", lambda: history_sentences(session))
    application.quit()


def _session(n: int) -> Session:
    frame = pd.DataFrame(
        {
            0: pd.Series([f"short row number {number}" for number in range(n)], dtype="str"),
            1: pd.Series([str(1 + number % 5) for number in range(n)], dtype="str"),
        }
    )
    table = DocumentTable(frame, ("text", "stars"))
    corpus = Corpus("rows.csv", table, ColumnRoles(text=0), "en")
    session = Session()
    session.open(replace(corpus, roles=ColumnRoles(text=0, label=1)))
    probabilities = np.random.default_rng(0).dirichlet([1.0, 1.0, 1.0], n).astype(np.float32)
    session.restore_scores(Prediction(LABELS, probabilities, np.zeros(n, np.int8), Polarity(0, 2, 1)))
    return session


def _measure(name: str, act: Callable[[], object]) -> None:
    start = time.process_time()
    act()
    print(f"{name:30s} {1000 * (time.process_time() - start):7.1f} ms")


if __name__ == "__main__":
    main()
