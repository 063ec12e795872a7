"""What was done to one table done to another: what fits by header, and a sentence on all that does not."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

from textminer.corpus.columns import ColumnRoles
from textminer.corpus.corpus import Corpus
from textminer.corpus.filter import ColumnCondition, DocumentFilter
from textminer.corpus.languages import language_codes, language_named
from textminer.errors import FilterError
from textminer.progress import Progress, Stage, silent
from textminer.storage.saved_recipes import SavedRecipe
from textminer.translation import _
from textminer.workflows.models import model_hash
from textminer.workflows.opening import open_corpus


@dataclass(frozen=True, eq=False)
class Applied:
    """Another table, opened as the recipe says.

    model:   "" where the recipe's is not there: then one is chosen for the language
    doubts:  sentences on what did not fit
    """

    corpus: Corpus
    filter: DocumentFilter
    neutral_threshold: float
    model: str
    doubts: tuple[str, ...] = ()


def apply_recipe(saved: SavedRecipe, paths: Sequence[Path], progress: Progress = silent) -> Applied:
    """Open files with the roles, language, model, threshold and filter of a recipe.

    How the files are read is guessed anew. Raises TableError for files that cannot be read, ColumnError where
    no column can be the text.
    """
    doubts = list(saved.left_out)
    corpus = open_corpus(paths, progress=Stage(progress, 0.0, 0.6))
    roles = _fitting_roles(saved, corpus, doubts)
    if roles.text != corpus.roles.text:
        corpus = open_corpus(paths, corpus.imports, roles, progress=Stage(progress, 0.6, 0.9))
    corpus = _in_language(saved, replace(corpus, roles=roles), doubts)
    wanted = _fitting_filter(saved, corpus, doubts)
    model = saved.recipe.model
    if model and model_hash(model) is None:
        message = _("The model “{model}” is not here: another is taken.")
        doubts.append(message.format(model=Path(model).stem))
        model = ""
    progress.report(1.0)
    return Applied(corpus, wanted, saved.recipe.neutral_threshold, model, tuple(doubts))


def place_of_header(header: str, names: Sequence[str]) -> int | None:
    """The first column with a header, exact or, failing that, without regard to case and blanks; or None."""
    if header in names:
        return list(names).index(header)
    plain = header.strip().casefold()
    folded = [name.strip().casefold() for name in names]
    return folded.index(plain) if plain and plain in folded else None


def _fitting_roles(saved: SavedRecipe, corpus: Corpus, doubts: list[str]) -> ColumnRoles:
    """The recipe's roles by header; the guessed one stays where there is no such column."""
    roles, names = corpus.roles, corpus.table.names
    missing: list[str] = []
    for role, old in asdict(saved.recipe.roles or ColumnRoles()).items():
        if old is None or not 0 <= old < len(saved.columns):
            continue
        place = place_of_header(saved.columns[old], names)
        if place is not None:
            roles = roles.with_role(place, role)
        elif role == "text":
            message = _("There is no column “{old}”: the texts were found in “{new}”.")
            doubts.append(message.format(old=saved.columns[old], new=names[corpus.text_column]))
        else:
            missing.append(saved.columns[old])
    if missing:
        words = ", ".join(f"“{name}”" for name in missing)
        doubts.append(_("Columns that had a part are not there: {columns}.").format(columns=words))
    return roles


def _in_language(saved: SavedRecipe, corpus: Corpus, doubts: list[str]) -> Corpus:
    code = saved.recipe.language
    if code is None or code == corpus.language or code not in language_codes():
        return corpus
    message = _("The texts look like {found}, but are read as {told}, as before.")
    found, told = language_named(corpus.language).name, language_named(code).name
    doubts.append(message.format(found=found, told=told))
    return replace(corpus, language=code)


def _fitting_filter(saved: SavedRecipe, corpus: Corpus, doubts: list[str]) -> DocumentFilter:
    wanted, conditions = saved.recipe.filter, []
    for condition in wanted.conditions:
        is_known = 0 <= condition.column < len(saved.columns)
        header = saved.columns[condition.column] if is_known else ""
        place = place_of_header(header, corpus.table.names)
        if place is None:
            message = _("There is no column “{column}”, so the filter on it was left out.")
            doubts.append(message.format(column=header))
        else:
            conditions.append(ColumnCondition(place, condition.values))
    dates = wanted.dates
    if dates is not None:
        header = saved.columns[dates.column] if 0 <= dates.column < len(saved.columns) else ""
        place = place_of_header(header, corpus.table.names)
        if place is None:
            message = _("There is no column “{column}”, so the filter on it was left out.")
            doubts.append(message.format(column=header))
        dates = None if place is None else replace(dates, column=place)
    fitting = replace(wanted, conditions=tuple(conditions), dates=dates, positions=None, labels=())
    try:
        fitting.on_originals.mask(corpus.table, corpus.text_column)
    except FilterError as error:
        doubts.append(str(error))
        return replace(fitting, find="", is_regex=False)
    return fitting
