"""`textminer overview` prints the figures of the window's first page."""

import pytest

from textminer.cli.commands import run_command_line
from textminer.resource_files import resource_path


def test_the_overview_of_a_file_is_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run_command_line(
            ["overview", str(resource_path("samples", "hotel-reviews.csv")), "--by", "traveller"]
        )
        == 0
    )
    lines = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    counts = {line[0]: int(line[3]) for line in lines[:3]}
    assert list(counts) == ["positive", "neutral", "negative"]
    assert sum(counts.values()) == 148
    groups = lines[next(place for place, line in enumerate(lines) if line[0] == "traveller") :]
    assert {line[0] for line in groups[1:5]} == {"business", "couple", "family", "solo"}
    assert ["Scored", "148 of 150"] in lines


def test_a_column_that_is_not_there_is_answered_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run_command_line(["overview", str(resource_path("samples", "hotel-reviews.csv")), "--by", "planet"])
        == 1
    )
    assert "planet" in capsys.readouterr().err
