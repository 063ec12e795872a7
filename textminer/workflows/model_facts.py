"""What a model's card says, in words: for the list of models and the page of models."""

from typing import Any

from textminer.corpus.languages import language_named
from textminer.sentiment.model_file import ModelCard
from textminer.sentiment.score_words import percent
from textminer.translation import _, ngettext_
from textminer.workflows.model_figures import figure_rows

# shown as tables and sentences (model_figures), or curves, which are for machines
OWN_PLACE = frozenset({"figures", "limits", "sets", "history"})


def language_of(card: ModelCard) -> str:
    """The model's languages in words."""
    return ", ".join(language_named(code).name for code in card.languages) or _("any language")


def size_of(card: ModelCard) -> str:
    """Size of the file: "3.4 MB"."""
    return f"{card.size_bytes / 1e6:,.1f} MB"


def classes_of(card: ModelCard) -> str:
    """The class names, the first eight."""
    return ", ".join(card.labels[:8]) + (", …" if len(card.labels) > 8 else "")


def network_of(card: ModelCard) -> str:
    """The network in a few words: "LSTM 128, both directions, 30,000 words", and the one for short texts."""
    settings = card.network
    cell = {"lstm": "LSTM", "peephole": _("peephole LSTM"), "rnn": _("plain RNN")}[settings.cell]
    layers = f" × {settings.n_layers}" if settings.n_layers > 1 else ""
    direction = _("both directions") if settings.bidirectional else _("one direction")
    words = ngettext_("{n} word", "{n} words", card.n_types).format(n=f"{card.n_types:,}")
    short = ""
    if card.short is not None:
        told = _(" ({size} for texts of up to {longest} tokens)")
        short = told.format(size=card.short.network.hidden_size, longest=card.short.longest)
    return f"{cell} {settings.hidden_size}{layers}{short}, {direction}, {words}"


def headline_figure(card: ModelCard) -> str:
    """One figure with what it is about: "92.4 % on IMDB film reviews"; "" where the card has none."""
    for row in figure_rows(card):
        return _("{figure} on {place}").format(figure=percent(row.accuracy, 1), place=row.title)
    return ""


def card_lines(card: ModelCard) -> list[tuple[str, str]]:
    """The card as pairs of name and value, for reading; the figures and sets are in `model_figures`."""
    pairs = [
        (_("Language"), language_of(card)),
        (_("Classes"), ", ".join(card.labels)),
        (_("Network"), network_of(card)),
        (_("Size"), size_of(card)),
    ]
    return [*pairs, *made_lines(card)]


def made_lines(card: ModelCard) -> list[tuple[str, str]]:
    """How the model was made, and where it lies, as pairs of name and value."""
    pairs = [(_("Tokenizer"), card.tokenizer)]
    if card.path is not None:
        pairs.append((_("File"), str(card.path)))
    pairs += [
        (key.replace("_", " "), _plain(value)) for key, value in card.facts.items() if key not in OWN_PLACE
    ]
    return pairs


def _plain(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return {True: _("yes"), False: _("no"), None: "–"}[value]
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, dict):
        said = ((str(key).replace("_", " "), inner) for key, inner in value.items() if inner is not None)
        return ", ".join(f"{name} {_plain(inner)}" for name, inner in said)
    if isinstance(value, list | tuple):
        return ", ".join(_plain(inner) for inner in value)
    return str(value)
