"""Does a token table keep each document's tokens when tables are joined and documents picked?"""

import tracemalloc
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from textminer.corpus.token_table import TokenTable

DOCUMENTS = st.lists(st.lists(st.sampled_from(["a", "rose", "is", ".", "好"]), max_size=5), max_size=6)


def table_of(documents: list[list[str]], tokenizer: str = "tweet") -> TokenTable:
    types = sorted({token for document in documents for token in document})
    ids = [types.index(token) for document in documents for token in document]
    starts = [2 * place for document in documents for place in range(len(document))]
    return TokenTable(
        types,
        np.array(ids, np.int32),
        np.cumsum([0, *map(len, documents)]),
        np.array(starts, np.int32),
        np.array(starts, np.int32) + 1,
        tokenizer,
    )


def documents_of(table: TokenTable) -> list[list[str]]:
    return [table.document_tokens(position) for position in range(table.n_documents)]


@given(documents=DOCUMENTS, positions=st.lists(st.integers(0, 5), max_size=8))
def test_documents_that_are_taken_keep_tokens_and_spans(
    documents: list[list[str]], positions: list[int]
) -> None:
    positions = [position for position in positions if position < len(documents)]
    table = table_of(documents)
    taken = table.take(positions)
    assert documents_of(taken) == [documents[position] for position in positions]
    for place, position in enumerate(positions):
        assert np.array_equal(taken.document_spans(place), table.document_spans(position))
    assert taken.types is table.types
    assert taken.lengths().sum() == taken.n_tokens


@given(parts=st.lists(DOCUMENTS, min_size=1, max_size=4))
def test_joined_tables_hold_the_documents_of_all_in_order(parts: list[list[list[str]]]) -> None:
    tables = [table_of(documents) for documents in parts]
    joined = TokenTable.concatenate(tables)
    assert documents_of(joined) == [document for documents in parts for document in documents]
    assert len(set(joined.types)) == joined.n_types
    assert np.array_equal(joined.starts, np.concatenate([table.starts for table in tables]))


def test_tables_of_different_tokenizers_are_not_joined() -> None:
    with pytest.raises(ValueError):
        TokenTable.concatenate([table_of([["a"]]), table_of([["a"]], "word")])
    with pytest.raises(ValueError):
        TokenTable.concatenate([])


def test_parts_that_come_one_by_one_never_stand_in_memory_twice() -> None:
    n_parts, n_tokens = 40, 50_000
    types = [str(number) for number in range(10)]
    ids, ends = np.zeros(n_tokens, np.int32), np.ones(n_tokens, np.int32)

    def parts() -> Iterator[TokenTable]:
        for _number in range(n_parts):
            yield TokenTable(types, ids.copy(), np.array([0, n_tokens]), ids.copy(), ends.copy(), "tweet")

    tracemalloc.start()
    whole = TokenTable.concatenate(parts())
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert whole.n_tokens == n_parts * n_tokens
    assert peak < 1.4 * 3 * whole.ids.nbytes
