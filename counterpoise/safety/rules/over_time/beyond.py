"""One dose of leaf that is more than any that was reported: asked about before it is saved, and told until mended."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from counterpoise.safety.amounts import amounts
from counterpoise.safety.case import KRATOM, Case
from counterpoise.safety.finding import Finding
from counterpoise.safety.use import another_drug
from counterpoise.units import sized

RULE = "use.beyond_reported"


def find(case: Case) -> Iterator[Finding]:
    """Each dose by itself: one that is right hides no slip after it."""
    rule = case.knowledge.rules[RULE]
    lines = {"g": rule.limit("grams"), "mg of mitragynine": rule.limit("mitragynine")}
    for dose in case.last(case.doses, dt.timedelta(hours=rule.limit("hours"))):
        if dose.amount is None or case.substance(dose.substance) != KRATOM or another_drug(case, dose) is not None:
            continue
        size = amounts(case, dose)
        way = next((way for way in lines if way in size), None)  # grams first: as weak as leaf can be
        if way is not None and size[way] > lines[way]:
            said = sized(dose.amount, dose.unit or "")
            yield case.found(RULE, [dose], cause=case.name(dose), amount=said)
