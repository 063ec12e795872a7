"""The final run of `english-reviews`: the held-out films are learnt from as well, the schedule frozen."""

import shutil
from dataclasses import replace
from pathlib import Path

from textminer.pretrained.reviews_data import read_reviews, read_unlabelled, write_reviews
from textminer.pretrained.reviews_teacher import read_teacher, teacher_path, write_teacher
from textminer.sentiment.lstm.language_model import DIRECTIONS
from textminer.sentiment.lstm.pieces import pieces_of
from textminer.sentiment.lstm.pretraining import encoder_name

TEACHER = "finetuned"


def with_all_films(work: Path, out: Path) -> None:
    """Write a folder for the final run: nothing held out, all else as in the folder of the development run.

    The vocabulary, the language models and the labels of the unlabelled reviews stay those of `work`; they
    know nothing of the held-out films.

    Raises ModelFileError where the reviews or the labels are missing.
    """
    reviews = read_reviews(work)
    teacher = read_teacher(teacher_path(work, TEACHER))
    pieces = [path for direction in DIRECTIONS for path in pieces_of(work, encoder_name(direction))]
    labelled = reviews.facts["labelled reviews"]
    counts = labelled | {"learnt": labelled["learnt"] + labelled["held out"], "held out": 0}
    note = {"final run": "vocabulary and language models are those of the development run"}
    facts = reviews.facts | {"labelled reviews": counts} | note
    nothing = reviews.is_held_out & False
    write_reviews(out, replace(reviews, is_held_out=nothing, facts=facts), read_unlabelled(work))
    write_teacher(teacher_path(out, TEACHER), replace(teacher, held_out=teacher.held_out[:0]))
    for path in pieces:
        shutil.copyfile(path, out / path.name)
