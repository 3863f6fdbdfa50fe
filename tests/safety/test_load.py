"""Of several loads in a day none hides another; what is of every day is told with what can be done about it."""

from __future__ import annotations

from counterpoise.diary import Diary, Dose
from counterpoise.knowledge.load import load
from counterpoise.safety.aside import hidden
from counterpoise.safety.finding import Finding
from counterpoise.safety.review import review, would_add
from tests.safety.test_interactions import NOW, diary, taken

EARLY = (taken("vodka", 22, "v"), taken("weed", 21.9, "w"), taken("benadryl", 21.8, "b"), taken("kratom", 21.7, "k"))
LATE = (taken("oxycodone", 1, "o"), taken("kratom", 0.9, "l"))
XANAX = taken("xanax", 0.8, "x")
DAILY = ("gabapentin", "amitriptyline", "co-codamol")


def loads(record: Diary) -> list[Finding]:
    return [one for one in review(record, load(), NOW) if one.rule == "load.sedatives"]


def test_an_earlier_load_of_more_kinds_hides_none_of_now() -> None:
    found = loads(diary(*EARLY, *LATE, XANAX))
    assert sorted(one.because for one in found) == [("o", "l", "x"), ("v", "w", "b", "k")]
    yesterday, now = sorted(found, key=lambda one: one.at or NOW)
    assert not hidden(now, {yesterday.cause: "urgent"})


def test_it_is_told_before_the_dose_that_brings_it() -> None:
    brought = would_add(diary(*EARLY, *LATE), XANAX, load(), NOW)
    assert ("load.sedatives", "urgent") in {(one.rule, one.severity) for one in brought}


def test_part_of_a_larger_load_is_no_other() -> None:
    (found,) = loads(diary(*EARLY))
    assert found.reason.count(",") >= 3
    evening = (taken("kratom", 9, "1"), taken("wine", 8.5, "2"), taken("benadryl", 8, "3"), taken("weed", 7, "4"))
    assert len(loads(diary(*evening))) == 1


def actions(*doses: Dose, medicines: tuple[str, ...] = DAILY) -> set[str]:
    (found,) = loads(diary(*doses, medicines=medicines))
    return set(found.actions)


def test_what_is_taken_every_day_asks_for_nothing_that_cannot_be_done() -> None:
    standing = actions(taken("kratom", 2, "k"))
    assert "prescriber_today" in standing
    assert not standing & {"no_more_until_clear", "not_alone"}


def test_what_comes_on_top_of_it_still_does() -> None:
    assert {"no_more_until_clear", "not_alone"} <= actions(taken("kratom", 2, "k"), taken("wine", 1, "w"))
    assert {"no_more_until_clear", "not_alone"} <= actions(
        taken("kratom", 2, "k"), taken("wine", 1, "w"), medicines=("gabapentin",)
    )
