"""Does bootstrap.py see what is missing, what is broken and what may be left alone?"""

import json
import socket
import sys
import sysconfig
from pathlib import Path

import pytest

import bootstrap


def make_environment(folder: Path, *packages: str) -> Path:
    """A folder that looks like a virtual environment with these packages in it."""
    venv = folder / ".venv"
    python = venv / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    python.parent.mkdir(parents=True)
    python.touch()
    places = {"base": str(venv), "platbase": str(venv)}
    library = Path(sysconfig.get_path("purelib", "venv", vars=places))
    for package in packages:
        (library / package).mkdir(parents=True)
        (library / f"{package}-1.0.dist-info").mkdir()
    return venv


def make_checkout(folder: Path) -> Path:
    folder.mkdir()
    (folder / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    (folder / "constraints.txt").write_text("numpy==2.4.6\n", encoding="utf-8")
    return folder


def test_only_libraries_that_do_not_load_are_missing() -> None:
    def load(name: str) -> None:
        if name != "libpresent.so.1":
            raise OSError(name)

    libraries = {"libabsent.so.1": "absent1", "libpresent.so.1": "present1", "libgone.so.2": "gone2"}
    assert bootstrap.missing_packages(libraries, load) == ["absent1", "gone2"]


def test_a_user_who_may_not_install_is_told_the_exact_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(bootstrap.os, "geteuid", lambda: 1000)
    monkeypatch.setattr(bootstrap, "_succeeds", lambda command: False)
    with pytest.raises(
        bootstrap.SetUpError, match=r"^Qt is short\. .*\n    sudo apt-get install libgl1 libegl1$"
    ):
        bootstrap.install_packages(["libgl1", "libegl1"], "Qt is short.")


def test_a_system_without_apt_is_told_the_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bootstrap.shutil, "which", lambda name: None)
    with pytest.raises(bootstrap.SetUpError, match="libgl1, libegl1"):
        bootstrap.install_packages(["libgl1", "libegl1"], "Qt is short.")


def test_the_key_follows_dependencies_python_and_place(tmp_path: Path) -> None:
    here = make_checkout(tmp_path / "here")
    key = bootstrap.environment_key(here, "3.11.7")
    assert bootstrap.environment_key(here, "3.11.7") == key
    assert bootstrap.environment_key(here, "3.12.0") != key
    assert bootstrap.environment_key(make_checkout(tmp_path / "there"), "3.11.7") != key
    (here / "constraints.txt").write_text("numpy==2.5.0\n", encoding="utf-8")
    assert bootstrap.environment_key(here, "3.11.7") != key


def test_what_the_tests_need_serves_the_window_but_not_the_other_way() -> None:
    assert bootstrap.is_stamped({"kind": "dev", "key": "k"}, bootstrap.RUNTIME, "k")
    assert bootstrap.is_stamped({"kind": "runtime", "key": "k"}, bootstrap.RUNTIME, "k")
    assert not bootstrap.is_stamped({"kind": "runtime", "key": "k"}, bootstrap.DEV, "k")
    assert not bootstrap.is_stamped({"kind": "dev", "key": "old"}, bootstrap.DEV, "k")
    assert not bootstrap.is_stamped({}, bootstrap.RUNTIME, "k")


def test_a_whole_environment_is_left_alone(tmp_path: Path) -> None:
    venv = make_environment(tmp_path, "torch", "numpy")
    stamp = {"kind": "dev", "key": "k", "packages": bootstrap.installed_packages(venv)}
    assert stamp["packages"] == ["numpy", "torch"]
    assert not bootstrap.is_broken(venv, stamp)
    assert not bootstrap.is_broken(venv, {}), "one made by hand is completed, not thrown away"
    assert not bootstrap.is_broken(tmp_path / "absent", stamp), "one that is absent is made, not repaired"


def test_a_package_that_disappeared_breaks_the_environment(tmp_path: Path) -> None:
    venv = make_environment(tmp_path, "numpy")
    assert bootstrap.is_broken(venv, {"kind": "dev", "key": "k", "packages": ["numpy", "torch"]})


def test_an_installation_that_was_killed_breaks_the_environment(tmp_path: Path) -> None:
    venv = make_environment(tmp_path, "numpy")
    assert bootstrap.is_broken(venv, {"kind": bootstrap.UNFINISHED})


def test_an_environment_whose_python_went_away_is_broken(tmp_path: Path) -> None:
    venv = make_environment(tmp_path, "numpy")
    bootstrap._python_of(venv).unlink()
    assert bootstrap.is_broken(venv, {})


@pytest.mark.parametrize("content", ["", "{", "[1, 2]", "null"])
def test_a_stamp_that_cannot_be_read_counts_as_none(tmp_path: Path, content: str) -> None:
    stamp = tmp_path / "stamp"
    assert bootstrap.read_stamp(stamp) == {}
    stamp.write_text(content, encoding="utf-8")
    assert bootstrap.read_stamp(stamp) == {}
    stamp.write_text(json.dumps({"kind": "dev"}), encoding="utf-8")
    assert bootstrap.read_stamp(stamp) == {"kind": "dev"}


def test_extra_wheels_come_from_a_folder_a_page_or_an_index(tmp_path: Path) -> None:
    assert bootstrap.wheel_options("") == []
    assert bootstrap.wheel_options(str(tmp_path)) == ["--find-links", str(tmp_path)]
    assert bootstrap.wheel_options("https://example.org/wheels.html")[0] == "--find-links"
    assert bootstrap.wheel_options("https://example.org/simple")[0] == "--extra-index-url"


def test_files_open_the_window_and_sub_commands_do_not(tmp_path: Path) -> None:
    table = tmp_path / "reviews.csv"
    table.touch()
    assert bootstrap.opens_window([])
    assert bootstrap.opens_window([str(table)])
    assert not bootstrap.opens_window(["score", str(table), "-o", "scored.csv"])


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has displays that may be absent")
def test_no_display_and_a_dead_display_are_seen() -> None:
    assert not bootstrap.display_answers({})
    assert not bootstrap.display_answers({"DISPLAY": f":{unused_display()}"})
    assert bootstrap.display_answers({"WAYLAND_DISPLAY": "wayland-0"})
    assert bootstrap.display_answers({"QT_QPA_PLATFORM": "offscreen"})


def unused_display() -> int:
    """The number of an X display that nobody serves, by file or by port."""
    for number in range(200, 300):
        with socket.socket() as probe:
            if not Path(f"/tmp/.X11-unix/X{number}").exists() and probe.connect_ex(
                ("127.0.0.1", 6000 + number)
            ):
                return number
    raise AssertionError("every display is taken")


def test_wrong_usage_shows_the_two_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert bootstrap.main([]) == 2
    assert "bootstrap.py run" in capsys.readouterr().err
    assert bootstrap.main(["--help"]) == 0
    assert "bootstrap.py test" in capsys.readouterr().out


def test_an_old_python_is_told_what_is_needed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap.sys, "version_info", (3, 9, 2))
    assert bootstrap.main(["run"]) == 1
    assert "needs Python 3.11 or later" in capsys.readouterr().err
