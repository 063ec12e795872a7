"""What is kept of a training is found by those whom it concerns alone, and is gone when nobody needs it."""

import os
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest
import torch

from tests.builders import corpus_of
from textminer.corpus.corpus import Corpus
from textminer.corpus.document_table import DocumentTable
from textminer.corpus.given_labels import GivenLabels
from textminer.sentiment.checkpoint_file import FILE_NAME
from textminer.sentiment.lstm.checkpoint import Checkpoint, save_checkpoint
from textminer.storage.tables import frame_of
from textminer.workflows.interrupted_training import interrupted_training, task_of, training_key
from textminer.workflows.kept_trainings import (
    FORGOTTEN_AFTER_S,
    discard,
    kept_training,
    kept_trainings,
    place_for,
    purge,
    training_folder,
)
from textminer.workflows.own_labels import OWN, corpus_to_learn
from textminer.workflows.training import TrainingRequest, labelled_documents

TEXTS = [f"the {('app', 'parcel')[n % 2]} is number {n}" for n in range(40)]
TEAMS = ["app" if n % 2 == 0 else "delivery" for n in range(40)]
REQUEST = TrainingRequest(1, steps=3)


def tickets(name: str = "tickets.csv") -> Corpus:
    return corpus_of(TEXTS, name=name, team=TEAMS)


def key_of(corpus: Corpus, request: TrainingRequest = REQUEST) -> str:
    return training_key(corpus, labelled_documents(corpus, request.label_column), request)


def interrupt(key: str, task: dict[str, object] | None = None, step: int = 5) -> None:
    """Leave what a process that died would leave."""
    plan = {"n_steps": 30, "steps_an_epoch": 10, "validate_every": 5, "point_every": 1}
    with place_for(key) as place:
        assert place.folder is not None
        place.describe(task or {})
        weights = {"a": torch.zeros(3)}
        save_checkpoint(place.folder, Checkpoint(step, plan, (), 0.0, 0, weights, {}, {}, []))


def test_the_same_documents_and_settings_are_the_same_training_wherever_they_lie() -> None:
    key = key_of(tickets())
    assert key_of(tickets("moved.csv")) == key
    table = tickets().table
    cut = [pa.chunked_array([pa.array(cells[:7]), pa.array(cells[7:])]) for cells in (TEXTS, TEAMS)]
    in_chunks = replace(tickets(), table=DocumentTable(frame_of(cut), table.names))
    assert key_of(in_chunks) == key


@pytest.mark.parametrize(
    "other",
    [
        TrainingRequest(1, steps=4),
        TrainingRequest(1, steps=3, seed=1),
        TrainingRequest(1, steps=3, cell="rnn"),
        TrainingRequest(1, "article", steps=3),
    ],
)
def test_other_settings_are_another_training(other: TrainingRequest) -> None:
    assert key_of(tickets(), other) != key_of(tickets())


def test_other_texts_or_labels_are_another_training() -> None:
    key = key_of(tickets())
    other_label = [TEAMS[1], *TEAMS[1:]]
    assert key_of(corpus_of([TEXTS[0] + "!", *TEXTS[1:]], team=TEAMS)) != key
    assert key_of(corpus_of(TEXTS, team=other_label)) != key


def test_texts_that_are_otherwise_parted_are_another_training() -> None:
    parted = [TEXTS[0] + TEXTS[1][0], TEXTS[1][1:], *TEXTS[2:]]
    assert "".join(parted) == "".join(TEXTS)
    assert key_of(corpus_of(parted, team=TEAMS)) != key_of(tickets())


def test_what_was_interrupted_is_found_with_its_step_and_can_be_discarded() -> None:
    interrupt("one", {"request": {}}, 7)
    kept = kept_training("one")
    assert kept is not None
    assert (kept.step, kept.n_steps, kept.task) == (7, 30, {"request": {}})
    assert kept_training("two") is None
    discard("one")
    assert kept_trainings() == []


def test_only_the_user_can_read_what_is_kept() -> None:
    interrupt("one", {"request": {}})
    folder = training_folder() / "one"
    assert folder.stat().st_mode & 0o077 == 0
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())


def test_a_training_without_a_checkpoint_leaves_nothing() -> None:
    with place_for("one") as place:
        place.describe({})
    with place_for("two") as place:
        assert place.folder is not None
        (place.folder / FILE_NAME).write_bytes(b"")
        place.clear()
    assert list(training_folder().iterdir()) == []


def test_what_is_damaged_or_a_month_old_is_removed() -> None:
    interrupt("damaged")
    path = training_folder() / "damaged" / FILE_NAME
    path.write_bytes(path.read_bytes()[:-1])
    interrupt("old")
    long_ago = time.time() - FORGOTTEN_AFTER_S - 60
    os.utime(training_folder() / "old" / FILE_NAME, (long_ago, long_ago))
    assert kept_trainings() == []
    assert list(training_folder().iterdir()) == []


def test_a_training_that_a_living_process_is_at_is_neither_offered_nor_purged_nor_shared() -> None:
    interrupt("one")
    code = (
        "from textminer.workflows.kept_trainings import place_for\n"
        "with place_for('one'): print(flush=True); input()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=Path(__file__).parents[2],
    ) as other:
        assert other.stdin is not None
        assert other.stdout is not None
        other.stdout.readline()
        assert kept_trainings() == []
        assert purge() == 0
        with place_for("one") as place:
            assert place.folder is None
        other.kill()
    assert [kept.key for kept in kept_trainings()] == ["one"]
    assert purge() == 1


def test_where_the_disk_refuses_a_folder_the_training_is_told_by_each_checkpoint() -> None:
    training_folder().parent.mkdir(parents=True)
    training_folder().write_bytes(b"in the way")
    with place_for("one") as place:
        place.describe({})
        assert place.folder is not None
        with pytest.raises(OSError):
            save_checkpoint(place.folder, Checkpoint(1, {}, (), 0.0, 0, {}, {}, {}, []))


def test_a_training_is_offered_to_the_documents_and_labels_it_is_of() -> None:
    corpus = tickets()
    interrupt(key_of(corpus), task_of(corpus, REQUEST, 1))
    found = interrupted_training(tickets("renamed.csv"), GivenLabels())
    assert found is not None
    assert (found.request, found.source, found.kept.step) == (REQUEST, 1, 5)
    others = corpus_of([*TEXTS[:-1], "another"], team=TEAMS), corpus_of(TEXTS, team=TEAMS[::-1])
    assert [interrupted_training(other, GivenLabels()) for other in others] == [None, None]
    assert interrupted_training(corpus_of(TEXTS), GivenLabels()) is None


def test_a_training_of_own_labels_is_offered_once_they_are_as_they_were() -> None:
    corpus = corpus_of(TEXTS)
    labels = GivenLabels()
    for team in ("app", "delivery"):
        labels = labels.with_label([n for n, of in enumerate(TEAMS) if of == team], team)
    request = TrainingRequest(1, steps=3)
    learnt = corpus_to_learn(corpus, labels, 0, OWN)
    interrupt(key_of(learnt, request), task_of(learnt, request, OWN))
    assert interrupted_training(corpus, GivenLabels()) is None
    found = interrupted_training(corpus, labels)
    assert found is not None
    assert found.source == OWN
    assert found.labelled.n_labelled == 40
