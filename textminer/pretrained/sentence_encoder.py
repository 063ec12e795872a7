"""A public sentence encoder (MiniLM or MPNet) that learns sentiment and then teaches the LSTM.

Shapes: B texts in the batch, T word pieces, H hidden, C classes.
"""

import math
from pathlib import Path

import emoji
import numpy as np
import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional as F

from textminer.corpus.markup import mask_markup
from textminer.errors import ModelFileError
from textminer.sentiment.encoding import EncodedDocuments
from textminer.translation import _

N_HEADS = 12
DROPOUT = 0.1
EPSILON_OF_BERT, EPSILON_OF_MPNET = 1e-12, 1e-5  # of the layer norms
FIRST_PLACE_OF_MPNET = 2  # in its table of places; those before it are of padding
EXACT_DISTANCES, FARTHEST = 8, 128  # between pieces, in either direction; those beyond the first share a bias
MASKED = -1e4  # added to the attention on padding: large enough in reduced precision, and finite

_LOOKS_OF_BERT = tuple(f"attention.self.{part}" for part in ("query", "key", "value"))
_LOOKS_OF_MPNET = tuple(f"attention.attn.{part}" for part in "qkv")
_NAMES_IN_A_LAYER = {"widened": "intermediate.dense", "narrowed": "output.dense", "norm": "output.LayerNorm"}
_NAMES_OF_BERT = {
    "mixed": "attention.output.dense",
    "mixed_norm": "attention.output.LayerNorm",
    **_NAMES_IN_A_LAYER,
}
_NAMES_OF_MPNET = {"mixed": "attention.attn.o", "mixed_norm": "attention.LayerNorm", **_NAMES_IN_A_LAYER}
_DISTANCES = "encoder.relative_attention_bias.weight"  # MPNet has it, BERT does not


class _Layer(nn.Module):
    """One layer of BERT: attention over the pieces, then two linear layers on each."""

    def __init__(self, H: int, inner: int, epsilon: float) -> None:
        super().__init__()
        self.looked = nn.Linear(H, 3 * H)
        self.mixed, self.mixed_norm = nn.Linear(H, H), nn.LayerNorm(H, eps=epsilon)
        self.widened, self.narrowed = nn.Linear(H, inner), nn.Linear(inner, H)
        self.norm = nn.LayerNorm(H, eps=epsilon)

    def forward(self, x: Tensor, mask: Tensor, dropout: float) -> Tensor:
        B, T, H = x.shape
        size = H // N_HEADS
        query, key, value = self.looked(x).view(B, T, 3, N_HEADS, size).permute(2, 0, 3, 1, 4)
        # written out: on a processor the fused product's backward pass takes ten times as long on short texts
        looks = (query @ key.transpose(-1, -2)) * size**-0.5 + mask
        seen = looks.softmax(dim=-1).to(value.dtype) @ value
        mixed = self.mixed(seen.transpose(1, 2).reshape(B, T, H))
        x = self.mixed_norm(x + F.dropout(mixed, dropout, self.training))
        narrowed = self.narrowed(F.gelu(self.widened(x)))
        return self.norm(x + F.dropout(narrowed, dropout, self.training))


class SentenceEncoder(nn.Module):
    """BERT's layers, the mean over the pieces, and one linear layer: pieces (B, T) to logits (B, C).

    With `n_distances` it is MPNet: how far two pieces are apart shifts how much they look at each other.
    """

    def __init__(
        self, n_pieces: int, H: int, inner: int, longest: int, n_layers: int, n_classes: int,
        n_distances: int = 0,
    ) -> None:  # fmt: skip
        super().__init__()
        epsilon = EPSILON_OF_MPNET if n_distances else EPSILON_OF_BERT
        self.words, self.places = nn.Embedding(n_pieces, H), nn.Embedding(longest, H)
        self.kind = nn.Parameter(torch.zeros(H))
        self.embedded_norm = nn.LayerNorm(H, eps=epsilon)
        self.distances = nn.Embedding(n_distances, N_HEADS) if n_distances else None
        self.layers = nn.ModuleList(_Layer(H, inner, epsilon) for _ in range(n_layers))
        self.head = nn.Linear(H, n_classes)
        self.n_frozen = 0
        self.dropout = DROPOUT  # within the layers; the head's stays as it is

    def freeze(self, n_layers: int) -> None:
        """Keep the words, and the places and the first layers as well where `n_layers` is not 0, as they are.

        Most pieces are rare in what is learnt here: tuning them forgets more than it learns.
        """
        self.n_frozen = n_layers
        kept: list[nn.Module] = [self.words, *self.layers[:n_layers]]
        if n_layers:
            kept += [self.places, self.embedded_norm]
            self.kind.requires_grad_(False)
            kept += [self.distances] if self.distances is not None else []
        for part in kept:
            part.requires_grad_(False)

    def forward(self, ids: Tensor, lengths: Tensor) -> Tensor:
        """Logits of texts padded behind their `lengths` (B,) real pieces."""
        logits: Tensor = self.head(F.dropout(self.states(ids, lengths), DROPOUT, self.training))
        return logits.float()

    def states(self, ids: Tensor, lengths: Tensor) -> Tensor:
        """The mean over each text's pieces: (B, H)."""
        T = ids.shape[1]
        is_real = torch.arange(T, device=ids.device) < lengths[:, None]
        reduced = torch.is_autocast_enabled(ids.device.type)
        mask = torch.zeros_like(is_real, dtype=torch.bfloat16 if reduced else torch.float32)
        mask = mask.masked_fill(~is_real, MASKED)[:, None, None]
        if self.distances is not None:
            mask = mask + self.distances(_distance_classes(T).to(ids.device)).permute(2, 0, 1).to(mask.dtype)
        x = self.embedded_norm(self.words(ids) + self.places.weight[:T] + self.kind)
        if self.n_frozen == 0:
            x = F.dropout(x, self.dropout, self.training)
        for depth, layer in enumerate(self.layers):
            layer.train(self.training and depth >= self.n_frozen)
            x = layer(x, mask, self.dropout)
        return (x.float() * is_real[..., None]).sum(dim=1) / lengths[:, None]


def _distance_classes(T: int) -> Tensor:
    """Which of MPNet's 32 classes the way from each piece to each other is in: int64 (T, T).

    Source: Raffel et al. (2020), whose T5 has the same classes.
    """
    place = torch.arange(T)
    behind = place[:, None] - place
    n = behind.abs()
    steps = torch.log(n.clamp(min=1) / EXACT_DISTANCES) / math.log(FARTHEST / EXACT_DISTANCES)
    far = EXACT_DISTANCES + (steps * EXACT_DISTANCES).long()
    classes = torch.where(n < EXACT_DISTANCES, n, far.clamp(max=2 * EXACT_DISTANCES - 1))
    return classes + 2 * EXACT_DISTANCES * (behind < 0)


def load_encoder(folder: Path, n_classes: int, seed: int) -> SentenceEncoder:
    """The encoder in a folder that holds `model.safetensors` as BERT or MPNet; its head is drawn anew.

    Raises ModelFileError where the file is missing or of another shape.
    """
    path = folder / "model.safetensors"
    try:
        stored = load_file(path)
        words = stored["embeddings.word_embeddings.weight"]
        places = stored["embeddings.position_embeddings.weight"]
        inner = len(stored["encoder.layer.0.intermediate.dense.bias"])
        n_layers = sum(name.endswith(".intermediate.dense.bias") for name in stored)
        is_mpnet = _DISTANCES in stored
        longest = len(places) - (FIRST_PLACE_OF_MPNET if is_mpnet else 0)
        n_distances = len(stored[_DISTANCES]) if is_mpnet else 0
        network = SentenceEncoder(
            len(words), words.shape[1], inner, longest, n_layers, n_classes, n_distances
        )
        network.load_state_dict(_renamed(stored, n_layers), strict=False)
    except (OSError, KeyError, RuntimeError) as error:
        message = _("{path} is not a sentence encoder ({error}).")
        raise ModelFileError(message.format(path=path, error=error)) from error
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        network.head.weight.normal_(0, 0.02, generator=generator)
        network.head.bias.zero_()
    network.freeze(0)
    return network


def word_pieces(folder: Path, texts: list[str], longest: int) -> EncodedDocuments:
    """Texts as ids of the encoder's word pieces, the two border pieces included, cut after `longest`.

    HTML is blanked; emoji, which the encoder does not know, are read as their names.
    """
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(longest)
    read = [emoji.demojize(text, delimiters=(" ", " ")).replace("_", " ") for text in mask_markup(texts)]
    ids = [encoding.ids for encoding in tokenizer.encode_batch(read)]
    offsets = np.concatenate(([0], np.cumsum([len(row) for row in ids]))).astype(np.int64)
    flat = np.fromiter((piece for row in ids for piece in row), np.int32, offsets[-1])
    return EncodedDocuments(flat, offsets)


def _renamed(stored: dict[str, Tensor], n_layers: int) -> dict[str, Tensor]:
    is_mpnet = _DISTANCES in stored
    names, looks = (_NAMES_OF_MPNET, _LOOKS_OF_MPNET) if is_mpnet else (_NAMES_OF_BERT, _LOOKS_OF_BERT)
    places = stored["embeddings.position_embeddings.weight"]
    weights = {"words.weight": stored["embeddings.word_embeddings.weight"]}
    if is_mpnet:
        weights |= {"places.weight": places[FIRST_PLACE_OF_MPNET:], "distances.weight": stored[_DISTANCES]}
    else:
        weights |= {
            "places.weight": places,
            "kind": stored["embeddings.token_type_embeddings.weight"][0],
        }
    for kind in ("weight", "bias"):
        weights[f"embedded_norm.{kind}"] = stored[f"embeddings.LayerNorm.{kind}"]
        for number in range(n_layers):
            theirs = f"encoder.layer.{number}"
            weights[f"layers.{number}.looked.{kind}"] = torch.cat(
                [stored[f"{theirs}.{look}.{kind}"] for look in looks]
            )
            for our_name, their_name in names.items():
                weights[f"layers.{number}.{our_name}.{kind}"] = stored[f"{theirs}.{their_name}.{kind}"]
    return weights
