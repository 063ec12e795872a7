"""Whatever is clicked, pressed, typed and dropped: no exception, no warning of Qt, no window that stands still."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from tests.stories.conftest import LONG_MS
from tests.stories.monkey import Monkey
from textminer.app import Application

SEEDS = [int(seed) for seed in os.environ.get("TEXTMINER_MONKEY_SEEDS", "1").split(",")]
SECONDS = float(os.environ.get("TEXTMINER_MONKEY_SECONDS", "15"))
N_STEPS = 400 if SECONDS <= 15 else 100_000
LONGEST_S = 1.5  # of processor time without a look at the clock; another look takes .4 on an idle machine

WORDS = (
    "the room was good",
    "bad lift",
    "great view and a great bed",
    "not good at all",
    "ok",
    "broken lift",
    "😀 good",
)
ROWS = [
    f"{WORDS[n % 7]} {WORDS[n * 5 % 7]},{('Rome', 'Oslo', 'Bern')[n % 3]},{1 + n % 5},2024-0{1 + n % 9}-1{n % 10}"
    for n in range(70)
]


@pytest.fixture
def files(tmp_path: Path) -> list[Path]:
    """Small tables, and what is none."""
    contents = {
        "reviews.csv": "\n".join(["review,city,stars,date", *ROWS]),
        "中文.csv": "评论,好评\n" + "\n".join(["房间很好,1", "服务太差,0", "不错,1"] * 8),
        "empty texts.csv": "text,stars\n" + "\n".join([",3"] * 20),
        "one.csv": "text\nfine",
        "nothing.csv": "",
        "letters.csv": "\x00\x01\x02",
    }
    for name, content in contents.items():
        (tmp_path / name).write_text(content, encoding="utf-8")
    return [tmp_path / name for name in ("reviews.csv", *contents)]  # the first twice as often


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.timeout(SECONDS + 400)
def test_a_monkey_breaks_nothing(
    app: Application,
    qtbot: QtBot,
    until_idle: Callable[[Application], None],
    files: list[Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    seed: int,
) -> None:
    saved = iter(range(100_000))

    def a_new_file(
        _parent: object, _title: str = "", _start: str = "", kinds: str = "", *_rest: object
    ) -> tuple[str, str]:
        number = next(saved)
        return ("" if number % 3 == 2 else str(tmp_path / f"saved {number}"), kinds.partition(";;")[0])

    monkeypatch.setattr(QFileDialog, "getSaveFileName", a_new_file)
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_all, **_named: (str(files[0]), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileNames", lambda *_all, **_named: ([str(files[0])], ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_all, **_named: "")
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)
    monkeypatch.chdir(tmp_path)  # it types names of files as well
    app.open_paths([files[0]])
    until_idle(app)
    monkey = Monkey(app, seed, files, N_STEPS, SECONDS)
    monkey.start()
    qtbot.waitUntil(lambda: monkey.is_done, timeout=int(1000 * SECONDS) + 2 * LONG_MS)
    for job in app.jobs.active():
        job.cancel()
    qtbot.waitUntil(lambda: not app.jobs.active(), timeout=LONG_MS)
    done = "\n".join(monkey.acts)
    assert not monkey.failures, f"{monkey.failures}\nafter\n{done}"
    errors = [record.getMessage() for record in caplog.records if record.levelname in ("ERROR", "CRITICAL")]
    assert not errors, f"{errors}\nafter\n{done}"
    assert monkey.longest[0] < LONGEST_S, monkey.longest
