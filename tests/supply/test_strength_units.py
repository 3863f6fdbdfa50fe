"""Units of strength, of germs and of portions: hand-worked, and laws that hold for every number."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise import units
from tests.supply.bags import assay, lot

SPELT = ("mg/g", "%", "ppm", "ppb", "µg/g", "ug/g", "mcg/g", "mg/kg", "ng/g", "µg/kg", "g/kg", "g/100 g", "% w/w")
VALUES = st.floats(1e-6, 1e6)


@pytest.mark.parametrize(
    ("value", "unit", "to", "is_"),
    [
        (1.0, "%", "mg/g", 10.0),  # a hundredth of a gram in a gram
        (1.42, "%", "mg/g", 14.2),
        (1.0, "ppm", "µg/g", 1.0),  # a millionth of a gram in a gram
        (1600.0, "ppb", "ppm", 1.6),
        (1.6, "µg/g", "mg/g", 0.0016),
        (0.05, "%", "ppm", 500.0),  # the proposal for leaf (fr-2026-13580)
        (1.0, "mg/g", "%", 0.1),  # the rule of Florida (fl-2er26-1)
    ],
)
def test_strengths_by_hand(value: float, unit: str, to: str, is_: float) -> None:
    assert units.strength_in(value, unit, to) == pytest.approx(is_)


@given(VALUES, st.sampled_from(SPELT), st.sampled_from(SPELT), st.sampled_from(SPELT))
def test_there_and_back_is_where_one_was_whatever_lies_between(value: float, a: str, b: str, c: str) -> None:
    there = units.strength_in(value, a, b)
    assert there is not None
    further = units.strength_in(there, b, c)
    assert further is not None
    assert units.strength_in(further, c, a) == pytest.approx(value, rel=1e-12)


@given(VALUES, VALUES, st.sampled_from(SPELT))
def test_the_larger_stays_the_larger(one: float, other: float, unit: str) -> None:
    low, high = (units.mg_per_gram(value, unit) for value in sorted((one, other)))
    assert low is not None
    assert high is not None
    assert low <= high


@pytest.mark.parametrize("unit", ["mg/ml", "CFU/g", "in 25 g", "mg per tablet", "", "% of alkaloids"])
def test_what_is_no_part_of_the_weight_does_not_convert(unit: str) -> None:
    assert units.strength_in(1.0, unit, "mg/g") is None
    assert units.strength_in(1.0, "mg/g", unit) is None


@pytest.mark.parametrize(
    ("unit", "grams"),
    [("in 25 g", 25), ("ND in 25 g", 25), ("absent /10 g", 10), ("en 25 g", 25), ("in 0,5 g", 0.5), ("CFU/g", None)],
)
def test_the_portion_in_which_something_was_looked_for(unit: str, grams: float | None) -> None:
    assert units.portion(unit) == grams


@pytest.mark.parametrize("unit", ["CFU/g", "cfu / g", "ufc/g", "KBE/g"])
def test_colonies_in_a_gram_have_many_spellings(unit: str) -> None:
    assert units.counts_per_gram(1200.0, unit) == 1200.0


@pytest.mark.parametrize("unit", ["MPN/g", "CFU/ml", "in 25 g", "%"])
def test_other_counts_are_not_colonies_in_a_gram(unit: str) -> None:
    assert units.counts_per_gram(1200.0, unit) is None


def test_assays_that_disagree_come_to_their_middle_whichever_stands_first() -> None:
    weak, strong = assay("mitragynine", 10.0, "mg/g"), assay("mitragynine", 4.0, "%")
    # The middle of 10 and 40 by their logarithms: the root of 400.
    assert units.assayed("mitragynine", lot(weak, strong)) == pytest.approx(20.0)
    assert units.assayed("mitragynine", lot(strong, weak)) == pytest.approx(20.0)
    assert units.assayed("mitragynine", lot(weak)) == 10.0


def test_what_was_read_and_not_looked_at_is_no_strength() -> None:
    read = assay("mitragynine", 140.0, "mg/g", confirmed=False)
    assert units.assayed("mitragynine", lot(read)) is None
    assert units.assayed("mitragynine", lot(read, assay("mitragynine", 14.0, "mg/g", confirmed=True))) == 14.0
    assert units.assayed("mitragynine", lot(assay("mitragynine", 1400.0, "mg/g"))) is None


@given(st.lists(st.floats(0.01, 1000), min_size=1, max_size=5))
def test_the_middle_lies_between(found: list[float]) -> None:
    middle = units.middle(found)
    assert min(found) * (1 - 1e-12) <= middle <= max(found) * (1 + 1e-12)
    assert math.isfinite(middle)
