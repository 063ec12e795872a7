"""Whether the process that holds a file still lives: a lock that the system takes back when it dies."""

import os
from pathlib import Path
from typing import IO

from textminer import atomic


def opened(path: Path) -> IO[bytes]:
    """A file that nobody but the user may read, made where there is none. May raise OSError."""
    return os.fdopen(os.open(path, os.O_CREAT | os.O_RDWR, atomic.PRIVATE), "r+b")


if os.name == "nt":

    def take(file: IO[bytes]) -> None:
        """An open file cannot be deleted on Windows: that is the lock."""

    def is_held(path: Path) -> bool:
        """Whether a living process holds the file."""
        trial = path.with_name(path.name + ".trial")
        try:
            path.rename(trial)
            trial.rename(path)
        except FileNotFoundError:
            return False
        except OSError:
            return True
        return False

else:
    import fcntl

    def take(file: IO[bytes]) -> None:
        """Hold an open file for as long as it is open. Raises BlockingIOError where another process does."""
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def is_held(path: Path) -> bool:
        """Whether a living process holds the file."""
        try:
            with path.open("rb") as file:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        except OSError:
            return False
        return False
