"""Several files become one table by the names of their columns."""

import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from textminer.corpus.notice import Notice
from textminer.corpus.recipe import ImportSettings
from textminer.storage.joining import join_tables
from textminer.storage.tables import TableRead


def read_of(columns: list[str], rows: list[list[str]], *notices: Notice) -> TableRead:
    frame = pd.DataFrame({n: pd.array([row[n] for row in rows], dtype="str") for n in range(len(columns))})
    return TableRead(columns, frame, notices, ImportSettings(encoding="utf-8"), "csv")


def rows_of(read: TableRead) -> list[list[str]]:
    return read.frame.to_numpy(dtype=object).tolist()


def test_columns_are_joined_by_name_with_empty_cells_and_it_is_said() -> None:
    one = read_of(["id", "text"], [["1", "good"]])
    two = read_of(["text", "stars"], [["bad", "2"]], Notice("nul", "A NUL.", (2,)))
    joined = join_tables([one, two], ["one.csv", "two.csv"])
    assert joined.columns == ["id", "text", "stars", "source file"]
    assert rows_of(joined) == [["1", "good", "", "one.csv"], ["", "bad", "2", "two.csv"]]
    assert [notice.kind for notice in joined.notices] == ["joined-by-name", "nul"]
    assert joined.notices[1].message == "two.csv: A NUL."


def test_files_of_equal_columns_are_joined_without_a_word() -> None:
    joined = join_tables([read_of(["a"], [["1"]]), read_of(["a"], [["2"]])], ["x", "y"])
    assert rows_of(joined) == [["1", "x"], ["2", "y"]]
    assert joined.notices == ()


def test_repeated_names_join_in_their_order() -> None:
    joined = join_tables(
        [read_of(["a", "a"], [["1", "2"]]), read_of(["a", "b", "a"], [["3", "4", "5"]])], ["x", "y"]
    )
    assert joined.columns == ["a", "a", "b", "source file"]
    assert rows_of(joined) == [["1", "2", "", "x"], ["3", "5", "4", "y"]]


@given(
    st.lists(
        st.lists(st.sampled_from("abc "), min_size=1, max_size=4).flatmap(
            lambda names: st.tuples(
                st.just(names),
                st.lists(st.lists(st.text(max_size=3), min_size=len(names), max_size=len(names)), max_size=3),
            )
        ),
        min_size=1,
        max_size=4,
    )
)
def test_no_row_and_no_cell_is_lost(tables: list[tuple[list[str], list[list[str]]]]) -> None:
    joined = join_tables(
        [read_of(names, rows) for names, rows in tables], [str(n) for n in range(len(tables))]
    )
    assert len(joined.frame) == sum(len(rows) for _names, rows in tables)
    assert joined.frame.shape[1] == len(joined.columns)
    n_own = len(joined.columns) - (len(tables) > 1)  # the last one is the name of the file
    kept = sorted(cell for row in rows_of(joined) for cell in row[:n_own] if cell)
    assert kept == sorted(cell for _names, rows in tables for row in rows for cell in row if cell)
    assert all(str(dtype) == "str" for dtype in joined.frame.dtypes)
