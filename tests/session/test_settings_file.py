"""Settings survive: a damaged file holds none, and a disk that refuses loses no choice of this run."""

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray
from pytestqt.qtbot import QtBot

from textminer.session.preferences import Preferences, PreferenceValues
from textminer.session.settings_file import SettingsFile


def test_what_was_set_is_there_in_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "settings.json"
    first = Preferences(path)
    first.set(PreferenceValues(theme="dark", scale=1.3, autosave=False))
    first.set_geometry(QByteArray(b"\x01\xd9\x00 size"))
    (tmp_path / "a.csv").write_bytes(b"text\n")
    first.add_recent(tmp_path / "a.csv")
    second = Preferences(path)
    assert second.values == PreferenceValues(theme="dark", scale=1.3, autosave=False)
    assert second.geometry() == QByteArray(b"\x01\xd9\x00 size")
    assert second.recent_files == [tmp_path / "a.csv"]
    assert [entry.name for entry in path.parent.iterdir()] == ["settings.json"]


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b"\xff\xfe", b'{"preferences/scale": "large"}', b"[" * 99_999]
)
def test_a_damaged_file_gives_the_defaults_and_can_be_written_again(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(content)
    preferences = Preferences(path)
    assert preferences.values == PreferenceValues()
    assert preferences.recent_files == []
    assert preferences.geometry() is None
    preferences.set(PreferenceValues(theme="light"))
    assert json.loads(path.read_text(encoding="utf-8"))["preferences/theme"] == "light"


def test_where_the_disk_refuses_a_choice_lasts_as_long_as_the_process(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    settings = SettingsFile(tmp_path / "file" / "settings.json")  # no folder can be made there
    settings.set_values({"a": 1})
    assert settings.value("a") == 1
    assert settings.problem is not None


def test_a_write_that_fails_is_told_and_so_is_one_that_is_good_again(qtbot: QtBot, tmp_path: Path) -> None:
    place = tmp_path / "folder"
    place.write_bytes(b"")
    preferences, told = Preferences(place / "settings.json"), []
    preferences.stored.connect(told.append)
    preferences.set(PreferenceValues(theme="dark"))
    place.unlink()
    preferences.set(PreferenceValues(theme="light"))
    assert isinstance(told[0], OSError)
    assert told[1] is None


@pytest.mark.skipif(os.name == "nt", reason="names of POSIX are bytes")
def test_a_recent_file_whose_name_is_no_unicode_is_remembered(tmp_path: Path) -> None:
    odd = Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.csv"))
    odd.write_bytes(b"text\n")
    Preferences(tmp_path / "settings.json").add_recent(odd)
    assert Preferences(tmp_path / "settings.json").recent_files == [odd]


def test_two_windows_keep_what_the_other_has_set(tmp_path: Path) -> None:
    one, other = Preferences(tmp_path / "settings.json"), Preferences(tmp_path / "settings.json")
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_bytes(b"text\n")
    one.add_recent(tmp_path / "a.csv")
    other.set(PreferenceValues(theme="dark"))
    other.add_recent(tmp_path / "b.csv")
    third = Preferences(tmp_path / "settings.json")
    assert third.values.theme == "dark"
    assert third.recent_files == [tmp_path / "b.csv", tmp_path / "a.csv"]


def test_two_windows_lose_none_of_what_each_has_chosen(qtbot: QtBot, tmp_path: Path) -> None:
    one, other = Preferences(tmp_path / "settings.json"), Preferences(tmp_path / "settings.json")
    one.set(replace(one.values, theme="dark"))
    other.set(replace(other.values, scale=1.3))
    assert Preferences(tmp_path / "settings.json").values == PreferenceValues(theme="dark", scale=1.3)
    with qtbot.waitSignal(one.changed):
        one.refresh()
    assert one.values == PreferenceValues(theme="dark", scale=1.3)


def test_many_processes_that_write_at_once_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    script = (
        "import sys; from pathlib import Path; from textminer.session.settings_file import SettingsFile;"
        "file = SettingsFile(Path(sys.argv[1]));"
        "[file.set_values({f'{sys.argv[2]}/{n}': n}) for n in range(25)]"
    )
    writers = [subprocess.Popen([sys.executable, "-c", script, str(path), name]) for name in "abc"]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert len(json.loads(path.read_text(encoding="utf-8"))) == 75
