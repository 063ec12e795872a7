"""Likeness is scikit-learn's TF-IDF cosine on our tokens, and finds what is worded alike."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfVectorizer

from textminer.analysis.similarity import worded_documents
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.token_table import TokenTable
from textminer.corpus.tokenizer import tokenizer_named

TEXTS = [
    "The lift was broken all week and the room smelled",
    "A broken lift , a broken lift and again a broken lift",
    "Breakfast was great",
    "",
    "Great breakfast , great room !",
    "the LIFT was broken all week and the room smelled",
]


def tokens_of(texts: list[str]) -> TokenTable:
    return tokenizer_named("tweet").tokenize(texts)


def as_scikit_learn(texts: list[str]) -> np.ndarray:
    table = tokens_of(texts)
    documents = [
        [form.lower() for form in table.document_tokens(n) if any(c.isalnum() for c in form)]
        for n in range(len(texts))
    ]
    return TfidfVectorizer(analyzer=lambda document: document, sublinear_tf=True).fit_transform(documents)


def test_rows_are_those_of_scikit_learn() -> None:
    ours = worded_documents(tokens_of(TEXTS), Cleaning()).rows
    theirs = as_scikit_learn(TEXTS)
    assert np.allclose((ours @ ours.T).toarray(), (theirs @ theirs.T).toarray(), atol=1e-5)


def test_the_nearest_come_first_and_the_document_itself_never() -> None:
    worded = worded_documents(tokens_of(TEXTS), Cleaning())
    found = worded.nearest(0)
    assert found.positions.tolist()[:2] == [5, 1]
    assert found.similarities[0] == pytest.approx(1.0, abs=1e-6)
    assert 0 not in found.positions
    assert 3 not in found.positions
    assert worded.nearest(0, most=1).positions.tolist() == [5]
    assert worded.nearest(0, among=np.array([0, 1, 2])).positions.tolist() == [1, 2]
    assert worded.nearest(3).positions.tolist() == []


@given(
    st.lists(st.lists(st.sampled_from("abcdefgh"), max_size=6), min_size=1, max_size=60), st.integers(1, 12)
)
def test_the_best_are_the_best_of_all(documents: list[list[str]], most: int) -> None:
    worded = worded_documents(tokens_of([" ".join(words) for words in documents]), Cleaning())
    every = np.asarray((worded.rows @ worded.rows[[0]].toarray()[0]), dtype=np.float32)
    every[0] = 0
    expected = np.argsort(-every, kind="stable")[:most]
    assert worded.nearest(0, most).positions.tolist() == [n for n in expected if every[n] > 0]


@pytest.mark.parametrize("texts", [[], [""], ["", "!!"], ["alone"]])
def test_few_or_empty_documents_have_no_neighbours(texts: list[str]) -> None:
    worded = worded_documents(tokens_of(texts))
    assert worded.rows.shape[0] == len(texts)
    if texts:
        assert worded.nearest(0).positions.tolist() == []
