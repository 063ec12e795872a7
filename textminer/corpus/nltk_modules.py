"""NLTK's tokenizers without the rest of NLTK, whose import takes a second for parsers and scikit-learn."""

from __future__ import annotations

import builtins
import importlib
import sys
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from types import ModuleType
from typing import Any

_PACKAGE = "nltk"
_loaded: dict[str, ModuleType] = {}


def nltk_module(name: str) -> ModuleType:
    """The module of NLTK with this dotted name, such as "nltk.tokenize.casual".

    `import nltk.tokenize.casual` first runs `nltk/__init__.py`, which imports all of NLTK. So the module's
    own code is run by itself, and so are the modules of NLTK that it asks for; `sys.modules` is not touched,
    so that a real `import nltk` elsewhere, at any time, in any thread, is not disturbed. Where NLTK is there
    already, or its code cannot be had this way, it is imported as usual.
    """
    if name in sys.modules:
        return sys.modules[name]
    try:
        return _alone(name)
    except (ImportError, AttributeError, RecursionError):
        return importlib.import_module(name)


def _alone(name: str) -> ModuleType:
    """Run one module's code, its own imports of NLTK redirected here."""
    if name in _loaded:
        return _loaded[name]
    spec = _spec(name)
    get_code = getattr(spec.loader, "get_code", None) if spec is not None else None
    code = get_code(name) if get_code is not None else None
    if spec is None or code is None:
        raise ImportError(f"no code for {name}")
    module = module_from_spec(spec)
    module.__dict__["__builtins__"] = {**vars(builtins), "__import__": _import}
    exec(code, module.__dict__)
    return _loaded.setdefault(name, module)


def _spec(name: str) -> ModuleSpec | None:
    """Where a module lies, found without importing the packages above it."""
    package = find_spec(_PACKAGE)
    folders = list(package.submodule_search_locations or ()) if package is not None else []
    inside = name.split(".")[1:-1]
    return PathFinder.find_spec(name, [str(Path(folder, *inside)) for folder in folders])


def _import(
    name: str, globals_: Any = None, locals_: Any = None, wanted: Any = (), level: int = 0
) -> ModuleType:
    """`from nltk... import ...` out of a lone module; every other import is Python's own."""
    if level or not wanted or name.split(".")[0] != _PACKAGE:
        return builtins.__import__(name, globals_, locals_, wanted, level)
    if name != _PACKAGE:
        return _alone(name)
    found = ModuleType(_PACKAGE)
    for part in wanted:
        setattr(found, part, _alone(f"{_PACKAGE}.{part}"))
    return found
