"""How fast words are found in their contexts, beside NLTK, and how that grows with the corpus.

    python benchmarks/concordance.py --texts FILE [--column text] [--documents 25000] [--tokens 10000000]

FILE is a table, one document a row. Both sides get the same tokens. A search is timed until 40 lines, sorted
where that is said, could be shown: ours finds and sorts all lines and cuts those 40 from the texts; NLTK's
ConcordanceIndex makes every line that it finds, and its TokenSearcher reads the corpus as one string. Times
are CPU seconds of this process, the least of three. Growth is measured on the same documents, repeated.
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
from nltk.text import ConcordanceIndex, TokenSearcher

from textminer.analysis.collocation import collocates
from textminer.analysis.concordance import LineKey, line_order
from textminer.analysis.token_index import TokenIndex, token_index
from textminer.analysis.word_pattern import WordPattern
from textminer.corpus.corpus import Corpus
from textminer.corpus.document_table import DocumentTable
from textminer.corpus.token_table import TokenTable
from textminer.workflows.concordance import find_lines, lines_frame
from textminer.workflows.mixed_corpora import corpus_tokenizer
from textminer.workflows.opening import open_corpus
from textminer.workflows.scoring import tokens_of

T = TypeVar("T")
SHOWN = 40
BY_RIGHT = (LineKey(1), LineKey(2), LineKey(3))


def seconds(work: Callable[[], T], repeats: int = 3) -> tuple[float, T]:
    """The least CPU time of some runs, and the result."""
    times = []
    for _repeat in range(repeats):
        began = time.process_time()
        result = work()
        times.append(time.process_time() - began)
    return min(times), result


def search(corpus: Corpus, index: TokenIndex, text: str, keys: tuple[LineKey, ...] = ()) -> int:
    """Find, sort, and cut what a screen shows; how many lines there are."""
    lines = find_lines(corpus, index, WordPattern(text))
    order = line_order(index, lines, keys)
    lines_frame(corpus, lines, order[:SHOWN])
    return lines.n_lines


def beside_nltk(corpus: Corpus, tokens: TokenTable) -> None:
    """Print each time, ours and NLTK's, and their ratio."""
    types = list(tokens.types)
    words = [types[number] for number in tokens.ids.tolist()]
    index_s, index = seconds(lambda: token_index(tokens, with_punctuation=True))
    nltk_s, nltk_index = seconds(lambda: ConcordanceIndex(words, key=str.lower), repeats=1)
    say("index", index_s, nltk_s, tokens.n_tokens)
    for word in ("terrible", "good", "the"):
        ours, n_lines = seconds(lambda word=word: search(corpus, index, word))
        theirs, lines = seconds(lambda word=word: nltk_index.find_concordance(word), repeats=1)
        assert n_lines == len(lines), (word, n_lines, len(lines))
        say(f"“{word}”", ours, theirs, n_lines)
    searcher_s, searcher = seconds(lambda: TokenSearcher(words), repeats=1)
    ours, n_lines = seconds(lambda: search(corpus, index, "not * good"))
    theirs, _lines = seconds(lambda: searcher.findall("<not><.*><good>"), repeats=1)
    say("“not * good”", ours, theirs, n_lines)
    print(f"{'':24} (its string of all tokens was made before in {searcher_s:.1f} s)")


def say(what: str, ours: float, theirs: float, n: int) -> None:
    """One line: what, both times, their ratio, how many."""
    ratio = theirs / max(ours, 1e-4)
    print(
        f"{what:24} ours {ours * 1000:8.1f} ms   NLTK {theirs * 1000:9.1f} ms   ratio {ratio:8.1f}   n {n:,}"
    )


def growth(corpus: Corpus, tokens: TokenTable, most: int) -> None:
    """Print the times at an eighth, a quarter, a half and all of `most` tokens."""
    titles = ("index", "good", "the", "the, sorted", "*ing", "collocates")
    print(f"\n{'tokens':>12} " + " ".join(f"{title:>11}" for title in titles) + "  ms")
    for part in (8, 4, 2, 1):
        positions = np.arange(int(np.ceil(tokens.n_documents * most / part / tokens.n_tokens)))
        table = tokens.take(positions % tokens.n_documents)
        repeated = corpus.with_table(repeated_table(corpus, positions % tokens.n_documents))
        index_s, index = seconds(lambda table=table: token_index(table))
        row = [index_s]
        for text, keys in (("good", ()), ("the", ()), ("the", BY_RIGHT), ("*ing", ())):
            row.append(seconds(lambda i=index, c=repeated, t=text, k=keys: search(c, i, t, k))[0])
        lines = find_lines(repeated, index, WordPattern("good"))
        row.append(seconds(lambda i=index, found=lines: collocates(i, found, i.folded, minimum=3))[0])
        shown = " ".join(f"{took * 1000:11.1f}" for took in row)
        print(f"{table.n_tokens:12,} {shown}")


def repeated_table(corpus: Corpus, positions: np.ndarray) -> DocumentTable:
    """The documents at positions that may repeat."""
    frame = corpus.table.frame.take(positions).reset_index(drop=True)
    return DocumentTable(frame, corpus.table.names)


def main() -> None:
    """Read the arguments, then print both comparisons."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--texts", type=Path, required=True)
    parser.add_argument("--column")
    parser.add_argument("--documents", type=int, default=25_000)
    parser.add_argument("--tokens", type=int, default=10_000_000)
    options = parser.parse_args()
    corpus = open_corpus([options.texts], text_column=options.column)
    first = repeated_table(corpus, np.arange(min(options.documents, corpus.table.n_documents)))
    corpus = corpus.with_table(first)
    tokens = tokens_of(corpus.texts(), corpus_tokenizer(corpus))
    print(f"{tokens.n_documents:,} documents, {tokens.n_tokens:,} tokens\n")
    beside_nltk(corpus, tokens)
    growth(corpus, tokens, options.tokens)


if __name__ == "__main__":
    main()
