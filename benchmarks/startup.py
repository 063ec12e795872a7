"""How fast the window paints, and whether it answers while the heavy parts are imported behind it.

    python benchmarks/startup.py [--runs 5]

Each run is a fresh process. Times count from the start of the process, interpreter included.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import time

CHILD = """
import json, sys, time
started = float(sys.argv[1])
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication
from textminer.app import Application
from textminer.session.preferences import Preferences

application = QApplication(sys.argv[:1])
made = Application(application, Preferences())
found = {"gaps": []}
last = [0.0]

class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and "first_paint_s" not in found:
            QTimer.singleShot(0, painted)
        return False

def painted():
    if "first_paint_s" in found:
        return
    found["first_paint_s"] = time.time() - started
    heavy = ("torch", "pandas", "nltk", "matplotlib", "sklearn", "numpy")
    found["imported_before_paint"] = [name for name in heavy if name in sys.modules]
    last[0] = time.perf_counter()
    meter.start()
    made.warm_up()
    # what a click on Open… waits for: the event loop, right after the first paint
    QTimer.singleShot(0, lambda: found.setdefault("open_answers_s", time.time() - started))

def tick():
    now = time.perf_counter()
    found["gaps"].append((now - last[0]) * 1000 - 10)
    last[0] = now
    if not made.jobs.active():
        found["warm_s"] = time.time() - started
        application.quit()

meter = QTimer(interval=10)
meter.timeout.connect(tick)
watcher = FirstPaint()
made.window.installEventFilter(watcher)
made.window.show()
application.exec()
print(json.dumps(found))
made.jobs.shutdown(5)
"""


def run_once() -> dict:
    """One start in a fresh process."""
    environment = {**os.environ, "QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    environment.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(time.time())],
        capture_output=True,
        text=True,
        check=True,
        env=environment,
    )
    return json.loads(done.stdout.splitlines()[-1])


def main() -> None:
    """Print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = [run_once() for _run in range(parser.parse_args().runs)]
    for name in ("first_paint_s", "open_answers_s", "warm_s"):
        values = [run[name] for run in runs]
        print(
            f"{name:16} median {statistics.median(values):.2f}  min {min(values):.2f}  max {max(values):.2f}"
        )
    gaps = sorted(gap for run in runs for gap in run["gaps"])
    p99 = gaps[int(len(gaps) * 0.99)]
    print(f"event loop while importing: p99 {p99:.0f} ms, max {gaps[-1]:.0f} ms, n {len(gaps)}")
    print("imported before the first paint:", runs[0]["imported_before_paint"] or "none of the heavy ones")


if __name__ == "__main__":
    main()
