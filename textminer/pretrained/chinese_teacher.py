"""Who labels the Chinese reviews beside people: networks over characters, pretrained as a language model.

Each network is fine-tuned on one half of the labelled texts and labels the other half, so that no text is
labelled by a network that has learnt its label. Characters, since the student reads jieba's words: what one
cuts wrong, the other may have right.
"""

import io
import shutil
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from textminer.atomic import write_bytes
from textminer.corpus.markup import mask_markup
from textminer.corpus.vocabulary import Vocabulary
from textminer.errors import ModelFileError
from textminer.pretrained.cross_fitted import HALVES, existing, keys_of, write_labels
from textminer.pretrained.labelled_sets import CLASSES, Source, training_sets
from textminer.pretrained.reviews import finetune
from textminer.pretrained.reviews_data import (
    MOST_TYPES,
    UNLABELLED,
    Reviews,
    read_reviews,
    read_unlabelled,
    write_reviews,
)
from textminer.sentiment.encoding import UNKNOWN, EncodedDocuments
from textminer.sentiment.lstm.finetuning import FinetuningSettings
from textminer.sentiment.lstm.pieces import pieces_of
from textminer.sentiment.lstm.pretraining import encoder_name
from textminer.sentiment.lstm.scoring import classifier_of, logits_of
from textminer.sentiment.model_file import read_model
from textminer.translation import _

POSITIVE = CLASSES.index("pos")
KEYS = "keys.npy"  # of the labelled texts, in the order of the prepared ones


def prepare_characters(
    data: Path, work: Path, sources: Sequence[Source], run: int, min_count: int = 3, seed: int = 1
) -> str:
    """Write the Chinese training texts as ids of characters into the folder `work`; says what was left out.

    The sets of two classes are the labelled texts, their validation parts held out; all others are read
    without their labels. `run` as in `training_sets`: near duplicates of test texts are left out as well.
    """
    sets, overlap = training_sets(data, sources, seed, run)
    texts = [text for labelled in sets for text in labelled.texts]
    is_held_out = np.concatenate([labelled.is_validation for labelled in sets])
    has_label = np.repeat(
        [labelled.source.kind == "margin" for labelled in sets], [len(labelled.texts) for labelled in sets]
    )
    classes = np.concatenate([labelled.classes for labelled in sets])
    pieces = ["".join(text.casefold().split()) for text in mask_markup(texts)]
    usable = np.array([bool(piece) for piece in pieces]) & (has_label | ~is_held_out)
    counts: Counter[str] = Counter()
    for place in np.flatnonzero(usable & ~is_held_out):
        counts.update(pieces[place])
    types = sorted(counts)
    vocabulary = Vocabulary.from_counts(
        types, np.array([counts[character] for character in types]), MOST_TYPES, min_count
    )
    labelled, others = np.flatnonzero(usable & has_label), np.flatnonzero(usable & ~has_label)
    facts = {
        "tokenizer": "jieba",
        "labelled reviews": {
            "learnt": int((~is_held_out[labelled]).sum()),
            "held out": int(is_held_out[labelled].sum()),
        },
        "unlabelled reviews": len(others),
    }
    reviews = Reviews(
        vocabulary,
        as_characters([pieces[place] for place in labelled], vocabulary),
        (classes[labelled] == POSITIVE).astype(np.int8),
        is_held_out[labelled],
        facts,
    )
    write_reviews(work, reviews, as_characters([pieces[place] for place in others], vocabulary))
    file = io.BytesIO()
    np.save(file, keys_of(texts[place] for place in labelled))
    write_bytes(work / KEYS, file.getvalue())
    return overlap.sentence()


def as_characters(pieces: Sequence[str], vocabulary: Vocabulary) -> EncodedDocuments:
    """Texts without blanks as ids of their characters; one that the vocabulary lacks is unknown."""
    ids = {word: number for number, word in enumerate(vocabulary.words)}
    flat = np.array([ids.get(character, UNKNOWN) for piece in pieces for character in piece], dtype=np.int32)
    offsets = np.concatenate(([0], np.cumsum([len(piece) for piece in pieces]))).astype(np.int64)
    return EncodedDocuments(flat, offsets)


def label_halves(
    work: Path, settings: FinetuningSettings, halves: Sequence[int] = tuple(range(HALVES)),
    minutes: float | None = None, threads: int = 1,
) -> list[Path] | None:  # fmt: skip
    """Fine-tune a network without each half of the labelled texts and let it label that half.

    halves:  those to do now; each goes on from its own checkpoint
    Returns the files of labels, or None where the minutes were over before. Raises ModelFileError where
    nothing is prepared, or no language model is there.
    """
    reviews, keys = read_reviews(work), np.load(existing(work / KEYS))
    pieces = pieces_of(work, encoder_name(settings.direction))
    if not pieces:
        message = _("{folder} holds no language model that reads {direction}. Run pretrain-reviews first.")
        raise ModelFileError(message.format(folder=work, direction=settings.direction))
    files = []
    for half in halves:
        folder = work / f"without-half-{half}"
        is_judged = (keys % HALVES == half) | reviews.is_held_out
        if not (folder / UNLABELLED).exists():  # it is written last
            write_reviews(folder, replace(reviews, is_held_out=is_judged), read_unlabelled(work))
        for path in pieces:
            shutil.copyfile(path, folder / path.name)
        model = finetune(folder, settings, "cpu", minutes, threads)
        if model is None:
            return None
        judged = np.flatnonzero(is_judged & ~reviews.is_held_out)
        classifier = classifier_of(read_model(model))
        logits = logits_of(classifier.network, reviews.labelled.take(judged))
        margins = np.diff(classifier.card.calibration.logits(logits), axis=1)[:, 0]
        right = ((margins > 0) == (reviews.classes[judged] == 1)).mean()
        print(f"half {half}: right on {right:.4f} of {len(judged)} texts", flush=True)
        files.append(work / f"labels-{settings.direction}-{half}.npz")
        write_labels(files[-1], keys[judged], margins)
    return files
