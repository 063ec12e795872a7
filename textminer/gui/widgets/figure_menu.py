"""The menu of a figure: copy and save it, on the screen's colours or for print."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFileDialog, QMenu

from textminer.errors import ExportError
from textminer.gui.widgets.figure_sheet import FORMATS
from textminer.translation import _

if TYPE_CHECKING:
    from textminer.gui.widgets.figure_canvas import FigureCanvas

COPY_DATA = "Ctrl+Shift+C"


def figure_menu(canvas: FigureCanvas) -> QMenu:
    """A menu that deletes itself when it is closed."""
    menu = QMenu(canvas)
    copy, data = QKeySequence(QKeySequence.StandardKey.Copy), QKeySequence(COPY_DATA)
    entries: list[tuple[str, QKeySequence | None, Callable[[], None]]] = [
        (_("Copy picture"), copy, canvas.copy_picture),
        (_("Copy picture for print"), None, lambda: canvas.copy_picture(for_print=True)),
        (_("Copy data"), data, canvas.copy_data),
        (_("Save picture…"), None, lambda: _ask_save(canvas)),
        (_("Save picture for print…"), None, lambda: _ask_save(canvas, for_print=True)),
    ]
    for title, keys, act in entries:
        if keys is not data or canvas.has_data:
            action = menu.addAction(title)
            action.triggered.connect(lambda _checked=False, act=act: act())
            if keys is not None:
                action.setShortcut(keys)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def _ask_save(canvas: FigureCanvas, for_print: bool = False) -> None:
    kinds = ";;".join(f"{kind.upper()} (*.{kind})" for kind in FORMATS)
    proposed = f"{canvas.accessibleName()}.{FORMATS[0]}" if canvas.accessibleName() else ""
    name, _kind = QFileDialog.getSaveFileName(canvas, _("Save picture"), proposed, kinds)
    if name:
        target = Path(name)
        try:
            canvas.save_picture(target if target.suffix else target.with_suffix(f".{FORMATS[0]}"), for_print)
        except ExportError as error:
            canvas.failed.emit(str(error))
