"""A corpus with what the model says of it: columns of scores, and the ledger brought up to date."""

import numpy as np
import pandas as pd

from textminer.corpus.corpus import Corpus
from textminer.corpus.ledger import KEYS
from textminer.corpus.own_columns import joined
from textminer.sentiment.prediction import SCORED, STATUSES, Prediction

SCORE_KEYS = frozenset({"sentiment", "prediction", "confidence", "score", "status"})


def with_prediction(corpus: Corpus, prediction: Prediction) -> Corpus:
    """The corpus with the columns of a prediction in place of those of an earlier one; the ledger comes last.

    Nothing is computed before it is asked for.
    """
    old = corpus.table
    kept = {key: old.own[key] for key in old.own if not _is_of_scores(key) and key not in KEYS}
    columns = joined(kept, prediction.columns(), old.n_documents)
    if corpus.ledger is not None:
        columns = joined(columns, corpus.ledger.columns(why_not_scored(prediction)), old.n_documents)
    return corpus.with_table(type(old)(old.frame, old.names, columns))


def why_not_scored(prediction: Prediction) -> pd.Categorical:
    """Why a document has no score, as its status says; missing where it has one."""
    reasons = [status for status in STATUSES if status != SCORED]
    code_by_status = [-1 if status == SCORED else reasons.index(status) for status in STATUSES]
    codes = np.array(code_by_status, dtype=np.int8)[prediction.statuses]
    return pd.Categorical.from_codes(codes, categories=pd.Index(reasons, dtype=object))


def _is_of_scores(key: str) -> bool:
    return key in SCORE_KEYS or key.startswith("probability_")
