"""What is set aside is out of sight for a while, never an emergency, and comes back when it gets worse."""

import datetime as dt
from typing import get_args

import pytest

from counterpoise.knowledge.records import Severity
from counterpoise.safety.aside import SPANS, hidden, parted, span
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
