"""Who it is about: as little as a reader needs. A name only where one is given for this export."""

from __future__ import annotations

from counterpoise.exchange.fhir.parts import Resource, moment, without_none, words
from counterpoise.exchange.fhir.scope import Scope


def patient(scope: Scope, name: str | None) -> Resource:
    """Year of birth and sex where they were told; no address, no place."""
    person, said = scope.diary.person, words(name)
    id_ = scope.id("patient")
    return without_none(
        {
            "resourceType": "Patient",
            "id": id_,
            "identifier": [{"system": "urn:ietf:rfc:3986", "value": f"urn:uuid:{id_}"}],
            "name": [{"text": said}] if said else None,
            "gender": person.sex,
            "birthDate": None if person.birth_year is None else f"{person.birth_year:04}",
        }
    )


def about(scope: Scope) -> list[Resource]:
    """What was told of body and life: pregnancy, breast-feeding, weight. What was not told is left out."""
    person, made = scope.diary.person, []
    for key, text, value in (
        ("pregnant", "Pregnant", person.pregnant),
        ("nursing", "Breast-feeding", person.nursing),
    ):
        if value is not None:
            made.append(_observed(scope, key, text) | {"valueBoolean": value})
    if person.weight_kg is not None:
        weight = {"value": person.weight_kg, "unit": "kg", "system": "http://unitsofmeasure.org", "code": "kg"}
        made.append(_observed(scope, "weight", "Body weight, as told") | {"valueQuantity": weight})
    return made


def _observed(scope: Scope, key: str, text: str) -> Resource:
    return scope.derived("Observation", "about", key) | {
        "status": "final",
        "code": {"text": text},
        "subject": scope.patient,
        "effectiveDateTime": moment(scope.now),
        "performer": [scope.patient],
    }
