"""Corpora whose rows are in several languages: which tokenizer and which model each row is read by."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

import pandas as pd
import pyarrow as pa

from textminer.corpus.corpus import Corpus
from textminer.corpus.document_table import DocumentTable
from textminer.corpus.languages import language_named
from textminer.corpus.markup import mask_markup, masked
from textminer.corpus.own_columns import OwnColumns
from textminer.corpus.row_languages import languages_met, row_languages
from textminer.corpus.tokenizer import BETWEEN
from textminer.errors import ModelFileError
from textminer.sentiment.model_file import ModelCard, find_model, read_card
from textminer.sentiment.prediction import SCORED
from textminer.translation import _
from textminer.workflows.model_library import model_name

BLOCK_DOCUMENTS = 4_096
LOOKS_LIKE = {"ja": "zh"}
"""Languages, and what a row of theirs may look like by itself: Japanese without kana like Chinese."""


def corpus_tokenizer(corpus: Corpus) -> str:
    """The name of the tokenizer for the word views: each row is read as its script is read."""
    main = language_named(corpus.language)
    other = "en" if main.tokenizer == "jieba" else "zh"
    if LOOKS_LIKE.get(corpus.language) == other:
        return main.tokenizer
    codes = (corpus.language, other)
    is_mixed = len(languages_met(_in_parts(corpus.text_cells()), codes)) > 1
    return BETWEEN.join(codes) if is_mixed else main.tokenizer


def model_names(model: str) -> tuple[str, ...]:
    """The models that a name stands for: "english" for itself, "english+chinese" for both, row by row.

    The first is the one for rows in a language that none of them has learnt.
    """
    if BETWEEN not in model:
        return (model,)
    try:
        find_model(model)
    except ModelFileError:
        return tuple(model.split(BETWEEN))
    return (model,)  # one that is called so


def name_by_language(model: str) -> dict[str, str]:
    """The model for each language that those a name stands for have learnt, by its code.

    Raises ModelFileError where there is none of a name, or they cannot score one table together.
    """
    names = model_names(model)
    cards = [read_card(find_model(name)) for name in names]
    found: dict[str, str] = {}
    for name, card in zip(names, cards, strict=True):
        new = [code for code in card.languages if code not in found]
        if not new or not _fit(cards[0], card):
            raise ModelFileError(
                _(
                    "The models “{first}” and “{second}” cannot score one table together: they need the same "
                    "classes, and each a language that the other has not learnt."
                ).format(first=names[0], second=name)
            )
        found.update(dict.fromkeys(new, name))
    return found


def joint_model(
    corpus: Corpus,
    main: ModelCard,
    others: Sequence[ModelCard],
    texts: Iterable[list[str]] | None = None,
) -> str:
    """The name of all models that a corpus needs: the main one, and others in whose languages there are rows.

    others:  of those that know a language, the first is taken
    texts:   all of them, part by part, where the corpus holds the first alone; None for those it holds
    """
    if not main.languages:
        return model_name(main)
    found: dict[str, str] = {}
    for card in others:
        for code in card.languages if _fit(main, card) and BETWEEN not in model_name(card) else ():
            if code not in main.languages and code != LOOKS_LIKE.get(corpus.language):
                found.setdefault(code, model_name(card))
    seen = _in_parts(corpus.text_cells()) if texts is None else map(mask_markup, texts)
    met = languages_met(seen, (*main.languages, *found))
    names = [model_name(main), *(name for code, name in found.items() if code in met)]
    return BETWEEN.join(dict.fromkeys(names))


def with_model_column(corpus: Corpus, model: str) -> Corpus:
    """The corpus with a column that says which model scored each row, where several did.

    It follows the status, is computed when it is asked for, and is missing where a row has no score.
    """
    own = corpus.table.own
    if len(model_names(model)) == 1 or "status" not in own:
        return corpus
    names = name_by_language(model)

    def column() -> pd.Series:
        codes = row_languages(masked(corpus.text_cells()), tuple(names))  # as the scorer sees them
        scored_by = pd.Series(codes).map(names).where((own["status"] == SCORED).to_numpy())
        return scored_by.astype(pd.CategoricalDtype(pd.Index(model_names(model), dtype=object)))

    makers: dict[str, Callable[[], pd.Series]] = {}
    for key in own:
        makers[key] = partial(own.__getitem__, key)
        if key == "status":
            makers["model"] = column
    table = corpus.table
    return corpus.with_table(DocumentTable(table.frame, table.names, OwnColumns(makers, table.n_documents)))


def _in_parts(texts: pa.ChunkedArray) -> Iterator[list[str]]:
    """The texts, some at a time, as the scorer sees them: without markup."""
    for start in range(0, len(texts), BLOCK_DOCUMENTS):
        yield mask_markup(texts[start : start + BLOCK_DOCUMENTS])


def _fit(first: ModelCard, second: ModelCard) -> bool:
    """Whether two models tell the same classes, from the tokens that their languages are read in."""
    return (first.labels, first.polarity) == (second.labels, second.polarity) and all(
        language_named(code).tokenizer == card.tokenizer
        for card in (first, second)
        for code in card.languages
    )
