"""Which weights a network has: names and shapes, without building it."""

from textminer.sentiment.settings import NetworkSettings


def weight_shapes(settings: NetworkSettings, n_types: int, n_classes: int) -> dict[str, tuple[int, ...]]:
    """The shape of each weight by its name in a model file."""
    H = settings.hidden_size
    shapes: dict[str, tuple[int, ...]] = {"embedding.weight": (n_types, settings.vector_size)}
    if settings.subword_buckets:
        shapes["embedding_ngrams.weight"] = (settings.subword_buckets, settings.vector_size)
    n_directions = 2 if settings.bidirectional else 1
    size = settings.embedding_size
    for layer in range(settings.n_layers):
        for direction in range(n_directions):
            prefix = f"layers.{layer}.{direction}."
            if settings.cell == "peephole":
                shapes |= {prefix + "W": (4 * H, size), prefix + "U": (4 * H, H), prefix + "b": (4 * H,)}
                shapes[prefix + "p"] = (3, H)
                continue
            G = 4 if settings.cell == "lstm" else 1
            for name, width in (("ih", size), ("hh", H)):
                shapes[f"{prefix}fused.weight_{name}_l0"] = (G * H, width)
                shapes[f"{prefix}fused.bias_{name}_l0"] = (G * H,)
        size = H if settings.separate_directions else n_directions * H
    size = n_directions * H
    features = 3 * size if settings.pooling == "max_mean_last" else size
    n_outputs = 1 if settings.sigmoid and n_classes == 2 else n_classes
    return shapes | {"head.weight": (n_outputs, features), "head.bias": (n_outputs,)}
