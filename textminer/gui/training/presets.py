"""The presets as the user chooses between them, and what "More" holds."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QFont
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from textminer.gui.fonts import font
from textminer.gui.icons import use_icon
from textminer.gui.theme import at_scale, px, set_kind
from textminer.sentiment.settings import CELLS, PRESETS
from textminer.translation import _
from textminer.workflows.training import TrainingRequest

MAX_MINUTES = 600.0
MAX_SEED = 2**31 - 1


class PresetChoice(QWidget):
    """One of the presets; the finer settings stay folded until asked for."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self._radios: dict[str, QRadioButton] = {}
        self._more = QPushButton(_("More"), self)
        self._details = QWidget(self)
        self._cell = QComboBox(self._details)
        self._has_minutes = QCheckBox(_("Train for"), self._details)
        self._minutes = QDoubleSpinBox(self._details)
        self._seed = QSpinBox(self._details)
        self._arrange()
        self._connect()
        self._radios["quick"].setChecked(True)

    @property
    def preset(self) -> str:
        """Name of the chosen preset."""
        return next(name for name, radio in self._radios.items() if radio.isChecked())

    @property
    def cell(self) -> str:
        """Name of the recurrent cell."""
        return str(self._cell.currentData())

    @property
    def minutes(self) -> float | None:
        """Length of the training; None leaves it to the preset."""
        return self._minutes.value() if self._has_minutes.isChecked() else None

    @property
    def seed(self) -> int:
        """What every random choice starts from."""
        return self._seed.value()

    def choose(self, preset: str) -> None:
        """Choose a preset by its name."""
        self._radios[preset].setChecked(True)

    def set_minutes(self, minutes: float) -> None:
        """Set a length of one's own."""
        self._has_minutes.setChecked(True)
        self._minutes.setValue(minutes)

    def choose_cell(self, cell: str) -> None:
        """Choose the recurrent cell by its name."""
        self._cell.setCurrentIndex(self._cell.findData(cell))

    def _arrange(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for preset in PRESETS:
            title, time, description = preset_words(preset)
            radio = QRadioButton(title, self)
            radio.setAccessibleDescription(f"{time}. {description}")
            at_scale(radio, lambda it: it.setFont(font(px(13), QFont.Weight.Medium)))
            self._group.addButton(radio)
            self._radios[preset] = radio
            layout.addLayout(_preset_row(radio, time, description))
            layout.addSpacing(6)
        self._more.setCheckable(True)
        set_kind(self._more, "link")
        use_icon(self._more, "chevron-right", "secondary")
        row = QHBoxLayout()
        row.setContentsMargins(0, 4, 0, 4)
        row.addWidget(self._more)
        row.addStretch(1)
        layout.addLayout(row)
        layout.addWidget(self._details)
        self._arrange_details()
        self._details.hide()

    def _arrange_details(self) -> None:
        titles = {
            "lstm": _("LSTM"),
            "peephole": _("Peephole LSTM, as in the article"),
            "rnn": _("Plain recurrent network"),
        }
        for cell in CELLS:
            self._cell.addItem(titles[cell], cell)
        self._minutes.setRange(0.1, MAX_MINUTES)
        self._minutes.setDecimals(1)
        self._minutes.setValue(2.0)
        self._minutes.setSuffix(" " + _("min"))
        self._minutes.setEnabled(False)
        self._minutes.setAccessibleName(_("Minutes of training"))
        self._seed.setRange(0, MAX_SEED)
        self._seed.setValue(1)
        self._seed.setToolTip(_("The same seed and the same number of steps give the same model again."))
        for box in (self._minutes, self._seed):
            box.lineEdit().setTextMargins(px(6), 0, 0, 0)
        length = QHBoxLayout()
        length.setSpacing(10)
        length.addWidget(self._has_minutes)
        length.addWidget(self._minutes)
        length.addStretch(1)
        form = QFormLayout(self._details)
        form.setContentsMargins(px(24), 0, 0, 4)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(8)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.FieldsStayAtSizeHint)
        form.addRow(_row_label(_("Cell")), self._cell)
        form.addRow(_row_label(_("Length")), length)
        form.addRow(_row_label(_("Seed")), self._seed)
        self._cell.setAccessibleName(_("Cell"))
        self._seed.setAccessibleName(_("Seed"))

    def _connect(self) -> None:
        self._more.toggled.connect(self._on_more)
        self._has_minutes.toggled.connect(self._minutes.setEnabled)
        self._group.buttonToggled.connect(lambda _button, is_on: self.changed.emit() if is_on else None)

    def _on_more(self, is_open: bool) -> None:
        self._details.setVisible(is_open)
        self._more.setText(_("Less") if is_open else _("More"))
        use_icon(self._more, "chevron-down" if is_open else "chevron-right", "secondary")


def preset_words(preset: str) -> tuple[str, str, str]:
    """Title of a preset, how long it takes, and what it does, in one line each."""
    if preset == "quick":
        return (
            _("Quick"),
            _("about half a minute"),
            _("A small network: a first look at whether your labels can be learnt."),
        )
    if preset == "accurate":
        return (
            _("Accurate"),
            _("about 4 minutes"),
            _("A larger network that starts from word vectors of your own texts."),
        )
    return (
        _("Article"),
        _("ten passes over the texts"),
        _("One LSTM over the last 50 words, as in the article that TextMiner grew from; for comparison."),
    )


def _preset_row(radio: QRadioButton, time: str, description: str) -> QVBoxLayout:
    time_label = QLabel(time)
    set_kind(time_label, "small")
    words = QLabel(description)
    words.setWordWrap(True)
    at_scale(words, lambda it: it.setContentsMargins(px(24), 0, 0, 0))  # below the words of the button
    set_kind(words, "small")
    top = QHBoxLayout()
    top.addWidget(radio)
    top.addStretch(1)
    top.addWidget(time_label)
    both = QVBoxLayout()
    both.setSpacing(2)
    both.addLayout(top)
    both.addWidget(words)
    return both


def _row_label(text: str) -> QLabel:
    label = QLabel(text)
    label.setMinimumHeight(px(30))
    set_kind(label, "secondary")
    return label


def describe_request(request: TrainingRequest) -> str:
    """ "Accurate · LSTM · 3 min"."""
    parts = [preset_words(request.preset)[0]]
    parts.append({"lstm": _("LSTM"), "peephole": _("peephole LSTM"), "rnn": _("RNN")}[request.cell])
    if request.minutes is not None:
        parts.append(_("{n} min").format(n=f"{request.minutes:g}"))
    return " · ".join(parts)
