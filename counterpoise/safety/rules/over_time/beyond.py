"""One dose of leaf that is more than any that was reported: asked about before it is saved, and told until mended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from counterpoise.diary import Dose
from counterpoise.safety.amounts import amounts
from counterpoise.safety.case import KRATOM, Case
from counterpoise.safety.finding import Finding
from counterpoise.safety.use import another_drug
from counterpoise.units import sized

RULE = "use.beyond_reported"


def find(case: Case) -> Iterator[Finding]:
    """Each dose by itself: one that is right hides no slip after it."""
    rule = case.knowledge.rules[RULE]
    for dose in case.last(case.doses, dt.timedelta(hours=rule.limit("hours"))):
        if dose.amount is not None and exceeds(case, dose):
            said = sized(dose.amount, dose.unit or "")
            yield case.found(RULE, [dose], cause=case.name(dose), amount=said)


def exceeds(case: Case, dose: Dose) -> bool:
    """Whether a dose is leaf, and more of it than any that was reported."""
    if not is_leaf(case, dose):
        return False
    rule, size = case.knowledge.rules[RULE], amounts(case, dose)
    lines = {"g": rule.limit("grams"), "mg of mitragynine": rule.limit("mitragynine")}
    way = next((way for way in lines if way in size), None)  # grams first: as weak as leaf can be
    return way is not None and size[way] > lines[way]


def is_leaf(case: Case, dose: Dose) -> bool:
    """Kratom, and by no name or paper another drug."""
    return case.substance(dose.substance) == KRATOM and another_drug(case, dose) is None
