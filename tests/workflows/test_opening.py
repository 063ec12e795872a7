"""Files become a corpus whose roles were guessed or given, or a sentence says why not."""

from pathlib import Path

import pytest

from textminer.corpus import languages
from textminer.corpus.recipe import ImportSettings
from textminer.errors import ColumnError, TableError
from textminer.resource_files import resource_path
from textminer.workflows.opening import open_corpus

SAMPLES = resource_path("samples")


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8", newline="")
    return path


@pytest.mark.parametrize(
    ("name", "text", "language", "rows"),
    [
        ("hotel-reviews.csv", "review", "en", 150),
        ("support-tickets.csv", "message", "en", 150),
        ("restaurant-reviews-zh.csv", "评论", "zh", 120),
    ],
)
def test_the_samples_open_with_their_text_column_and_language(
    name: str, text: str, language: str, rows: int
) -> None:
    corpus = open_corpus([SAMPLES / name])
    assert corpus.table.names[corpus.text_column] == text
    assert corpus.language == language
    assert corpus.table.n_documents == rows
    assert not corpus.notices


def test_a_named_text_column_wins_over_the_guess(tmp_path: Path) -> None:
    path = write(
        tmp_path, "a.csv", "review,title\nthe longer of the two texts,short one\nanother long text,two\n"
    )
    assert open_corpus([path], text_column="title").text_column == 1
    assert open_corpus([path], text_column="TITLE ").text_column == 1


def test_an_unknown_text_column_is_answered_with_those_there_are(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "review,city\nnice room,Porto\n")
    with pytest.raises(ColumnError, match=r"no column “body”.*review, city"):
        open_corpus([path], text_column="body")


def test_a_table_of_numbers_has_no_text_column(tmp_path: Path) -> None:
    path = write(tmp_path, "n.csv", "a,b\n1,2\n3,4\n")
    with pytest.raises(ColumnError, match="seems to hold texts"):
        open_corpus([path])


def test_files_with_different_headers_are_joined_by_name_and_it_is_said(tmp_path: Path) -> None:
    first = write(tmp_path, "a.csv", "review,city\nnice room,Porto\n")
    second = write(tmp_path, "b.csv", "city,review,stars\nFaro,loud room,2\n")
    corpus = open_corpus([first, second])
    assert corpus.table.names == ("review", "city", "stars", "source file")
    assert corpus.table.frame.to_numpy().tolist() == [
        ["nice room", "Porto", "", "a.csv"],
        ["loud room", "Faro", "2", "b.csv"],
    ]
    assert [notice.kind for notice in corpus.notices] == ["joined-by-name"]
    assert [source.path for source in corpus.sources] == [first, second]


def test_no_file_is_a_sentence() -> None:
    with pytest.raises(TableError, match="No file"):
        open_corpus([])


def test_a_given_delimiter_is_used(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "review|city, country\nnice room|Porto, Portugal\n")
    corpus = open_corpus([path], ImportSettings(delimiter="|"))
    assert corpus.table.names == ("review", "city, country")


def test_what_tells_languages_is_let_go_once_the_file_is_open(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("id,text\n" + "1,a long enough text that is surely in one language and no other\n" * 9)
    assert open_corpus([path]).language == "en"
    assert languages._identifier.cache_info().currsize == 0
