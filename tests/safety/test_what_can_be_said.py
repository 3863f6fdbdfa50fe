"""Whatever is recorded: what is found names only things to do of the closed set, and says nothing that must not be."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpoise import diary as d
from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import ActionName
from counterpoise.safety.finding import SEVERITIES, to_json
from counterpoise.safety.review import RULES, review, would_add
from tests import never

NOW = dt.datetime(2026, 6, 1, 18, tzinfo=dt.UTC)
NAMES = ("kratom", "7-hydroxymitragynine", "alcohol", "alprazolam", "oxycodone", "sertraline", "naltrexone", "xyzzy")
UNITS = ("g", "mg", "capsule", "cup")
CONDITIONS = (
    "liver_disease",
    "epilepsy",
    "long_qt",
    "heart_disease",
    "substance_use_disorder",
    "sleep_apnea",
    "psychosis",
)

moments = st.integers(0, 60 * 24 * 60).map(lambda minutes: NOW - dt.timedelta(minutes=minutes))
ids = st.uuids().map(str)
doses = st.builds(
    d.Dose,
    id=ids,
    at=moments,
    substance=st.sampled_from(NAMES),
    amount=st.none() | st.floats(0.1, 30).map(lambda size: round(size, 1)),
    unit=st.sampled_from(UNITS),
    reason=st.none() | st.sampled_from(("pain", "withdrawal", "habit", "sleep")),
)
effects = st.builds(
    d.Effect,
    id=ids,
    at=moments,
    kind=st.sampled_from([*load().effects, "something else"]),
    severity=st.none() | st.integers(1, 3),
)
labs = st.builds(
    d.Lab,
    id=ids,
    at=moments,
    analyte=st.sampled_from(("ALT", "ALP", "bilirubin", "creatinine")),
    value=st.floats(1, 2000).map(round).map(float),
    unit=st.sampled_from(("U/L", "mg/dL", "umol/L")),
    upper_limit=st.none() | st.just(40.0),
)
people = st.builds(
    d.Person,
    time_zone=st.sampled_from(("America/Chicago", "Europe/Berlin", "Australia/Lord_Howe")),
    conditions=st.lists(st.sampled_from(CONDITIONS), max_size=3, unique=True).map(tuple),
    medicines=st.lists(st.builds(d.Medicine, id=ids, name=st.sampled_from(NAMES)), max_size=3).map(tuple),
    pregnant=st.none() | st.booleans(),
    nursing=st.none() | st.booleans(),
    safety_critical=st.none() | st.booleans(),
    surgery_on=st.none() | st.just(dt.date(2026, 6, 10)),
)
plans = st.builds(
    d.Plan,
    id=ids,
    substance=st.just("kratom"),
    direction=st.sampled_from(("up", "hold", "down")),
    from_=st.just(dt.date(2026, 4, 1)),
    ceiling_per_dose=st.none() | st.just(d.Quantity(amount=3.0, unit="g")),
    ceiling_per_day=st.none() | st.just(d.Quantity(amount=6.0, unit="g")),
    doses_per_day=st.none() | st.integers(1, 4),
    hours_between=st.none() | st.just(4.0),
)
diaries = st.builds(
    d.Diary,
    person=people,
    doses=st.lists(doses, max_size=25).map(tuple),
    ratings=st.just(()),
    effects=st.lists(effects, max_size=5).map(tuple),
    labs=st.lists(labs, max_size=3).map(tuple),
    plans=st.lists(plans, max_size=1).map(tuple),
)
few = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@few
@given(diaries)
def test_a_finding_says_only_what_can_be_said(diary: d.Diary) -> None:
    found = review(diary, load(), NOW)
    assert len({one.cause for one in found}) == len(found)
    assert [one.rank for one in found] == sorted(one.rank for one in found)
    for one in found:
        assert one.severity in SEVERITIES
        assert set(one.actions) <= set(get_args(ActionName))
        assert one.sources
        assert never.offences(one.title) == never.offences(one.reason) == []
    texts = {key: action.text for key, action in load().actions.items()}
    for told in to_json(found, NOW, texts)["findings"]:
        assert never.offences(told["action"]) == []


@few
@given(diaries, doses)
def test_what_a_dose_adds_is_found_once_it_is_recorded(diary: d.Diary, dose: d.Dose) -> None:
    with_it = replace(diary, doses=(*diary.doses, dose))
    after = {(one.cause, one.severity) for one in review(with_it, load(), NOW)}
    before = [one for one in would_add(diary, dose, load(), NOW) if not one.rule.startswith("slip.")]  # asked once
    assert {(one.cause, one.severity) for one in before} <= after


def test_there_are_rules_to_look_at() -> None:
    assert RULES
    diary = d.Diary(
        person=d.Person(time_zone="UTC"), doses=(), ratings=(), effects=(d.Effect(id="e", at=NOW, kind="seizure"),)
    )
    assert [one.severity for one in review(diary, load(), NOW)][:1] == ["emergency"]
