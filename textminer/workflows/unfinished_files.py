"""Files that a process which died has left half written in the program's own folders."""

from collections.abc import Iterable
from pathlib import Path

import platformdirs

from textminer import atomic


def sweep_own_folders(others: Iterable[Path] = ()) -> int:
    """Remove them, at a start; returns how many went. In a user's own folders the next write there does.

    others:  folders beside the one that all of ours lie in
    """
    ours = Path(platformdirs.user_data_dir("textminer", appauthor=False))
    within = (
        [path for path in ours.rglob("*") if path.is_dir() and not path.is_symlink()] if ours.is_dir() else []
    )
    return sum(map(atomic.sweep, (ours, *within, *others)))
