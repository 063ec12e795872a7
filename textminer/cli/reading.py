"""What the reading options of every command mean."""

import argparse

from textminer.corpus.recipe import ImportSettings
from textminer.errors import SettingsError
from textminer.translation import _

MAX_DELIMITER = 3  # characters
_NAMED = {"\\t": "\t", "tab": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}


def import_settings(options: argparse.Namespace) -> ImportSettings:
    """The user's decisions; what was not said is guessed. Raises SettingsError for an unusable one."""
    delimiter = options.delimiter
    if delimiter is not None:
        delimiter = _NAMED.get(delimiter.lower(), delimiter)
        if not 1 <= len(delimiter) <= MAX_DELIMITER or "\n" in delimiter or '"' in delimiter:
            raise SettingsError(
                _("A delimiter is one to three characters, not “{text}”.").format(text=delimiter)
            )
    return ImportSettings(
        encoding=options.encoding,
        delimiter=delimiter,
        sheet=options.sheet,
        is_guarded=True if options.guarded else None,
        one_text=options.one_text,
        first_rows=options.first_rows,
    )
