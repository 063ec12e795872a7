"""Every sentence a user reads passes here."""

import gettext
import re
import unicodedata
from functools import lru_cache
from pathlib import Path

from textminer.resource_files import resource_path

DOMAIN = "textminer"
PSEUDO = "pseudo"  # a locale that marks every sentence, so that a test finds the ones that bypass gettext
_FIELD = re.compile(r"(\{[^}]*\})")
_MARKED = str.maketrans("aeiouAEIOU", "àéîöûÀÉÎÖÛ")

_current: gettext.NullTranslations = gettext.NullTranslations()


def _(text: str) -> str:
    """The sentence in the user's language. Format it afterwards: `_("Loaded {name}").format(name=name)`."""
    return _current.gettext(text)


def ngettext_(singular: str, plural: str, n: int) -> str:
    """The sentence for `n` things in the user's language; format it afterwards with the grouped number."""
    return _current.ngettext(singular, plural, n)


def left_to_right(text: str) -> str:
    """A line of ours that may begin with a name from the data, read in our direction all the same: without
    the mark (U+200E) in front, an Arabic name would turn "Beirut (48)" and arrows around.
    """
    is_turned = any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in text)
    return f"\u200e{text}" if is_turned else text


def set_language(code: str) -> None:
    """Use the language from here on; "en" or an unknown code gives the sentences of the source."""
    global _current
    _current = _Pseudo() if code == PSEUDO else _catalogue(code)


def available_languages() -> tuple[str, ...]:
    """Codes of the languages that ship, English first."""
    folder = resource_path("translations")
    found = sorted(path.parent.parent.name for path in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return ("en", *found)


class _Pseudo(gettext.NullTranslations):
    def gettext(self, message: str) -> str:
        return pseudo(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)


def pseudo(text: str) -> str:
    """The sentence in the pseudo-locale: accents on vowels, in double brackets, fields untouched."""
    parts = _FIELD.split(text)
    return "⟦" + "".join(part if part.startswith("{") else part.translate(_MARKED) for part in parts) + "⟧"


@lru_cache
def _catalogue(code: str) -> gettext.NullTranslations:
    folder: Path = resource_path("translations")
    return gettext.translation(DOMAIN, folder, languages=[code], fallback=True)
