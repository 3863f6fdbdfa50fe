"""What holds for any plan: nothing shown goes above what was agreed, a taper never goes up, no sentence prompts."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpoise import diary as d
from counterpoise import units
from counterpoise.knowledge.load import load
from counterpoise.plans import taper, words
from counterpoise.plans.standing import standing
from counterpoise.report import plan as report
from counterpoise.safety.review import review
from tests.diary.strategies import diaries
from tests.plans.people import NOW, g, person, plan, stands, withdrawal

BANNED = re.compile(
    r"\ballow|\bpermit|you (?:can|may|could|should|must|need)\b|next dose|\btake\b|\bsafe\b|\braise\b|increase|more is"
    r"|\bwell done\b|\bbad\b|\bfail",
    re.IGNORECASE,
)
SIZES = st.floats(0.01, 50, allow_nan=False).map(lambda size: float(f"{size:.3g}"))
MASSES = st.builds(
    lambda size, unit: g(size if unit == "g" else 1000 * size, unit), SIZES, st.sampled_from(["g", "mg"])
)
DAYS = st.integers(0, 31).map(lambda n: dt.date(2026, 5, 1) + dt.timedelta(days=n))
STEPS = st.builds(
    d.PlanStep,
    on=DAYS,
    kind=st.sampled_from(["up", "down", "back", "hold"]),
    amount=st.none() | MASSES,
    doses_per_day=st.none() | st.integers(0, 8),
)


@st.composite
def plans(draw: st.DrawFn, /, **fixed: Any) -> d.Plan:
    given_: dict[str, Any] = {
        "direction": draw(st.sampled_from(["up", "hold", "down"])),
        "agreed_with": draw(st.sampled_from([None, "Dr Ng"])),
        "start": draw(st.none() | MASSES),
        "step": draw(st.none() | MASSES),
        "step_percent": draw(st.none() | st.floats(0.1, 100)),
        "steps": tuple(draw(st.lists(STEPS, max_size=4))),
        "ceiling_per_dose": draw(st.none() | MASSES),
        "ceiling_per_day": draw(st.none() | MASSES),
        "doses_per_day": draw(st.none() | st.integers(0, 8)),
        "hours_between": draw(st.none() | st.floats(0, 48)),
        "dose_free_days": draw(st.sampled_from([(), ("Mon",)])),
        "review_on": draw(st.none() | DAYS),
        "benefit_by": draw(st.none() | DAYS),
    }
    return plan(**(given_ | fixed))


@st.composite
def lives(draw: st.DrawFn, /, **fixed: Any) -> d.Diary:
    doses = tuple(
        d.Dose(at=NOW - dt.timedelta(hours=hours), substance="kratom", amount=size, unit=None if size is None else "g")
        for hours, size in draw(st.lists(st.tuples(st.floats(0, 100), st.none() | SIZES), max_size=6))
    )
    rated = tuple(
        withdrawal(ago, value)
        for ago, value in draw(st.lists(st.tuples(st.floats(0, 30), st.integers(0, 10)), max_size=3))
    )
    return person(draw(plans(**fixed)), doses=doses, ratings=rated)


def size_in(quantity: d.Quantity, unit: str) -> float:
    size = units.converted(quantity.amount, quantity.unit, unit)
    assert size is not None
    return size


@given(lives())
@settings(deadline=None)  # the first one reads the packs
def test_no_amount_that_the_plan_names_lies_above_its_ceiling(life: d.Diary) -> None:
    where = standing(life, NOW)
    assert where is not None
    most = where.plan.ceiling_per_dose
    down = taper.next_down(where)
    said = [where.amount, taper.one_back(where), down.amount if down else None]
    said += [stage.amount for stage in where.stages]
    for quantity in said:
        if quantity is not None and most is not None:
            assert size_in(quantity, "mg") <= size_in(most, "mg") * (1 + 1e-9)


@given(lives(direction="down"))
def test_a_taper_never_goes_up(life: d.Diary) -> None:
    where = standing(life, NOW)
    assert where is not None
    down, back = taper.next_down(where), taper.one_back(where)
    if down is not None and down.amount is not None and where.amount is not None:
        assert size_in(down.amount, "mg") < size_in(where.amount, "mg") * (1 + 1e-9)
        assert down.amount.amount <= where.amount.amount
    if back is not None and where.stages[0].amount is not None:
        assert size_in(back, "mg") <= size_in(where.stages[0].amount, "mg") * (1 + 1e-9)


@given(lives(direction="up"))
def test_a_plan_that_goes_up_is_never_offered_its_step(life: d.Diary) -> None:
    where = standing(life, NOW)
    assert where is not None
    assert taper.next_down(where) is None
    said = report.spoken(where, load())
    steps = " ".join(said.where)
    if where.plan.step is not None and where.amount is not None:
        raised = size_in(where.plan.step, where.amount.unit) + where.amount.amount
        named = [units.sized(float(f"{raised:.10g}"), where.amount.unit)]
        agreed = {words.amount(one) for one in (where.amount, where.plan.ceiling_per_dose) if one is not None}
        assert not [name for name in named if name in steps and name not in agreed]


@given(lives(), st.sampled_from([None, "helps", "no_clear_help", "worse", "cannot_tell"]))
@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_sentence_prompts_or_scolds(life: d.Diary, verdict: str | None) -> None:
    where = standing(life, NOW)
    assert where is not None
    said = [*report.in_lines(report.spoken(where, load(), verdict)), words.last_dose(where), words.so_far(where)]
    for found in (taper.next_down(where), taper.one_back(where), taper.hold(where, load())):
        match found:
            case taper.Down():
                said.append(words.next_down(found))
            case d.Quantity():
                said.append(words.one_back(found))
            case taper.Hold():
                said.append(words.hold(found))
    findings = review(life, load(), NOW)
    said += [text for one in findings if one.rule.startswith("plan.") for text in (one.title, one.reason)]
    assert [text for text in said if BANNED.search(text)] == []


def test_the_patterns_find_what_they_should() -> None:
    for bad in ("You can have 2 g now", "4 h passed: allowed", "Your next dose", "Take 1 g", "You may use it"):
        assert BANNED.search(bad), bad


@given(lives())
def test_made_alone_shows_wherever_the_plan_shows(life: d.Diary) -> None:
    where = standing(life, NOW)
    assert where is not None
    alone = where.plan.agreed_with is None
    changed = any(stage.kind not in (None, "hold") for stage in where.stages)  # no step of these names anybody
    said = report.spoken(where, load())
    assert said.mark == ("made alone" if alone else "last step made alone" if changed else "")
    heading = report.in_lines(said)[0]
    assert ("made alone" in heading) is (alone or changed)
    assert ("last step" in heading) is (changed and not alone)
    assert ("plan.alone" in {one.rule for one in review(life, load(), NOW)}) is alone


@given(diaries(), st.datetimes(dt.datetime(1900, 1, 2), dt.datetime(2200, 12, 30)))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
def test_any_diary_at_all_can_be_read(diary: d.Diary, now: dt.datetime) -> None:
    moment = now.replace(tzinfo=dt.UTC)
    leaf = replace(diary, plans=tuple(replace(one, substance="kratom") for one in diary.plans))
    where = standing(leaf, moment)
    if where is not None:
        assert report.in_lines(report.spoken(where, load()))
    review(leaf, load(), moment)


def test_what_a_verdict_shows_of_the_stop_rules() -> None:
    passed = stands(plan(benefit_by=dt.date(2026, 5, 31), stop_if=("No less pain",)))
    ahead = stands(plan(benefit_by=dt.date(2026, 7, 1), stop_if=("No less pain",)))
    shown = {verdict: bool(report.spoken(passed, load(), verdict).stop) for verdict in (None, "helps", "no_clear_help")}
    assert shown == {None: True, "helps": False, "no_clear_help": True}
    assert report.spoken(ahead, load(), "no_clear_help").stop == ()
    assert "No less pain" in report.spoken(ahead, load(), "worse").stop
    assert report.spoken(passed, load(), "worse").stop[-1].startswith("After long daily use, do not stop")
