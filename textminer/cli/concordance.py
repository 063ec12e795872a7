"""`textminer concordance`: the lines in which words occur."""

import argparse
import re
import sys

from textminer.analysis.concordance import DOCUMENT, NODE, LineKey, line_order
from textminer.analysis.token_index import token_index
from textminer.analysis.word_pattern import WordPattern
from textminer.cli.reading import import_settings, say_memory
from textminer.cli.terminal import TerminalProgress, say_notices
from textminer.errors import SettingsError
from textminer.progress import Stage
from textminer.translation import _
from textminer.workflows.concordance import find_lines, lines_frame
from textminer.workflows.exporting import export_frame
from textminer.workflows.mixed_corpora import corpus_tokenizer
from textminer.workflows.opening import open_corpus
from textminer.workflows.scoring import tokens_of


def run(options: argparse.Namespace) -> None:
    """Print or write the lines in the order asked for."""
    keys = sort_keys(options.sort)
    pattern = WordPattern(options.pattern, options.regex, options.match_case)
    with TerminalProgress("textminer") as progress:
        say_memory([options.file], import_settings(options))
        corpus = open_corpus(
            [options.file],
            import_settings(options),
            text_column=options.text,
            progress=Stage(progress, 0, 0.4),
        )
        tokens = tokens_of(corpus.text_cells(), corpus_tokenizer(corpus), Stage(progress, 0.4, 0.8))
        index = token_index(tokens, options.punctuation, Stage(progress, 0.8, 0.9))
        lines = find_lines(corpus, index, pattern, progress=Stage(progress, 0.9, 1))
        order = line_order(index, lines, keys, match_case=options.match_case)[: options.top]
        frame = lines_frame(corpus, lines, order, options.width)
    say_notices(corpus.notices)
    if options.output is not None:
        export_frame(frame, options.output)
        return
    for row, left, node, right in frame.itertuples(index=False, name=None):
        sys.stdout.write(f"{row:>8}  {left:>{options.width}} {{{node}}} {right}\n")


def sort_keys(text: str) -> tuple[LineKey, ...]:
    """Sort keys such as "1R,2R", "1L", "node" or "document". Raises SettingsError for any other."""
    return tuple(_sort_key(part.strip()) for part in text.split(",") if part.strip())


def _sort_key(part: str) -> LineKey:
    if part.lower() in ("node", "document"):
        return LineKey(NODE if part.lower() == "node" else DOCUMENT)
    found = re.fullmatch(r"([1-9]\d?)([lr])", part, re.IGNORECASE)
    if found is None:
        raise SettingsError(
            _("“{key}” is no sort key: give keys such as 1R, 2L, node or document.").format(key=part)
        )
    distance = int(found[1])
    return LineKey(distance if found[2].upper() == "R" else -distance)
