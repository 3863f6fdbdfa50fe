"""What the safety rules found, each with what it rests on and where it was read. Never an order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from counterpoise.diary import ENTRY_LISTS
from counterpoise.exchange.fhir.parts import Resource, moment, without_none, words
from counterpoise.exchange.fhir.scope import Scope
from counterpoise.safety.finding import Finding
from counterpoise.text import _

SEVERITY = {"emergency": "high", "urgent": "high", "warning": "moderate", "notice": "low"}
KINDS = {
    "doses": "dose",
    "ratings": "rating",
    "effects": "effect",
    "labs": "lab",
    "questionnaires": "response",
}
_PLACE = re.compile(r"(\w+)\[(\d+)\]$")


def issues(scope: Scope, findings: Sequence[Finding]) -> Iterator[Resource]:
    """A DetectedIssue for each finding."""
    known = {
        record.id: scope.of(KINDS[name], record)
        for name in ENTRY_LISTS
        for record in reversed(getattr(scope.diary, name))
    }
    for finding in findings:
        yield _issue(scope, finding, known)


def _issue(scope: Scope, finding: Finding, known: dict[str, Resource]) -> Resource:
    named = [known.get(name) or _by_place(scope, name) for name in finding.because]
    books = scope.knowledge.bibliography
    sources = [books[key] for key in finding.sources if key in books]
    links = [source.link for source in sources if source.link]
    actions = scope.knowledge.actions
    return without_none(
        scope.derived("DetectedIssue", "issue", finding.rule, finding.cause)
        | {
            "status": "final",
            "code": {"text": words(finding.title)},
            "severity": SEVERITY[finding.severity],
            "patient": scope.patient,
            "identifiedDateTime": moment(finding.at or scope.now),
            "author": scope.refer("device"),
            "implicated": [reference for reference in named if reference],
            "evidence": [{"code": [{"text": words(f"{s.title}. {s.link or ''}")}]} for s in sources],
            "detail": words(finding.reason),
            "reference": links[0] if links else None,
            "mitigation": [{"action": {"text": _(actions[name].text)}} for name in finding.actions if name in actions],
        }
    )


def _by_place(scope: Scope, name: str) -> Resource | None:
    """The entry that a finding calls by its place, for want of an id ("doses[3]")."""
    found = _PLACE.match(name)
    if found is None or found[1] not in KINDS:
        return None
    listed = getattr(scope.diary, found[1])
    return scope.of(KINDS[found[1]], listed[int(found[2])]) if int(found[2]) < len(listed) else None
