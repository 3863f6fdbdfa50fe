"""Results as people write them: a number, or why there is none; never a 0 for what is below a limit."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.diary import Assay
from counterpoise.web.products.results import Result, ResultField, plain_name, read, shown, written
from counterpoise.web.products.values import ValueForm


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("14.2", Result(14.2, None)),
        (" 14,2 ", Result(14.2, None)),
        ("0", Result(0.0, None)),
        ("10000000", Result(1e7, None)),
        ("1.2e+07", Result(1.2e7, None)),
        ("ND", Result(None, "not_detected")),
        ("Not  detected", Result(None, "not_detected")),
        ("absent", Result(None, "absent")),
        ("Negative", Result(None, "absent")),
        ("<LOQ", Result(None, "below_loq")),
        ("< 0,05", Result(None, "below_loq", 0.05)),
        ("<10", Result(None, "below_loq", 10.0)),
    ],
)
def test_it_is_read_as_it_is_meant(text: str, found: Result) -> None:
    assert read(text) == found


@pytest.mark.parametrize("text", ["", "some", "-3", "< much", "1.2.3", "14.2 mg/g", "<", "1e99", "< -1", "< 1e99"])
def test_what_is_no_result_is_none(text: str) -> None:
    assert read(text) is None


def test_a_number_that_can_be_read_in_two_ways_is_asked_about() -> None:
    with pytest.raises(ValidationError, match="two ways"):
        ResultField().clean("1,250")


@given(st.floats(0, 1e6, allow_nan=False).map(lambda value: float(f"{value:.6g}")))
def test_what_is_written_is_read_again(value: float) -> None:
    assert read(written(value, None, None)) == Result(value, None)


@pytest.mark.parametrize("censored", ["below_loq", "not_detected", "absent"])
@pytest.mark.parametrize("loq", [None, 0.05])
def test_what_is_below_a_limit_is_read_again_and_shown_without_a_number_of_its_own(
    censored: str, loq: float | None
) -> None:
    found = read(written(None, censored, loq))
    assert found is not None
    assert (found.value, found.censored) == (None, censored)
    said = shown(Assay(analyte="lead", unit="ppm", censored=found.censored, loq=loq))
    assert "0 ppm" not in said


LEAD = Assay(
    analyte="lead",
    value=0.2,
    unit="mg/kg",
    lod=0.01,
    loq=0.05,
    limit=1.0,
    passed=True,
    confirmed=False,
    method="ICP-MS",
)


@pytest.mark.parametrize(
    ("said", "passed", "lod", "loq"),
    [
        ({}, True, 0.01, 0.05),
        ({"result": "20"}, None, 0.01, 0.05),
        ({"unit": "ppb"}, None, None, None),
        ({"analyte": "Cadmium"}, None, None, None),
    ],
)
def test_a_corrected_value_keeps_only_what_still_is_of_it(
    said: dict[str, str], passed: bool | None, lod: float | None, loq: float | None
) -> None:
    """What was said of another number, unit or metal is not said of this one; who saves it has looked at it."""
    form = ValueForm(dt.date(2026, 6, 1), {"analyte": "Lead", "result": "0.2", "unit": "mg/kg", "limit": "1"} | said)
    assert form.is_valid()
    new = form.assay(LEAD)
    assert (new.passed, new.lod, new.loq, new.confirmed) == (passed, lod, loq, True)


def test_a_bag_prints_no_keys() -> None:
    said = [plain_name(key) for key in ("staphylococcus_aureus", "water_activity", "mitragynine", "My own_TEST")]
    assert said == ["Staphylococcus aureus", "Water activity", "Mitragynine", "My own_TEST"]
