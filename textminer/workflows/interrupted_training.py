"""Which training was interrupted: how one is known again, and whether its documents are those now open."""

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

import textminer
from textminer.corpus.corpus import Corpus
from textminer.corpus.given_labels import GivenLabels
from textminer.corpus.text_block import text_blocks
from textminer.errors import TextMinerError
from textminer.progress import Progress, silent
from textminer.workflows.kept_trainings import KeptTraining, kept_trainings
from textminer.workflows.own_labels import corpus_to_learn
from textminer.workflows.training import Labelled, TrainingRequest, labelled_documents


@dataclass(frozen=True, eq=False)
class InterruptedTraining:
    """A training that can go on, with all that it takes.

    source:  where its labels come from: a column, or OWN or CORRECTED of `own_labels`
    """

    kept: KeptTraining
    corpus: Corpus
    labelled: Labelled
    request: TrainingRequest
    source: int


def training_key(
    corpus: Corpus, labelled: Labelled, request: TrainingRequest, progress: Progress = silent
) -> str:
    """A hash of all that decides what a training learns: texts, labels, settings and our version.

    Where the documents lie and what they are called makes no difference.
    """
    settings = {
        "version": textminer.__version__,
        "network": asdict(request.network()),
        "training": request.training().to_dict(),
        "language": corpus.language,
        "labels": labelled.names,
    }
    lengths, texts = hashlib.blake2b(digest_size=16), hashlib.blake2b(digest_size=16)
    n_seen = 0
    for block in text_blocks(corpus.table.column(corpus.text_column)):  # however they are cut into blocks
        progress.report(n_seen / corpus.table.n_documents)
        lengths.update(np.diff(block.bounds).tobytes())
        texts.update(np.ascontiguousarray(block.data).data)
        n_seen += block.n_documents
    whole = hashlib.blake2b(json.dumps(settings, sort_keys=True).encode("ascii"), digest_size=16)
    for part in (lengths.digest(), texts.digest(), labelled.classes.tobytes()):
        whole.update(part)
    return whole.hexdigest()


def task_of(corpus: Corpus, request: TrainingRequest, source: int) -> dict[str, Any]:
    """What is written down of a training, so that a window can offer to go on with it."""
    names, text = corpus.table.names, corpus.text_column
    return {
        "text": [text, names[text]],
        "labels": [source, names[request.label_column]],
        "request": asdict(request),
    }


def interrupted_training(
    opened: Corpus, labels: GivenLabels, progress: Progress = silent
) -> InterruptedTraining | None:
    """The newest interrupted training on the very documents that are open, and their labels as they are now.

    labels:  the user's own
    """
    for kept in kept_trainings():
        found = _again(kept, opened, labels, progress)
        if found is not None:
            return found
    return None


def _again(
    kept: KeptTraining, opened: Corpus, labels: GivenLabels, progress: Progress
) -> InterruptedTraining | None:
    """The training, if it would be the same once more."""
    try:
        text, text_name = kept.task["text"]
        source, _label_name = kept.task["labels"]
        request = TrainingRequest(**kept.task["request"])
    except (KeyError, TypeError, ValueError):  # begun by another version
        return None
    if opened.table.names[text : text + 1] != (text_name,) or source >= opened.table.n_columns:
        return None
    try:
        corpus = corpus_to_learn(opened, labels, text, source)
        labelled = labelled_documents(corpus, request.label_column, request.stars_as_sentiment)
        is_same = training_key(corpus, labelled, request, progress) == kept.key
    except (TextMinerError, IndexError):  # what was learnt is not there to be learnt any more
        return None
    return InterruptedTraining(kept, corpus, labelled, request, source) if is_same else None
