"""Which program made this, from which diary; and who may see it, where it is shared."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence

from counterpoise import __version__, diary_file
from counterpoise.diary import Diary
from counterpoise.exchange.fhir.codes import coded, of_fhir
from counterpoise.exchange.fhir.parts import Resource, moment, span, words
from counterpoise.exchange.fhir.scope import Scope

DIGEST = "urn:counterpoise:digest:sha256"


def digest(diary: Diary) -> str:
    """What tells one state of a diary from another: the sha256 of its file."""
    return hashlib.sha256(diary_file.write(diary).encode("utf-8", "replace")).hexdigest()


def device(scope: Scope) -> Resource:
    """The program itself."""
    return {
        "resourceType": "Device",
        "id": scope.id("device"),
        "status": "active",
        "deviceName": [{"name": "Counterpoise", "type": "user-friendly-name"}],
        "type": {"text": "A private diary of the person's own (software, evaluated by no regulator)"},
        "version": [{"value": __version__}],
    }


def provenance(scope: Scope, made: Sequence[Resource]) -> Resource:
    """That the program worked these out, from which diary; the rest was written down by the person."""
    targets = [{"reference": f"urn:uuid:{resource['id']}"} for resource in made]
    return {
        "resourceType": "Provenance",
        "id": scope.id("provenance"),
        "target": [scope.patient, *targets],
        "recorded": moment(scope.now),
        "agent": [
            {"type": of_fhir("provenance-participant-type", "assembler"), "who": scope.refer("device")},
            {"type": of_fhir("provenance-participant-type", "author"), "who": scope.patient},
        ],
        "entity": [
            {"role": "source", "what": {"identifier": {"system": DIGEST, "value": digest(scope.diary)}}},
        ],
    }


def consent(
    scope: Scope, key: str, *, given_at: dt.datetime, until: dt.datetime, to: str, sections: Sequence[str]
) -> Resource:
    """What the person agreed to show, to whom and until when."""
    period = span(moment(given_at), moment(until)) or {"start": moment(given_at)}
    return scope.derived("Consent", "consent", key) | {
        "status": "active",
        "scope": of_fhir("consentscope", "patient-privacy"),
        "category": [coded("consent/sharing", "Consent to share")],
        "patient": scope.patient,
        "dateTime": moment(given_at),
        "performer": [scope.patient],
        "policyRule": {"text": "The person chose what to show, and can take it back at any time."},
        "provision": {
            "type": "permit",
            "period": period,
            "actor": [
                {
                    "role": {"text": "May read"},
                    "reference": {"display": words(to) or "whoever holds the link"},
                }
            ],
            "code": [{"text": said} for section in sections if (said := words(section))],
        },
    }
