"""What is left of a bag, how sure that is, how long it lasts and what it costs."""

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise import diary as d
from counterpoise.knowledge.load import load
from counterpoise.supply.stock import WEIGHED, Stock, stock
from tests.supply.bags import NOW, TODAY, diary, doses, lot

SIZE = d.Quantity(amount=250.0, unit="g")
PRICE = d.Price(amount=30.0, currency="USD")
CAPSULE = (d.UnitWeight(unit="capsule", grams=0.5, sd=0.05),)


def one(*taken: d.Dose, plans: tuple[d.Plan, ...] = (), **more: object) -> Stock:
    (found,) = stock(diary(lots=(lot(**{"size": SIZE, **more}),), doses=taken, plans=plans), load(), NOW)
    return found


def test_weighed_doses_leave_what_a_scale_would_show() -> None:
    found = one(*doses(20))
    assert (found.left, found.low, found.high, found.why) == (210.0, 210.0, 210.0, "")


def test_what_capsules_weigh_makes_it_less_sure() -> None:
    found = one(*doses(20, 4.0, "capsule"), unit_weights=CAPSULE)
    # 80 capsules of 0.5 g; sd 0.05 x sqrt(80 + 80 x 80 / 10) = 1.342 g, and 1.645 of these either way.
    assert WEIGHED == 10
    assert found.left == pytest.approx(210.0)
    assert found.high == pytest.approx(210.0 + 1.645 * 1.342, abs=0.01)
    assert found.low == pytest.approx(210.0 - 1.645 * 1.342, abs=0.01)


def test_doses_of_unknown_amount_widen_and_never_count_as_none() -> None:
    known, unknown = doses(10), tuple(replace(dose, id=f"u{n}", amount=None) for n, dose in enumerate(doses(5)))
    found = one(*known, *unknown)
    assert found.unknown == 5
    assert found.left == pytest.approx(220.0)
    # Each may be off by half a usual dose, all of them alike: 5 x 1 g.
    assert found.low == pytest.approx(220.0 - 1.645 * 5.0, abs=0.01)


def test_what_cannot_be_told_says_why() -> None:
    assert (one(*doses(5), size=None).left, one(*doses(5), size=None).why) == (None, "no_size")
    assert one(*doses(5, 2.0, "scoop")).why == "no_unit"
    assert one(*doses(5, None)).why == "no_amounts"
    assert one(*doses(5, None)).says()
    assert one(*doses(5), size=None).says()


def test_doses_that_name_no_bag_may_have_come_from_the_open_one() -> None:
    found = one(*doses(10), *doses(3, lot=None, source="x"), opened_on=TODAY - dt.timedelta(days=40))
    assert (found.unnamed, found.left, found.low, found.high) == (3, 230.0, 224.0, 230.0)


def test_a_bag_that_is_gone_is_not_in_stock_and_later_doses_do_not_count() -> None:
    assert stock(diary(lots=(lot(size=SIZE, gone_on=TODAY),)), load(), NOW) == ()
    later = replace(doses(1)[0], at=NOW + dt.timedelta(days=1))
    assert one(later).left == 250.0


def test_days_and_cost_by_what_was_used_lately() -> None:
    found = one(*doses(20), price=PRICE)
    # 20 doses of 2 g in the 21 days since the first: 1.905 g a day; 30 dollars for 250 g.
    assert found.basis == "usual"
    assert found.a_day == pytest.approx(40 / 21)
    assert found.days == pytest.approx(210 / (40 / 21))
    assert found.cost_per_day == pytest.approx(0.12 * 40 / 21)
    assert found.currency == "USD"
    # A dose of 2 g costs 24 cents; at 1.5 points less pain that is 16 cents a point.
    assert found.cost_per_point(2.0, 1.5) == pytest.approx(0.16)
    assert found.cost_per_point(2.0, None) is None
    assert found.cost_per_point(2.0, -0.2) is None
    assert one(*doses(4)).days is None


def test_days_by_the_plan_and_never_above_its_ceiling() -> None:
    plan = d.Plan(
        substance="kratom",
        direction="hold",
        from_=TODAY - dt.timedelta(days=10),
        start=d.Quantity(amount=2.0, unit="g"),
        doses_per_day=2,
        ceiling_per_day=d.Quantity(amount=3.5, unit="g"),
        dose_free_days=("Sun",),
    )
    found = one(*doses(20), plans=(plan,))
    assert found.basis == "plan"
    assert found.a_day == pytest.approx(3.5 * 6 / 7)
    stopped = one(*doses(20), plans=(replace(plan, doses_per_day=0),))
    assert stopped.a_day == 0
    assert stopped.days is None


def test_expiry_is_told_in_days() -> None:
    assert one(expires_on=TODAY + dt.timedelta(days=9)).expires_in == 9
    assert one(expires_on=TODAY - dt.timedelta(days=2)).expires_in == -2
    assert one().expires_in is None


def test_no_sentence_speaks_of_buying() -> None:
    empty = one(*doses(25, 10.0))
    assert empty.left == 0.0
    over = one(*doses(30, 20.0))
    assert not any("buy" in said.says().lower() for said in (empty, over))


def test_more_than_the_bag_held_is_said_and_lasts_no_days() -> None:
    over = one(*doses(7, 1.0), size=d.Quantity(amount=5.0, unit="g"))
    assert (over.left, over.days, over.why) == (None, None, "too_much")
    assert over.says() == "7 g are noted from a bag of 5 g: an amount, the size or the bag is not right."
    near = one(*doses(7, 1.0), size=d.Quantity(amount=6.9, unit="g"))
    assert (near.left, near.taken) == (0.0, None)
    unsure = one(*doses(7, 1.0, amount_sd=1.0), size=d.Quantity(amount=5.0, unit="g"))
    assert unsure.taken is None


@given(st.lists(st.floats(0.1, 40), min_size=1, max_size=8), st.floats(0, 0.2))
def test_what_is_left_lies_within_its_bounds_and_within_the_bag(sizes: list[float], sd: float) -> None:
    weights = (d.UnitWeight(unit="spoon", grams=1.0, sd=sd),)
    taken = [replace(dose, amount=size) for dose, size in zip(doses(len(sizes), 1.0, "spoon"), sizes, strict=True)]
    found = one(*taken, unit_weights=weights)
    if found.taken is not None:
        assert sum(sizes) > 250
        return
    assert found.left is not None
    assert found.low is not None
    assert found.high is not None
    assert 0 <= found.low <= found.left <= found.high <= 250
