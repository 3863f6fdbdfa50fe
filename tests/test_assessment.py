"""Where values are put together: which doses count, and what an amount is worth today."""

from __future__ import annotations

import dataclasses
import datetime as dt

import numpy as np

from counterpoise import assessment
from counterpoise.diary import Assay, Diary, Lot, Product
from counterpoise.science.answers import Answers
from counterpoise.science.people import simulate

END = dt.datetime(2026, 6, 30, 22, tzinfo=dt.UTC)


def person(seed: int = 7) -> Diary:
    rng = np.random.default_rng(seed)
    return simulate.person(days=60, ratings_per_day=4, rng=rng, scenario="typical", end=END)


def asked(diary: Diary, substance: str = "kratom") -> Answers:
    return assessment.assess(diary, np.random.default_rng(1), substance=substance)


def test_the_usual_amount_does_enough_as_surely_as_the_usual_dose() -> None:
    told = asked(person())
    assert told.usual_dose is not None
    assert told.relief_4h is not None
    usual = told.amounts[-1]
    assert usual.amount == told.usual_dose.amount
    assert usual.relief_4h == told.relief_4h
    assert (usual.less_than_usual, usual.nearly_same) == (None, 1.0)


def test_a_product_named_for_another_drug_is_left_out_and_said() -> None:
    diary = person()
    chewables = Product(id="px", substance="kratom", name="7-OH chewables")
    lot = Lot(id="lx", product="px")
    moved = tuple(dataclasses.replace(dose, lot="lx") if n < 3 else dose for n, dose in enumerate(diary.doses))
    mixed = dataclasses.replace(diary, products=(*diary.products, chewables), lots=(*diary.lots, lot), doses=moved)
    told = asked(mixed)
    assert told.diagnostics.doses == len(diary.doses) - 3
    assert any("3 doses are left out" in caution for caution in told.cautions)
    assert not any("left out" in caution for caution in asked(diary).cautions)


def test_doses_counted_in_another_drug_or_from_its_product_are_left_out() -> None:
    diary = person()
    counted = tuple(dataclasses.replace(dose, of="7-OH", amount=15.0, unit="mg") for dose in diary.doses)
    of_it = tuple(dataclasses.replace(product, substance="7-hydroxymitragynine") for product in diary.products)
    for told in (
        asked(dataclasses.replace(diary, doses=counted)),
        asked(dataclasses.replace(diary, products=of_it)),
    ):
        assert told.verdict == "cannot_tell"
        assert told.usual_dose is None
        assert told.diagnostics.doses == 0


def test_doses_from_a_bag_that_its_certificate_shows_to_be_another_drug_are_left_out() -> None:
    diary = person()
    assays = (Assay(analyte="mitragynine", value=2.0, unit="mg/g"), Assay(analyte="7-OH", value=13.4, unit="mg/g"))
    lots = tuple(dataclasses.replace(lot, assays=assays) for lot in diary.lots)
    assert asked(dataclasses.replace(diary, lots=lots)).diagnostics.doses == 0


def test_other_substances_of_the_same_days_are_named() -> None:
    diary = person()
    moved = tuple(
        dataclasses.replace(dose, substance="ibuprofen", lot=None) if n % 2 else dose
        for n, dose in enumerate(diary.doses)
    )
    told = asked(dataclasses.replace(diary, doses=moved))
    reckoned = "In these days ibuprofen was recorded, too; the answer reckons with it as an effect of its own."
    assert reckoned in told.cautions


def test_another_drug_is_refused_with_its_reason() -> None:
    told = asked(person(), "7-hydroxymitragynine")
    assert told.verdict == "cannot_tell"
    assert told.relief_4h is None
    assert told.why


def test_an_entry_dated_years_ahead_does_not_move_the_window() -> None:
    diary = person()
    slip = dataclasses.replace(diary.ratings[-1], id="slip", at=dt.datetime(2100, 1, 1, tzinfo=dt.UTC))
    slipped = dataclasses.replace(diary, ratings=(*diary.ratings, slip))
    told = assessment.assess(slipped, np.random.default_rng(1), now=END)
    assert told.relief_4h == asked(diary).relief_4h
