"""A place that cannot be written is answered with one sentence before the work, and nothing is lost."""

import errno
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from textminer import atomic
from textminer.__main__ import main
from textminer.workflows import streaming

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="mounts and pipes of Linux")


@pytest.fixture(params=["at once", "part by part"])
def source(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A small table, scored at once or as one that is larger than memory."""
    if request.param == "part by part":
        monkeypatch.setattr(streaming, "STREAM_FROM_BYTES", 0)
    path = tmp_path / "reviews.csv"
    path.write_text("id,review\n1,A wonderful room.\n2,The worst breakfast.\n", encoding="utf-8")
    return path


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A folder that nobody can write to, the superuser included."""
    place = tmp_path / "read-only"
    place.mkdir()
    mount = shutil.which("mount")
    if (
        mount is None
        or subprocess.run(
            [mount, "-t", "tmpfs", "-o", "ro", "tmpfs", str(place)], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("a file system cannot be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def refused(source: Path, target: str, capsys: pytest.CaptureFixture[str]) -> str:
    """The sentence, which must be one and must come before the file is read."""
    capsys.readouterr()
    assert main(["score", str(source), "-o", target]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert said.startswith("textminer: ")
    return said


def test_each_place_that_is_none_has_its_sentence(source: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = source.parent
    (folder / "out.csv").mkdir()
    (folder / "loop.csv").symlink_to(folder / "loop.csv")
    os.mkfifo(folder / "pipe.csv")
    before = sorted(folder.iterdir())
    assert "is a folder" in refused(source, str(folder / "out.csv"), capsys)
    assert "folder of" in refused(source, str(folder / "nowhere" / "a.csv"), capsys)
    assert "lies inside a file" in refused(source, str(source / "a.csv"), capsys)
    assert "too long" in refused(source, str(folder / ("x" * 300 + ".csv")), capsys)
    assert "receipt" in refused(source, str(folder / ("x" * 249 + ".csv")), capsys)
    assert "no file that can be written" in refused(source, str(folder / "loop.csv"), capsys)
    assert "no file that can be written" in refused(source, str(folder / "pipe.csv"), capsys)
    assert "no file that can be written" in refused(source, str(folder / "a\0.csv"), capsys)
    assert "no ending" in refused(source, str(folder / "a.doc"), capsys)
    assert "never changed" in refused(source, str(source), capsys)
    assert sorted(folder.iterdir()) == before


def test_a_folder_that_is_read_only_is_named(
    source: Path, read_only: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "may not be written" in refused(source, str(read_only / "a.csv"), capsys)


def test_a_link_is_written_through_and_a_link_to_nothing_makes_its_file(source: Path) -> None:
    folder = source.parent
    (folder / "old.csv").write_bytes(b"old")
    (folder / "link.csv").symlink_to(folder / "old.csv")
    (folder / "new-link.csv").symlink_to(folder / "new.csv")
    for link, real in (("link.csv", "old.csv"), ("new-link.csv", "new.csv")):
        assert main(["score", str(source), "-o", str(folder / link)]) == 0
        assert (folder / link).is_symlink()
        assert (folder / real).read_bytes().startswith(b"id,review,sentiment")
        assert (folder / f"{link}.receipt.json").is_file()


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("code", [errno.EIO, errno.EBUSY])
def test_an_error_of_the_disk_at_the_very_end_leaves_the_old_file(
    source: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    target = source.with_name("out.csv")
    target.write_bytes(b"old")

    def failing(*_arguments: object) -> None:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(*((atomic.os, "fsync") if call == "fsync" else (Path, "replace")), failing)
    said = refused(source, str(target), capsys)
    assert ("untouched" if code == errno.EIO else "another program holds it") in said
    assert target.read_bytes() == b"old"
    assert sorted(path.name for path in source.parent.iterdir()) == ["out.csv", "reviews.csv"]


@pytest.mark.parametrize("command", ["report", "train"])
def test_other_commands_refuse_before_their_work_as_well(
    source: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    ending = {"report": ".html", "train": ".safetensors"}[command]
    more = ["--text", "review", "--label", "id"] if command == "train" else []
    folder = source.with_name("folder" + ending)
    folder.mkdir()
    assert main([command, str(source), *more, "-o", str(folder)]) == 1
    assert "is a folder" in capsys.readouterr().err
    assert main([command, str(source), *more, "-o", str(source.with_name("x" * 300 + ending))]) == 1
    assert "too long" in capsys.readouterr().err
