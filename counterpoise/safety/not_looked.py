"""A finding about the rules themselves: some of them failed, and saw nothing of what they watch for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from counterpoise.knowledge.records import Rule
from counterpoise.safety.finding import Finding
from counterpoise.text import _

NAME = "rules.not_looked"
RULE = Rule(
    key="not_looked",
    title="Not looked at: {topics}",
    reason="These rules stumbled over something in the record or in a file of facts, and could not look. That is a "
    "mistake in this program. What they watch for may be there all the same: if in doubt, ask a pharmacist or doctor.",
    severity="warning",
    actions=(),
    grade="convention",
    our_choice=True,
    limits={},
    sources=("counterpoise-model",),
    tag="D",
    reviewed=dt.date(2026, 11, 26),
)
"""It stands here and in no pack: it must be there when packs are what is broken."""


def not_looked(topics: Sequence[str]) -> Finding:
    """topics: the rooms of the rules that failed."""
    names = {
        "signs": _("signs that need help"),
        "labs": _("blood tests"),
        "groups": _("illnesses"),
        "products": _("products"),
        "interactions": _("medicines together with kratom"),
        "load": _("things that make you drowsy"),
        "plan": _("the plan"),
        "use": _("use over time"),
    }
    return Finding(
        rule=NAME,
        severity=RULE.severity,
        title=_(RULE.title).format(topics=", ".join(names.get(topic, topic) for topic in topics)),
        reason=_(RULE.reason),
        cause=f"{NAME}:{'+'.join(topics)}",
        because=(),
        actions=RULE.actions,
        sources=RULE.sources,
    )
