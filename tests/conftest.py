"""What every test gets: no window on screen, its own settings and home, and a look for threads left running."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")

import gc
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.manual_executor import ManualExecutor

# kept alive on purpose by the libraries that start them, for the life of the process
LIBRARY_THREADS = ("figures", "pytest_timeout", "ThreadPoolExecutor", "asyncio", "tqdm", "execnet", "pydev")

# on the machine that decides what lands, the same examples every time; elsewhere new ones
settings.register_profile("same-examples", derandomize=True, deadline=None)
settings.register_profile("new-examples", deadline=None)  # an example takes long where the machine is busy
settings.load_profile("same-examples" if os.environ.get("CI") else "new-examples")


@pytest.fixture
def executor() -> ManualExecutor:
    """An executor that works only in `drain()`."""
    return ManualExecutor()


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, caches and data folders of the tests never touch those of the person who runs them."""
    home = tmp_path_factory.mktemp("home")
    for name, folder in (
        ("HOME", home),
        ("XDG_CONFIG_HOME", home / "config"),
        ("XDG_DATA_HOME", home / "data"),
        ("XDG_CACHE_HOME", home / "cache"),
        ("XDG_STATE_HOME", home / "state"),
    ):
        monkeypatch.setenv(name, str(folder))
    _point_settings_at(home / "config")


def _point_settings_at(folder: Path) -> None:
    try:
        from PySide6.QtCore import QSettings
    except ImportError:
        return
    for form in (QSettings.Format.IniFormat, QSettings.Format.NativeFormat):
        QSettings.setPath(form, QSettings.Scope.UserScope, str(folder))


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    """Fail a test that leaves a thread running: it would fail another one, later and elsewhere."""
    before = set(threading.enumerate())
    yield
    for thread in set(threading.enumerate()) - before:
        if not thread.name.startswith(LIBRARY_THREADS):
            thread.join(timeout=20.0)
            if thread.is_alive():
                pytest.fail(f"the test left the thread {thread.name!r} running")


@pytest.fixture(autouse=True)
def _garbage_stays_on_this_thread() -> None:
    """A widget in a cycle that a worker thread happens to collect kills the process, in whatever test that is."""
    gc.disable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol() -> Iterator[None]:
    """Free what a test has left once pytest has let go of its fixtures: a window is tens of megabytes.

    Collected before that, or before Qt has deleted it, it would grow old, and the old are not looked
    through again.
    """
    result = yield
    if core := sys.modules.get("PySide6.QtCore"):
        core.QCoreApplication.sendPostedEvents(None, core.QEvent.Type.DeferredDelete)
    gc.collect(1)
    return result


@pytest.fixture(scope="session")
def qapp_cls() -> type:
    from PySide6.QtWidgets import QApplication

    return QApplication
