"""A corpus with what the model and the user say of it: scores, labels, and the ledger brought up to date."""

from collections.abc import Mapping
from functools import partial

import numpy as np
import pandas as pd

from textminer.corpus.corpus import Corpus
from textminer.corpus.document_table import DocumentTable
from textminer.corpus.given_labels import LABEL_KEY, GivenLabels
from textminer.corpus.ledger import KEYS
from textminer.corpus.own_columns import OwnColumns, joined
from textminer.sentiment.agreement import AGREEMENT_KEY, agreement_column
from textminer.sentiment.prediction import SCORED, STATUSES, Prediction

SCORE_KEYS = frozenset({"sentiment", "prediction", "confidence", "score", "status"})


def with_prediction(
    corpus: Corpus, prediction: Prediction | None, labels: GivenLabels | None = None
) -> Corpus:
    """The corpus with what the model says and the user's labels in place of what was there of either: scores,
    then labels if any are given, and the ledger last.

    Nothing is computed before it is asked for.
    """
    old = corpus.table
    columns: Mapping[str, pd.Series] = {key: old.own[key] for key in old.own if not _is_replaced(key)}
    if prediction is not None:
        columns = joined(columns, prediction.columns(), old.n_documents)
    if labels:
        makers = {LABEL_KEY: partial(labels.column, old.n_documents)}
        columns = joined(columns, OwnColumns(makers, old.n_documents), old.n_documents)
    if prediction is not None:
        bare = corpus.with_table(DocumentTable(old.frame, old.names))  # else it would keep all older scores
        find = partial(agreement_column, bare, prediction, labels or GivenLabels())
        columns = joined(columns, OwnColumns({AGREEMENT_KEY: find}, old.n_documents), old.n_documents)
    if corpus.ledger is not None:
        reasons = None if prediction is None else why_not_scored(prediction)
        columns = joined(columns, corpus.ledger.columns(reasons), old.n_documents)
    return corpus.with_table(DocumentTable(old.frame, old.names, columns))


def why_not_scored(prediction: Prediction) -> pd.Categorical:
    """Why a document has no score, as its status says; missing where it has one."""
    reasons = [status for status in STATUSES if status != SCORED]
    code_by_status = [-1 if status == SCORED else reasons.index(status) for status in STATUSES]
    codes = np.array(code_by_status, dtype=np.int8)[prediction.statuses]
    return pd.Categorical.from_codes(codes, categories=pd.Index(reasons, dtype=object))


def _is_replaced(key: str) -> bool:
    return key in SCORE_KEYS or key.startswith("probability_") or key in (LABEL_KEY, AGREEMENT_KEY, *KEYS)
