"""`textminer score`: every row in, every row out, exit codes and one sentence for bad input."""

import csv
import json
from pathlib import Path

import pytest

from textminer.__main__ import main
from textminer.resource_files import resource_path

OWN = [
    "sentiment", "confidence", "score", "probability_negative", "probability_neutral", "probability_positive",
    "status", "ledger", "ledger_note",
]  # fmt: skip


def rows_of(path: Path, delimiter: str = ",", encoding: str = "utf-8") -> list[list[str]]:
    with path.open(encoding=encoding, newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


@pytest.fixture
def reviews(tmp_path: Path) -> Path:
    return write(
        tmp_path / "reviews.csv",
        'id,review,score\n007,"A wonderful, warm room.",9\n008,The worst breakfast ever.,NA\n009,,\n010,zxqv,1.0\n',
    )


def test_every_row_comes_out_in_order_with_ours_behind_the_originals(reviews: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    assert main(["score", str(reviews), "-o", str(out)]) == 0
    header, *rows = rows_of(out)
    assert header == ["id", "review", "score", *OWN[:2], "score_2", *OWN[3:]]
    assert [row[:3] for row in rows] == rows_of(reviews)[1:]
    assert [row[3] for row in rows] == ["positive", "negative", "", ""]
    assert [row[-3] for row in rows] == ["scored", "scored", "empty", "no known word"]
    assert [row[-2:] for row in rows] == [
        ["loaded", ""], ["loaded", ""], ["empty", ""], ["not scored", "no known word"],
    ]  # fmt: skip
    for row in rows[:2]:
        negative, neutral, positive = (float(cell) for cell in row[6:9])
        assert negative + neutral + positive == pytest.approx(1, abs=1e-5)
        assert float(row[5]) == pytest.approx(positive - negative, abs=1e-5)
        assert float(row[4]) == max(float(cell) for cell in row[6:9])


def test_scoring_an_export_again_replaces_our_columns_alone(reviews: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    assert main(["score", str(reviews), "-o", str(first)]) == 0
    assert main(["score", str(first), "-o", str(second)]) == 0
    assert second.read_bytes() == first.read_bytes()


def test_the_receipt_names_source_model_and_our_columns(reviews: Path, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    assert main(["score", str(reviews), "-o", str(out)]) == 0
    receipt = json.loads((tmp_path / "out.jsonl.receipt.json").read_text(encoding="utf-8"))
    assert receipt["sources"][0]["name"] == "reviews.csv"
    assert len(receipt["sources"][0]["sha256"]) == 64
    assert receipt["own_columns"]["score"] == "score_2"
    assert receipt["model"] == "english"
    assert len(receipt["model_sha256"]) == 64
    assert len(out.read_text(encoding="utf-8").splitlines()) == 4


def test_the_spreadsheet_form_is_taken_back_by_its_receipt_or_by_being_told(tmp_path: Path) -> None:
    reviews = write(tmp_path / "a.csv", "=id,text\r\n-5,=good\r\n+x,'@bad\r\n1,fine\r\n")
    guarded, second, third = (tmp_path / f"{name}.csv" for name in ("guarded", "second", "third"))
    assert main(["score", str(reviews), "-o", str(guarded), "--for-spreadsheets", "--with-bom"]) == 0
    assert guarded.read_bytes().startswith(b"\xef\xbb\xbf")
    assert rows_of(guarded, encoding="utf-8-sig")[0][:2] == ["'=id", "text"]
    assert rows_of(guarded, encoding="utf-8-sig")[1][:2] == ["-5", "'=good"]
    assert main(["score", str(guarded), "-o", str(second)]) == 0
    assert [row[:2] for row in rows_of(second, encoding="utf-8-sig")] == rows_of(reviews)
    moved = tmp_path / "moved.csv"
    guarded.rename(moved)
    assert main(["score", str(moved), "-o", str(third), "--guarded", "--text", "text"]) == 0
    assert [row[:2] for row in rows_of(third, encoding="utf-8-sig")] == rows_of(reviews)


def test_the_export_ends_its_lines_as_the_source_does(tmp_path: Path) -> None:
    reviews = write(tmp_path / "a.csv", "id;text\r\n1;good\r\n2;a fine one\r\n")
    assert main(["score", str(reviews), "-o", str(tmp_path / "out.csv"), "--text", "text"]) == 0
    data = (tmp_path / "out.csv").read_bytes()
    assert data.count(b"\r\n") == data.count(b"\n") == 3
    assert data.startswith(b"id;text;sentiment")


def test_files_with_other_headers_are_joined_and_it_is_said(
    reviews: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    other = write(tmp_path / "more.tsv", "review\tcity\nLovely view.\tPorto\n")
    out = tmp_path / "out.csv"
    assert main(["score", str(reviews), str(other), "-o", str(out)]) == 0
    assert "different columns" in capsys.readouterr().err
    header, *rows = rows_of(out)
    assert header[:4] == ["id", "review", "score", "city"]
    assert rows[4][:4] == ["", "Lovely view.", "", "Porto"]


def test_a_given_encoding_and_delimiter_are_used_and_kept_in_the_export(tmp_path: Path) -> None:
    source = write(tmp_path / "a.csv", "nr;rövidítés\n1;Szörnyű, but the staff was great\n", "cp1250")
    out = tmp_path / "out.csv"
    command = ["score", str(source), "-o", str(out), "--encoding", "cp1250", "--delimiter", ";"]
    assert main([*command, "--text", "rövidítés"]) == 0
    assert rows_of(out, ";", "cp1250")[1][:2] == ["1", "Szörnyű, but the staff was great"]


def test_for_spreadsheets_guards_formulas_and_says_so(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = write(tmp_path / "a.csv", 'review,note\nnice room,=1+1\nbad room,"-5"\n')
    out = tmp_path / "out.csv"
    assert main(["score", str(source), "-o", str(out), "--for-spreadsheets"]) == 0
    assert [row[1] for row in rows_of(out)[1:]] == ["'=1+1", "-5"]
    assert "formula" in capsys.readouterr().err.lower()


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("empty.csv", b"", "empty"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(64), "picture.csv"),
        ("numbers.csv", b"a,b\n1,2\n3,4\n", "seems to hold texts"),
    ],
)
def test_bad_input_ends_with_one_and_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes, expected: str
) -> None:
    source = tmp_path / name
    source.write_bytes(content)
    out = tmp_path / "out.csv"
    assert main(["score", str(source), "-o", str(out)]) == 1
    said = capsys.readouterr().err
    assert expected in said
    assert "Traceback" not in said
    assert len(said.strip().splitlines()) == 1
    assert not out.exists()


def test_a_wrong_encoding_a_missing_file_and_an_unknown_model_are_sentences(
    reviews: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "out.csv")
    latin = write(tmp_path / "latin.csv", "review\ncafé\n", "latin-1")
    for command in (
        ["score", str(latin), "-o", out, "--encoding", "utf-8"],
        ["score", str(tmp_path / "missing.csv"), "-o", out],
        ["score", str(reviews), "-o", out, "--model", "nobody"],
        ["score", str(reviews), "-o", out, "--text", "body"],
        ["score", str(reviews), "-o", str(tmp_path / "out.docx")],
        ["score", str(reviews), "-o", str(tmp_path / "no" / "folder.csv")],
        ["score", str(reviews), "-o", str(reviews)],
    ):
        assert main(command) == 1, command
        said = capsys.readouterr().err
        assert said.startswith("textminer: ")
        assert len(said.strip().splitlines()) == 1
    assert not Path(out).exists()
    assert rows_of(reviews)[0] == ["id", "review", "score"]


def test_a_damaged_model_file_is_refused(
    reviews: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = resource_path("models", "english.safetensors").read_bytes()
    damaged = tmp_path / "damaged.safetensors"
    damaged.write_bytes(whole[:-100] + bytes(100))
    out = tmp_path / "out.csv"
    assert main(["score", str(reviews), "-o", str(out), "--model", str(damaged)]) == 1
    assert "damaged" in capsys.readouterr().err
    assert not out.exists()


def test_a_full_disk_leaves_what_stood_there(
    reviews: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out.csv"
    out.write_text("old", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        import errno
        import os

        def refuse(_descriptor: int) -> None:
            raise OSError(errno.ENOSPC, "No space left on device")

        patch.setattr(os, "fsync", refuse)
        assert main(["score", str(reviews), "-o", str(out)]) == 1
    assert "disk is full" in capsys.readouterr().err
    assert out.read_text(encoding="utf-8") == "old"


@pytest.mark.parametrize(
    "command", [["score"], ["score", "a.csv"], ["nonsense", "--x"], ["words", "a.csv", "--ngrams", "9"]]
)
def test_wrong_usage_ends_with_two(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    from textminer.cli.commands import run_command_line

    assert run_command_line(command) == 2
    assert "usage:" in capsys.readouterr().err


def test_a_language_that_no_model_has_learnt_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    german = "Das Zimmer war sauber, das Frühstück leider nicht besonders gut und sehr laut."
    reviews = write(tmp_path / "reviews.csv", f'text,city\n"{german}",Köln\n')
    assert main(["score", str(reviews), "-o", str(tmp_path / "out.csv")]) == 0
    assert "seem to be in German" in capsys.readouterr().err


def test_a_language_that_the_model_has_learnt_is_not_worth_a_word(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], reviews: Path
) -> None:
    assert main(["score", str(reviews), "-o", str(tmp_path / "out.csv")]) == 0
    assert "seem to be" not in capsys.readouterr().err


def test_a_neutral_threshold_moves_the_unsure_and_stands_in_the_receipt(
    reviews: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plain, moved = tmp_path / "plain.csv", tmp_path / "moved.csv"
    assert main(["score", str(reviews), "-o", str(plain)]) == 0
    assert main(["score", str(reviews), "-o", str(moved), "--neutral-threshold", "1"]) == 0
    before, after = rows_of(plain)[1:], rows_of(moved)[1:]
    assert [row[3] for row in before] == ["positive", "negative", "", ""]
    assert [row[3] for row in after] == ["neutral", "neutral", "", ""]
    assert [row[4:] for row in after] == [row[4:] for row in before]
    for path, threshold in ((plain, 0.0), (moved, 1.0)):
        receipt = json.loads(path.with_name(f"{path.name}.receipt.json").read_text(encoding="utf-8"))
        assert receipt["recipe"]["neutral_threshold"] == threshold
    assert main(["score", str(reviews), "-o", str(moved), "--neutral-threshold", "1.2"]) == 2
    assert "from 0 to 1" in capsys.readouterr().err
