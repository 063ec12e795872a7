"""A recipe as a file of its own, to be applied to other tables: columns are known by their headers."""

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from textminer import atomic
from textminer.corpus.recipe import Recipe
from textminer.errors import TableError
from textminer.translation import _

SUFFIX = ".recipe.json"
FORMAT = 1
MAX_BYTES = 16 * 2**20  # far above any recipe: a foreign file of that name is not read into memory


@dataclass(frozen=True)
class SavedRecipe:
    """What was done to one table, for another.

    columns:   headers of the first table, which the places in the recipe count by
    history:   sentences on what was done, for people
    left_out:  sentences on what belongs to the rows of the first table alone
    """

    recipe: Recipe
    columns: tuple[str, ...]
    history: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()


def write_recipe(path: Path, saved: SavedRecipe) -> None:
    """Write a recipe, all or nothing; the filter loses the rows that it names one by one.

    Raises OSError where the disk refuses.
    """
    bare = replace(saved.recipe, filter=replace(saved.recipe.filter, positions=None))
    values = {
        "textminer_recipe": FORMAT,
        "history": list(saved.history),
        "left_out": list(saved.left_out),
        "columns": list(saved.columns),
        "recipe": json.loads(bare.to_json()),
    }
    atomic.write_text(path, json.dumps(values, indent=2) + "\n")  # headers need not be Unicode


def read_recipe(path: Path) -> SavedRecipe:
    """The recipe in a file; raises TableError where there is none that can be read."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise ValueError("too large")
        return _saved(json.loads(path.read_bytes()))
    except OSError as error:
        message = _("The steps in “{path}” cannot be read: {reason}.")
        raise TableError(message.format(path=path, reason=error.strerror or error)) from None
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        message = _("“{name}” holds no steps of TextMiner's, or is damaged.")
        raise TableError(message.format(name=path.name)) from None


def _saved(values: dict[str, Any]) -> SavedRecipe:
    if values["textminer_recipe"] != FORMAT:
        raise ValueError("of another version")
    saved = SavedRecipe(
        Recipe.from_dict(values["recipe"]),
        tuple(values["columns"]),
        tuple(values["history"]),
        tuple(values["left_out"]),
    )
    texts = (*saved.columns, *saved.history, *saved.left_out, saved.recipe.model)
    if not all(isinstance(text, str) for text in texts) or saved.recipe.model.startswith(("\\\\", "//")):
        raise TypeError(
            "names that are none"
        )  # to look at a path on another computer would tell that one of it
    return saved
