"""Set TextMiner up on a machine that has only Python, then run it or its tests.

    python3 bootstrap.py run [FILE...]           the window, with FILE open
    python3 bootstrap.py test [PYTEST ARGS...]   style, types, contracts and the test suite

Both install what is missing (system libraries of Qt, a virtual environment in .venv with the exact
versions of constraints.txt) and can be repeated at will: what is in place is left alone.

TEXTMINER_WHEELS may name a folder, a page of links or an index with CPU builds of torch; without one,
pip takes what its own configuration finds, which on Linux may be a CUDA build of several gigabytes.
"""

from __future__ import annotations  # old Pythons must get far enough to be told that they are old

import ctypes
import hashlib
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
OLDEST_PYTHON = (3, 11)

RUNTIME, DEV, UNFINISHED = "runtime", "dev", "unfinished"  # what a stamp says of .venv
STAMP = ROOT / ".bootstrap-stamp"  # beside .venv, for emptying .venv must not lose an unfinished mark

WHOLE_SUITE = ("-n", "2", "--dist", "loadfile")  # a file keeps its process: its fixtures are made once

# What Qt loads from the system, and the Debian packages that hold it. Without a library of the platform
# plugin Qt aborts with a core dump instead of an error, hence the look beforehand.
OFFSCREEN_LIBRARIES = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
}
WINDOW_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}


class SetUpError(Exception):
    """A sentence for the user: what is missing and the line that mends it."""


def main(arguments: Sequence[str]) -> int:
    if sys.version_info < OLDEST_PYTHON:
        return _complain(
            f"TextMiner needs Python {OLDEST_PYTHON[0]}.{OLDEST_PYTHON[1]} or later; "
            f"{sys.executable} is {sys.version.split()[0]}. Start bootstrap.py with a newer one."
        )
    command, rest = (arguments[0], list(arguments[1:])) if arguments else ("", [])
    try:
        if command == "run":
            return run(rest)
        if command == "test":
            return test(rest)
    except SetUpError as error:
        return _complain(str(error))
    except KeyboardInterrupt:
        return _complain("Interrupted.")
    print(__doc__, file=sys.stdout if command in ("-h", "--help") else sys.stderr)
    return 0 if command in ("-h", "--help") else 2


def run(arguments: list[str]) -> int:
    """Open the window, or pass a sub-command such as `score` on to the command line."""
    prepare(RUNTIME, {**OFFSCREEN_LIBRARIES, **WINDOW_LIBRARIES})
    if opens_window(arguments) and not display_answers(os.environ):
        raise SetUpError(
            "There is no display to open a window on: start TextMiner from a desktop session, "
            f"or use its command line ({_python_of(VENV)} -m textminer score FILE -o OUT)."
        )
    command = [str(_python_of(VENV)), "-m", "textminer", *arguments]
    if os.name == "posix":
        sys.stdout.flush()
        os.execv(command[0], command)
    return subprocess.call(command)


def test(arguments: list[str]) -> int:
    """Run every check, also after one has failed; the test suite comes last."""
    prepare(DEV, OFFSCREEN_LIBRARIES)
    python = str(_python_of(VENV))
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "OMP_NUM_THREADS": "1"}
    checks = {
        "style (ruff)": [python, "-m", "ruff", "check", "--quiet"],
        "types (mypy)": [python, "-m", "mypy"],
        "contracts (import-linter)": [str(_python_of(VENV).with_name("lint-imports")), "--no-logo"],
        "tests (pytest)": [python, "-m", "pytest", *(arguments or WHOLE_SUITE)],
    }
    failed = []
    for name, command in checks.items():
        print(f"== {name}", flush=True)
        if subprocess.call(command, cwd=ROOT, env=environment) != 0:
            failed.append(name)
    if failed:
        return _complain("Failed: " + ", ".join(failed) + ".")
    return 0


def prepare(kind: str, libraries: dict[str, str]) -> None:
    """Make sure that libraries and environment are there; under 0.1 s when they are."""
    if sys.platform == "linux":
        provide_libraries(libraries)
    key = environment_key(ROOT, f"{sys.version_info.major}.{sys.version_info.minor}")
    stamp = read_stamp(STAMP)
    broken = is_broken(VENV, stamp)
    if not broken and is_stamped(stamp, kind, key):
        return
    if broken:
        print("Making .venv anew: what is there is incomplete.", flush=True)
    if broken or not VENV.exists():
        make_environment(VENV)
    install(VENV, DEV if stamp.get("kind") == DEV else kind, key)


# System libraries


def missing_packages(libraries: dict[str, str], load: Callable[[str], object] = ctypes.CDLL) -> list[str]:
    """The Debian packages of the libraries that do not load, in order."""
    missing = []
    for name, package in libraries.items():
        try:
            load(name)
        except OSError:
            missing.append(package)
    return missing


def provide_libraries(libraries: dict[str, str]) -> None:
    packages = missing_packages(libraries)
    if packages:
        install_packages(packages, "Qt needs system libraries that are not installed.")
    still_missing = missing_packages(libraries) if packages else []
    if still_missing:
        names = ", ".join(still_missing)
        raise SetUpError(f"These packages are installed now, but their libraries do not load: {names}.")


def install_packages(packages: list[str], reason: str) -> None:
    """Install Debian packages if this user may do so unasked; otherwise say the line that does it."""
    line = f"sudo apt-get install {' '.join(packages)}"
    if not shutil.which("apt-get"):
        raise SetUpError(f"{reason} Install what your system calls {', '.join(packages)} (names of Debian).")
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and not _succeeds([*prefix, "true"]):
        raise SetUpError(f"{reason} Install them with:\n    {line}")
    print(f"{reason} Installing {' '.join(packages)}.", flush=True)
    apt_get = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    subprocess.call([*apt_get, "update"], stdout=subprocess.DEVNULL)
    install_line = [*apt_get, "install", "-y", "--no-install-recommends", *packages]
    if subprocess.call(install_line, stdout=subprocess.DEVNULL) != 0:
        raise SetUpError(f"apt-get could not install them. Try by hand:\n    {line}")


# The virtual environment


def environment_key(root: Path, python_version: str) -> str:
    """What an environment was made for: dependencies, Python and place. Another key, another installation."""
    digest = hashlib.sha256()
    for part in (
        (root / "pyproject.toml").read_bytes(),
        (root / "constraints.txt").read_bytes(),
        python_version.encode(),
        str(root).encode(),
    ):
        digest.update(hashlib.sha256(part).digest())
    return digest.hexdigest()


def is_stamped(stamp: dict[str, Any], kind: str, key: str) -> bool:
    """Whether an installation for this key was completed and holds what `kind` needs."""
    return stamp.get("kind") in (kind, DEV) and stamp.get("key") == key


def is_broken(venv: Path, stamp: dict[str, Any]) -> bool:
    """Whether the environment must be made anew rather than completed.

    True when an installation was killed half-way (pip then takes half a package for a whole one), when
    its Python is gone, or when a package that was installed has disappeared.
    """
    if not venv.exists():
        return False
    gone = set(stamp.get("packages", [])) - set(installed_packages(venv))
    return stamp.get("kind") == UNFINISHED or not _python_of(venv).exists() or bool(gone)


def make_environment(venv: Path) -> None:
    """Make an empty environment with pip in it, in place of whatever is there."""
    if find_spec("ensurepip") is None:  # Debian ships Python without it
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        install_packages([f"python{version}-venv"], "Python came without its venv module.")
    _write_stamp(kind=UNFINISHED)
    base_python = getattr(sys, "_base_executable", None) or sys.executable
    if subprocess.call([base_python, "-m", "venv", "--clear", str(venv)]) != 0:
        raise SetUpError(f"The virtual environment could not be made in {venv}; see the message above.")


def install(venv: Path, kind: str, key: str) -> None:
    """Install TextMiner, editable, with its dependencies, and stamp the environment."""
    _write_stamp(kind=UNFINISHED)
    is_new = "torch" not in installed_packages(venv)
    size = "about 2 GB, a minute or two, once" if is_new else "what changed since the last time"
    print(f"Installing the dependencies into .venv: {size}.", flush=True)
    command = [str(_python_of(venv)), "-m", "pip", "install", "--disable-pip-version-check"]
    command += [] if sys.stdout.isatty() else ["--quiet", "--quiet"]  # errors only
    command += ["--constraint", str(ROOT / "constraints.txt")]
    command += wheel_options(os.environ.get("TEXTMINER_WHEELS", ""))
    if subprocess.call([*command, "--editable", f"{ROOT}[dev]" if kind == DEV else str(ROOT)]) != 0:
        STAMP.unlink()  # pip has undone its own work: next time goes on from here
        raise SetUpError("pip could not install the dependencies; mend what it says above and start again.")
    _write_stamp(kind=kind, key=key, packages=installed_packages(venv))


def wheel_options(place: str) -> list[str]:
    """The pip options for an extra source of wheels: a folder or page of links, or else an index."""
    if not place:
        return []
    is_list_of_links = Path(place).is_dir() or place.endswith((".html", ".htm"))
    return ["--find-links" if is_list_of_links else "--extra-index-url", place]


def installed_packages(venv: Path) -> list[str]:
    """The names of all packages in the environment, sorted, whatever their version."""
    places = {"base": str(venv), "platbase": str(venv)}
    folder = Path(sysconfig.get_path("purelib", "venv", vars=places))
    entries = folder.iterdir() if folder.is_dir() else ()
    return sorted(
        entry.name
        for entry in entries
        if entry.is_dir() and not entry.name.startswith(("_", "~")) and not entry.name.endswith(".dist-info")
    )


def read_stamp(path: Path) -> dict[str, Any]:
    """What a stamp says; nothing if there is none or it cannot be read."""
    try:
        stamp = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _write_stamp(**stamp: object) -> None:
    STAMP.write_text(json.dumps(stamp), encoding="utf-8")


def _python_of(venv: Path) -> Path:
    return venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


# The display


def opens_window(arguments: Iterable[str]) -> bool:
    """Whether these arguments ask for the window: none, or files."""
    return all(Path(argument).exists() for argument in arguments)


def display_answers(environment: Mapping[str, str]) -> bool:
    """Whether Qt will find a display; on X11 the server is asked, for a dead one makes Qt abort."""
    if sys.platform != "linux" or environment.get("QT_QPA_PLATFORM") or environment.get("WAYLAND_DISPLAY"):
        return True
    if not environment.get("DISPLAY"):
        return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # nobody to ask: Qt has its own say
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(environment["DISPLAY"].encode(), None)
    failed = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not failed


def _succeeds(command: list[str]) -> bool:
    try:
        return subprocess.call(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0
    except OSError:
        return False


def _complain(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
