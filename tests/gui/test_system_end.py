"""A signal of the system ends the real program as closing its window does: no crash is told afterwards."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
PROGRAM = """
import sys
from PySide6.QtCore import QTimer
from textminer import app
made = app.Application.warm_up
def warmed(self, ready=lambda: None):
    made(self, ready)
    self.jobs.finished.connect(lambda job: print("ready", flush=True) if job.lane == "warm-up" else None)
app.Application.warm_up = warmed
sys.exit(app.run_window([]))
"""


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_signal_ends_the_program_well(tmp_path: Path, name: str) -> None:
    places = {key: str(tmp_path) for key in ("HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME")}
    environment = {**os.environ, **places, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(
        [sys.executable, "-c", PROGRAM], cwd=REPOSITORY, env=environment, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"ready\n"
        kept = list(tmp_path.rglob("autosave/*"))
        assert [path.suffix for path in kept if path.suffix == ".lock"] == [".lock"]
        process.send_signal(getattr(signal, name))
        assert process.wait(60) == 0
    assert list(tmp_path.rglob("autosave/*")) == []
    assert list(tmp_path.rglob("settings.json"))  # size and place of the window, as after every close
