"""The long questions of a survey name its columns; a long first text does not."""

import random

from textminer.storage.header import looks_like_header

QUESTIONS = [
    "How satisfied are you with the service that you received from our staff during your last visit?",
    "What, if anything, could we do to improve the experience of visiting our shop or our website today?",
    "Please tell us in your own words why you gave this score and what we could have done better.",
]
WORDS = [
    "good",
    "bad",
    "service",
    "staff",
    "price",
    "slow",
    "kind",
    "clean",
    "dirty",
    "friendly",
    "nothing",
    "very",
    "queue",
    "long",
    "short",
]


def answers(n: int, most_words: int) -> list[list[str]]:
    chance = random.Random(1)
    return [
        [
            chance.choice(["Very satisfied", "Satisfied", "Not satisfied"]),
            " ".join(chance.choices(WORDS, k=chance.randint(2, most_words))),
            " ".join(chance.choices(WORDS, k=chance.randint(3, most_words))),
        ]
        for _row in range(n)
    ]


def test_questions_above_answers_are_names() -> None:
    for most_words in (6, 30):
        assert looks_like_header(QUESTIONS, answers(60, most_words))
    assert looks_like_header(QUESTIONS[1:2], [row[1:2] for row in answers(60, 6)])


def test_a_long_first_text_is_no_name() -> None:
    rows = answers(60, 30)
    long_text = " ".join(WORDS * 2)
    assert not looks_like_header([long_text], [row[2:] for row in rows])
    # one that asks among others of its length, or that many ask like
    asking = [[f"{row[2]} {row[1]} anyone?"] for row in rows]
    assert not looks_like_header([f"{long_text} anyone?"], asking)
    assert not looks_like_header([f"{' '.join(WORDS)} anyone?"], [row[2:] for row in rows])
