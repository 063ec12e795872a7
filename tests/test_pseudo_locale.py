"""Does every sentence of the window pass through gettext? Under the pseudo-locale each one is in ⟦brackets⟧."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from textminer.app import Application
from textminer.resource_files import resource_path
from textminer.sentiment.model_file import list_models
from textminer.session.preferences import Preferences, PreferenceValues
from textminer.translation import PSEUDO, set_language

LONG_MS = 60_000
PAGES = ("welcome", "overview", "documents", "words", "training", "models", "preferences", "import")
PLAIN = re.compile(r"^[^A-Za-z]*( MB)?$")  # numbers, signs and Chinese: nothing of ours to translate
FOLDERS = (str(Path.home().anchor),)  # paths, which begin with it
KEYS = re.compile(r"^(Ctrl|Alt|Shift|F\d+)([ +].*)?$")


@pytest.fixture
def app(qtbot: QtBot, qapp: QApplication) -> Iterator[Application]:
    preferences = Preferences()
    preferences.set(PreferenceValues(language=PSEUDO))
    made = Application(qapp, preferences)
    qtbot.addWidget(made.window)
    made.window.resize(1440, 900)
    made.window.show()
    yield made
    made.window.close()
    qtbot.waitUntil(lambda: made.jobs.shutdown(0.1), timeout=LONG_MS)
    set_language("en")


def sentences(root: QWidget) -> Iterator[tuple[str, str]]:
    """Every text a user can read or hear in a widget and those in it, with where it was found."""
    for widget in (root, *root.findChildren(QWidget)):
        place = f"{type(widget).__name__} in {type(widget.parent()).__name__}"
        texts = [widget.toolTip(), widget.accessibleName(), widget.windowTitle()]
        if isinstance(widget, QAbstractButton | QLabel):
            texts.append(widget.text())
        if isinstance(widget, QLineEdit):
            texts.append(widget.placeholderText())
        if isinstance(widget, QComboBox):
            texts += [widget.itemText(number) for number in range(widget.count())]
        texts += [action.text() for action in widget.actions()]
        yield from ((text, place) for text in texts if text)


def from_data() -> set[str]:
    """Words of the sample, the models and the system that no translator ever sees."""
    return {
        "TextMiner", "hotel-reviews.csv", "review", "city", "stars", "date", "traveller", "english", "english-reviews", "couple",
        "family", "business", "solo", "Lisbon", "Porto", "Faro", "Coimbra", "hotel-reviews.csv[*] – TextMiner",
        "Big5", "CP437", "EUC-JP", "EUC-KR", "GB18030", "ISO8859-15", "KOI8-R", "Mac Roman", "Shift-JIS",
        "UTF-8", "UTF-16", "pseudo", "chinese", "negative, neutral, positive", "negative, positive", "Windows-1250", "Windows-1251", "Windows-1252",
    }  # fmt: skip


def test_every_sentence_of_the_window_passes_through_gettext(app: Application, qtbot: QtBot) -> None:
    path = resource_path("samples", "hotel-reviews.csv")
    app.open_paths([path])
    session = app.workbench().session
    qtbot.waitUntil(
        lambda: session.prediction is not None and bool((session.prediction.statuses != 1).all()),
        timeout=LONG_MS,
    )
    corpus = session.corpus
    assert corpus is not None
    cards = {card.description for card in list_models()}
    data = from_data() | cards | set(corpus.table.frame.to_numpy().ravel())
    app.workbench().commands.ask_import([path])
    bypassing: set[str] = set()
    n_seen = 0
    for page in PAGES:
        app.window.show_page(page)
        QApplication.processEvents()
        qtbot.waitUntil(lambda: not app.jobs.active(), timeout=LONG_MS)
        for text, place in sentences(app.window):
            n_seen += 1
            if (
                "⟦" in text
                or PLAIN.match(text)
                or KEYS.match(text)
                or text in data
                or text.startswith(FOLDERS)
            ):
                continue
            bypassing.add(f"{page}: {text[:60]!r} ({place})")
    assert n_seen > 300
    assert not bypassing, "\n".join(sorted(bypassing))


@pytest.mark.parametrize("name", ["score", "train", "evaluate", "words", "inspect", "models"])
def test_the_help_of_every_command_passes_through_gettext(
    name: str, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest
) -> None:
    from textminer.cli.commands import run_command_line

    reset: Callable[[], None] = lambda: set_language("en")  # noqa: E731
    request.addfinalizer(reset)
    set_language(PSEUDO)
    assert run_command_line(["--help"]) == 0
    lines = [line for line in capsys.readouterr().out.splitlines() if line.strip().startswith(name)]
    assert lines
    assert "⟦" in lines[0]
