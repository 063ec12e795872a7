"""The cells of a column as one Arrow array."""

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc


def text_array(cells: pd.Series) -> pa.Array:
    """Text cells without the blanks around them: large_string (n_documents,), "" for missing ones.

    A column that was joined of several is in chunks, whose dictionaries would differ.
    """
    array = pa.array(cells, type=pa.large_string(), from_pandas=True)
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    return pc.fill_null(pc.utf8_trim_whitespace(array), "")
