"""The report's PDF as it is; and the summary: a Composition of sections in the shape of a patient summary."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from counterpoise.exchange.fhir.codes import coded, of_fhir
from counterpoise.exchange.fhir.parts import Resource, moment, without_none
from counterpoise.exchange.fhir.scope import Scope
from counterpoise.text import _

_XHTML = "http://www.w3.org/1999/xhtml"


def pdf_of(scope: Scope, pdf: bytes) -> list[Resource]:
    """A DocumentReference and the Binary it points to."""
    held = scope.refer("pdf")
    attachment = {
        "contentType": "application/pdf",
        "url": held["reference"],
        "size": len(pdf),
        "hash": base64.b64encode(hashlib.sha1(pdf).digest()).decode(),  # noqa: S324 - FHIR asks for SHA-1 here
        "title": _("Report for a visit"),
        "creation": moment(scope.now),
    }
    return [
        scope.derived("DocumentReference", "report")
        | {
            "status": "current",
            "type": {"text": _("Report for a visit")},
            "subject": scope.patient,
            "date": moment(scope.now),
            "author": [scope.patient, scope.refer("device")],
            "content": [{"attachment": attachment}],
        },
        {
            "resourceType": "Binary",
            "id": scope.id("pdf"),
            "contentType": "application/pdf",
            "data": base64.b64encode(pdf).decode(),
        },
    ]


@dataclass(frozen=True, slots=True)
class Part:
    """One section: which code of the list it has, its title, and what stands in it; `nothing`: the words for none."""

    key: str
    title: str
    entries: Sequence[Resource]
    nothing: str = ""


def composition(scope: Scope, parts: Sequence[Part]) -> Resource:
    """The first entry of the document; every section says in words what its entries hold."""
    return scope.derived("Composition", "summary") | {
        "identifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{scope.id('summary')}"},
        "status": "final",
        "type": coded("document/summary", "Patient summary Document"),
        "subject": scope.patient,
        "date": moment(scope.now),
        "author": [scope.patient, scope.refer("device")],
        "title": _("Patient summary, from the person's own diary"),
        "custodian": {"display": _("The person themselves")},
        "section": [_section(part) for part in parts],
    }


def _section(part: Part) -> Resource:
    lines = [line for resource in part.entries if (line := _line(resource))]
    return without_none(
        {
            "title": part.title,
            "code": coded(f"section/{part.key}", part.title),
            "text": narrative(lines or [part.nothing]),
            "entry": [{"reference": f"urn:uuid:{resource['id']}"} for resource in part.entries],
            "emptyReason": None if part.entries else of_fhir("list-empty-reason", "unavailable"),
        }
    )


def narrative(lines: Sequence[str]) -> Resource:
    """Plain lines as FHIR wants them: a list in XHTML, nothing but text in it."""
    items = "".join(f"<li>{escape(line, quote=False)}</li>" for line in lines)
    return {"status": "generated", "div": f'<div xmlns="{_XHTML}"><ul>{items}</ul></div>'}


def _line(resource: Resource) -> str:
    """A resource in one line: what it is, its value, its day."""
    concept = resource.get("code") or resource.get("medicationCodeableConcept") or resource.get("description")
    text = concept.get("text", "") if isinstance(concept, dict) else concept or resource.get("title", "")
    said = [text or resource.get("medicationReference", {}).get("display", "")]
    if (value := resource.get("valueQuantity")) is not None:
        unit = "" if value.get("code") == "{score}" else value.get("unit", "")
        said.append(f"{value.get('comparator', '')}{value['value']} {unit}".strip())
    said += [resource[key] for key in ("valueString", "detail") if isinstance(resource.get(key), str)]
    said += [one["text"] for one in resource.get("dosage", []) if "text" in one]
    said += [one["detail"]["description"] for one in resource.get("activity", [])]
    day = resource.get("effectiveDateTime") or resource.get("identifiedDateTime")
    return ": ".join(part for part in [", ".join(part for part in said if part), day and day[:10]] if part)
