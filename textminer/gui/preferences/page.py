"""The page of what the user chooses once for all corpora."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, QLocale, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QShowEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSlider,
    QVBoxLayout,
    QWidget,
)

from textminer.gui.icons import use_icon
from textminer.gui.preferences.rows import SettingsCard
from textminer.gui.theme import Theme, ThemeMode, px, set_kind
from textminer.gui.widgets.centred_column import CentredColumn
from textminer.session.preferences import Preferences
from textminer.translation import _, available_languages, ngettext_

COLUMN_WIDTH = 720
THIN_SPACE = "\u2009"
SMALLEST, LARGEST, STEP = 80, 200, 10  # per cent


class PreferencesPage(QWidget):
    """Theme and text size at once, language at the next start, the model of new corpora; where files lie."""

    def __init__(self, preferences: Preferences, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._preferences = preferences
        self._theme = theme
        self._column = QWidget(self)
        self.theme_buttons = {mode: QPushButton(title, self) for mode, title in _theme_titles().items()}
        self._theme_group = QButtonGroup(self)
        self.text_size = QSlider(Qt.Orientation.Horizontal, self)
        self._size_label = QLabel(self)
        self.language = QComboBox(self)
        self.model = QComboBox(self)
        self.settings_button = QPushButton(_("Open folder"), self)
        self.models_button = QPushButton(_("Open folder"), self)
        self.autosave = QCheckBox(_("Keep it"), self)
        self.purge_button = QPushButton(_("Delete what was kept"), self)
        self._models_note = QLabel(self)
        self._fill()
        self._arrange()
        self._connect()
        self._show_values()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._list_models()
        self._show_values()
        self.purge_button.setText(_("Delete what was kept"))
        self.purge_button.setEnabled(True)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_models_note"):
            self._measure()

    def _choose_theme(self, mode: ThemeMode) -> None:
        self._theme.set_mode(mode)
        self._store(theme=mode.value)

    def _choose_size(self) -> None:
        scale = self.text_size.value() / 100
        self._theme.set_scale(scale)
        self._store(scale=scale)

    def _on_size_moved(self, per_cent: int) -> None:
        self._size_label.setText(_("{n} %").format(n=per_cent))
        if per_cent == round(self._theme.scale * 100):
            return  # shown, not chosen
        rounded = round(per_cent / STEP) * STEP
        if rounded != per_cent:
            self.text_size.setValue(rounded)
        elif not self.text_size.isSliderDown():  # everything is laid out anew: not at each pixel of a drag
            self._choose_size()

    def _store(self, **values: str | float | bool) -> None:
        self._preferences.set(replace(self._preferences.values, **values))  # type: ignore[arg-type]

    def _show_values(self) -> None:
        values = self._preferences.values
        self.theme_buttons[self._theme.mode].setChecked(True)
        if not self.text_size.isSliderDown():
            self.text_size.setValue(round(self._theme.scale * 100))
        self._size_label.setText(_("{n} %").format(n=self.text_size.value()))
        self.autosave.setChecked(values.autosave)
        _select(self.language, values.language, values.language)
        _select(self.model, values.model, _("{name} (not here)").format(name=values.model))

    def _list_models(self) -> None:
        """Offer the models there are now; imports numpy, so not before the page is looked at."""
        from textminer.sentiment.model_file import list_models, models_folder
        from textminer.workflows.model_library import model_name

        self._show_models([model_name(card) for card in list_models()])
        self._models_note.setText(str(models_folder()))
        self._models_note.setToolTip(str(models_folder()))
        self._models_note.show()

    def _show_models(self, names: Sequence[str]) -> None:
        self.model.clear()
        self.model.addItem(_("By the language of the corpus"), "")
        for name in names:
            self.model.addItem(name, name)

    def _open_models(self) -> None:
        from textminer.sentiment.model_file import models_folder

        _open_folder(models_folder())

    def _fill(self) -> None:
        for button, picture in zip(self.theme_buttons.values(), ("monitor", "sun", "moon"), strict=True):
            button.setCheckable(True)
            use_icon(button, picture)
            button.setAccessibleName(button.text())
            button.setText(THIN_SPACE + button.text())  # Qt leaves hardly any room behind an icon
            self._theme_group.addButton(button)
        self.text_size.setRange(SMALLEST, LARGEST)
        self.text_size.setSingleStep(STEP)
        self.text_size.setPageStep(STEP)
        self._size_label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.language.addItem(_("As the system"), "")
        for code in available_languages():
            self.language.addItem(_native_name(code), code)
        self._show_models(())

    def _connect(self) -> None:
        for mode, button in self.theme_buttons.items():
            button.clicked.connect(lambda _checked=False, mode=mode: self._choose_theme(mode))
        self.text_size.valueChanged.connect(self._on_size_moved)
        self.text_size.sliderReleased.connect(self._choose_size)
        # activated comes from the user alone, so that showing the values stores nothing
        self.language.activated.connect(lambda _place: self._store(language=self.language.currentData()))
        self.model.activated.connect(lambda _place: self._store(model=self.model.currentData()))
        self.settings_button.clicked.connect(lambda: _open_folder(self._preferences.path.parent))
        self.models_button.clicked.connect(lambda: self._open_models())
        self.autosave.clicked.connect(lambda is_on: self._store(autosave=is_on))
        self.purge_button.clicked.connect(lambda: self._purge())
        self._preferences.changed.connect(self._show_values)
        self._theme.changed.connect(self._show_values)

    def _purge(self) -> None:
        from textminer.workflows import autosaves, kept_trainings, unsaved_models

        n_purged = autosaves.purge() + kept_trainings.purge() + unsaved_models.purge()
        words = ngettext_("{n} deleted", "{n} deleted", n_purged) if n_purged else _("Nothing was kept")
        self.purge_button.setText(words.format(n=n_purged))
        self.purge_button.setEnabled(False)

    def _cards(self) -> list[SettingsCard]:
        appearance = SettingsCard(_("Appearance"), self._column)
        appearance.add_row(_("Theme"), control=_side_by_side(list(self.theme_buttons.values()), self._column))
        self.text_size.setAccessibleName(_("Text size"))
        sizes = _side_by_side([self.text_size, self._size_label], self._column)
        appearance.add_row(_("Text size"), _("Of everything in the window"), sizes)
        note = _("Takes effect when TextMiner starts again")
        appearance.add_row(_("Language of the window"), note, self.language)
        model = SettingsCard(_("Model"), self._column)
        note = _("Scores a corpus when it is opened")
        model.add_row(_("Model for new corpora"), note, self.model)
        privacy = SettingsCard(_("Privacy"), self._column)
        privacy.add_row(_("TextMiner has no network code. Nothing leaves this computer."))
        note = _(
            "A copy of what is open, in a folder that only you can read, deleted when TextMiner ends "
            "properly; of a training under way, deleted when that has ended; and of a trained model, deleted "
            "when it is saved, or after a month."
        )
        self.autosave.setAccessibleName(_("Keep a copy for the case of a crash"))
        self.purge_button.setAccessibleName(_("Delete what was kept for the case of a crash"))
        kept = _side_by_side([self.autosave, self.purge_button], self._column)
        privacy.add_row(_("Copy for the case of a crash"), note, kept)
        files = SettingsCard(_("Files"), self._column)
        path = str(self._preferences.path)
        files.add_row(_("Settings"), path, self.settings_button, is_path=True)
        self._models_note = files.add_row(_("Your models"), "", self.models_button, is_path=True)
        self.settings_button.setAccessibleName(_("Open the folder of the settings"))
        self.models_button.setAccessibleName(_("Open the folder of your models"))
        return [appearance, model, privacy, files]

    def _arrange(self) -> None:
        set_kind(self, "page")
        title = QLabel(_("Preferences"), self._column)
        set_kind(title, "title")
        column = QVBoxLayout(self._column)
        column.setContentsMargins(2, px(18), 2, px(18))
        column.setSpacing(px(14))
        column.addWidget(title)
        for card in self._cards():
            column.addWidget(card)
        column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(CentredColumn(self._column, self))
        self._measure()

    def _measure(self) -> None:
        """Lengths at the user's scale."""
        self._column.setMaximumWidth(px(COLUMN_WIDTH))
        self.text_size.setFixedSize(px(200), px(24))
        self._size_label.setFixedWidth(px(48))
        for box in (self.language, self.model):
            box.setMinimumWidth(px(240))


def _theme_titles() -> dict[ThemeMode, str]:
    return {
        ThemeMode.SYSTEM: _("As the system"),
        ThemeMode.LIGHT: _("Light"),
        ThemeMode.DARK: _("Dark"),
    }


def _native_name(code: str) -> str:
    """A language as its speakers call it: "English", "简体中文"."""
    locale = QLocale(code)
    name = locale.nativeLanguageName() if locale.language() != QLocale.Language.C else code
    return _("English") if code == "en" else name or code


def _side_by_side(widgets: Sequence[QWidget], parent: QWidget) -> QWidget:
    group = QWidget(parent)
    layout = QHBoxLayout(group)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(px(8))
    for widget in widgets:
        layout.addWidget(widget)
    return group


def _select(box: QComboBox, value: str, missing: str) -> None:
    """Show a value; one that is not offered is added under the name `missing`."""
    place = box.findData(value)
    if place < 0:
        box.addItem(missing, value)
        place = box.count() - 1
    box.setCurrentIndex(place)


def _open_folder(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))
