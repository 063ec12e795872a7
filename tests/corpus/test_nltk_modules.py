"""Do NLTK's tokenizers come without the rest of NLTK, and leave it to others as it is?"""

import subprocess
import sys
from importlib.machinery import PathFinder

import pytest

from textminer.corpus import nltk_modules
from textminer.corpus.nltk_modules import nltk_module

FRESH = """
import sys
from textminer.corpus.tokenizer import tokenizer_named
for name in ("tweet", "word", "regexp"):
    assert tokenizer_named(name).tokenize(["It's :) \\u2014 \\"good\\", isn't it?"]).n_tokens > 5
found = {name.split(".")[0] for name in sys.modules}
assert not found & {"nltk", "sklearn", "scipy", "torch"}, found
import nltk
from nltk.tokenize.casual import TweetTokenizer
assert nltk.FreqDist(TweetTokenizer().tokenize("a a b")).most_common(1) == [("a", 2)]
"""


def test_tokenizing_loads_nothing_else_and_nltk_can_still_be_imported() -> None:
    run = subprocess.run([sys.executable, "-c", FRESH], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr


def test_where_the_code_cannot_be_had_alone_nltk_is_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nltk_modules, "_loaded", {})
    monkeypatch.setattr(PathFinder, "find_spec", lambda *_: None)
    monkeypatch.delitem(sys.modules, "nltk.tokenize.casual", raising=False)
    import_module = nltk_modules.importlib.import_module
    asked: list[str] = []

    def noting(name: str):
        asked.append(name)
        monkeypatch.undo()
        return import_module(name)

    monkeypatch.setattr(nltk_modules.importlib, "import_module", noting)
    assert nltk_module("nltk.tokenize.casual").TweetTokenizer().tokenize(":)") == [":)"]
    assert asked == ["nltk.tokenize.casual"]
