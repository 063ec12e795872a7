"""Where the sentences of a text begin and end, by rules for signs, abbreviations and line ends."""

import re

import numpy as np


def _words(line: str) -> frozenset[str]:
    return frozenset(line.split())


# Words that a full stop follows without ending anything, whatever comes next.
_NEVER_LAST = _words(
    "mr mrs ms dr prof st mt rev hon gen col capt lt sgt cpl maj rep sen gov pres vs cf eg ie e.g i.e viz ca "
    "fig figs eq vol nos pp ed eds sra dra mme mlle bzw z.b d.h u.a usw."
)
# Those that may end a sentence as well: then the next word tells.
_PERHAPS_LAST = _words(
    "etc inc ltd co corp bros jr sr dept univ assn approx est ave blvd rd apt min max hr hrs sec tel ext p.m "
    "a.m u.s u.k u.s.a e.u n.y d.c l.a jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu "
    "thur thurs fri sat sun usw p.s ph.d m.d b.a m.a al"
)
_BEFORE_A_NUMBER = frozenset({"no", "nr", "art", "p", "ch", "sec", "vol"})
_STARTERS = _words(
    "the a an it its it's this that these those there they we i he she you my our his her their your what "
    "when where who why how if in on at for from with after before as but and so or not no also however then "
    "now all everyone everything nothing never overall would will"
)
_CLOSING = "\"'”’»›)\\]}」』）】》〉"
_OPENING = "\"'“‘«‹([{「『（【《〈*_#•·–—-"
_SIGNS = ".!?…‽⁇⁈⁉؟۔।॥"
_FULL_WIDTH = "。！？｡．"
# starts at the first sign of several, and gives none back: else many signs in a row would take forever
_CANDIDATE = re.compile(
    rf"(?P<wide>[{_FULL_WIDTH}]++[{_FULL_WIDTH}{_SIGNS}]*+[{_CLOSING}]*+)"
    rf"|(?<![{_SIGNS}])(?P<signs>[{_SIGNS}]++)(?P<closing>[{_CLOSING}]*+)(?=\s|$|(?<=[a-z)][.!?])[A-Z])"
    r"|(?P<line>\n\s*+)"
)
_WORD_BEFORE = re.compile(r"[^\W_](?:[\w.'’&-]*\w)?$")
_NEXT_WORD = re.compile(rf"\s*+[{re.escape(_OPENING)}]*+\s*+([\w'’]{{0,40}})")
_ADDRESS = re.compile(r"[/@]|www\.", re.IGNORECASE)
LONGEST_WORD = 40  # characters that are looked back for the word before a full stop
WRAPPED_LINE = 55  # characters from which on a line may have been broken for its length alone


def sentence_spans(text: str) -> np.ndarray:
    """Where each sentence begins and ends: int32 (n_sentences, 2), ascending, without blanks at their ends.

    All characters but blanks are in one of them. Full stops of abbreviations, initials, decimals and
    numbers of a list end none, and no ellipsis does that a small letter follows. 。！？ end one without a
    blank behind. A line end does too, unless the line is long and the next goes on as text does that was
    broken at a width. Markup should have been masked (`mask_markup`).
    """
    cuts: list[int] = []
    begin = 0
    for found in _CANDIDATE.finditer(text):
        if _ends_a_sentence(text, begin, found):
            cuts.append(found.end())
            begin = found.end()
    return _trimmed(text, [0, *cuts], [*cuts, len(text)])


def _ends_a_sentence(text: str, begin: int, found: re.Match[str]) -> bool:
    if found["wide"] is not None:
        return True
    following = _NEXT_WORD.match(text, found.end())
    next_word = following[1] if following else ""
    if found["line"] is not None:
        return _line_ends_one(text, found, next_word)
    if found.end() < len(text) and not text[found.end()].isspace():  # "good.The": no blank between
        return _joins_two(text, found, next_word)
    signs, goes_on_small = found["signs"], next_word[:1].islower()
    if set(signs) - {".", "…"}:
        return not (found["closing"] and goes_on_small)  # “Really?” she said
    if len(signs) > 1 or signs == "…":
        return bool(next_word) and not goes_on_small and next_word not in ("I", "I’m", "I'm")
    return _full_stop_ends_one(text, begin, found.start(), next_word)


def _full_stop_ends_one(text: str, begin: int, place: int, next_word: str) -> bool:
    before = _WORD_BEFORE.search(text, max(begin, place - LONGEST_WORD), place)
    word = before[0] if before else ""
    small = word.lower()
    if small in _NEVER_LAST:
        return False
    if next_word[:1].isdigit() and small in _BEFORE_A_NUMBER:
        return False
    if word.isdigit() and len(word) < 3:
        ahead = text[max(begin, place - LONGEST_WORD) : place - len(word)].strip(_OPENING + " \t\n")
        if not ahead or ahead.endswith((":", ";")):
            return False  # "1. Rooms": the number begins what it ends
    if len(word) == 1 and word.isalpha() and word.isascii() and word != "I":
        return False  # an initial
    if small in _PERHAPS_LAST or "." in word:
        return not next_word or (not next_word[0].islower() and next_word.lower() in _STARTERS)
    return True


def _line_ends_one(text: str, found: re.Match[str], next_word: str) -> bool:
    if found["line"].count("\n") > 1:
        return True
    line_begin = text.rfind("\n", 0, found.start()) + 1
    is_long = found.start() - line_begin >= WRAPPED_LINE
    return not (next_word[:1].islower() or (is_long and bool(next_word)))


def _joins_two(text: str, found: re.Match[str], next_word: str) -> bool:
    """Whether a blank was left out between two sentences, rather than this being an address or a name."""
    around = text[max(0, found.start() - LONGEST_WORD) : found.start()].rsplit(maxsplit=1)[-1:]
    around += text[found.start() : found.end() + LONGEST_WORD].split(maxsplit=1)[:1]
    before = _WORD_BEFORE.search(text, max(0, found.start() - LONGEST_WORD), found.start())
    is_word = before is not None and len(before[0]) > 1 and before[0].lower() not in _NEVER_LAST
    goes_on = len(next_word) == 1 or next_word[1:2].islower()
    return is_word and goes_on and not _ADDRESS.search("".join(around))


def _trimmed(text: str, starts: list[int], ends: list[int]) -> np.ndarray:
    """The spans without the blanks at their ends; one without letter or digit joins the one before."""
    spans: list[list[int]] = []
    for start, end in zip(starts, ends, strict=True):
        sentence = text[start:end]
        inner = sentence.strip()
        if not inner:
            continue
        first = start + len(sentence) - len(sentence.lstrip())
        if spans and not any(letter.isalnum() for letter in inner):
            spans[-1][1] = first + len(inner)
        else:
            spans.append([first, first + len(inner)])
    return np.array(spans, dtype=np.int32).reshape(-1, 2)
