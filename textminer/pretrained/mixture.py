"""Which texts of many sets an epoch reads, and which parts of long ones."""

from dataclasses import dataclass

import numpy as np

from textminer.sentiment.encoding import EncodedDocuments, batches_by_length
from textminer.sentiment.lstm.examples import EpochPlan

LONGEST_READ = 400  # tokens of a document in one step; a longer one is read from a random sentence on
CROPPED_FROM = 40  # tokens; shorter documents are read whole
CROP_SHARE = 0.4  # of the longer documents, read as a few sentences, so that short texts are learnt as well
SHORTEST_CROP = 10
LONGEST_CROP = 160
DOUBT_OF_A_CROP = (
    0.25  # label spread for a crop that is nearly nothing of its document; falls to 0 for the whole
)


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
    ) -> None:  # fmt: skip
        """sentence_ends: bool (n_types,) the ids after which a sentence may begin."""
        self._documents = documents
        self._domains = domains
        shares = np.array([domain.factor * len(domain.documents) ** 0.5 for domain in domains])
        self._draws = np.maximum(1, np.round(epoch_documents * shares / shares.sum())).astype(int)
        self._batch_tokens = batch_tokens
        self._batch_documents = batch_documents
        self._seed = seed
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
        lengths = ends - starts
        is_crop = (lengths > CROPPED_FROM) & (chance.random(len(starts)) < CROP_SHARE)
        wanted = np.exp(chance.uniform(np.log(SHORTEST_CROP), np.log(LONGEST_CROP), len(starts))).astype(
            np.int64
        )
        limits = np.minimum(np.where(is_crop, wanted, LONGEST_READ), lengths)
        # a random place from which enough is left, moved on to the next sentence if one is near
        places = starts + (chance.random(len(starts)) * (lengths - limits + 1)).astype(np.int64)
        nearest = np.append(self._begins, np.iinfo(np.int64).max)[np.searchsorted(self._begins, places)]
        moved = np.where((nearest < ends - SHORTEST_CROP) & (places > starts), nearest, places)
        stops = np.minimum(moved + limits, ends)
        shares = (stops - moved) / lengths
        doubts = np.where(is_crop, DOUBT_OF_A_CROP * (1 - shares), 0).astype(np.float32)
        return moved, stops, doubts
