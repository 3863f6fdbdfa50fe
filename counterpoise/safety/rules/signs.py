"""Signs that call for help: an effect that was noted and is not known to be over."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from counterpoise.safety.case import Case
from counterpoise.safety.finding import Finding


def find(case: Case) -> Iterator[Finding]:
    """Emergencies of the last hours."""
    rule = case.knowledge.rules["signs.emergency"]
    recent = case.last(case.effects, dt.timedelta(hours=rule.limit("hours")))
    for kind in sorted({effect.kind for effect in recent}):
        known = case.knowledge.effects.get(kind)
        open_ = [one for one in recent if one.kind == kind and (one.ended_at is None or one.ended_at > case.now)]
        if known is not None and known.urgency == "emergency" and open_:
            yield case.found("signs.emergency", open_, cause=kind, sign=known.name)
