"""A small public sentence encoder (MiniLM) that learns sentiment and then teaches the LSTM.

Shapes: B texts in the batch, T word pieces, H hidden, C classes.
"""

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

N_LAYERS, N_HEADS = 6, 12
DROPOUT = 0.1
EPSILON = 1e-12  # of the layer norms, as in BERT
MASKED = -1e4  # added to the attention on padding: large enough in reduced precision, and finite
PIECES_OF_A_SENTENCE_END = (".", "!", "?", "…", ";")

_NAMES_IN_A_LAYER = {
    "mixed": "attention.output.dense", "mixed_norm": "attention.output.LayerNorm",
    "widened": "intermediate.dense", "narrowed": "output.dense", "norm": "output.LayerNorm",
}  # fmt: skip


class _Layer(nn.Module):
    """One layer of BERT: attention over the pieces, then two linear layers on each."""

    def __init__(self, H: int, inner: int) -> None:
        super().__init__()
        self.looked = nn.Linear(H, 3 * H)
        self.mixed, self.mixed_norm = nn.Linear(H, H), nn.LayerNorm(H, eps=EPSILON)
        self.widened, self.narrowed = nn.Linear(H, inner), nn.Linear(inner, H)
        self.norm = nn.LayerNorm(H, eps=EPSILON)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        B, T, H = x.shape
        size = H // N_HEADS
        query, key, value = self.looked(x).view(B, T, 3, N_HEADS, size).permute(2, 0, 3, 1, 4)
        # written out: on a processor the fused product's backward pass takes ten times as long on short texts
        looks = (query @ key.transpose(-1, -2)) * size**-0.5 + mask
        seen = looks.softmax(dim=-1).to(value.dtype) @ value
        mixed = self.mixed(seen.transpose(1, 2).reshape(B, T, H))
        x = self.mixed_norm(x + F.dropout(mixed, DROPOUT, self.training))
        return self.norm(x + F.dropout(self.narrowed(F.gelu(self.widened(x))), DROPOUT, self.training))


class SentenceEncoder(nn.Module):
    """BERT's layers, the mean over the pieces, and one linear layer: pieces (B, T) to logits (B, C)."""

    def __init__(self, n_pieces: int, H: int, inner: int, longest: int, n_classes: int) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(n_pieces, H), nn.Embedding(longest, H)
        self.kind = nn.Parameter(torch.zeros(H))
        self.embedded_norm = nn.LayerNorm(H, eps=EPSILON)
        self.layers = nn.ModuleList(_Layer(H, inner) for _ in range(N_LAYERS))
        self.head = nn.Linear(H, n_classes)

    def forward(self, ids: Tensor, lengths: Tensor) -> Tensor:
        """Logits of texts padded behind their `lengths` (B,) real pieces."""
        logits: Tensor = self.head(F.dropout(self.states(ids, lengths), DROPOUT, self.training))
        return logits.float()

    def states(self, ids: Tensor, lengths: Tensor) -> Tensor:
        """The mean over each text's pieces: (B, H)."""
        T = ids.shape[1]
        is_real = torch.arange(T) < lengths[:, None]
        x = self.embedded_norm(self.words(ids) + self.places.weight[:T] + self.kind)
        x = F.dropout(x, DROPOUT, self.training)
        reduced = torch.is_autocast_enabled("cpu")
        mask = torch.zeros(is_real.shape, dtype=torch.bfloat16 if reduced else torch.float32)
        mask = mask.masked_fill(~is_real, MASKED)[:, None, None]
        for layer in self.layers:
            x = layer(x, mask)
        return (x.float() * is_real[..., None]).sum(dim=1) / lengths[:, None]


def load_encoder(folder: Path, n_classes: int, seed: int) -> SentenceEncoder:
    """The encoder in a folder that holds `model.safetensors` in BERT's layout; its head is drawn anew.

    Raises ModelFileError where the file is missing or of another shape.
    """
    path = folder / "model.safetensors"
    try:
        stored = load_file(path)
        words = stored["embeddings.word_embeddings.weight"]
        places = stored["embeddings.position_embeddings.weight"]
        inner = len(stored["encoder.layer.0.intermediate.dense.bias"])
        network = SentenceEncoder(len(words), words.shape[1], inner, len(places), n_classes)
        network.load_state_dict(_renamed(stored), strict=False)
    except (OSError, KeyError, RuntimeError) as error:
        message = _("{path} is not a sentence encoder of six layers ({error}).")
        raise ModelFileError(message.format(path=path, error=error)) from error
    generator = torch.Generator().manual_seed(seed)
    with torch.no_grad():
        network.head.weight.normal_(0, 0.02, generator=generator)
        network.head.bias.zero_()
    network.words.weight.requires_grad_(
        False
    )  # most pieces are rare here: tuning them forgets more than it learns
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


def _renamed(stored: dict[str, Tensor]) -> dict[str, Tensor]:
    weights = {
        "words.weight": stored["embeddings.word_embeddings.weight"],
        "places.weight": stored["embeddings.position_embeddings.weight"],
        "kind": stored["embeddings.token_type_embeddings.weight"][0],
    }
    for kind in ("weight", "bias"):
        weights[f"embedded_norm.{kind}"] = stored[f"embeddings.LayerNorm.{kind}"]
        for number in range(N_LAYERS):
            theirs = f"encoder.layer.{number}"
            looks = [stored[f"{theirs}.attention.self.{part}.{kind}"] for part in ("query", "key", "value")]
            weights[f"layers.{number}.looked.{kind}"] = torch.cat(looks)
            for our_name, their_name in _NAMES_IN_A_LAYER.items():
                weights[f"layers.{number}.{our_name}.{kind}"] = stored[f"{theirs}.{their_name}.{kind}"]
    return weights
