"""How a public sentence encoder learns sentiment and then labels texts: soft labels for the LSTM."""

import json
import math
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from torch import Tensor

from textminer.atomic import atomic_path
from textminer.pretrained.labelled_sets import CLASSES, LabelledSet, Source, document_weights, training_sets
from textminer.pretrained.mixture import Domain, Mixture, Reading
from textminer.pretrained.recipe import MixtureRecipe
from textminer.pretrained.sentence_encoder import (
    PIECES_OF_A_SENTENCE_END,
    SentenceEncoder,
    load_encoder,
    word_pieces,
)
from textminer.pretrained.taught import texts_to_label, write_taught
from textminer.progress import Progress, silent
from textminer.sentiment.calibration import softmax
from textminer.sentiment.encoding import EncodedDocuments, batches_by_length, padded
from textminer.sentiment.lstm.examples import EpochPlan, Examples, document_losses, right_answers
from textminer.sentiment.lstm.saved_run import (
    SavedRun,
    load_run,
    moments_of,
    one_cycle,
    restore_moments,
    save_run,
)
from textminer.sentiment.lstm.threads import use_threads

SHORT_TEXTS = (
    "tweeteval_sentiment",
    "goemotions",
    "kaggle_tweet_extraction",
    "meld",
    "sst5_sentences",
    "sst5_phrases_train",
    "sst2",
    "yelp_sentences_shen",
    "pros_cons",
)
LONGEST = 128  # pieces that the teacher reads of a text; what is longer is left to other teachers
READING = Reading(longest=80, crop_share=0.5, longest_crop=64)
LAYER_RATIO = 1.15  # by which a layer learns slower than the one above it
HEAD_FACTOR = 10.0


@dataclass(frozen=True)
class TeacherSettings:
    """How the encoder is tuned; the number of steps is fixed before the first.

    texts:  drawn in all, from the sets in proportion to the root of their sizes
    """

    texts: int = 100_000
    batch_tokens: int = 3072
    batch_documents: int = 96
    learning_rate: float = 1.5e-4
    weight_decay: float = 0.01
    label_smoothing: float = 0.05
    gradient_limit: float = 1.0
    seed: int = 1
    bfloat16: bool = False


def teach(
    recipe: MixtureRecipe, data: Path, encoder: Path, work: Path, settings: TeacherSettings,
    minutes: float | None = None, threads: int = 1, save_every_s: float = 120.0, progress: Progress = silent,
) -> bool:  # fmt: skip
    """Tune the encoder on the recipe's labelled sets, or go on with it; returns whether the end is reached.

    encoder:  folder of its weights and tokenizer
    work:     folder of `teacher-state.safetensors` and, at the end, `teacher.safetensors`
    """
    use_threads(threads)
    sets, overlap = training_sets(data, _sources(recipe), settings.seed)
    print(overlap.sentence(), flush=True)
    examples, domain, is_held = _examples(sets, encoder)
    epoch = _epoch(recipe, examples, domain, is_held, encoder, settings)
    held = examples.take(np.flatnonzero(is_held))
    names, held_domain = [labelled.source.name for labelled in sets], domain[is_held]
    network = load_encoder(encoder, len(CLASSES), settings.seed)
    groups = _groups(network, settings.learning_rate)
    parameters = [parameter for group in groups for parameter in group["params"]]
    optimiser = torch.optim.AdamW(groups, weight_decay=settings.weight_decay, fused=True)
    rates = [group["lr"] for group in optimiser.param_groups]
    n_steps, plan = len(epoch.batches), {**asdict(settings), "n_steps": len(epoch.batches)}
    step, points, state = 0, [], work / "teacher-state.safetensors"
    saved = load_run(state, plan)
    if saved is not None:
        step, points = saved.step, list(saved.points)
        weights = {name[8:]: value for name, value in saved.tensors.items() if name.startswith("weights/")}
        network.load_state_dict(weights)
        restore_moments(optimiser, parameters, saved.tensors)

    def save() -> None:
        weights = {f"weights/{name}": value for name, value in network.state_dict().items()}
        tensors = {**weights, **moments_of(optimiser, parameters)}
        save_run(state, SavedRun(step, plan, points, {}, tensors))

    saved_at, losses = time.monotonic(), []
    until = math.inf if minutes is None else saved_at + 60 * minutes
    while step < n_steps and time.monotonic() < until:
        progress.report(step / n_steps)
        for group, rate in zip(optimiser.param_groups, rates, strict=True):
            group["lr"] = rate * one_cycle(step, n_steps)
        torch.manual_seed(settings.seed * 1_000_003 + step)  # of the dropout: the same after a resumption
        optimiser.zero_grad(set_to_none=True)
        loss = _loss(network, examples, epoch, epoch.batches[step], settings)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, settings.gradient_limit)
        optimiser.step()
        losses.append(float(loss.detach()))
        step += 1
        if step % max(1, n_steps // 8) == 0 or step == n_steps:
            logits = logits_of_texts(network, held.documents, settings.bfloat16)
            point = {"step": step, "of": n_steps, "loss": float(np.mean(losses))}
            points.append({**point, **_figures(logits, held, held_domain, names)})
            print(json.dumps(points[-1]), flush=True)
            losses.clear()
        if time.monotonic() - saved_at > save_every_s:
            save()
            saved_at = time.monotonic()
    save()
    if step == n_steps:
        with atomic_path(work / "teacher.safetensors") as temporary:
            save_file(network.state_dict(), temporary)
    return step == n_steps


def taught_labels(
    texts: list[str], encoder: Path, work: Path, bfloat16: bool = False, progress: Progress = silent
) -> tuple[np.ndarray, np.ndarray]:
    """What a tuned encoder says of texts.

    returns:  probabilities float32 (n_texts, C), and bool (n_texts,) where it could read all of a text
    """
    network = load_encoder(encoder, len(CLASSES), 1)
    network.load_state_dict(load_file(work / "teacher.safetensors"))
    documents = word_pieces(encoder, texts, LONGEST + 1)
    logits = logits_of_texts(network, documents, bfloat16, progress)
    return softmax(logits), documents.lengths <= LONGEST


def label(
    recipe: MixtureRecipe, data: Path, encoder: Path, work: Path, seed: int = 1, threads: int = 1,
    bfloat16: bool = False, progress: Progress = silent,
) -> Path:  # fmt: skip
    """Let the tuned encoder label the recipe's short texts and sentences into `work/taught.parquet`."""
    use_threads(threads)
    sets, _overlap = training_sets(data, recipe.sources, seed)
    short, sentences = texts_to_label(sets, data, seed)
    texts = list(dict.fromkeys(short + sentences))
    print(f"{len(short)} short texts, {len(sentences)} sentences, {len(texts)} distinct", flush=True)
    probabilities, is_whole = taught_labels(texts, encoder, work, bfloat16, progress)
    chosen = set(sentences)
    is_sentence = np.fromiter((text in chosen for text in texts), bool, len(texts))
    path = work / "taught.parquet"
    kept = np.flatnonzero(is_whole)
    write_taught(path, [texts[place] for place in kept], probabilities[kept], is_sentence[kept])
    return path


@torch.inference_mode()
def logits_of_texts(
    network: SentenceEncoder, documents: EncodedDocuments, bfloat16: bool = False, progress: Progress = silent
) -> np.ndarray:
    """Logits of texts, read without dropout: float32 (n_documents, C)."""
    network.eval()
    logits = np.zeros((documents.n_documents, len(CLASSES)), dtype=np.float32)
    batches = batches_by_length(documents.lengths, 8192, 256)
    for done, rows in enumerate(batches):
        progress.report(done / len(batches))
        ids, lengths = padded(documents.ids, documents.offsets[rows], documents.offsets[rows + 1])
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=bfloat16):
            logits[rows] = network(torch.from_numpy(ids), torch.from_numpy(lengths)).numpy()
    return logits


def _sources(recipe: MixtureRecipe) -> tuple[Source, ...]:
    """The sets of short texts: on long ones the encoder costs too much and knows no better."""
    return tuple(source for source in recipe.sources if source.name in SHORT_TEXTS)


def _examples(sets: list[LabelledSet], encoder: Path) -> tuple[Examples, np.ndarray, np.ndarray]:
    texts = [text for labelled in sets for text in labelled.texts]
    documents = word_pieces(encoder, texts, LONGEST)
    classes = np.concatenate([labelled.classes for labelled in sets])
    domain = np.repeat(np.arange(len(sets)), [len(labelled.texts) for labelled in sets])
    targets = np.eye(len(CLASSES), dtype=np.float32)[classes]
    weights = document_weights(sets)
    is_margin = np.array([labelled.source.kind == "margin" for labelled in sets])
    is_held = np.concatenate([labelled.is_validation for labelled in sets])
    return Examples(documents, targets, weights, is_margin[domain]), domain, is_held


def _epoch(
    recipe: MixtureRecipe, examples: Examples, domain: np.ndarray, is_held: np.ndarray, encoder: Path,
    settings: TeacherSettings,
) -> EpochPlan:  # fmt: skip
    """The one long epoch that the teacher reads."""
    ends = np.zeros(int(examples.documents.ids.max()) + 1, dtype=bool)
    signs = word_pieces(encoder, list(PIECES_OF_A_SENTENCE_END), 3)
    ends[signs.ids[signs.offsets[:-1] + 1]] = True
    domains = [
        Domain(source.name, np.flatnonzero((domain == place) & ~is_held), source.factor)
        for place, source in enumerate(_sources(recipe))
    ]
    mixture = Mixture(
        examples.documents, domains, ends, settings.texts, settings.batch_tokens, settings.batch_documents,
        settings.seed, READING,
    )  # fmt: skip
    return mixture(0)


def _groups(network: SentenceEncoder, rate: float) -> list[dict[str, Any]]:
    """Weights by depth, those nearer to the words learning slower."""
    groups = [{"params": list(network.head.parameters()), "lr": rate * HEAD_FACTOR}]
    for depth, layer in enumerate(reversed(network.layers)):
        groups.append({"params": list(layer.parameters()), "lr": rate / LAYER_RATIO**depth})
    below = [network.places.weight, network.kind, *network.embedded_norm.parameters()]
    groups.append({"params": below, "lr": rate / LAYER_RATIO ** len(network.layers)})
    return groups


def _loss(
    network: SentenceEncoder,
    examples: Examples,
    epoch: EpochPlan,
    batch: np.ndarray,
    settings: TeacherSettings,
) -> Tensor:
    network.train()
    rows = epoch.documents[batch]
    ids, lengths = padded(examples.documents.ids, epoch.starts[batch], epoch.ends[batch])
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=settings.bfloat16):
        logits = network(torch.from_numpy(ids), torch.from_numpy(lengths))
    doubts = np.zeros(len(rows), np.float32) if epoch.doubts is None else epoch.doubts[batch]
    smoothing = torch.from_numpy(doubts) + settings.label_smoothing
    losses = document_losses(
        logits,
        torch.from_numpy(examples.targets[rows]),
        torch.from_numpy(examples.margin_only[rows]),
        smoothing,
    )
    weights = torch.from_numpy(examples.weights[rows])
    return (losses * weights).sum() / weights.sum()


def _figures(logits: np.ndarray, held: Examples, domain: np.ndarray, names: list[str]) -> dict[str, float]:
    """Share right of each set's held-out texts, 0 to 1."""
    right = right_answers(
        torch.from_numpy(logits), torch.from_numpy(held.targets), torch.from_numpy(held.margin_only)
    ).numpy()
    return {
        name: round(float(right[domain == place].mean()), 4)
        for place, name in enumerate(names)
        if (domain == place).any()
    }
