"""Themes, the clauses that mention them, and what groups say of them."""

import numpy as np
import pytest

from tests.builders import WordClassifier, corpus_of, prediction_of
from textminer.analysis.aspect_proposals import proposed_themes
from textminer.analysis.aspects import (
    AspectTable,
    aspect_table,
    clauses_of,
    documents_of_cell,
    mentions_of,
    with_group,
)
from textminer.analysis.document_words import document_words
from textminer.analysis.grouping import Grouping
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.languages import language_named
from textminer.corpus.token_table import TokenTable
from textminer.corpus.word_lists import Theme
from textminer.sentiment.scored_corpus import with_prediction
from textminer.workflows.aspects import (
    aspect_ground,
    aspects_by_clause,
    aspects_by_document,
    clause_texts,
    unscored_clauses,
)
from textminer.workflows.scoring import tokens_of

ROOM, STAFF = Theme("room", ("room*", "front desk")), Theme("staff", ("staff",))


def tokens(*texts: str) -> TokenTable:
    return tokens_of(list(texts), "tweet")


def clause_words(table: TokenTable) -> list[list[str]]:
    clauses = clauses_of(table)
    return [
        [table.types[type_id] for type_id in table.ids[start:end]]
        for start, end in zip(clauses.starts, clauses.ends, strict=True)
    ]


def test_clauses_end_at_full_stops_and_before_but() -> None:
    found = clause_words(tokens("The room was big but the staff was rude. Fine!!", ""))
    assert [" ".join(words) for words in found] == [
        "The room was big",
        "but the staff was rude .",
        "Fine ! !",
    ]


def test_every_token_is_in_one_clause_of_its_own_document() -> None:
    table = tokens("One. Two; three but four", "but five", "", "...")
    clauses = clauses_of(table)
    assert clauses.starts.tolist() == [0, *clauses.ends[:-1].tolist()]
    assert clauses.ends[-1] == table.n_tokens
    for start, end, document in zip(clauses.starts, clauses.ends, clauses.documents, strict=True):
        assert table.offsets[document] <= start < end <= table.offsets[document + 1]


def test_words_patterns_and_phrases_are_mentions_once_a_clause() -> None:
    table = tokens("Rooms and rooms. The front desk. Nothing.", "No staff, bad room.")
    clauses = clauses_of(table)
    found = mentions_of(table, [ROOM, STAFF], clauses)
    assert list(zip(found.themes.tolist(), found.clauses.tolist(), strict=True)) == [
        (0, 0),
        (0, 1),
        (0, 3),
        (1, 3),
    ]


def table_of(scores: list[float], codes: list[int], *texts: str) -> AspectTable:
    table = tokens(*texts)
    clauses = clauses_of(table)
    mentions = mentions_of(table, [ROOM, STAFF], clauses)
    return aspect_table(
        [ROOM, STAFF],
        mentions,
        clauses,
        np.array(scores),
        Grouping(("x", "y"), np.array(codes, dtype=np.int32)),
    )


def test_a_document_counts_once_with_the_mean_of_its_clauses() -> None:
    found = table_of([1.0, 0.0, -0.5, 0.3], [0, 0, 1], "Room. Room.", "Room.", "Room.")
    assert found.n_mentions.tolist() == [[3, 1], [0, 0]]
    assert found.n_documents.tolist() == [[2, 1], [0, 0]]
    assert found.means[0].tolist() == pytest.approx([(0.5 - 0.5) / 2, 0.3])
    assert found.shares[0].tolist() == [1.0, 1.0]
    assert np.isnan(found.means[1]).all()
    assert np.isnan(found.lows[0, 1])
    assert (found.lows[0, 0], found.highs[0, 0]) == (
        -1.0,
        1.0,
    )  # t with one degree of freedom, within the scale


def test_clauses_without_a_score_and_documents_without_a_group_do_not_count() -> None:
    found = table_of([np.nan, 0.4, 0.9], [0, 0, -1], "Room.", "Room.", "Room.")
    assert found.n_mentions[0].tolist() == [2, 0]
    assert found.n_documents[0].tolist() == [1, 0]
    assert found.means[0, 0] == pytest.approx(0.4)


def test_one_group_meets_all_others_under_one_name() -> None:
    grouping = Grouping(("a", "b", "c"), np.array([0, 1, 2, -1], dtype=np.int32))
    assert with_group(grouping, 1, None, "others").codes.tolist() == [1, 0, 1, -1]
    assert with_group(grouping, 2, 0, "others").names == ("c", "a")


def test_a_clause_is_read_by_the_model_as_a_text_of_its_own() -> None:
    corpus = corpus_of(["Great room but bad staff.", "Bad room.", "No theme at all."])
    corpus = with_prediction(corpus, prediction_of([0.1, -0.7, 0.0]))
    table = tokens_of(corpus.texts(), "tweet")
    grouping = Grouping(("all",), np.zeros(3, dtype=np.int32))
    coarse = aspects_by_document(corpus, aspect_ground(table), [ROOM, STAFF], grouping)
    assert coarse.table.means.ravel().tolist() == pytest.approx([(0.1 - 0.7) / 2, 0.1], abs=1e-6)
    assert clause_texts(corpus, coarse.ground, unscored_clauses(coarse)) == [
        "Great room",
        "but bad staff.",
        "Bad room.",
    ]
    classifier = WordClassifier({"great": 1.0, "bad": -1.0})
    fine = aspects_by_clause(corpus, coarse, classifier)
    good, bad = np.tanh(1.0), np.tanh(-1.0)
    assert fine.is_by_clause
    assert fine.table.means.ravel().tolist() == pytest.approx([(good + bad) / 2, bad], abs=1e-6)
    assert len(unscored_clauses(fine)) == 0
    documents = documents_of_cell(fine.mentions, fine.ground.clauses, grouping, 1, 0)
    assert documents.tolist() == [0]


def test_nouns_that_opinions_differ_on_are_proposed() -> None:
    texts = ["The staff was great.", "The staff was awful.", "A great hotel.", "My room was fine."] * 5
    scores = np.array([0.9, -0.9, 0.8, 0.1] * 5)
    table = tokens(*texts)
    english = language_named("en")
    words = document_words(table, Cleaning(drop_stop_words=True), english)
    proposed = [theme.name for theme in proposed_themes(table, words, english, scores)]
    assert proposed[0] == "staff"
    assert "great" not in proposed
    assert "room" in proposed


def test_a_word_in_double_s_is_no_plural_and_only_forms_that_occur_are_proposed() -> None:
    texts = ["The bass was great.", "The bass was weak.", "A bas.", "Its price was fine.", "My money."] * 5
    table = tokens(*texts, "The prices were high.", "Their prices.", "These prices.")
    english = language_named("en")
    words = document_words(table, Cleaning(drop_stop_words=True), english)
    proposed = {theme.name: theme.patterns for theme in proposed_themes(table, words, english, None)}
    assert proposed["bass"] == ("bass",)
    assert proposed["price"] == ("price", "prices")
    assert proposed["money"] == ("money",)


def test_nothing_is_proposed_of_nothing() -> None:
    table = tokens("", "")
    words = document_words(table)
    assert proposed_themes(table, words, language_named("en"), None) == ()
