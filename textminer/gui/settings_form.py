"""A form made from the fields of a settings dataclass."""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QLineEdit,
    QSpinBox,
    QWidget,
)

from textminer.errors import SettingsError
from textminer.gui.theme import set_kind
from textminer.gui.widgets.card import plain_label

S = TypeVar("S")


@dataclass(frozen=True)
class FieldSpec:
    """How one field is shown; what kind of control it gets follows from its value.

    name:     of the field in the dataclass
    title:    what the user reads, in the user's language
    tip:      one sentence on what it does
    choices:  (value, title) pairs, for a field with a few values
    low, high, step, unit:  for numbers
    """

    name: str
    title: str
    tip: str = ""
    choices: Sequence[tuple[Any, str]] = ()
    low: float = 0
    high: float = 1_000_000
    step: float = 1
    unit: str = ""


class SettingsForm(QWidget, Generic[S]):
    """Edits a frozen settings value; `changed` comes when it holds another valid one.

    Values that contradict each other raise SettingsError in the dataclass: its sentence stands below the
    form, and `settings()` stays the last valid value.
    """

    changed = Signal()

    def __init__(self, settings: S, fields: Sequence[FieldSpec], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._setters: dict[str, Callable[[Any], None]] = {}
        self._getters: dict[str, Callable[[], Any]] = {}
        self._controls: list[QWidget] = []
        self._problem = plain_label("", "negative", self)
        self._problem.setWordWrap(True)
        self._problem.hide()
        layout = QFormLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(16)
        layout.setVerticalSpacing(8)
        layout.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for field in fields:
            self._add(layout, field)
        layout.addRow(self._problem)

    def settings(self) -> S:
        """The last valid value."""
        return self._settings

    def set_settings(self, settings: S) -> None:
        """Show another value, without telling of it as changed."""
        self._settings = settings
        blockers = [QSignalBlocker(control) for control in self._controls]
        for name, show in self._setters.items():
            show(getattr(settings, name))
        del blockers
        self._problem.hide()

    def problem(self) -> str:
        """The sentence on what does not fit together; "" if all does."""
        return "" if self._problem.isHidden() else self._problem.text()

    def _add(self, layout: QFormLayout, field: FieldSpec) -> None:
        value = getattr(self._settings, field.name)
        control = self._control(field, value)
        control.setAccessibleName(field.title)
        control.setAccessibleDescription(field.tip)
        control.setToolTip(field.tip)
        self._controls.append(control)
        label = plain_label("" if isinstance(control, QCheckBox) else field.title, parent=self)
        label.setBuddy(control)
        set_kind(label, "secondary")
        layout.addRow(label, control)

    def _control(self, field: FieldSpec, value: Any) -> QWidget:
        if field.choices:
            return self._choice(field, value)
        if isinstance(value, bool):
            box = QCheckBox(field.title, self)
            self._bind(field.name, box.setChecked, box.isChecked, box.toggled, value)
            return box
        if isinstance(value, int):
            whole = QSpinBox(self)
            whole.setRange(round(field.low), round(field.high))
            whole.setSingleStep(round(field.step))
            whole.setSuffix(f" {field.unit}" if field.unit else "")
            self._bind(field.name, whole.setValue, whole.value, whole.valueChanged, value)
            return whole
        if isinstance(value, float):
            number = QDoubleSpinBox(self)
            number.setDecimals(3)
            number.setRange(field.low, field.high)
            number.setSingleStep(field.step)
            number.setSuffix(f" {field.unit}" if field.unit else "")
            self._bind(field.name, number.setValue, number.value, number.valueChanged, value)
            return number
        line = QLineEdit(self)
        self._bind(field.name, line.setText, line.text, line.textChanged, str(value))
        return line

    def _choice(self, field: FieldSpec, value: Any) -> QComboBox:
        box = QComboBox(self)
        values = [choice for choice, _title in field.choices]
        box.addItems([title for _choice, title in field.choices])
        self._bind(
            field.name,
            lambda chosen: box.setCurrentIndex(values.index(chosen) if chosen in values else -1),
            lambda: values[box.currentIndex()],
            box.currentIndexChanged,
            value,
        )
        return box

    def _bind(
        self, name: str, show: Callable[[Any], None], read: Callable[[], Any], edited: Any, value: Any
    ) -> None:
        show(value)
        self._setters[name], self._getters[name] = show, read
        edited.connect(lambda *_arguments: self._take())

    def _take(self) -> None:
        values = {name: read() for name, read in self._getters.items()}
        try:
            settings = dataclasses.replace(self._settings, **values)  # type: ignore[type-var]
        except SettingsError as error:
            self._problem.setText(str(error))
            self._problem.show()
            return
        self._problem.hide()
        if settings != self._settings:
            self._settings = settings
            self.changed.emit()
