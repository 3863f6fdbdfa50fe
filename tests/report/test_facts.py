"""Facts in words: the number with its unit, and how far it varies."""

import datetime as dt
from typing import Any

import pytest

from counterpoise.knowledge.records import Fact, Limit, Prior, Spread
from counterpoise.report import facts
from counterpoise.text import use_language

SAID: dict[str, Any] = {"sources": ("x",), "tag": "V", "reviewed": dt.date(2026, 11, 26), "grade": "human trial"}


@pytest.mark.parametrize(
    ("value", "unit", "spread", "said"),
    [
        (45.3, "h", Spread(kind="range", low=31.9, high=50.2), "45.3 h (from 31.9 to 50.2 h)"),
        (1.3, "h", Spread(kind="90 % interval", low=0.8, high=2.3), "1.3 h (90 %: 0.8 to 2.3 h)"),
        (2.0, "h", Spread(kind="95 % interval", low=1.0, high=3.0), "2 h (95 %: 1 to 3 h)"),
        (19.48, "mg/g", Spread(kind="sd", sd=0.81), "19.48 mg/g (standard deviation 0.81 mg/g)"),
        (0.8, "1", Spread(kind="90 % interval", low=0.62, high=0.85), "80 % (90 %: 62 to 85 %)"),
        (25.5, "% of people", None, "25.5 % of people"),
        ("It fades.", None, None, "It fades."),
    ],
)
def test_a_fact_in_words(value: float | str, unit: str | None, spread: Spread | None, said: str) -> None:
    assert facts.value(Fact(label="x", value=value, unit=unit, spread=spread, **SAID)) == said


def test_units_in_words_are_told_in_the_language() -> None:
    with use_language("es"):
        assert facts.value(Fact(label="x", value=3.0, unit="nights", **SAID)) == "3 noches"
        assert facts.limit(Limit(label="x", most=0, unit="in 25 g", by="somebody", **SAID)) == "ninguna en 25 g"


def test_an_assumption_is_told_with_nine_tenths_of_it() -> None:
    powder = Prior(label="x", family="lognormal", centre=15.6, sd=0.97, unit="mg/g", **SAID)
    assert facts.prior(powder) == "16 mg/g (nine out of ten between 3.2 mg/g and 77 mg/g)"
    share = Prior(label="x", family="logitnormal", centre=0.05, sd=1.0, unit="1", **SAID)
    assert facts.prior(share) == "5 % (nine out of ten between 1 % and 21 %)"
    doses = Prior(label="x", family="lognormal", centre=1.0, sd=0.6, unit="1", **SAID)
    assert facts.prior(doses) == "1 (nine out of ten between 0.37 and 2.7)"


@pytest.mark.parametrize(
    ("most", "unit", "said"),
    [
        (5, "ug/day", "at most 5 µg in a day"),
        (0, "in 25 g", "none in 25 g"),
        (2, "% of alkaloids", "at most 2 % of alkaloids"),
        (1e7, "CFU/g", "at most 10,000,000 CFU/g"),
    ],
)
def test_a_limit_in_words(most: float, unit: Any, said: str) -> None:
    assert facts.limit(Limit(label="x", most=most, unit=unit, by="somebody", **SAID)) == said
