"""What the pages wait for: time, growth, holds of the interpreter and memory of every answer.

    python benchmarks/analysing.py growth [--file FILE] [--largest ROWS] [--only words,topics] [--fixed-words]
    python benchmarks/analysing.py answers [--file FILE] [--rows ROWS] [--only words,topics]

`answers` prints one size: seconds, the longest time that no other thread got the interpreter, and the peak
of memory of each step. `growth` prints the same steps at five sizes that double up to the largest,
microseconds a row each, and the exponent of growth: the slope of the line through all five, 1 where time
grows as rows do. The group `machine` is what plain numpy does with as many words: where that grows faster
than the rows, the processor's caches are the reason.

Rows are the first of FILE, scored at random, or else short texts of the words of a sample among rare ones
which grow in number as in any language, or with --fixed-words are as many at every size. Times are of the
processor, the least of up to three runs for what an option or filter asks again. Each size and group of steps
has a process of its own.
"""

import argparse
import math
import multiprocessing
import os
import resource
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np
import pandas as pd

from textminer.analysis.aspects import Clauses, clauses_of
from textminer.analysis.concordance import LineKey, line_order
from textminer.analysis.keyness import KeynessOptions
from textminer.analysis.token_index import token_index
from textminer.analysis.topics import topics
from textminer.analysis.word_counts import type_counts
from textminer.analysis.word_pattern import WordPattern
from textminer.app import SWITCH_S
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.columns import ColumnRoles
from textminer.corpus.corpus import Corpus
from textminer.corpus.dates import parse_dates
from textminer.corpus.document_table import DocumentTable
from textminer.corpus.token_table import TokenTable
from textminer.corpus.word_lists import Synonyms, Theme, WordLists
from textminer.resource_files import resource_path
from textminer.sentiment.prediction import Polarity, Prediction
from textminer.workflows.aspects import AspectGround, aspects_by_document
from textminer.workflows.comparing import (
    COLUMN,
    Choice,
    CompareOptions,
    Division,
    compare_groups,
    explain_gap,
    grouping_of,
    scores_of,
    words_of_documents,
)
from textminer.workflows.concordance import CollocateOptions, find_collocates, find_lines
from textminer.workflows.cooccurrence import (
    NetworkOptions,
    find_collocations,
    find_network,
    words_in_order,
)
from textminer.workflows.counting import WordOptions, count_words
from textminer.workflows.document_map import map_documents
from textminer.workflows.duplicates import find_copies
from textminer.workflows.models import DEFAULT_MODEL, load_model
from textminer.workflows.opening import open_corpus
from textminer.workflows.option_effects import option_effects
from textminer.workflows.overview import overview
from textminer.workflows.overview_ground import OverviewOptions, overview_ground
from textminer.workflows.scoring import tokens_of
from textminer.workflows.topics import words_of_documents as topic_words

SIZES, ROW_WORDS = 5, 20
FIXED_WORDS = 100_000
LISTED = 50_000  # words that the table has room for
RARE_SHARE = 0.06  # of made-up words that the sample does not have
REGIONS = ("north", "south", "east", "west")
LABELS = ("negative", "neutral", "positive")
LISTS = WordLists(
    stop_words=("hotel", "film*"),
    synonyms=(Synonyms("good", ("great", "fine", "excellent*")),),
    phrases=("not good", "front desk"),
)
THEMES = (
    Theme("staff", ("staff", "waiter*", "rude", "friendly", "front desk")),
    Theme("story", ("story", "plot*", "acting")),
)

Step = tuple[str, Callable[[], object], int]
"""What is asked, the work, and how often it is run: once for what is made once."""


def main() -> None:
    """Run what was asked and print its table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("command", choices=("growth", "answers"))
    parser.add_argument("--file", type=Path, help="a table with a column of texts")
    parser.add_argument("--rows", type=int, default=25_000)
    parser.add_argument("--largest", type=int, default=1_000_000, metavar="ROWS")
    parser.add_argument("--only", help=f"some of {','.join(GROUPS)}, parted by commas")
    parser.add_argument("--fixed-words", action="store_true", help="as many rare words at every size")
    options = parser.parse_args()
    groups = options.only.split(",") if options.only else list(GROUPS)
    if options.command == "answers":
        print(f"{'':44} seconds   longest hold   peak memory")
        for group in groups:
            for title, seconds, hold, peak in _apart(group, options.file, options.rows):
                print(f"{title:<44}{seconds:>8.3f} {1000 * hold:>11.0f} ms {peak:>10.0f} MB", flush=True)
        return
    sizes = [options.largest // 2**power for power in reversed(range(SIZES))]
    shown = "".join(f"{size:>11,}" for size in sizes)
    print(f"{'µs a row at':<44}{shown}   slope   peak MB", flush=True)
    for group in groups:
        results = [_apart(group, options.file, size, options.fixed_words) for size in sizes]
        for steps in zip(*results, strict=True):
            times = [max(step[1], 1e-9) for step in steps]
            slope = np.polyfit(np.log(sizes), np.log(times), 1)[0]
            shown = "".join(f"{1e6 * each / size:>11.2f}" for each, size in zip(times, sizes, strict=True))
            print(f"{steps[0][0]:<44}{shown} {slope:>7.2f} {steps[-1][3]:>9.0f}", flush=True)


def _apart(
    group: str, file: Path | None, n_rows: int, is_fixed: bool = False
) -> list[tuple[str, float, float, float]]:
    """The steps of a group in a process of their own: title, seconds, longest hold, peak of memory in MB."""
    context = multiprocessing.get_context("spawn")
    with context.Pool(1) as pool:
        return pool.apply(_measured, (group, file, n_rows, is_fixed))


def _measured(
    group: str, file: Path | None, n_rows: int, is_fixed: bool
) -> list[tuple[str, float, float, float]]:
    sys.setswitchinterval(SWITCH_S)
    rare = FIXED_WORDS if is_fixed else None
    corpus = _scored(_first_rows(open_corpus([file]), n_rows) if file else made_up(n_rows, rare))
    return [(title, *_timed(work, times)) for title, work, times in GROUPS[group](corpus)]


def _timed(work: Callable[[], object], times: int) -> tuple[float, float, float]:
    """The least CPU seconds, the longest hold of the interpreter in seconds, the peak of memory in MB."""
    _forget_peak()
    least, longest = math.inf, 0.0
    for done in range(times):
        with _Holds() as holds:
            began = time.process_time()
            work()
            least = min(least, time.process_time() - began)
        longest = max(longest, holds.longest)
        if done and least > 1:  # once more than what the first run makes for all that follow
            break
    return least, longest, _peak_mb()


class _Holds:
    """How long a thread that wants the interpreter every millisecond waits for it, in time of the processor:
    what other programs take does not count.
    """

    def __enter__(self) -> "_Holds":
        self.longest, self._ends = 0.0, False
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()
        return self

    def _watch(self) -> None:
        while not self._ends:
            began = time.process_time()
            time.sleep(0.001)
            self.longest = max(self.longest, time.process_time() - began)

    def __exit__(self, *_error: object) -> None:
        self._ends = True
        self._thread.join()


def _forget_peak() -> None:
    """Linux counts the peak anew from here; elsewhere it is that of the whole process."""
    try:
        Path("/proc/self/clear_refs").write_text("5")
    except OSError:
        return


def _peak_mb() -> float:
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def made_up(n_rows: int, n_rare: int | None = None, seed: int = 7) -> Corpus:
    """Short texts of the words of a sample with rare ones among them, of which there are ever new ones."""
    texts = open_corpus([resource_path("samples", "hotel-reviews.csv")]).texts()
    sample = np.array([word for text in texts for word in text.split()], dtype=object)
    chance = np.random.default_rng(seed)
    lengths = chance.poisson(ROW_WORDS, n_rows)
    words = sample[chance.integers(0, len(sample), lengths.sum())]
    rare = np.flatnonzero(chance.random(len(words)) < RARE_SHARE)
    most = n_rare or max(int(30 * len(words) ** 0.6), 1)  # Heaps' law
    words[rare] = [f"rare{number}" for number in (most * chance.random(len(rare)) ** 3).astype(int).tolist()]
    ends = np.cumsum(lengths).tolist()
    rows = [" ".join(words[end - length : end]) for end, length in zip(ends, lengths.tolist(), strict=True)]
    days = pd.Timestamp("2020-01-01") + pd.to_timedelta(chance.integers(0, 1_500, n_rows), unit="D")
    frame = pd.DataFrame(
        {
            0: pd.Series(rows, dtype="str"),
            1: pd.Series(
                np.array(["north", "south", "east", "west"])[chance.integers(0, 4, n_rows)], dtype="str"
            ),
            2: pd.Series(days.strftime("%d %B %Y"), dtype="str"),
        }
    )
    table = DocumentTable(frame, ("text", "region", "date"))
    return Corpus("rows", table, ColumnRoles(text=0, date=2, group=1), "en")


def _first_rows(corpus: Corpus, n_rows: int) -> Corpus:
    frame = corpus.table.frame.iloc[:n_rows].reset_index(drop=True)
    return replace(corpus, table=DocumentTable(frame, corpus.table.names))


def _scored(corpus: Corpus) -> Corpus:
    scores = np.random.default_rng(0).uniform(-1, 1, corpus.table.n_documents)
    table = DocumentTable(corpus.table.frame, corpus.table.names, {"score": pd.Series(scores)})
    return corpus.with_table(table)


def _tokens(corpus: Corpus) -> TokenTable:
    return tokens_of(corpus.texts(), "tweet")


def _half(corpus: Corpus) -> np.ndarray:
    return np.arange(0, corpus.table.n_documents, 2)


def _words(corpus: Corpus) -> Iterator[Step]:
    made: list[TokenTable] = []
    yield "words: tokens of the texts, once", lambda: made.append(_tokens(corpus)), 1
    tokens = made[0]
    yield "words: forms of the types, once", lambda: tokens.forms, 1
    yield "words: counts of the types, once", lambda: type_counts(tokens), 1
    plain = WordOptions(most=LISTED)
    changes = {
        "as opened": {},
        "numbers hidden": {"drop_numbers": True},
        "case told apart": {"lower_case": False},
        "stop words shown": {"drop_stop_words": False},
        "own lists": {"lists": LISTS},
    }
    for title, change in changes.items():
        changed = replace(plain, cleaning=replace(plain.cleaning, **change))
        yield f"words: {title}", lambda changed=changed: count_words(corpus, tokens, changed), 3
    half = _half(corpus)
    yield "words: half of the documents", lambda: count_words(corpus, tokens, plain, half), 3
    themes = replace(plain, are_themes=True, cleaning=Cleaning(lists=WordLists(themes=THEMES)))
    yield "words: two themes", lambda: count_words(corpus, tokens, themes), 3
    yield "words: what each option would change", lambda: option_effects(corpus, tokens, plain.cleaning), 2


def _ngrams(corpus: Corpus) -> Iterator[Step]:
    tokens = _tokens(corpus)
    tokens.forms  # noqa: B018  found once for a corpus
    for n in (2, 3, 4, 5):
        options = WordOptions(most=LISTED, n=n)
        yield f"runs of {n}", lambda options=options: count_words(corpus, tokens, options), 2
    half = _half(corpus)
    options = WordOptions(most=LISTED, n=2)
    yield "runs of 2, half of the documents", lambda: count_words(corpus, tokens, options, half), 2


def _concordance(corpus: Corpus) -> Iterator[Step]:
    tokens = _tokens(corpus)
    tokens.forms  # noqa: B018
    made: list = []
    yield "concordance: index, once", lambda: made.append(token_index(tokens)), 1
    index = made[0]
    keys = (LineKey(1), LineKey(2), LineKey(3))
    half = _half(corpus)

    def sorted_lines() -> None:
        line_order(index, find_lines(corpus, index, WordPattern("the")), keys)

    yield "concordance: “the”, sorted", sorted_lines, 3
    yield "concordance: “*ing”", lambda: find_lines(corpus, index, WordPattern("*ing")), 3
    yield "concordance: “the”, half", lambda: find_lines(corpus, index, WordPattern("the"), half), 3
    lines = find_lines(corpus, index, WordPattern("the"))
    around = CollocateOptions()
    yield "concordance: collocates of “the”", lambda: find_collocates(corpus, index, lines, around), 3


def _compare(corpus: Corpus) -> Iterator[Step]:
    tokens = _tokens(corpus)
    tokens.forms  # noqa: B018
    options, made = CompareOptions(), []
    grouping = _grouping(corpus)
    yield (
        "compare: words of the documents, once",
        lambda: made.append(words_of_documents(corpus, tokens, options)),
        1,
    )
    matrix = made[0]
    for title, choice in (("one group", Choice()), ("every group", Choice(is_each=True))):
        yield (
            f"compare: key words of {title}",
            lambda choice=choice: compare_groups(corpus, matrix, grouping, choice, options),
            3,
        )
    by_documents = replace(options, keyness=KeynessOptions(by_documents=True))
    half = _half(corpus)
    yield (
        "compare: key words by documents, half",
        lambda: compare_groups(corpus, matrix, grouping, Choice(), by_documents, half),
        3,
    )
    compared = compare_groups(corpus, matrix, grouping, Choice(), options)
    scores = scores_of(corpus)
    assert scores is not None
    yield "compare: the gap with 500 draws", lambda: explain_gap(compared, scores, 5), 2
    clauses: list[Clauses] = []
    yield "compare: clauses, once", lambda: clauses.append(clauses_of(tokens)), 1
    ground = AspectGround(tokens, clauses[0], np.full(len(clauses[0].starts), np.nan, np.float32))
    yield "compare: two themes", lambda: aspects_by_document(corpus, ground, THEMES, grouping), 3


def _grouping(corpus: Corpus) -> object:
    column = corpus.roles.group if corpus.roles.group is not None else corpus.roles.label
    if column is not None:
        return grouping_of(corpus, Division(COLUMN, column))
    sets = {"even": _half(corpus)}
    return grouping_of(corpus, Division("groups"), sets)


def _network(corpus: Corpus) -> Iterator[Step]:
    tokens = _tokens(corpus)
    tokens.forms  # noqa: B018
    made: list = []
    yield "network: words in order, once", lambda: made.append(words_in_order(corpus, tokens, True)), 1
    sequence, half = made[0], _half(corpus)
    options = NetworkOptions()
    yield "network: as opened", lambda: find_network(corpus, sequence, options), 3
    yield "network: half of the documents", lambda: find_network(corpus, sequence, options, half), 3
    whole = NetworkOptions(window=0)
    yield "network: in one document", lambda: find_network(corpus, sequence, whole), 3
    yield "network: collocations", lambda: find_collocations(sequence, options), 2


def _topics(corpus: Corpus) -> Iterator[Step]:
    tokens = _tokens(corpus)
    tokens.forms  # noqa: B018
    made: list = []
    yield "topics: words, once", lambda: made.append(topic_words(corpus, tokens)), 1
    yield "topics: ten", lambda: topics(made[0], 10), 1
    yield "topics: ten, half of the documents", lambda: topics(made[0], 10, _half(corpus)), 1


def _map(corpus: Corpus) -> Iterator[Step]:
    classifier = load_model(DEFAULT_MODEL)
    tokens = tokens_of(corpus.texts(), classifier.tokenizer)
    tokens.forms  # noqa: B018
    yield "map of the documents", lambda: map_documents(corpus, tokens, classifier), 1


def _copies(corpus: Corpus) -> Iterator[Step]:
    tokens = _tokens(corpus)
    tokens.forms  # noqa: B018
    yield "near duplicates", lambda: find_copies(tokens), 1


def _overview(corpus: Corpus) -> Iterator[Step]:
    tokens = _tokens(corpus)
    tokens.forms  # noqa: B018
    n = corpus.table.n_documents
    chances = np.random.default_rng(0).dirichlet([1.0, 1.0, 1.0], n).astype(np.float32)
    prediction = Prediction(LABELS, chances, np.zeros(n, np.int8), Polarity(0, 2, 1))
    made: list = []

    def look() -> None:
        made.append(overview_ground(corpus, prediction, tokens, None, OverviewOptions()))

    yield "overview: what it rests on, once", look, 1
    everywhere = np.arange(n)
    yield "overview: of all", lambda: overview(corpus, prediction, made[0], everywhere), 3
    yield "overview: of half", lambda: overview(corpus, prediction, made[0], _half(corpus)), 3


def _dates(corpus: Corpus) -> Iterator[Step]:
    n = corpus.table.n_documents
    moments = pd.Timestamp("2001-01-01") + pd.to_timedelta(np.arange(n) * 700, unit="s")
    for title, form in (
        ("2024-12-31 23:59", "%Y-%m-%d %H:%M"),
        ("31/12/2024 23:59", "%d/%m/%Y %H:%M"),
        ("December 31, 2024 23:59", "%B %d, %Y %H:%M"),
        ("Tue Dec 31 23:59:59 +0000 2024", "%a %b %d %H:%M:%S +0000 %Y"),
    ):
        cells = pd.Series(moments.strftime(form), dtype="str")
        yield f"dates: {title}", lambda cells=cells: parse_dates(cells), 1


def _machine(corpus: Corpus) -> Iterator[Step]:
    n_words = ROW_WORDS * corpus.table.n_documents
    chance = np.random.default_rng(1)
    keys, table = chance.integers(0, n_words, n_words), np.zeros(n_words, dtype=np.int32)
    yield "machine: sum of as many numbers", lambda: keys.sum(), 3
    yield "machine: as many random places read", lambda: table[keys], 3
    yield "machine: as many random places counted", lambda: np.bincount(keys, minlength=n_words), 3
    yield "machine: as many numbers sorted", lambda: np.sort(keys), 3


GROUPS: dict[str, Callable[[Corpus], Iterator[Step]]] = {
    "words": _words,
    "ngrams": _ngrams,
    "concordance": _concordance,
    "compare": _compare,
    "network": _network,
    "topics": _topics,
    "map": _map,
    "copies": _copies,
    "overview": _overview,
    "dates": _dates,
    "machine": _machine,
}


if __name__ == "__main__":
    main()
