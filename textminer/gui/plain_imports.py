"""Imports as Python does them, in place of PySide's."""

import builtins


def import_plainly() -> None:
    """Let modules be imported without PySide's look at each, from here on.

    It reads the source of every module, to see whether that uses Qt's names in snake_case, which none of ours
    does, and Python keeps what was read: 110 MB once all is imported that a window needs.
    """
    builtins.__import__ = getattr(builtins, "__orig_import__", builtins.__import__)
