"""`textminer models`: which models there are, and what each is."""

import argparse

from textminer.errors import ModelFileError
from textminer.sentiment.model_file import ModelCard, find_model, models_folder, read_card
from textminer.translation import _
from textminer.workflows.model_facts import card_lines, classes_of, headline_figure, language_of, size_of
from textminer.workflows.model_figures import figure_rows, figure_text, learnt_sets, limits_of
from textminer.workflows.model_library import known_models, model_name


def run(options: argparse.Namespace) -> None:
    """List the shipped models and the user's own, or print one card."""
    if options.action == "show":
        if not options.name:
            raise ModelFileError(
                _("Say which model: textminer models show NAME. The names: {names}.").format(names=_names())
            )
        _show(read_card(find_model(options.name)))
        return
    cards = known_models()
    if not cards:
        print(
            _("There is no model yet. Train one: textminer train FILE --text COLUMN --label COLUMN -o MODEL")
        )
        return
    rows = [
        (model_name(card), _("shipped") if card.is_shipped else _("own"), language_of(card), classes_of(card),
         size_of(card), headline_figure(card))
        for card in cards
    ]  # fmt: skip
    titles = (_("name"), _("from"), _("language"), _("classes"), _("size"), _("figure"))
    widths = [max(len(row[place]) for row in (titles, *rows)) for place in range(len(titles))]
    for row in (titles, *rows):
        print("  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())
    print(_("Your own models lie in {folder}").format(folder=models_folder()))


def _show(card: ModelCard) -> None:
    print(model_name(card))
    if card.description:
        print(card.description)
    pairs = card_lines(card)
    width = min(max(len(name) for name, _value in pairs), 40)
    for name, value in pairs:
        print(f"  {name:<{width}}  {value}")
    _show_figures(card)
    for each in learnt_sets(card):
        print(f"  {_('learnt from'):<{width}}  {each.n_documents:,} {each.title} ({each.terms})")
    for limit in limits_of(card):
        print(f"  {_('limit'):<{width}}  {limit}")


def _show_figures(card: ModelCard) -> None:
    """A line for each set that the model was judged on."""
    for row in figure_rows(card):
        parts = [
            (_("accuracy"), figure_text(row.accuracy, row.accuracy_interval)),
            (_("macro-F1"), figure_text(row.macro_f1, row.macro_f1_interval)),
            (_("VADER"), figure_text(row.vader)),
            (_("calibration error"), figure_text(row.calibration_error)),
            (_("Brier"), "" if row.brier is None else f"{row.brier:.3f}"),
        ]
        said = ", ".join(f"{name} {value}" for name, value in parts if value)
        apart = _(", not learnt from") if row.is_unlearnt else ""
        print(f"  {row.title} {row.split}{apart}".rstrip() + f": {said}")


def _names() -> str:
    return ", ".join(model_name(card) for card in known_models()) or _("none")
