"""Take the pictures in docs/screenshots anew: python docs/take_screenshots.py [--out DIR] [--size 1440x900]

Starts the real application on the samples that ship, in light and dark, without a display if need be, and
grabs each screen once its work is done.
"""

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication, QPushButton

from textminer.analysis.word_pattern import WordPattern
from textminer.app import Application
from textminer.gui.concordance.page import ConcordancePage
from textminer.gui.garbage import GarbageCollector
from textminer.gui.theme import ThemeMode
from textminer.gui.widgets.figure_canvas import FigureCanvas
from textminer.resource_files import resource_path
from textminer.session.preferences import Preferences

LONG_S = 180
SETTLE_S = 0.7  # timers that gather clicks and resizes have fired by then
THEMES = (ThemeMode.LIGHT, ThemeMode.DARK)


class Photographer:
    """Waits for the window to come to rest and grabs it, in both themes."""

    def __init__(self, application: QApplication, made: Application, folder: Path) -> None:
        self._application = application
        self._made = made
        self._folder = folder

    def wait(self, until: Callable[[], bool], limit_s: float = LONG_S) -> None:
        """Let the window work until something holds, then a moment longer."""
        end = time.monotonic() + limit_s
        while not until():
            if time.monotonic() > end:
                raise TimeoutError("the window did not come to rest")
            self._pass(0.02)
        self._pass(SETTLE_S)

    def take(self, name: str) -> None:
        """Grab what is shown, light and dark."""
        for theme in THEMES:
            self._made.theme.set_mode(theme)
            self.wait(self._figures_are_drawn)
            path = self._folder / f"{name}-{theme.value}.png"
            self._made.window.grab().save(str(path))
            print(path)

    def _figures_are_drawn(self) -> bool:
        canvases = self._made.window.findChildren(FigureCanvas)
        return all(canvas.is_current for canvas in canvases if canvas.isVisible())

    def _pass(self, seconds: float) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._application.processEvents()
            time.sleep(0.01)


def main() -> None:
    """Take them all."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "screenshots")
    parser.add_argument("--size", default="1440x900")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    QSettings.setPath(QSettings.Format.IniFormat, QSettings.Scope.UserScope, tempfile.mkdtemp())
    os.environ["XDG_DATA_HOME"] = tempfile.mkdtemp()
    application = QApplication([])
    made = Application(application, Preferences())
    garbage = GarbageCollector(made.window)
    width, height = options.size.split("x")
    made.window.resize(int(width), int(height))
    made.window.show()
    photographer = Photographer(application, made, options.out)
    _tour(made, photographer)
    made.window.close()
    made.jobs.shutdown(10)
    garbage.stop()


def _tour(made: Application, photographer: Photographer) -> None:
    window = made.window
    idle = lambda: not made.jobs.active()  # noqa: E731
    photographer.wait(idle)
    photographer.take("welcome")
    bench = made.workbench()
    bench.commands.ask_import([resource_path("samples", "hotel-reviews.csv")])
    photographer.wait(idle)
    photographer.take("import")
    made.open_paths([resource_path("samples", "hotel-reviews.csv")])
    session = bench.session
    photographer.wait(lambda: session.prediction is not None and idle())
    session.set_current(12)
    concordance = window.page("concordance")
    assert isinstance(concordance, ConcordancePage)
    concordance.look_for(WordPattern("breakfast|pool"))
    for name in ("overview", "documents", "words", "concordance", "network", "compare", "topics"):
        window.show_page(name)
        photographer.wait(idle)
        photographer.take(name)
    made.open_paths([resource_path("samples", "support-tickets.csv")])
    photographer.wait(
        lambda: session.corpus is not None and session.corpus.name.startswith("support") and idle()
    )
    page = window.show_page("training")
    photographer.wait(idle)
    photographer.take("training-setup")
    start = next(button for button in page.findChildren(QPushButton) if button.text() == "Start training")
    start.click()
    photographer.wait(idle)
    photographer.take("training")
    window.show_page("models")
    photographer.wait(idle)
    photographer.take("models")
    window.show_page("preferences")
    photographer.wait(idle)
    photographer.take("preferences")


if __name__ == "__main__":
    main()
