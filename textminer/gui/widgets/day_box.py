"""A field for a day that can be typed as it is read, from left to right, over what stands there."""

from PySide6.QtCore import QDate
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDateEdit, QWidget

from textminer.gui.theme import px

ISO = "yyyy-MM-dd"
_LENGTHS = {
    QDateEdit.Section.YearSection: 4,
    QDateEdit.Section.MonthSection: 2,
    QDateEdit.Section.DaySection: 2,
}
_SECTIONS = tuple(_LENGTHS)


class DayBox(QDateEdit):
    """Year, month and day. Qt's own field drops digits that are typed into a full part.

    dateChanged comes once the typed day is left or entered.
    """

    def __init__(self, accessible_name: str, day: QDate | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._begun: QDateEdit.Section | None = None  # the part in which digits stand, but not all
        self.setDisplayFormat(ISO)
        self.setAccessibleName(accessible_name)
        self.setKeyboardTracking(False)
        self.lineEdit().setTextMargins(px(6), 0, 0, 0)
        if day is not None:
            self.setDate(day)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line, section = self.lineEdit(), self.currentSection()
        if event.text().isdigit():
            if line.selectedText() == line.text():
                self.setSelectedSection(_SECTIONS[0])
            elif not line.hasSelectedText() and len(self.sectionText(section)) == _LENGTHS.get(section):
                self.setSelectedSection(section)
        elif event.text() and event.text() in "-/. ":
            if self._begun is section and section in _SECTIONS[:-1]:  # a full part has led on to the next one
                self.setSelectedSection(_SECTIONS[_SECTIONS.index(section) + 1])
            self._begun = None
            return
        super().keyPressEvent(event)
        is_begun = event.text().isdigit() and self.currentSection() is section
        self._begun = section if is_begun else None
