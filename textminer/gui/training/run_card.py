"""What a training says of itself while it runs."""

from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from textminer.gui.fonts import font
from textminer.gui.theme import px, set_kind
from textminer.gui.training.bars import Bars
from textminer.gui.widgets.card import plain_label, separator
from textminer.translation import _

BAR_STEPS = 1000


class RunCard(QFrame):
    """Names and values under each other, a progress bar below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        set_kind(self, "card")
        heading = QLabel(_("This run"), self)
        set_kind(heading, "heading")
        self._values: dict[str, QLabel] = {}
        self._bar = QProgressBar(self)
        self._bar.setRange(0, BAR_STEPS)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(_("Progress of the training"))
        self.bars = Bars(self)
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(1, 1)
        titles = {
            "preset": _("Preset"),
            "stage": _("Stage"),
            "epoch": _("Epoch"),
            "speed": _("Speed"),
            "left": _("Time left"),
            "gradient": _("Gradient norm"),
            "best": _("Kept so far"),
        }
        for row, (key, title) in enumerate(titles.items()):
            name, value = QLabel(title, self), QLabel("–", self)
            set_kind(name, "small")
            value.setFont(font(px(13), tabular=True))
            value.setWordWrap(True)
            name.setBuddy(value)
            self._values[key] = value
            grid.addWidget(name, row, 0)
            grid.addWidget(value, row, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(18, 16, 18, 18)
        layout.setSpacing(10)
        layout.addWidget(heading)
        layout.addLayout(grid)
        layout.addSpacing(4)
        layout.addWidget(self._bar)
        layout.addSpacing(6)
        layout.addWidget(separator(self))
        layout.addSpacing(2)
        layout.addWidget(plain_label(_("On the validation documents"), "small", self))
        layout.addWidget(self.bars)
        layout.addStretch(1)

    def show_fact(self, key: str, text: str) -> None:
        """Show one value; keys are preset, stage, epoch, speed, left, gradient, best."""
        self._values[key].setText(text or "–")

    def fact(self, key: str) -> str:
        """The value that is shown."""
        return self._values[key].text()

    def show_fraction(self, fraction: float) -> None:
        """How far the training is, 0 to 1."""
        self._bar.setValue(round(fraction * BAR_STEPS))

    @property
    def fraction(self) -> float:
        """How far the bar is, 0 to 1."""
        return self._bar.value() / BAR_STEPS
