"""How a shipped three-class model is made from a mixture of labelled sets."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save

from textminer.atomic import write_bytes, write_text
from textminer.corpus.markup import mask_markup
from textminer.corpus.tokenizer import tokenizer_named
from textminer.corpus.vocabulary import Vocabulary
from textminer.errors import TableError
from textminer.pretrained.cross_fitted import blended, characters, cross_fitted_labels, read_labels
from textminer.pretrained.export import export
from textminer.pretrained.labelled_sets import (
    CLASSES,
    KEPT_APART,
    UNLABELLED,
    LabelledSet,
    document_weights,
    training_sets,
)
from textminer.pretrained.mixture import Domain, Mixture
from textminer.pretrained.recipe import MixtureRecipe
from textminer.pretrained.taught import (
    OF_PEOPLE,
    beside_ngrams,
    joined_taught,
    sentence_set,
    with_taught_labels,
)
from textminer.progress import Progress, Stage, silent
from textminer.sentiment.encoding import EncodedDocuments, encoded, type_counts, without_unknown_words
from textminer.sentiment.history import HistoryPoint
from textminer.sentiment.lstm.device import chosen_device
from textminer.sentiment.lstm.examples import Examples
from textminer.sentiment.lstm.network import LstmNetwork
from textminer.sentiment.lstm.pieces import read_pieces
from textminer.sentiment.lstm.training import Training
from textminer.sentiment.lstm.vectors import joined_vectors, word_vectors
from textminer.sentiment.ngrams import fit_ngrams
from textminer.sentiment.settings import TrainingSettings
from textminer.translation import _

LICENCES = (
    "The weights come from sets under different terms, most of them unstated or for research (docs/models.md "
    "lists each); no text of theirs is part of the model but the words of its vocabulary."
)
TEACHER_WEIGHT = 0.7  # of a review that only the n-gram teacher has labelled
TEACHER_PENALTY = 16.0  # C of the logistic regression and the temperature: best on reviews of held-out films
TEACHER_TEMPERATURE = 0.75
LEARNING_RATE = 2e-3
WORDS_AS_WELL = "; the word vectors began from what the first of them makes of each word"
LAYERS = "short-network"  # the pieces of a network trained on short texts


@dataclass(frozen=True, eq=False)
class Prepared:
    """All that the training reads.

    factors:        how often each set is drawn, beside the root of its size
    domain:         int16 (n_documents,) which set a document of `training` is of
    domains_held:   int16 (n_documents,) … of `validation`
    vectors:        float32 (n_types, E)
    """

    vocabulary: Vocabulary
    names: tuple[str, ...]
    factors: tuple[float, ...]
    training: Examples
    domain: np.ndarray
    validation: Examples
    domains_held: np.ndarray
    vectors: np.ndarray
    overlap: str


@dataclass(frozen=True)
class Beginning:
    """What a training begins with.

    run:            folder of an earlier run on the same texts, whose weights it takes
    layers:         folder of a network of the same size that was trained on short texts with the vectors of
                    that run: the layers are its instead
    keeps_vectors:  whether the vectors of words and n-grams are trained no further
    """

    run: Path
    layers: Path | None = None
    keeps_vectors: bool = False

    def options(self) -> str:
        """How the command was called."""
        layers = " --layers WORK" if self.layers else ""
        return " --start WORK" + layers + (" --fixed-vectors" if self.keeps_vectors else "")


def training_settings(
    recipe: MixtureRecipe, minutes: float | None, steps: int | None, seed: int, threads: int, bfloat16: bool,
    rate: float = LEARNING_RATE,
) -> TrainingSettings:  # fmt: skip
    """The recipe's training, its length replaced where one is given."""
    if minutes is None and steps is None:
        minutes = recipe.minutes
    return TrainingSettings(
        preset="accurate", minutes=minutes, steps=steps, batch_tokens=8192, batch_documents=256,
        learning_rate=rate, averaging=0.999, label_smoothing=0.03, word_dropout=recipe.word_dropout,
        patience=None, seed=seed, threads=threads, bfloat16=bfloat16,
    )  # fmt: skip


def prepare(
    recipe: MixtureRecipe, data: Path, work: Path, seed: int, progress: Progress = silent,
    taught: Sequence[Path] = (), encoder: Path | None = None, drops_near: bool = False,
    crossed: Sequence[Path] = (),
) -> Prepared:  # fmt: skip
    """Read, clean, tokenize and encode the sets; label the unlabelled reviews with the n-gram teacher.

    data:    folder of the labelled sets
    work:    folder that keeps the word vectors and the teacher's labels for a resumed run
    taught:  files of the labels that sentence encoders have given; their sentences are a set of their own
    encoder: folder of the first of these, whose tuned weights lie beside its labels: what it makes of each
             word alone joins the word vectors
    drops_near: whether near duplicates of test texts are left out as well as equal texts
    crossed: files of the labels that others give the sets of two classes beside the n-grams
    """
    sets, overlap = training_sets(data, recipe.sources, seed, recipe.run if drops_near else 0)
    labels_of_encoder = joined_taught(taught) if taught else None
    if labels_of_encoder is not None:
        sets.append(sentence_set(labels_of_encoder))
    print(overlap.sentence(), flush=True)
    tokenizer = tokenizer_named(recipe.tokenizer)
    texts = [text for labelled in sets for text in labelled.texts]
    progress.report(0.1, "Tokenizing")
    tokens = tokenizer.tokenize(mask_markup(texts), Stage(progress, 0.1, 0.4))
    held = np.concatenate([labelled.is_validation for labelled in sets])
    counts = type_counts(tokens.take(np.flatnonzero(~held)))
    vocabulary = Vocabulary.from_counts(
        tokens.types, counts, recipe.network.max_vocabulary, recipe.network.min_count
    )
    documents = encoded(tokens, vocabulary, keeps_unknown=recipe.network.subword_buckets > 0)
    known = without_unknown_words(documents, len(vocabulary))
    print(f"{documents.n_documents} texts, {len(documents.ids)} tokens, {len(vocabulary)} types", flush=True)

    classes = np.concatenate([labelled.classes for labelled in sets])
    domain = np.repeat(np.arange(len(sets), dtype=np.int16), [len(labelled.texts) for labelled in sets])
    kinds = np.array([labelled.source.kind for labelled in sets])[domain]
    targets = np.zeros((len(classes), 3), dtype=np.float32)
    is_labelled = classes != UNLABELLED
    targets[np.flatnonzero(is_labelled), classes[is_labelled]] = 1
    weights = document_weights(sets)
    weights[~is_labelled] = TEACHER_WEIGHT
    margin_only = np.isin(kinds, ("margin", "unlabelled"))

    cached = work / "prepared.safetensors"
    sizes = f"{len(vocabulary)}-{len(documents.ids)}-{int(documents.ids[::97].sum())}"
    stamp = f"{sizes}-{seed}-{recipe.cross_fits}-{encoder is not None}"
    kept = load_file(cached) if cached.exists() and (work / "prepared.txt").read_text() == stamp else {}
    if not kept:
        kept["teacher"] = _teacher_labels(sets, domain, known, classes, held, kinds, progress)
        if recipe.cross_fits:
            judged = np.flatnonzero((kinds == "margin") & ~held)
            views = [known.take(judged), characters([texts[place] for place in judged])]
            kept["cross_fitted"] = cross_fitted_labels(views, classes[judged] == 2, seed, progress)
        free = known.take(np.flatnonzero(~held))
        size = recipe.network.embedding_size
        kept["vectors"] = word_vectors(free, len(vocabulary), size, seed, Stage(progress, 0.6, 0.8))
        if encoder is not None:
            kept["vectors"] = _with_states(kept["vectors"], vocabulary, encoder, taught, size, progress)
        write_bytes(cached, save(kept))
        write_text(work / "prepared.txt", stamp)
    positive = kept["teacher"]
    targets[kinds == "unlabelled"] = np.stack([1 - positive, np.zeros_like(positive), positive], axis=1)
    if recipe.cross_fits:
        judged, soft = np.flatnonzero((kinds == "margin") & ~held), kept["cross_fitted"]
        if crossed:
            others = read_labels(crossed, [texts[place] for place in judged])
            soft = blended(soft, others, classes[judged] == 2)
        if labels_of_encoder is not None:
            own = [texts[place] for place in judged]
            labels_of_encoder = beside_ngrams(labels_of_encoder, own, soft, classes[judged] == 2)
        soft = soft[:, None]
        theirs = np.concatenate([1 - soft, np.zeros_like(soft), soft], axis=1)
        targets[judged] = OF_PEOPLE * targets[judged] + (1 - OF_PEOPLE) * theirs
    if labels_of_encoder is not None:
        soft, is_taught = with_taught_labels(texts, classes, kinds, labels_of_encoder)
        is_taught &= ~held
        targets[is_taught] = soft[is_taught]
        margin_only &= ~is_taught

    examples = Examples(documents, targets, weights, margin_only)
    usable = documents.lengths > 0
    return Prepared(
        vocabulary,
        tuple(f"{labelled.source.name}/{'+'.join(labelled.source.training)}" for labelled in sets),
        tuple(labelled.source.factor for labelled in sets),
        examples.take(np.flatnonzero(usable & ~held)),
        domain[usable & ~held],
        examples.take(np.flatnonzero(usable & held)),
        domain[usable & held],
        kept["vectors"],
        overlap.sentence(),
    )


def make(
    recipe: MixtureRecipe, data: Path, out: Path, work: Path, settings: TrainingSettings,
    only_export: bool = False,
    note: str = "",
    taught: Sequence[Path] = (),
    encoder: Path | None = None,
    drops_near: bool = False,
    beginning: Beginning | None = None,
    crossed: Sequence[Path] = (),
    progress: Progress = silent,
) -> None:  # fmt: skip
    """Make the model: prepare, train or go on with the training in `work`, calibrate, write.

    note:         a sentence about this very run, for the card
    only_export:  write the weights of the last checkpoint as they would be kept, and train no further
    beginning:    what the training begins with, where it is not drawn anew
    """
    prepared = prepare(recipe, data, work, settings.seed, progress, taught, encoder, drops_near, crossed)
    training = training_of(recipe, prepared, settings, work)
    if beginning is not None:
        earlier = training_of(recipe, prepared, settings, beginning.run)
        earlier.restore_kept()
        training.network.load_state_dict(earlier.network.state_dict())
        if beginning.layers is not None:
            training.network.load_state_dict(read_pieces(beginning.layers, LAYERS)[0], strict=False)
        if beginning.keeps_vectors:
            training.network.take_tables(earlier.network)
    if only_export:
        step = training.restore_kept()
    else:
        step = training.run(progress, log).n_steps
    facts = {
        "training": settings.to_dict(),
        "step": step,
        "sets": {
            name: {
                "training": int((prepared.domain == index).sum()),
                "validation": int((prepared.domains_held == index).sum()),
            }
            for index, name in enumerate(prepared.names)
        },
        "overlap": prepared.overlap,
        "kept apart": list(KEPT_APART),
        "licences": LICENCES,
        "command": f"python -m textminer.pretrained {recipe.name} --data DIR --out FILE "
        f"--steps {step} --seed {settings.seed}"
        + (" --bfloat16" if settings.bfloat16 else "")
        + " --taught FILE" * len(taught)
        + (" --encoder ENCODER" if encoder else "")
        + " --crossed FILE" * len(crossed)
        + (" --drop-near-duplicates" if drops_near else "")
        + (beginning.options() if beginning else "")
        + f" --rate {settings.learning_rate:g} --dropout {recipe.network.dropout:g}",
    }
    if taught:
        facts["taught by"] = recipe.taught_by + (WORDS_AS_WELL if encoder is not None else "")
    if note:
        facts["note"] = note
    calibration = export(
        out, training.network, prepared.vocabulary, prepared.validation, prepared.domains_held,
        recipe.languages, recipe.tokenizer, recipe.description, facts,
    )  # fmt: skip
    print(f"{out}: temperature {calibration.temperature:.3f}, biases {calibration.biases}", flush=True)


def training_of(
    recipe: MixtureRecipe, prepared: Prepared, settings: TrainingSettings, work: Path,
    device: str | None = "cpu",
) -> Training:  # fmt: skip
    """The training, its network drawn for the seed; `work` keeps its checkpoints."""
    network = LstmNetwork(recipe.network, len(prepared.vocabulary), len(CLASSES))
    network.reset(settings.seed, prepared.vectors)
    unknown_words = prepared.training.documents.unknown_words
    network.spell((*prepared.vocabulary.words, *unknown_words))
    network.to(chosen_device(device))
    ends = np.zeros(len(prepared.vocabulary) + len(unknown_words), dtype=bool)
    ends[prepared.vocabulary.ids_of(list(recipe.sentence_ends))] = True
    ends[:2] = False
    domains = [
        Domain(name, np.flatnonzero(prepared.domain == index), prepared.factors[index])
        for index, name in enumerate(prepared.names)
    ]
    mixture = Mixture(
        prepared.training.documents, domains, ends, recipe.epoch_documents, settings.batch_tokens,
        settings.batch_documents, settings.seed,
    )  # fmt: skip
    return Training(network, prepared.training, prepared.validation, mixture, settings, work)


def log(points: Sequence[HistoryPoint]) -> None:
    """Print the points at which the validation part was looked at."""
    if points[-1].validation_loss is not None:
        print(json.dumps(asdict(points[-1])), flush=True)


def _with_states(
    vectors: np.ndarray, vocabulary: Vocabulary, encoder: Path, taught: Sequence[Path], size: int,
    progress: Progress,
) -> np.ndarray:  # fmt: skip
    """Counted word vectors joined with what the tuned encoder makes of each word: float32 (n_types, size)."""
    from textminer.pretrained.labelling import states_of_words

    if not taught:
        raise TableError(_("--encoder needs --taught: the tuned weights are looked for beside that file."))
    progress.report(0.8, "Asking the encoder for words")
    states = states_of_words(encoder, taught[0].parent, list(vocabulary.words), Stage(progress, 0.8, 1.0))
    return joined_vectors([vectors, states], size)


def _teacher_labels(
    sets: list[LabelledSet], domain: np.ndarray, documents: EncodedDocuments, classes: np.ndarray,
    held: np.ndarray, kinds: np.ndarray, progress: Progress,
) -> np.ndarray:  # fmt: skip
    """P(positive) of each unlabelled text, by n-grams of its set's labelled ones: float32 (n_unlabelled,)."""
    unlabelled = [labelled.source.name for labelled in sets if labelled.source.kind == "unlabelled"]
    if not unlabelled:
        return np.empty(0, dtype=np.float32)
    names = [(labelled.source.name, labelled.source.kind) for labelled in sets]
    reviews = domain == names.index((unlabelled[0], "margin"))
    progress.report(0.4, "Fitting the n-gram teacher")
    learnt = np.flatnonzero(reviews & ~held)
    teacher = fit_ngrams(documents.take(learnt), classes[learnt] == 2, inverse_penalty=TEACHER_PENALTY)
    judged = np.flatnonzero(reviews & held)
    right = (teacher.margins(documents.take(judged)) > 0) == (classes[judged] == 2)
    print(f"the n-gram teacher is right on {right.mean():.4f} of {len(judged)} held-out reviews", flush=True)
    margins = teacher.margins(documents.take(np.flatnonzero(kinds == "unlabelled")))
    return (1 / (1 + np.exp(-margins / TEACHER_TEMPERATURE))).astype(np.float32)
