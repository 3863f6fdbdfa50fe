"""What is set aside is out of sight for a while, never an emergency, and comes back when it gets worse."""

import datetime as dt
from dataclasses import replace
from typing import get_args

import pytest

from counterpoise.diary import Diary, Dose, Effect, Person
from counterpoise.knowledge.records import Severity
from counterpoise.safety.aside import SPANS, hidden, parted, rests_on_new, span
from counterpoise.safety.finding import Finding
from counterpoise.safety.review import added


def found(severity: Severity, cause: str = "a") -> Finding:
    return Finding("x.a", severity, "A", "Because.", cause, (), (), ("s",))


def test_how_long_goes_by_severity_and_an_emergency_never_goes() -> None:
    assert {severity: span(severity) for severity in get_args(Severity)} == {
        "emergency": None,
        "urgent": dt.timedelta(days=1),
        "warning": dt.timedelta(days=7),
        "notice": dt.timedelta(days=30),
    }
    assert sorted(SPANS.values()) == list(SPANS.values()), "the worse it is, the sooner it is seen again"


@pytest.mark.parametrize("severity", get_args(Severity))
@pytest.mark.parametrize("then", get_args(Severity))
def test_it_is_hidden_while_it_is_no_worse_than_then(severity: Severity, then: Severity) -> None:
    order = list(get_args(Severity))
    expected = severity != "emergency" and order.index(severity) >= order.index(then)
    assert hidden(found(severity), {"a": then}) is expected


def test_another_cause_is_not_hidden_with_it() -> None:
    one, other = found("warning"), found("warning", "b")
    assert parted([one, other], {"a": "warning"}) == ((other,), (one,))


def test_new_is_what_was_not_there_or_was_less() -> None:
    before = (found("warning"), found("urgent", "b"))
    after = (found("urgent"), found("warning", "b"), found("notice", "c"))
    assert added(before, after) == (after[0], after[2])


def test_what_rests_on_something_noted_since_is_seen_again_and_one_more_dose_is_nothing_new() -> None:
    then = dt.datetime(2026, 5, 1, 8, tzinfo=dt.UTC)
    hour = dt.timedelta(hours=1)
    late = Effect(id="late", at=then - hour, recorded_at=then + hour, kind="fall")
    effects = (Effect(id="old", at=then - hour, kind="fall"), Effect(id="new", at=then + hour, kind="fall"), late)
    dose = Dose(id="dose", at=then + hour, substance="kratom")
    diary = Diary(person=Person(time_zone="UTC"), doses=(dose,), ratings=(), effects=effects)
    for because, back in (("old", False), ("new", True), ("late", True), ("dose", False), ("gone", False)):
        one = replace(found("warning"), because=("old", because))
        assert (rests_on_new([one], diary, {"a": then}) == {"a"}) is back
        assert hidden(one, {"a": "warning"}, rests_on_new([one], diary, {"a": then})) is not back
