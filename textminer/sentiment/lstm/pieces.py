"""Weights in half precision, cut into files small enough to be carried from one machine to another."""

import json
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from textminer.errors import ModelFileError
from textminer.sentiment.lstm.tensor_file import write_tensors
from textminer.translation import _

PIECE_BYTES = 16 * 2**20 - 2**16  # a little is left for the header


def write_pieces(
    folder: Path, name: str, tensors: dict[str, Tensor], facts: dict[str, Any], piece_bytes: int = PIECE_BYTES
) -> list[Path]:
    """Write tensors in half precision as `name-00.safetensors` and on; returns the files.

    A tensor may be cut between two of its rows. Files of an earlier, longer set are removed.
    """
    pieces: list[dict[str, Tensor]] = [{}]
    left = piece_bytes
    for key in sorted(tensors):
        tensor = tensors[key].detach().cpu().half()
        start = 0
        while start < len(tensor):
            n_rows = left // tensor[0].nbytes
            if n_rows == 0 and pieces[-1]:
                pieces.append({})
                left = piece_bytes
                continue
            rows = tensor[start : start + max(n_rows, 1)]
            pieces[-1][f"{key}|{start}"] = rows.clone().contiguous()
            left -= rows.nbytes
            start += len(rows)
    paths = []
    for number, piece in enumerate(pieces):
        paths.append(folder / f"{name}-{number:02}.safetensors")
        about = {"facts": json.dumps(facts), "pieces": str(len(pieces))}
        write_tensors(paths[-1], piece, about)
    for old in set(pieces_of(folder, name)) - set(paths):
        old.unlink()
    return paths


def has_pieces(folder: Path, name: str) -> bool:
    """Whether there are pieces of that name."""
    return bool(pieces_of(folder, name))


def read_pieces(folder: Path, name: str) -> tuple[dict[str, Tensor], dict[str, Any]]:
    """The tensors, float32, and the facts.

    Raises ModelFileError where a piece is missing or of another set.
    """
    paths = pieces_of(folder, name)
    parts: dict[str, dict[int, Tensor]] = {}
    abouts = []
    try:
        for path in paths:
            with safe_open(path, framework="pt") as file:
                abouts.append(file.metadata())
                for key in file.keys():  # noqa: SIM118 (not a dictionary)
                    tensor, start = key.rsplit("|", 1)
                    parts.setdefault(tensor, {})[int(start)] = file.get_tensor(key)
        complete = bool(paths) and all(about == abouts[0] for about in abouts)
        if not complete or int(abouts[0]["pieces"]) != len(paths):
            message = _("The weights “{name}” in {folder} are not complete. Run the stage before this one.")
            raise ModelFileError(message.format(name=name, folder=folder))
        facts = json.loads(abouts[0]["facts"])
    except (SafetensorError, KeyError, TypeError, ValueError, OSError) as error:
        message = _("The weights “{name}” in {folder} cannot be read: {error}.")
        raise ModelFileError(message.format(name=name, folder=folder, error=error)) from error
    joined = {key: torch.cat([rows[start] for start in sorted(rows)]) for key, rows in parts.items()}
    return {key: value.float() for key, value in joined.items()}, facts


def pieces_of(folder: Path, name: str) -> list[Path]:
    return sorted(folder.glob(f"{name}-[0-9][0-9].safetensors"))
