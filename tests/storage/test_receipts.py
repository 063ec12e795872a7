"""The receipt knows an export again, and which of its columns are ours."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from tests.builders import corpus_of
from textminer.corpus.recipe import Recipe
from textminer.errors import ExportError, TableError
from textminer.storage.receipts import (
    Receipt,
    Source,
    columns_of_ours,
    read_receipt,
    receipt_beside,
    receipt_path,
    versions,
    write_receipt,
)
from textminer.workflows.exporting import export_scored

RECEIPT = Receipt(
    sources=(Source("reviews.csv", "ab" * 32),),
    n_rows=3,
    columns=("id", "sentiment", "", "sentiment"),
    recipe={"model": "english", "roles": {"text": 1}},
    own_columns={"sentiment": "sentiment_2", "score": "score"},
    export_name="out.csv",
    export_sha256="cd" * 32,
    model="english",
    model_sha256="ef" * 32,
    seed=1,
    threads=2,
    versions={"python": "3.11"},
)


def test_a_receipt_comes_back_as_it_was_written(tmp_path: Path) -> None:
    path = write_receipt(tmp_path / "out.csv", RECEIPT)
    assert path == receipt_path(tmp_path / "out.csv") == tmp_path / "out.csv.receipt.json"
    assert read_receipt(path) == RECEIPT
    assert read_receipt(path).to_json() == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "content", [b"", b"{}", b"[]", b"null", b'{"textminer_receipt": 1}', b"\xff\xfe", b"[" * 100_000]
)
def test_what_is_no_receipt_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.receipt.json"
    path.write_bytes(content)
    with pytest.raises(TableError, match="receipt"):
        read_receipt(path)


@pytest.mark.parametrize(
    ("columns", "ours"),
    [
        (["id", "sentiment", "", "sentiment", "sentiment_2", "score"], {"sentiment_2", "score"}),
        (["text", "sentiment_2", "score"], {"sentiment_2", "score"}),
        (["id", "score", "sentiment_2"], set()),
        (["id", "sentiment_2", "score", "note"], set()),
        (["score", "sentiment_2", "score"], set()),
        (["id"], set()),
        ([], set()),
    ],
    ids=[
        "as written",
        "edited before ours",
        "order changed",
        "column added",
        "a foreign score",
        "gone",
        "empty",
    ],
)
def test_ours_are_the_columns_that_still_stand_at_the_end(
    tmp_path: Path, columns: list[str], ours: set[str]
) -> None:
    write_receipt(tmp_path / "out.csv", RECEIPT)
    assert columns_of_ours(tmp_path / "out.csv", columns) == ours


def test_without_a_receipt_that_can_be_read_every_column_is_foreign(tmp_path: Path) -> None:
    assert columns_of_ours(tmp_path / "out.csv", ["sentiment_2", "score"]) == set()
    receipt_path(tmp_path / "out.csv").write_bytes(b"{broken")
    assert columns_of_ours(tmp_path / "out.csv", ["sentiment_2", "score"]) == set()


def test_versions_name_what_decides_a_score() -> None:
    assert {"python", "torch", "nltk"} <= set(versions())


def test_a_receipt_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"out\.receipt\.json” cannot be read: No such file"):
        read_receipt(tmp_path / "out.receipt.json")


def of_digest(digest: str) -> Receipt:
    return replace(RECEIPT, export_sha256=digest)


def receipt_now(export: Path) -> str | None:
    """Whose receipt is read beside an export: its SHA-256, None where there is none."""
    try:
        return read_receipt(receipt_path(export)).export_sha256
    except TableError:
        return None


@pytest.mark.parametrize("has_old", [True, False])
@pytest.mark.parametrize("has_old_receipt", [True, False])
def test_at_each_moment_the_receipt_is_that_of_the_file_that_stands_there(
    tmp_path: Path, has_old: bool, has_old_receipt: bool
) -> None:
    """So a process that is killed in between leaves no receipt beside another file."""
    export, new = tmp_path / "out.csv", tmp_path / "new"
    if has_old:
        export.write_bytes(b"old")
    old = hashlib.sha256(b"old").hexdigest()
    if has_old_receipt:
        write_receipt(export, of_digest(old))
    new.write_bytes(b"new")
    with receipt_beside(export, of_digest) as before_naming:
        before_naming(new)
        assert not has_old or receipt_now(export) == (old if has_old_receipt else None)
        new.replace(export)
        assert receipt_now(export) == hashlib.sha256(b"new").hexdigest()
    assert read_receipt(receipt_path(export)) == of_digest(hashlib.sha256(b"new").hexdigest())
    assert b"replaces" not in receipt_path(export).read_bytes()


@pytest.mark.parametrize("has_old_receipt", [True, False])
def test_the_old_receipt_comes_back_where_the_export_does_not_get_its_name(
    tmp_path: Path, has_old_receipt: bool
) -> None:
    export, new = tmp_path / "out.csv", tmp_path / "new"
    export.write_bytes(b"old")
    if has_old_receipt:
        write_receipt(export, RECEIPT)
    before = sorted((path.name, path.read_bytes()) for path in tmp_path.iterdir())
    new.write_bytes(b"new")

    def failing() -> None:
        with receipt_beside(export, of_digest) as before_naming:
            before_naming(new)
            raise OSError("held")

    with pytest.raises(OSError, match="held"):
        failing()
    new.unlink()
    assert sorted((path.name, path.read_bytes()) for path in tmp_path.iterdir()) == before


def test_a_receipt_that_cannot_be_replaced_is_told_before_the_export_is(tmp_path: Path) -> None:
    export = tmp_path / "out.csv"
    export.write_bytes(b"old")
    receipt_path(export).mkdir()
    with pytest.raises(ExportError, match=r"out\.csv"):
        export_scored(corpus_of(["good", "bad"]), export, Recipe())
    assert export.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == [export.name, receipt_path(export).name]


def test_a_cancel_behind_the_new_name_leaves_the_new_receipt(tmp_path: Path) -> None:
    export, new = tmp_path / "out.csv", tmp_path / "new"
    export.write_bytes(b"old")
    write_receipt(export, RECEIPT)
    new.write_bytes(b"new")

    def interrupted() -> None:
        with receipt_beside(export, of_digest) as before_naming:
            before_naming(new)
            new.replace(export)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert receipt_now(export) == hashlib.sha256(b"new").hexdigest()
