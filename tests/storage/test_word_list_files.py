"""Files with lists of words come in as they were meant and go out as they were."""

from pathlib import Path

import pytest

from textminer.corpus.word_lists import Synonyms, Theme
from textminer.errors import ExportError, WordListError
from textminer.storage.word_list_files import (
    read_synonyms,
    read_themes,
    read_words,
    write_synonyms,
    write_themes,
    write_words,
)

THEMES = (Theme("Staff", ("waiter*", "front desk")), Theme("Joy", (":)", "happ*")))


@pytest.mark.parametrize("ending", [".txt", ".csv", ".json", ".dic"])
def test_themes_survive_a_file(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"themes{ending}"
    write_themes(path, THEMES)
    assert read_themes(path) == THEMES


@pytest.mark.parametrize("ending", [".txt", ".json"])
def test_words_survive_a_file(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"words{ending}"
    write_words(path, ("hotel", "front desk", "酒店"))
    assert read_words(path) == ("hotel", "front desk", "酒店")


def test_synonyms_survive_a_file(tmp_path: Path) -> None:
    path = tmp_path / "synonyms.csv"
    write_synonyms(path, (Synonyms("room", ("rooms", "suite*")),))
    assert read_synonyms(path) == (Synonyms("room", ("rooms", "suite*")),)


def test_a_dictionary_of_liwc_is_read(tmp_path: Path) -> None:
    path = tmp_path / "LIWC.dic"
    path.write_text("%\n1\tPosemo\n2\tNegemo\n20\tSocial\n%\nlove*\t1\t20\nhate*\t2\nkind of\t1\n", "utf-8")
    assert read_themes(path) == (
        Theme("Posemo", ("love*", "kind of")),
        Theme("Negemo", ("hate*",)),
        Theme("Social", ("love*",)),
    )


def test_a_word_of_no_category_is_named_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "bad.dic"
    path.write_text("%\n1\tPosemo\n%\nlove*\t1\nhate*\t7\n", "utf-8")
    with pytest.raises(WordListError, match=r"bad\.dic.*line 5.*7"):
        read_themes(path)


def test_a_table_may_have_a_pattern_a_row_or_all_in_one(tmp_path: Path) -> None:
    path = tmp_path / "themes.csv"
    path.write_text("theme;pattern\nStaff;waiter*;rude\nFood;tea\nStaff;cook\n", "utf-8")
    assert read_themes(path) == (Theme("Staff", ("waiter*", "rude", "cook")), Theme("Food", ("tea",)))


def test_json_may_be_an_object_of_lists_or_a_list(tmp_path: Path) -> None:
    path = tmp_path / "themes.json"
    path.write_text('{"Staff": ["waiter*"], "Food": ["tea"]}', "utf-8")
    assert read_themes(path) == (Theme("Staff", ("waiter*",)), Theme("Food", ("tea",)))
    path.write_text('["a", "b"]', "utf-8")
    assert read_words(path) == ("a", "b")


def test_plain_words_are_a_theme_of_the_files_name(tmp_path: Path) -> None:
    path = tmp_path / "colours.txt"
    path.write_text("red\nblue\n", "utf-8")
    assert read_themes(path) == (Theme("colours", ("red", "blue")),)


def test_other_encodings_are_read(tmp_path: Path) -> None:
    path = tmp_path / "themes.txt"
    path.write_bytes("Größe: groß, größer, schön, weiß, süß\n".encode("cp1252"))
    assert read_themes(path) == (Theme("Größe", ("groß", "größer", "schön", "weiß", "süß")),)


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.json", b"{"), ("a.json", b"3"), ("a.json", b'{"themes": [{"name": 3}]}'), ("a.txt", b"\n"), ("a.txt", b"\0\1\2" * 99)],
)  # fmt: skip
def test_what_is_no_list_is_refused_by_its_name(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(WordListError, match=name):
        read_themes(path)
    with pytest.raises(WordListError, match="gone"):
        read_words(tmp_path / "gone.txt")


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="words"):
        write_words(tmp_path / "no" / "words.txt", ("a",))
