"""How documents are scored: in batches of like length, equal documents once, results as they come.

Imports no torch: reading text with a network of one layer needs none of it.
"""

import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from textminer.corpus.token_table import TokenTable
from textminer.corpus.vocabulary import SPECIAL_WORDS, Vocabulary
from textminer.errors import ModelFileError
from textminer.progress import Progress, silent
from textminer.sentiment.classifier import Explanation, OnPart
from textminer.sentiment.encoding import (
    UNKNOWN,
    EncodedDocuments,
    batches_by_length,
    encoded,
    gather_spans,
    known_ids,
    with_fixed_length,
)
from textminer.sentiment.equal_documents import equal_documents
from textminer.sentiment.lstm.leaving_out import margin_losses, summing_to
from textminer.sentiment.lstm.numpy_reader import NumpyReader, Weights, is_read_by_numpy, type_vectors
from textminer.sentiment.lstm.prefix_reading import PrefixReader
from textminer.sentiment.lstm.weights import weight_shapes
from textminer.sentiment.model_file import ModelCard, ModelContents
from textminer.sentiment.passages import prefixes_of
from textminer.sentiment.prediction import EMPTY, NO_KNOWN_WORD, SCORED, STATUSES, Polarity, Prediction
from textminer.sentiment.settings import NetworkSettings
from textminer.translation import _

if TYPE_CHECKING:
    from textminer.sentiment.lstm.network import LstmNetwork
    from textminer.sentiment.lstm.torch_reader import TorchReader

BATCH_TOKENS = 65_536
BATCH_DOCUMENTS = 512
PART_EVERY_S = 0.1
CLOSE_CALL = 1e-4  # between the probabilities of two classes; rounding moves them by a hundredth of it


@dataclass(eq=False)
class LstmClassifier:
    """A trained network with all that it needs to read text: a SentimentClassifier."""

    card: ModelCard
    vocabulary: Vocabulary
    weights: Weights
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

    @cached_property
    def network(self) -> "LstmNetwork":
        """The network, for what needs gradients or layers on top of each other. Loads torch."""
        from textminer.sentiment.lstm.network import network_of

        return network_of(self.card.network, self.weights, len(self.labels))

    def predict(
        self, tokens: TokenTable, progress: Progress = silent, on_part: OnPart | None = None
    ) -> Prediction:
        """Score every document of the table; shorter ones come first.

        Raises Cancelled between two batches.
        """
        documents, statuses = self.read(tokens)
        reader = self._reader(documents)
        prediction = Prediction.waiting(self.labels, tokens.n_documents, self.polarity)
        is_scored = statuses == STATUSES.index(SCORED)
        waiting = [np.flatnonzero(~is_scored)]
        prediction.statuses[waiting[0]] = statuses[waiting[0]]
        first, copies, copy_offsets = equal_documents(documents, np.flatnonzero(is_scored))
        lengths = documents.lengths[first]
        n_tokens, n_done = max(int(lengths.sum()), 1), 0
        handed_at = time.perf_counter()
        batches = batches_by_length(lengths, BATCH_TOKENS, BATCH_DOCUMENTS)

        def check() -> None:
            progress.report(n_done / n_tokens)

        for batch, logits in zip(
            batches, reader.read([first[batch] for batch in batches], check), strict=True
        ):
            probabilities = self._probabilities(reader, first[batch], logits)
            spans, offsets = gather_spans(copy_offsets[batch], copy_offsets[batch + 1])
            positions = copies[spans]
            prediction.probabilities[positions] = np.repeat(probabilities, np.diff(offsets), axis=0)
            prediction.statuses[positions] = STATUSES.index(SCORED)
            waiting.append(positions)
            n_done += int(lengths[batch].sum())
            if on_part is not None and time.perf_counter() - handed_at > PART_EVERY_S:
                _hand_out(prediction, waiting, on_part)
                handed_at = time.perf_counter()
        if on_part is not None:
            _hand_out(prediction, waiting, on_part)
        progress.report(1.0)
        return prediction

    def predict_prefixes(
        self, tokens: TokenTable, rounds: Sequence[np.ndarray], progress: Progress = silent
    ) -> Iterator[Prediction]:
        """Score prefixes of the only document, round by round.

        Raises Cancelled between blocks of a long document.
        """
        documents, _statuses = self.read(tokens)
        if not rounds or not is_read_by_numpy(self.card.network) or self.card.network.fixed_length:
            for lengths in rounds:
                yield self.predict(prefixes_of(tokens, lengths), progress)
            return

        def check() -> None:
            progress.report(0.0)

        reader = NumpyReader(self.card.network, self.weights, documents)
        prefixes = PrefixReader(reader, documents.ids, np.unique(np.concatenate(rounds)), check)
        known = np.cumsum(self._says_something[known_ids(documents.ids, len(self._says_something))])
        for lengths in rounds:
            prediction = Prediction.waiting(self.labels, len(lengths), self.polarity)
            is_scored = known[lengths - 1] > 0
            logits = prefixes.logits(lengths[is_scored])
            prediction.probabilities[is_scored] = self.card.calibration.probabilities(logits)
            prediction.statuses[:] = np.where(
                is_scored, STATUSES.index(SCORED), STATUSES.index(NO_KNOWN_WORD)
            )
            yield prediction

    def raw_logits(self, tokens: TokenTable, progress: Progress = silent) -> tuple[np.ndarray, np.ndarray]:
        """Logits before calibration, for fitting one: float32 (n, n_classes), and their positions (n,).

        Raises Cancelled between batches.
        """
        documents, statuses = self.read(tokens)
        positions = np.flatnonzero(statuses == STATUSES.index(SCORED))
        return _all_logits(self._reader(documents), documents, positions, progress), positions

    def representation(self, tokens: TokenTable, progress: Progress = silent) -> np.ndarray:
        """How the network sees each document, the pooled states that its last layer decides by: float32
        (n_documents, n_features), NaN where a document cannot be scored. Raises Cancelled between batches.
        """
        documents, statuses = self.read(tokens)
        reader = self._reader(documents)
        positions = np.flatnonzero(statuses == STATUSES.index(SCORED))
        lengths = documents.lengths[positions]
        batches = batches_by_length(lengths, BATCH_TOKENS, BATCH_DOCUMENTS)
        seen = np.full((tokens.n_documents, self._n_features()), np.nan, dtype=np.float32)
        n_tokens, n_done = max(int(lengths.sum()), 1), 0

        def check() -> None:
            progress.report(n_done / n_tokens)

        pooled = reader.read_pooled([positions[batch] for batch in batches], check)
        for batch, rows in zip(batches, pooled, strict=True):
            seen[positions[batch]] = rows
            n_done += int(lengths[batch].sum())
        progress.report(1.0)
        return seen

    def explain(self, tokens: TokenTable, position: int, progress: Progress = silent) -> Explanation:
        """Say how much each token of one document contributed: nothing where it cannot be scored.

        Raises Cancelled between blocks of a long document.
        """
        one = tokens.take(np.array([position]))
        starts, ends = one.document_spans(0).T
        documents, statuses = self.read(one)
        if statuses[0] != STATUSES.index(SCORED):
            nothing = np.zeros(one.n_tokens, dtype=np.float32)
            favoured, other = self._ends(np.zeros(len(self.labels)))
            return Explanation(nothing, 0.0, starts, ends, self.labels[favoured], self.labels[other])

        def check() -> None:
            progress.report(0.0)

        reader = self._reader(documents)
        raw = next(iter(reader.read([np.array([0])], check)))
        logits = self.card.calibration.logits(raw)[0].astype(np.float64)
        favoured, other = self._ends(logits)
        effects = self._effects(reader, documents, favoured, other, check) / self.card.calibration.temperature
        parts = self._per_token(summing_to(effects, logits[favoured] - logits[other]), one.n_tokens)
        # exactly the sum of what is shown
        margin = float(parts.astype(np.float64).sum())
        return Explanation(parts, margin, starts, ends, self.labels[favoured], self.labels[other])

    def read(self, tokens: TokenTable) -> tuple[EncodedDocuments, np.ndarray]:
        """The documents as the network reads them, and their statuses int8 (n_documents,)."""
        keeps_unknown = self.card.network.subword_buckets > 0
        documents = encoded(tokens, self.vocabulary, keeps_unknown)
        statuses = document_statuses(documents, self._says_something)
        fixed = self.card.network.fixed_length
        if fixed is not None:
            documents = with_fixed_length(documents, fixed)
        return documents, statuses

    @property
    def operations_per_token(self) -> int:
        """What reading a token costs the network."""
        return self.card.network.operations_per_token

    def knows(self, tokens: TokenTable) -> np.ndarray:
        """Whether each token is read as a word of the vocabulary: bool (n_tokens,)."""
        return encoded(tokens, self.vocabulary).ids != UNKNOWN

    def contents(self) -> ModelContents:
        """All that a model file of this classifier holds."""
        return ModelContents(self.card, self.vocabulary, dict(self.weights))

    def _n_features(self) -> int:
        return int(self.weights["head.weight"].shape[1])

    def _reader(self, documents: EncodedDocuments) -> "NumpyReader | TorchReader":
        if is_read_by_numpy(self.card.network):
            return NumpyReader(self.card.network, self.weights, documents)
        from textminer.sentiment.lstm.torch_reader import TorchReader

        return TorchReader(self.network, documents)

    def _probabilities(
        self, reader: "NumpyReader | TorchReader", positions: np.ndarray, logits: np.ndarray
    ) -> np.ndarray:
        """Calibrated probabilities (n, n_classes) of documents read together."""
        probabilities = self.card.calibration.probabilities(logits)
        if len(positions) > 1:
            # what reading alone and reading together could decide differently is always decided alone
            best_two = np.sort(probabilities, axis=1)[:, -2:]
            close = np.flatnonzero(best_two[:, 1] - best_two[:, 0] < CLOSE_CALL)
            alone = reader.read([positions[[row]] for row in close])
            for row, own in zip(close, alone, strict=True):
                probabilities[row] = self.card.calibration.probabilities(own)[0]
        return probabilities

    def _effects(
        self, reader: "NumpyReader | TorchReader", documents: EncodedDocuments, favoured: int, other: int,
        check: Callable[[], None],
    ) -> np.ndarray:  # fmt: skip
        """How each token of the only document moves the raw margin: float64 (n_tokens,)."""
        if isinstance(reader, NumpyReader):
            return margin_losses(reader, documents.ids, favoured, other, check)
        from textminer.sentiment.lstm.explanation import path_integrals

        vectors = type_vectors(self.weights, documents.unknown_words)[documents.ids]
        return path_integrals(self.network, vectors, favoured, other, check)

    def _ends(self, logits: np.ndarray) -> tuple[int, int]:
        """The two classes whose log-odds are the margin."""
        if self.polarity is not None:
            return self.polarity.positive, self.polarity.negative
        order = np.argsort(-logits, kind="stable")
        return int(order[0]), int(order[1])

    def _per_token(self, parts: np.ndarray, n_tokens: int) -> np.ndarray:
        """Contributions by the document's tokens: what a length limit cut gets none."""
        fixed = self.card.network.fixed_length
        if fixed is None:
            return parts.astype(np.float32)
        kept = min(n_tokens, fixed)
        result = np.zeros(n_tokens, dtype=np.float32)
        result[n_tokens - kept :] = parts[fixed - kept :]
        # padding in front is read as well: what it moved is shared out among the words
        result[n_tokens - kept :] += np.float32(parts[: fixed - kept].sum() / max(kept, 1))
        return result


def logits_of(network: "LstmNetwork", documents: EncodedDocuments) -> np.ndarray:
    """Logits before calibration of documents that have a token each: float32 (n_documents, n_classes)."""
    from textminer.sentiment.lstm.torch_reader import TorchReader

    if documents.n_documents == 0:
        return np.zeros((0, network.n_classes), dtype=np.float32)
    if is_read_by_numpy(network.settings):
        return logits_of_weights(network.settings, network.stored_weights(), documents)
    return _all_logits(TorchReader(network, documents), documents, np.arange(documents.n_documents))


def logits_of_weights(settings: NetworkSettings, weights: Weights, documents: EncodedDocuments) -> np.ndarray:
    """`logits_of` for a network of one layer by its weights alone."""
    reader = NumpyReader(settings, weights, documents)
    return _all_logits(reader, documents, np.arange(documents.n_documents))


def _all_logits(
    reader: "NumpyReader | TorchReader",
    documents: EncodedDocuments,
    positions: np.ndarray,
    progress: Progress = silent,
) -> np.ndarray:
    batches = batches_by_length(documents.lengths[positions], BATCH_TOKENS, BATCH_DOCUMENTS)
    read: list[np.ndarray] = []

    def check() -> None:
        progress.report(len(read) / len(batches))

    read.extend(reader.read([positions[batch] for batch in batches], check))
    logits = np.concatenate(read) if read else np.zeros((0, 1), dtype=np.float32)
    return logits[np.argsort(np.concatenate([*batches, np.zeros(0, np.int64)]), kind="stable")]


def classifier_of(contents: ModelContents) -> LstmClassifier:
    """The classifier of a model file with one network. Raises ModelFileError where weights do not fit."""
    card = contents.card
    found = {name: value.shape for name, value in contents.weights.items()}
    if found != weight_shapes(card.network, len(contents.vocabulary), len(card.labels)):
        message = _("The weights in {path} do not fit its settings. Get a fresh copy of the model.")
        raise ModelFileError(message.format(path=card.path))
    return LstmClassifier(card, contents.vocabulary, contents.weights)


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
