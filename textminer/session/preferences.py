"""The user's settings, typed, over a file that is always whole."""

from dataclasses import asdict, dataclass, fields
from pathlib import Path

from PySide6.QtCore import QByteArray, QObject, Signal

from textminer.session.settings_file import SettingsFile, settings_path

MAX_RECENT = 8


@dataclass(frozen=True)
class PreferenceValues:
    """What the user can choose once for all corpora.

    theme:     "system", "light" or "dark"
    language:  code of the window's language; "" follows the system
    model:     the model new corpora are scored with; "" leaves it to the language of the corpus
    scale:     size of text and controls, 1.0 = as designed
    autosave:  whether the state of open documents is kept for the case of a crash
    """

    theme: str = "system"
    language: str = ""
    model: str = ""
    scale: float = 1.0
    autosave: bool = True


class Preferences(QObject):
    """Typed access to the stored settings; `changed` tells of a new value.

    stored carries the OSError that hindered a write, or None where the write was good.
    """

    changed = Signal()
    stored = Signal(object)

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._file = SettingsFile(path or settings_path())

    @property
    def values(self) -> PreferenceValues:
        """All values; one that is missing or unreadable has its default."""
        defaults = PreferenceValues()
        found: dict[str, object] = {}
        for field in fields(PreferenceValues):
            default = getattr(defaults, field.name)
            raw = self._file.value(f"preferences/{field.name}", default)
            try:
                found[field.name] = type(default)(raw)
            except (TypeError, ValueError):
                found[field.name] = default
        return PreferenceValues(**found)  # type: ignore[arg-type]

    @property
    def path(self) -> Path:
        """The file that the settings are stored in."""
        return self._file.path

    def set(self, values: PreferenceValues) -> None:
        """Store the values that are new, and say so if there are any."""
        known = asdict(self.values)
        new = {name: value for name, value in asdict(values).items() if value != known[name]}
        if new:  # and nothing else: another window may have stored other values since
            self._store({f"preferences/{name}": value for name, value in new.items()})
            self.changed.emit()

    def refresh(self) -> None:
        """Take what other windows have stored since, and say so if it is new."""
        before = self.values
        self._file.refresh()
        if self.values != before:
            self.changed.emit()

    @property
    def problem(self) -> OSError | None:
        """What hindered the last write of the settings, which last as long as the process then."""
        return self._file.problem

    @property
    def recent_files(self) -> list[Path]:
        """Files and projects opened lately that still exist, the last first."""
        raw = self._file.value("recent/files", [])
        names = [name for name in raw if isinstance(name, str)] if isinstance(raw, list) else []
        return [path for path in map(Path, names) if _is_file(path)]

    def add_recent(self, path: Path) -> None:
        """Remember a file as the last opened one."""
        self._file.refresh()  # another window may have opened files as well
        names = [str(path), *(str(known) for known in self.recent_files if known != path)]
        self._store({"recent/files": names[:MAX_RECENT]})
        self.changed.emit()

    def geometry(self) -> QByteArray | None:
        """What `set_geometry` stored, or None."""
        stored = self._file.value("window/geometry")
        return QByteArray.fromBase64(stored.encode("ascii", "replace")) if isinstance(stored, str) else None

    def set_geometry(self, state: QByteArray) -> None:
        """Remember size and place of the window."""
        self._store({"window/geometry": bytes(state.toBase64().data()).decode("ascii")})

    def _store(self, values: dict[str, object]) -> None:
        self._file.set_values(values)
        self.stored.emit(self._file.problem)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # such as a NUL in its name
        return False
