"""The week in numbers: what was not written down is not told as nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from counterpoise.diary import Dose, Rating
from counterpoise.knowledge.load import load
from counterpoise.report.week import lines
from counterpoise.safety.week import to_json, week
from tests.house.test_words import advice
from tests.safety.made import NOW, ZONE, days_of, diary


def test_the_last_week_stands_beside_the_four_before() -> None:
    told = week(diary(days_of([2] * 28 + [3] * 5 + [0, 3] + [1], reason="pain")), load(), NOW)
    used = told.used[0]
    assert (told.from_, told.to) == (dt.date(2026, 4, 24), dt.date(2026, 4, 30))
    assert (used.last.doses, used.last.days_with, used.last.dose_free) == (18, 6, 1)
    assert used.before.a_week == 14
    assert used.sentence == "Kratom: 18 doses on 6 days; in the four weeks before, about 14 a week."
    assert (used.last.amount, used.last.unit, used.last.first_hour) == (2.0, "g", 8.0)
    assert used.last.reasons == {"pain": 18}
    assert told.sentence == "7 of 7 days were written down."


def test_it_is_told_in_lines_without_judgement() -> None:
    told = week(diary(days_of([2] * 28 + [3] * 5 + [0, 3] + [1], reason="pain")), load(), NOW)
    assert lines(told.used[0]) == [
        "Middle amount of a dose: 2 g (before: 2 g).",
        "First dose of the day: about 8:00 (before: 8:00).",
        "1 noted day without a dose.",
        "Reasons noted: pain 18.",
    ]
    short = week(diary(days_of([2] * 8)), load(), NOW)
    assert "First dose of the day: about 8:00." in lines(short.used[0]), "nothing to compare with is not compared"


def test_what_else_was_noted_is_told() -> None:
    def wine(day: int, amount: float) -> Dose:
        at = dt.datetime.combine(NOW.date() - dt.timedelta(days=day), dt.time(20), ZONE)
        return Dose(at=at, substance="wine", amount=amount, unit="glass")

    doses = (*days_of([2] * 36), wine(12, 1), wine(7, 2), wine(2, 1), wine(2, 1), wine(0, 5))
    told = week(diary(tuple(sorted(doses, key=lambda dose: dose.at))), load(), NOW)
    assert [one.sentence for one in told.beside] == ["Alcohol: noted 3 times on 2 days, 1 to 2 glasses each."]
    assert to_json(told)["beside"][0]["times"] == 3


def test_today_is_not_over_and_does_not_count() -> None:
    one, more = (week(diary(days_of([2] * 35 + [today])), load(), NOW) for today in (0, 9))
    assert one.used[0].last == more.used[0].last


def test_with_too_little_it_says_so() -> None:
    told = week(diary(days_of([2, 2, 0, 0, 0, 0, 0, 0])), load(), NOW)
    assert not told.known
    assert told.used[0].sentence == "Kratom: we cannot say."
    assert "too few to say much" in told.sentence
    nothing_before = week(diary(days_of([2] * 8)), load(), NOW)
    assert nothing_before.used[0].sentence.endswith("too little was written down before to compare.")
    assert week(diary(), load(), NOW).used == ()


def test_days_without_an_entry_are_not_dose_free() -> None:
    told = week(diary(days_of([2] * 30 + [2, 0, 0, 0, 2, 2, 2, 0])), load(), NOW)
    assert (told.noted, told.used[0].last.dose_free) == (4, 0)


def test_an_unknown_amount_is_counted_as_unknown() -> None:
    doses = days_of([2] * 36)
    doses = [replace(dose, amount=None, unit=None) if place % 2 else dose for place, dose in enumerate(doses)]
    last = week(diary(doses), load(), NOW).used[0].last
    assert (last.amount, last.unknown) == (2.0, 7)


def test_ratings_of_both_spans() -> None:
    def rated(day: int, value: float) -> Rating:
        at = dt.datetime.combine(NOW.date() - dt.timedelta(days=day), dt.time(9), ZONE)
        return Rating(at=at, measure="mood", value=value)

    told = week(diary(days_of([1] * 36), ratings=(rated(20, 3), rated(3, 6), rated(2, 7))), load(), NOW)
    assert [(one.measure, one.last, one.before, one.count) for one in told.rated] == [("mood", 6.5, 3, 2)]


def test_its_json_form_holds_the_same_and_no_advice() -> None:
    told = week(diary(days_of([2] * 36)), load(), NOW)
    plain = to_json(told)
    assert plain["substances"][0]["last_week"]["doses"] == 14
    assert plain["enough"] is True
    assert advice(" ".join([told.sentence, *(one.sentence for one in told.used)])) == []
