"""How many threads torch uses: one core is left for the window, or it stands still."""

import os

import torch


def use_threads(n: int = 0) -> int:
    """Let torch use `n` threads, or one less than there are cores for 0; returns how many."""
    threads = n or max(1, (os.cpu_count() or 2) - 1)
    if torch.get_num_threads() != threads:
        torch.set_num_threads(threads)
    return threads
