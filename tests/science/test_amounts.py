"""What was taken, as numbers that can be compared, and how far their strength is known."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.diary import Dose, Lot, UnitWeight
from counterpoise.science.pharmacology.amounts import (
    LARGEST,
    MOST_UNKNOWNS,
    NOT_NOTED_SD,
    UNIT_SD,
    Amounts,
    Potency,
    amounts,
)
from tests.science.people import dose

MITRAGYNINE = "mitragynine"
GUESS, GUESS_SD, ASSAY_SD = 15.0, 0.9, 0.1


def potency_of(**assays: float) -> Potency:
    """Bags with an assay are known well, any other is a guess."""

    def potency(taken: Dose, lot: Lot | None) -> tuple[float, float]:
        assay = assays.get(lot.id) if lot is not None else None
        return (GUESS, GUESS_SD) if assay is None else (assay, ASSAY_SD)

    return potency


def counted(doses: Sequence[Dose], potency: Potency | None = None, lots: Sequence[Lot] = ()) -> Amounts:
    by_id = {lot.id: lot for lot in lots}

    def lot_of(taken: Dose) -> Lot | None:
        return None if taken.lot is None else by_id.get(taken.lot, Lot(id=taken.lot, product="p"))

    return amounts(doses, lot_of, MITRAGYNINE, potency or potency_of())


def taken(*given: tuple[float | None, str | None], **more: Any) -> list[Dose]:
    """A dose a day: (amount, bag)."""
    return [dose(24.0 * day, amount, lot=bag, **more) for day, (amount, bag) in enumerate(given)]


def apart(found: Amounts, one: int, other: int) -> float:
    """Sd of the log of how much stronger one dose is than another, beyond what their sizes say."""
    return float(np.linalg.norm(found.latent[found.strength[one]] - found.latent[found.strength[other]]))


def test_one_bag_of_unknown_strength_cancels_exactly() -> None:
    found = counted(taken((2.0, "a"), (1.0, "a"), (3.0, "a"), (2.0, "a")))
    assert found.size == pytest.approx([1.0, 0.5, 1.5, 1.0])
    assert found.latent.shape == (1, 0)
    assert (found.unit, found.usual) == ("g", 2.0)


def test_the_strength_of_the_only_bag_does_not_matter() -> None:
    doses = taken((2.0, "a"), (1.0, "a"), (2.0, "a"))
    assert counted(doses, potency_of(a=3.0)).size == pytest.approx(counted(doses, potency_of(a=60.0)).size)


def test_two_bags_with_assays_differ_by_these_and_by_what_laboratories_differ() -> None:
    found = counted(taken((2.0, "a"), (2.0, "b"), (2.0, "a"), (2.0, "a")), potency_of(a=10.0, b=20.0))
    assert found.size == pytest.approx([1.0, 2.0, 1.0, 1.0])
    assert apart(found, 0, 1) == pytest.approx(ASSAY_SD * np.sqrt(2))
    assert apart(found, 0, 2) == 0


def test_two_bags_without_assay_share_one_unknown_each() -> None:
    found = counted(taken((2.0, "a"), (2.0, "b"), (1.0, "a"), (2.0, "b"), (2.0, "a")))
    assert found.size == pytest.approx([1.0, 1.0, 0.5, 1.0, 1.0])
    assert apart(found, 0, 1) == pytest.approx(GUESS_SD * np.sqrt(2))
    assert (apart(found, 0, 2), apart(found, 1, 3)) == (0, 0)
    assert found.latent.shape == (2, 2)


def test_doses_of_no_bag_are_of_one_and_the_same() -> None:
    found = counted(taken((2.0, None), (2.0, "a"), (4.0, None), (2.0, None)))
    assert apart(found, 0, 2) == 0
    assert apart(found, 0, 1) == pytest.approx(GUESS_SD * np.sqrt(2))


def test_bags_of_one_name_from_two_sources_are_two() -> None:
    doses = taken((2.0, "a"), (2.0, "a"), (2.0, "a"))
    lots = [Lot(id="a", source=source, product="p") for source in ("app", "diary", "app")]
    found = amounts(doses, lambda d: lots[doses.index(d)], MITRAGYNINE, potency_of())
    assert apart(found, 0, 2) == 0
    assert apart(found, 0, 1) > 0


def test_an_amount_not_noted_is_a_middling_one_and_as_unsure_as_amounts_differ() -> None:
    found = counted(taken((1.0, "a"), (4.0, "a"), (None, None), (2.0, "a"), (None, None)))
    known = np.log([0.5, 2.0, 1.0])
    assert found.size[[2, 4]] == pytest.approx(np.exp(known.mean()))
    assert apart(found, 0, 2) == pytest.approx(np.hypot(known.std(), GUESS_SD))
    assert apart(found, 2, 4) == 0
    assert list(found.unknown) == [False, False, True, False, True]
    assert found.shown[2] is None


def test_where_all_amounts_are_alike_one_not_noted_may_still_differ() -> None:
    found = counted(taken((2.0, "a"), (2.0, "a"), (None, "a")), potency_of(a=10.0))
    assert apart(found, 0, 2) == pytest.approx(np.hypot(NOT_NOTED_SD, ASSAY_SD))


def test_where_no_amount_is_known_each_dose_is_a_usual_one() -> None:
    found = counted(taken((None, None), (None, None)))
    assert found.size == pytest.approx([1.0, 1.0])
    assert found.latent.shape == (1, 0)
    assert (found.unit, found.usual) == (None, None)


def capsules(at_h: float, amount: float) -> Dose:
    return replace(dose(at_h, amount, lot="c"), unit="capsules")


def test_capsules_of_unknown_weight_beside_grams_count_by_what_is_usual_in_each() -> None:
    doses = [
        *taken((2.0, "a"), (2.0, "a"), (3.0, "a"), (2.0, "a")),
        capsules(100, 4),
        capsules(124, 4),
        capsules(148, 8),
    ]
    found = counted(doses, potency_of(a=10.0))
    assert found.size == pytest.approx([1.0, 1.0, 1.5, 1.0, 1.0, 1.0, 2.0])
    assert apart(found, 0, 4) == pytest.approx(np.hypot(UNIT_SD, ASSAY_SD))
    assert apart(found, 4, 6) == 0
    assert list(found.converted) == [False] * 4 + [True] * 3
    assert found.shown[4:] == (None, None, None)


def test_capsules_whose_weight_is_known_are_grams() -> None:
    weights = (UnitWeight(unit="capsule", grams=0.5),)
    lots = [Lot(id="c", product="p", unit_weights=weights), Lot(id="a", product="p")]
    doses = [*taken((2.0, "a"), (2.0, "a"), (2.0, "a")), capsules(100, 6)]
    found = counted(doses, potency_of(a=10.0, c=20.0), lots)
    assert found.size == pytest.approx([1.0, 1.0, 1.0, 3.0])
    assert found.shown[3] == pytest.approx(3.0)
    assert not found.converted.any()


def test_of_capsules_alone_what_one_weighs_cancels() -> None:
    doses = [capsules(24.0 * day, count) for day, count in enumerate([4, 2, 4, 8])]
    found = counted(doses)
    assert found.size == pytest.approx([1.0, 0.5, 1.0, 2.0])
    assert found.latent.shape == (1, 0)
    assert found.unit == "capsule"


def extract(at_h: float, milligrams: float) -> Dose:
    return replace(dose(at_h, milligrams), unit="mg", of=MITRAGYNINE)


def test_milligrams_of_the_alkaloid_are_exact_beside_grams_of_an_assayed_bag() -> None:
    doses = [*taken((2.0, "a"), (2.0, "a"), (2.0, "a")), extract(100, 40.0), extract(124, 20.0)]
    found = counted(doses, potency_of(a=20.0))
    assert found.size == pytest.approx([1.0, 1.0, 1.0, 1.0, 0.5])
    assert apart(found, 0, 3) == pytest.approx(ASSAY_SD)
    assert apart(found, 3, 4) == 0


def test_of_milligrams_alone_everything_is_known() -> None:
    found = counted([extract(24.0 * day, amount) for day, amount in enumerate([30.0, 15.0, 30.0])])
    assert found.size == pytest.approx([1.0, 0.5, 1.0])
    assert found.latent.shape == (1, 0)
    assert (found.unit, found.usual) == ("mg", 30.0)


def test_milligrams_of_something_else_count_by_what_is_usual_of_it() -> None:
    other = [replace(extract(100 + 24.0 * day, 10.0), of="speciogynine") for day in range(5)]
    found = counted([*taken((2.0, "a"), (4.0, "a"), (2.0, "a")), *other], potency_of(a=10.0))
    assert found.size == pytest.approx([1.0, 2.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0])


def test_a_substance_without_alkaloid_is_counted_by_amount_whatever_was_counted() -> None:
    doses = [replace(extract(24.0 * day, amount), of="7-hydroxymitragynine") for day, amount in enumerate([20, 10, 20])]
    found = amounts(doses, lambda d: None, None, lambda d, lot: None)
    assert found.size == pytest.approx([1.0, 0.5, 1.0])
    assert found.latent.shape == (1, 0)


def test_where_nothing_is_known_of_a_bag_only_amounts_are_compared() -> None:
    def potency(taken: Dose, lot: Lot | None) -> tuple[float, float] | None:
        return None if lot is None or lot.id == "b" else (GUESS, GUESS_SD)

    found = counted(taken((2.0, "a"), (4.0, "b"), (2.0, "a")), potency)
    assert found.size == pytest.approx([1.0, 2.0, 1.0])
    assert found.latent.shape == (1, 0)


@pytest.mark.parametrize(
    "slip",
    [dose(200, 2500.0, lot="a"), capsules(200, 400.0), extract(200, 4000.0)],
    ids=["grams", "capsules", "milligrams"],
)
def test_a_slip_of_the_pen_counts_as_an_amount_that_is_not_known(slip: Dose) -> None:
    doses = [*taken((2.0, "a"), (2.0, "a"), (2.0, "a"), (2.5, "a")), capsules(100, 4), capsules(124, 4)]
    doses += [extract(148, 40.0), extract(172, 40.0)]
    found = counted([*doses, slip], potency_of(a=20.0))
    assert list(np.flatnonzero(found.slips)) == [8]
    assert found.size[8] == pytest.approx(1.0, abs=0.1)
    assert not found.unknown[8]
    assert not found.converted[8]
    assert found.size[:8] == pytest.approx(counted(doses, potency_of(a=20.0)).size)


def test_what_is_just_below_a_slip_is_believed() -> None:
    found = counted(taken((2.0, "a"), (2.0, "a"), (2.0 * LARGEST, "a")))
    assert found.size == pytest.approx([1.0, 1.0, LARGEST])


def test_the_strengths_that_matter_most_are_left_open_and_the_others_count_at_their_best_figure() -> None:
    often = [(2.0, f"bag {number}") for number in range(20) for _time in range(20 - number)]
    found = counted(taken(*often, (2.0, "bag 0")))
    assert found.latent.shape == (20, MOST_UNKNOWNS)
    assert apart(found, len(often), 0) == 0
    first = [0, 20, 39]
    assert all(apart(found, len(often), place) > GUESS_SD for place in first[1:])
    assert apart(found, len(often), len(often) - 1) == pytest.approx(GUESS_SD)
    assert np.allclose(found.size, 1.0)


def test_the_usual_doses_own_strength_is_the_reference() -> None:
    found = counted(taken((2.0, "a"), (2.0, "b"), (2.0, "b"), (2.5, "a")), potency_of(a=10.0, b=20.0))
    of_usual = int(np.flatnonzero(found.size == 1.0)[-1])
    assert np.all(found.latent[found.strength[of_usual]] == 0)


def test_the_usual_dose_is_one_of_the_last_thirty_days_with_a_dose() -> None:
    found = counted(taken(*[(1.0, "a")] * 40, *[(3.0, "a")] * 31))
    assert found.usual == 3.0
    assert found.size[[0, -1]] == pytest.approx([1 / 3, 1.0])


some_doses = st.lists(
    st.tuples(
        st.one_of(st.none(), st.floats(0.01, 5000.0)),
        st.sampled_from(["g", "mg", "capsule", "spoon of mine", None]),
        st.sampled_from([None, "a", "b", "c"]),
        st.sampled_from([None, MITRAGYNINE, "speciogynine"]),
    ),
    min_size=1,
    max_size=30,
)


@given(some_doses)
def test_whatever_was_noted_every_dose_is_a_positive_number(
    noted: list[tuple[float | None, str | None, str | None, str | None]],
) -> None:
    doses = [
        Dose(id=str(day), at=dose(24.0 * day).at, substance="kratom", amount=a, unit=u, lot=bag, of=of)
        for day, (a, u, bag, of) in enumerate(noted)
    ]
    for alkaloid in (MITRAGYNINE, None):
        found = amounts(
            doses, lambda d: None if d.lot is None else Lot(id=d.lot, product="p"), alkaloid, potency_of(a=8.0)
        )
        assert np.all(np.isfinite(found.size) & (found.size > 0))
        assert np.all(np.isfinite(found.latent))
        assert found.latent.shape[1] <= MOST_UNKNOWNS
        assert found.strength.max() < found.latent.shape[0]
