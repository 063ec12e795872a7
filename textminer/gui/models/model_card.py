"""One model as a card: what it was trained on, how good it is, and what can be done with it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from textminer.gui.icons import use_icon
from textminer.gui.models.details import ModelDetails, pairs_grid
from textminer.gui.theme import set_kind
from textminer.gui.widgets.card import Card, plain_label
from textminer.sentiment.model_file import ModelCard
from textminer.translation import _
from textminer.workflows.model_facts import (
    classes_of,
    headline_figure,
    language_of,
    network_of,
    size_of,
)
from textminer.workflows.model_library import model_name


class ModelView(Card):
    """A card of the list; its signals carry the model's card."""

    use_requested = Signal(object)
    default_requested = Signal(object)
    delete_requested = Signal(object)
    details_toggled = Signal()

    def __init__(self, model: ModelCard, parent: QWidget | None = None) -> None:
        super().__init__(model_name(model), parent=parent)
        self.model = model
        self.origin = plain_label(
            _("Ships with TextMiner") if model.is_shipped else _("Yours"), "small", self
        )
        self.mark = plain_label("", "small", self)
        self.use_button = QPushButton(_("Use for this corpus"), self)
        self.default_button = QPushButton(_("Make default"), self)
        self.details_button = QPushButton(_("Details"), self)
        self.delete_button = QPushButton(self)
        self._details = QWidget(self)
        self._arrange()
        self._connect()

    @property
    def is_open(self) -> bool:
        """Whether the details are unfolded."""
        return self.details_button.isChecked()

    def show_use(
        self, is_used: bool, is_default: bool, has_corpus: bool, is_with_others: bool = False
    ) -> None:
        """Say whether it scores the corpus now, and whether it will score the next one.

        is_with_others:  whether other models score the rows that are in other languages
        """
        unused = _("Use for all rows") if is_with_others else _("Use for this corpus")
        is_alone = is_used and not is_with_others
        self.use_button.setText(_("In use") if is_alone else unused)
        self.use_button.setEnabled(has_corpus and not is_alone)
        self.use_button.setToolTip("" if has_corpus else _("Open a corpus first."))
        self.default_button.setText(_("No longer default") if is_default else _("Make default"))
        marks = [_("scores the rows in its language")] if is_with_others else []
        marks += [_("default for new corpora")] if is_default else []
        self.mark.setText("".join(f"· {mark} " for mark in marks).rstrip())
        self.mark.setVisible(bool(marks))

    def _arrange(self) -> None:
        model = self.model
        self.heading_row.insertWidget(1, self.origin)
        self.heading_row.insertWidget(2, self.mark)
        self.body.setSpacing(10)
        if model.description:
            description = plain_label(model.description, "secondary", self)
            description.setWordWrap(True)
            self.body.addWidget(description)
        figure = headline_figure(model)
        facts = [
            *([(_("Accuracy"), figure)] if figure else []),
            (_("Classes"), classes_of(model)),
            (_("Language"), language_of(model)),
            (_("Network"), network_of(model)),
            (_("Size"), size_of(model)),
        ]
        self.body.addLayout(pairs_grid(facts))
        self.body.addStretch(1)
        set_kind(self.details_button, "quiet")
        self.details_button.setCheckable(True)
        set_kind(self.delete_button, "icon")
        use_icon(self.delete_button, "trash-2", "secondary")
        name = model_name(model)
        self.delete_button.setToolTip(_("Delete"))
        self.delete_button.setVisible(not model.is_shipped)
        for button, says in (
            (self.use_button, _("Use “{name}” for this corpus")),
            (self.default_button, _("Make “{name}” the default")),
            (self.details_button, _("Details of “{name}”")),
            (self.delete_button, _("Delete “{name}”")),
        ):
            button.setAccessibleName(says.format(name=name))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.use_button)
        row.addWidget(self.default_button)
        row.addWidget(self.details_button)
        row.addStretch(1)
        row.addWidget(self.delete_button)
        self.body.addLayout(row)
        self._details.hide()
        self.body.addWidget(self._details)

    def _connect(self) -> None:
        self.use_button.clicked.connect(lambda: self.use_requested.emit(self.model))
        self.default_button.clicked.connect(lambda: self.default_requested.emit(self.model))
        self.delete_button.clicked.connect(lambda: self.delete_requested.emit(self.model))
        self.details_button.toggled.connect(self._on_details)

    def _on_details(self, is_open: bool) -> None:
        if is_open and self._details.layout() is None:
            inside = QVBoxLayout(self._details)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.addWidget(ModelDetails(self.model, self._details))
        self._details.setVisible(is_open)
        self.details_toggled.emit()
