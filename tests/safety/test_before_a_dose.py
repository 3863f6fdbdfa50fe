"""What one more dose would add under a plan: told before it is saved, once for a day, and nothing where it fits."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from counterpoise.knowledge.load import load
from counterpoise.safety.review import would_add
from tests.plans.people import NOW, dose, g, person, plan


def test_a_dose_above_the_plan_is_told_before_it_is_saved() -> None:
    diary = person(plan(ceiling_per_dose=g(3), ceiling_per_day=g(6), hours_between=4), doses=(dose(5, 2),))
    assert [one.rule for one in would_add(diary, dose(0, 2), load(), NOW)] == []
    assert [one.rule for one in would_add(diary, dose(0, 3.5), load(), NOW)] == ["plan.above_dose"]
    assert [one.rule for one in would_add(diary, dose(1.5, 2), load(), NOW)] == ["plan.too_soon"]


def test_it_is_told_once_for_a_day() -> None:
    diary = person(plan(ceiling_per_dose=g(3)), doses=(dose(5, 4),))
    assert would_add(diary, dose(0, 4), load(), NOW) == ()
    tomorrow = NOW + dt.timedelta(days=1)
    later = replace(dose(0, 4), at=tomorrow)
    assert [one.rule for one in would_add(diary, later, load(), tomorrow)] == ["plan.above_dose"]
