"""A file larger than memory is scored part by part into the very bytes that scoring it at once gives."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from textminer.__main__ import main
from textminer.storage import record_stream, text_stream
from textminer.workflows import streaming

WORDS = [
    "good",
    "bad",
    "room",
    "breakfast",
    "lovely",
    "awful",
    "the",
    "staff",
    "好",
    "“quite”",
    "quiet;",
    "noisy,",
]


@pytest.fixture
def reviews(tmp_path: Path) -> Path:
    """Rows of all kinds: empty, repeated, ragged, over several lines, with an unmatched quotation mark."""
    rng = np.random.default_rng(0)
    rows = ["id,review,city"]
    for number in range(400):
        text = " ".join(rng.choice(WORDS, rng.integers(0, 9)))
        rows.append(f'{number:03d},"{text}",Porto')
        if number % 37 == 0:
            rows += [
                f"{number}x",
                f'{number}y,"two\nlines",Faro',
                f'{number}z,"open,Faro',
                f"{number},a,b,c",
                "",
            ]
    path = tmp_path / "reviews.csv"
    path.write_bytes(("\r\n".join(rows) + "\r\n").encode())
    return path


@pytest.fixture
def in_small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is read in parts of a kilobyte and scored in blocks of 64 documents."""
    monkeypatch.setattr(streaming, "STREAM_FROM_BYTES", 0)
    monkeypatch.setattr(record_stream, "PART_BYTES", 1_000)
    monkeypatch.setattr(record_stream, "MARGIN_BYTES", 2_000)
    monkeypatch.setattr("textminer.workflows.scoring.BLOCK_DOCUMENTS", 64)
    monkeypatch.setattr(streaming, "PART_DOCUMENTS", 128)


@pytest.mark.parametrize("ending", [".csv", ".tsv", ".jsonl"])
@pytest.mark.parametrize("options", [[], ["--for-spreadsheets", "--with-bom", "--neutral-threshold", "0.7"]])
def test_the_bytes_and_the_receipt_are_those_of_scoring_at_once(
    reviews: Path,
    tmp_path: Path,
    in_small_parts: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    ending: str,
    options: list[str],
) -> None:
    streamed, whole = tmp_path / f"streamed{ending}", tmp_path / f"whole{ending}"
    taken: list[object] = []
    monkeypatch.setattr(
        "textminer.cli.score.score_stream", lambda *given: taken.append(1) or streaming.score_stream(*given)
    )
    assert main(["score", str(reviews), "-o", str(streamed), *options]) == 0
    told = capsys.readouterr().err.replace("streamed", "whole")
    assert taken
    monkeypatch.setattr(streaming, "STREAM_FROM_BYTES", 2**40)
    assert main(["score", str(reviews), "-o", str(whole), *options]) == 0
    assert len(taken) == 1
    assert capsys.readouterr().err == told
    assert streamed.read_bytes() == whole.read_bytes()
    receipts = [
        json.loads((path.with_name(path.name + ".receipt.json")).read_text(encoding="utf-8"))
        for path in (streamed, whole)
    ]
    receipts[0]["export_name"] = receipts[1]["export_name"]
    assert receipts[0] == receipts[1]


@pytest.mark.parametrize("damage", ["a byte that cannot be decoded", "a code page", "UTF-16"])
def test_other_bytes_than_utf_8_come_out_of_the_parts_as_they_went_in(
    reviews: Path, tmp_path: Path, in_small_parts: None, monkeypatch: pytest.MonkeyPatch, damage: str
) -> None:
    text = reviews.read_bytes().decode()
    if damage == "a code page":
        reviews.write_bytes(text.replace("好", "très café").encode("cp1252"))
    elif damage == "UTF-16":
        reviews.write_bytes(text.encode("utf-16"))
    else:
        reviews.write_bytes(text.encode() + b"400,caf\xe9 good \xff,Porto\r\n")
    streamed, whole = tmp_path / "streamed.csv", tmp_path / "whole.csv"
    taken: list[object] = []
    monkeypatch.setattr(
        "textminer.cli.score.score_stream", lambda *given: taken.append(1) or streaming.score_stream(*given)
    )
    assert main(["score", str(reviews), "-o", str(streamed)]) == 0
    assert taken
    monkeypatch.setattr(streaming, "STREAM_FROM_BYTES", 2**40)
    assert main(["score", str(reviews), "-o", str(whole)]) == 0
    assert streamed.read_bytes() == whole.read_bytes()
    rows = reviews.read_bytes()
    assert streamed.read_bytes()[:2] == rows[:2]
    if damage == "a byte that cannot be decoded":
        assert b"caf\xe9 good \xff,Porto" in streamed.read_bytes()


def test_an_export_is_scored_part_by_part_as_what_it_was_made_from(
    reviews: Path, tmp_path: Path, in_small_parts: None
) -> None:
    first, second = tmp_path / "first.csv", tmp_path / "second.csv"
    assert main(["score", str(reviews), "-o", str(first), "--for-spreadsheets"]) == 0
    assert main(["score", str(first), "-o", str(second), "--for-spreadsheets", "--text", "review"]) == 0
    one, two = (path.read_bytes().split(b"\r\n") for path in (first, second))
    assert [row.split(b",sco")[0].split(b",emp")[0] for row in one] == [
        row.split(b",sco")[0].split(b",emp")[0] for row in two
    ]


def test_what_cannot_be_read_in_parts_is_read_at_once(tmp_path: Path, in_small_parts: None) -> None:
    reviews = tmp_path / "a.csv"
    reviews.write_bytes("id,review\n1,よかったです とても\n2,つまらなかったです\n".encode("iso2022_jp"))
    assert main(["score", str(reviews), "-o", str(tmp_path / "out.csv"), "--text", "review"]) == 0
    assert (tmp_path / "out.csv").read_bytes().decode("iso2022_jp_2").startswith("id,review,sentiment")


def test_a_part_that_fails_leaves_nothing_behind(
    reviews: Path, tmp_path: Path, in_small_parts: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.csv"
    out.write_bytes(b"old")
    score = streaming.score_texts
    calls: list[int] = []

    def failing(*given: object) -> object:
        calls.append(1)
        if len(calls) == 3:
            raise KeyboardInterrupt
        return score(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(streaming, "score_texts", failing)
    assert main(["score", str(reviews), "-o", str(out)]) == 1
    assert len(calls) == 3
    assert out.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "reviews.csv"]


def _truncate(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def _replace(path: Path) -> None:
    """Another file of the same size and time."""
    found, data = path.stat(), path.read_bytes()
    path.unlink()
    path.with_name("keeps the number").write_bytes(b"")
    path.write_bytes(data.replace(b"Porto", b"Braga"))
    os.utime(path, ns=(found.st_atime_ns, found.st_mtime_ns))


def _become_a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize(
    ("happens", "moments"),
    [
        (Path.unlink, (0.0, 0.3, 0.65)),
        (_truncate, (0.1, 0.5, 0.99)),
        (_replace, (0.3, 0.8)),
        (_become_a_folder, (0.9,)),
        (lambda path: path.write_bytes(b""), (0.65,)),
    ],
)
def test_a_file_that_goes_or_changes_ends_in_a_sentence_and_leaves_no_output(
    reviews: Path,
    tmp_path: Path,
    in_small_parts: None,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    happens: Callable[[Path], object],
    moments: tuple[float, ...],
) -> None:
    opened, source = text_stream._blocks, reviews.read_bytes()
    n_blocks = 5 * -(-len(source) // 2_000)  # read to the end for encoding, records, roles, ledger and scores
    n_seen, due = 0, 0

    def counted(path: Path, start: int) -> Iterator[bytes]:
        nonlocal n_seen
        for block in opened(path, start):
            if n_seen == due:
                happens(path)
            n_seen += 1
            yield block

    monkeypatch.setattr(text_stream, "READ_BYTES", 2_000)
    monkeypatch.setattr(text_stream, "_blocks", counted)
    output = tmp_path / "out" / "scored.csv"
    output.parent.mkdir()
    for number, moment in enumerate(moments):
        file = tmp_path / f"{number}.csv"
        file.write_bytes(source)
        n_seen, due = 0, int(n_blocks * moment)
        assert main(["score", str(file), "-o", str(output)]) == 1
        assert n_seen >= due
        said = capsys.readouterr().err.splitlines()[-1]
        assert said.startswith("textminer: “")
        assert f"{number}.csv" in said
        assert "Errno" not in said
        assert list(output.parent.iterdir()) == []
