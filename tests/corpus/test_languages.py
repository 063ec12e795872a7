"""Is the language told, offline and from little text?"""

import pytest

from textminer.corpus.languages import detect_language, language_codes, language_named
from textminer.corpus.tokenizer import tokenizer_named

SENTENCES = {
    "en": "The breakfast was excellent and the staff could not have been friendlier.",
    "de": "Das Hotel war sehr schön, aber das Frühstück hat uns leider nicht geschmeckt.",
    "fr": "Le film était vraiment très bien, je le recommande à toute la famille.",
    "es": "El servicio fue excelente y la comida muy buena, volveremos el año que viene.",
    "it": "La camera era molto pulita e il personale gentilissimo, torneremo di sicuro.",
    "nl": "Het boek is erg mooi geschreven, maar het einde viel me een beetje tegen.",
    "ru": "Фильм очень понравился, рекомендую всем посмотреть вместе с детьми.",
    "zh": "房间很干净，服务员也非常热情，下次还会再来。",
    "ja": "この映画はとても面白かったです。また見たいと思います。",
    "he": "החדר היה נקי והצוות היה אדיב מאוד, נחזור בשמחה.",
    "el": "Το δωμάτιο ήταν καθαρό και το προσωπικό πολύ ευγενικό.",
    "hi": "कमरा बहुत साफ था और कर्मचारी बहुत मिलनसार थे।",
    "ko": "영화가 정말 재미있었어요. 다음에 또 보고 싶습니다.",
}


@pytest.mark.parametrize("code", SENTENCES)
def test_a_sentence_tells_its_language(code: str) -> None:
    assert detect_language([SENTENCES[code]]) == code


@pytest.mark.parametrize("texts", [[], [""], ["ok"], [None, "très"], ["12345 !!!"], ["👍👍👍"], ["\ud800"]])
def test_too_little_text_counts_as_english(texts: list[str | None]) -> None:
    assert detect_language(texts) == "en"


def test_two_chinese_characters_are_enough() -> None:
    assert detect_language(["好看"]) == "zh"


def test_the_language_of_most_texts_wins_over_one_long_text() -> None:
    texts = [SENTENCES["de"] * 100, *[SENTENCES["en"]] * 30]
    assert detect_language(texts) == "en"


def test_every_language_has_a_tokenizer_that_exists() -> None:
    for code in language_codes():
        language = language_named(code)
        assert tokenizer_named(language.tokenizer).tokenize([SENTENCES.get(code, "x")]).n_tokens > 0
        stem = language.stemmer()
        assert (stem is not None) == language.has_stemmer
        assert stem is None or stem("x")


def test_stop_words_are_lower_case_and_ship_for_english_and_chinese() -> None:
    for code in ("en", "zh"):
        words = language_named(code).stop_words
        assert len(words) > 100
        assert all(word == word.lower() for word in words)
    assert language_named("fr").stop_words == frozenset()
    assert language_named("xx").tokenizer == "tweet"
