"""`textminer train`: a model from the labels of a column."""

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from textminer.cli.evaluation_table import report_lines
from textminer.cli.reading import import_settings, say_memory
from textminer.cli.terminal import TerminalProgress, say, say_notices
from textminer.errors import ExportError
from textminer.progress import Stage
from textminer.storage.disk_sentence import check_place, disk_sentence
from textminer.translation import _
from textminer.workflows.evaluating import held_out_report
from textminer.workflows.interrupted_training import task_of, training_key
from textminer.workflows.kept_trainings import KeptTraining, TrainingPlace, kept_training, place_for
from textminer.workflows.opening import column_named, open_corpus
from textminer.workflows.training import Labelled, TrainingRequest, labelled_documents, train_on_corpus

if TYPE_CHECKING:
    from textminer.sentiment.lstm.own_labels import TrainedModel


def run(options: argparse.Namespace) -> None:
    """Read, train, print the figures of the held-out part, write the model file."""
    target = options.output
    check_place(target)
    if target.exists() and target.samefile(options.file):
        raise ExportError(
            _("{file} is the file that is being read. Name another output.").format(file=target)
        )
    with TerminalProgress("textminer") as progress:
        say_memory([options.file], import_settings(options))
        corpus = open_corpus(
            [options.file],
            import_settings(options),
            text_column=options.text,
            progress=Stage(progress, 0, 0.05),
        )
        request = TrainingRequest(
            label_column=column_named(corpus.table, options.label, corpus.name),
            preset=options.preset,
            cell=options.cell,
            minutes=options.minutes,
            steps=options.steps,
            seed=options.seed,
            name=target.stem,
        )
        labelled = labelled_documents(corpus, request.label_column)
        key = training_key(corpus, labelled, request)
        kept = None if options.fresh else kept_training(key)
        with place_for(key) as place:
            _tell_of(place, kept)
            if kept is None:
                place.clear()
            place.describe(task_of(corpus, request, request.label_column))
            model = train_on_corpus(
                corpus,
                request,
                Stage(progress, 0.05, 1),
                checkpoints=place.folder,
                on_checkpoint=_CheckpointTeller().tell,
            )
            say_notices((*corpus.notices, *labelled.notices))
            _tell(model, labelled)
            _save(model, target, place)
            place.clear()


class _CheckpointTeller:
    """Says once that the training cannot be kept, and once that it can again."""

    def __init__(self) -> None:
        self._doubt = ""

    def tell(self, doubt: str) -> None:
        """Take what became of a checkpoint."""
        if doubt and doubt != self._doubt:
            say(doubt)
        elif self._doubt and not doubt:
            say(_("There is room again: the training is kept."))
        self._doubt = doubt


def _tell_of(place: TrainingPlace, kept: KeptTraining | None) -> None:
    """Say whether an interrupted training goes on, and where it could not."""
    if place.folder is None:
        say(_("Another process is at the same training, so this one begins anew if it is interrupted."))
    elif kept is not None:
        message = _(
            "This training was interrupted at step {step} of {n_steps} and goes on from there; --fresh "
            "begins it anew."
        )
        say(message.format(step=f"{kept.step:,}", n_steps=f"{kept.n_steps:,}"))


def _tell(model: "TrainedModel", labelled: Labelled) -> None:
    if model.history.ending == "no gain":
        say(
            _("Stopped early at step {step}: the validation loss no longer fell.").format(
                step=model.history.points[-1].step
            )
        )
    report = held_out_report(model, labelled.classes)
    print(_("On the {n} documents held out:").format(n=f"{report.evaluation.n_labelled:,}"))
    print("\n".join([*report_lines(report), "", report.verdict()]))


def _save(model: "TrainedModel", target: Path, place: TrainingPlace) -> None:
    """Write the model file. Raises ExportError where the disk refuses; what was learnt is lost in no case in
    which any disk has room for it.
    """
    try:
        model.save(target)
    except OSError as error:
        sentence = disk_sentence(target, error)
        if place.holds_checkpoint():
            rest = _("The training is kept: the same command goes on from there and is done at once.")
        else:
            rest = _saved_elsewhere(model, target.name)
        raise ExportError(f"{sentence} {rest}") from error
    say(_("Model written to {file}.").format(file=target))


def _saved_elsewhere(model: "TrainedModel", name: str) -> str:
    """What became of a model that neither its place nor the folder of the checkpoint had room for."""
    rescue = Path(tempfile.mkdtemp(prefix="textminer-model-")) / name
    try:
        model.save(rescue)
    except OSError:
        return _("Nor could it be kept anywhere else: it is lost.")
    return _("So that it is not lost, the model stands in “{path}”: move it from there.").format(path=rescue)
