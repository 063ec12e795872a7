"""What a change of the words that are counted is called."""

from textminer.corpus.cleaning import Cleaning
from textminer.corpus.word_lists import WordLists
from textminer.translation import _, ngettext_


def cleaning_words(old: Cleaning, new: Cleaning) -> list[str]:
    """What was changed, each in words: "Hid numbers", "Set 12 own stop words"."""
    switches = (
        (old.lower_case, new.lower_case, _("Counted upper and lower case as one"), _("Told cases apart")),
        (old.drop_stop_words, new.drop_stop_words, _("Hid stop words"), _("Counted stop words")),
        (old.drop_punctuation, new.drop_punctuation, _("Hid punctuation"), _("Counted punctuation")),
        (old.drop_numbers, new.drop_numbers, _("Hid numbers"), _("Counted numbers")),
        (old.drop_emoji, new.drop_emoji, _("Hid emoji"), _("Counted emoji")),
    )
    parts = [on if now else off for before, now, on, off in switches if before != now]
    if (old.lemma, old.stem) != (new.lemma, new.stem):
        parts.append(
            _("Counted words under their lemmas")
            if new.lemma
            else _("Counted words under their stems")
            if new.stem
            else _("Counted words as written")
        )
    return parts + _list_words(old.lists, new.lists)


def _list_words(old: WordLists, new: WordLists) -> list[str]:
    parts = []
    if old.stop_words != new.stop_words:
        n = len(new.stop_words)
        parts.append(ngettext_("Set {n} own stop word", "Set {n} own stop words", n).format(n=f"{n:,}"))
    if old.synonyms != new.synonyms:
        n = len(new.synonyms)
        words = ngettext_("Set synonyms of {n} word", "Set synonyms of {n} words", n)
        parts.append(words.format(n=f"{n:,}"))
    if old.phrases != new.phrases:
        n = len(new.phrases)
        parts.append(ngettext_("Set {n} phrase", "Set {n} phrases", n).format(n=f"{n:,}"))
    if old.themes != new.themes:
        n = len(new.themes)
        parts.append(ngettext_("Set {n} theme", "Set {n} themes", n).format(n=f"{n:,}"))
    return parts
