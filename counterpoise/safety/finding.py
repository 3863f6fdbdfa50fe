"""What a rule saw, and its JSON form (`counterpoise-findings`, version 1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, get_args

from counterpoise.knowledge.records import ActionName, Severity

SEVERITIES: tuple[Severity, ...] = get_args(Severity)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was found.

    cause: the same as long as it is the same thing that was found; no two findings share one, and setting aside goes
    by it. because: the names of the entries it rests on (`Case.name`). at: the latest moment it rests on, if any.
    """

    rule: str
    severity: Severity
    title: str
    reason: str
    cause: str
    because: tuple[str, ...]
    actions: tuple[ActionName, ...]
    sources: tuple[str, ...]
    at: dt.datetime | None = None

    FORMAT: ClassVar[str] = "counterpoise-findings"
    VERSION: ClassVar[int] = 1

    @property
    def rank(self) -> int:
        """0 for an emergency, and on from there."""
        return SEVERITIES.index(self.severity)


def to_json(findings: Sequence[Finding], now: dt.datetime, texts: dict[ActionName, str]) -> dict[str, Any]:
    """texts: what each action says (`actions.said`)."""
    return {
        "format": Finding.FORMAT,
        "version": Finding.VERSION,
        "now": now.isoformat(),
        "findings": [
            {
                "rule": found.rule,
                "severity": found.severity,
                "title": found.title,
                "reason": found.reason,
                "because": list(found.because),
                "action": " ".join(texts[name] for name in found.actions),
                "actions": list(found.actions),
                "sources": list(found.sources),
                "at": None if found.at is None else found.at.isoformat(),
                "cause": found.cause,
            }
            for found in findings
        ],
    }
