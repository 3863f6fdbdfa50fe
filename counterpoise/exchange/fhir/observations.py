"""What was rated, noticed and measured: an Observation each."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from counterpoise.diary import Effect, Lab, OwnMeasure, Rating
from counterpoise.exchange.fhir.codes import SCORE, coded, of_fhir
from counterpoise.exchange.fhir.kept import kept
from counterpoise.exchange.fhir.parts import Resource, moment, notes, quantity, unknown, without_none, words
from counterpoise.exchange.fhir.scope import Scope
from counterpoise.text import _

DEGREES = {1: "mild", 2: "moderate", 3: "severe"}


def category(code: str) -> list[Resource]:
    return [of_fhir("observation-category", code)]


def ratings(scope: Scope) -> Iterator[Resource]:
    """Pain, sleep, mood and whatever else was rated, one by one."""
    own = {measure.key: measure for measure in scope.diary.measures}
    concepts: dict[str, Resource] = {}
    for rating in scope.diary.ratings:
        key = rating.measure
        if key not in concepts:
            measure = scope.knowledge.measures.get(key) or own.get(key)
            scale = "" if measure is None else f" ({measure.low:g} to {measure.high:g})"
            name = key if measure is None else _(measure.name) if key not in own else measure.name
            concepts[key] = coded(f"measure/{key}", (words(name) or key) + scale)
        yield _rating(scope, rating, concepts[key], own.get(key))


def _rating(scope: Scope, rating: Rating, concept: Resource, own: OwnMeasure | None) -> Resource:
    measure = None if "coding" in concept else rating.measure
    return without_none(
        scope.head("Observation", "rating", rating)
        | {
            "extension": kept(
                measure=measure,
                prompt=rating.prompt,
                places=None if rating.places is None else json.dumps(rating.places),
                zone=rating.zone,
                recorded_at=rating.recorded_at,
                recorded_by=rating.recorded_by,
                **_scale(own),
            ),
            "status": "final",
            "category": category("survey"),
            "code": concept,
            "subject": scope.patient,
            "bodySite": None if rating.places is None else {"text": _where(scope, rating.places)},
            "effectiveDateTime": moment(rating.at),
            "performer": [scope.patient],
            "valueQuantity": quantity(rating.value, SCORE),
            "note": notes(rating.note),
        }
    )


def _where(scope: Scope, places: Sequence[str]) -> str:
    """Where it hurt, in words: no codes, since none was checked for each region and side."""
    known = scope.knowledge.body
    return ", ".join(_(known[key].name) if key in known else words(key) or _("not named") for key in places)


def _scale(own: OwnMeasure | None) -> dict[str, Any]:
    """A measure of the person's own travels with its ratings."""
    if own is None:
        return {}
    scale = {"low": own.low, "high": own.high, "step": own.step}
    return {"name": own.name, "higher_is_better": own.higher_is_better, **scale}


def effects(scope: Scope) -> Iterator[Resource]:
    """What was noticed: that it was there, and how strong where that was told. No cause is asserted."""
    for effect in scope.diary.effects:
        yield _effect(scope, effect)


def _effect(scope: Scope, effect: Effect) -> Resource:
    known = scope.knowledge.effects.get(effect.kind)
    name = _(known.name) if known else words(effect.kind) or _("not named")
    backwards = effect.ended_at is not None and effect.ended_at < effect.at
    start = moment(effect.at)
    over = moment(effect.ended_at) if effect.ended_at and not backwards else None
    severity: Resource = {"code": {"text": "Severity"}}
    if effect.severity is None:
        severity["dataAbsentReason"] = unknown(_("how strong was not told"))
    else:
        severity["valueCodeableConcept"] = {"text": DEGREES[effect.severity]}
    return without_none(
        scope.head("Observation", "effect", effect)
        | {
            "extension": kept(
                effect=effect.kind,
                ended_at=effect.ended_at if backwards else None,
                zone=effect.zone,
                recorded_at=effect.recorded_at,
                recorded_by=effect.recorded_by,
            ),
            "status": "final",
            "category": category("survey"),
            "code": coded(f"effect/{effect.kind}", name),
            "subject": scope.patient,
            "effectiveDateTime": None if over else start,
            "effectivePeriod": {"start": start, "end": over} if over else None,
            "performer": [scope.patient],
            "valueBoolean": True,
            "note": notes(effect.note),
            "component": [severity],
        }
    )


def labs(scope: Scope) -> Iterator[Resource]:
    """Blood values as the person wrote them down."""
    for lab in scope.diary.labs:
        yield _lab(scope, lab)


def _lab(scope: Scope, lab: Lab) -> Resource:
    limit = None if lab.upper_limit is None else [{"high": quantity(lab.upper_limit, lab.unit)}]
    return without_none(
        scope.head("Observation", "lab", lab)
        | {
            "extension": kept(zone=lab.zone, recorded_at=lab.recorded_at, recorded_by=lab.recorded_by),
            "status": "final",
            "category": category("laboratory"),
            "code": {"text": words(lab.analyte) or _("not named")},
            "subject": scope.patient,
            "effectiveDateTime": moment(lab.at),
            "performer": [scope.patient],
            "valueQuantity": quantity(lab.value, lab.unit),
            "referenceRange": limit,
            "note": notes(lab.note),
        }
    )


def events(scope: Scope) -> Iterator[Resource]:
    """Unwanted effects that the person called severe. What caused them is for somebody else to judge."""
    for effect in scope.diary.effects:
        known = scope.knowledge.effects.get(effect.kind)
        if effect.severity != max(DEGREES) or (known is not None and known.wanted):
            continue
        made = scope.derived("AdverseEvent", "event", effect.source or "", effect.id)
        yield made | {
            "identifier": made["identifier"][0],
            "actuality": "actual",
            "event": coded(f"effect/{effect.kind}", _(known.name) if known else words(effect.kind) or _("not named")),
            "subject": scope.patient,
            "date": moment(effect.at),
            "severity": of_fhir("adverse-event-severity", "severe"),
            "recorder": scope.patient,
        }
