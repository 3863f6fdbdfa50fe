"""What the person's own check of dependence came to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from counterpoise.knowledge.scoring import score
from counterpoise.safety.case import Case
from counterpoise.safety.dependence import SELF_CHECK, latest
from counterpoise.safety.finding import Finding
from counterpoise.text import _


def find(case: Case) -> Iterator[Finding]:
    """By how many signs were ticked. What was skipped is not known, so there may be more."""
    rule, tool = case.knowledge.rules["use.self_check"], case.knowledge.instruments[SELF_CHECK]
    filled = latest(case)
    if filled is None or filled.at < case.now - dt.timedelta(days=rule.days or 0):
        return
    told = score(tool, filled.answers)
    if told.at_least < rule.limit("notice_from") or told.band is None:
        return
    yield case.found(
        "use.self_check",
        [filled],
        severity="warning" if told.at_least >= rule.limit("warning_from") else "notice",
        count=f"{told.at_least:g}",
        answered=str(told.answered),
        band=_(str(tool.bands[told.band].value)),
    )
