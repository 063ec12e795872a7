"""A slow average of a network's weights, which is judged and kept instead of the last step's."""

import torch
from torch import Tensor, nn

AVERAGED_EVERY = 4  # steps; the average moves slowly, and copying a large embedding costs as much as a batch


class WeightAverage:
    """An exponential moving average; empty until the first update.

    decay:  share of the average that stays at each step; 0 for no average
    """

    def __init__(self, decay: float) -> None:
        self._decay = decay
        self.weights: dict[str, Tensor] = {}

    def update(self, network: nn.Module, step: int) -> None:
        """Take a step's weights in; steps count from where the averaging begins, and early ones soon fade."""
        if self._decay == 0 or (step + 1) % AVERAGED_EVERY:
            return
        decay = min(self._decay, (1 + step) / (10 + step)) ** AVERAGED_EVERY
        with torch.no_grad():
            for name, value in network.state_dict().items():
                if name in self.weights:
                    self.weights[name].lerp_(value, 1 - decay)
                else:
                    self.weights[name] = value.clone()

    def kept(self, network: nn.Module) -> dict[str, Tensor]:
        """The weights to judge and to keep: the average, or the network's where there is none yet."""
        if self.weights:
            return self.weights
        return {name: value.detach() for name, value in network.state_dict().items()}
