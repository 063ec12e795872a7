"""The user's models are saved under names that files can have, checked when they come, and come back after Undo."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.model_files import own_model, write_small_model
from textminer.errors import ExportError, ModelFileError
from textminer.sentiment.model_file import find_model, list_models, models_folder, read_card
from textminer.workflows.model_facts import card_lines, headline_figure, size_of
from textminer.workflows.model_library import (
    MAX_NAME,
    forget_removed,
    free_name,
    import_model,
    model_name,
    remove_model,
    restore_model,
    save_model,
)
from textminer.workflows.models import check_preferred


class Trained:
    def save(self, path: Path) -> None:
        write_small_model(path)


def own_names() -> list[str]:
    return [model_name(card) for card in list_models() if not card.is_shipped]


@given(st.text(max_size=80))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_wish_gives_a_name_that_a_file_can_have(wished: str) -> None:
    name = free_name(wished)
    assert name == name.strip(" .")
    assert 0 < len(name) <= MAX_NAME + len(" model")
    assert not set(name) & set('\\/:*?"<>|\x00\n')
    assert Path(name).name == name


@pytest.mark.parametrize("wished", ["../../etc/passwd", "..", "CON", "a/b", "  ", "nul\x00l"])
def test_a_name_never_leaves_the_folder(wished: str) -> None:
    target = (models_folder() / f"{free_name(wished)}.safetensors").resolve()
    assert target.parent == models_folder().resolve()


def test_a_taken_name_gets_a_number() -> None:
    own_model("team")
    own_model("Team 2")
    assert free_name("team") == "team 3"
    assert free_name("english") == "english 2"  # the shipped one would be found first


def test_a_model_is_saved_among_the_users_own() -> None:
    path = save_model(Trained(), "my team")
    assert find_model("my team") == path
    assert own_names() == ["my team"]


def test_a_folder_that_cannot_be_written_to_is_told_in_a_sentence() -> None:
    models_folder().parent.mkdir(parents=True, exist_ok=True)
    models_folder().write_text("a file where the folder should be")

    class Trained:
        def save(self, path: Path) -> None:
            write_small_model(path)

    with pytest.raises(ExportError, match="could not be written"):
        save_model(Trained(), "team")


def test_an_imported_model_is_a_copy_of_the_file(tmp_path: Path) -> None:
    source = write_small_model(tmp_path / "colleague.safetensors")
    card = import_model(source)
    assert card.path is not None
    assert card.path.read_bytes() == source.read_bytes()
    assert own_names() == ["colleague"]


def test_a_damaged_or_foreign_file_is_refused_and_leaves_nothing(tmp_path: Path) -> None:
    whole = write_small_model(tmp_path / "whole.safetensors").read_bytes()
    damaged = tmp_path / "damaged.safetensors"
    damaged.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    foreign = tmp_path / "foreign.safetensors"
    foreign.write_bytes(b"not a model")
    for path in (damaged, foreign):
        with pytest.raises(ModelFileError):
            import_model(path)
    assert own_names() == []


def test_a_removed_model_comes_back_whole() -> None:
    path = own_model("team")
    before = path.read_bytes()
    waiting = remove_model(read_card(path))
    assert own_names() == []
    card = restore_model(waiting)
    assert model_name(card) == "team"
    assert path.read_bytes() == before


def test_what_another_window_has_just_removed_can_still_come_back() -> None:
    one = remove_model(read_card(own_model("team")))
    other = remove_model(read_card(own_model("team")))  # another one, saved and removed since
    forget_removed()
    assert {model_name(restore_model(one)), model_name(restore_model(other))} == {"team", "team 2"}


def test_a_model_that_another_window_has_removed_is_said_to_be_gone() -> None:
    card = read_card(own_model("team"))
    remove_model(card)
    with pytest.raises(ExportError, match="gone already"):
        remove_model(card)


def test_a_damaged_model_is_not_overwritten_by_a_new_one_of_its_name() -> None:
    damaged = own_model("team")
    damaged.write_bytes(b"damaged")
    assert save_model(Trained(), "team").stem == "team 2"
    assert damaged.read_bytes() == b"damaged"


def test_what_is_forgotten_is_gone_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    kept = own_model("kept")
    waiting = remove_model(read_card(own_model("gone")))
    monkeypatch.setattr("textminer.workflows.model_library.WAITS_FOR_S", -1)
    forget_removed()
    assert not waiting.exists()
    assert kept.exists()
    with pytest.raises(ExportError, match="could not be brought back"):
        restore_model(waiting)


def test_a_shipped_model_cannot_be_removed() -> None:
    shipped = [card for card in list_models() if card.is_shipped]
    assert shipped
    with pytest.raises(ExportError, match="ships with TextMiner"):
        remove_model(shipped[0])
    assert shipped[0].path is not None
    assert shipped[0].path.exists()


def test_a_card_says_its_figure_and_leaves_the_curves_out() -> None:
    card = read_card(own_model("team"))
    assert headline_figure(card) == "75.0 % on its held-out part"
    names = [name for name, _value in card_lines(card)]
    assert not any("history" in name for name in names)
    assert size_of(card).endswith(" MB")


def test_models_saved_under_one_name_at_once_are_all_kept() -> None:
    with ThreadPoolExecutor(4) as pool:
        paths = list(pool.map(lambda _number: save_model(Trained(), "team"), range(8)))
    assert len(set(paths)) == 8
    assert all(read_card(path) for path in paths)


def test_a_model_that_is_gone_is_told_with_the_names_by_which_the_others_are_found() -> None:
    for _window in range(2):
        save_model(Trained(), "team")  # the card of both calls them by the same name
    with pytest.raises(ModelFileError, match=r"no model called “old”.* team(?=[,.])") as caught:
        find_model("old")
    assert "team 2" in str(caught.value)


def test_a_preferred_model_that_is_gone_is_told_with_where_to_choose_another() -> None:
    save_model(Trained(), "team")
    check_preferred("team")
    with pytest.raises(ModelFileError, match=r"no model called “old”.*choose another there\."):
        check_preferred("old")
