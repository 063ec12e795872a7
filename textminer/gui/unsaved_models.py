"""The line that offers models which were trained and never saved."""

from collections.abc import Sequence
from datetime import datetime

from textminer.gui.job_bridge import JobBridge
from textminer.gui.widgets.message_bar import MessageBar
from textminer.sentiment.model_file import ModelCard
from textminer.translation import _
from textminer.workflows.unsaved_models import UnsavedModel, bring_back, discard


class UnsavedModelOffer:
    """Asks about one model after the other; closing the line leaves it for the next start."""

    def __init__(self, messages: MessageBar, jobs: JobBridge) -> None:
        self._messages = messages
        self._jobs = jobs
        self._models: list[UnsavedModel] = []

    def take(self, models: Sequence[UnsavedModel]) -> None:
        """What is to be asked about."""
        self._models = list(models)

    def ask(self) -> None:
        """Ask about the first of them, if there is one."""
        if not self._models:
            return
        model = self._models[0]
        sentence = _("The model “{name}” was trained ({time}) but not saved; it was kept.").format(
            name=model.name, time=f"{datetime.fromtimestamp(model.saved_s):%Y-%m-%d %H:%M}"
        )
        self._messages.show_choices(
            sentence,
            [(_("Save it"), lambda: self._save(model)), (_("Delete it"), lambda: self._delete(model))],
        )

    def _save(self, model: UnsavedModel) -> None:
        from textminer.workflows.model_library import model_name

        def saved(card: ModelCard | None) -> None:
            self._models = [other for other in self._models if other is not model]
            if card is None:
                told = _("Another window has saved or deleted that model.")
            else:
                told = _("Saved as “{name}”. You find it under Models.").format(name=model_name(card))
            self._messages.show_notice(told, _("Next") if self._models else "", self.ask)

        self._jobs.start(
            _("Saving “{name}”").format(name=model.name),
            lambda progress: bring_back(model),
            lane="models",
            succeeded=saved,
            failed=lambda error: self._messages.show_error(str(error)),
        )

    def _delete(self, model: UnsavedModel) -> None:
        self._models = [other for other in self._models if other is not model]
        discard(model)
        self.ask()
