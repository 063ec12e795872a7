"""What options, patterns and searches say is what counting then finds."""

from pathlib import Path

import numpy as np
import pytest

from textminer.analysis.pattern_counts import pattern_counts
from textminer.analysis.token_index import token_index
from textminer.analysis.word_pattern import WordPattern
from textminer.corpus.cleaning import Cleaning
from textminer.corpus.corpus import Corpus
from textminer.corpus.token_table import TokenTable
from textminer.corpus.tokenizer import tokenizer_named
from textminer.corpus.word_lists import Synonyms, Theme, WordLists
from textminer.resource_files import resource_path
from textminer.workflows.concordance import find_lines
from textminer.workflows.counting import WordOptions, count_words, documents_of_words
from textminer.workflows.opening import open_corpus
from textminer.workflows.option_effects import FORMS, SWITCHES, option_effects, switched
from textminer.workflows.word_searches import search_for
from textminer.workflows.word_trends import word_trends

LISTS = WordLists(
    synonyms=(Synonyms("room", ("rooms", "suite*")),),
    phrases=("front desk",),
    themes=(Theme("Staff", ("staff", "waiter*", "front desk")), Theme("Nothing", ("zzz",))),
)


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return open_corpus([resource_path("samples", "hotel-reviews.csv")])


@pytest.fixture(scope="module")
def tokens(corpus: Corpus) -> TokenTable:
    return tokenizer_named("tweet").tokenize(corpus.texts())


def test_an_option_takes_away_what_it_says(corpus: Corpus, tokens: TokenTable) -> None:
    positions = np.arange(0, tokens.n_documents, 3)
    cleaning = Cleaning(drop_stop_words=True)
    effects = option_effects(corpus, tokens, cleaning, positions).fewer_by_option
    assert set(effects) == {*SWITCHES, *FORMS}
    for name, fewer in effects.items():
        with_it, without = (
            count_words(corpus, tokens, WordOptions(switched(cleaning, name, is_on)), positions).n_words
            for is_on in (True, False)
        )
        assert without - with_it == fewer, name


def test_a_pattern_counts_what_a_theme_of_it_counts(corpus: Corpus, tokens: TokenTable) -> None:
    patterns = ["room*", "front desk", "zzz", "r?om"]
    found = pattern_counts(tokens, patterns)
    lists = WordLists(themes=tuple(Theme(pattern, (pattern,)) for pattern in patterns))
    themes = count_words(corpus, tokens, WordOptions(Cleaning(lists=lists), are_themes=True))
    for pattern, count, documents in zip(patterns, found.counts, found.document_counts, strict=True):
        place = themes.words.index(pattern)
        assert (count, documents) == (themes.counts[place], themes.document_counts[place])
    assert found.examples[0].startswith("room 44, rooms 10")
    assert found.examples[2] == ""


@pytest.mark.parametrize("form", ["", "lemma", "stem"])
def test_the_concordance_finds_every_counted_word(corpus: Corpus, tokens: TokenTable, form: str) -> None:
    cleaning = Cleaning(lists=LISTS)
    options = WordOptions(switched(cleaning, form, True) if form else cleaning)
    found = count_words(corpus, tokens, options)
    index = token_index(tokens)
    for word in (*found.words[:12], *found.words[100:400:30], "front_desk", "room"):
        lines = find_lines(corpus, index, WordPattern(search_for(corpus, tokens, options, word)))
        assert lines.n_lines == found.counts[found.words.index(word)], word


def test_themes_select_their_documents_and_an_empty_one_none(corpus: Corpus, tokens: TokenTable) -> None:
    options = WordOptions(Cleaning(lists=LISTS), are_themes=True)
    found = count_words(corpus, tokens, options)
    assert found.words == ("Staff", "Nothing")
    assert len(documents_of_words(corpus, tokens, options, ["Staff"])) == found.document_counts[0]
    assert len(documents_of_words(corpus, tokens, options, ["Nothing"])) == 0


def test_a_trend_adds_up_to_the_counts_of_dated_documents(corpus: Corpus, tokens: TokenTable) -> None:
    positions = np.arange(0, tokens.n_documents, 2)
    options = WordOptions(Cleaning(lists=LISTS), n=2)
    found = count_words(corpus, tokens, options, positions)
    trends = word_trends(corpus, tokens, options, found.words[:3], positions)
    assert trends is not None
    assert trends.counts.sum(axis=1).tolist() == found.counts[:3].tolist()
    assert corpus.table.names[trends.column] == "date"


def test_a_corpus_without_dates_has_no_trend(tmp_path: Path) -> None:
    path = tmp_path / "plain.csv"
    path.write_text("review\nA good room.\nA bad room indeed.\n", "utf-8")
    plain = open_corpus([path])
    read = tokenizer_named("tweet").tokenize(plain.texts())
    assert word_trends(plain, read, WordOptions(), ["room"], np.arange(2)) is None
