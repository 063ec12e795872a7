"""What a model's card says, in words: for the list of models and the page of models."""

import json
from collections.abc import Iterator
from typing import Any

from textminer.corpus.languages import language_named
from textminer.sentiment.model_file import ModelCard
from textminer.translation import _, ngettext_

LONG_LISTS = frozenset({"history"})  # curves: for machines


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
    """The network in a few words: "LSTM 128, both directions, 30,000 words"."""
    settings = card.network
    cell = {"lstm": "LSTM", "peephole": _("peephole LSTM"), "rnn": _("plain RNN")}[settings.cell]
    layers = f" × {settings.n_layers}" if settings.n_layers > 1 else ""
    direction = _("both directions") if settings.bidirectional else _("one direction")
    words = ngettext_("{n} word", "{n} words", card.n_types).format(n=f"{card.n_types:,}")
    return f"{cell} {settings.hidden_size}{layers}, {direction}, {words}"


def headline_figure(card: ModelCard) -> str:
    """One figure with what it is about: "88.9% on imdb"; "" where the card has none."""
    for path, value in flat_facts(card.facts):
        if path[-1] == "accuracy" and isinstance(value, int | float):
            place = " ".join(part for part in path[:-1] if part not in ("figures", "test"))
            figure = f"{value:.1%}" if value <= 1 else f"{value:.1f}%"
            return _("{figure} on {place}").format(figure=figure, place=place or _("its held-out part"))
    return ""


def flat_facts(facts: dict[str, Any], path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Every plain value of a card's facts with the names that lead to it, in order; curves are left out."""
    for key, value in facts.items():
        if key in LONG_LISTS:
            continue
        if isinstance(value, dict):
            yield from flat_facts(value, (*path, str(key)))
        else:
            yield (*path, str(key)), value


def card_lines(card: ModelCard) -> list[tuple[str, str]]:
    """The whole card as pairs of name and value, for reading."""
    pairs = [
        (_("Language"), language_of(card)),
        (_("Classes"), ", ".join(card.labels)),
        (_("Network"), network_of(card)),
        (_("Tokenizer"), card.tokenizer),
        (_("Size"), size_of(card)),
    ]
    if card.path is not None:
        pairs.append((_("File"), str(card.path)))
    pairs += [(" · ".join(path).replace("_", " "), _plain(value)) for path, value in flat_facts(card.facts)]
    return pairs


def _plain(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return {True: _("yes"), False: _("no"), None: "–"}[value]
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, int):
        return f"{value:,}"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
