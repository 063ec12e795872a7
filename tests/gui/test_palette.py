"""The palette offers what can be done now, best match first, and gives the focus back."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from textminer.gui.palette import CommandPalette, PaletteEntry, menu_entries, ranked

nothing: Callable[[], None] = lambda: None  # noqa: E731


def entries_of(*titles: str) -> list[PaletteEntry]:
    return [PaletteEntry(title, nothing) for title in titles]


def test_a_title_that_begins_with_what_is_typed_comes_first() -> None:
    entries = entries_of("Paste as table", "Show as table", "Table of words", "Open…")
    found = [entry.title for entry in ranked(entries, "tab")]
    assert found == ["Table of words", "Paste as table", "Show as table"]
    assert [entry.title for entry in ranked(entries, "as ta")] == ["Paste as table", "Show as table"]
    assert ranked(entries, "zzz") == []
    assert ranked(entries, "") == entries


def test_the_menu_that_leads_to_an_entry_is_searched_too() -> None:
    entry = PaletteEntry("Dark", nothing, ("View", "Theme"))
    assert ranked([entry, *entries_of("Darken")], "theme dark") == [entry]


def test_only_what_can_be_done_is_offered_with_its_place_and_keys(qtbot: QtBot) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    file = menu.addMenu("File")
    file.addAction("Save && close").setShortcut("Ctrl+S")
    file.addSeparator()
    file.addAction("Nothing yet").setEnabled(False)
    inner = file.addMenu("Recent")
    inner.aboutToShow.connect(lambda: inner.addAction("a.csv"))
    found = [(entry.title, entry.place, entry.keys) for entry in menu_entries(menu)]
    assert found == [("Save & close", ("File",), "Ctrl+S"), ("a.csv", ("File", "Recent"), "")]


def test_typing_arrows_and_return_do_it_and_the_focus_goes_back(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    field = QLineEdit()
    QVBoxLayout(window).addWidget(field)
    palette = CommandPalette(window)
    window.resize(700, 600)
    window.show()
    qtbot.waitExposed(window)
    field.setFocus()
    done: list[str] = []
    palette.ask(
        [PaletteEntry(title, lambda title=title: done.append(title)) for title in ("Undo", "Redo", "Find")]
    )  # type: ignore[misc]
    qtbot.keyClicks(palette.field, "do")
    assert palette.titles() == ["Undo", "Redo"]
    qtbot.keyClick(palette.field, Qt.Key.Key_Down)
    qtbot.keyClick(palette.field, Qt.Key.Key_Return)
    assert done == ["Redo"]
    assert not palette.isVisible()
    assert window.focusWidget() is field
    palette.ask(entries_of("Undo"))
    qtbot.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()
    assert done == ["Redo"]
