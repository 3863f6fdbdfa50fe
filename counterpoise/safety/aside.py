"""Setting a finding aside: for how long, and when it comes back earlier. How long is our choice; pages say so."""

from __future__ import annotations

import datetime as dt
from collections.abc import Container, Iterable, Mapping

from counterpoise.diary import Diary, Entry
from counterpoise.knowledge.records import Severity
from counterpoise.safety.finding import SEVERITIES, Finding

SPANS: Mapping[Severity, dt.timedelta] = {
    "urgent": dt.timedelta(days=1),
    "warning": dt.timedelta(days=7),
    "notice": dt.timedelta(days=30),
}
"""How long each severity can be out of sight; an emergency never is."""


NOTED = ("effects", "labs", "ratings", "questionnaires")
"""Entries that bring back what they are the newest of."""


_NEVER: Mapping[str, dt.datetime] = {}


def newest(entry: Entry, corrected: Mapping[str, dt.datetime]) -> dt.datetime:
    """When an entry was last something new: it happened, was written down, or was corrected."""
    return max(entry.at, entry.recorded_at or entry.at, corrected.get(entry.id, entry.at))


def span(severity: Severity) -> dt.timedelta | None:
    """For how long a finding can be set aside; None: not at all."""
    return SPANS.get(severity)


def hidden(found: Finding, aside: Mapping[str, Severity], back: Container[str] = ()) -> bool:
    """Whether a finding is out of sight. aside: what is set aside, by its cause, and how severe it was then.

    What has become worse since is seen again, and so is what rests on something new (back: the causes of those).
    """
    before = aside.get(found.cause)
    if before is None or span(found.severity) is None or found.cause in back:
        return False
    return found.rank >= SEVERITIES.index(before)


def parted(
    findings: Iterable[Finding], aside: Mapping[str, Severity], back: Container[str] = ()
) -> tuple[tuple[Finding, ...], tuple[Finding, ...]]:
    """What is to be seen, and what is out of sight, each in the order given."""
    every = tuple(findings)
    away = tuple(found for found in every if hidden(found, aside, back))
    return tuple(found for found in every if found not in away), away


def rests_on_new(
    findings: Iterable[Finding],
    diary: Diary,
    since: Mapping[str, dt.datetime],
    corrected: Mapping[str, dt.datetime] = _NEVER,
) -> frozenset[str]:
    """The causes that rest on something noted or corrected after they were set aside.

    since: when each was, by its cause; corrected: when entries last were, by id. One more dose is nothing new by
    itself: it would bring everything back at once. `again.worsened` finds those that are.
    """
    aside = [found for found in findings if found.cause in since]
    if not aside:
        return frozenset()
    noted = [entry for name in NOTED for entry in getattr(diary, name) if entry.id]
    last = {entry.id: newest(entry, corrected) for entry in noted}
    return frozenset(
        found.cause for found in aside if any(last[id_] > since[found.cause] for id_ in found.because if id_ in last)
    )
