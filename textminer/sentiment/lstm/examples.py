"""What a network learns from: documents with targets, and the order in which they are read."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional as F

from textminer.sentiment.encoding import EncodedDocuments, batches_by_length


@dataclass(frozen=True, eq=False)
class Examples:
    """Labelled documents.

    documents:    (n_documents,) none of them empty
    targets:      float32 (n_documents, n_classes) each row sums to 1; soft labels are allowed
    weights:      float32 (n_documents,) how much a document counts
    margin_only:  bool (n_documents,) where only classes 0 and -1, the negative and the positive one, were
                  told apart: such a document says nothing about the classes between
    """

    documents: EncodedDocuments
    targets: np.ndarray
    weights: np.ndarray
    margin_only: np.ndarray

    @classmethod
    def of_classes(cls, documents: EncodedDocuments, classes: np.ndarray, n_classes: int) -> "Examples":
        """Examples whose labels are class indices int (n_documents,)."""
        n_documents = documents.n_documents
        targets = np.zeros((n_documents, n_classes), dtype=np.float32)
        targets[np.arange(n_documents), classes] = 1
        return cls(documents, targets, np.ones(n_documents, np.float32), np.zeros(n_documents, bool))

    def take(self, positions: np.ndarray) -> "Examples":
        """The given documents, in the given order."""
        return Examples(
            self.documents.take(positions), self.targets[positions], self.weights[positions],
            self.margin_only[positions],
        )  # fmt: skip


@dataclass(frozen=True, eq=False)
class EpochPlan:
    """What one epoch reads: spans of the documents' ids, and which spans make a batch.

    documents:     int64 (n_spans,) the document of each span; one may occur in several spans, or in none
    starts, ends:  int64 (n_spans,) indices into the ids of all documents
    batches:       int64 (n_in_batch,) indices of spans, in the order of training
    doubts:        float32 (n_spans,) share of each label spread over the classes beside the label smoothing,
                   for spans that may say something else than their document
    """

    documents: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    batches: list[np.ndarray]
    doubts: np.ndarray | None = None


PlanEpoch = Callable[[int], EpochPlan]
"""The plan of an epoch by its number, from 0: the same number always gives the same plan."""


def every_document_once(examples: Examples, batch_tokens: int, batch_documents: int, seed: int) -> PlanEpoch:
    """The usual epoch: each document once, whole, mixed anew each time."""
    offsets = examples.documents.offsets

    def plan(epoch: int) -> EpochPlan:
        chance = np.random.default_rng((seed, epoch))
        batches = batches_by_length(examples.documents.lengths, batch_tokens, batch_documents, chance)
        return EpochPlan(np.arange(examples.documents.n_documents), offsets[:-1], offsets[1:], batches)

    return plan


def document_losses(
    logits: Tensor, targets: Tensor, margin_only: Tensor, smoothing: Tensor | float
) -> Tensor:
    """Cross-entropy of each document in nats: (B,).

    logits:       (B, C)
    targets:      (B, C)
    margin_only:  bool (B,) rows in which only the first and the last class count
    smoothing:    share of each label spread over the classes, 0 to 1, for all or (B,) for each
    """
    C = logits.shape[1]
    smoothing = torch.as_tensor(smoothing, dtype=logits.dtype, device=logits.device).expand(len(logits))
    spread = targets * (1 - smoothing)[:, None] + (smoothing / C)[:, None]
    full = -(spread * F.log_softmax(logits, dim=1)).sum(dim=1)
    if C < 3 or not bool(margin_only.any()):
        return full
    ends = targets[:, [0, -1]]
    share = ends[:, 1] / ends.sum(dim=1).clamp_min(1e-6) * (1 - smoothing) + smoothing / 2
    margin = F.binary_cross_entropy_with_logits(logits[:, -1] - logits[:, 0], share, reduction="none")
    return torch.where(margin_only, margin, full)


def right_answers(logits: Tensor, targets: Tensor, margin_only: Tensor) -> Tensor:
    """Whether the highest logit is that of the label, among the classes a document tells apart: bool (B,)."""
    allowed = torch.ones_like(targets, dtype=torch.bool)
    allowed[:, 1:-1] = ~margin_only[:, None]
    return logits.masked_fill(~allowed, float("-inf")).argmax(dim=1) == targets.argmax(dim=1)
