"""Numbers of a workbook are written as it shows them, and never with fewer digits than they have."""

import datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from textminer.storage.number_formats import shown
from textminer.storage.tables import read_table

SHOWN = {
    ("0000", 42): "0042",
    ("0000", -42): "-0042",
    ("00000-0000", 123): "00000-0123",
    ('"("000") "000\\-0000', 5551234567): "(555) 123-4567",
    ("0.00", 12.5): "12.50",
    ("0.00", 12.345): "12.345",
    ("[Red]0.00", 1): "1.00",
    ("#,##0.00", 1234567.5): "1234567.50",
    ("0%", 0.07): "7%",
    ("0.00%", 0.125): "12.50%",
    ("0 %", 0.125): "12.5 %",
}


@pytest.mark.parametrize(("code", "value"), SHOWN)
def test_a_number_is_padded_and_marked_as_its_format_says(code: str, value: float) -> None:
    assert shown(float(value), code) == SHOWN[code, value]


@pytest.mark.parametrize("code", ["General", "0", "@", "0.00E+00", '0.00" €"', "yyyy-mm-dd", "# ?/?"])
def test_other_formats_leave_the_number_as_it_is(code: str) -> None:
    assert shown(12.0, code) is None


@given(
    st.floats(allow_nan=False, allow_infinity=False), st.sampled_from(["0000", "0.00", "#,##0.000", "0.0%"])
)
def test_no_digit_is_lost(value: float, code: str) -> None:
    text = shown(value, code)
    assert text is not None
    number = Decimal(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    assert float(number) == value


def test_a_workbook_is_read_as_its_user_sees_it_and_says_so(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with Workbook(path) as book:
        sheet = book.add_worksheet("A & B")
        sheet.write_row(1, 1, ["id", "share", "day", "text"])
        for row, share in ((2, 0.125), (3, 0.12345)):
            sheet.write_number(row, 1, 40 + row, book.add_format({"num_format": "0000"}))
            sheet.write_number(row, 2, share, book.add_format({"num_format": "0.00%"}))
            day = datetime.datetime(2024, 3, row)
            sheet.write_datetime(row, 3, day, book.add_format({"num_format": "dd.mm.yyyy"}))
            sheet.write_string(row, 4, "0.1")
    read = read_table(path)
    assert read.frame.to_numpy(dtype=object).tolist() == [
        ["0042", "12.50%", "2024-03-02", "0.1"],
        ["0043", "12.345%", "2024-03-03", "0.1"],
    ]
    assert {notice.kind: notice.message[:9] for notice in read.notices} == {
        "values-as-text": "Numbers, ",
        "number-formats": "4 numbers",
    }
