"""A diary as FHIR R4: everything as a collection, or a patient summary as a document. Pure: same values, same bytes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from counterpoise import diary_file
from counterpoise.diary import Diary
from counterpoise.exchange.fhir import conditions, documents, issues, medications, observations, patient, plans
from counterpoise.exchange.fhir.administrations import administrations
from counterpoise.exchange.fhir.appointments import appointments
from counterpoise.exchange.fhir.consents import Shared, consent
from counterpoise.exchange.fhir.documents import Part
from counterpoise.exchange.fhir.parts import Resource, moment
from counterpoise.exchange.fhir.provenance import device, provenance
from counterpoise.exchange.fhir.questionnaires import forms, responses
from counterpoise.exchange.fhir.results import Json, result
from counterpoise.exchange.fhir.scope import DERIVED, Scope
from counterpoise.exchange.fhir.statements import no_information, statements
from counterpoise.knowledge.load import Knowledge
from counterpoise.safety.finding import Finding
from counterpoise.text import _

SUMMARY_DAYS = dt.timedelta(days=365)


def bundle(
    diary: Diary,
    knowledge: Knowledge,
    answers: Json | None,
    findings: Sequence[Finding],
    now: dt.datetime,
    *,
    name: str | None = None,
    pdf: bytes | None = None,
    shared: Sequence[Shared] = (),
    who: str = "",
) -> Resource:
    """All of a diary that FHIR has a place for, in a collection.

    answers: by their contract (`answers --json`), or none. name: only where the person gives one for this export.
    shared: the links and files by which others may read.
    who: what tells people of one installation apart, so that their ids never meet; it does not stand in the export.
    """
    scope = Scope(diary_file.identified(diary), knowledge, now, who)
    made: list[Resource] = [
        patient.patient(scope, name),
        device(scope),
        *patient.about(scope),
        *medications.plain(scope),
        *medications.bags(scope),
        *observations.ratings(scope),
        *observations.effects(scope),
        *observations.events(scope),
        *observations.labs(scope),
        *forms(scope),
        *responses(scope),
        *administrations(scope),
        *statements(scope),
        *conditions.conditions(scope),
        *conditions.allergies(scope),
        *plans.goals(scope),
        *plans.plans(scope),
        *appointments(scope),
        *(consent(scope, one) for one in shared),
        *issues.issues(scope, findings),
        *([result(scope, answers)] if answers else []),
        *(documents.pdf_of(scope, pdf) if pdf else []),
    ]
    return _bundled(scope, "collection", [*made, provenance(scope, [one for one in made if _worked_out(one)])])


def document(
    diary: Diary,
    knowledge: Knowledge,
    answers: Json | None,
    findings: Sequence[Finding],
    now: dt.datetime,
    *,
    name: str | None = None,
    pdf: bytes | None = None,
    who: str = "",
) -> Resource:
    """A summary in the shape of an International Patient Summary: single doses and ratings stay at home."""
    scope = Scope(diary_file.identified(diary), knowledge, now, who)
    parts = _parts(scope, answers, findings, pdf)
    report = documents.pdf_of(scope, pdf)[1:] if pdf else []
    made = [entry for part in parts for entry in part.entries]
    held = {entry["id"] for entry in made}
    spare = (*medications.plain(scope), *forms(scope), *responses(scope))
    rest = _needed([one for one in spare if one["id"] not in held], made)
    body = [
        documents.composition(scope, parts),
        patient.patient(scope, name),
        device(scope),
        *made,
        *rest,
        *report,
    ]
    return _bundled(scope, "document", [*body, provenance(scope, [one for one in made if _worked_out(one)])])


def _needed(candidates: Sequence[Resource], shown: Sequence[Resource]) -> list[Resource]:
    """Those that what is shown refers to, and what they refer to in turn."""
    by_id = {one["id"]: one for one in candidates}
    found: dict[str, Resource] = {}
    looking = list(shown)
    while looking:
        for id_ in _references(looking.pop()):
            if id_ in by_id and id_ not in found:
                found[id_] = by_id[id_]
                looking.append(by_id[id_])
    forms_of = {one["questionnaire"] for one in found.values() if one["resourceType"] == "QuestionnaireResponse"}
    found |= {one["id"]: one for one in candidates if one["resourceType"] == "Questionnaire" and one["url"] in forms_of}
    return list(found.values())


def _references(value: object) -> list[str]:
    if isinstance(value, dict):
        own = value.get("reference")
        here = [own.removeprefix("urn:uuid:")] if isinstance(own, str) and own.startswith("urn:uuid:") else []
        return here + [id_ for one in value.values() for id_ in _references(one)]
    return [id_ for one in value for id_ in _references(one)] if isinstance(value, list) else []


def _parts(scope: Scope, answers: Json | None, findings: Sequence[Finding], pdf: bytes | None) -> list[Part]:
    """The sections in the order of a patient summary; what is not known is said, as an entry of its own."""
    since = moment(scope.now - SUMMARY_DAYS)[:10]
    labs = [one for one in observations.labs(scope) if one["effectiveDateTime"][:10] >= since]
    scores = [one for one in responses(scope) if "hasMember" in one and one["effectiveDateTime"][:10] >= since]
    found = [
        Part("problems", _("Problems"), list(conditions.conditions(scope)) or [conditions.no_problems(scope)]),
        Part("allergies", _("Allergies"), list(conditions.allergies(scope)) or [conditions.no_allergies(scope)]),
        Part("medications", _("Medicines and kratom"), list(statements(scope)) or [no_information(scope)]),
        Part(
            "results",
            _("Results"),
            [*labs, *scores, *([result(scope, answers)] if answers else []), *patient.about(scope)],
            _("Nothing is recorded."),
        ),
        Part("plan", _("Plan"), list(plans.plans(scope)), _("No plan is recorded.")),
    ]
    goals = list(plans.goals(scope))  # a section of their own: a summary's plan of care takes plans alone
    found += [Part("goals", _("Goals"), goals)] if goals else []
    # what a finding rests on stays at home with the single entries
    seen = [{key: value for key, value in one.items() if key != "implicated"} for one in issues.issues(scope, findings)]
    found += [Part("findings", _("Findings"), seen)] if seen else []
    return found + ([Part("report", _("Report"), documents.pdf_of(scope, pdf)[:1])] if pdf else [])


def _worked_out(resource: Resource) -> bool:
    names = resource.get("identifier")
    return isinstance(names, list) and any(one.get("system") == DERIVED for one in names)


def _bundled(scope: Scope, kind: str, resources: Sequence[Resource]) -> Resource:
    return {
        "resourceType": "Bundle",
        "id": scope.id("bundle", kind),
        "identifier": {
            "system": "urn:ietf:rfc:3986",
            "value": f"urn:uuid:{scope.id('bundle', kind, moment(scope.now))}",
        },
        "type": kind,
        "timestamp": moment(scope.now),
        "entry": [{"fullUrl": f"urn:uuid:{one['id']}", "resource": one} for one in resources],
    }
