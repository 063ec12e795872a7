"""Files with lists of words: plain text, CSV, JSON, and dictionaries of LIWC."""

import csv
import io
import json
from dataclasses import asdict
from pathlib import Path

from textminer.atomic import write_text
from textminer.corpus.word_list_text import lines_of_themes, lines_of_words, themes_of, words_of
from textminer.corpus.word_lists import Synonyms, Theme, WordLists, merged_themes
from textminer.errors import ExportError, WordListError
from textminer.storage.disk_sentence import disk_sentence
from textminer.storage.text_encoding import decode
from textminer.translation import _

MAX_BYTES = 20_000_000  # the largest dictionaries have less than one
THEME_HEADINGS = {"theme", "category", "code", "name", "word", "topic"}


def read_words(path: Path) -> tuple[str, ...]:
    """Words or phrases from a file: one a line, the first column of a CSV, a list or lists in JSON.

    Raises WordListError.
    """
    text = _text(path)
    if path.suffix.lower() == ".json":
        lists = _from_json(path, text)
        themes = (pattern for theme in lists.themes for pattern in theme.patterns)
        return tuple(dict.fromkeys((*lists.stop_words, *lists.phrases, *themes)))
    if path.suffix.lower() in (".csv", ".tsv"):
        return tuple(dict.fromkeys(row[0].strip() for row in _rows(path, text) if row and row[0].strip()))
    if _is_dictionary(text):
        themes = (pattern for theme in _from_dictionary(path, text) for pattern in theme.patterns)
        return tuple(dict.fromkeys(themes))
    return words_of(text)


def read_themes(path: Path) -> tuple[Theme, ...]:
    """Themes from a file: text, CSV, JSON or LIWC's .dic. A file of words alone is one theme of its name.

    Raises WordListError.
    """
    text = _text(path)
    kind = path.suffix.lower()
    if kind == ".json":
        lists = _from_json(path, text)
        themes = lists.themes or tuple(Theme(each.word, each.forms) for each in lists.synonyms)
    elif kind in (".csv", ".tsv"):
        themes = _from_rows(_rows(path, text))
    elif _is_dictionary(text):
        themes = _from_dictionary(path, text)
    else:
        themes = themes_of(text)
    if not themes and (words := words_of(text)):
        themes = (Theme(path.stem, words),)
    if not themes:
        raise WordListError(_("“{name}” holds no words.").format(name=path.name))
    return themes


def read_synonyms(path: Path) -> tuple[Synonyms, ...]:
    """Synonyms from a file, in the forms in which themes are; the name is the word. Raises WordListError."""
    return tuple(Synonyms(theme.name.lower(), theme.patterns) for theme in read_themes(path))


def write_words(path: Path, words: tuple[str, ...]) -> None:
    """Write words one a line, or as JSON by the ending. Raises ExportError."""
    if path.suffix.lower() == ".json":
        _write(path, json.dumps(list(words), ensure_ascii=False, indent=1) + "\n")
    else:
        _write(path, lines_of_words(words) + "\n")


def write_themes(path: Path, themes: tuple[Theme, ...]) -> None:
    """Write themes as the ending says: .json, .csv, .dic, else text. Raises ExportError."""
    kind = path.suffix.lower()
    if kind == ".json":
        values = {"themes": [asdict(theme) for theme in themes]}
        _write(path, json.dumps(values, ensure_ascii=False, indent=1) + "\n")
    elif kind == ".csv":
        lines = io.StringIO()
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerow(["theme", "pattern"])
        writer.writerows((theme.name, pattern) for theme in themes for pattern in theme.patterns)
        _write(path, lines.getvalue())
    elif kind == ".dic":
        _write(path, _as_dictionary(themes))
    else:
        _write(path, lines_of_themes(themes) + "\n")


def write_synonyms(path: Path, synonyms: tuple[Synonyms, ...]) -> None:
    """Write synonyms as themes of one name each. Raises ExportError."""
    write_themes(path, tuple(Theme(each.word, each.forms) for each in synonyms))


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise WordListError(_("“{name}” is too large for a list of words.").format(name=path.name))
        data = path.read_bytes()
    except OSError as error:
        raise WordListError(
            _("“{name}” could not be read: {reason}").format(name=path.name, reason=error.strerror or error)
        ) from error
    decoded = decode(data)
    if decoded is None:
        raise WordListError(_("“{name}” holds no text.").format(name=path.name))
    text = decoded.data[decoded.start :].decode("utf-8", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _rows(path: Path, text: str) -> list[list[str]]:
    delimiter = "\t" if path.suffix.lower() == ".tsv" or "\t" in text else ";" if ";" in text else ","
    return list(csv.reader(io.StringIO(text), delimiter=delimiter))


def _from_rows(rows: list[list[str]]) -> tuple[Theme, ...]:
    """A row is a theme and its patterns; a first row that names the columns is left out."""
    filled = [[cell.strip() for cell in row if cell.strip()] for row in rows]
    if filled and filled[0] and filled[0][0].lower() in THEME_HEADINGS:
        filled = filled[1:]
    return merged_themes((), [Theme(row[0], tuple(row[1:])) for row in filled if len(row) > 1])


def _from_json(path: Path, text: str) -> WordLists:
    """What `write_themes` writes, a plain list of words, or an object of lists."""
    try:
        values = json.loads(text)
        if isinstance(values, list):
            return WordLists.from_dict({"stop_words": values})
        if not isinstance(values, dict):
            raise TypeError("neither a list nor an object")
        if any(key in values for key in ("themes", "synonyms", "stop_words", "phrases")):
            return WordLists.from_dict(values)
        themes = [{"name": name, "patterns": patterns} for name, patterns in values.items()]
        return WordLists.from_dict({"themes": themes})
    except (ValueError, TypeError, KeyError) as error:
        raise WordListError(
            _("“{name}” is no list of words in JSON: {reason}").format(
                name=path.name, reason=str(error)[:120]
            )
        ) from error


def _is_dictionary(text: str) -> bool:
    return text.lstrip().startswith("%") and text.count("%") >= 2


def _from_dictionary(path: Path, text: str) -> tuple[Theme, ...]:
    """LIWC's .dic: numbered categories between two lines of `%`, then words with the numbers of theirs.

    Conditions in brackets, such as `like (02 134)125/464`, are left aside: the plain numbers count.
    """
    head, rest = text.lstrip()[1:].split("%", 1)
    names: dict[str, str] = {}
    for line in head.splitlines():
        parts = line.split(None, 1)
        if len(parts) == 2:
            names[parts[0]] = parts[1].strip()
    patterns: dict[str, list[str]] = {name: [] for name in names.values()}
    for number, line in enumerate(rest.splitlines(), head.count("\n") + 1):
        if not line.strip():
            continue
        words = line.strip().split("\t") if "\t" in line else line.split()
        numbers = [part for field in words[1:] for part in field.split()]
        for each in numbers:
            if each in names:
                patterns[names[each]].append(words[0].strip())
            elif each.isdigit():
                raise WordListError(
                    _("“{name}”, line {line}: there is no category {number} in the head of the file.").format(
                        name=path.name, line=number, number=each
                    )
                )
    return tuple(Theme(name, tuple(dict.fromkeys(found))) for name, found in patterns.items() if found)


def _as_dictionary(themes: tuple[Theme, ...]) -> str:
    numbers: dict[str, list[str]] = {}
    for number, theme in enumerate(themes, 1):
        for pattern in theme.patterns:
            numbers.setdefault(pattern, []).append(str(number))
    head = [f"{number}\t{theme.name}" for number, theme in enumerate(themes, 1)]
    body = ["\t".join([pattern, *found]) for pattern, found in numbers.items()]
    return "\n".join(["%", *head, "%", *body]) + "\n"


def _write(path: Path, text: str) -> None:
    try:
        write_text(path, text)
    except OSError as error:
        raise ExportError(disk_sentence(path, error)) from error
