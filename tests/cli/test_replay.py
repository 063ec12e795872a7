"""`textminer replay` says whether a receipt still gives its export, and in which rows it does not."""

import json
from pathlib import Path

import pytest

from textminer.__main__ import main
from textminer.corpus.filter import DocumentFilter
from textminer.corpus.given_labels import GivenLabels
from textminer.corpus.recipe import Recipe
from textminer.sentiment.scored_corpus import with_prediction
from textminer.workflows.exporting import export_scored, rows_of, spans_of
from textminer.workflows.models import load_model
from textminer.workflows.opening import open_corpus
from textminer.workflows.scoring import score_texts

ROWS = (
    b"id;review\r\n007;A wonderful, warm room.\r\n008;The worst breakfast ever.\r\n009;\r\n"
    b"010;Good value\r\n011;Bad value\r\n012;caf\xe9 noir, d\xc3\xa9j\xc3\xa0 vu\r\n"
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    path = tmp_path / "reviews.csv"
    path.write_bytes(ROWS)
    return path


def scored(source: Path, ending: str, *options: str) -> Path:
    """An export of the source; returns its receipt."""
    out = source.with_name(f"out{ending}")
    assert main(["score", str(source), "-o", str(out), *options]) == 0
    return out.with_name(out.name + ".receipt.json")


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet", ".jsonl", ".tsv"])
def test_the_same_file_gives_the_same_export(
    source: Path, capsys: pytest.CaptureFixture[str], ending: str
) -> None:
    receipt = scored(source, ending)
    capsys.readouterr()
    assert main(["replay", str(receipt), str(source)]) == 0
    found = capsys.readouterr()
    assert found.out == "identical\n"
    assert found.err == ""


def test_a_changed_export_differs_in_the_rows_that_were_changed(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receipt = scored(source, ".csv", "--for-spreadsheets", "--with-bom")
    out = source.with_name("out.csv")
    out.write_bytes(
        out.read_bytes().replace(b"008;", b"8;").replace(b"Bad value;negative", b"Bad value;positive")
    )
    capsys.readouterr()
    assert main(["replay", str(receipt), str(source)]) == 1
    assert capsys.readouterr().out == "differs in 2 rows (rows 2, 5)\n"
    assert main(["replay", str(receipt), str(out)]) == 1  # the export itself: its source lies beside it
    assert capsys.readouterr().out == "differs in 2 rows (rows 2, 5)\n"


def test_a_changed_source_differs_and_it_is_said_that_it_is_another_file(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receipt = scored(source, ".jsonl")
    source.write_bytes(ROWS.replace(b"Good value", b"Poor value"))
    capsys.readouterr()
    assert main(["replay", str(receipt), str(source)]) == 1
    found = capsys.readouterr()
    assert found.out == "differs in 1 row (row 4)\n"
    assert "no longer the file" in found.err


def test_without_the_export_its_hash_still_tells(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    receipt = scored(source, ".csv")
    source.with_name("out.csv").unlink()
    assert main(["replay", str(receipt), str(source)]) == 0
    source.write_bytes(ROWS.replace(b"Good value", b"Poor value"))
    assert main(["replay", str(receipt), str(source)]) == 1
    assert "not known in which rows" in capsys.readouterr().out


def test_numbers_that_other_hardware_may_change_are_no_difference(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    receipt = scored(source, ".jsonl")
    out = source.with_name("out.jsonl")
    rows = [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]
    rows[0]["score"] += 2e-6
    out.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    capsys.readouterr()
    assert main(["replay", str(receipt), str(source)]) == 0
    assert capsys.readouterr().out == "identical, but for numbers that differ by at most 2e-06\n"


def test_an_export_of_some_documents_is_replayed_with_these(
    source: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    import numpy as np

    from textminer.corpus.recipe import Recipe
    from textminer.sentiment.scored_corpus import with_prediction
    from textminer.workflows.exporting import export_scored
    from textminer.workflows.models import load_model
    from textminer.workflows.opening import open_corpus
    from textminer.workflows.scoring import score_texts

    corpus = open_corpus([source], text_column="review")
    corpus = with_prediction(corpus, score_texts(corpus.texts(), load_model("english")).prediction)
    recipe = Recipe(
        imports=corpus.imports, roles=corpus.roles, language="en", filter=DocumentFilter(find="value")
    )
    export_scored(corpus, tmp_path / "some.csv", recipe, np.array([0, 3, 4]))
    assert main(["replay", str(tmp_path / "some.csv.receipt.json"), str(source)]) == 0
    assert capsys.readouterr().out == "identical\n"
    receipt = json.loads((tmp_path / "some.csv.receipt.json").read_text(encoding="utf-8"))
    assert receipt["rows"] == [[0, 1], [3, 5]]


def test_spans_are_positions_and_positions_spans() -> None:
    import numpy as np

    assert spans_of(None) is None
    assert rows_of(None) is None
    for rows in ([], [0], [1, 2, 3], [0, 2, 3, 9]):
        spans = spans_of(np.array(rows, dtype=np.int64))
        found = rows_of(spans)
        assert found is not None
        assert found.tolist() == rows


@pytest.mark.parametrize(
    ("key", "value"), [("export_name", "../../evil.csv"), ("export_name", ""), ("recipe", {"run": "rm"})]
)
def test_a_hostile_receipt_is_refused(
    source: Path, capsys: pytest.CaptureFixture[str], key: str, value: object
) -> None:
    receipt = scored(source, ".csv")
    values = json.loads(receipt.read_text(encoding="utf-8"))
    values[key] = value
    receipt.write_text(json.dumps(values), encoding="utf-8")
    capsys.readouterr()
    assert main(["replay", str(receipt), str(source)]) == 1
    assert "receipt" in capsys.readouterr().err
    assert not (source.parent.parent.parent / "evil.csv").exists()


def test_labels_that_the_user_gave_are_part_of_what_is_replayed(
    source: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    corpus = open_corpus([source])
    model = load_model("english")
    prediction = score_texts(corpus.texts(), model).prediction
    labels = GivenLabels({0: "positive", 1: "negative", 3: "neutral"})
    recipe = Recipe(imports=corpus.imports, roles=corpus.roles, language=corpus.language)
    out = source.with_name("out.csv")
    export_scored(with_prediction(corpus, prediction, labels), out, recipe, labels=labels)
    receipt = source.with_name("out.csv.receipt.json")
    assert main(["replay", str(receipt), str(source)]) == 0
    assert capsys.readouterr().out == "identical\n"
    again = open_corpus([out])
    assert again.table.names == ("id", "review", "your_label")
    assert again.table.column(2).to_list() == ["positive", "negative", "", "neutral", "", ""]
