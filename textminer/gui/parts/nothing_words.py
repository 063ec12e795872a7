"""Why a page shows nothing, where the documents themselves are the reason."""

import numpy as np

from textminer.sentiment.prediction import EMPTY, STATUSES
from textminer.session.session import Session
from textminer.translation import _


def empty_documents(session: Session) -> str:
    """What to do where every document that counts is empty; "" where one is not, or nothing is known yet."""
    prediction, positions = session.prediction, session.in_scope
    if prediction is None or not len(positions):
        return ""
    if not np.all(prediction.statuses[positions] == STATUSES.index(EMPTY)):
        return ""
    return _("All documents are empty. If another column holds the texts, open the file again and choose it.")


def hint(session: Session, otherwise: str) -> str:
    """What is to be done: about empty documents, about the filter, or what the page has to propose."""
    said = empty_documents(session)
    if said:
        return said
    if session.filter.is_empty:
        return otherwise
    return _("{hint} Or clear the filter: fewer documents count than there are.").format(hint=otherwise)
