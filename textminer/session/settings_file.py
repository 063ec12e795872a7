"""A small file of settings that is always whole: values by key, as JSON."""

import json
import logging
from pathlib import Path
from typing import Any

from PySide6.QtCore import QSettings

from textminer import atomic

MAX_BYTES = 2**20  # far above any settings: a foreign file of that name is not read into memory

logger = logging.getLogger(__name__)


class SettingsFile:
    """Values that JSON can hold, by key. A file that is missing or damaged holds none; where the disk
    refuses, values last as long as the process.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problem: OSError | None = None  # of the last write
        self._values = _read(path)
        self._unwritten: dict[str, Any] = {}  # what the disk has refused

    def value(self, key: str, default: Any = None) -> Any:
        """The value of a key, or the default."""
        return self._values.get(key, default)

    def refresh(self) -> None:
        """Take what other windows have written since."""
        self._values = {**self._values, **_read(self.path), **self._unwritten}

    def set_values(self, values: dict[str, Any]) -> None:
        """Set several values and write the file, all or nothing; what other windows have set stays."""
        if all(key in self._values and self._values[key] == value for key, value in values.items()):
            return
        self._unwritten.update(values)
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with atomic.turn_in(self.path.parent):  # no other window writes between our reading and writing
                self.refresh()
                text = json.dumps(self._values, indent=2, sort_keys=True) + "\n"
                atomic.write_text(self.path, text)
            self.problem = None
            self._unwritten = {}
        except OSError as error:
            self.refresh()
            self.problem = error
            logger.info("The settings could not be written to %s: %s", self.path, error)


def settings_path() -> Path:
    """Where the system keeps a user's settings; folders for it may not exist yet."""
    scope = QSettings.Scope.UserScope
    place = QSettings(QSettings.Format.IniFormat, scope, "TextMiner", "settings").fileName()
    return Path(place).with_suffix(".json")


def _read(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > MAX_BYTES:
            return {}
        found = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}
