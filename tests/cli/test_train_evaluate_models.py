"""Train on a column, compare with labels, look at models: at the command line, on a sample that ships."""

import errno
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from textminer.cli import train as train_command
from textminer.cli.commands import run_command_line
from textminer.resource_files import resource_path
from textminer.sentiment.model_file import read_model, write_model
from textminer.workflows.kept_trainings import kept_trainings, training_folder

TICKETS = resource_path("samples", "support-tickets.csv")


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("models") / "tickets.safetensors"
    assert run_command_line(train_arguments(TICKETS, target, "--steps", "6")) == 0
    return target


def train_arguments(file: Path, target: Path, *more: str, label: str = "label") -> list[str]:
    return ["train", str(file), "--text", "message", "--label", label, "-o", str(target), *more]


def test_a_trained_model_evaluates_as_json(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = [
        "evaluate",
        str(TICKETS),
        "--text",
        "message",
        "--label",
        "label",
        "--model",
        str(model),
        "--json",
    ]
    assert run_command_line(arguments) == 0
    figures = json.loads(capsys.readouterr().out)
    assert figures["n_labelled"] == 150
    assert figures["n_scored"] in (148, 149)  # one document is but an emoji, which few texts teach
    assert sum(item["support"] for item in figures["classes"]) == figures["n_scored"]
    assert figures["confusion"]["labels"] == ["negative", "neutral", "positive"]
    assert sum(item["documents"] for item in figures["reliability"]) == figures["n_scored"]
    assert (
        figures["macro_recall_interval"][0] <= figures["macro_recall"] <= figures["macro_recall_interval"][1]
    )
    assert figures["neutral_threshold"] == 0
    assert run_command_line([*arguments, "--neutral-threshold", "1"]) == 0
    unsure = json.loads(capsys.readouterr().out)
    assert [item["predicted"] for item in unsure["classes"]] == [0, figures["n_scored"], 0]
    assert unsure["reliability"] == figures["reliability"]


def test_the_table_has_a_line_for_each_class(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run_command_line(
            [
                "evaluate",
                str(TICKETS),
                "--text",
                "message",
                "--label",
                "label",
                "--model",
                str(model),
                "--reliability",
            ]
        )
        == 0
    )
    lines = capsys.readouterr().out.splitlines()
    for label in ("negative", "neutral", "positive"):
        assert sum(line.startswith(label) for line in lines) == 2  # figures, and a row of the matrix
    for figure in ("Accuracy", "Macro-F1", "Macro-recall"):
        assert any(line.startswith(figure) and "95% interval" in line for line in lines)
    head = next(place for place, line in enumerate(lines) if line.split()[:1] == ["documents"])
    assert len(lines[head + 1 :]) == 15


def test_training_prints_held_out_figures_beside_the_majority(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "team.safetensors"
    assert run_command_line(train_arguments(TICKETS, target, "--steps", "2", label="team")) == 0
    printed = capsys.readouterr()
    assert "held out" in printed.out
    assert "Always “app”" in printed.out
    assert str(target) in printed.err
    assert target.exists()


def test_models_show_prints_the_card(model: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["models", "show", str(model)]) == 0
    printed = capsys.readouterr().out
    assert "Trained on 149 documents of support-tickets.csv" in printed
    assert "negative, neutral, positive" in printed


def test_models_lists_what_ships(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command_line(["models"]) == 0
    assert "english" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["models", "show"], "Say which model"),
        (["models", "show", "nothing-of-that-name"], "nothing-of-that-name"),
        (train_arguments(TICKETS, Path("never.safetensors"), label="ticket"), "different labels"),
        (train_arguments(TICKETS, Path("never.safetensors"), label="colour"), "no column “colour”"),
        (train_arguments(TICKETS, Path("no/such/folder/m.safetensors")), "does not exist"),
        (["evaluate", str(TICKETS), "--text", "message", "--label", "team"], "fit no class"),
        (["evaluate", str(TICKETS), "--text", "message", "--label", "team", "--labels", "nonsense"], "cannot be read"),
    ],
)  # fmt: skip
def test_bad_input_ends_with_one_sentence_and_exit_1(
    arguments: list[str],
    says: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_command_line(arguments) == 1
    error = capsys.readouterr().err
    assert says in error
    assert "Traceback" not in error
    assert list(tmp_path.iterdir()) == []


def test_a_label_column_with_one_class_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "one.csv"
    file.write_text(
        "message,label\n" + "".join(f"the text number {n},same\n" for n in range(40)), encoding="utf-8"
    )
    assert run_command_line(train_arguments(file, tmp_path / "m.safetensors")) == 1
    assert "have the same label, “same”" in capsys.readouterr().err
    assert not (tmp_path / "m.safetensors").exists()


def test_the_source_is_never_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "tickets.csv"
    file.write_bytes(TICKETS.read_bytes())
    assert run_command_line(train_arguments(file, file)) == 1
    assert file.read_bytes() == TICKETS.read_bytes()


def test_ctrl_c_stops_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def interrupted(*_arguments: object, **_more: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(train_command, "train_on_corpus", interrupted)
    assert run_command_line(train_arguments(TICKETS, tmp_path / "m.safetensors")) == 1
    assert "nothing was written" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


KILLED = """
import os, signal, sys
import textminer.sentiment.lstm.own_labels as own_labels
import textminer.sentiment.lstm.training as training
from textminer.cli.commands import run_command_line

own_labels.CHECKPOINT_EVERY_S = 0
save, n_saved = training.save_checkpoint, 0

def save_and_die(*arguments):
    global n_saved
    save(*arguments)
    n_saved += 1
    if n_saved == 2:
        os.kill(os.getpid(), signal.SIGKILL)

training.save_checkpoint = save_and_die
run_command_line(sys.argv[1:])
"""


def interrupted(arguments: list[str]) -> None:
    """Train in a process that is killed behind its second checkpoint."""
    ended = subprocess.run([sys.executable, "-c", KILLED, *arguments], cwd=Path(__file__).parents[2])
    assert ended.returncode == -signal.SIGKILL
    assert len(kept_trainings()) == 1


def test_a_training_that_was_killed_goes_on_and_gives_the_weights_of_an_unbroken_one(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    unbroken, resumed = tmp_path / "unbroken.safetensors", tmp_path / "resumed.safetensors"
    more = ["--steps", "8"]
    assert run_command_line(train_arguments(TICKETS, unbroken, *more)) == 0
    assert "interrupted" not in capsys.readouterr().err
    assert kept_trainings() == []
    interrupted(train_arguments(TICKETS, resumed, *more))
    assert not resumed.exists()
    step = kept_trainings()[0].step
    assert run_command_line(train_arguments(TICKETS, resumed, *more)) == 0
    assert f"interrupted at step {step} of 8 and goes on" in capsys.readouterr().err
    assert kept_trainings() == []
    one, other = read_model(unbroken).weights, read_model(resumed).weights
    assert all(np.array_equal(one[name], other[name]) for name in one)


def test_another_task_does_not_go_on_and_fresh_begins_anew(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "a.safetensors"
    interrupted(train_arguments(TICKETS, target, "--steps", "8"))
    assert run_command_line(train_arguments(TICKETS, target, "--steps", "3")) == 0
    assert "interrupted" not in capsys.readouterr().err
    assert len(kept_trainings()) == 1
    assert run_command_line(train_arguments(TICKETS, target, "--steps", "8", "--fresh")) == 0
    assert "interrupted" not in capsys.readouterr().err
    assert kept_trainings() == []


def in_the_way(place: Path) -> None:
    """A file where a folder has to be: the disk refuses whatever is to be written there."""
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(b"")


def test_a_training_that_cannot_be_kept_says_so_in_a_line_of_its_own_and_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    in_the_way(training_folder())
    target = tmp_path / "a.safetensors"
    assert run_command_line(train_arguments(TICKETS, target, "--steps", "2")) == 0
    lines = capsys.readouterr().err.splitlines()
    assert sum(line.startswith("The training cannot be kept") for line in lines) == 1
    assert read_model(target)


def test_a_model_whose_place_refuses_it_is_there_for_the_same_command_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    target = tmp_path / "a.safetensors"
    arguments = train_arguments(TICKETS, target, "--steps", "2")
    with monkeypatch.context() as full:
        full.setattr("textminer.sentiment.lstm.own_labels.write_model", full_disk)
        assert run_command_line(arguments) == 1
    said = capsys.readouterr().err
    assert "The disk is full" in said
    assert "the same command goes on" in said
    assert not target.exists()
    assert run_command_line(arguments) == 0
    assert "interrupted at step 2 of 2" in capsys.readouterr().err
    assert read_model(target)


def test_a_model_that_can_be_kept_nowhere_else_stands_among_the_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    in_the_way(training_folder())
    target, rescued = tmp_path / "out" / "a.safetensors", tmp_path / "temporary"
    rescued.mkdir()
    target.parent.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(rescued))

    def full_there(path: Path, *rest: Any) -> None:
        if path == target:
            full_disk()
        write_model(path, *rest)

    monkeypatch.setattr("textminer.sentiment.lstm.own_labels.write_model", full_there)
    assert run_command_line(train_arguments(TICKETS, target, "--steps", "2")) == 1
    [found] = rescued.rglob("a.safetensors")
    assert f"the model stands in “{found}”" in capsys.readouterr().err
    assert read_model(found)


def full_disk(*_arguments: object) -> None:
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
