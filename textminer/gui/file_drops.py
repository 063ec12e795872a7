"""Which files a drag carries."""

from pathlib import Path

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QWidget


def dropped_files(mime: QMimeData) -> list[Path]:
    """The local files and folders among what is dragged, in its order; links to other places are left out."""
    paths = [Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile()]
    return [path for path in paths if path.is_file() or path.is_dir()]


def leave_drops_to_window(widget: QWidget) -> None:
    """Let nothing inside a widget take drops, so that a file dropped on a text field opens too."""
    for child in (widget, *widget.findChildren(QWidget)):
        child.setAcceptDrops(False)
