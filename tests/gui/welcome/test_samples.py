"""What the cards of the samples say is true of the files."""

import csv

import pytest

from textminer.gui.welcome.samples import Sample, samples


@pytest.mark.parametrize("sample", samples(), ids=lambda sample: sample.path.name)
def test_a_sample_has_the_rows_its_card_counts(sample: Sample) -> None:
    with sample.path.open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == sample.n_documents
    assert str(sample.n_documents) in sample.facts


@pytest.mark.parametrize(
    ("file", "columns"),
    [
        ("hotel-reviews.csv", {"city", "date", "stars"}),
        ("support-tickets.csv", {"team", "date", "label"}),
        ("restaurant-reviews-zh.csv", {"城市", "日期"}),
    ],
)
def test_a_sample_has_the_columns_its_card_names(file: str, columns: set[str]) -> None:
    (sample,) = [sample for sample in samples() if sample.path.name == file]
    with sample.path.open(encoding="utf-8", newline="") as file_:
        assert columns <= set(next(csv.reader(file_)))
