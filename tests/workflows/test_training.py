"""Labels are read as they stand, what cannot be learnt is said in a sentence, and what is trained keeps its promises."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.builders import corpus_of
from textminer.corpus.corpus import Corpus
from textminer.errors import LabelError, SettingsError
from textminer.progress import Cancelled
from textminer.workflows.training import (
    MAX_CLASSES,
    MIN_DOCUMENTS,
    TrainingRequest,
    labelled_documents,
    planned_parts,
    reading_texts_of,
    train_on_corpus,
)

GOOD = ["great room", "lovely staff", "good food", "very nice bed", "superb view"]
BAD = ["broken lift", "rude staff", "bad food", "dirty bed", "noisy street"]


def labelled_corpus(labels: list[str], texts: list[str] | None = None) -> Corpus:
    return corpus_of(texts or [f"text number {n}" for n in range(len(labels))], label=labels)


def review_corpus(n: int = 60) -> Corpus:
    """Reviews, each text a little different, labelled pos and neg."""
    texts, labels = [], []
    for number in range(n):
        words = (GOOD if number % 2 else BAD)[number // 2 % 5]
        texts.append(f"{words} in room {number // 10}")
        labels.append("pos" if number % 2 else "neg")
    return labelled_corpus(labels, texts)


@given(
    st.lists(
        st.sampled_from(["", " ", "app", " app ", "billing", "returns", "Billing"]), min_size=60, max_size=90
    )
)
@settings(max_examples=40, deadline=None)
def test_every_label_is_the_trimmed_cell(cells: list[str]) -> None:
    corpus = labelled_corpus(cells)
    trimmed = [cell.strip() for cell in cells]
    distinct = {cell for cell in trimmed if cell}
    n_labelled = sum(bool(cell) for cell in trimmed)
    if len(distinct) < 2 or n_labelled < MIN_DOCUMENTS:
        with pytest.raises(LabelError):
            labelled_documents(corpus, 1)
        return
    found = labelled_documents(corpus, 1)
    read = ["" if place < 0 else found.names[place] for place in found.classes]
    assert read == trimmed
    assert found.n_labelled == n_labelled
    assert found.counts.tolist() == [trimmed.count(name) for name in found.names]


def test_a_document_without_text_is_not_learnt_from_and_it_is_said() -> None:
    corpus = labelled_corpus(["a", "b"] * 15, ["text"] * 28 + ["", "  "])
    found = labelled_documents(corpus, 1)
    assert found.classes[-2:].tolist() == [-1, -1]
    assert found.n_labelled == 28
    assert any("2 documents have a label but no text" in notice.message for notice in found.notices)


@pytest.mark.parametrize(
    "cells",
    [
        ["1", "2", "3", "4", "5"],
        ["1.0", "2.0", "3.0", "4.0", "5.0"],
        ["1 star", "2 stars", "3 stars", "4 stars", "5 stars"],
    ],
)
def test_five_stars_become_three_sentiments_unless_turned_off(cells: list[str]) -> None:
    corpus = labelled_corpus(cells * 8)
    as_sentiment = labelled_documents(corpus, 1)
    assert as_sentiment.are_stars
    assert as_sentiment.names == ("negative", "neutral", "positive")
    assert as_sentiment.classes[:5].tolist() == [0, 0, 1, 2, 2]
    assert [notice.kind for notice in as_sentiment.notices] == ["stars"]
    as_they_are = labelled_documents(corpus, 1, stars_as_sentiment=False)
    assert as_they_are.are_stars
    assert as_they_are.names == tuple(cells)


@pytest.mark.parametrize(
    "cells", [["0", "1"], ["1", "2", "3"], ["1", "2", "3", "4"], ["1", "2", "3", "4", "5", "6"]]
)
def test_other_numbers_stay_classes_in_the_order_of_numbers(cells: list[str]) -> None:
    found = labelled_documents(labelled_corpus([*reversed(cells)] * 10), 1)
    assert not found.are_stars
    assert found.names == tuple(cells)


def test_ten_comes_after_nine() -> None:
    found = labelled_documents(labelled_corpus(["10", "9", "8", "7", "6", "1"] * 8), 1)
    assert found.names == ("1", "6", "7", "8", "9", "10")


def test_sentiments_stand_from_negative_to_positive() -> None:
    found = labelled_documents(labelled_corpus(["pos", "neu", "neg"] * 10), 1)
    assert found.names == ("neg", "neu", "pos")


@pytest.mark.parametrize(
    ("labels", "says"),
    [
        ([""] * 40, "holds no labels"),
        (["billing"] * 40, "have the same label, “billing”"),
        ([f"T-{n}" for n in range(40)], "40 different labels in 40 documents"),
        ([str(n % (MAX_CLASSES + 1)) for n in range(2000)], f"{MAX_CLASSES + 1} different labels"),
        (["a", "b"] * 4, f"8 labelled documents in 2 classes; training needs at least {MIN_DOCUMENTS}"),
        (["a", "b", "c"], f"3 labelled documents in 3 classes; training needs at least {MIN_DOCUMENTS}"),
    ],
)  # fmt: skip
def test_labels_that_cannot_be_learnt_are_refused_with_a_sentence(labels: list[str], says: str) -> None:
    with pytest.raises(LabelError) as refused:
        labelled_documents(labelled_corpus(labels), 1)
    assert says in str(refused.value)
    assert "“label”" in str(refused.value)


def test_labels_without_any_text_are_told_from_no_labels() -> None:
    with pytest.raises(LabelError, match="No document with a label in “label” has a text in “text”"):
        labelled_documents(labelled_corpus(["good", "bad"] * 20, [""] * 40), 1)


def test_a_label_that_is_a_whole_text_is_named_by_its_beginning() -> None:
    labels = ["good", "bad"] * 20 + ["he " * 200]
    found = labelled_documents(labelled_corpus(labels), 1)
    said = next(notice.message for notice in found.notices if notice.kind == "few-in-class")
    assert said.endswith("…."), said
    assert len(said) < 120


def test_the_column_of_texts_is_no_label() -> None:
    with pytest.raises(LabelError, match="column of the texts"):
        labelled_documents(review_corpus(), 0)


def test_a_class_of_a_few_documents_is_named() -> None:
    found = labelled_documents(labelled_corpus(["app"] * 20 + ["billing"] * 20 + ["rare"] * 2), 1)
    assert [notice.message for notice in found.notices] == [
        "Too few documents to learn these classes well: rare."
    ]


def test_another_text_column_leaves_the_corpus_as_it_was() -> None:
    corpus = review_corpus()
    other = reading_texts_of(corpus, 1)
    assert (corpus.text_column, other.text_column) == (0, 1)
    assert reading_texts_of(corpus, 0) is corpus


def test_the_planned_parts_are_all_labelled_documents() -> None:
    found = labelled_documents(review_corpus(57), 1)
    assert sum(planned_parts(found, TrainingRequest(1))) == 57


def test_steps_and_minutes_at_once_are_refused() -> None:
    with pytest.raises(SettingsError):
        TrainingRequest(1, steps=3, minutes=1.0).training()


def test_a_text_that_occurs_twice_never_stands_in_two_parts() -> None:
    corpus = review_corpus(80)  # each text occurs several times
    model = train_on_corpus(corpus, TrainingRequest(1, steps=2))
    texts = corpus.texts()
    parts = [model.split.training, model.split.validation, model.split.held_out]
    read = [{texts[position] for position in part} for part in parts]
    assert all(read)
    assert sum(len(part) for part in read) == len(set().union(*read))
    assert sorted(np.concatenate(parts).tolist()) == list(range(80))


def test_the_card_says_what_the_model_learnt_and_how_good_it_is() -> None:
    model = train_on_corpus(review_corpus(), TrainingRequest(1, steps=2, name="rooms"))
    card = model.classifier.card
    assert card.name == "rooms"
    assert card.languages == ("en",)
    assert card.labels == ("neg", "pos")
    assert "60 documents of reviews.csv" in card.description
    figures = card.facts["figures"]
    assert figures["documents"] == len(model.positions)
    assert 0 <= figures["accuracy_interval"][0] <= figures["accuracy"] <= figures["accuracy_interval"][1] <= 1


def test_the_watcher_sees_progress_and_points_and_can_stop_or_cancel() -> None:
    corpus, request = review_corpus(), TrainingRequest(1, steps=40)
    seen: list[int] = []
    model = train_on_corpus(
        corpus, request, on_history=lambda points: seen.append(len(points)), should_stop=lambda: len(seen) > 1
    )
    assert seen == sorted(seen)
    assert model.history.ending == "stopped"
    assert model.history.points[-1].step < 40

    class Impatient:
        def report(self, fraction: float, message: str = "") -> None:
            if fraction > 0.3:
                raise Cancelled

    with pytest.raises(Cancelled):
        train_on_corpus(corpus, request, Impatient())


def test_one_seed_gives_one_model() -> None:
    corpus, request = review_corpus(), TrainingRequest(1, steps=6, seed=7)
    first, second = train_on_corpus(corpus, request), train_on_corpus(corpus, request)
    losses = [[point.training_loss for point in model.history.points] for model in (first, second)]
    assert losses[0] == losses[1]
    assert np.array_equal(first.held_out.probabilities, second.held_out.probabilities)
