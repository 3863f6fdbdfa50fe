"""Whether things that make sleepy act together now: as long as they act, and never of medicines of every day."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from counterpoise.diary import Diary, Effect, Medicine
from counterpoise.knowledge.load import load
from counterpoise.safety.case import Case
from counterpoise.safety.now import together_now
from counterpoise.safety.review import review
from tests.safety.test_interactions import NOW, diary, taken


def now(record: Diary, hours: float = 0.0) -> bool:
    """So many hours from now, with all that is found then in sight."""
    at = NOW + dt.timedelta(hours=hours)
    return together_now(Case(record, load(), at), review(record, load(), at))


def stacked() -> Diary:
    return diary(taken("xanax", 3, "x"), taken("kratom", 2, "k"), taken("7-OH", 1, "o"))


def test_it_is_now_as_long_as_two_of_them_act_and_not_a_minute_longer() -> None:
    record = stacked()
    assert now(record)
    assert now(record, 7), "without leaf, which acts no more, Xanax and 7-OH still do"
    assert now(record, 10.9)
    assert not now(record, 11.1), "7-OH acts for twelve hours; what is left is Xanax alone"
    assert review(record, load(), NOW + dt.timedelta(hours=11.1))[0].severity == "urgent", "which is told for a day"


@pytest.mark.parametrize(("minutes", "acts"), [(-1, True), (1, False)])
def test_a_pair_ends_with_the_shorter_of_the_two(minutes: int, acts: bool) -> None:
    record = diary(taken("kratom", 8 + minutes / 60, "k"), taken("oxycodone", 8, "o"))
    assert now(record) is acts


def test_what_is_no_matter_for_today_and_leaf_alone_is_none() -> None:
    assert not now(diary(taken("kratom", 1, "k")))
    assert not now(diary(taken("kratom", 2, "k"), taken("wine", 1, "w"))), "a warning, and no red line"
    assert not now(diary(taken("oxycodone", 2, "a"), taken("oxycodone", 1, "b")))


def every_day(*names: str) -> Diary:
    """Medicines of every day, written down as they are taken, and kratom, both for a week."""
    days = [
        one
        for day in range(8)
        for one in (
            taken("kratom", 24 * day + 2, f"k{day}"),
            *(taken(name, 24 * day + 3, f"{name}{day}", 10) for name in names),
        )
    ]
    record = diary(*days)
    medicines = tuple(Medicine(id=f"m-{name}", name=name, as_needed=False) for name in names)
    return replace(record, person=replace(record.person, medicines=medicines))


def test_medicines_of_every_day_are_no_red_line_for_ever() -> None:
    for record in (every_day("oxycodone"), every_day("oxycodone", "gabapentin"), every_day("alprazolam")):
        assert review(record, load(), NOW)[0].severity == "urgent", "it is found"
        assert not now(record)


def test_more_of_a_medicine_of_every_day_than_on_other_days_is_now() -> None:
    record = every_day("oxycodone")
    assert now(replace(record, doses=(*record.doses, taken("oxycodone", 0.5, "more", 10))))
    for_need = replace(record.person.medicines[0], as_needed=True)
    assert now(replace(record, person=replace(record.person, medicines=(for_need,)))), "what is for need is no such one"


def test_something_else_beside_them_is_now_while_it_acts() -> None:
    record = every_day("oxycodone", "gabapentin")
    record = replace(record, doses=(*record.doses, taken("xanax", 1, "x")))
    assert now(record)
    assert not now(record, 23.5), "Xanax acts for a day; then they are as on every day"


def test_the_first_kratom_beside_medicines_of_every_day_is_now() -> None:
    names = ("oxycodone", "gabapentin")
    medicines = tuple(Medicine(id=f"m-{name}", name=name, as_needed=False) for name in names)
    record = diary(taken("kratom", 1, "k"))
    record = replace(record, person=replace(record.person, medicines=medicines))
    assert now(record)
    assert not now(record, 7.5), "until it acts no more"


def test_an_implant_is_no_red_line_for_weeks() -> None:
    def after(days: float) -> bool:
        doses = (taken("Sublocade", 24 * days, "s"), taken("gabapentin", 24 * days, "g"), taken("kratom", 1, "k"))
        medicines = (Medicine(id="m", name="gabapentin", as_needed=False),)
        record = diary(*doses)
        return now(replace(record, person=replace(record.person, medicines=medicines)))

    assert after(2)
    assert not after(20)


def test_what_is_set_aside_is_none_and_beside_an_emergency_nothing_more_is_said() -> None:
    record = stacked()
    assert not together_now(Case(record, load(), NOW), ())
    assert not now(replace(record, effects=(Effect(id="e", at=NOW, kind="slow_breathing"),)))
