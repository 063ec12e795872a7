"""What an import leaves behind in a process with a window."""

import os
import subprocess
import sys
from pathlib import Path

IMPORTING = """
import linecache
from PySide6.QtWidgets import QApplication
from textminer.app import Application
from textminer.session.preferences import Preferences

made = Application(QApplication([]), Preferences())
import csv
import PySide6.QtSvg
import xml.dom.minidom
print(sum("minidom" in name or name.endswith("csv.py") for name in linecache.cache))
"""


def test_no_source_of_what_a_window_imports_is_kept(tmp_path: Path) -> None:
    environment = {**os.environ, "XDG_CONFIG_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", IMPORTING], capture_output=True, text=True, check=True, env=environment
    )
    assert done.stdout.split() == ["0"]
