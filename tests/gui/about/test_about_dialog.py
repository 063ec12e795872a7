"""What About tells, and what it lets one copy."""

import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from textminer import __version__
from textminer.gui.about.dialog import AboutDialog
from textminer.gui.about.versions import details, versions

ROOT = Path(__file__).resolve().parents[3]


def test_it_names_the_version_the_licence_and_what_it_stands_on(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    told = "\n".join(label.text() for label in dialog.findChildren(QLabel))
    assert __version__ in told
    assert "MIT" in told
    notices = dialog.notices.toPlainText()
    assert "Inter" in notices
    assert "LGPL" in notices
    assert "|" not in notices


def test_copying_the_details_copies_versions_and_nothing_else(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert copied == details()
    assert copied.splitlines() == [f"{name} {version}" for name, version in versions()]
    assert str(Path.home()) not in copied


def test_return_closes_it(qtbot: QtBot) -> None:
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    dialog.show()
    with qtbot.waitSignal(dialog.accepted):
        qtbot.keyClick(dialog, Qt.Key.Key_Return)


def test_telling_the_version_of_torch_does_not_load_it() -> None:
    script = (
        "import sys; from textminer.gui.about.versions import details; print(details()); print(*sys.modules)"
    )
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert "PyTorch" in done.stdout
    assert not {"torch", "pandas", "nltk"} & set(done.stdout.splitlines()[-1].split())
