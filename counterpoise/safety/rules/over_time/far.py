"""A dose of leaf far above those before it, once it is saved: what to watch for and whom to call.

Before that, whether a finger slipped is asked (`slip`), by the same comparison. What was confirmed is in no way wrong
for it; but that nothing was found must not be the answer to it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from counterpoise.diary import Dose
from counterpoise.safety.amounts import amounts
from counterpoise.safety.case import KRATOM, Case
from counterpoise.safety.finding import Finding
from counterpoise.safety.rules.over_time import beyond
from counterpoise.safety.slip import above_one_use, beside, times_far
from counterpoise.units import sized

RULE = "use.far_above_usual"


def find(case: Case) -> Iterator[Finding]:
    """Each dose by itself, beside those before it: one more of the same takes nothing back."""
    rule = case.knowledge.rules[RULE]
    for dose in case.last(case.doses, dt.timedelta(hours=rule.limit("hours"))):
        times = _times(case, dose)
        if times is not None and dose.amount is not None:
            said = sized(dose.amount, dose.unit or "")
            yield case.found(RULE, [dose], cause=case.name(dose), amount=said, times=f"{int(times + 1e-9)}")


def _times(case: Case, dose: Dose) -> float | None:
    """How many times the middle one of those before it; None where that is not far, or little all the same: only
    leaf above the most of one use that was reported, and not what is told by a graver rule."""
    own = amounts(case, dose)
    if not above_one_use(case, dose, own) or beyond.exceeds(case, dose):
        return None
    found = beside(case, dose, [one for one in case.taken(KRATOM) if one.at < dose.at])
    return None if found is None else times_far(case, found, own[found.way])
