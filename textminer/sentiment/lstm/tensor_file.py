"""Tensors as a safetensors file, all or nothing."""

from collections.abc import Mapping
from pathlib import Path

from safetensors.torch import save
from torch import Tensor

from textminer.atomic import write_bytes


def write_tensors(
    path: Path, tensors: Mapping[str, Tensor], metadata: Mapping[str, str], is_private: bool = False
) -> None:
    """Write tensors by name, in place of what stood at `path`.

    is_private:  nobody but the user may read the file

    The library's own `save_file` writes beside under a name that nobody would know again after a crash, and
    flushes nothing. Raises OSError where the disk refuses.
    """
    held = {name: value.detach().cpu().clone().contiguous() for name, value in tensors.items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(path, save(held, metadata=dict(metadata)), is_private)
