"""`textminer concordance` on stdout and in files."""

import csv
from pathlib import Path

import pytest

from textminer.__main__ import main
from textminer.resource_files import resource_path

HOTEL = str(resource_path("samples", "hotel-reviews.csv"))


def test_lines_are_printed_in_the_order_of_their_contexts(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["concordance", HOTEL, "room", "--sort", "1R", "--top", "12", "--width", "20"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 12
    assert {line.index("{") for line in lines} == {31}
    following = [line.split("} ")[1].strip(" ,.\"';").split(" ")[0].lower() for line in lines]
    assert following == sorted(following)


def test_lines_are_written_with_their_rows(tmp_path: Path) -> None:
    target = tmp_path / "lines.csv"
    assert main(["concordance", HOTEL, "breakfast (was|is)", "--regex", "-o", str(target)]) == 0
    with target.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    assert rows
    assert {row["node"].lower() for row in rows} <= {"breakfast was", "breakfast is"}
    assert all(int(row["row"]) >= 1 for row in rows)


@pytest.mark.parametrize(
    ("arguments", "said"), [(["(", "--regex"], "regular expression"), (["a", "--sort", "x"], "sort key")]
)
def test_what_cannot_be_done_is_said_in_a_sentence(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["concordance", HOTEL, *arguments]) == 1
    assert said in capsys.readouterr().err
