"""Whatever happens in the middle of a write, the whole old or the whole new file stands there."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from textminer import atomic
from textminer.cli.commands import run_command_line
from textminer.resource_files import resource_path
from textminer.sentiment.model_file import read_model

REPOSITORY = Path(__file__).parents[2]
COMPILER = shutil.which("cc")
# Kinds by what has to be imported for them; for those that make many calls, how many are passed over.
GROUPS = {
    "tables": (
        "csv",
        "xlsx:16",
        "parquet",
        "jsonl",
        "project",
        "autosave",
        "receipt",
        "steps",
        "settings",
        "report",
    ),
    "models": ("checkpoint", "run", "model", "stream:6"),
}
PAGES = (
    "pdf",
    "figure",
)  # take long to draw: `python -m tests.durability.writes fail` tries each call by hand
WITHOUT_SENTENCE = {"receipt", "steps", "checkpoint", "run", "model", "figure"}  # given by who writes them

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="signals, mounts and shims of Linux")


@on_linux
def test_a_process_killed_while_it_writes_leaves_a_whole_file_and_the_next_write_sweeps() -> None:
    command = [sys.executable, "-m", "tests.durability.kills", "--rounds", "2", "--kinds", "csv", "project"]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=True)
    assert done.stdout.count("2 of 2 whole") == 2
    assert done.stdout.count("2 of 2 swept") == 2


@pytest.fixture(scope="module")
def shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if COMPILER is None:
        pytest.skip("there is no C compiler")
    built = tmp_path_factory.mktemp("shim") / "failing_calls.so"
    source = Path(__file__).with_name("failing_calls.c")
    subprocess.run([COMPILER, "-shared", "-fPIC", "-o", str(built), str(source), "-ldl"], check=True)
    return built


@on_linux
@pytest.mark.parametrize("group", list(GROUPS))
def test_whichever_system_call_fails_the_old_file_stays_and_nothing_is_left(
    shim: Path, tmp_path: Path, group: str
) -> None:
    command = [sys.executable, "-m", "tests.durability.writes", "fail", str(tmp_path), *GROUPS[group]]
    environment = {**os.environ, "LD_PRELOAD": str(shim)}
    done = subprocess.run(
        command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    n_calls = {kind: int(n) for kind, n in (line.split("\t") for line in done.stdout.splitlines())}
    assert len(n_calls) == len(GROUPS[group])
    assert min(n_calls.values()) >= 7  # to open, write, flush, close and rename


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of four megabytes; skipped where it cannot be mounted."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = shutil.which("mount")
    if (
        mount is None
        or subprocess.run(
            [mount, "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)], capture_output=True, check=False
        ).returncode
    ):
        pytest.skip("a small disk cannot be mounted here")
    yield place
    subprocess.run(["umount", str(place)], check=True)


@on_linux
@pytest.mark.parametrize("group", list(GROUPS))
def test_a_full_disk_leaves_the_old_file_and_says_so(small_disk: Path, group: str) -> None:
    (small_disk / "filler").write_bytes(bytes(4 * 2**20 - 20_000))
    kinds = [kind.split(":")[0] for kind in (*GROUPS[group], *(PAGES if group == "tables" else ()))]
    command = [sys.executable, "-m", "tests.durability.writes", "once", str(small_disk), *kinds]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not done.stderr
    said = dict(line.split("\t") for line in done.stdout.splitlines())
    assert sorted(said) == sorted(kinds)
    for kind in set(kinds) - {"settings"}:  # which last as long as the process then, and are told elsewhere
        assert ("No space" if kind in WITHOUT_SENTENCE else "The disk is full") in said[kind], kind


@on_linux
def test_a_full_disk_under_the_checkpoints_is_told_and_the_training_comes_to_its_end(
    small_disk: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (small_disk / "filler").write_bytes(bytes(4 * 2**20 - 200_000))
    monkeypatch.setenv("XDG_DATA_HOME", str(small_disk))
    target = tmp_path / "a.safetensors"
    tickets = str(resource_path("samples", "support-tickets.csv"))
    arguments = ["train", tickets, "--text", "message", "--label", "label", "-o", str(target), "--steps", "2"]
    assert run_command_line(arguments) == 0
    assert "No space left on device). Make room there" in capsys.readouterr().err
    assert read_model(target)
    assert [path for path in small_disk.rglob("*") if path.is_file()] == [small_disk / "filler"]


@on_linux
def test_where_the_folder_for_temporary_files_is_full_the_sentence_names_it(
    small_disk: Path, tmp_path: Path
) -> None:
    (small_disk / "filler").write_bytes(bytes(4 * 2**20 - 200_000))
    command = [sys.executable, "-m", "tests.durability.writes", "once", str(tmp_path / "out"), "xlsx"]
    (tmp_path / "out").mkdir()
    environment = {**os.environ, "TMPDIR": str(small_disk)}
    done = subprocess.run(
        command, cwd=REPOSITORY, env=environment, capture_output=True, text=True, check=True
    )
    assert f"temporary files, {small_disk}, is full" in done.stdout
    assert [path.name for path in small_disk.iterdir()] == ["filler"]


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
