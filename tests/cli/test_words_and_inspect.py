"""`textminer words` and `textminer inspect` on stdout and in files."""

import csv
import io
import json
from pathlib import Path

import pytest

from textminer.__main__ import main
from textminer.resource_files import resource_path
from textminer.storage.memory_need import MemoryNeed

HOTEL = str(resource_path("samples", "hotel-reviews.csv"))
CHINESE = str(resource_path("samples", "restaurant-reviews-zh.csv"))


def table(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter="\t"))


def test_words_prints_the_most_frequent_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["words", HOTEL, "--top", "5"]) == 0
    rows = table(capsys.readouterr().out)
    assert len(rows) == 5
    assert rows[0]["word"] == "room"
    counts = [int(row["count"]) for row in rows]
    assert counts == sorted(counts, reverse=True)


def test_ngrams_have_that_many_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["words", HOTEL, "--ngrams", "3", "--top", "3"]) == 0
    assert {len(row["word"].split(" ")) for row in table(capsys.readouterr().out)} == {3}


def test_groups_are_counted_by_themselves(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["words", HOTEL, "--by", "city", "--top", "2"]) == 0
    rows = table(capsys.readouterr().out)
    assert len(rows) == 8
    assert {row["group"] for row in rows} == {"Lisbon", "Porto", "Faro", "Coimbra"}


def test_chinese_is_cut_into_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["words", CHINESE, "--top", "30"]) == 0
    words = [row["word"] for row in table(capsys.readouterr().out)]
    assert any(len(word) >= 2 for word in words)
    assert all(len(word) <= 6 for word in words)


def test_lists_and_lemmas_change_what_is_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    stop, phrases, synonyms = (tmp_path / name for name in ("stop.txt", "phrases.txt", "synonyms.txt"))
    stop.write_text("hotel\n", "utf-8")
    phrases.write_text("front desk\n", "utf-8")
    synonyms.write_text("room: suite*, bedroom*\n", "utf-8")
    lists = ["--stop-words", str(stop), "--phrases", str(phrases), "--synonyms", str(synonyms)]
    assert main(["words", HOTEL, "--top", "2000", "--lemma", *lists]) == 0
    counts = {row["word"]: int(row["count"]) for row in table(capsys.readouterr().out)}
    assert "hotel" not in counts
    assert "rooms" not in counts
    assert counts["front_desk"] > 0
    assert counts["room"] >= 54


def test_themes_are_counted_in_place_of_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    themes = tmp_path / "themes.csv"
    themes.write_text("theme,pattern\nRoom,room*\nFood,breakfast\nNothing,zzz\n", "utf-8")
    assert main(["words", HOTEL, "--themes", str(themes)]) == 0
    rows = table(capsys.readouterr().out)
    assert [row["theme"] for row in rows] == ["Room", "Food", "Nothing"]
    assert [int(row["count"]) for row in rows] == [54, 21, 0]
    assert 0 < float(rows[0]["dp"]) < 1
    assert main(["words", HOTEL, "--themes", str(tmp_path / "gone.txt")]) == 1
    assert "gone.txt" in capsys.readouterr().err


def test_words_can_be_written_to_a_file(tmp_path: Path) -> None:
    out = tmp_path / "words.csv"
    assert main(["words", HOTEL, "--top", "4", "-o", str(out)]) == 0
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert rows[0]["word"] == "room"
    assert len(rows) == 4


def test_inspect_tells_how_a_file_was_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("id;comment\n01;Das Zimmer war schön.\n02;Zu laut.\n".encode("cp1252"))
    assert main(["inspect", str(path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["encoding"], found["delimiter"], found["rows"]) == ("cp1252", ";", 2)
    assert [column["role"] for column in found["columns"]] == ["id", "text"]
    assert [notice["kind"] for notice in found["notices"]] == ["encoding-guessed"]
    assert main(["inspect", str(path)]) == 0
    assert "comment  [text: its name says so]" in capsys.readouterr().out


def test_compare_names_the_words_of_a_group(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", HOTEL, "Lisbon", "Porto", "--by", "city", "--top", "4", "--fewest", "3"]) == 0
    rows = table(capsys.readouterr().out)
    assert len(rows) == 4
    assert {(row["group"], row["reference"]) for row in rows} == {("Lisbon", "Porto")}
    likelihoods = [float(row["log_likelihood"]) for row in rows]
    assert likelihoods == sorted(likelihoods, reverse=True)


def test_compare_writes_every_group_against_all_others(tmp_path: Path) -> None:
    out = tmp_path / "compared.csv"
    assert main(["compare", HOTEL, "--by", "city", "--fewest", "3", "--out", str(out)]) == 0
    with out.open(encoding="utf-8", newline="") as file:
        assert {row["group"] for row in csv.DictReader(file)} == {"Lisbon", "Porto", "Faro", "Coimbra"}


def test_compare_lays_the_gap_to_words(tmp_path: Path) -> None:
    out = tmp_path / "gap.jsonl"
    asked = ["compare", HOTEL, "Lisbon", "Porto", "--by", "city", "--show", "gap", "--fewest", "3"]
    assert main([*asked, "--top", "6", "--output", str(out)]) == 0
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    assert len(rows) == 8
    assert {(row["group"], row["reference"]) for row in rows} == {("Lisbon", "Porto")}
    assert [row["word"] for row in rows[-2:]] == ["(rest)", "(gap)"]
    parts = [abs(float(row["part"])) for row in rows[:-2]]
    assert parts == sorted(parts, reverse=True)
    for row in rows[:-2]:
        assert float(row["low"]) <= float(row["part"]) <= float(row["high"])


def test_a_gap_lies_between_two_groups(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", HOTEL, "--by", "city", "--show", "gap"]) == 1
    assert "Lisbon, Porto, Faro, Coimbra" in capsys.readouterr().err


def test_compare_tells_how_groups_speak_of_themes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lists = tmp_path / "themes.csv"
    lists.write_text("theme,pattern\nfood,breakfast\nfood,tea\nroom,room*\n", encoding="utf-8")
    asked = ["compare", HOTEL, "Lisbon", "--by", "city", "--show", "themes", "--themes", str(lists)]
    assert main(asked) == 0
    rows = table(capsys.readouterr().out)
    cells = {(row["theme"], row["group"]) for row in rows}
    assert {("food", "Lisbon"), ("room", "Lisbon")} <= cells
    assert len({group for _theme, group in cells}) == 2
    for row in rows:
        assert -1 <= float(row["low"]) <= float(row["mean_score"]) <= float(row["high"]) <= 1


def test_compare_says_which_groups_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", HOTEL, "Rome", "--by", "city"]) == 1
    assert "Lisbon, Porto, Faro, Coimbra" in capsys.readouterr().err


@pytest.mark.parametrize(("more", "is_said"), [([], True), (["--first-rows", "2"], False)])
def test_a_file_that_will_hardly_fit_into_memory_is_told_before_it_is_read(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    more: list[str],
    is_said: bool,
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("text\ngood food\nbad food\nno food\n")
    need = MemoryNeed(text=10**10, predicted=61 * 10**9, free=8 * 10**9)
    monkeypatch.setattr("textminer.cli.reading.memory_need", lambda paths: need)
    assert main(["words", str(file), "--text", "text", *more]) == 0
    said = capsys.readouterr().err
    assert ("61.0 GB of memory, and 8.0 GB are free. --first-rows" in said) is is_said
