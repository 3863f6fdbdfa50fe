"""A rule made up for tests of how findings are shown: a dose of 5 g and more is a warning, from 10 g on urgent."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from counterpoise.diary import Dose
from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import Fact, Rule, Severity
from counterpoise.safety import review
from counterpoise.safety.case import Case
from counterpoise.safety.finding import Finding

SEEN = dt.date(2026, 11, 26)
RULE = Rule(
    key="made_up",
    title="A made-up finding",
    reason="Made up for a test: {count} of that size.",
    severity="warning",
    actions=("ask_pharmacist", "look_at_answers"),
    grade="convention",
    our_choice=True,
    sources=("counterpoise-model",),
    tag="R",
    reviewed=SEEN,
    days=2,
    limits={
        "grams": Fact(
            label="From so much on",
            value=5.0,
            unit="g",
            grade="convention",
            sources=("counterpoise-model",),
            tag="D",
            reviewed=SEEN,
        )
    },
)


def find(case: Case) -> Iterator[Finding]:
    large = [dose for dose in case.taken("kratom", dt.timedelta(days=2)) if _size(dose) >= 5]
    if large:
        severity: Severity = "urgent" if max(map(_size, large)) >= 10 else "warning"
        yield case.found("plan.made_up", large, cause="secret words", severity=severity, count=str(len(large)))


def _size(dose: Dose) -> float:
    return dose.amount or 0.0


def put_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rule is there for the rest of the test."""
    monkeypatch.setitem(load().__dict__, "rules", {**load().rules, "plan.made_up": RULE})
    monkeypatch.setattr(review, "RULES", (*review.RULES, find))
