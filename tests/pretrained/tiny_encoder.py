"""A sentence encoder of six tiny layers with its word pieces, laid out as the public one."""

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
    """Write `model.safetensors` with random weights and `tokenizer.json` into the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(3)

    def drawn(*shape: int) -> torch.Tensor:
        return torch.randn(*shape) * 0.3

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
    for number in range(6):
        layer = f"encoder.layer.{number}"
        for name, shape in shapes.items():
            weights[f"{layer}.{name}.weight"] = drawn(*shape)
            weights[f"{layer}.{name}.bias"] = drawn(shape[0])
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            weights[f"{layer}.{name}.weight"] = 1 + drawn(H)
            weights[f"{layer}.{name}.bias"] = drawn(H)
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
