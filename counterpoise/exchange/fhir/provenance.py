"""Which program made this, and from which diary."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from counterpoise import __version__, diary_file
from counterpoise.diary import Diary
from counterpoise.exchange.fhir.codes import of_fhir
from counterpoise.exchange.fhir.parts import Resource, moment
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
