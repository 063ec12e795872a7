"""How many documents of each group count as each class."""

import numpy as np


def class_counts(codes: np.ndarray, n_groups: int, classes: np.ndarray, n_classes: int) -> np.ndarray:
    """Documents of each class in each group: int64 (n_groups, n_classes).

    codes, classes:  int (n_documents,) group and class of each document, -1 for none
    """
    counted = (codes >= 0) & (classes >= 0)
    pairs = codes[counted].astype(np.int64) * n_classes + classes[counted]
    return np.bincount(pairs, minlength=n_groups * n_classes).reshape(n_groups, n_classes)
