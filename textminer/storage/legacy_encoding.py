"""Which code page is it: the guess for text that is neither UTF-8 nor marked."""

import codecs
import re
import unicodedata
from collections import Counter
from functools import lru_cache

SAMPLE_BYTES = 200_000  # of the lines with bytes beyond ASCII: what a guess looks at
LOOKED_AT = 3_000  # characters beyond ASCII: enough to tell plausible words from others
CANDIDATES = (
    "cp1252", "gb18030", "big5hkscs", "cp932", "euc_jis_2004", "cp949", "cp1251", "koi8-r", "cp1250",
    "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp874", "mac-roman", "cp437", "cp850",
    "cp852", "cp866", "iso8859-2", "iso8859-5", "iso2022_jp_2",
)  # fmt: skip
# what a guess by letter frequencies, and how usual an encoding is, are worth beside plausible words
_OTHERS = (
    "iso8859-15",
    "koi8-u",
    "cp855",
    "mac-cyrillic",
    "johab",
)  # that letter frequencies are not asked for
_TRUST, BYTES_TRUSTED = 0.12, 20  # fewer bytes beyond ASCII make letter frequencies worth less
_USUAL = {
    "cp1252": 0.06,
    "gb18030": 0.02,
    "mac-roman": -0.08,
    "cp437": -0.08,
    "cp850": -0.05,
    "cp852": -0.05,
    "cp949": -0.02,
    "cp1258": -0.05,
    "cp1257": -0.06,
    "iso8859-5": -0.03,
    "cp855": -0.08,
    "mac-cyrillic": -0.08,
    "johab": -0.08,
}
_JAPANESE = ("cp932", "euc_jis_2004")
_KANA_ELSEWHERE = 0.3  # what it costs an encoding of another language to bring out Japanese syllables only
FEW_FOREIGN, _FEW_FOREIGN_COST = 0.1, 0.15  # a text of Latin letters has hardly a few of another script
_EBCDIC_BLANK = 0x40
MIN_EBCDIC = 0.4  # share of bytes beyond ASCII: its small letters, capitals and digits
_TYPOGRAPHY = "’‘“”–—…€£«»°§©®™„¿¡·№•†²³½´"
_BEYOND_ASCII, _LINE_END = re.compile(rb"[\x80-\xff]"), re.compile(rb"[\r\n]")
_ASCII_LETTER = re.compile(rb"[A-Za-z]")
_FOUR_BYTES = re.compile(rb"[\x81-\xfe][0-9][\x81-\xfe][0-9]")
_WORD = re.compile(
    r"[^\W\d_](?:[^\W\d_]|[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])*|[^\w\s]"
)
# letters beyond ASCII by language: the letters of one text belong to one of these
_ALPHABETS = (
    "àâæçéèêëîïôœùûüÿ", "áéíóúüñãõçâêôàºª", "àèéìòùíóú", "äöüßéàè", "åäöéøæü", "ąćęłńóśźż",
    "áčďéěíňóřšťúůýžäôĺľŕ", "áéíóöőúüű",
    "çğıöşüâîû", "ăâîșțşţ", "āčēģīķļņšūžėįųęąõäöü", "čćđšž", "þðæöáéíóúý", "ëç", "ġħżċ",
    "àáâãèéêìíòóôõùúýăđĩũơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ",
)  # fmt: skip

_WESTERN = "àâæçéèêëîïôœùûüÿáíóúñãõåäöøßìòºª"  # names from all over the West stand in one list
_MIXED = 0.1  # what it costs a letter to be of another of its languages


def guess_legacy(data: bytes) -> str:
    """The most likely encoding of text that is not UTF-8 and has no byte order mark.

    Two witnesses: chardet's letter frequencies, which need some text, and whether words made of one script,
    without capitals or signs in their middle, come out, which tells much even of one accent.
    """
    sample = telling_lines(data, SAMPLE_BYTES)
    if set(_BEYOND_ASCII.findall(sample)) == {b"\xa0"}:
        return "cp1252"  # nothing but hard blanks
    if _is_gb18030(sample):
        return "gb18030"
    if _is_ebcdic(data[:SAMPLE_BYTES]):
        return "cp037"
    import chardet

    found = chardet.detect(
        sample, prefer_superset=True, compat_names=False, include_encodings=CANDIDATES, max_bytes=SAMPLE_BYTES
    )
    trusted = codecs.lookup(str(found["encoding"] or "cp1252")).name
    if trusted.startswith("iso2022"):
        return trusted
    short = telling_lines(data, 2 * LOOKED_AT)
    trust = _TRUST * min(1.0, len(_BEYOND_ASCII.findall(short)) / BYTES_TRUSTED)
    best, best_score = trusted, float("-inf")
    for name in dict.fromkeys((trusted, *(codecs.lookup(name).name for name in (*CANDIDATES, *_OTHERS)))):
        if name.startswith("iso2022"):
            continue
        score = _plausibility(short, name) + trust * (name == trusted) + _USUAL.get(name, 0.0)
        if score > best_score + 1e-9:
            best, best_score = name, score
    return best


def _is_gb18030(sample: bytes) -> bool:
    """Whether characters of four bytes, two of them digits, tell it: emoji in a text of any language."""
    n_four = len(_FOUR_BYTES.findall(sample))
    if n_four < 2 or 20 * n_four < len(re.findall(rb"[\x80-\xff]+", sample)):
        return False
    try:
        codecs.getincrementaldecoder("gb18030")("strict").decode(sample)
    except UnicodeDecodeError:
        return False
    return True


def _is_ebcdic(head: bytes) -> bool:
    """Whether the blanks, the letters and the line ends are those of a mainframe."""
    if not head or b" " in head or b"\n" in head:
        return False
    n_beyond = len(head) - len(head.translate(None, bytes(range(128, 256))))
    return n_beyond > MIN_EBCDIC * len(head) and head.count(_EBCDIC_BLANK) > 0.02 * len(head)


def telling_lines(data: bytes, size: int) -> bytes:
    """About `size` bytes of the lines that hold bytes beyond ASCII."""
    if b"\x1b$" in data[: 2**20]:
        return data[:size]
    lines: list[bytes] = []
    total = end = 0
    while total <= size and (found := _BEYOND_ASCII.search(data, end)):
        start = 1 + max(end - 1, *(data.rfind(mark, end, found.start()) for mark in (b"\r", b"\n")))
        line_end = _LINE_END.search(data, found.end())
        end = line_end.start() if line_end else len(data)
        lines.append(data[start : min(end, start + 20_000)])
        total += len(lines[-1])
    return b"\n".join(lines)


def _plausibility(sample: bytes, encoding: str) -> float:
    """Mean over the characters beyond ASCII, from -2 to 1, of how well each fits where it stands."""
    try:
        text = codecs.getincrementaldecoder(encoding)("strict").decode(sample)
    except UnicodeDecodeError as error:
        # a byte or two that fit no character speak against an encoding but do not rule it out
        text = sample.decode(encoding, "replace")
        if text.count("\ufffd") > 0.02 * len(sample) or error.start < 0:
            return -2.0
    total, n = 0.0, 0
    latin: Counter[str] = Counter()
    for match in _WORD.finditer(text):
        word = match.group()
        if word.isascii():
            continue
        beyond = [character for character in word if character > "\x7f"]
        if word in _TYPOGRAPHY:
            total += _typography_score(text, match.start())
        else:
            total += _word_score(word) * len(beyond)
        n += len(beyond)
        lowered = (character.lower() for character in beyond if _script(character) == "LATIN")
        latin.update(letter for letter in lowered if len(letter) == 1)  # that of İ is an i with a dot
        if n > LOOKED_AT:
            break
    n_controls = sum("\x80" <= character < "\xa0" for character in text)
    n += n_controls
    if not n:
        return -1.0
    n_ascii = len(_ASCII_LETTER.findall(sample))
    if latin.total() < n < FEW_FOREIGN * n_ascii:
        total -= _FEW_FOREIGN_COST * n
    n_kana = sum("\u3041" <= character <= "\u30fa" for character in text)
    if encoding not in _JAPANESE and 3 * n_kana > n:
        total -= _KANA_ELSEWHERE * n_kana
    strange: float = latin.total() - max(sum(latin[letter] for letter in alphabet) for alphabet in _ALPHABETS)
    n_western = sum(latin[letter] for letter in _WESTERN)
    strange = min(strange, latin.total() - n_western + _MIXED * strange)
    return (total - 2.0 * n_controls - strange) / n


@lru_cache(maxsize=20_000)
def _word_score(word: str) -> float:
    """From -2 (no word of any language) to 1, for a run of letters or a single sign."""
    if len(word) == 1 and not word.isalpha():
        return _sign_score(word)
    scripts = {_script(character) for character in word}
    if len(scripts - {"CJK", "HIRAGANA", "KATAKANA", "FULLWIDTH"}) > 1:
        return -1.0
    if len(scripts) > 1 and "LATIN" in scripts:
        return 0.0
    if "HALFWIDTH" in scripts or "ARABIC-FORM" in scripts:
        return -0.5
    if "CJK" in scripts and "HANGUL" in scripts:
        return -0.5
    if "HANGUL" in scripts:
        return sum(_is_in(character, "euc_kr") for character in word) / len(word)
    if "THAI" in scripts:
        return 1.0 if sum(character >= "\u0e30" for character in word) > 0.15 * len(word) else -0.5
    if "CJK" in scripts and not scripts & {"HIRAGANA", "KATAKANA"}:
        return sum(is_common(character) for character in word if character >= "\u3400") / len(word)
    if scripts & {"HIRAGANA", "KATAKANA"}:
        return sum(_is_in(character, "euc_jp") for character in word) / len(word)
    inner_capitals = sum(a.islower() and b.isupper() for a, b in zip(word, word[1:], strict=False))
    if inner_capitals:
        return -0.7
    return 1.0 if not word.isupper() or len(word) > 3 else 0.5


def _typography_score(text: str, at: int) -> float:
    """1 for a quotation mark, dash or currency sign in its place, -1 in the middle of a word."""
    before, behind = text[at - 1 : at], text[at + 1 : at + 2]
    joins_names = text[at] == "–" and before.islower() and behind.isupper()
    is_inside = before.isalpha() and behind.isalpha() and not joins_names
    return -1.0 if is_inside and text[at] not in "’—·" else 1.0


def _sign_score(character: str) -> float:
    category = unicodedata.category(character)
    if category in ("Cn", "Co", "Cc"):
        return -2.0
    if "\u3000" <= character <= "\u303f" or "\uff00" <= character <= "\uff65":
        return 0.6  # punctuation of East Asia
    return -1.0 if category.startswith("S") else -0.3


@lru_cache(maxsize=20_000)
def _script(character: str) -> str:
    if character < "\x80":
        return "LATIN"
    first = unicodedata.name(character, "?").split()[0].split("-")[0]
    return {"MASCULINE": "LATIN", "FEMININE": "LATIN"}.get(first, first)


def is_common(character: str) -> bool:
    """Whether a Chinese character is among the few thousand that texts are made of."""
    return any(_is_in(character, encoding, limit) for encoding, limit in (("gb2312", 0xD8), ("big5", 0xC7)))


@lru_cache(maxsize=50_000)
def _is_in(character: str, encoding: str, below: int = 0x100) -> bool:
    """Whether an encoding has the character, its first byte below a limit."""
    try:
        encoded = character.encode(encoding)
    except UnicodeEncodeError:
        return False
    return encoded[0] < below and len(encoded) <= 2  # Python puts rare ones together of several
