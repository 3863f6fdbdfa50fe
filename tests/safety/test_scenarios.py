"""Every scenario of the bank comes out as it says, and every rule has one that fires and two near misses."""

from collections import Counter
from pathlib import Path

import pytest

from counterpoise.knowledge.load import load
from counterpoise.safety.review import review, would_add
from tests.safety.scenarios import FILES, scenario


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_scenario_comes_out_as_it_says(path: Path) -> None:
    told = scenario(path)
    packs = load().with_recalls(told.recalls)
    found = review(told.diary, packs, told.now)
    if told.entry is not None:
        found = would_add(told.diary, told.entry, packs, told.now)
    findings = {one.rule: one for one in reversed(found)}
    severities = {rule: findings[rule].severity for rule in told.found if rule in findings}
    assert severities == told.found
    assert [rule for rule in told.absent if rule in findings] == []
    for rule, entries in told.because.items():
        assert sorted(findings[rule].because) == sorted(entries)


def test_every_rule_has_a_scenario_that_fires_and_two_near_misses() -> None:
    bank = [scenario(path) for path in FILES]
    fires = Counter(rule for told in bank for rule in told.found)
    misses = Counter(rule for told in bank for rule in told.absent)
    rules = [*load().rules, *(f"interaction.{key}" for pairs in load().interactions.values() for key in pairs)]
    short = [
        f"{rule}: fires in {fires[rule]}, absent in {misses[rule]}"
        for rule in rules
        if fires[rule] < 1 or misses[rule] < 2
    ]
    assert short == []


def test_no_scenario_names_a_rule_that_is_none() -> None:
    rules = {*load().rules, *(f"interaction.{key}" for pairs in load().interactions.values() for key in pairs)}
    named = {rule for path in FILES for rule in (*scenario(path).found, *scenario(path).absent)}
    assert named - rules == set()
