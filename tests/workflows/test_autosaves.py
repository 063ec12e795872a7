"""What is kept for a crash: only for a process that died, only for the user, and only as long as it is of use."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from textminer.storage.projects import SUFFIX
from textminer.workflows import autosaves
from textminer.workflows.autosaves import ENDED, OPEN, OPENING, RunningMark, discard, leftovers, purge

REPOSITORY = Path(__file__).parents[2]
PROCESS = """
import sys, time
from pathlib import Path
from textminer.workflows.autosaves import RunningMark
mark = RunningMark(Path(sys.argv[1]))
mark.begin()
mark.note([Path("reviews.csv")], sys.argv[2])
if sys.argv[2] == "open":
    mark.project.write_bytes(b"a project")
print("ready", flush=True)
time.sleep(60)
"""


def dead_process(folder: Path, stage: str) -> None:
    """A process that has a file open and is killed."""
    command = [sys.executable, "-c", PROCESS, str(folder), stage]
    with subprocess.Popen(command, cwd=REPOSITORY, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        assert leftovers(folder) == []  # it is alive
        process.send_signal(signal.SIGKILL if os.name != "nt" else signal.SIGTERM)


def test_a_killed_process_leaves_what_it_had_open(tmp_path: Path) -> None:
    dead_process(tmp_path, OPEN)
    (leftover,) = leftovers(tmp_path)
    assert leftover.stage == OPEN
    assert leftover.files == ((REPOSITORY / "reviews.csv"),)
    assert leftover.project is not None
    assert leftover.project.read_bytes() == b"a project"
    discard(leftover, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_process_killed_while_opening_leaves_the_name_of_the_suspect(tmp_path: Path) -> None:
    dead_process(tmp_path, OPENING)
    (leftover,) = leftovers(tmp_path)
    assert leftover.stage == OPENING
    assert leftover.project is None
    assert purge(tmp_path) == 1
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_ends_well_leaves_nothing(tmp_path: Path) -> None:
    mark = RunningMark(tmp_path)
    mark.begin()
    mark.note([tmp_path / "a.csv"], OPEN)
    mark.project.write_bytes(b"a project")
    assert leftovers(tmp_path) == []
    assert purge(tmp_path) == 0
    assert mark.project.exists()
    mark.end()
    assert list(tmp_path.iterdir()) == []


def test_a_process_that_had_nothing_open_is_forgotten(tmp_path: Path) -> None:
    (tmp_path / "1-ab.lock").write_bytes(b"")
    (tmp_path / "1-ab.crash.txt").write_bytes(b"")
    assert leftovers(tmp_path) == []
    assert list(tmp_path.iterdir()) == []


def test_what_is_a_month_old_is_forgotten(tmp_path: Path) -> None:
    lock = tmp_path / "1-ab.lock"
    lock.write_bytes(b"")
    (tmp_path / "1-ab.state.json").write_text(
        json.dumps({"files": ["/a.csv"], "stage": OPEN}), encoding="utf-8"
    )
    assert len(leftovers(tmp_path)) == 1
    long_ago = time.time() - 2 * autosaves.FORGOTTEN_AFTER_S
    os.utime(lock, (long_ago, long_ago))
    assert leftovers(tmp_path) == []


@pytest.mark.parametrize("state", [b"", b"[]", b"{", b'{"files": 3}', b"\xff"])
def test_a_damaged_state_is_no_reason_to_fail(tmp_path: Path, state: bytes) -> None:
    (tmp_path / "1-ab.lock").write_bytes(b"")
    (tmp_path / "1-ab.state.json").write_bytes(state)
    (tmp_path / f"1-ab{SUFFIX}").write_bytes(b"a project")
    (leftover,) = leftovers(tmp_path)
    assert leftover.project is not None


@pytest.mark.skipif(os.name == "nt", reason="modes of POSIX")
def test_nobody_else_can_read_what_is_kept(tmp_path: Path) -> None:
    mark = RunningMark(tmp_path / "autosave")
    mark.begin()
    mark.note([tmp_path / "a.csv"], OPEN)
    assert (tmp_path / "autosave").stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "autosave").iterdir()} == {0o600}
    mark.end()


def test_the_suffix_is_that_of_projects() -> None:
    assert autosaves.SUFFIX == SUFFIX


def test_the_mark_is_made_before_anything_heavy_is_imported() -> None:
    script = "import sys, textminer.workflows.autosaves; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=REPOSITORY, capture_output=True, text=True, check=True
    )
    assert not {"pandas", "pyarrow", "numpy", "torch"} & set(done.stdout.split())


def test_a_process_that_the_system_ends_leaves_what_was_not_saved(tmp_path: Path) -> None:
    mark = RunningMark(tmp_path)
    mark.begin()
    mark.watch()
    mark.note([tmp_path / "a.csv"], OPEN)
    mark.project.write_bytes(b"a project")
    mark.end(keeps=True)
    (leftover,) = leftovers(tmp_path)
    assert (leftover.stage, leftover.files, leftover.details) == (ENDED, (tmp_path / "a.csv",), "")
    discard(leftover, tmp_path)
    assert list(tmp_path.iterdir()) == []
