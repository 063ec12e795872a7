"""The user's settings, typed, over QSettings."""

from dataclasses import dataclass, fields
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

MAX_RECENT = 8


@dataclass(frozen=True)
class PreferenceValues:
    """What the user can choose once for all corpora.

    theme:    "system", "light" or "dark"
    language: code of the window's language; "" follows the system
    model:    the model new corpora are scored with; "" leaves it to the language of the corpus
    scale:    size of text and controls, 1.0 = as designed
    """

    theme: str = "system"
    language: str = ""
    model: str = ""
    scale: float = 1.0


class Preferences(QObject):
    """Typed access to the stored settings; `changed` tells of a new value."""

    changed = Signal()

    def __init__(self, store: QSettings | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store or QSettings(
            QSettings.Format.IniFormat, QSettings.Scope.UserScope, "TextMiner", "TextMiner"
        )

    @property
    def values(self) -> PreferenceValues:
        """All values; one that is missing or unreadable has its default."""
        defaults = PreferenceValues()
        found: dict[str, object] = {}
        for field in fields(PreferenceValues):
            default = getattr(defaults, field.name)
            raw = self._store.value(f"preferences/{field.name}", default)
            try:
                found[field.name] = type(default)(raw)
            except (TypeError, ValueError):
                found[field.name] = default
        return PreferenceValues(**found)  # type: ignore[arg-type]

    @property
    def path(self) -> Path:
        """The file that the settings are stored in."""
        return Path(self._store.fileName())

    def set(self, values: PreferenceValues) -> None:
        """Store all values and say so if one is new."""
        if values == self.values:
            return
        for field in fields(PreferenceValues):
            self._store.setValue(f"preferences/{field.name}", getattr(values, field.name))
        self._store.sync()
        self.changed.emit()

    @property
    def recent_files(self) -> list[Path]:
        """Files opened lately that still exist, the last first."""
        raw = self._store.value("recent/files", [])
        names = [raw] if isinstance(raw, str) else raw if isinstance(raw, list) else []
        return [path for path in map(Path, names) if path.is_file()]

    def add_recent(self, path: Path) -> None:
        """Remember a file as the last opened one."""
        names = [str(path), *(str(known) for known in self.recent_files if known != path)]
        self._store.setValue("recent/files", names[:MAX_RECENT])
        self._store.sync()
        self.changed.emit()

    def geometry(self) -> QByteArray | None:
        """What `set_geometry` stored, or None."""
        stored = self._store.value("window/geometry")
        return stored if isinstance(stored, QByteArray) else None

    def set_geometry(self, state: QByteArray) -> None:
        """Remember size and place of the window."""
        self._store.setValue("window/geometry", state)
