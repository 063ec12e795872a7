"""How large a dialog may be: as designed, but no larger than the screen."""

from PySide6.QtWidgets import QWidget

from textminer.gui.theme import px

SHARE = 0.95  # of the screen, that a dialog may take with its frame


def resize_on_screen(dialog: QWidget, width: int, height: int) -> None:
    """Give a dialog its size in pixels at scale 1, at the user's scale, as far as the screen has room."""
    room = dialog.screen().availableSize()
    over = dialog.parentWidget()
    if over is not None:  # as large as the window it belongs to is never too large
        room = room.expandedTo(over.window().size())
    dialog.resize(min(px(width), round(SHARE * room.width())), min(px(height), round(SHARE * room.height())))
