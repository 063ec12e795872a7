"""The commands of `english-reviews`, from prepare-reviews to join-reviews."""

import argparse
import json
from pathlib import Path
from typing import Any

from textminer.sentiment.model_file import PRECISIONS

PREPARE, PRETRAIN, FINETUNE = "prepare-reviews", "pretrain-reviews", "finetune-reviews"
TRAIN, LABEL, DISTILL = "train-reviews", "label-reviews", "distill-reviews"
SELF_TRAIN, JOIN, ALL = "self-train-reviews", "join-reviews", "all-reviews"
COMMANDS = (PREPARE, PRETRAIN, FINETUNE, TRAIN, LABEL, DISTILL, SELF_TRAIN, JOIN, ALL)

_SMALL_STUDENT = {
    "embedding": 12, "hidden": 8, "epochs": 2, "plain_epochs": 1, "batch_tokens": 400, "device": "cpu",
}  # fmt: skip
SMOKE: dict[str, dict[str, Any]] = {
    PREPARE: {"min_count": 1, "held_out": 0.2},
    PRETRAIN: {
        "embedding": 12,
        "hidden": 16,
        "layers": 1,
        "rows": 4,
        "window": 16,
        "epochs": 1.0,
        "device": "cpu",
    },
    FINETUNE: {"epochs": 1, "batch_tokens": 800, "device": "cpu"},
    TRAIN: _SMALL_STUDENT,
    DISTILL: _SMALL_STUDENT,
    SELF_TRAIN: {"batch_tokens": 400, "device": "cpu"},
    JOIN: {},
}  # fmt: skip


def add_commands(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the commands to a parser's."""
    prepare = commands.add_parser(PREPARE, help="write the film reviews as ids, without any test text")
    source = prepare.add_mutually_exclusive_group(required=True)
    source.add_argument("--data", type=Path, help="folder of the labelled sets (Parquet)")
    _add_smoke(source)
    prepare.add_argument(
        "--out", type=Path, required=True, help="folder for all that the stages read and write"
    )
    prepare.add_argument("--types", type=int, default=30_000, help="most words of the vocabulary")
    prepare.add_argument("--min-count", type=int, default=3, help="fewest occurrences of a word")
    prepare.add_argument("--held-out", type=float, default=0.1, help="share of reviews held out, by films")
    prepare.add_argument("--seed", type=int, default=1)

    pretrain = commands.add_parser(PRETRAIN, help="train a language model on the prepared reviews")
    _add_run(pretrain)
    _add_direction(pretrain)
    pretrain.add_argument("--epochs", type=float, default=7.0, help="passes over the text, planned once")
    pretrain.add_argument("--embedding", type=int, default=320, help="size of a word vector")
    pretrain.add_argument("--hidden", type=int, default=1024, help="size of a layer's state")
    pretrain.add_argument("--layers", type=int, default=2)
    pretrain.add_argument("--dropout", type=float, default=1.0, help="factor of all kinds of dropout")
    pretrain.add_argument("--rows", type=int, default=128, help="stretches of text read side by side")
    pretrain.add_argument("--window", type=int, default=70, help="tokens that a gradient goes back")
    pretrain.add_argument("--rate", type=float, default=3e-3, help="highest learning rate")
    pretrain.add_argument("--sampled", type=int, default=0, help="types in the softmax, 0 for all (GPU)")
    pretrain.add_argument("--held-out-tokens", type=int, default=200_000, help="read for the perplexity")
    pretrain.add_argument("--bfloat16", action="store_true", help="reduced precision (GPU, AVX512-BF16)")

    finetune = commands.add_parser(FINETUNE, help="train a classifier from the language model")
    _add_run(finetune)
    _add_direction(finetune)
    finetune.add_argument("--epochs", type=int, default=4, help="passes once every layer learns")
    finetune.add_argument("--rate", type=float, default=1e-2, help="learning rate of the head at first")
    finetune.add_argument("--unlabelled", type=float, default=1.0, help="such reviews for each labelled one")
    finetune.add_argument("--entropy", type=float, default=1.0, help="weight of the doubt left about them")
    _add_classifier(finetune, batch_tokens=16_384, longest=800)

    train = commands.add_parser(TRAIN, help="train the small model without a language model")
    train.add_argument("--teacher", type=Path, help="labels that label-reviews wrote; of n-grams by default")
    train.add_argument("--name", default="english-reviews", help="of the model and of its files")
    _add_student(train)
    label = commands.add_parser(LABEL, help="label the unlabelled reviews with finished models and n-grams")
    label.add_argument("--work", type=Path, required=True, help="the folder that prepare-reviews wrote")
    label.add_argument("--models", type=Path, nargs="+", required=True, help="model files; their mean counts")
    label.add_argument("--share", type=float, help="of the n-grams; by default the best on held-out films")
    _add_precision(label)
    label.add_argument("--device", choices=("cpu", "cuda"), help="a GPU where there is one by default")
    label.add_argument("--out", type=Path, help="the labels (npz); without it only the figures are shown")
    distill = commands.add_parser(DISTILL, help="train the small model from the fine-tuned ones")
    distill.add_argument("--name", default="english-reviews", help="of the model and of its files")
    _add_student(distill)
    more = commands.add_parser(
        SELF_TRAIN, help="train a direction on all reviews, the unlabelled ones as both label them"
    )
    _add_run(more)
    _add_direction(more)
    more.add_argument("--epochs", type=int, default=1, help="passes over all reviews, planned once")
    more.add_argument("--rate", type=float, default=4e-4, help="highest learning rate")
    _add_classifier(more, batch_tokens=16_384, longest=600, adversarial=0.0)
    join = commands.add_parser(JOIN, help="make one model file of both directions: the one that ships")
    join.add_argument("--work", type=Path, required=True, help="the folder that prepare-reviews wrote")
    join.add_argument("--precision", choices=PRECISIONS, default="4 bits", help="of the stored weights")
    _add_precision(join)
    join.add_argument("--calibrated-as", type=Path, help="a joined file of the development run (final run)")
    _add_smoke(join)
    everything = commands.add_parser(
        ALL, help="begin the final run: the held-out films are learnt from as well"
    )
    everything.add_argument("--work", type=Path, required=True, help="the folder of the development run")
    everything.add_argument("--out", type=Path, required=True, help="the folder of the final run")


def run(given: argparse.Namespace) -> None:
    """Run one of the commands."""
    if getattr(given, "smoke", False):
        _make_small(given)
    if given.command == PREPARE:
        from textminer.pretrained.reviews_preparation import prepare_reviews

        facts = prepare_reviews(
            given.data, given.out, given.types, given.min_count, given.held_out, given.seed
        )
        print(json.dumps(facts, indent=2), flush=True)
    elif given.command == PRETRAIN:
        _pretrain(given)
    elif given.command == FINETUNE:
        _finetune(given)
    elif given.command == LABEL:
        _label(given.work, given.models, given.out, given.share, given.bfloat16, given.device)
    elif given.command == SELF_TRAIN:
        _self_train(given)
    elif given.command == JOIN:
        from textminer.pretrained.reviews_joining import join

        print(join(given.work, given.precision, given.bfloat16, given.calibrated_as), flush=True)
    elif given.command == ALL:
        from textminer.pretrained.reviews_final import with_all_films

        with_all_films(given.work, given.out)
    else:
        _train_student(given)


def _add_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--work", type=Path, required=True, help="the folder that prepare-reviews wrote")
    _add_smoke(parser)
    parser.add_argument("--minutes", type=float, help="stop after so many; the same command goes on")
    parser.add_argument("--device", choices=("cpu", "cuda"), help="a GPU where there is one by default")
    parser.add_argument("--threads", type=int, default=1, help="of the processor")
    parser.add_argument("--seed", type=int, default=1)


def _add_smoke(parser: Any) -> None:
    parser.add_argument(
        "--smoke",
        action="store_true",
        help="a few sentences of the samples and a tiny network, in seconds; stages before it as well",
    )


def _add_direction(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--direction", choices=("forward", "backward"), default="forward")


def _add_classifier(
    parser: argparse.ArgumentParser, batch_tokens: int, longest: int, adversarial: float = 1.0
) -> None:
    parser.add_argument("--batch-tokens", type=int, default=batch_tokens)
    parser.add_argument("--longest", type=int, default=longest, help="tokens of a review read in training")
    parser.add_argument("--dropout", type=float, default=0.4, help="share of the features silenced")
    parser.add_argument("--averaging", type=float, default=0.998, help="decay of the weight average, 0: none")
    parser.add_argument(
        "--adversarial", type=float, default=adversarial, help="weight of that training, 0: none"
    )
    parser.add_argument("--adversarial-norm", type=float, default=5.0, help="of a review's change")
    _add_precision(parser)


def _add_precision(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--bfloat16", action="store_true", help="reduced precision (AVX512-BF16)")


def _add_student(parser: argparse.ArgumentParser) -> None:
    _add_run(parser)
    parser.add_argument("--embedding", type=int, default=160, help="size of a word vector")
    parser.add_argument("--hidden", type=int, default=192, help="size of a direction's state")
    parser.add_argument("--layers", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=5, help="passes over all reviews, planned once")
    parser.add_argument("--plain-epochs", type=int, default=2, help="of them before adversarial training")
    parser.add_argument("--rate", type=float, default=2e-3, help="highest learning rate")
    parser.add_argument("--unlabelled-share", type=float, default=1.0, help="of these reviews that is read")
    parser.add_argument("--begin-with", help="name of a finished student to train further")
    _add_classifier(parser, batch_tokens=8192, longest=400)


def _make_small(given: argparse.Namespace) -> None:
    """Turn a command into one of seconds, after the stages before it that its folder lacks."""
    from textminer.pretrained.labelled_sets import ENGLISH, UNLABELLED_REVIEWS
    from textminer.pretrained.reviews_data import LABELLED
    from textminer.pretrained.smoke_sets import write_smoke_sets
    from textminer.sentiment.lstm.language_model import DIRECTIONS
    from textminer.sentiment.model_file import SUFFIX

    vars(given).update(SMOKE[given.command])
    if given.command == PREPARE:
        given.data = given.out / "samples"
        reviews = [source for source in ENGLISH if source.name == UNLABELLED_REVIEWS.name]
        write_smoke_sets(given.data, [*reviews, UNLABELLED_REVIEWS])
        return
    work = str(given.work)
    if not (given.work / LABELLED).exists():
        _run_small(PREPARE, "--out", work)
    if given.command == FINETUNE:
        pretrain_small(given.work, given.direction)
    if given.command in (DISTILL, SELF_TRAIN, JOIN):
        for direction in DIRECTIONS:
            if not (given.work / f"english-reviews-{direction}{SUFFIX}").exists():
                _run_small(FINETUNE, "--work", work, "--direction", direction)


def pretrain_small(work: Path, direction: str) -> None:
    """Train a tiny language model in a folder of prepared texts, unless one is there."""
    from textminer.sentiment.lstm.pieces import has_pieces
    from textminer.sentiment.lstm.pretraining import encoder_name

    if not has_pieces(work, encoder_name(direction)):
        _run_small(PRETRAIN, "--work", str(work), "--direction", direction)


def _run_small(*arguments: str) -> None:
    parser = argparse.ArgumentParser()
    add_commands(parser.add_subparsers(dest="command"))
    run(parser.parse_args([*arguments, "--smoke"]))


def _pretrain(given: argparse.Namespace) -> None:
    from textminer.pretrained.reviews import pretrain
    from textminer.sentiment.lstm.language_model import LanguageModelSettings
    from textminer.sentiment.lstm.pretraining import PretrainingSettings

    usual = LanguageModelSettings()
    network = LanguageModelSettings(
        given.embedding, given.hidden, given.layers, usual.embedding_dropout * given.dropout,
        usual.input_dropout * given.dropout, usual.hidden_dropout * given.dropout,
        usual.weight_dropout * given.dropout, usual.output_dropout * given.dropout,
    )  # fmt: skip
    settings = PretrainingSettings(
        given.direction, given.epochs, given.rows, given.window, given.rate, sampled=given.sampled,
        held_out_tokens=given.held_out_tokens, seed=given.seed, bfloat16=given.bfloat16,
    )  # fmt: skip
    finished = pretrain(given.work, network, settings, given.device, given.minutes, given.threads)
    print("finished" if finished else "stopped; the same command goes on", flush=True)


def _finetune(given: argparse.Namespace) -> None:
    from textminer.pretrained.reviews import finetune, held_out_figures
    from textminer.sentiment.lstm.finetuning import FinetuningSettings

    settings = FinetuningSettings(
        **_classifier_settings(given), direction=given.direction, unlabelled=given.unlabelled,
        entropy_weight=given.entropy,
    )  # fmt: skip
    path = finetune(given.work, settings, given.device, given.minutes, given.threads)
    if path is None:
        print("stopped; the same command goes on", flush=True)
    else:
        print(f"{path}: {json.dumps(held_out_figures(given.work))}", flush=True)


def _train_student(given: argparse.Namespace) -> None:
    from textminer.pretrained.reviews_student import train_student
    from textminer.pretrained.reviews_teacher import ngram_teacher, read_teacher
    from textminer.sentiment.lstm.distillation import DistillationSettings

    if given.command == DISTILL:
        teacher = _teacher_of_both(given)
    else:
        teacher = read_teacher(given.teacher) if given.teacher else ngram_teacher(given.work)
    print(json.dumps(teacher.facts), flush=True)
    settings = DistillationSettings(
        **_classifier_settings(given), name=given.name, embedding_size=given.embedding,
        hidden_size=given.hidden, n_layers=given.layers, plain_epochs=given.plain_epochs,
    )  # fmt: skip
    path = train_student(
        given.work,
        settings,
        teacher,
        given.begin_with,
        given.unlabelled_share,
        given.device,
        given.minutes,
        given.threads,
    )
    print("stopped; the same command goes on" if path is None else path, flush=True)


def _self_train(given: argparse.Namespace) -> None:
    from textminer.pretrained.reviews_joining import self_train
    from textminer.sentiment.lstm.distillation import DistillationSettings

    settings = DistillationSettings(
        **_classifier_settings(given), batch_documents=64, plain_epochs=0, points_an_epoch=3
    )
    teacher = _teacher_of_both(given)
    finished = self_train(
        given.work, given.direction, settings, teacher, given.device, given.minutes, given.threads
    )
    print("finished" if finished else "stopped; the same command goes on", flush=True)


def _teacher_of_both(given: argparse.Namespace) -> Any:
    """The labels of both directions and the n-grams, made once: they stay the same for what follows."""
    from textminer.pretrained.reviews_teacher import read_teacher, teacher_path
    from textminer.sentiment.lstm.language_model import DIRECTIONS
    from textminer.sentiment.model_file import SUFFIX

    labels = teacher_path(given.work, "finetuned")
    if not labels.exists():
        models = [given.work / f"english-reviews-{direction}{SUFFIX}" for direction in DIRECTIONS]
        _label(given.work, models, labels, None, given.bfloat16, given.device)
    return read_teacher(labels)


def _classifier_settings(given: argparse.Namespace) -> dict[str, Any]:
    return {
        "epochs": given.epochs,
        "batch_tokens": given.batch_tokens,
        "learning_rate": given.rate,
        "longest": given.longest,
        "dropout": given.dropout,
        "averaging": given.averaging,
        "adversarial_weight": given.adversarial,
        "adversarial_norm": given.adversarial_norm,
        "seed": given.seed,
        "bfloat16": given.bfloat16,
    }


def _label(
    work: Path, models: list[Path], out: Path | None, share: float | None, bfloat16: bool,
    device: str | None = None,
) -> None:  # fmt: skip
    from textminer.pretrained.reviews_teacher import network_teacher, write_teacher

    teacher = network_teacher(work, models, share, labels=out is not None, bfloat16=bfloat16, device=device)
    if out is not None:
        write_teacher(out, teacher)
    print(json.dumps(teacher.facts, indent=2), flush=True)
