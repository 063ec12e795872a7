"""How many threads torch uses: one core is left for the window, or it stands still."""

import torch

from textminer.sentiment.threads import spare_cores


def use_threads(n: int = 0) -> int:
    """Let torch use `n` threads, or one less than there are cores for 0; returns how many."""
    threads = n or spare_cores()
    if torch.get_num_threads() != threads:
        torch.set_num_threads(threads)
    return threads
