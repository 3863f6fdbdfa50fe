"""What a cell says: numbers, censoring, units, limits, dates."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.supply.certificates.meaning import amounts, dates
from counterpoise.supply.certificates.meaning.cells import limit, said, unit_of, verdict
from counterpoise.supply.certificates.meaning.numerals import Style, number, style

POINT, COMMA = Style(".", True), Style(",", True)


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("14.2", 14.2, None),
        ("1.2E+03 CFU/g", 1200, "CFU/g"),
        ("1.2 x 10^3", 1200, None),
        ("10^7", 1e7, None),
        ("2,400", 2400, None),
        ("1,234,567.5", 1234567.5, None),
        ("12 400 CFU/g", 12400, "CFU/g"),
        ("0.15ppm", 0.15, "ppm"),
        ("0.5 ± 0.05 % w/w", 0.5, "%"),
        ("15.6 ± 1.1 mg/g", 15.6, "mg/g"),
        ("3.1 mcg/g", 3.1, "ug/g"),
        ("0.47 Aw", 0.47, "aw"),
    ],
)
def test_numbers_with_points(text: str, value: float, unit: str | None) -> None:
    cell = said(text, POINT)
    assert (cell.value, cell.unit, cell.doubtful) == (value, unit, False)


@pytest.mark.parametrize(
    ("text", "value"), [("13,8 mg/g", 13.8), ("12.400", 12400), ("10.000.000", 1e7), ("1,2 x 10^3", 1200)]
)
def test_numbers_with_commas(text: str, value: float) -> None:
    cell = said(text, COMMA)
    assert (cell.value, cell.doubtful) == (value, False)


@pytest.mark.parametrize(
    ("text", "censored", "unit"),
    [
        ("ND", "not_detected", None),
        ("Not Detected", "not_detected", None),
        ("N.D. ppm", "not_detected", "ppm"),
        ("No detectado en 25 g", "not_detected", "in 25 g"),
        ("<LOQ", "below_loq", None),
        ("< LC (10 ppb)", "below_loq", "ppb"),
        ("BQL (LOQ 0.01 %)", "below_loq", "%"),
        ("<10 CFU/g", "below_loq", "CFU/g"),
        ("ABSENT IN 25 g", "absent", "in 25 g"),
        ("Negative /10 g", "absent", "in 10 g"),
        ("Ausencia", "absent", None),
    ],
)
def test_words_in_place_of_numbers(text: str, censored: str, unit: str | None) -> None:
    cell = said(text, POINT)
    assert (cell.value, cell.censored, cell.unit) == (None, censored, unit)


@pytest.mark.parametrize("text", ["TNTC", "> 300 CFU/g", "Present", "Trazas"])
def test_a_word_that_is_no_bound_has_no_value_and_is_not_censored(text: str) -> None:
    cell = said(text, POINT)
    assert (cell.value, cell.censored, cell.wordy) == (None, None, True)


@pytest.mark.parametrize(
    "text", ["5g/105°C/2hrs", "95% pass 80 mesh", "2 x 30 g each", "12 of 30 tests", "1.2.3", "x" * 500]
)
def test_what_is_no_result_is_none(text: str) -> None:
    assert not said(text, POINT).is_result


@pytest.mark.parametrize(
    ("text", "most", "unit"),
    [
        ("NMT 1.5", 1.5, None),
        ("≤0.05%", 0.05, "%"),
        ("máx. 1000 ppb", 1000, "ppb"),
        ("1.0E+05 CFU/g", 1e5, "CFU/g"),
        ("0.5 - 2.0 %", 2.0, "%"),
        ("≥ 1.00", None, None),
        ("NLT 1.2 %", None, None),
        ("Absent in 25 g", None, None),
        ("Report", None, None),
        ("—", None, None),
        ("15 µg/day", 15, "ug/day"),
    ],
)
def test_limits(text: str, most: float | None, unit: str | None) -> None:
    found = limit(text, POINT)
    assert (found.most, found.unit, found.doubtful) == (most, unit, False)


@pytest.mark.parametrize("text", ["? 14.91", "95% pass 80 mesh", "see table 3"])
def test_a_limit_that_was_not_understood_is_doubtful(text: str) -> None:
    assert limit(text, POINT).doubtful


@pytest.mark.parametrize(
    ("text", "passed"),
    [
        ("Pass", True),
        ("✓", True),
        ("No cumple", False),
        ("Does not conform", False),
        ("✗", False),
        ("-", None),
        ("n/a", None),
    ],
)
def test_verdicts(text: str, passed: bool | None) -> None:
    assert verdict(text) is passed


def test_a_number_is_read_as_the_rest_of_the_page_is_written() -> None:
    assert style(["0.05", "14.2", "2,400"], ".") == Style(".", True)
    assert style(["0,05", "12.400"], ",") == Style(",", True)
    assert style(["0,05"], ".") == Style(",", False)
    assert style(["0,05", "14.2"], ".").sure is False
    assert style(["2,400"], ".") == Style(".", False)
    assert style([], ",") == Style(",", False)


@given(st.integers(0, 10**9), st.integers(0, 3), st.sampled_from([".", ","]))
def test_a_written_number_is_read_again(whole: int, places: int, decimal: str) -> None:
    thousands = "," if decimal == "." else "."
    text = f"{whole / 10**places:,.{places}f}".replace(",", "t").replace(".", decimal).replace("t", thousands)
    found = number(text, Style(decimal, True))
    assert found is not None
    assert found.value == pytest.approx(whole / 10**places)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_a_cell(text: str) -> None:
    cell = said(text, POINT)
    assert cell.value is None or cell.value >= 0
    limit(text, POINT)
    unit_of(text)
    dates.day(text, None)


@given(st.floats(0.001, 100))
def test_the_same_strength_in_other_units_is_the_same(percent: float) -> None:
    assert amounts.agree(percent, "%", percent * 10, "mg/g")
    assert amounts.agree(percent, "%", percent * 10_000, "ppm")
    assert amounts.agree(percent, "ppm", percent * 1000, "ppb")
    assert not amounts.agree(percent, "%", percent, "mg/g")


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-04",
        "2026.03.04",
        "4 Mar 2026",
        "04-MAR-2026",
        "March 4, 2026",
        "4 de marzo de 2026",
        "4th of March 2026",
    ],
)
def test_days(text: str) -> None:
    assert dates.day(text, None) == dates.Day(dt.date(2026, 3, 4))


def test_a_day_in_numbers_is_told_by_the_others() -> None:
    assert dates.order(["03/04/2026", "03/17/2026"], False) is False
    assert dates.order(["03/04/2026", "17/03/2026"], False) is True
    assert dates.order(["03/04/2026"], False) is None
    assert dates.order(["03/04/2026"], True) is True
    assert dates.day("03/04/2026", None) == dates.Day(None, False)
    assert dates.day("31/02/2026", True) is None
