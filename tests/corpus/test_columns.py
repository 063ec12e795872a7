"""Which column is guessed to be what, and that a column has one role and a role one column."""

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textminer.corpus.columns import ROLES, SAMPLE_ROWS, ColumnRoles, guess_roles

PROSE = [
    "The soup was cold and the waiter rude.", "I would come here again any day.", "Nothing special, but fair.",
    "A lovely evening with friends.", "We waited an hour for two coffees.", "Best pasta in town, really.",
]  # fmt: skip


def roles_of(**columns: list[str]) -> dict[str, str | None]:
    """Role by column name."""
    frame = pd.DataFrame({n: pd.Series(cells, dtype="str") for n, cells in enumerate(columns.values())})
    roles, _guesses = guess_roles(frame, list(columns))
    return {name: roles.role_of(place) for place, name in enumerate(columns)}


def test_the_usual_columns_of_a_survey_are_found() -> None:
    found = roles_of(
        review_id=["r1", "r2", "r3", "r4", "r5", "r6"],
        created=["2024-01-02", "2024-01-03", "2024-02-01", "2024-03-01", "2024-03-02", "2024-03-09"],
        product=["phone", "phone", "case", "case", "phone", "case"],
        title=["Cold", "Again", "Fair", "Lovely", "Slow", "Best"],
        comment=PROSE,
        stars=["1", "5", "3", "5", "2", "5"],
    )
    assert found == {
        "review_id": "id", "created": "date", "product": "group", "title": "title", "comment": "text", "stars": None,
    }  # fmt: skip


def test_prose_is_the_text_whatever_its_name() -> None:
    assert roles_of(q7=PROSE, code=list("abcdef"))["q7"] == "text"
    assert roles_of(answer=["yes", "no"] * 3, notes=PROSE)["notes"] == "text"


def test_a_name_decides_between_columns_of_prose() -> None:
    longer = [text * 3 for text in PROSE]
    assert roles_of(reply=longer, Review=PROSE)["Review"] == "text"


def test_chinese_prose_needs_no_blanks() -> None:
    found = roles_of(
        编号=["1", "2", "3"],
        反馈=["这部电影很好看", "太差了不推荐", "质量不错物流也快"],
        标签=["1", "0", "1"],
    )
    assert found["反馈"] == "text"
    assert found["标签"] == "label"


def test_a_plain_name_is_a_label_before_the_name_of_a_class() -> None:
    found = roles_of(评论=PROSE, 类别=["书籍", "平板"] * 3, 好评=["1", "0"] * 3)
    assert found == {"评论": "text", "类别": "group", "好评": "label"}
    assert roles_of(tweet=PROSE, target=["a", "b"] * 3)["target"] == "label"


def test_a_label_may_say_of_what_it_is_one() -> None:
    found = roles_of(
        text=PROSE, company=["Acme", "Globex"] * 3, airline_sentiment=["positive", "negative"] * 3
    )
    assert found == {"text": "text", "company": "group", "airline_sentiment": "label"}


def test_dates_as_twitter_writes_them_are_dates() -> None:
    found = roles_of(tweet=PROSE, created_at=["Mon Feb 09 19:54:53 +0000 2015"] * 6)
    assert found == {"tweet": "text", "created_at": "date"}
    assert roles_of(tweet=PROSE, said=["Monday morning"] * 6)["said"] is None


def test_dates_as_shops_write_them_in_numbers_are_dates() -> None:
    assert roles_of(reviewText=PROSE, reviewTime=["09 13, 2013"] * 6)["reviewTime"] == "date"


def test_emoji_are_texts_where_there_are_no_others() -> None:
    found = roles_of(post=["A", "B"] * 3, reaction=["😀", "👍👍", "❤", ":)", "🙏🎉", "💩"])
    assert found == {"post": "group", "reaction": "text"}
    assert roles_of(comment=PROSE, mood=["😀", "😡"] * 3)["comment"] == "text"


def test_numbers_and_dates_are_no_text() -> None:
    assert roles_of(text=["1", "2", "3"], day=["1 May 2024", "2 May 2024", "3 May 2024"])["text"] is None
    assert roles_of(a=["1", "2"]) == {"a": None}


def test_a_single_column_of_words_is_the_text() -> None:
    assert roles_of(anything=["good", "bad", "fine"]) == {"anything": "text"}


def test_a_label_is_found_in_a_file_that_is_sorted_by_it() -> None:
    n = 3 * SAMPLE_ROWS
    found = roles_of(text=PROSE * (n // 6), label=["1"] * (n // 2) + ["5"] * (n // 2))
    assert found["label"] == "label"


@pytest.mark.parametrize("name", ["id", "ID", "reviewId", "userID", "ticket", "order-no", "编号"])
def test_names_of_identifiers_are_known(name: str) -> None:
    assert roles_of(**{name: [f"x{n}" for n in range(6)], "text": PROSE})[name] == "id"


@pytest.mark.parametrize("name", ["paid", "humid", "grid"])
def test_words_that_end_in_id_are_no_identifiers(name: str) -> None:
    assert roles_of(**{name: [f"x{n}" for n in range(6)], "text": PROSE})[name] != "id"


def test_each_guess_has_a_reason_and_names_its_column() -> None:
    frame = pd.DataFrame({0: pd.Series(PROSE, dtype="str"), 1: pd.Series(list("ababab"), dtype="str")})
    roles, guesses = guess_roles(frame, ["text", "shop"])
    assert {guess.role: guess.column for guess in guesses} == {"text": 0, "group": 1}
    assert all(guess.reason for guess in guesses)
    assert (roles.text, roles.group) == (0, 1)


def test_without_a_filled_cell_only_a_column_called_so_is_the_text() -> None:
    assert roles_of(first=[], label=[]) == {"first": None, "label": None}
    assert roles_of(first=["", ""], label=[" ", ""]) == {"first": None, "label": None}
    assert roles_of(text=["", ""], label=[" ", ""]) == {"text": "text", "label": None}


cells = st.text(max_size=6) | st.sampled_from(["2024-01-02", "1", "good day", "NA", "", "好的电影很"])


@given(
    st.integers(1, 4).flatmap(lambda n: st.lists(st.lists(cells, min_size=n, max_size=n), max_size=6)),
    st.data(),
)
def test_any_table_can_be_guessed_and_no_column_has_two_roles(
    rows: list[list[str]], data: st.DataObject
) -> None:
    width = len(rows[0]) if rows else 1
    names = data.draw(
        st.lists(st.sampled_from(["text", "id", "", "label", "date", "x"]), min_size=width, max_size=width)
    )
    frame = pd.DataFrame({n: pd.Series([row[n] for row in rows], dtype="str") for n in range(width)})
    roles, guesses = guess_roles(frame, names)
    taken = [column for role in ROLES if (column := getattr(roles, role)) is not None]
    assert len(taken) == len(set(taken)) == len(guesses)


@given(st.lists(st.tuples(st.integers(0, 5), st.sampled_from([*ROLES, None])), max_size=20))
def test_after_any_changes_a_column_has_one_role_and_a_role_one_column(
    changes: list[tuple[int, str | None]],
) -> None:
    roles = ColumnRoles()
    for column, role in changes:
        roles = roles.with_role(column, role)
        assert roles.role_of(column) == role
    taken = [column for role in ROLES if (column := getattr(roles, role)) is not None]
    assert len(taken) == len(set(taken))
