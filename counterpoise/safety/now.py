"""Whether things that make people sleepy act together at this very moment: what stands on the first page while they do.

It goes by the hours and the severity of the findings, and ends with the hours. What is taken every day, as on other
days, makes no such moment: it does not pass, and whoever reads red for ever reads it no more.
"""

from __future__ import annotations

from collections.abc import Iterable

from counterpoise.safety.again import ASKED_FOR, TOGETHER, as_every_day
from counterpoise.safety.case import KRATOM, Case
from counterpoise.safety.finding import Finding
from counterpoise.safety.rules import load


def together_now(case: Case, found: Iterable[Finding]) -> bool:
    """Whether what one of these findings says for today, of things taken together, acts now. found: what is in sight.

    Beside an emergency nothing more is said: whom to call stands there.
    """
    told = tuple(found)
    if any(one.severity == "emergency" for one in told):
        return False
    return any(_acts(case, one) for one in told if one.severity == "urgent" and one.rule.partition(".")[0] in TOGETHER)


def _acts(case: Case, found: Finding) -> bool:
    """Whether two things of it act, one of them by a dose that is no medicine of every day; leaf alone is none of that,
    but where no kratom before it is known."""
    names = set(found.because)
    things = {key for key, _kind, beside in load.of_every_day(case) if beside.entry in names}
    passes = False
    for dose in case.last(case.doses, load.longest(case)):
        if case.name(dose) not in names:
            continue
        acting = {key: lasts for key, _kind, lasts in load.parts(case, dose) if case.now < dose.at + lasts}
        things |= acting.keys()
        if KRATOM in acting and found.actions == load.FIRST:
            passes = True
        lately = {key for key, lasts in acting.items() if case.now < dose.at + min(lasts, ASKED_FOR)}
        passes = passes or (bool(lately - {KRATOM}) and not as_every_day(case, dose))
    return passes and len(things) > 1
