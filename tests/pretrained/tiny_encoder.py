"""Sentence encoders of a few tiny layers with their word pieces, laid out as the public ones."""

from pathlib import Path

import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

H, INNER, LONGEST = 24, 48, 160
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
PIECES = [
    *SPECIAL,
    *".!?;,…",
    *"abcdefghijklmnopqrstuvwxyz",
    *(f"##{c}" for c in "abcdefghijklmnopqrstuvwxyz"),
]


def write_encoder(folder: Path) -> None:
    """Write `model.safetensors` as BERT with random weights, and `tokenizer.json`, into the folder."""
    torch.manual_seed(3)
    weights = {
        "embeddings.word_embeddings.weight": drawn(len(PIECES), H),
        "embeddings.position_embeddings.weight": drawn(LONGEST, H),
        "embeddings.token_type_embeddings.weight": drawn(2, H),
        "embeddings.LayerNorm.weight": 1 + drawn(H),
        "embeddings.LayerNorm.bias": drawn(H),
    }
    shapes = {
        "attention.self.query": (H, H),
        "attention.self.key": (H, H),
        "attention.self.value": (H, H),
        "attention.output.dense": (H, H),
        "intermediate.dense": (INNER, H),
        "output.dense": (H, INNER),
    }
    _write(folder, weights | _layers(6, shapes, ("attention.output.LayerNorm", "output.LayerNorm")))


def write_mpnet(folder: Path) -> None:
    """The same as MPNet: two places for padding first, and a bias for each distance of two pieces."""
    torch.manual_seed(4)
    weights = {
        "embeddings.word_embeddings.weight": drawn(len(PIECES), H),
        "embeddings.position_embeddings.weight": drawn(LONGEST + 2, H),
        "embeddings.LayerNorm.weight": 1 + drawn(H),
        "embeddings.LayerNorm.bias": drawn(H),
        "encoder.relative_attention_bias.weight": 3 * drawn(32, 12),
    }
    shapes = {f"attention.attn.{part}": (H, H) for part in "qkvo"}
    shapes |= {"intermediate.dense": (INNER, H), "output.dense": (H, INNER)}
    _write(folder, weights | _layers(3, shapes, ("attention.LayerNorm", "output.LayerNorm")))


def drawn(*shape: int) -> torch.Tensor:
    """Random weights."""
    return torch.randn(*shape) * 0.3


def _layers(
    n_layers: int, shapes: dict[str, tuple[int, int]], norms: tuple[str, ...]
) -> dict[str, torch.Tensor]:
    weights = {}
    for number in range(n_layers):
        layer = f"encoder.layer.{number}"
        for name, shape in shapes.items():
            weights[f"{layer}.{name}.weight"] = drawn(*shape)
            weights[f"{layer}.{name}.bias"] = drawn(shape[0])
        for name in norms:
            weights[f"{layer}.{name}.weight"] = 1 + drawn(H)
            weights[f"{layer}.{name}.bias"] = drawn(H)
    return weights


def _write(folder: Path, weights: dict[str, torch.Tensor]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    save_file(weights, folder / "model.safetensors")
    tokenizer = Tokenizer(
        models.WordPiece({piece: place for place, piece in enumerate(PIECES)}, unk_token="[UNK]")
    )
    tokenizer.normalizer = normalizers.BertNormalizer()
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    tokenizer.save(str(folder / "tokenizer.json"))
