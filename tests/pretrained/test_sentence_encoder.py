"""The encoder computes what BERT's published layers compute, whatever stands beside a text in its batch."""

import math
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F

from tests.pretrained.tiny_encoder import INNER, H, write_encoder, write_mpnet
from textminer.errors import ModelFileError
from textminer.pretrained.sentence_encoder import load_encoder, word_pieces
from textminer.sentiment.encoding import padded


def torchs_own_layers(folder: Path, ids: torch.Tensor) -> torch.Tensor:
    """Mean state of one text by torch's transformer layers, given the same weights."""
    stored = load_file(folder / "model.safetensors")
    x = stored["embeddings.word_embeddings.weight"][ids]
    x = x + stored["embeddings.position_embeddings.weight"][: len(ids)]
    x = x + stored["embeddings.token_type_embeddings.weight"][0]
    norm = [stored[f"embeddings.LayerNorm.{kind}"] for kind in ("weight", "bias")]
    x = F.layer_norm(x, (H,), *norm, eps=1e-12)[None]
    for number in range(6):
        theirs = f"encoder.layer.{number}"
        layer = nn.TransformerEncoderLayer(H, 12, INNER, 0.0, F.gelu, 1e-12, batch_first=True)
        names = {
            "self_attn.out_proj": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "linear1": "intermediate.dense",
            "linear2": "output.dense",
            "norm2": "output.LayerNorm",
        }
        looks = [f"{theirs}.attention.self.{part}" for part in ("query", "key", "value")]
        weights = {
            f"self_attn.in_proj_{kind}": torch.cat([stored[f"{n}.{kind}"] for n in looks])
            for kind in ("weight", "bias")
        }
        for ours, name in names.items():
            weights |= {f"{ours}.{kind}": stored[f"{theirs}.{name}.{kind}"] for kind in ("weight", "bias")}
        layer.load_state_dict(weights)
        x = layer.train()(x)
    return x[0].mean(dim=0)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_encoder(tmp_path / "encoder")
    return tmp_path / "encoder"


def test_it_agrees_with_torchs_own_transformer_layers(folder: Path) -> None:
    texts = ["a good film", "bad", "no! not at all, i say."]
    documents = word_pieces(folder, texts, 100)
    network = load_encoder(folder, 3, 1).eval()
    ids, lengths = padded(documents.ids, documents.offsets[:-1], documents.offsets[1:])
    with torch.no_grad():
        logits = network(torch.from_numpy(ids), torch.from_numpy(lengths))
        for place in range(len(texts)):
            state = torchs_own_layers(folder, torch.from_numpy(documents.document(place).astype(np.int64)))
            assert torch.allclose(logits[place], network.head(state), atol=1e-4)


def mpnets_way(distance: int) -> int:
    """The class of the way from a piece to one that stands so far before it, as published."""
    size = abs(distance)
    if size >= 8:
        size = min(15, 8 + int(math.log(size / 8) / math.log(16) * 8))
    return size + (16 if distance < 0 else 0)


def mpnets_state(folder: Path, ids: torch.Tensor) -> torch.Tensor:
    """Mean state of one text by MPNet's formulas, head by head."""
    w = load_file(folder / "model.safetensors")

    def norm(x: torch.Tensor, name: str) -> torch.Tensor:
        return F.layer_norm(x, (H,), w[f"{name}.weight"], w[f"{name}.bias"], 1e-5)

    def linear(x: torch.Tensor, name: str) -> torch.Tensor:
        return x @ w[f"{name}.weight"].T + w[f"{name}.bias"]

    T, size = len(ids), H // 12
    ways = torch.tensor([[mpnets_way(i - j) for j in range(T)] for i in range(T)])
    places = w["embeddings.position_embeddings.weight"][2 : 2 + T]
    x = norm(w["embeddings.word_embeddings.weight"][ids] + places, "embeddings.LayerNorm")
    for number in range(3):
        layer = f"encoder.layer.{number}"
        q, k, v = (linear(x, f"{layer}.attention.attn.{part}") for part in "qkv")
        heads = []
        for head in range(12):
            part = slice(head * size, (head + 1) * size)
            bias = w["encoder.relative_attention_bias.weight"][:, head][ways]
            looks = q[:, part] @ k[:, part].T / size**0.5 + bias
            heads.append(looks.softmax(dim=1) @ v[:, part])
        mixed = linear(torch.cat(heads, dim=1), f"{layer}.attention.attn.o")
        x = norm(x + mixed, f"{layer}.attention.LayerNorm")
        inner = linear(F.gelu(linear(x, f"{layer}.intermediate.dense")), f"{layer}.output.dense")
        x = norm(x + inner, f"{layer}.output.LayerNorm")
    return x.mean(dim=0)


def test_mpnet_agrees_with_its_formulas(folder: Path) -> None:
    write_mpnet(folder)
    texts = ["a good film", "bad", "no! not at all, i say. " * 12]
    documents = word_pieces(folder, texts, 150)
    network = load_encoder(folder, 3, 1).eval()
    ids, lengths = padded(documents.ids, documents.offsets[:-1], documents.offsets[1:])
    with torch.no_grad():
        states = network.states(torch.from_numpy(ids), torch.from_numpy(lengths))
        for place in range(len(texts)):
            state = mpnets_state(folder, torch.from_numpy(documents.document(place).astype(np.int64)))
            assert torch.allclose(states[place], state, atol=1e-4)


def test_texts_are_cut_after_the_longest_and_end_with_the_border_piece(folder: Path) -> None:
    documents = word_pieces(folder, ["abcdefgh", "a"], 5)
    assert documents.lengths.tolist() == [5, 3]
    assert documents.document(0)[[0, -1]].tolist() == [2, 3]


def test_emoji_are_read_by_name_and_markup_is_not_read(folder: Path) -> None:
    documents = word_pieces(folder, ["ok \N{THUMBS UP SIGN}", "ok thumbs up", "ok<br />"], 50)
    assert documents.document(0).tolist() == documents.document(1).tolist()
    assert documents.lengths[2] == 4


def test_a_folder_without_an_encoder_is_refused_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(ModelFileError, match="is not a sentence encoder"):
        load_encoder(tmp_path, 3, 1)
