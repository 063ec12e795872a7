"""Whatever happens in the middle of a write, the whole old or the whole new file stands there."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.durability.kills import kill_in_rounds
from tests.durability.writes import target_of
from textminer import atomic

REPOSITORY = Path(__file__).parents[2]
COMPILER = shutil.which("cc")
LIGHT_KINDS = ("csv", "xlsx", "parquet", "jsonl", "project", "settings", "receipt")

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="signals, mounts and shims of Linux")


@on_linux
@pytest.mark.parametrize("kind", ["csv", "project"])
def test_a_process_killed_while_it_writes_leaves_a_whole_file(kind: str) -> None:
    found = kill_in_rounds(kind, 2)
    assert found.n_whole == found.n_rounds
    assert found.n_middle >= 1


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if COMPILER is None:
        pytest.skip("there is no C compiler")
    built = tmp_path_factory.mktemp("shim") / "failing_calls.so"
    source = Path(__file__).with_name("failing_calls.c")
    subprocess.run([COMPILER, "-shared", "-fPIC", "-o", str(built), str(source), "-ldl"], check=True)
    return built


@on_linux
@pytest.mark.parametrize("kind", LIGHT_KINDS)
def test_whichever_system_call_fails_the_old_file_stays_and_nothing_is_left(
    shim: Path, tmp_path: Path, kind: str
) -> None:
    command = [sys.executable, "-m", "tests.durability.writes", kind, str(tmp_path), "fail"]
    environment = {**os.environ, "LD_PRELOAD": str(shim)}
    done = subprocess.run(
        command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 3  # at least a write, the flush and the renaming


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a megabyte; skipped where it cannot be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if (
        mount is None
        or subprocess.run(
            [mount, "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("a small disk cannot be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@on_linux
@pytest.mark.parametrize("kind", LIGHT_KINDS)
def test_a_full_disk_leaves_the_old_file_and_says_so(small_disk: Path, kind: str) -> None:
    target = target_of(kind, small_disk)
    target = target.with_name("a.csv.receipt.json") if kind == "receipt" else target
    target.write_bytes(b"old")
    (small_disk / "filler").write_bytes(bytes(500_000))
    command = [sys.executable, "-m", "tests.durability.writes", kind, str(small_disk), "once"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert re.search("disk is full|No space", done.stdout)
    assert target.read_bytes() == b"old"
    assert sorted(path.name for path in small_disk.iterdir()) == sorted([target.name, "filler"])


def test_the_file_is_on_the_disk_before_it_gets_its_name_and_the_name_before_it_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a power cut between two of these steps leaves is the old or the new file."""
    steps: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def noted_fsync(descriptor: int) -> None:
        steps.append("folder" if Path(f"/proc/self/fd/{descriptor}").is_dir() else "file")
        fsync(descriptor)

    def noted_replace(path: Path, target: Path) -> Path:
        steps.append("name")
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", noted_fsync)
    monkeypatch.setattr(Path, "replace", noted_replace)
    atomic.write_bytes(tmp_path / "a.txt", b"new")
    assert steps in (["file", "name", "folder"], ["file", "name", "file"], ["file", "name"])
