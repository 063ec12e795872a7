"""How fast words are counted, beside NLTK, and how the time grows: python benchmarks/words.py [--largest N]

Reviews are put together from the samples that ship: 25,000 of about 270 tokens, and short rows of about 20.
Times are of the processor, since a machine is seldom idle; ratios are of one run.
"""

import argparse
import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
from nltk import FreqDist

from textminer.analysis.frequency import word_frequencies
from textminer.analysis.themes import theme_counts
from textminer.analysis.word_counts import type_counts
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.languages import language_named
from textminer.corpus.token_table import TokenTable
from textminer.corpus.tokenizer import tokenizer_named
from textminer.corpus.word_lists import Synonyms, Theme, WordLists
from textminer.resource_files import resource_path
from textminer.workflows.opening import open_corpus

N_REVIEWS, REVIEW_TOKENS, ROW_TOKENS = 25_000, 270, 20
RARE_TYPES = 100_000  # a vocabulary grows with its corpus, which repeated samples do not
RARE_SHARE = 0.06
LISTED = 50_000
LISTS = WordLists(
    stop_words=("hotel",),
    synonyms=(Synonyms("room", ("rooms", "suite*")),),
    phrases=("front desk", "not good"),
)
THEMES = [
    Theme("staff", ("staff", "waiter*", "rude", "friendly", "front desk")),
    Theme("food", ("tea", "breakfast")),
]


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--largest", type=int, default=1_000_000, metavar="ROWS")
    options = parser.parse_args()
    _reviews()
    _growth(options.largest)


def _reviews() -> None:
    tokens = repeated(N_REVIEWS, REVIEW_TOKENS)
    scores = np.random.default_rng(1).uniform(-1, 1, tokens.n_documents)
    print(f"{tokens.n_documents:,} reviews, {tokens.n_tokens:,} tokens, {tokens.n_types:,} types")
    language = language_named("en")

    def count(cleaning: Cleaning, n: int = 1, positions: np.ndarray | None = None) -> None:
        word_frequencies(tokens, positions, cleaning, language, n, scores, LISTED)

    once = cpu_s(lambda: tokens.forms)
    _say("forms of the types, once", once)
    _say("counts of the types, once", cpu_s(lambda: type_counts(tokens)))
    cleaning = Cleaning(drop_stop_words=True)
    count(cleaning)
    ours = best_of(lambda: count(cleaning))
    _say("words with all their figures", ours)
    for title, change in (
        ("numbers hidden", {"drop_numbers": True}),
        ("case told apart", {"lower_case": False}),
        ("stop words shown", {"drop_stop_words": False}),
        ("own lists", {"lists": LISTS}),
    ):
        _say(title, best_of(lambda change=change: count(replace(cleaning, **change))))
    for form in ("lemma", "stem"):
        changed = replace(cleaning, **{form: True})
        _say(f"{form}, the first time", cpu_s(lambda changed=changed: count(changed)))
        _say(f"{form}, from then on", best_of(lambda changed=changed: count(changed)))
    half = np.arange(0, tokens.n_documents, 2)
    _say("half of the documents", best_of(lambda: count(cleaning, positions=half)))
    _say("two themes", best_of(lambda: theme_counts(tokens, THEMES)))
    for n in (2, 3, 5):
        _say(f"runs of {n}", cpu_s(lambda n=n: count(cleaning, n)))
    words = [tokens.types[number].lower() for number in tokens.ids.tolist()]
    theirs = cpu_s(lambda: FreqDist(words))
    _say("nltk.FreqDist over a list of the same words", theirs)
    print(f"NLTK takes {theirs / ours:.1f} times as long, and counts neither documents nor scores.\n")


def _growth(largest: int) -> None:
    print("short rows     first count    other option    per 1,000 rows")
    n = 1_000
    while n <= largest:
        tokens = repeated(n, ROW_TOKENS)
        scores = np.random.default_rng(1).uniform(-1, 1, n)
        cleaning, language = Cleaning(drop_stop_words=True), language_named("en")

        def count(cleaning: Cleaning) -> None:
            word_frequencies(tokens, None, cleaning, language, 1, scores, LISTED)  # noqa: B023

        first = cpu_s(lambda: count(cleaning))  # noqa: B023
        other = best_of(lambda: count(replace(cleaning, drop_numbers=True)))  # noqa: B023
        print(f"{n:>10,} {first:>13.3f} s {other:>13.3f} s {1e6 * other / n:>13.1f} ms")
        n *= 10


def repeated(n_documents: int, n_tokens: int) -> TokenTable:
    """Documents of about so many tokens, drawn from the samples, with rare words among them."""
    texts = open_corpus([resource_path("samples", "hotel-reviews.csv")]).texts()
    sample = tokenizer_named("tweet").tokenize(texts)
    generator = np.random.default_rng(7)
    lengths = generator.poisson(n_tokens, n_documents)
    ids = sample.ids[generator.integers(0, sample.n_tokens, lengths.sum())].astype(np.int32)
    is_rare = generator.random(len(ids)) < RARE_SHARE
    rare = (RARE_TYPES * generator.random(int(is_rare.sum())) ** 3).astype(np.int32)
    ids[is_rare] = len(sample.types) + rare
    types = [*sample.types, *(f"rare{number}" for number in range(RARE_TYPES))]
    places = np.arange(len(ids), dtype=np.int32)
    offsets = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    return TokenTable(types, ids, offsets, places, places, "tweet")


def cpu_s(work: Callable[[], object]) -> float:
    """Seconds of the processor that some work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def best_of(work: Callable[[], object], times: int = 3) -> float:
    """The least of several times: what disturbs only ever adds."""
    return min(cpu_s(work) for _time in range(times))


def _say(title: str, seconds: float) -> None:
    print(f"  {title:<46}{1000 * seconds:>8.0f} ms")


if __name__ == "__main__":
    main()
