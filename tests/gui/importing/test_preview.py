"""The first rows as they are shown: short, plain, in their order."""

from pathlib import Path

import pytest

from textminer.corpus.recipe import ImportSettings
from textminer.errors import TableError
from textminer.gui.importing.preview import MAX_CHARACTERS, N_ROWS, look


def written(folder: Path, text: str | bytes, name: str = "texts.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_only_the_first_rows_are_shown_and_whether_there_are_more(tmp_path: Path) -> None:
    exactly = look(
        [written(tmp_path, "n,text\n" + "".join(f"{n},fine {n}\n" for n in range(N_ROWS)))], ImportSettings()
    )
    more = look(
        [written(tmp_path, "n,text\n" + "".join(f"{n},fine {n}\n" for n in range(N_ROWS + 1)))],
        ImportSettings(),
    )
    assert len(exactly.rows) == len(more.rows) == N_ROWS
    assert exactly.is_whole
    assert not more.is_whole
    assert more.rows[7] == ("7", "fine 7")


def test_a_long_cell_is_cut_with_a_mark_and_a_short_one_is_not(tmp_path: Path) -> None:
    preview = look(
        [written(tmp_path, f"text,n\n{'a' * 5000},1\n{'b' * MAX_CHARACTERS},2\n")], ImportSettings()
    )
    assert preview.rows[0][0] == "a" * (MAX_CHARACTERS - 1) + "…"
    assert preview.rows[1][0] == "b" * MAX_CHARACTERS


def test_line_breaks_in_a_cell_are_shown_on_one_line(tmp_path: Path) -> None:
    preview = look([written(tmp_path, 'text,n\n"one\r\ntwo\nthree",1\n')], ImportSettings())
    assert preview.rows[0][0] == "one ↵ two ↵ three"


def test_a_column_is_numbers_only_where_every_filled_cell_is_one(tmp_path: Path) -> None:
    preview = look([written(tmp_path, "a,b,c,d,e\n1,-2.5,3 %,4,\n,1e5,10,x,\n")], ImportSettings())
    assert preview.are_numbers == (True, True, True, False, False)


def test_roles_come_with_their_reasons(tmp_path: Path) -> None:
    preview = look(
        [written(tmp_path, "when,review\n2024-01-01,It was fine\n2024-01-02,It was not\n")], ImportSettings()
    )
    assert preview.roles.text == 1
    assert preview.roles.date == 0
    assert set(preview.reasons) == {0, 1}


def test_a_file_that_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TableError):
        look([written(tmp_path, bytes(range(256)) * 40, "picture.csv")], ImportSettings())
