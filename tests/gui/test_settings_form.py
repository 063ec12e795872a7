"""Whether a form edits settings and never holds broken ones."""

from dataclasses import dataclass

import pytest
from PySide6.QtWidgets import QCheckBox, QComboBox, QDoubleSpinBox, QSpinBox
from pytestqt.qtbot import QtBot

from textminer.errors import SettingsError
from textminer.gui.settings_form import FieldSpec, SettingsForm


@dataclass(frozen=True)
class Oven:
    minutes: int = 30
    heat: float = 0.5
    fan: bool = False
    dish: str = "pie"

    def __post_init__(self) -> None:
        if self.fan and self.heat > 0.9:
            raise SettingsError("With the fan, use less heat.")


FIELDS = [
    FieldSpec("minutes", "Minutes", low=1, high=90, unit="min"),
    FieldSpec("heat", "Heat", low=0, high=1, step=0.1),
    FieldSpec("fan", "Fan"),
    FieldSpec("dish", "Dish", choices=[("pie", "Pie"), ("bread", "Bread")]),
]


@pytest.fixture
def form(qtbot: QtBot) -> SettingsForm[Oven]:
    form = SettingsForm(Oven(), FIELDS)
    qtbot.addWidget(form)
    form.show()
    return form


def test_each_kind_of_field_is_edited(qtbot: QtBot, form: SettingsForm[Oven]) -> None:
    with qtbot.waitSignal(form.changed, timeout=1000):
        form.findChild(QSpinBox).setValue(45)
    form.findChild(QDoubleSpinBox).setValue(0.25)
    form.findChild(QCheckBox).setChecked(True)
    form.findChild(QComboBox).setCurrentIndex(1)
    assert form.settings() == Oven(45, 0.25, True, "bread")


def test_contradictions_are_told_and_the_last_valid_settings_stay(form: SettingsForm[Oven]) -> None:
    form.findChild(QCheckBox).setChecked(True)
    form.findChild(QDoubleSpinBox).setValue(1.0)
    assert form.problem() == "With the fan, use less heat."
    assert form.settings() == Oven(fan=True)
    form.findChild(QDoubleSpinBox).setValue(0.5)
    assert form.problem() == ""


def test_settings_shown_from_outside_are_not_told_as_changed(form: SettingsForm[Oven]) -> None:
    told: list[bool] = []
    form.changed.connect(lambda: told.append(True))
    form.set_settings(Oven(10, 0.1, True, "bread"))
    assert told == []
    assert form.findChild(QComboBox).currentText() == "Bread"
    assert form.settings() == Oven(10, 0.1, True, "bread")
