"""Two networks that read from either end become one that decides by the mean of both."""

from dataclasses import replace

import torch

from textminer.sentiment.lstm.network import LstmNetwork


@torch.no_grad()
def joined_directions(
    forward: LstmNetwork, backward: LstmNetwork, temperatures: tuple[float, float]
) -> LstmNetwork:
    """One network whose logits are the mean of both networks', each divided by its temperature first.

    forward, backward:  of one direction and of the same shape, over the same vocabulary
    """
    settings = replace(forward.settings, bidirectional=True, backward=False, separate_directions=True)
    parts = (forward, backward)
    network = LstmNetwork(settings, forward.embedding.num_embeddings, forward.n_classes)
    network.embedding.weight.copy_(torch.cat([part.embedding.weight for part in parts], dim=1))
    for depth, layer in enumerate(network.layers):
        for place, part in enumerate(parts):
            layer[place].load_state_dict(part.layers[depth][0].state_dict())
    n_pooled = len(forward.head.weight[0]) // settings.hidden_size
    heads = [
        part.head.weight.unflatten(1, (n_pooled, -1)) / (2 * temperature)
        for part, temperature in zip(parts, temperatures, strict=True)
    ]
    network.head.weight.copy_(torch.stack(heads, dim=2).flatten(1))
    biases = [part.head.bias / (2 * t) for part, t in zip(parts, temperatures, strict=True)]
    network.head.bias.copy_(biases[0] + biases[1])
    return network
