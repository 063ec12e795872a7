"""Which versions are at work: all that "Copy details" copies."""

import platform
from importlib import metadata

from PySide6.QtCore import qVersion

from textminer import __version__

# as users know them, and as they are installed
_LIBRARIES = (("PySide6", "PySide6-Essentials"), ("PyTorch", "torch"), ("NLTK", "nltk"), ("pandas", "pandas"))


def versions() -> tuple[tuple[str, str], ...]:
    """Names and versions, TextMiner first; imports none of the libraries."""
    found = [("TextMiner", __version__), ("Python", platform.python_version()), ("Qt", qVersion())]
    for name, package in _LIBRARIES:
        try:
            found.append((name, metadata.version(package)))
        except metadata.PackageNotFoundError:  # a bundle may come without the records of its packages
            continue
    found.append((platform.system(), f"{platform.release()} {platform.machine()}"))
    return tuple(found)


def details() -> str:
    """The versions as text to copy, one a line; never anything about the user's data."""
    return "\n".join(f"{name} {version}" for name, version in versions())
