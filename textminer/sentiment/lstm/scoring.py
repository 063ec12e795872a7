"""How documents are scored: in batches of like length, equal documents once, results as they come."""

import time
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch

from textminer.corpus.token_table import TokenTable
from textminer.corpus.vocabulary import SPECIAL_WORDS, Vocabulary
from textminer.errors import ModelFileError
from textminer.progress import Progress, silent
from textminer.sentiment.classifier import Explanation, OnPart
from textminer.sentiment.encoding import (
    EncodedDocuments,
    batches_by_length,
    encoded,
    known_ids,
    padded,
    with_fixed_length,
)
from textminer.sentiment.lstm.explanation import contributions
from textminer.sentiment.lstm.network import LstmNetwork
from textminer.sentiment.lstm.threads import use_threads
from textminer.sentiment.model_file import ModelCard, ModelContents, read_model
from textminer.sentiment.prediction import EMPTY, NO_KNOWN_WORD, SCORED, STATUSES, Polarity, Prediction
from textminer.translation import _

BATCH_TOKENS = 16_384
BATCH_DOCUMENTS = 512
PART_EVERY_S = 0.1


@dataclass(eq=False)
class LstmClassifier:
    """A trained network with all that it needs to read text: a SentimentClassifier."""

    card: ModelCard
    vocabulary: Vocabulary
    network: LstmNetwork
    name: str = field(init=False)
    labels: tuple[str, ...] = field(init=False)
    polarity: Polarity | None = field(init=False)
    tokenizer: str = field(init=False)

    def __post_init__(self) -> None:
        self.name = self.card.name
        self.labels = self.card.labels
        self.polarity = self.card.polarity
        self.tokenizer = self.card.tokenizer
        self._says_something = words_that_say_something(self.vocabulary)
        self.network.eval()
        self.network.requires_grad_(False)

    def predict(
        self, tokens: TokenTable, progress: Progress = silent, on_part: OnPart | None = None
    ) -> Prediction:
        """Score every document of the table; shorter ones come first.

        Raises Cancelled between two batches.
        """
        use_threads()
        documents, statuses = self.read(tokens)
        prediction = Prediction.waiting(self.labels, tokens.n_documents, self.polarity)
        scored = np.flatnonzero(statuses == STATUSES.index(SCORED))
        first, copies = _equal_documents(documents, scored)
        waiting: list[np.ndarray] = [np.flatnonzero(statuses != STATUSES.index(SCORED))]
        prediction.statuses[waiting[0]] = statuses[waiting[0]]
        handed_at = time.perf_counter()
        lengths = documents.lengths[first]
        n_tokens, n_done = max(int(lengths.sum()), 1), 0
        vectors = self._vectors(documents)
        for batch in batches_by_length(lengths, BATCH_TOKENS, BATCH_DOCUMENTS):
            progress.report(n_done / n_tokens)
            positions = first[batch]
            probabilities = self.card.calibration.probabilities(
                _batch_logits(self.network, documents, positions, vectors)
            )
            for row, index in enumerate(batch.tolist()):
                prediction.probabilities[copies[index]] = probabilities[row]
                prediction.statuses[copies[index]] = STATUSES.index(SCORED)
                waiting.append(copies[index])
            n_done += int(lengths[batch].sum())
            if on_part is not None and time.perf_counter() - handed_at > PART_EVERY_S:
                _hand_out(prediction, waiting, on_part)
                handed_at = time.perf_counter()
        if on_part is not None:
            _hand_out(prediction, waiting, on_part)
        progress.report(1.0)
        return prediction

    def raw_logits(self, tokens: TokenTable) -> tuple[np.ndarray, np.ndarray]:
        """Logits before calibration, for fitting one: float32 (n, n_classes), and their positions (n,)."""
        documents, statuses = self.read(tokens)
        positions = np.flatnonzero(statuses == STATUSES.index(SCORED))
        return logits_of(self.network, documents.take(positions)), positions

    def explain(self, tokens: TokenTable, position: int) -> Explanation:
        """Say how much each token of one document contributed: nothing where it cannot be scored."""
        use_threads()
        one = tokens.take(np.array([position]))
        documents, statuses = self.read(one)
        if statuses[0] != STATUSES.index(SCORED):
            nothing = np.zeros(one.n_tokens, dtype=np.float32)
            favoured, other = self._ends(np.zeros(len(self.labels)))
            return Explanation(nothing, 0.0, one.starts, one.ends, self.labels[favoured], self.labels[other])
        vectors = self._vectors(documents)
        raw = _batch_logits(self.network, documents, np.array([0]), vectors)
        logits = self.card.calibration.logits(raw)[0]
        favoured, other = self._ends(logits)
        biases = self.card.calibration.biases or (0.0,) * len(self.labels)
        shift = biases[favoured] - biases[other]
        own_vectors = vectors[torch.from_numpy(documents.ids.astype(np.int64))]
        parts, margin = contributions(
            self.network, own_vectors, favoured, other, self.card.calibration.temperature, shift
        )
        return Explanation(
            self._per_token(parts, one.n_tokens), margin, one.starts, one.ends,
            self.labels[favoured], self.labels[other],
        )  # fmt: skip

    def read(self, tokens: TokenTable) -> tuple[EncodedDocuments, np.ndarray]:
        """The documents as the network reads them, and their statuses int8 (n_documents,)."""
        keeps_unknown = self.network.settings.subword_buckets > 0
        documents = encoded(tokens, self.vocabulary, keeps_unknown)
        statuses = document_statuses(documents, self._says_something)
        fixed = self.network.settings.fixed_length
        if fixed is not None:
            documents = with_fixed_length(documents, fixed)
        return documents, statuses

    def contents(self) -> ModelContents:
        """All that a model file of this classifier holds."""
        weights = {name: value.numpy() for name, value in self.network.state_dict().items()}
        return ModelContents(self.card, self.vocabulary, weights)

    @torch.inference_mode()
    def _vectors(self, documents: EncodedDocuments) -> torch.Tensor:
        return self.network.type_vectors(documents.unknown_words)

    def _ends(self, logits: np.ndarray) -> tuple[int, int]:
        """The two classes whose log-odds are the margin."""
        if self.polarity is not None:
            return self.polarity.positive, self.polarity.negative
        order = np.argsort(-logits, kind="stable")
        return int(order[0]), int(order[1])

    def _per_token(self, parts: np.ndarray, n_tokens: int) -> np.ndarray:
        """Contributions by the document's tokens: what a length limit cut gets none."""
        fixed = self.network.settings.fixed_length
        if fixed is None:
            return parts.astype(np.float32)
        kept = min(n_tokens, fixed)
        result = np.zeros(n_tokens, dtype=np.float32)
        result[n_tokens - kept :] = parts[fixed - kept :]
        # padding in front is read as well: what it moved is shared out among the words
        result[n_tokens - kept :] += np.float32(parts[: fixed - kept].sum() / max(kept, 1))
        return result


def logits_of(network: LstmNetwork, documents: EncodedDocuments) -> np.ndarray:
    """Logits before calibration of documents that have a token each: float32 (n_documents, n_classes)."""
    with torch.inference_mode():
        vectors = network.type_vectors(documents.unknown_words)
    logits = np.zeros((documents.n_documents, network.n_classes), dtype=np.float32)
    for batch in batches_by_length(documents.lengths, BATCH_TOKENS, BATCH_DOCUMENTS):
        logits[batch] = _batch_logits(network, documents, batch, vectors)
    return logits


def load_classifier(path: Path) -> LstmClassifier:
    """The classifier in a model file. Raises ModelFileError for a damaged or foreign file."""
    return classifier_of(read_model(path))


def classifier_of(contents: ModelContents) -> LstmClassifier:
    """The classifier that a model file describes. Raises ModelFileError where weights do not fit."""
    card = contents.card
    with torch.no_grad():
        network = LstmNetwork(card.network, len(contents.vocabulary), len(card.labels))
        try:
            network.load_state_dict(
                {name: torch.from_numpy(value) for name, value in contents.weights.items()}
            )
        except RuntimeError as error:
            message = _("The weights in {path} do not fit its settings. Get a fresh copy of the model.")
            raise ModelFileError(message.format(path=card.path)) from error
    return LstmClassifier(card, contents.vocabulary, network)


def words_that_say_something(vocabulary: Vocabulary) -> np.ndarray:
    """Which words make a document readable: bool (n_types,).

    Not the special words, nor bare digits or one sign alone or repeated ("!", "..."): a text in a language
    that the model has not learnt holds these as well, and must not pass for neutral.
    """
    return np.array(
        [
            place >= len(SPECIAL_WORDS)
            and not word.isdigit()
            and (len(set(word)) > 1 or _is_no_sign(word[:1]))
            for place, word in enumerate(vocabulary.words)
        ],
        dtype=bool,
    )


def _is_no_sign(letter: str) -> bool:
    """Whether a letter is one, or a picture, rather than punctuation, a symbol of reckoning or a blank."""
    return letter.isalnum() or unicodedata.category(letter or " ") == "So"


def document_statuses(documents: EncodedDocuments, says_something: np.ndarray) -> np.ndarray:
    """Which documents can be scored: int8 (n_documents,) index into STATUSES.

    says_something:  bool (n_types,) the words of which a document needs at least one
    """
    ids = known_ids(documents.ids, len(says_something))
    known = np.concatenate(([0], np.cumsum(says_something[ids])))
    n_known = known[documents.offsets[1:]] - known[documents.offsets[:-1]]
    statuses = np.full(documents.n_documents, STATUSES.index(SCORED), dtype=np.int8)
    statuses[n_known == 0] = STATUSES.index(NO_KNOWN_WORD)
    statuses[documents.lengths == 0] = STATUSES.index(EMPTY)
    return statuses


@torch.inference_mode()
def _batch_logits(
    network: LstmNetwork, documents: EncodedDocuments, positions: np.ndarray, vectors: torch.Tensor
) -> np.ndarray:
    """Logits (B, C) of some documents; `vectors` (n_types + n_unknown_words, E) are those of all ids."""
    ids, lengths = padded(documents.ids, documents.offsets[positions], documents.offsets[positions + 1])
    return np.asarray(network.logits(vectors[torch.from_numpy(ids)], torch.from_numpy(lengths)).numpy())


def _equal_documents(
    documents: EncodedDocuments, positions: np.ndarray
) -> tuple[np.ndarray, list[np.ndarray]]:
    """The first position of each distinct document, and for each the positions of all its copies."""
    copies: dict[bytes, list[int]] = {}
    for position in positions.tolist():
        copies.setdefault(documents.document(position).tobytes(), []).append(position)
    groups = list(copies.values())
    return np.array([group[0] for group in groups], dtype=np.int64), [np.array(group) for group in groups]


def _hand_out(prediction: Prediction, waiting: list[np.ndarray], on_part: OnPart) -> None:
    positions = np.sort(np.concatenate(waiting)).astype(np.int64)
    waiting.clear()
    waiting.append(np.zeros(0, dtype=np.int64))
    if len(positions):
        part = Prediction(
            prediction.labels, prediction.probabilities[positions], prediction.statuses[positions],
            prediction.polarity,
        )  # fmt: skip
        on_part(positions, part)
