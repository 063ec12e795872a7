"""The export dialog: what it offers, refuses and starts."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from tests.builders import corpus_of
from tests.gui.workplace import Workplace
from textminer.corpus.corpus import Corpus, Source
from textminer.corpus.filter import DocumentFilter
from textminer.corpus.recipe import ImportSettings
from textminer.gui.exporting.dialog import ALL, FILTERED, SELECTED, ExportDialog
from textminer.storage.exports import ExportResult


@pytest.fixture
def corpus(tmp_path: Path) -> Corpus:
    source = tmp_path / "reviews.csv"
    source.write_text("text,city\ngood,Porto\nbad,=1+1\nok,Faro\n", encoding="utf-8")
    made = corpus_of(["good", "bad", "ok"], city=["Porto", "=1+1", "Faro"])
    imports = ImportSettings(encoding="utf-8", delimiter=";")
    return replace(made, sources=(Source(source, "0"),), imports=imports)


@pytest.fixture
def dialog(qtbot: QtBot, workplace: Workplace, corpus: Corpus) -> ExportDialog:
    workplace.open(corpus)
    workplace.score()
    workplace.session.set_filter(DocumentFilter(find="o"))
    workplace.session.select(np.array([2]))
    made = ExportDialog(workplace.session, workplace.commands)
    qtbot.addWidget(made)
    made.show()
    return made


def export(dialog: ExportDialog, workplace: Workplace) -> list[ExportResult]:
    results: list[ExportResult] = []
    workplace.commands.exported.connect(results.append)
    dialog.export_button.click()
    workplace.settle()
    return results


def test_each_choice_of_rows_says_how_many(dialog: ExportDialog) -> None:
    texts = [dialog.rows[number].text() for number in (ALL, FILTERED, SELECTED)]
    assert [text[text.index("(") :] for text in texts] == ["(3)", "(2)", "(1)"]
    assert dialog.export_button.text() == "Export 3 rows"
    dialog.rows[SELECTED].setChecked(True)
    assert dialog.export_button.text() == "Export 1 row"


def test_all_documents_go_into_a_new_file_beside_the_source(
    dialog: ExportDialog, workplace: Workplace, corpus: Corpus
) -> None:
    (result,) = export(dialog, workplace)
    assert result.path.name == "reviews-scored.csv"
    lines = result.path.read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("text;city;sentiment;confidence;score")
    assert len(lines) == 4
    assert result.path.with_name("reviews-scored.csv.receipt.json").exists()
    assert not dialog.isVisible()


@pytest.mark.parametrize(("choice", "texts"), [(FILTERED, ["good", "ok"]), (SELECTED, ["ok"])])
def test_filtered_and_selected_documents_are_exported_alone(
    dialog: ExportDialog, workplace: Workplace, choice: int, texts: list[str]
) -> None:
    dialog.rows[choice].setChecked(True)
    (result,) = export(dialog, workplace)
    lines = result.path.read_text(encoding="utf-8").splitlines()[1:]
    assert [line.split(";")[0] for line in lines] == texts


def test_formulas_are_guarded_when_asked(dialog: ExportDialog, workplace: Workplace) -> None:
    dialog.guard.setChecked(True)
    assert "gets an apostrophe" in dialog.note.text()
    (result,) = export(dialog, workplace)
    assert "'=1+1" in result.path.read_text(encoding="utf-8")


def test_the_byte_order_mark_for_excel_is_an_option(dialog: ExportDialog, workplace: Workplace) -> None:
    dialog.encodings.setCurrentIndex(1)
    (result,) = export(dialog, workplace)
    assert result.path.read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_format_decides_the_ending(dialog: ExportDialog, workplace: Workplace) -> None:
    dialog.formats[".jsonl"].click()
    assert dialog.target.text().endswith("reviews-scored.jsonl")
    assert not dialog.guard.isVisible()
    (result,) = export(dialog, workplace)
    assert len(result.path.read_text(encoding="utf-8").splitlines()) == 3


def test_exporting_over_the_source_asks_again(
    dialog: ExportDialog, workplace: Workplace, corpus: Corpus
) -> None:
    source = corpus.sources[0].path
    assert source is not None
    before = source.read_bytes()
    dialog.target.setText(str(source))
    assert export(dialog, workplace) == []
    assert dialog.isVisible()
    assert "came from" in dialog.error.text()
    assert source.read_bytes() == before
    dialog.rows[SELECTED].setChecked(True)
    assert export(dialog, workplace) == []
    assert export(dialog, workplace)
    assert source.read_bytes() != before


def test_a_folder_that_is_not_there_is_told_in_the_dialog(
    dialog: ExportDialog, workplace: Workplace, tmp_path: Path
) -> None:
    dialog.target.setText(str(tmp_path / "nowhere" / "out.csv"))
    assert export(dialog, workplace) == []
    assert dialog.error.isVisible()


def test_what_excel_cannot_hold_is_said_before(qtbot: QtBot, workplace: Workplace, tmp_path: Path) -> None:
    workplace.open(corpus_of(["x" * 40_000, "good"]))
    dialog = ExportDialog(workplace.session, workplace.commands)
    qtbot.addWidget(dialog)
    dialog.show()
    assert not dialog.cut.isVisible()
    dialog.formats[".xlsx"].click()
    assert dialog.cut.isVisible()
    assert "1 cell is longer (row 2, column “text”)" in dialog.note.text()
    dialog.cut.setChecked(True)
    dialog.target.setText(str(tmp_path / "cut.xlsx"))
    (result,) = export(dialog, workplace)
    assert "1 cell was cut" in result.notices[0].message


def test_repeated_names_are_said_for_formats_that_have_none(qtbot: QtBot, workplace: Workplace) -> None:
    from tests.builders import table_of_columns
    from textminer.corpus.columns import ColumnRoles

    table = table_of_columns(["a", "a"], [["x"], ["y"]])
    workplace.open(Corpus("x.csv", table, ColumnRoles(text=0), "en"))
    dialog = ExportDialog(workplace.session, workplace.commands)
    qtbot.addWidget(dialog)
    dialog.formats[".parquet"].click()
    assert "distinct names: a repeated one gets the next free number" in dialog.note.text()
    assert "“a” → “a_2”" in dialog.note.text()
    dialog.formats[".csv"].click()
    assert "distinct names" not in dialog.note.text()
