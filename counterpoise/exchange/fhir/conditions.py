"""Illnesses and allergies in the person's own words."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.exchange.fhir.codes import absent, of_fhir
from counterpoise.exchange.fhir.kept import kept
from counterpoise.exchange.fhir.parts import Resource, words
from counterpoise.exchange.fhir.scope import Scope


def conditions(scope: Scope) -> Iterator[Resource]:
    """Told by the person; no clinician's finding is implied."""
    for condition in dict.fromkeys(scope.diary.person.conditions):
        made = scope.derived("Condition", "condition", condition) | {
            "extension": kept(condition=condition),
            "clinicalStatus": of_fhir("condition-clinical", "active"),
            "code": {"text": (words(condition) or "-").replace("_", " ")},
            "subject": scope.patient,
            "asserter": scope.patient,
        }
        yield {key: value for key, value in made.items() if value}


def allergies(scope: Scope) -> Iterator[Resource]:
    """As told; nobody has tested them, as far as is known here."""
    for allergy in dict.fromkeys(scope.diary.person.allergies):
        yield scope.derived("AllergyIntolerance", "allergy", allergy) | {
            "clinicalStatus": of_fhir("allergyintolerance-clinical", "active"),
            "verificationStatus": of_fhir("allergyintolerance-verification", "unconfirmed"),
            "code": {"text": words(allergy) or "-"},
            "patient": scope.patient,
            "asserter": scope.patient,
        }


def no_problems(scope: Scope) -> Resource:
    """That nothing is known of illnesses, which is not the same as none."""
    return scope.derived("Condition", "no problems") | {
        "clinicalStatus": of_fhir("condition-clinical", "active"),
        "code": absent("no-problem-info", "No information about problems"),
        "subject": scope.patient,
    }


def no_allergies(scope: Scope) -> Resource:
    """That nothing is known of allergies, which is not the same as none."""
    return scope.derived("AllergyIntolerance", "no allergies") | {
        "clinicalStatus": of_fhir("allergyintolerance-clinical", "active"),
        "code": absent("no-allergy-info", "No information about allergies"),
        "patient": scope.patient,
    }
