"""Setting a finding aside: for how long, and when it comes back earlier. How long is our choice; pages say so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from counterpoise.knowledge.records import Severity
from counterpoise.safety.finding import SEVERITIES, Finding

SPANS: Mapping[Severity, dt.timedelta] = {
    "urgent": dt.timedelta(days=1),
    "warning": dt.timedelta(days=7),
    "notice": dt.timedelta(days=30),
}
"""How long each severity can be out of sight; an emergency never is."""


def span(severity: Severity) -> dt.timedelta | None:
    """For how long a finding can be set aside; None: not at all."""
    return SPANS.get(severity)


def hidden(found: Finding, aside: Mapping[str, Severity]) -> bool:
    """Whether a finding is out of sight. aside: what is set aside, by its cause, and how severe it was then.

    What has become worse since is seen again.
    """
    before = aside.get(found.cause)
    if before is None or span(found.severity) is None:
        return False
    return found.rank >= SEVERITIES.index(before)


def parted(
    findings: Iterable[Finding], aside: Mapping[str, Severity]
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """What is to be seen, and what is out of sight, each in the order given."""
    every = tuple(findings)
    away = tuple(found for found in every if hidden(found, aside))
    return tuple(found for found in every if found not in away), away
