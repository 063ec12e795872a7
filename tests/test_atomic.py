"""A file is the whole new one or the untouched old one, whatever happens in between."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import tempfile
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


def killed_write(target: Path) -> Path:
    """What a process leaves that is killed in the middle of a write to `target`."""
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(target)], cwd=REPOSITORY, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"half\n"
        process.kill()
    [part] = parts_in(target.parent)
    return part


@pytest.mark.skipif(os.name == "nt", reason="locks of POSIX")
def test_the_next_write_into_the_folder_removes_what_a_killed_one_has_left(tmp_path: Path) -> None:
    killed_write(tmp_path / "a.txt")
    atomic.write_bytes(tmp_path / "b.txt", b"new")
    assert names_in(tmp_path) == ["b.txt"]


@pytest.mark.skipif(os.name == "nt", reason="locks of POSIX")
def test_the_unfinished_file_of_a_living_process_stays_however_old_it_is(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, str(tmp_path / "a.txt")], cwd=REPOSITORY, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"half\n"
        process.send_signal(signal.SIGSTOP)
        [part] = parts_in(tmp_path)
        aged(part)
        assert atomic.sweep(tmp_path) == 0
        assert part.exists()
        process.kill()
    assert atomic.sweep(tmp_path) == 1


def test_of_another_computer_only_what_is_older_than_a_day_is_swept(tmp_path: Path) -> None:
    """The lock of a file on a shared disk may be known to the computer alone that took it."""
    old, young = (tmp_path / f".{name}.csv.00000000-0123456789ab.tm-part" for name in ("old", "young"))
    for path in (old, young):
        path.write_bytes(b"x")
    aged(old)
    assert atomic.sweep(tmp_path) == 1
    assert parts_in(tmp_path) == [young]


def test_only_names_and_kinds_that_are_surely_ours_are_swept(tmp_path: Path) -> None:
    """Neither what somebody else may have called nearly so, nor a link, nor a folder of such a name."""
    [part] = [killed_write(tmp_path / "a.txt")] if os.name != "nt" else [tmp_path / ".a.0123456789ab.tm-part"]
    part.unlink(missing_ok=True)
    tag = part.name.split(".")[-2]
    mine = [f"a.{tag}.tm-part", f".a.{tag}.tm-part.txt", ".a.1.tm-part", f".a.{tag[:-1]}.tm-part", ".tm-part"]
    for name in mine:
        (tmp_path / name).write_bytes(b"x")
        aged(tmp_path / name)
    (tmp_path / f".link.{tag}.tm-part").symlink_to(tmp_path / mine[0])
    (tmp_path / f".folder.{tag}.tm-part").mkdir()
    aged(tmp_path / f".folder.{tag}.tm-part")
    before = sorted(names_in(tmp_path))
    assert atomic.sweep(tmp_path) == 0
    assert sorted(names_in(tmp_path)) == before


def test_a_scratch_folder_goes_with_its_block_and_with_its_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with atomic.scratch_folder() as folder:
        (folder / "a").write_bytes(b"x")
        with atomic.scratch_folder() as other:
            assert other != folder
            assert (folder / "a").exists()
    assert names_in(tmp_path) == []
    script = "import os\nfrom textminer.atomic import scratch_folder\nwith scratch_folder(): os._exit(1)"
    environment = {**os.environ, "TMPDIR": str(tmp_path), "TEMP": str(tmp_path)}
    subprocess.run([sys.executable, "-c", script], cwd=REPOSITORY, env=environment, check=False)
    assert len(names_in(tmp_path)) == 1
    with atomic.scratch_folder() as folder:
        assert names_in(tmp_path) == [folder.name]


@pytest.mark.skipif(os.name == "nt", reason="nothing is locked there")
def test_a_scratch_folder_that_another_process_sweeps_before_its_lock_is_made_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    take, swept = atomic._take, []

    def take_late(descriptor: int) -> None:
        if not swept:
            swept.extend(names_in(tmp_path))
            shutil.rmtree(tmp_path / swept[0])
        take(descriptor)

    monkeypatch.setattr(atomic, "_take", take_late)
    with atomic.scratch_folder() as folder:
        assert len(swept) == 1
        (folder / "a").write_bytes(b"x")
        with atomic.scratch_folder():
            assert (folder / "a").exists()
    assert names_in(tmp_path) == []


def aged(path: Path) -> None:
    """Make a file two days old."""
    day_before_yesterday = time.time() - 2 * atomic.ABANDONED_AFTER_S
    os.utime(path, (day_before_yesterday, day_before_yesterday))


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


# Adds one to the number in the target as often as it is told, each time to what it has read just before.
ADDER = """
import sys
from pathlib import Path
from textminer.atomic import ChangedMeanwhile, Known, stamp_of, write_bytes
target = Path(sys.argv[1])
for _time in range(int(sys.argv[2])):
    while True:
        known = Known(stamp_of(target))
        if known.stamp is None:
            continue
        number = int(target.read_bytes())
        try:
            write_bytes(target, b"%d" % (number + 1), known=known)
            break
        except ChangedMeanwhile:
            continue
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows locks no folders")
def test_of_processes_that_write_what_they_know_of_none_loses_what_another_has_written(
    tmp_path: Path,
) -> None:
    target = tmp_path / "a.txt"
    target.write_bytes(b"0")
    command = [sys.executable, "-c", ADDER, str(target), "20"]
    adders = [subprocess.Popen(command, cwd=REPOSITORY) for _number in range(3)]
    assert [adder.wait() for adder in adders] == [0, 0, 0]
    assert target.read_bytes() == b"60"
    assert names_in(tmp_path) == ["a.txt"]


def test_a_file_that_nobody_knew_of_is_not_replaced(tmp_path: Path) -> None:
    target = tmp_path / "a.txt"
    known = atomic.Known(atomic.stamp_of(target))
    target.write_bytes(b"theirs")
    with pytest.raises(atomic.ChangedMeanwhile):
        atomic.write_bytes(target, b"mine", known=known)
    assert target.read_bytes() == b"theirs"
    assert names_in(tmp_path) == ["a.txt"]
