"""A trained model that nobody has saved is kept while its process lives, and found by the next one."""

from pathlib import Path

import pytest

from tests.model_files import write_small_model
from textminer.sentiment.model_file import list_models
from textminer.workflows import unsaved_models
from textminer.workflows.model_library import model_name
from textminer.workflows.unsaved_models import (
    KeptModel,
    bring_back,
    discard,
    keep_model,
    purge,
    unsaved_folder,
)


class Trained:
    def save(self, path: Path) -> None:
        write_small_model(path)


class Refused:
    def save(self, path: Path) -> None:
        raise OSError(28, "No space left on device")


def die(kept: KeptModel) -> None:
    """What becomes of a kept model's lock when its process dies."""
    kept._lock.close()


def found() -> list[str]:
    return [model.name for model in unsaved_models.unsaved_models()]


def own_names() -> list[str]:
    return [model_name(card) for card in list_models() if not card.is_shipped]


def test_a_model_is_offered_only_once_its_process_is_gone() -> None:
    kept = keep_model(Trained(), "Team a/b")
    assert found() == []
    die(kept)
    assert found() == ["Team a b"]


def test_a_model_that_was_saved_is_offered_no_more() -> None:
    kept = keep_model(Trained(), "team")
    kept.forget()
    assert found() == []
    assert not any(unsaved_folder().iterdir())


def test_a_model_is_brought_back_under_a_free_name_and_only_once() -> None:
    for _window in range(2):
        die(keep_model(Trained(), "team"))
    one, other = unsaved_models.unsaved_models()
    assert [model_name(card) for model in (one, other, one) if (card := bring_back(model))] == [
        "team",
        "team 2",
    ]
    assert sorted(own_names()) == ["team", "team 2"]
    assert not any(unsaved_folder().iterdir())


def test_a_model_that_another_window_is_at_is_left_to_it() -> None:
    die(keep_model(Trained(), "team"))
    (model,) = unsaved_models.unsaved_models()
    with unsaved_models._taken(model) as lock:
        assert lock is not None
        assert bring_back(model) is None
        discard(model)
        assert model.path.exists()
    assert found() == ["team"]


def test_a_model_that_cannot_be_written_leaves_nothing() -> None:
    with pytest.raises(OSError, match="No space"):
        keep_model(Refused(), "team")
    assert not any(unsaved_folder().iterdir())


def test_what_is_old_or_was_never_written_goes(monkeypatch: pytest.MonkeyPatch) -> None:
    die(keep_model(Trained(), "team"))
    (unsaved_folder() / "begun").mkdir()
    assert found() == ["team"]
    assert (unsaved_folder() / "begun").is_dir()
    now = unsaved_models.time.time()
    monkeypatch.setattr(unsaved_models.time, "time", lambda: now + unsaved_models.FORGOTTEN_AFTER_S + 60)
    assert found() == []
    assert not any(unsaved_folder().iterdir())


def test_the_user_can_have_all_deleted_but_what_a_window_holds() -> None:
    die(keep_model(Trained(), "old"))
    held = keep_model(Trained(), "new")
    assert purge() == 1
    assert [path.name for path in unsaved_folder().glob("*/*.safetensors")] == ["new.safetensors"]
    held.forget()
