"""From a corpus to the documents that are copies of others."""

import numpy as np

from textminer.analysis.duplicates import Copies, copies, shingles
from textminer.corpus.token_table import TokenTable
from textminer.corpus.type_forms import PUNCTUATION
from textminer.progress import Progress, Stage, silent
from textminer.translation import _


def find_copies(tokens: TokenTable, progress: Progress = silent) -> Copies:
    """Documents with the same words or nearly; case, punctuation and blanks tell none apart."""
    progress.report(0.0, _("reading the words"))
    forms = tokens.forms
    word_of_type = np.where(forms.kinds == PUNCTUATION, -1, forms.lower.ids)
    stage = Stage(progress, 0.05, 0.3, _("reading the words"))
    runs = shingles(tokens.ids, tokens.offsets, word_of_type, stage)
    return copies(runs, Stage(progress, 0.3, 1.0, _("comparing documents")))
