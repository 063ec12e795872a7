"""The tuned encoder labels texts for the LSTM, and tells it what words mean; an interruption loses little."""

import hashlib
import json
import math
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file

from textminer.pretrained.labelled_sets import CLASSES, training_sets
from textminer.pretrained.recipe import MixtureRecipe
from textminer.pretrained.sentence_encoder import SentenceEncoder, load_encoder, word_pieces
from textminer.pretrained.taught import EVERYTHING, LONGEST, Wanted, texts_to_label, write_taught
from textminer.progress import Progress, silent
from textminer.sentiment.calibration import softmax
from textminer.sentiment.encoding import EncodedDocuments, batches_by_length, padded
from textminer.sentiment.lstm.device import chosen_device, reduced_precision
from textminer.sentiment.lstm.saved_run import SavedRun, load_run, save_run
from textminer.sentiment.lstm.threads import use_threads

BATCH_PIECES, BATCH_TEXTS = 8192, 256


def label(
    recipe: MixtureRecipe, data: Path, encoder: Path, work: Path, seed: int = 1, threads: int = 1,
    bfloat16: bool = False, minutes: float | None = None, wanted: Wanted = EVERYTHING, run: int = 0,
    device: str | None = None, save_every_s: float = 120.0, progress: Progress = silent,
) -> bool:  # fmt: skip
    """Let the tuned encoder label the recipe's short texts and sentences into `work/taught.parquet`.

    A text of more pieces than `wanted.longest` is left to other teachers. `run` as in `training_sets`.
    Returns whether all are labelled; a run that was interrupted, or whose minutes were over, goes on where
    `work/label-state.safetensors` left it. Raises ModelFileError where that state is of other texts.
    """
    use_threads(threads)
    sets, _overlap = training_sets(data, recipe.sources, seed, run)
    short, sentences = texts_to_label(sets, data, seed, wanted)
    texts = list(dict.fromkeys(short + sentences))
    print(f"{len(short)} short texts, {len(sentences)} sentences, {len(texts)} distinct", flush=True)
    documents = word_pieces(encoder, texts, wanted.longest + 1)
    network = tuned_encoder(encoder, work).to(chosen_device(device))
    batches = batches_by_length(documents.lengths, BATCH_PIECES, BATCH_TEXTS)
    plan = {
        "texts": hashlib.sha256("\n".join(texts).encode()).hexdigest(),
        "teacher": hashlib.sha256((work / "teacher.safetensors").read_bytes()).hexdigest(),
        "bfloat16": bfloat16,
    }
    state = work / "label-state.safetensors"
    saved = load_run(state, plan)
    done = 0 if saved is None else saved.step
    logits = torch.zeros(len(texts), len(CLASSES)) if saved is None else saved.tensors["logits"]
    begin = saved_at = time.monotonic()
    until = math.inf if minutes is None else begin + 60 * minutes
    for rows, found in logits_of_batches(network, documents, batches[done:], bfloat16):
        logits[torch.from_numpy(rows)] = found
        done += 1
        progress.report(done / len(batches))
        now = time.monotonic()
        if done == len(batches) or now - saved_at > save_every_s or now > until:
            save_run(state, SavedRun(done, plan, [], {}, {"logits": logits}))
            print(json.dumps({"batches": done, "of": len(batches), "s": round(now - begin)}), flush=True)
            saved_at = now
        if now > until:
            break
    if done < len(batches):
        return False
    chosen = set(sentences)
    is_sentence = np.fromiter((text in chosen for text in texts), bool, len(texts))
    kept = np.flatnonzero(documents.lengths <= wanted.longest)
    probabilities = softmax(logits.numpy())
    write_taught(
        work / "taught.parquet", [texts[place] for place in kept], probabilities[kept], is_sentence[kept]
    )
    return True


def tuned_encoder(encoder: Path, work: Path) -> SentenceEncoder:
    """The encoder with the weights that `teach` has left in `work`."""
    network = load_encoder(encoder, len(CLASSES), 1)
    network.load_state_dict(load_file(work / "teacher.safetensors"))
    return network


def logits_of_batches(
    network: SentenceEncoder, documents: EncodedDocuments, batches: list[np.ndarray], bfloat16: bool
) -> Iterator[tuple[np.ndarray, torch.Tensor]]:
    """The rows and the logits (n_rows, C) of each batch, read without dropout."""
    device = network.kind.device
    for rows in batches:
        network.eval()
        ids, lengths = padded(documents.ids, documents.offsets[rows], documents.offsets[rows + 1])
        with torch.inference_mode(), reduced_precision(bfloat16, device.type):
            logits = network(torch.from_numpy(ids).to(device), torch.from_numpy(lengths).to(device))
        yield rows, logits.cpu()


def logits_of_texts(
    network: SentenceEncoder, documents: EncodedDocuments, bfloat16: bool = False
) -> np.ndarray:
    """Logits of all texts: float32 (n_documents, C)."""
    logits = np.zeros((documents.n_documents, len(CLASSES)), dtype=np.float32)
    batches = batches_by_length(documents.lengths, BATCH_PIECES, BATCH_TEXTS)
    for rows, found in logits_of_batches(network, documents, batches, bfloat16):
        logits[rows] = found.numpy()
    return logits


@torch.inference_mode()
def states_of_words(encoder: Path, work: Path, words: list[str], progress: Progress = silent) -> np.ndarray:
    """What the tuned encoder makes of each word alone: float32 (n_words, H)."""
    network = tuned_encoder(encoder, work).eval()
    documents = word_pieces(encoder, words, LONGEST)
    states = np.zeros((len(words), network.head.in_features), dtype=np.float32)
    batches = batches_by_length(documents.lengths, BATCH_PIECES, 4 * BATCH_TEXTS)
    for done, rows in enumerate(batches):
        progress.report(done / len(batches))
        ids, lengths = padded(documents.ids, documents.offsets[rows], documents.offsets[rows + 1])
        states[rows] = network.states(torch.from_numpy(ids), torch.from_numpy(lengths)).numpy()
    return states
