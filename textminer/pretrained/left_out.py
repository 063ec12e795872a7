"""How good a model is on domains of which it has seen no text: a group left out of a reduced recipe."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from textminer.atomic import atomic_path, write_text
from textminer.errors import ModelFileError
from textminer.pretrained.english import RECIPE
from textminer.pretrained.judging import Judgement, judge
from textminer.pretrained.labelled_sets import CLASSES, KEPT_APART, normalised, read_set
from textminer.pretrained.mixture_model import make, training_settings
from textminer.pretrained.recipe import MixtureRecipe
from textminer.progress import Progress, silent
from textminer.sentiment.settings import NetworkSettings
from textminer.translation import _

ALL_IN = "all-in"  # the run in which no group is left out


@dataclass(frozen=True)
class Group:
    """Sets of one kind of text.

    learnt:  sets whose every text, with or without label, is absent from the run that leaves the group out
    judged:  sets on which both runs are judged
    """

    name: str
    learnt: tuple[str, ...]
    judged: tuple[str, ...]


_SHOPS = (
    "amazon_blitzer_mds", "amazon_headphones_in", "amazon_musical_instruments", "amazon_sdcard", "flipkart",
    "lenovo_k8", "pros_cons", "google_play_fintech",
)  # fmt: skip
GROUPS = (
    Group(
        "films",
        ("imdb_acl", "imdb_counterfactual", "sst2", "sst5_sentences", "sst5_phrases_train"),
        ("imdb_acl", "imdb_counterfactual", "sst2", "sst5_sentences"),
    ),
    Group(
        "tweets",
        ("tweeteval_sentiment", "kaggle_tweet_extraction"),
        ("tweeteval_sentiment", "kaggle_tweet_extraction"),
    ),
    Group("talk", ("goemotions", "meld"), ("goemotions", "meld")),
    Group("shops", _SHOPS, _SHOPS),
    Group(
        "services",
        ("yelp_10k", "yelp_sentences_shen", *(name for name in KEPT_APART if not name.startswith("zh_"))),
        ("yelp_10k", "yelp_sentences_shen", "zomato_restaurants", "skytrax_lounge_seat"),
    ),
)


@dataclass(frozen=True)
class ReducedRecipe:
    """What every run of the comparison shares.

    learnt_at_most:  texts of a split that is learnt from, drawn at random
    characters_at_most:  … and characters of these texts: short texts teach more in the same time
    judged_at_most:  texts of a set that is judged: of its test split, or else a part that no run learns from
    """

    learnt_at_most: int = 25_000
    characters_at_most: int = 2_500_000
    judged_at_most: int = 1_500
    steps: int = 1_200
    embedding_size: int = 64
    hidden_size: int = 64
    max_vocabulary: int = 20_000
    seed: int = 1

    def recipe(self, sets: Iterable[str]) -> MixtureRecipe:
        """The recipe of the `english` model over these sets alone, with a small network."""
        network = NetworkSettings(
            embedding_size=self.embedding_size, hidden_size=self.hidden_size,
            max_vocabulary=self.max_vocabulary, min_count=2,
        )  # fmt: skip
        names = set(sets)
        sources = tuple(
            source for source in RECIPE.sources if source.name in names and source.kind != "unlabelled"
        )
        return replace(RECIPE, sources=sources, network=network, epoch_documents=50_000)


SMOKE = ReducedRecipe(steps=12, embedding_size=8, hidden_size=8, max_vocabulary=500)


def run_left_out(
    data: Path, work: Path, groups: Sequence[str] = (), reduced: ReducedRecipe | None = None,
    progress: Progress = silent,
) -> list[str]:  # fmt: skip
    """Do the runs that are not done yet, each from its last checkpoint on; the table of all that are done.

    data:    folder of the labelled sets
    work:    folder that keeps everything: a few hundred megabytes
    groups:  names of groups, or ALL_IN; none for all of them, ALL_IN first

    Raises ModelFileError where `work` was begun with another recipe.
    """
    reduced = reduced or ReducedRecipe()
    work.mkdir(parents=True, exist_ok=True)
    _hold_to(work / "recipe.json", asdict(reduced))
    if not (work / "sets" / "complete").exists():
        write_reduced_sets(data, work / "sets", reduced)
    for name in groups or (ALL_IN, *(group.name for group in GROUPS)):
        if not (work / name / "figures.json").exists():
            _run(data, work, name, reduced, progress)
    return table(work)


def write_reduced_sets(data: Path, folder: Path, reduced: ReducedRecipe) -> None:
    """Cut every set to what the comparison reads; what is judged, and nothing else, has the split "test"."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in dict.fromkeys(name for group in GROUPS for name in (*group.learnt, *group.judged)):
        table = _cut(read_set(data, name), name, reduced)
        with atomic_path(folder / f"{name}.parquet") as temporary:
            table.to_parquet(temporary)
    write_text(folder / "complete", "")


def write_sets_without(data: Path, reduced_sets: Path, folder: Path, group: Group) -> dict[str, int]:
    """The reduced sets without any text of a group but what it is judged by.

    returns:  how many texts of each other set were left out because a set of the group holds the same text
    """
    folder.mkdir(parents=True, exist_ok=True)
    of_group = {normalised(text) for name in group.learnt for text in read_set(data, name).text}
    dropped: dict[str, int] = {}
    for path in sorted(reduced_sets.glob("*.parquet")):
        table = pd.read_parquet(path)
        if path.stem in (*group.learnt, *group.judged):
            table = table[table.split == "test"]
        else:
            is_other = np.array([normalised(text) not in of_group for text in table.text], dtype=bool)
            is_judged = (table.split == "test").to_numpy()
            dropped[path.stem] = int((~is_other & ~is_judged).sum())
            table = table[is_other | is_judged]
        with atomic_path(folder / path.name) as temporary:
            table.to_parquet(temporary)
    return dropped


def table(work: Path) -> list[str]:
    """The comparison as far as it has come: macro-F1 of each group, the mean over its sets, in per cent."""
    lines = [
        f"{'group / set':<30}{'texts':>7}{'left out':>10}{'all in':>9}{'drop':>7}{'VADER':>8}",
    ]
    whole = _figures(work, ALL_IN)
    for group in GROUPS:
        part = _figures(work, group.name)
        sets = [_SetFigures(name, part.get(name), whole.get(name)) for name in group.judged]
        lines.append(_line(group.name, _mean(sets)))
        lines += [_line(f"  {figures.name}", figures) for figures in sets]
    return lines


@dataclass(frozen=True)
class _SetFigures:
    name: str
    left_out: dict[str, float] | None
    all_in: dict[str, float] | None


def _line(name: str, figures: _SetFigures) -> str:
    one, other = figures.left_out, figures.all_in
    known = one or other
    texts = f"{int(known['documents']):>7,}" if known else f"{'–':>7}"
    drop = f"{other['model'] - one['model']:>7.1f}" if one and other else f"{'–':>7}"
    cells = [f"{given[key]:>{width}.1f}" if given else f"{'–':>{width}}" for given, key, width in (
        (one, "model", 10), (other, "model", 9))]  # fmt: skip
    vader = f"{known['VADER']:>8.1f}" if known else f"{'–':>8}"
    return f"{name:<30}{texts}{''.join(cells)}{drop}{vader}"


def _mean(sets: list[_SetFigures]) -> _SetFigures:
    def of(given: list[dict[str, float] | None]) -> dict[str, float] | None:
        known = [figures for figures in given if figures]
        if len(known) < len(given) or not known:
            return None
        mean = {key: float(np.mean([figures[key] for figures in known])) for key in ("model", "VADER")}
        return {**mean, "documents": sum(figures["documents"] for figures in known)}

    return _SetFigures("", of([each.left_out for each in sets]), of([each.all_in for each in sets]))


def _run(data: Path, work: Path, name: str, reduced: ReducedRecipe, progress: Progress) -> None:
    """Train one run, judge it and keep its figures."""
    folder = work / name
    folder.mkdir(exist_ok=True)
    every = dict.fromkeys(source.name for source in RECIPE.sources)
    if name == ALL_IN:
        sets, kept = work / "sets", list(every)
        judged = [judged for group in GROUPS for judged in group.judged]
    else:
        group = group_named(name)
        sets, judged = folder / "sets", list(group.judged)
        kept = [each for each in every if each not in group.learnt]
        dropped = write_sets_without(data, work / "sets", sets, group)
        said = ", ".join(f"{each} {n}" for each, n in dropped.items() if n)
        print(f"texts left out because a set of “{name}” holds the same: {said or 'none'}", flush=True)
    settings = training_settings(reduced.recipe(kept), None, reduced.steps, reduced.seed, 1, False)
    model = folder / f"left-out-{name}.safetensors"
    make(reduced.recipe(kept), sets, model, folder, settings, progress=progress)
    judgements = judge(sets, model, dict.fromkeys(judged, "test"))
    print("\n".join(judgement.line() for judgement in judgements), flush=True)
    write_text(folder / "figures.json", json.dumps(_kept_figures(judgements), indent=2))


def group_named(name: str) -> Group:
    """A group by its name. Raises ModelFileError naming those there are."""
    for group in GROUPS:
        if group.name == name:
            return group
    names = ", ".join((ALL_IN, *(group.name for group in GROUPS)))
    raise ModelFileError(_("There is no group “{name}”; there are {names}.").format(name=name, names=names))


def _kept_figures(judgements: list[Judgement]) -> dict[str, dict[str, float]]:
    """Macro-F1 of the model and of VADER on each set, in per cent."""
    figures: dict[str, dict[str, float]] = {}
    for judged in judgements:
        figures.setdefault(judged.name, {"documents": judged.n_documents})
        figures[judged.name][judged.system] = 100 * judged.evaluation.macro_f1
    return figures


def _figures(work: Path, name: str) -> dict[str, dict[str, float]]:
    path = work / name / "figures.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _hold_to(path: Path, values: dict[str, Any]) -> None:
    """Refuse to go on with another recipe than the one that a folder was begun with."""
    if path.exists():
        if json.loads(path.read_text(encoding="utf-8")) != values:
            message = _("{folder} was begun with another recipe. Choose an empty folder for this one.")
            raise ModelFileError(message.format(folder=path.parent))
    else:
        write_text(path, json.dumps(values, indent=2))


def _cut(table: pd.DataFrame, name: str, reduced: ReducedRecipe) -> pd.DataFrame:
    """At most so many texts of each split, and the part that is judged, which no other row has a text of."""
    table = table.drop_duplicates("text").reset_index(drop=True)
    is_labelled = table.label.isin(CLASSES).to_numpy()
    keys = np.array([normalised(text) for text in table.text], dtype=object)
    if (table.split == "test").any():
        candidates = np.flatnonzero((table.split == "test").to_numpy() & is_labelled)
        share = 1.0
    else:
        candidates = np.flatnonzero(is_labelled)
        share = 1.0 if name in KEPT_APART else 0.2
    chance = np.random.default_rng((reduced.seed, len(table)))
    n_judged = min(reduced.judged_at_most, round(share * len(candidates)))
    judged = table.iloc[np.sort(chance.permutation(candidates)[:n_judged])].assign(split="test")
    is_free = (table.split != "test").to_numpy() & ~np.isin(keys, keys[judged.index.to_numpy()])
    parts = [judged]
    sizes = table.text.str.len().to_numpy()
    for split in dict.fromkeys(table.split[is_free]) if name not in KEPT_APART else ():
        rows = chance.permutation(np.flatnonzero(is_free & (table.split == split).to_numpy()))
        rows = rows[: reduced.learnt_at_most]
        rows = rows[: int(np.searchsorted(np.cumsum(sizes[rows]), reduced.characters_at_most)) + 1]
        parts.append(table.iloc[np.sort(rows)])
    return pd.concat(parts, ignore_index=True)
