"""How the window looks: palette, style sheet, fonts and sizes, light and dark, switched live."""

import contextlib
import enum
from collections.abc import Callable
from typing import TypeVar
from weakref import WeakKeyDictionary

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory, QWidget

from textminer.figures.style import DARK, LIGHT, Colours
from textminer.gui.fonts import BODY_PX, font
from textminer.gui.style_sheet import style_sheet


class ThemeMode(enum.Enum):
    """What the user chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


Scaled = TypeVar("Scaled", bound=QObject)

_colours = LIGHT
_scale = 1.0
_sheet = ""
_scaled: WeakKeyDictionary[QObject, list[Callable[..., object]]] = WeakKeyDictionary()


def current_colours() -> Colours:
    """The colours that are on the screen now: for widgets that paint themselves."""
    return _colours


def px(length: float) -> int:
    """A length of the design in logical pixels, at the scale that the user chose."""
    return round(length * _scale)


def at_scale(scaled: Scaled, fit: Callable[[Scaled], object]) -> None:
    """Give a widget or layout lengths that Qt keeps as they are: now, and whenever the look has changed.

    fit:  must not hold what it is given by itself, or that would live for ever
    """
    fit(scaled)
    _scaled.setdefault(scaled, []).append(fit)


def set_kind(widget: QWidget, kind: str) -> None:
    """Let a widget look like a kind of the style sheet ("primary", "secondary", "heading" …)."""
    widget.setProperty("kind", kind)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):  # else Qt does it when it is first shown
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def dress(widget: QWidget) -> None:
    """Let a widget and all in it look as the theme says now; does nothing where it does.

    Each part of a window wears the sheet of its own: worn by the application, a change would stop the
    window until the last widget of the last hidden page had changed. Later looks are given to windows by
    the theme, to their parts by whoever dressed them.
    """
    if not is_dressed(widget):
        widget.setStyleSheet(_sheet)
        for scaled, fits in list(_scaled.items()):  # a change of sheet takes the margins of some labels away
            with contextlib.suppress(RuntimeError):  # Qt has deleted it, Python has not yet
                within = scaled if isinstance(scaled, QWidget) else scaled.parent()
                if within is widget or (isinstance(within, QWidget) and widget.isAncestorOf(within)):
                    for fit in fits:
                        fit(scaled)


def is_dressed(widget: QWidget) -> bool:
    """Whether a widget that has been dressed looks as the theme says now."""
    return widget.styleSheet() == _sheet


class Theme(QObject):
    """Applies the look to the application; `changed` when the colours or the scale did."""

    changed = Signal()

    def __init__(
        self,
        application: QApplication,
        mode: ThemeMode = ThemeMode.SYSTEM,
        scale: float = 1.0,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._application = application
        self._mode = mode
        self._scale = scale
        application.setStyle(QStyleFactory.create("Fusion"))
        hints = application.styleHints()
        self._apply()
        hints.colorSchemeChanged.connect(self._on_system_changed)

    @property
    def mode(self) -> ThemeMode:
        """Light, dark, or as the system is."""
        return self._mode

    @property
    def colours(self) -> Colours:
        """The colours in use."""
        return DARK if self._is_dark() else LIGHT

    @property
    def scale(self) -> float:
        """How large everything is; 1 is the design's size."""
        return self._scale

    def set_mode(self, mode: ThemeMode) -> None:
        """Switch at once."""
        if mode is not self._mode:
            self._mode = mode
            self._apply()

    def set_scale(self, scale: float) -> None:
        """Make text and controls larger or smaller at once, between 0.8 and 2."""
        bounded = min(max(scale, 0.8), 2.0)
        if bounded != self._scale:
            self._scale = bounded
            self._apply()

    def _is_dark(self) -> bool:
        if self._mode is ThemeMode.SYSTEM:
            return self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return self._mode is ThemeMode.DARK

    def _apply(self) -> None:
        global _colours, _scale, _sheet
        self._tell_platform()
        before = _sheet
        _colours, _scale = self.colours, self._scale
        _sheet = style_sheet(_colours, _scale)
        self._application.setFont(font(BODY_PX * _scale))
        self._application.setPalette(palette(_colours))
        _fit_all()
        for window in self._application.topLevelWidgets():
            if before and window.styleSheet() == before:
                dress(window)
        self.changed.emit()

    def _tell_platform(self) -> None:
        """Let the platform's frames and dialogs follow; does nothing on plain X11 and offscreen."""
        hints = self._application.styleHints()
        if self._mode is ThemeMode.SYSTEM:
            hints.unsetColorScheme()
        else:
            dark = self._mode is ThemeMode.DARK
            hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)

    def _on_system_changed(self) -> None:
        if self.colours != _colours:
            self._apply()


def _fit_all() -> None:
    for scaled, fits in list(_scaled.items()):
        for fit in fits:
            with contextlib.suppress(RuntimeError):  # Qt has deleted it, Python has not yet
                fit(scaled)


def palette(colours: Colours) -> QPalette:
    """The colours as Qt's roles."""
    made = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, colours.ground),
        (role.WindowText, colours.text),
        (role.Base, colours.surface),
        (role.AlternateBase, colours.ground),
        (role.Text, colours.text),
        (role.Button, colours.surface),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.negative),
        (role.Highlight, colours.accent_ground),
        (role.HighlightedText, colours.text),
        (role.Accent, colours.accent),
        (role.Link, colours.accent),
        (role.LinkVisited, colours.accent),
        (role.PlaceholderText, colours.secondary),
        (role.ToolTipBase, colours.surface),
        (role.ToolTipText, colours.text),
        (role.Light, colours.surface),
        (role.Midlight, colours.line),
        (role.Mid, colours.line),
        (role.Dark, colours.secondary),
        (role.Shadow, colours.line),
    ):
        made.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours.neutral))
    return made
