"""What the International Patient Summary 2.0 asks of a document, rule by rule, and a way to break each of them.

Written by hand from the guide's own sources (HL7/fhir-ips, input/fsh, STU 2), apart from what the export is made with
and from any engine: `source` names the profile and its line. A rule is given the bundle and says whether it holds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
LOINC = "http://loinc.org"
ABSENT = "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips"
PROBLEMS, ALLERGIES, MEDICATIONS = "11450-4", "48765-2", "10160-0"
RESULTS, PLAN_OF_CARE = "30954-2", "18776-5"
TAKEN = ("MedicationStatement", "MedicationRequest", "MedicationAdministration", "MedicationDispense")
ENTRIES = {
    PROBLEMS: ("Condition", "DocumentReference"),
    ALLERGIES: ("AllergyIntolerance", "DocumentReference"),
    MEDICATIONS: (*TAKEN, "DocumentReference"),
    RESULTS: ("Observation", "DiagnosticReport", "Media", "DocumentReference"),
    PLAN_OF_CARE: ("CarePlan", "DocumentReference"),
}
NO_INFORMATION = {PROBLEMS: "no-problem-info", ALLERGIES: "no-allergy-info", MEDICATIONS: "no-medication-info"}


@dataclass(frozen=True)
class Rule:
    """breaks: changes a bundle so that the rule does not hold any more."""

    source: str
    holds: Callable[[Json], bool]
    breaks: Callable[[Json], Any]


def composition(bundle: Json) -> Json:
    found: Json = bundle["entry"][0]["resource"]
    return found


def of(bundle: Json, *types: str) -> list[Json]:
    return [one["resource"] for one in bundle["entry"] if one["resource"]["resourceType"] in types]


def sections(bundle: Json, code: str = "") -> list[Json]:
    """The sections with a LOINC code, or all."""
    found: list[Json] = composition(bundle).get("section", [])
    return [one for one in found if not code or has(one.get("code"), LOINC, code)]


def has(concept: Json | None, system: str, code: str = "") -> bool:
    codings = (concept or {}).get("coding", [])
    return any(one.get("system") == system and code in ("", one.get("code")) for one in codings)


def entries(bundle: Json, section: Json) -> list[Json | None]:
    """The resources a section leads to; None where a reference leads nowhere."""
    held = {one["fullUrl"]: one["resource"] for one in bundle["entry"]}
    return [held.get(one.get("reference")) for one in section.get("entry", [])]


def once(code: str) -> Callable[[Json], bool]:
    return lambda bundle: len(sections(bundle, code)) == 1


def said_or_why(code: str) -> Callable[[Json], bool]:
    """ips-comp-1."""
    return lambda bundle: all(
        any(one.get("reference") for one in part.get("entry", [])) or "emptyReason" in part
        for part in sections(bundle, code)
    )


def only_its_kinds(code: str) -> Callable[[Json], bool]:
    return lambda bundle: all(
        one is not None and one["resourceType"] in ENTRIES[code]
        for part in sections(bundle, code)
        for one in entries(bundle, part)
    )


def without_section(code: str) -> Callable[[Json], Any]:
    return lambda bundle: composition(bundle)["section"].remove(sections(bundle, code)[0])


def without_entries(code: str) -> Callable[[Json], Any]:
    return lambda bundle: [sections(bundle, code)[0].pop(name, None) for name in ("entry", "emptyReason")]


def with_a_patient_in(code: str) -> Callable[[Json], Any]:
    patient = {"reference": "", "display": "the person"}
    return lambda bundle: (
        sections(bundle, code)[0]
        .setdefault("entry", [])
        .append(
            patient
            | {"reference": next(e["fullUrl"] for e in bundle["entry"] if e["resource"] in of(bundle, "Patient"))}
        )
    )


def absent_is_true(code: str) -> Callable[[Json], bool]:
    """ "No information" stands alone: never beside what is known."""

    def holds(bundle: Json) -> bool:
        for part in sections(bundle, code):
            found = [one for one in entries(bundle, part) if one is not None]
            empty = [one for one in found if has(_called(one), ABSENT)]
            if empty and (len(found) > 1 or not has(_called(empty[0]), ABSENT, NO_INFORMATION[code])):
                return False
        return True

    return holds


def _called(one: Json) -> Json | None:
    found: Json | None = one.get("code") or one.get("medicationCodeableConcept")
    return found


def with_no_information_beside(code: str) -> Callable[[Json], Any]:
    concept = {"coding": [{"system": ABSENT, "code": NO_INFORMATION[code]}]}

    def breaks(bundle: Json) -> None:
        kind = {PROBLEMS: "Condition", ALLERGIES: "AllergyIntolerance", MEDICATIONS: "MedicationStatement"}[code]
        where = "medicationCodeableConcept" if code == MEDICATIONS else "code"
        for name in ("urn:x:1", "urn:x:2"):
            bundle["entry"].append({"fullUrl": name, "resource": {"resourceType": kind, where: concept}})
            sections(bundle, code)[0].setdefault("entry", []).append({"reference": name})

    return breaks


def every(holds: Callable[[Json], bool], *types: str) -> Callable[[Json], bool]:
    return lambda bundle: all(holds(one) for one in of(bundle, *types))


def first(change: Callable[[Json], Any], type_: str) -> Callable[[Json], Any]:
    return lambda bundle: change(of(bundle, type_)[0])


def effective(one: Json) -> bool:
    """A moment or a span; an element that says why there is none counts, as the guide says."""
    return any(one.get(f"{mark}effective{kind}") for mark in ("", "_") for kind in ("DateTime", "Period"))


def points(name: str) -> Callable[[Json], bool]:
    return lambda one: bool(one.get(name, {}).get("reference"))


def _every_section(bundle: Json, holds: Callable[[Json], bool]) -> bool:
    return all(holds(one) for one in sections(bundle))


def _duplicate(bundle: Json) -> None:
    bundle["entry"].append({"fullUrl": "urn:x:again", "resource": dict(composition(bundle))})


RULES: dict[str, Rule] = {
    "type": Rule(
        "Bundle-uv-ips: type = #document", lambda b: b.get("type") == "document", lambda b: b.update(type="x")
    ),
    "identifier": Rule("Bundle-uv-ips: identifier 1..", lambda b: "identifier" in b, lambda b: b.pop("identifier")),
    "timestamp": Rule("Bundle-uv-ips: timestamp 1..", lambda b: "timestamp" in b, lambda b: b.pop("timestamp")),
    "full addresses": Rule(
        "Bundle-uv-ips: entry.fullUrl 1..",
        lambda b: all(one.get("fullUrl") for one in b["entry"]),
        lambda b: b["entry"][-1].update(fullUrl=""),
    ),
    "no search, request or response": Rule(
        "Bundle-uv-ips: entry.search ..0, entry.request ..0, entry.response ..0",
        lambda b: not any({"search", "request", "response"} & one.keys() for one in b["entry"]),
        lambda b: b["entry"][1].update(request={"method": "GET", "url": "x"}),
    ),
    "composition first": Rule(
        "Bundle-uv-ips: entry, comment: the IPS Composition as the first entry",
        lambda b: composition(b)["resourceType"] == "Composition",
        lambda b: b["entry"].insert(0, b["entry"].pop()),
    ),
    "one composition": Rule("Bundle-uv-ips: bdl-ips-1", lambda b: len(of(b, "Composition")) == 1, _duplicate),
    "one patient": Rule(
        "Bundle-uv-ips: entry contains patient 1..1",
        lambda b: len(of(b, "Patient")) == 1,
        lambda b: b["entry"].append({"fullUrl": "urn:x:p", "resource": {"resourceType": "Patient"}}),
    ),
    "type of the composition": Rule(
        "Composition-uv-ips: type = $loinc#60591-5",
        lambda b: has(composition(b).get("type"), LOINC, "60591-5"),
        lambda b: composition(b).update(type={"coding": [{"system": LOINC, "code": "11503-0"}]}),
    ),
    "subject": Rule(
        "Composition-uv-ips: subject 1.., subject only Reference(PatientUvIps), subject.reference 1..",
        lambda b: (
            composition(b).get("subject", {}).get("reference")
            in [one["fullUrl"] for one in b["entry"] if one["resource"]["resourceType"] == "Patient"]
        ),
        lambda b: composition(b).update(subject={"display": "somebody"}),
    ),
    "status": Rule(
        "Composition (R4): status 1..1",
        lambda b: composition(b).get("status") in ("preliminary", "final", "amended"),
        lambda b: composition(b).update(status="entered-in-error"),
    ),
    "date": Rule(
        "Composition (R4): date 1..1", lambda b: "date" in composition(b), lambda b: composition(b).pop("date")
    ),
    "author": Rule(
        "Composition (R4): author 1..*",
        lambda b: any(one.get("reference") for one in composition(b).get("author", [])),
        lambda b: composition(b).update(author=[]),
    ),
    "title": Rule(
        "Composition (R4): title 1..1",
        lambda b: bool(composition(b).get("title")),
        lambda b: composition(b).pop("title"),
    ),
    "narrative": Rule(
        "Composition-uv-ips: section.text 1..",
        lambda b: _every_section(b, lambda one: "<li>" in one.get("text", {}).get("div", "")),
        lambda b: sections(b)[-1].pop("text"),
    ),
    "titles": Rule(
        "Composition-uv-ips: section[…].title 1..",
        lambda b: _every_section(b, lambda one: bool(one.get("title"))),
        lambda b: sections(b)[0].pop("title"),
    ),
    "no section in a section": Rule(
        "Composition-uv-ips: section.section ..0",
        lambda b: _every_section(b, lambda one: "section" not in one),
        lambda b: sections(b)[0].update(section=[{"title": "x"}]),
    ),
    "entries resolve": Rule(
        "Composition-uv-ips: section.entry, discriminator resolve()",
        lambda b: _every_section(b, lambda one: None not in entries(b, one)),
        lambda b: b["entry"].remove(
            next(e for e in b["entry"] if e["fullUrl"] == sections(b, MEDICATIONS)[0]["entry"][0]["reference"])
        ),
    ),
    **{
        f"section {code}": Rule(
            f"Composition-uv-ips: section contains … 1..1, code = $loinc#{code}", once(code), without_section(code)
        )
        for code in (PROBLEMS, ALLERGIES, MEDICATIONS)
    },
    **{
        f"entry or reason {code}": Rule(
            f"Composition-uv-ips: section[{code}] obeys ips-comp-1", said_or_why(code), without_entries(code)
        )
        for code in (PROBLEMS, ALLERGIES, MEDICATIONS)
    },
    **{
        f"entries of {code}": Rule(
            f"Composition-uv-ips: section[{code}].entry only Reference({' or '.join(ENTRIES[code])})",
            only_its_kinds(code),
            with_a_patient_in(code),
        )
        for code in ENTRIES
    },
    **{
        f"no information {code}": Rule(
            "CodeSystem-absent-unknown-uv-ips: no-…-info: there is no information available",
            absent_is_true(code),
            with_no_information_beside(code),
        )
        for code in NO_INFORMATION
    },
    "when a medicine was taken": Rule(
        "MedicationStatement-uv-ips: effective[x] 1..1, extension data-absent-reason 0..1",
        every(effective, "MedicationStatement"),
        first(lambda one: one.pop("effectivePeriod"), "MedicationStatement"),
    ),
    "whose medicine": Rule(
        "MedicationStatement-uv-ips: subject.reference 1..",
        every(points("subject"), "MedicationStatement"),
        first(lambda one: one.update(subject={"display": "x"}), "MedicationStatement"),
    ),
    "what problem": Rule(
        "Condition-uv-ips: code 1..1",
        every(lambda one: bool(one.get("code")), "Condition"),
        first(lambda one: one.pop("code"), "Condition"),
    ),
    "whose problem": Rule(
        "Condition-uv-ips: subject.reference 1..",
        every(points("subject"), "Condition"),
        first(lambda one: one.pop("subject"), "Condition"),
    ),
    "what allergy": Rule(
        "AllergyIntolerance-uv-ips: code 1..1",
        every(lambda one: bool(one.get("code")), "AllergyIntolerance"),
        first(lambda one: one.pop("code"), "AllergyIntolerance"),
    ),
    "whose allergy": Rule(
        "AllergyIntolerance-uv-ips: patient.reference 1..",
        every(points("patient"), "AllergyIntolerance"),
        first(lambda one: one.pop("patient"), "AllergyIntolerance"),
    ),
    "nothing in error": Rule(
        "MedicationStatement-uv-ips: status, comment: entered-in-error is not allowed",
        every(lambda one: one.get("status") != "entered-in-error", "MedicationStatement"),
        first(lambda one: one.update(status="entered-in-error"), "MedicationStatement"),
    ),
}

WHERE_TOLD: dict[str, Rule] = {
    "name": Rule(
        "Patient-uv-ips: name 1..*, obeys ips-pat-1",
        every(lambda one: any(n.get("text") or n.get("family") for n in one.get("name", [])), "Patient"),
        first(lambda one: one.pop("name"), "Patient"),
    ),
    "date of birth": Rule(
        "Patient-uv-ips: birthDate 1..",
        every(lambda one: bool(one.get("birthDate")), "Patient"),
        first(lambda one: one.pop("birthDate"), "Patient"),
    ),
}
"""These hold only where the person told the year of birth and gives a name for this export; by itself it has no name.
So the summary has the shape of the guide and does not claim its profiles."""
