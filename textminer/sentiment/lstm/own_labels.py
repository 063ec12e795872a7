"""A model from a user's own labels: split, vocabulary, training, calibration, figures on a held-out part."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from textminer.corpus.token_table import TokenTable
from textminer.corpus.vocabulary import Vocabulary
from textminer.errors import LabelError
from textminer.progress import Progress, Stage, patiently, silent
from textminer.sentiment.calibration import Calibration, fit_calibration
from textminer.sentiment.checkpoint_file import FILE_NAME, OnCheckpoint, ignore_checkpoint
from textminer.sentiment.encoding import (
    EncodedDocuments,
    encoded,
    type_counts,
    with_fixed_length,
    without_unknown_words,
)
from textminer.sentiment.evaluation import evaluate
from textminer.sentiment.history import History, OnHistory, ignore_history
from textminer.sentiment.labels import polarity_of
from textminer.sentiment.lstm.examples import Examples, every_document_once
from textminer.sentiment.lstm.network import LstmNetwork
from textminer.sentiment.lstm.scoring import LstmClassifier
from textminer.sentiment.lstm.threads import use_threads
from textminer.sentiment.lstm.training import Training, never
from textminer.sentiment.lstm.vectors import word_vectors
from textminer.sentiment.model_file import ModelCard, write_model
from textminer.sentiment.prediction import Prediction
from textminer.sentiment.settings import NetworkSettings, TrainingSettings
from textminer.sentiment.splits import Split, groups_of_equal_texts, stratified_split
from textminer.translation import _

VECTOR_TOKENS_AT_MOST = 20_000_000  # more text no longer changes the vectors of the words that matter
VECTOR_TIME_SHARE, TRAINED_SHARE = 0.25, 0.95
CHECKPOINT_EVERY_S = 15.0  # the most that an interruption costs, but for slow disks
# what the card tells of the documents held out
FIGURES = (
    "accuracy", "accuracy_interval", "macro_f1", "macro_f1_interval", "majority", "calibration_error",
    "brier",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class TrainedModel:
    """What a training brings, usable at once.

    positions:  int64 (n_held_out,) the documents held out: neither learnt from nor chosen by
    held_out:   their prediction, in the order of `positions`
    split:      which documents were used for what
    """

    classifier: LstmClassifier
    history: History
    positions: np.ndarray
    held_out: Prediction
    split: Split

    def save(self, path: Path, name: str = "") -> None:
        """Write the model as one file, under a new name where one is given."""
        contents = self.classifier.contents()
        card = replace(contents.card, name=name or contents.card.name)
        write_model(path, card, contents.vocabulary, contents.weights)


def train_classifier(
    tokens: TokenTable,
    labels: np.ndarray,
    label_names: Sequence[str],
    settings: TrainingSettings,
    network: NetworkSettings,
    progress: Progress = silent,
    on_history: OnHistory = ignore_history,
    should_stop: Callable[[], bool] | None = None,
    name: str = "",
    checkpoints: Path | None = None,
    on_checkpoint: OnCheckpoint = ignore_checkpoint,
) -> TrainedModel:
    """Train a model on the labelled documents of a token table.

    labels:       int (n_documents,) index into `label_names`; -1 where a document has no label: its words
                  serve the vocabulary and the word vectors alone
    should_stop:  asked after each batch; True ends the training and keeps the best weights so far
    checkpoints:  folder that keeps the state of the training; one found there is gone on from, and what
                  cannot be written there is told to `on_checkpoint`

    Documents without any word are left out. Raises LabelError where fewer than two classes are left to learn.
    """
    labels = np.asarray(labels, dtype=np.int64)
    use_threads(settings.threads)
    label_names = tuple(label_names)
    split = patiently(partial(_split, tokens, labels, settings), progress, 0.0)
    learnt = labels[split.training]
    if len(np.unique(learnt)) < 2:
        raise LabelError(_("Training needs documents of at least two different labels."))

    judged = np.union1d(split.validation, split.held_out)
    free = np.setdiff1d(np.arange(tokens.n_documents), judged)
    vocabulary, documents = patiently(partial(_encoded, tokens, free, network), progress, 0.0)
    start = 0.0
    model = LstmNetwork(network, len(vocabulary), len(label_names))
    goes_on = checkpoints is not None and (checkpoints / FILE_NAME).is_file()  # which holds all weights
    if settings.word_vectors and not goes_on:
        stage = Stage(progress, 0.0, VECTOR_TIME_SHARE)
        counted = without_unknown_words(_at_most(documents.take(free)), len(vocabulary))
        vectors = word_vectors(counted, len(vocabulary), network.embedding_size, settings.seed, stage)
        model.reset(settings.seed, vectors)
        start = VECTOR_TIME_SHARE
    else:
        model.reset(settings.seed)
    patiently(partial(model.spell, (*vocabulary.words, *documents.unknown_words)), progress, start)
    if network.fixed_length is not None:
        documents = with_fixed_length(documents, network.fixed_length)
    examples = Examples.of_classes(documents.take(split.training), learnt, len(label_names))
    validation = Examples.of_classes(
        documents.take(split.validation), labels[split.validation], len(label_names)
    )
    plan = every_document_once(examples, settings.batch_tokens, settings.batch_documents, settings.seed)
    training = Training(
        model, examples, validation, plan, settings, checkpoints, CHECKPOINT_EVERY_S, on_checkpoint
    )
    history = training.run(Stage(progress, start, TRAINED_SHARE), on_history, should_stop or never)

    model.round_weights()
    card = ModelCard(
        name=name or _("own model"),
        labels=label_names,
        polarity=polarity_of(label_names),
        tokenizer=tokens.tokenizer,
        masks_markup=True,
        network=network,
        calibration=Calibration(1.0, (0.0,) * len(label_names)),
        n_types=len(vocabulary),
        facts={
            "training": settings.to_dict(),
            "documents": {"training": len(split.training), "validation": len(split.validation),
                          "held out": len(split.held_out)},
            "history": history.to_dict(),
        },
    )  # fmt: skip
    with_biases = settings.preset != "article"  # whose labels must be the network's own
    judging = Stage(progress, TRAINED_SHARE, 1.0)
    validation_logits, places = LstmClassifier(card, vocabulary, model.stored_weights()).raw_logits(
        tokens.take(split.validation), Stage(judging, 0.0, 0.4)
    )
    answers = labels[split.validation][places]
    calibration = fit_calibration(validation_logits, answers, with_biases=with_biases)
    card = replace(card, calibration=calibration)
    classifier = LstmClassifier(card, vocabulary, model.stored_weights())
    held_out = classifier.predict(tokens.take(split.held_out), Stage(judging, 0.4, 0.8))
    found = patiently(partial(evaluate, labels[split.held_out], held_out), judging, 0.8)
    told = found.to_dict()
    figures = {**{name: told[name] for name in FIGURES}, "documents": found.n_scored}
    classifier.card = replace(card, facts={"figures": figures, **card.facts})
    progress.report(1.0, _("Trained"))
    return TrainedModel(classifier, history, split.held_out, held_out, split)


def _split(tokens: TokenTable, labels: np.ndarray, settings: TrainingSettings) -> Split:
    usable = np.where(tokens.lengths() > 0, labels, -1)
    groups = groups_of_equal_texts(tokens)
    return stratified_split(usable, groups, settings.validation_share, settings.seed)


def _encoded(
    tokens: TokenTable, free: np.ndarray, network: NetworkSettings
) -> tuple[Vocabulary, EncodedDocuments]:
    """The words of the documents that may be learnt from, and all documents in them."""
    counts = type_counts(tokens.take(free))
    min_count = network.min_count if len(free) >= 1000 else 1
    vocabulary = Vocabulary.from_counts(tokens.types, counts, network.max_vocabulary, min_count)
    return vocabulary, encoded(tokens, vocabulary, keeps_unknown=network.subword_buckets > 0)


def _at_most(documents: EncodedDocuments) -> EncodedDocuments:
    """The first documents, up to a bound of tokens."""
    n = int(np.searchsorted(documents.offsets, VECTOR_TOKENS_AT_MOST, side="right")) - 1
    return documents if n >= documents.n_documents else documents.take(np.arange(max(n, 1)))
