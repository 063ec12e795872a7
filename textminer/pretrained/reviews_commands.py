"""The commands of `english-reviews`: prepare-reviews, pretrain-reviews, finetune-reviews."""

import argparse
import json
from pathlib import Path
from typing import Any

PREPARE, PRETRAIN, FINETUNE = "prepare-reviews", "pretrain-reviews", "finetune-reviews"
COMMANDS = (PREPARE, PRETRAIN, FINETUNE)


def add_commands(commands: "argparse._SubParsersAction[Any]") -> None:
    """Add the three commands to a parser's."""
    prepare = commands.add_parser(PREPARE, help="write the film reviews as ids, without any test text")
    prepare.add_argument("--data", type=Path, required=True, help="folder of the labelled sets (Parquet)")
    prepare.add_argument(
        "--out", type=Path, required=True, help="folder for all that the stages read and write"
    )
    prepare.add_argument("--types", type=int, default=30_000, help="most words of the vocabulary")
    prepare.add_argument("--min-count", type=int, default=3, help="fewest occurrences of a word")
    prepare.add_argument("--held-out", type=float, default=0.1, help="share of reviews held out, by films")
    prepare.add_argument("--seed", type=int, default=1)

    pretrain = commands.add_parser(PRETRAIN, help="train a language model on the prepared reviews")
    _add_run(pretrain)
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
    finetune.add_argument("--epochs", type=int, default=4, help="passes once every layer learns")
    finetune.add_argument("--batch-tokens", type=int, default=16_384)
    finetune.add_argument("--rate", type=float, default=1e-2, help="learning rate of the head at first")
    finetune.add_argument("--longest", type=int, default=800, help="tokens of a review read in training")


def run(given: argparse.Namespace) -> None:
    """Run one of the commands."""
    if given.command == PREPARE:
        from textminer.pretrained.reviews_preparation import prepare_reviews

        facts = prepare_reviews(
            given.data, given.out, given.types, given.min_count, given.held_out, given.seed
        )
        print(json.dumps(facts, indent=2), flush=True)
    elif given.command == PRETRAIN:
        _pretrain(given)
    else:
        _finetune(given)


def _add_run(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--work", type=Path, required=True, help="the folder that prepare-reviews wrote")
    parser.add_argument("--direction", choices=("forward", "backward"), default="forward")
    parser.add_argument("--minutes", type=float, help="stop after so many; the same command goes on")
    parser.add_argument("--device", choices=("cpu", "cuda"), help="a GPU where there is one by default")
    parser.add_argument("--threads", type=int, default=1, help="of the processor")
    parser.add_argument("--seed", type=int, default=1)


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
        given.direction, given.epochs, given.batch_tokens, learning_rate=given.rate, longest=given.longest,
        seed=given.seed,
    )  # fmt: skip
    path = finetune(given.work, settings, given.device, given.minutes, given.threads)
    if path is None:
        print("stopped; the same command goes on", flush=True)
    else:
        print(f"{path}: {json.dumps(held_out_figures(given.work))}", flush=True)
