"""How long comparing groups takes, and how it grows: python benchmarks/comparing.py [--documents N]

Documents of made-up words as frequent as Zipf has them. CPU seconds, and each size against half of it: linear
growth is a ratio of 2.
"""

import argparse
import time
from collections.abc import Callable

import numpy as np

from textminer.analysis.aspects import aspect_table, clauses_of, mentions_of
from textminer.analysis.document_words import document_words, group_counts
from textminer.analysis.gap import gap_by_words
from textminer.analysis.grouping import Grouping
from textminer.analysis.keyness import Comparison, keyness
from textminer.corpus.token_table import TokenTable
from textminer.corpus.word_lists import Theme

N_TYPES = 60_000
GROUPS = 4


def made_up(n_documents: int, n_words: int, seed: int = 0) -> TokenTable:
    """A table of documents of about `n_words` words each; every twelfth or so is a full stop."""
    chance = np.random.default_rng(seed)
    offsets = np.concatenate([[0], np.cumsum(chance.poisson(n_words, n_documents))])
    ranks = np.minimum(chance.zipf(1.25, offsets[-1]), N_TYPES - 1).astype(np.int32)
    ranks[chance.random(len(ranks)) < 1 / 12] = 0
    types = [".", *(f"word{number}" for number in range(1, N_TYPES))]
    starts = np.zeros(len(ranks), dtype=np.int32)
    return TokenTable(types, ranks, offsets, starts, starts, "tweet")


def main() -> None:
    """Measure each step at a size, half and a quarter of it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=25_000)
    parser.add_argument("--words", type=int, default=260, help="of each document")
    options = parser.parse_args()
    before: dict[str, float] = {}
    for n_documents in (options.documents // 4, options.documents // 2, options.documents):
        seconds = measured(made_up(n_documents, options.words))
        for step, taken in seconds.items():
            growth = f"× {taken / before[step]:.2f}" if before else ""
            print(f"{n_documents:>10,}  {step:<44} {taken:7.3f} s  {growth}")
        before = seconds


def measured(tokens: TokenTable) -> dict[str, float]:
    """CPU seconds of each step, the best of three."""
    chance = np.random.default_rng(1)
    grouping = Grouping(tuple("abcd"), chance.integers(0, GROUPS, tokens.n_documents).astype(np.int32))
    scores = chance.uniform(-1, 1, tokens.n_documents)
    tokens.forms  # noqa: B018  found once for a corpus
    words = document_words(tokens)
    target, rest = grouping.positions(0), np.flatnonzero(grouping.codes > 0)
    themes = [Theme("one", ("word7", "word8*")), Theme("two", ("word20",))]
    clauses = clauses_of(tokens)
    clause_scores = scores[clauses.documents]
    each = [Comparison(group) for group in range(GROUPS)]

    def of_themes() -> object:
        return aspect_table(themes, mentions_of(tokens, themes, clauses), clauses, clause_scores, grouping)

    steps: dict[str, Callable[[], object]] = {
        "words of all documents (once)": lambda: document_words(tokens),
        "key words of one group": lambda: keyness(group_counts(words, grouping), each[:1]),
        "key words of every group": lambda: keyness(group_counts(words, grouping), each),
        "the gap, with 500 draws": lambda: gap_by_words(words, scores, target, rest),
        "clauses of all documents (once)": lambda: clauses_of(tokens),
        "two themes by group": of_themes,
    }
    return {step: min(_seconds(work) for _time in range(3)) for step, work in steps.items()}


def _seconds(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


if __name__ == "__main__":
    main()
