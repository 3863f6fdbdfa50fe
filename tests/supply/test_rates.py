"""How much a day uses of a bag: one number for what it lasts and for its metals, of what it holds and of no other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counterpoise import diary as d
from counterpoise.knowledge.load import load
from counterpoise.plans.standing import standing
from counterpoise.safety.review import review
from counterpoise.supply.rates import a_day, usual
from counterpoise.supply.stock import stock_of
from tests.supply.bags import LEAF, NOW, TODAY, assay, diary, doses, lot

BAG = lot(size=d.Quantity(amount=500, unit="g"))
EXTRACT = replace(LEAF, id="p2", name="Gold 45 %", form="extract")
OTHER = lot(id="l2", product="p2")


def lately(
    *taken: d.Dose, bag: d.Lot = BAG, unit: str = "g", products: tuple[d.Product, ...] = (LEAF,)
) -> float | None:
    record = diary(products=products, lots=(bag, OTHER), doses=taken)
    return usual(record, load(), NOW, bag, unit)


def test_a_dose_in_a_unit_that_does_not_convert_leaves_the_day_unknown() -> None:
    leaf = doses(10, 4.0)
    assert lately(*leaf) == pytest.approx(4.0 * 10 / 11)
    spoon = replace(leaf[0], id="s", amount=2.0, unit="teaspoon")
    assert lately(*leaf, spoon) is None
    assert lately(*leaf, replace(spoon, amount=None)) is not None
    mixed = replace(BAG, unit_weights=(d.UnitWeight(unit="teaspoon", grams=2.0),))
    assert lately(*leaf, spoon, bag=mixed) == pytest.approx(44.0 / 11)


def test_extract_and_other_drugs_are_added_to_no_leaf() -> None:
    leaf, extract = doses(10, 4.0), doses(10, 1.0, lot="l2")
    both = (LEAF, EXTRACT)
    assert lately(*leaf, *extract, products=both) == lately(*leaf)
    record = diary(products=both, lots=(BAG, OTHER), doses=(*leaf, *extract))
    assert usual(record, load(), NOW, OTHER, "g") == pytest.approx(10 / 11)
    tablets = replace(EXTRACT, name="7-OH tablets", form="tablet")
    assert lately(*leaf, *extract, products=(LEAF, tablets)) == lately(*leaf)
    made = lot(assay("mitragynine", 2.0, "mg/g"), assay("7-OH", 13.4, "mg/g"), id="l2")
    record = diary(lots=(BAG, made), doses=(*leaf, *extract))
    assert usual(record, load(), NOW, BAG, "g") == lately(*leaf)


def test_metals_are_reckoned_by_the_grams_that_the_bag_lasts_by() -> None:
    plan = d.Plan(
        substance="kratom",
        direction="hold",
        from_=TODAY.replace(month=1),
        start=d.Quantity(amount=3.0, unit="g"),
        doses_per_day=2,
    )
    bag = lot(assay("lead", 2.0, "ppm"), size=d.Quantity(amount=500, unit="g"))
    for plans, basis in (((plan,), "by your plan"), ((), "by what you noted lately")):
        record = diary(lots=(bag,), doses=doses(20, 4.0), plans=plans)
        lasts = stock_of(bag, record, load(), NOW)
        assert (lasts.a_day, lasts.basis) == a_day(record, load(), NOW, bag)
        found = [one for one in review(record, load(), NOW) if one.rule == "products.metals"]
        said = f"{lasts.a_day:.2f}".rstrip("0").rstrip(".")
        assert [f"at {said} g a day ({basis})" in one.reason for one in found] == [True]


def test_a_plan_of_leaf_says_nothing_of_an_extract() -> None:
    plan = d.Plan(substance="kratom", direction="hold", from_=TODAY, ceiling_per_day=d.Quantity(amount=6, unit="g"))
    record = diary(products=(LEAF, EXTRACT), lots=(BAG, OTHER), doses=doses(10, 1.0, lot="l2"), plans=(plan,))
    assert a_day(record, load(), NOW, BAG) == (6.0, "plan")
    amount, basis = a_day(record, load(), NOW, OTHER)
    assert (amount, basis) == (usual(record, load(), NOW, OTHER, "g"), "usual")
    assert amount == pytest.approx(10 / 11)


def test_a_plan_adds_no_extract_to_leaf() -> None:
    today = [replace(one, at=NOW) for one in (*doses(2, 2.0), *doses(1, 5.0, lot="l2"))]
    plan = d.Plan(substance="kratom", direction="hold", from_=TODAY, ceiling_per_day=d.Quantity(amount=8, unit="g"))
    record = diary(products=(LEAF, EXTRACT), lots=(BAG, OTHER), doses=tuple(today), plans=(plan,))
    where = standing(record, NOW, load())
    assert where is not None
    assert where.taken_today is not None
    assert (where.taken_today.known, where.taken_today.counted, where.taken_today.unknown) == (4.0, 2, 1)
    alone = standing(replace(record, doses=tuple(today[2:])), NOW, load())
    assert alone is not None
    assert alone.taken_today is not None
    assert (alone.taken_today.known, alone.taken_today.unknown) == (5.0, 0)


def test_too_few_whole_days_are_not_a_usual_day_and_what_is_named_mitragynine_is_no_leaf() -> None:
    five = doses(5, 2.0)
    assert lately(*five) == pytest.approx(2.0 * 5 / 6)
    assert lately(*five[:4], replace(five[4], amount=None)) is None
    assert lately(*(replace(one, substance="mitragynine", lot=None) for one in five)) is None
