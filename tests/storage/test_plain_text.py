"""What one document of a plain text file is can be chosen; nothing between the documents is lost unsaid."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from textminer.corpus.recipe import ImportSettings
from textminer.storage.tables import HEAD_BYTES, preview_table, read_table
from textminer.workflows.opening import open_corpus

POEM = "First line,\nsecond line.\n\n\n  \nThird\r\n\r\nLast, without an end"


def texts(folder: Path, content: str, unit: str, name: str = "poem.txt") -> list[str]:
    path = folder / name
    path.write_bytes(content.encode())
    read = read_table(path, ImportSettings(one_text=unit))
    assert read.columns == ["text"]
    assert read.settings.one_text == unit
    return read.frame[0].to_list()


def test_a_paragraph_keeps_its_lines(tmp_path: Path) -> None:
    assert texts(tmp_path, POEM, "paragraph") == [
        "First line,\nsecond line.",
        "Third",
        "Last, without an end",
    ]


def test_the_whole_file_is_one_document_to_the_last_character(tmp_path: Path) -> None:
    assert texts(tmp_path, POEM, "file") == [POEM]


def test_lines_can_be_asked_of_a_file_that_looks_like_a_table(tmp_path: Path) -> None:
    table = "id,text\n1,good\n2,bad\n"
    assert texts(tmp_path, table, "line") == ["id,text", "1,good", "2,bad"]
    assert texts(tmp_path, '{"a": 1}\n{"a": 2}\n', "line", "lines.jsonl") == ['{"a": 1}', '{"a": 2}']


@given(
    st.lists(st.text("ab c.", min_size=1).filter(str.strip), min_size=1),
    st.sampled_from(["\n", "\r\n", "\r"]),
)
def test_paragraphs_are_found_again_whatever_ends_the_lines(
    tmp_path_factory: pytest.TempPathFactory, parts: list[str], newline: str
) -> None:
    assert texts(tmp_path_factory.mktemp("a"), (newline * 2).join(parts), "paragraph") == parts


def test_a_large_file_is_one_document_though_only_one_row_is_wanted(tmp_path: Path) -> None:
    path = tmp_path / "book.txt"
    path.write_bytes(b"a line of the book\n" * (HEAD_BYTES // 10))
    read = read_table(path, ImportSettings(one_text="file"), max_rows=1)
    assert len(read.frame.iat[0, 0]) == path.stat().st_size


def test_first_rows_are_those_of_the_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "large.csv"
    lines = [f'{n},"text {n}, with a comma and ""quotes"""\n' for n in range(400_000)]
    path.write_text("id,text\n" + "".join(lines))
    assert path.stat().st_size > 2 * HEAD_BYTES
    whole = read_table(path)
    for n in (1, 5_000, 300_000):
        assert read_table(path, max_rows=n).frame.equals(whole.frame.iloc[:n])
    assert len(preview_table(path, n_rows=3).frame) == 3


def test_a_corpus_of_the_first_rows_says_so_and_counts_over_all_files(tmp_path: Path) -> None:
    paths = [tmp_path / f"{n}.csv" for n in range(3)]
    for path in paths:
        path.write_text("text,n\ngood room,1\nbad room,2\n")
    corpus = open_corpus(paths, ImportSettings(first_rows=3))
    assert corpus.texts() == ["good room", "bad room", "good room"]
    assert corpus.imports.first_rows == 3
    assert any("first 3 rows" in notice.message for notice in corpus.notices)
    assert open_corpus(paths, ImportSettings(first_rows=99)).table.n_documents == 6
