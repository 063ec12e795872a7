"""A file is the whole new one or the untouched old one, whatever happens in between."""

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from textminer import atomic

REPOSITORY = Path(__file__).parents[1]
# Writes the target again and again, and says so when half of a new file is on the disk.
WRITER = """
import sys
from pathlib import Path
from textminer.atomic import atomic_path
target, half = Path(sys.argv[1]), 400_000
for number in range(1_000_000):
    letter = b"ab"[number % 2 : number % 2 + 1]
    with atomic_path(target) as temporary, temporary.open("wb") as file:
        file.write(letter * half)
        file.flush()
        print("half", flush=True)
        file.write(letter * half)
    print("whole", flush=True)
"""


def parts_in(folder: Path) -> list[Path]:
    return list(folder.glob(f".*{atomic.TEMPORARY_SUFFIX}"))


def names_in(folder: Path) -> list[str]:
    return [path.name for path in folder.iterdir()]


def test_a_new_file_appears_whole_and_nothing_else_stays(tmp_path: Path) -> None:
    atomic.write_text(tmp_path / "a.txt", "häuser\r\n")
    assert (tmp_path / "a.txt").read_bytes() == "häuser\r\n".encode()
    assert names_in(tmp_path) == ["a.txt"]


def test_an_error_in_the_block_leaves_the_old_file_and_passes_on(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")

    def write_half() -> None:
        with atomic.atomic_path(target) as temporary:
            temporary.write_bytes(b"half of the new")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_half()
    assert target.read_bytes() == b"old"
    assert parts_in(tmp_path) == []


@pytest.mark.parametrize("call", ["fsync", "replace"])
def test_an_error_of_the_disk_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")

    def failing(*_arguments: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(*((os, "fsync") if call == "fsync" else (Path, "replace")), failing)
    with pytest.raises(OSError, match="Input/output"):
        atomic.write_bytes(target, b"new")
    assert target.read_bytes() == b"old"
    assert parts_in(tmp_path) == []


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("n_writes", range(12))
def test_a_process_killed_in_the_middle_of_a_write_leaves_a_whole_file(tmp_path: Path, n_writes: int) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"b" * 800_000)
    command = [sys.executable, "-c", WRITER, str(target)]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        for line in process.stdout:
            n_writes -= line == b"whole\n"
            if n_writes <= 0 and line == b"half\n":
                process.send_signal(signal.SIGKILL)
                break
    content = target.read_bytes()
    assert len(content) == 800_000
    assert content in (b"a" * 800_000, b"b" * 800_000)
    assert parts_in(tmp_path)  # the kill came before the rename


def test_only_what_writes_that_died_long_ago_have_left_is_swept(tmp_path: Path) -> None:
    old, young = (tmp_path / f".{name}.1{atomic.TEMPORARY_SUFFIX}" for name in ("old", "young"))
    other = tmp_path / "mine.tm-part.txt"
    for path in (old, young, other):
        path.write_bytes(b"x")
    day_before_yesterday = time.time() - 2 * atomic.ABANDONED_AFTER_S
    os.utime(old, (day_before_yesterday, day_before_yesterday))
    os.utime(other, (day_before_yesterday, day_before_yesterday))
    assert atomic.sweep(tmp_path) == 1
    assert not old.exists()
    assert young.exists()
    assert other.exists()


@pytest.mark.skipif(os.name == "nt", reason="symbolic links and modes of POSIX")
def test_a_link_is_written_through_and_permissions_stay(tmp_path: Path) -> None:
    target, link = tmp_path / "target.txt", tmp_path / "link.txt"
    target.write_bytes(b"old")
    target.chmod(0o640)
    link.symlink_to(target)
    atomic.write_bytes(link, b"new")
    assert link.is_symlink()
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o640


@pytest.mark.parametrize("name", ["x" * 255, "评" * 85, "a\nb.txt", "é.txt", ".hidden"])
def test_any_name_that_the_file_system_allows_can_be_written(tmp_path: Path, name: str) -> None:
    atomic.write_bytes(tmp_path / name, b"new")
    assert names_in(tmp_path) == [name]


def test_a_folder_and_a_missing_folder_are_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        atomic.write_bytes(tmp_path, b"new")
    with pytest.raises(FileNotFoundError):
        atomic.write_bytes(tmp_path / "nowhere" / "a.txt", b"new")
    assert names_in(tmp_path) == []


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="the superuser may write everything")
def test_a_file_marked_read_only_is_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"old")
    target.chmod(0o444)
    with pytest.raises(PermissionError):
        atomic.write_bytes(target, b"new")
    assert target.read_bytes() == b"old"
