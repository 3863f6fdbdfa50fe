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


def test_a_part_of_an_earlier_load_that_is_taken_anew_is_told_though_that_one_is_set_aside() -> None:
    anew = (taken("vodka", 2, "1"), taken("weed", 1.9, "2"), taken("kratom", 1.8, "3"))
    larger, later = sorted(loads(diary(*EARLY, *anew)), key=lambda one: one.at or NOW)
    assert (larger.because, later.because) == (("v", "w", "b", "k"), ("1", "2", "3"))
    assert not hidden(later, {larger.cause: "urgent"})


def test_what_is_left_of_a_load_is_no_other_with_one_more_kratom() -> None:
    earlier = (taken("vodka", 3, "v"), taken("weed", 10, "w"), taken("benadryl", 2.9, "b"), taken("kratom", 2.8, "k"))
    assert len(loads(diary(*earlier, taken("kratom", 1, "l")))) == 1


def test_antipsychotics_count_among_what_makes_sleepy() -> None:
    (found,) = loads(diary(taken("kratom", 2, "k"), taken("Xanax", 1.5, "x"), taken("quetiapine", 1, "q")))
    assert "(quetiapine)" in found.reason


def test_what_is_free_of_kratom_is_no_kratom() -> None:
    tea = diary(
        taken("kratom-free tea", 2, "t"), taken("wine", 1.5, "w"), taken("Xanax", 1, "x"), medicines=("Valium",)
    )
    assert [one.rule for one in review(tea, load(), NOW)] == ["medicines.unknown"]


def test_it_is_told_before_the_dose_that_brings_it() -> None:
    brought = would_add(diary(*EARLY, *LATE), XANAX, load(), NOW)
    assert ("load.sedatives", "urgent") in {(one.rule, one.severity) for one in brought}


def test_part_of_a_larger_load_is_no_other() -> None:
    (found,) = loads(diary(*EARLY))
    assert "(vodka); Cannabis (weed); Kratom;" in found.reason, "in the words of the person"
    evening = (taken("kratom", 9, "1"), taken("wine", 8.5, "2"), taken("benadryl", 8, "3"), taken("weed", 7, "4"))
    assert len(loads(diary(*evening))) == 1


def actions(*doses: Dose, medicines: tuple[str, ...] = DAILY) -> set[str]:
    (found,) = loads(diary(*doses, medicines=medicines))
    return set(found.actions)


def test_what_is_taken_every_day_asks_for_nothing_that_cannot_be_done() -> None:
    standing = actions(taken("kratom", 40, "j"), taken("kratom", 2, "k"))
    assert "prescriber_today" in standing
    assert not standing & {"no_more_until_clear", "not_alone"}


def test_whose_first_kratom_comes_on_top_of_them_is_not_to_be_alone() -> None:
    first = actions(taken("kratom", 2, "k"))
    assert {"not_alone", "prescriber_today"} <= first
    assert "no_more_until_clear" not in first


def test_what_comes_on_top_of_it_still_does() -> None:
    assert {"no_more_until_clear", "not_alone"} <= actions(taken("kratom", 2, "k"), taken("wine", 1, "w"))
    assert {"no_more_until_clear", "not_alone"} <= actions(
        taken("kratom", 2, "k"), taken("wine", 1, "w"), medicines=("gabapentin",)
    )


def test_where_nobody_prescribes_any_of_it_no_prescriber_is_spoken_of() -> None:
    chosen = actions(taken("kratom", 2, "k"), taken("wine", 1, "w"), taken("7-OH", 1, "s"), medicines=())
    assert {"naloxone", "no_more_until_clear"} <= chosen
    assert "prescriber_today" not in chosen
    assert "prescriber_today" in actions(
        taken("kratom", 2, "k"), taken("wine", 1, "w"), taken("Xanax", 1), medicines=()
    )


def test_no_kind_is_named_twice() -> None:
    three = (taken("alcohol", 2), taken("Xanax", 1.9), taken("kratom", 1.8), taken("wine", 1.7))
    (one,) = loads(diary(*three))
    assert "Alcohol (wine)" in f"{one.title} {one.reason}"
    (plain,) = loads(diary(*three[:3]))
    assert "Alcohol (" not in f"{plain.title} {plain.reason}"
    assert "(Xanax)" in f"{plain.title} {plain.reason}"
