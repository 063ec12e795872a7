"""Where a table of results is to be written."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

KINDS = {"csv": "CSV", "xlsx": "Excel", "parquet": "Parquet", "jsonl": "JSON Lines"}


def ask_target(parent: QWidget, title: str, save: Callable[[Path], None]) -> None:
    """Ask for a file and save there; a name without an ending becomes a CSV."""
    kinds = ";;".join(f"{name} (*.{ending})" for ending, name in KINDS.items())
    name, _kind = QFileDialog.getSaveFileName(parent, title, "", kinds)
    if name:
        target = Path(name)
        save(target if target.suffix else target.with_suffix(".csv"))
