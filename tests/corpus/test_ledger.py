"""Every row of a file is accounted for, once, and how or why is said."""

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.builders import prediction_of, table_of
from textminer.corpus.filter import DocumentFilter
from textminer.corpus.ledger import REPAIRS, STATES, ledger_of, state_counts
from textminer.corpus.ledger_words import ledger_line, row_story, striking_states
from textminer.corpus.notice import Notice
from textminer.corpus.recipe import ImportSettings
from textminer.sentiment.prediction import STATUSES
from textminer.sentiment.scored_corpus import why_not_scored, with_prediction
from textminer.workflows.opening import open_corpus

TEXTS = ["good", "", "good", "bad", " \u3000", "Good", "bad"]
NOTICES = (
    Notice("short-row", "…", (5, 8), (1, 3)),
    Notice("stray-quote", "…", (8,), (3,)),
    Notice("nul", "…", (9,)),
)
AS_WRITTEN = ImportSettings(delimiter=",", has_header=True)
LEDGER = ledger_of(table_of(text=TEXTS), 0, NOTICES)

rows = st.lists(
    st.sampled_from(
        ["a,good", "b,", "c", "d,good,x", 'e,"open', "f,bad", "", "g,good,", "h,caf\xe9", '"i"x,y', "j,  "]
    ),
    min_size=1,
    max_size=25,
)


def test_a_row_has_one_state_and_its_note_says_all_of_it() -> None:
    states = [STATES[state] for state in LEDGER.states]
    assert states == ["loaded", "repaired", "duplicate", "repaired", "empty", "loaded", "duplicate"]
    notes = LEDGER.columns()["ledger_note"].to_list()
    assert notes == [
        "",
        "empty cells added",
        "same text as row 1",
        "empty cells added; unmatched quotation mark kept as a character",
        "",
        "",
        "same text as row 4",
    ]


def test_why_a_document_has_no_score_is_in_the_ledger_beside_what_was_done_to_its_row() -> None:
    prediction = prediction_of([0.5, "empty", 0.5, "no known word", "empty", "waiting", "no known word"])
    columns = LEDGER.columns(why_not_scored(prediction))
    assert columns["ledger"].to_list() == [
        "loaded", "repaired", "duplicate", "repaired", "empty", "not scored", "duplicate",
    ]  # fmt: skip
    assert columns["ledger_note"].to_list()[3:] == [
        "empty cells added; unmatched quotation mark kept as a character; no known word",
        "",
        "waiting",
        "same text as row 4; no known word",
    ]


def test_the_line_names_what_there_is_and_leaves_out_what_there_is_not() -> None:
    assert ledger_line(LEDGER) == "7 rows · 1 empty · 2 duplicates · 2 repaired"
    assert ledger_line(LEDGER, 3).endswith(" · 3 notices")
    plain = ledger_of(table_of(text=["a", "b"]), 0)
    assert ledger_line(plain) == "2 rows"
    assert striking_states(plain) == ()
    assert striking_states(LEDGER) == ("empty", "duplicate", "repaired")


def test_the_story_of_a_row_says_how_it_was_repaired_and_of_which_it_is_a_copy() -> None:
    assert row_story(LEDGER, 0) == ""
    assert row_story(LEDGER, 1) == "Repaired: it had too few cells; empty ones were added"
    assert row_story(LEDGER, 6) == "Same text as row 4"


@settings(max_examples=120, deadline=None)
@given(rows, st.integers(0, 2**32 - 1))
def test_the_states_of_any_file_add_up_to_its_rows_and_each_can_be_filtered_to(
    lines: list[str], seed: int
) -> None:
    assume(lines[:1] != [""])  # a blank line below the first makes that a title
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(("id,text\n" + "\n".join(lines) + "\n").encode("latin-1"))
        corpus = open_corpus([path], AS_WRITTEN, text_column="text")
    assert corpus.ledger is not None
    statuses = np.random.default_rng(seed).integers(0, len(STATUSES), corpus.table.n_documents)
    prediction = prediction_of([STATUSES[status] if status else 0.5 for status in statuses])
    scored = with_prediction(corpus, prediction)
    for each in (corpus, scored):
        states = each.table.own["ledger"]
        counts = states.value_counts()
        assert counts.sum() == each.table.n_documents
        for state in STATES:
            mask = DocumentFilter(ledger=(state,)).mask(each.table, 1)
            assert mask.sum() == counts[state]
            assert set(states[mask]) <= {state}
    assert sum(state_counts(corpus.ledger.states).values()) == corpus.table.n_documents
    is_loaded = scored.table.own["ledger"] == "loaded"
    assert (prediction.is_scored[is_loaded]).all()
    texts = pd.Series(corpus.texts())
    is_copy = texts.duplicated() & (texts.str.strip() != "")
    assert scored.table.own["ledger_note"].str.contains("same text").to_list() == is_copy.to_list()


@settings(max_examples=120, deadline=None)
@given(rows)
def test_every_row_that_a_notice_counts_as_repaired_is_repaired_in_the_ledger(lines: list[str]) -> None:
    assume(lines[:1] != [""])  # a blank line below the first makes that a title
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.csv"
        path.write_bytes(("id,text\n" + "\n".join(lines) + "\n").encode("latin-1"))
        corpus = open_corpus([path], AS_WRITTEN, text_column="text")
    assert corpus.ledger is not None
    repaired = corpus.table.own["ledger"] == "repaired"
    told = sorted({row for notice in corpus.notices for row in notice.rows})
    assert np.flatnonzero(repaired).tolist() == told
    for notice in corpus.notices:
        if notice.kind in REPAIRS and notice.lines:
            assert notice.rows, notice
