"""From a corpus to the lines in which words occur."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from textminer.analysis.collocation import Collocates, collocates
from textminer.analysis.concordance import ConcordanceLines, lines_of_spans, lines_of_types
from textminer.analysis.finding import spans_in_texts
from textminer.analysis.token_index import TokenIndex
from textminer.analysis.word_pattern import WordPattern, type_sequences, unreadable
from textminer.corpus.cleaning import Cleaning, clean_types, is_punctuation
from textminer.corpus.corpus import Corpus
from textminer.corpus.languages import language_of_all
from textminer.corpus.tokenizer import codes_of, tokenizer_named
from textminer.progress import Progress, silent

CONTEXT_CHARACTERS = 160  # on either side: more than a line has room for


@dataclass(frozen=True)
class CollocateOptions:
    """Which words around the nodes are listed.

    left, right:      how many words on either side are looked at, 0 to 5
    minimum:          fewest occurrences there
    drop_stop_words:  leave out the language's stop words and punctuation
    """

    left: int = 5
    right: int = 5
    minimum: int = 3
    drop_stop_words: bool = True
    match_case: bool = False


@dataclass(frozen=True)
class LineText:
    """A line as it is read: the very characters of the text, with line ends and tabs as blanks.

    start:  first character of `left` in the document's text
    """

    left: str
    node: str
    right: str
    start: int


def find_lines(
    corpus: Corpus,
    index: TokenIndex,
    pattern: WordPattern,
    positions: np.ndarray | None = None,
    progress: Progress = silent,
) -> ConcordanceLines:
    """Every line of the documents at `positions` (ascending int64; None for all) that fits the pattern.

    index:  of the corpus's tokens
    Raises PatternError for a pattern that says nothing or cannot be read.
    """
    progress.report(0.0)
    regex = pattern.text_regex()
    if regex:
        return _lines_in_texts(corpus, index, pattern, regex, positions, progress)

    def split(word: str) -> Sequence[str]:
        if word.isalnum():
            return [word]
        parts = tokenizer_named(index.tokens.tokenizer).tokenize([word]).document_tokens(0)
        return [part for part in parts if index.with_punctuation or not is_punctuation(part)]

    sequences = type_sequences(pattern, index.forms(pattern.match_case), split)
    progress.report(0.2)
    return lines_of_types(index, sequences, _scope(index, positions))


def find_collocates(
    corpus: Corpus,
    index: TokenIndex,
    lines: ConcordanceLines,
    options: CollocateOptions,
    positions: np.ndarray | None = None,
    progress: Progress = silent,
) -> Collocates:
    """The words around the nodes of lines that were found in the documents at `positions`."""
    found = collocates(
        index,
        lines,
        index.forms(options.match_case),
        options.left,
        options.right,
        options.minimum,
        _scope(index, positions),
        progress,
    )
    if not options.drop_stop_words:
        return found
    language = language_of_all([corpus.language, *codes_of(index.tokens.tokenizer)])
    _words, place_of = clean_types(found.words, Cleaning(drop_stop_words=True), language)
    return found.take(np.flatnonzero(place_of >= 0))


def line_text(text: str, start: int, end: int, width: int = CONTEXT_CHARACTERS) -> LineText:
    """A node with so many characters on either side."""
    first = max(0, start - width)
    parts = (text[first:start], text[start:end], text[end : end + width])
    left, node, right = (part.translate(_BLANKS) for part in parts)
    return LineText(left, node, right, first)


def lines_frame(
    corpus: Corpus, lines: ConcordanceLines, order: np.ndarray, width: int = CONTEXT_CHARACTERS
) -> pd.DataFrame:
    """The table a user exports: the lines in some order, int64 (n_shown,).

    Columns row (from 1), left, node, right, and score where documents have been scored.
    """
    texts = corpus.table.column(corpus.text_column)
    documents = lines.documents[order]
    cut = [
        line_text(str(texts.iat[document]), start, end, width)
        for document, start, end in zip(
            documents.tolist(), lines.starts[order].tolist(), lines.ends[order].tolist(), strict=True
        )
    ]
    columns: dict[str, object] = {
        "row": documents + 1,
        "left": [line.left for line in cut],
        "node": [line.node for line in cut],
        "right": [line.right for line in cut],
    }
    scores = scores_of(corpus)
    if scores is not None:
        columns["score"] = scores[documents]
    return pd.DataFrame(columns)


def scores_of(corpus: Corpus) -> np.ndarray | None:
    """The score of each document, NaN without one: float (n_documents,); None before any scoring."""
    scores = corpus.table.own.get("score")
    return None if scores is None else scores.to_numpy(dtype=float)


def _scope(index: TokenIndex, positions: np.ndarray | None) -> np.ndarray | None:
    """Which documents count: bool (n_documents,); None for all."""
    if positions is None or len(positions) == index.tokens.n_documents:
        return None
    is_in_scope = np.zeros(index.tokens.n_documents, dtype=bool)
    is_in_scope[positions] = True
    return is_in_scope


def _lines_in_texts(
    corpus: Corpus,
    index: TokenIndex,
    pattern: WordPattern,
    regex: str,
    positions: np.ndarray | None,
    progress: Progress,
) -> ConcordanceLines:
    texts = pa.array(corpus.table.column(corpus.text_column), type=pa.large_string(), from_pandas=True)
    if positions is not None and len(positions) < len(texts):
        texts = texts.take(pa.array(positions))
    try:
        rows, starts, ends = spans_in_texts(texts, regex, pattern.match_case, progress)
    except pa.ArrowInvalid as error:
        raise unreadable(pattern.text, error) from error
    documents = rows if positions is None else positions[rows]
    return lines_of_spans(index, documents, starts, ends)


_BLANKS = {ord(sign): " " for sign in "\n\r\t\v\f\x85\u2028\u2029"}
