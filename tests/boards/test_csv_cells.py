"""No spreadsheet takes a text of ours for a formula."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards.csv_cells import cell

STARTS = ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"]  # noqa: RUF001


@pytest.mark.parametrize("start", STARTS)
@pytest.mark.parametrize("before", ["", " ", "  ", '"', "' ", "\t ", "\u00a0", "\u3000"])
def test_what_would_start_a_formula_gets_an_apostrophe(start: str, before: str) -> None:
    assert cell(f"{before}{start}1+1") == f"'{before}{start}1+1"


@pytest.mark.parametrize("text", ["", "AUC >= 0.82", "a=b", "1 - 2", "Überschuss", "x@y"])
def test_other_text_stays(text: str) -> None:
    assert cell(text) == text


@pytest.mark.parametrize("value", [-1, 0.5, 3])
def test_numbers_stay_numbers(value: float) -> None:
    assert cell(value) == value


def test_nothing_is_an_empty_cell() -> None:
    assert cell(None) == ""


@given(st.text())
def test_no_text_begins_with_a_sign_afterwards(text: str) -> None:
    assert not str(cell(text)).lstrip(' "\u00a0\u3000').startswith(tuple(STARTS))
