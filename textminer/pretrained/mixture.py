"""Which texts of many sets an epoch reads, and which parts of long ones."""

from dataclasses import dataclass

import numpy as np

from textminer.sentiment.encoding import EncodedDocuments, batches_by_length
from textminer.sentiment.lstm.examples import EpochPlan

CROPPED_FROM = 40  # tokens; shorter documents are read whole
SHORTEST_CROP = 10
DOUBT_OF_A_CROP = (
    0.25  # label spread for a crop that is nearly nothing of its document; falls to 0 for the whole
)


@dataclass(frozen=True)
class Reading:
    """How much of a long document is read in one step.

    longest:       tokens; of a longer document so many are read from a random sentence on
    crop_share:    of the longer documents, read as a few sentences, so that short texts are learnt as well
    longest_crop:  tokens of such a crop
    """

    longest: int = 400
    crop_share: float = 0.4
    longest_crop: int = 160


@dataclass(frozen=True, eq=False)
class Domain:
    """One set within the joined documents.

    documents:  int64 (n,) its training documents
    factor:     how often it is drawn, beside the root of its size
    """

    name: str
    documents: np.ndarray
    factor: float


class Mixture:
    """Epochs over many sets, drawn in proportion to the root of their size, none twice while they last."""

    def __init__(
        self, documents: EncodedDocuments, domains: list[Domain], sentence_ends: np.ndarray,
        epoch_documents: int, batch_tokens: int, batch_documents: int, seed: int,
        reading: Reading | None = None,
    ) -> None:  # fmt: skip
        """sentence_ends: bool (n_types,) the ids after which a sentence may begin."""
        self._documents = documents
        self._domains = [domain for domain in domains if len(domain.documents)]
        shares = np.array([domain.factor * len(domain.documents) ** 0.5 for domain in self._domains])
        self._draws = np.maximum(1, np.round(epoch_documents * shares / shares.sum())).astype(int)
        self._batch_tokens = batch_tokens
        self._batch_documents = batch_documents
        self._seed = seed
        self._reading = reading or Reading()
        # a sentence begins at token t where token t - 1 ends one
        self._begins = np.flatnonzero(sentence_ends[documents.ids]) + 1

    def __call__(self, epoch: int) -> EpochPlan:
        """The plan of an epoch: the same for the same seed and number."""
        drawn = np.concatenate([self._drawn(index, epoch) for index in range(len(self._domains))])
        chance = np.random.default_rng((self._seed, 7, epoch))
        starts = self._documents.offsets[drawn]
        ends = self._documents.offsets[drawn + 1]
        starts, ends, doubts = self._cropped(starts, ends, chance)
        batches = batches_by_length(ends - starts, self._batch_tokens, self._batch_documents, chance)
        return EpochPlan(drawn, starts, ends, batches, doubts)

    def _drawn(self, index: int, epoch: int) -> np.ndarray:
        """The next documents of a domain in an endless row of its permutations."""
        documents, n = self._domains[index].documents, int(self._draws[index])
        begin, end = epoch * n, (epoch + 1) * n
        rounds = range(begin // len(documents), (end - 1) // len(documents) + 1)
        row = np.concatenate(
            [np.random.default_rng((self._seed, index, number)).permutation(documents) for number in rounds]
        )
        skipped = begin - rounds[0] * len(documents)
        return row[skipped : skipped + n]

    def _cropped(
        self, starts: np.ndarray, ends: np.ndarray, chance: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        reading, lengths = self._reading, ends - starts
        is_crop = (lengths > CROPPED_FROM) & (chance.random(len(starts)) < reading.crop_share)
        sizes = chance.uniform(np.log(SHORTEST_CROP), np.log(reading.longest_crop), len(starts))
        limits = np.minimum(np.where(is_crop, np.exp(sizes).astype(np.int64), reading.longest), lengths)
        # a random place from which enough is left, moved on to the next sentence if one is near
        places = starts + (chance.random(len(starts)) * (lengths - limits + 1)).astype(np.int64)
        nearest = np.append(self._begins, np.iinfo(np.int64).max)[np.searchsorted(self._begins, places)]
        moved = np.where((nearest < ends - SHORTEST_CROP) & (places > starts), nearest, places)
        stops = np.minimum(moved + limits, ends)
        shares = (stops - moved) / lengths
        doubts = np.where(is_crop | (lengths > reading.longest), DOUBT_OF_A_CROP * (1 - shares), 0)
        return moved, stops, doubts.astype(np.float32)
