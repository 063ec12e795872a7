"""What a process that died has left half written in the program's own folders goes at the next start."""

import subprocess
import sys
from pathlib import Path

from textminer.atomic import atomic_path
from textminer.sentiment.model_file import models_folder
from textminer.workflows.kept_trainings import training_folder
from textminer.workflows.unfinished_files import sweep_own_folders

DIES_IN_A_WRITE = """
import os, sys
from pathlib import Path
from textminer.atomic import atomic_path
with atomic_path(Path(sys.argv[1])) as temporary:
    temporary.write_bytes(b"half")
    os._exit(9)
"""


def test_half_written_files_of_processes_that_died_go_and_those_of_living_ones_stay(tmp_path: Path) -> None:
    folders = [models_folder(), training_folder() / "key", tmp_path / "settings"]
    for folder in folders:
        folder.mkdir(parents=True)
        (folder / "whole").write_bytes(b"whole")
        assert subprocess.run([sys.executable, "-c", DIES_IN_A_WRITE, str(folder / "a")]).returncode == 9
        assert len(list(folder.iterdir())) == 2
    with atomic_path(training_folder() / "of this process") as temporary:
        assert sweep_own_folders([tmp_path / "settings"]) == 3
        assert temporary.exists()
    assert [path.name for folder in folders[1:] for path in folder.iterdir()] == ["whole", "whole"]
