"""How far back the rules look, so that a diary of ten years need not be read whole."""

from __future__ import annotations

import datetime as dt

from counterpoise.knowledge.load import Knowledge

AT_LEAST = dt.timedelta(days=400)
"""For rules that say nothing of how far they look: a year, and what led up to it."""


def window(knowledge: Knowledge) -> dt.timedelta:
    """The longest that any rule looks back, and a year at least."""
    said = [dt.timedelta(days=rule.days) for rule in knowledge.rules.values() if rule.days is not None]
    return max([AT_LEAST, *said])
