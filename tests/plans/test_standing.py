"""Where the person stands: the plan that holds, the step, today, and the days that were agreed."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from counterpoise import diary as d
from counterpoise.knowledge.load import load
from counterpoise.plans import words
from counterpoise.plans.current import alone
from counterpoise.plans.extracts import is_extract
from counterpoise.plans.standing import WEEKDAYS, standing
from counterpoise.safety.review import review
from tests.plans.people import NOW, dose, g, made, person, plan, stands, withdrawal


def test_the_plan_that_began_last_holds() -> None:
    older, newer = plan(id="a"), plan(id="b", from_=dt.date(2026, 5, 20))
    later = plan(id="c", from_=dt.date(2026, 6, 2))
    found = standing(person(newer, older, later), NOW)
    assert found is not None
    assert found.plan.id == "b"


def test_a_plan_that_ended_does_not_outrank_a_running_one() -> None:
    ended = plan(id="b", from_=dt.date(2026, 5, 20), ended_on=dt.date(2026, 6, 1))
    found = standing(person(plan(id="a"), ended), NOW)
    assert found is not None
    assert found.plan.id == "a"
    over = plan(id="a", ended_on=dt.date(2026, 5, 20))
    assert standing(person(over, ended), NOW) is None


def test_a_plan_holds_up_to_the_day_before_it_ended() -> None:
    assert standing(person(plan(ended_on=dt.date(2026, 6, 2))), NOW) is not None


def test_the_day_is_the_day_at_home() -> None:
    starts = plan(from_=dt.date(2026, 6, 2))
    in_berlin = dt.datetime(2026, 6, 2, 3, 0, tzinfo=ZoneInfo("Europe/Berlin"))  # still the first of June in Chicago
    assert standing(person(starts), in_berlin) is None
    assert standing(person(starts), in_berlin + dt.timedelta(hours=5)) is not None


def test_a_plan_for_another_drug_is_none_here() -> None:
    for name in ("7-OH", "7-hydroxymitragynine", "mitragynine-pseudoindoxyl"):
        assert standing(person(plan(substance=name)), NOW, substance=name) is None


@pytest.mark.parametrize(("whom", "mark"), [(None, True), ("", True), ("  ", True), ("Dr Ng", False)])
def test_made_alone_is_without_a_name(whom: str | None, mark: bool) -> None:
    of = plan(agreed_with=whom)
    assert alone(of) is mark
    assert ("alone" in words.with_whom(of)) is mark


def test_recorded_steps_leave_their_amount_and_doses_in_force() -> None:
    steps = (
        made((5, 25), "down", 1.6, 2),
        made((5, 12), "down", 1.8),
        made((6, 9), "down", 1.0),
        made((5, 28), "hold"),
    )
    found = stands(plan(direction="down", doses_per_day=3, steps=steps))
    assert (found.amount, found.doses_per_day) == (g(1.6), 2)  # the one of June has not begun
    assert (found.step_on, found.step_days, found.held) == (dt.date(2026, 5, 25), 7, True)
    assert not found.kept_long_enough  # ten days where nothing was agreed
    assert found.min_days == 10


def test_no_page_shows_more_than_the_ceiling_of_the_plan_itself() -> None:
    found = stands(plan(start=g(5), ceiling_per_dose=g(3000, "mg"), steps=(made((5, 12), "up", 9.0),)))
    assert found.amount == g(3)


def test_today_is_counted_in_the_unit_of_the_plan() -> None:
    lots = (d.Lot(id="l1", product="x", unit_weights=(d.UnitWeight(unit="capsule", grams=0.5),)),)
    products = (d.Product(id="x", substance="kratom", name="Capsules"),)
    doses = (dose(12, 4, "capsules", lot="l1"), dose(8, 1500, "mg"), dose(4, None, None), dose(2, 3, "spoon"))
    found = standing(person(plan(ceiling_per_day=g(6)), doses=doses, lots=lots, products=products), NOW)
    assert found is not None
    assert found.taken_today is not None
    assert (found.taken_today.known, found.taken_today.unknown) == (3.5, 2)
    assert words.so_far(found) == "Today: 4 doses, 3.5 g and 2 of unknown amount so far; the plan: at most 6 g."


def test_a_plan_in_capsules_counts_grams_by_what_one_weighs() -> None:
    lots = (d.Lot(id="l1", product="x", unit_weights=(d.UnitWeight(unit="capsule", grams=0.5),)),)
    products = (d.Product(id="x", substance="kratom", name="Capsules"),)
    of = plan(start=g(4, "capsule"), ceiling_per_day=g(8, "capsule"))
    found = standing(person(of, doses=(dose(3, 2, "g", lot="l1"),), lots=lots, products=products), NOW)
    assert found is not None
    assert words.so_far(found) == "Today: 1 dose, 4 capsules so far; the plan: at most 8 capsules."


def test_what_is_not_known_is_never_zero() -> None:
    found = stands(plan(ceiling_per_day=g(6)), dose(3, None, None))
    assert words.so_far(found) == "Today: 1 dose, amount unknown so far; the plan: at most 6 g."


def test_another_drug_is_not_counted_as_leaf() -> None:
    lots = (d.Lot(id="l1", product="x"),)
    products = (d.Product(id="x", substance="7-hydroxymitragynine", name="Tablets"),)
    doses = (dose(5, of="7-hydroxymitragynine"), dose(4, substance="7-OH"), dose(3, lot="l1"), dose(2))
    found = standing(person(plan(), doses=doses, lots=lots, products=products), NOW)
    assert found is not None
    assert found.doses_today == (doses[3],)


def test_another_drug_by_its_certificate_is_not_counted_as_leaf() -> None:
    found = tuple(d.Assay(analyte=name, value=size, unit="mg/g") for name, size in (("mitragynine", 2), ("7-OH", 13.4)))
    products = (d.Product(id="x", substance="kratom", name="Tablets"),)
    doses = (dose(3, lot="l1"), dose(2))
    for assays, counted in ((found, doses[1:]), (found[:1], doses)):
        lots = (d.Lot(id="l1", product="x", assays=assays),)
        stood = standing(person(plan(), doses=doses, lots=lots, products=products), NOW)
        assert stood is not None
        assert stood.doses_today == counted


def test_the_last_dose_beside_the_hours_agreed() -> None:
    found = stands(plan(hours_between=4), dose(3 + 10 / 60))
    assert words.last_dose(found) == "Last dose 3 h 10 min ago; the plan: at least 4 h."
    assert found.gap_passed is False
    assert stands(plan(hours_between=4), dose(4)).gap_passed is True
    assert stands(plan(hours_between=4)).gap_passed is None
    assert words.last_dose(stands(plan(), dose(30))) == "Last dose 1 day 6 h ago."


@pytest.mark.parametrize(
    "taken", [{"lot": "l1"}, {"lot": "l2"}, {"substance": "7-OH"}, {"of": "mitragynine-pseudoindoxyl"}]
)
def test_the_wait_begins_anew_with_another_drug_that_is_in_none_of_the_amounts(taken: dict[str, Any]) -> None:
    assays = tuple(
        d.Assay(analyte=name, value=size, unit="mg/g") for name, size in (("mitragynine", 2), ("7-OH", 13.4))
    )
    products = (
        d.Product(id="x", substance="kratom", name="Tablets"),
        d.Product(id="y", substance="7-hydroxymitragynine", name="Tablets"),
    )
    lots = (d.Lot(id="l1", product="x", assays=assays), d.Lot(id="l2", product="y"))
    doses = (dose(36), dose(0.1, **taken))
    found = standing(person(plan(hours_between=4), doses=doses, lots=lots, products=products), NOW)
    assert found is not None
    assert (found.doses, found.doses_today, found.gap_passed) == (doses[:1], (), False)
    assert words.last_dose(found) == (
        "Last dose 6 min ago. It was another drug than leaf: it is in none of the amounts. "
        "The plan: at least 4 h between doses."
    )


def test_the_wait_does_not_begin_anew_with_anything_else() -> None:
    found = stands(plan(hours_between=4), dose(5), dose(0.1, substance="ibuprofen"))
    assert found.since_last == dt.timedelta(hours=5)


def test_a_dose_dated_ahead_is_not_the_last_one() -> None:
    assert stands(plan(hours_between=4), dose(5), dose(-1)).since_last == dt.timedelta(hours=5)


def test_at_the_most_of_a_day_both_figures_are_said() -> None:
    found = stands(plan(ceiling_per_day=g(6), doses_per_day=4), dose(12), dose(8), dose(3))
    assert found.at_day_ceiling
    assert words.so_far(found) == "Today so far 6 g; the plan: at most 6 g."


def test_a_dose_before_the_plan_was_written_down_is_not_held_against_it() -> None:
    saved = NOW - dt.timedelta(hours=1)
    limits = {"ceiling_per_day": g(3), "ceiling_per_dose": g(1), "doses_per_day": 1, "hours_between": 4}
    of = plan(start=None, recorded_at=saved, dose_free_days=WEEKDAYS, **limits)
    topics = {"above_dose", "above_day", "too_many", "too_soon", "dose_free_day"}

    def told(*doses: d.Dose) -> set[str]:
        found = review(person(of, doses=doses), load(), NOW)
        return {one.rule.removeprefix("plan.") for one in found} & topics

    assert told(dose(3), dose(2)) == set()
    assert told(dose(3), dose(2), dose(0.5, 1)) == {"too_soon", "dose_free_day"}
    assert told(dose(0.6), dose(0.5)) == topics
    assert len(stands(of, dose(3), dose(2)).doses_today) == 2  # what was is still shown


def test_a_day_without_a_dose_is_named() -> None:
    found = stands(plan(dose_free_days=("Mon",)))
    assert words.dose_free(found) == "Monday is a day without a dose in the plan."
    assert words.dose_free(stands(plan(dose_free_days=("Sun",)))) == ""


def test_the_review_is_due_on_its_day_and_overdue_after() -> None:
    assert stands(plan(review_on=dt.date(2026, 6, 2))).review is None
    assert stands(plan(review_on=dt.date(2026, 6, 1))).review == "due"
    assert words.review(stands(plan(review_on=dt.date(2026, 5, 31)))) == "The review was due on 31 May 2026."
    assert words.review(stands(plan())) == "No day for a review was agreed."


def test_days_that_were_not_agreed_are_not_said_to_be() -> None:
    assert "the plan: at least 14 days" in words.stage(stands(plan(min_days_per_step=14)))
    assert "was not agreed, and here it is at least 10 days" in words.stage(stands(plan()))


def test_withdrawal_is_asked_on_the_days_of_the_plan_before_the_first_dose() -> None:
    of = plan(withdrawal_days=("Mon",))
    assert stands(of).rate_withdrawal_first
    assert not stands(of, dose(2)).rate_withdrawal_first
    assert not stands(of, ratings=(withdrawal(0.1, 2),)).rate_withdrawal_first
    assert stands(of, ratings=(withdrawal(1.5, 2),)).rate_withdrawal_first
    assert not stands(plan(withdrawal_days=("Tue",))).rate_withdrawal_first


LEAF = d.Product(id="p", substance="kratom", name="Green", form="powder")
SHOT = d.Product(id="x", substance="kratom", name="Gold", form="extract")
BAGS: dict[str, Any] = {"products": (LEAF, SHOT), "lots": (d.Lot(id="l", product="p"), d.Lot(id="e", product="x"))}


def test_grams_of_an_extract_are_not_added_to_grams_of_leaf() -> None:
    of = plan(ceiling_per_day=g(5), ceiling_per_dose=g(3))
    taken = (dose(4, 4.0, lot="l"), dose(2, 2.0, lot="e"), dose(1, 9.0, lot="e"))
    diary = person(of, doses=taken, **BAGS)
    found = standing(diary, NOW)
    assert found is not None
    assert found.taken_today is not None
    assert (found.taken_today.known, found.taken_today.unknown) == (4.0, 2)
    assert "4 g and 2 of unknown amount" in words.so_far(found)
    told = {one.rule: one for one in review(diary, load(), NOW)}
    assert "plan.above_day" not in told
    assert "4 g" in told["plan.above_dose"].reason
    assert "9 g" not in told["plan.above_dose"].reason


STRONG = """Kratom 50x|kratom 15 X|Ultra 100× Borneo|kratom extracto|Resina|Kratom 50x capsules|Kratom 15x 1 g
Kratom 5x 10 g|Kratom 1000x|Kratom 50-x|kratom 10:1|kratom 45% MIT|kratom 4x|Kratom 50x Kapsel"""


@pytest.mark.parametrize("name", STRONG.replace("\n", "|").split("|"))
def test_a_name_that_says_how_strong_it_is_is_that_of_an_extract(name: str) -> None:
    assert is_extract(None, load(), name)


WEAK = """Kratom|kratom 2x|10 x 500 mg|60x capsules|60 x cápsulas|x5|Bali 250|1.5x|Max 5xl|kratom 10 x 500 mg|kratom 1:1
kratom sin extracto|kratom leaf, no extract|extract-free kratom|kratom 1.5 % mitragynine"""


@pytest.mark.parametrize("name", WEAK.replace("\n", "|").split("|"))
def test_what_counts_packs_or_pieces_says_no_strength(name: str) -> None:
    assert not is_extract(None, load(), name)


def test_where_only_an_extract_is_taken_its_own_grams_count() -> None:
    found = standing(person(plan(), doses=(dose(4, 1.0, lot="e"), dose(2, 2.0, lot="e")), **BAGS), NOW)
    assert found is not None
    assert found.taken_today is not None
    assert (found.taken_today.known, found.taken_today.unknown) == (3.0, 0)


def test_what_was_taken_before_the_plan_was_written_down_is_not_counted_under_it() -> None:
    of = plan(from_=NOW.date(), recorded_at=NOW - dt.timedelta(hours=3), doses_per_day=2, ceiling_per_day=g(4))
    before = (dose(6, 4.0), dose(5, 4.0))
    found = stands(of, *before)
    assert not found.at_day_ceiling
    said = "Today in all: 2 doses, 8 g; none of them since the plan was written down; the plan: at most 2 doses, 4 g."
    assert words.so_far(found) == said
    found = stands(of, *before, dose(1, 2.0))
    said = "Today in all: 3 doses, 10 g; 1 of them since the plan was written down; the plan: at most 2 doses, 4 g."
    assert words.so_far(found) == said  # nothing that would read as one dose left
    assert not found.rate_withdrawal_first
