"""Rows of SQL dumps beside those of the database that wrote them."""

import sqlite3
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from tests.storage.test_round_trips import many
from textminer.corpus.recipe import ImportSettings
from textminer.storage.record_stream import open_stream
from textminer.storage.tables import preview_table, read_table

texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=12)
cells = st.one_of(
    texts, st.sampled_from(["'", "''", "\\'", "');", "--", "/*", "GO", "\nINSERT INTO r", "NULL"])
)
names = st.lists(texts.filter(str.strip), min_size=2, max_size=4, unique_by=str.lower)


@many
@given(data=st.data())
def test_what_sqlite_dumps_is_read_cell_for_cell(tmp_path: Path, data: st.DataObject) -> None:
    columns = data.draw(names)
    rows = data.draw(st.lists(st.tuples(*[cells] * len(columns)), min_size=1, max_size=6))
    quoted = ", ".join('"' + name.replace('"', '""') + '" TEXT' for name in columns)
    with sqlite3.connect(":memory:") as base:
        base.execute(f"CREATE TABLE reviews ({quoted})")
        base.executemany(f"INSERT INTO reviews VALUES ({', '.join('?' * len(columns))})", rows)
        dump = "\n".join(base.iterdump())
    path = tmp_path / "dump.sql"
    path.write_text(dump, encoding="utf-8", newline="")
    read = read_table(path)
    assert read.columns == columns
    assert read.frame.to_numpy(dtype=object).tolist() == [list(row) for row in rows]


def test_the_tables_of_a_dump_are_offered_as_sheets(tmp_path: Path) -> None:
    path = tmp_path / "dump.sql"
    path.write_text(
        "INSERT INTO a VALUES (1,'long text');\nINSERT INTO b (x) VALUES (2);\n", encoding="utf-8"
    )
    read = read_table(path)
    assert read.sheets == ("a", "b")
    assert read.settings.sheet == "a"
    other = read_table(path, ImportSettings(sheet="b"))
    assert (other.columns, other.frame.iloc[:, 0].tolist()) == (["x"], ["2"])
    assert preview_table(path, ImportSettings(sheet="b")).frame.equals(other.frame)


def test_a_dump_is_not_read_part_by_part(tmp_path: Path) -> None:
    path = tmp_path / "dump.sql"
    path.write_text("INSERT INTO a VALUES (1,'long text');\n", encoding="utf-8")
    assert open_stream(path) is None
