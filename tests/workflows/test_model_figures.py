"""The figures of a card, set by set: those of earlier cards, of a user's own models and of damaged ones as well."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.model_files import write_small_model
from textminer.sentiment.model_file import ModelCard, list_models, read_card
from textminer.workflows.model_figures import figure_rows, figure_text, learnt_sets, limits_of
from textminer.workflows.model_sets import set_facts


def card_with(tmp_path: Path, facts: dict[str, Any]) -> ModelCard:
    return replace(read_card(write_small_model(tmp_path / "some.safetensors")), facts=facts)


def test_the_shipped_cards_give_a_row_for_each_set_they_were_judged_on() -> None:
    for card in (card for card in list_models() if card.is_shipped):
        rows = figure_rows(card)
        assert len(rows) == len(card.facts["figures"])
        for row, values in zip(rows, card.facts["figures"].values(), strict=True):
            assert (row.accuracy, row.n_documents) == (values["accuracy"], values["documents"])
            assert "_" not in row.title  # a set that is known by name alone would be shown as a file name
        assert all("_" not in each.title and each.n_documents > 0 for each in learnt_sets(card))
        assert len(learnt_sets(card)) == len(card.facts["sets"])


def test_intervals_and_what_was_never_learnt_from_are_told(tmp_path: Path) -> None:
    figures = {
        "sst2 test": {"accuracy": 0.9, "accuracy_interval": [0.88, 0.92], "macro_f1": 0.8, "brier": 0.2},
        "zomato_restaurants all": {"accuracy": 0.7, "macro_f1_of_vader": 0.5, "texts_per_cpu_second": 300},
    }
    card = card_with(tmp_path, {"figures": figures, "sets": {"sst2/train": {"training": 5, "validation": 1}}})
    first, second = figure_rows(card)
    assert (first.title, first.split, first.is_unlearnt) == (set_facts("sst2").title, "test", False)
    assert figure_text(first.accuracy, first.accuracy_interval) == "90.0 (88.0–92.0)"
    assert figure_text(first.macro_f1, first.macro_f1_interval) == "80.0"
    assert (second.is_unlearnt, second.vader, second.speed) == (True, 0.5, 300)
    assert figure_text(second.macro_f1) == ""


def test_an_own_model_has_the_figures_of_its_held_out_part(tmp_path: Path) -> None:
    figures = {"accuracy": 0.75, "interval": [0.6, 0.85], "macro_f1": 0.7, "majority": 0.5, "documents": 40}
    (row,) = figure_rows(card_with(tmp_path, {"figures": figures}))
    assert (row.title, row.accuracy_interval, row.n_documents) == ("its held-out part", (0.6, 0.85), 40)


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"figures": None, "sets": 3, "limits": "none"},
        {"figures": {"sst2 test": {"accuracy": "high"}, "odd": 1}, "sets": {"sst2/train": None}},
        {"figures": {"accuracy": None}},
    ],
)
def test_a_card_that_says_something_else_has_no_figures_and_is_shown_all_the_same(
    tmp_path: Path, facts: dict[str, Any]
) -> None:
    card = card_with(tmp_path, facts)
    assert figure_rows(card) == []
    assert limits_of(card) == []
    assert sum(each.n_documents for each in learnt_sets(card)) == 0


def test_odd_intervals_are_no_intervals(tmp_path: Path) -> None:
    figures = {"accuracy": 0.75, "interval": [0.6, "x"], "macro_f1": True}
    (row,) = figure_rows(card_with(tmp_path, {"figures": figures}))
    assert (row.accuracy_interval, row.macro_f1) == (None, None)
