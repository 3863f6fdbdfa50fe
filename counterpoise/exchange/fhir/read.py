"""A FHIR R4 bundle: medicines, illnesses, allergies, blood values, pain, forms, doses, visits. The rest is listed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace

from counterpoise import diary as d
from counterpoise.exchange.fhir import read_doses, read_observations, read_person, read_plans, read_questionnaires
from counterpoise.exchange.fhir.items import Json, obj, objs, text
from counterpoise.exchange.fhir.scope import DERIVED
from counterpoise.exchange.fhir.whose import several
from counterpoise.exchange.part import parsed
from counterpoise.exchange.understood import BadFile, Context, Gathering, Understood
from counterpoise.text import _

_TYPE = re.compile(rb'"resourceType"\s*:\s*"')
_ERROR = "entered-in-error"
QUIET = ("Patient", "Device", "Provenance", "Composition", "Medication", "Substance", "Questionnaire", "Practitioner")
"""Types that hold no entry of their own: others refer to them, or they say who made the file."""


@dataclass
class Reading:
    """What the readers of single types share. where: the resources by every name a reference may have."""

    context: Context
    gather: Gathering
    where: dict[str, Json]
    medicines: list[d.Medicine] = field(default_factory=list)
    told: set[tuple[object, ...]] = field(default_factory=set)
    """What tells the medicines so far from another."""
    conditions: list[str] = field(default_factory=list)
    allergies: list[str] = field(default_factory=list)

    def at(self, reference: object) -> Json:
        """The resource a reference leads to, else an empty one."""
        return self.where.get(text(obj(reference).get("reference")) or "", {})


READERS: dict[str, Callable[[Json, str, str, Reading], None]] = {
    "MedicationAdministration": read_doses.dose,
    "MedicationStatement": read_person.medicine,
    "MedicationRequest": read_person.medicine,
    "Condition": read_person.condition,
    "AllergyIntolerance": read_person.allergy,
    "Observation": read_observations.observation,
    "QuestionnaireResponse": read_questionnaires.response,
    "Goal": read_plans.goal,
    "CarePlan": read_plans.plan,
    "Appointment": read_plans.visit,
}


def sniff(_name: str, data: bytes) -> bool:
    """Whether a file is one: an object that names its type as FHIR does."""
    start = data.lstrip(b"\xef\xbb\xbf \t\r\n")
    return start.startswith(b"{") and bool(_TYPE.search(start))


def read(data: bytes, context: Context) -> Understood:
    """What the bundle says of one person. Raises BadFile."""
    found = parsed(data)
    if not isinstance(found, dict) or not text(found.get("resourceType")):
        raise BadFile("", _("a FHIR resource is expected"))
    entries = objs(found.get("entry")) if found["resourceType"] == "Bundle" else [{"resource": found}]
    if several(entries, READERS):
        raise BadFile("", _("the records of several people; a bundle of one person is expected"))
    gather = Gathering(context.zone)
    reading = Reading(context, gather, _names(entries))
    read_doses.bags([obj(one.get("resource")) for one in entries], gather)
    for place, entry in enumerate(entries):
        _one(obj(entry.get("resource")), text(entry.get("fullUrl")) or "", f"entry[{place}]", reading)
    _ahead(gather, context.now)
    return _with_person(gather.understood("fhir"), reading)


def _names(entries: list[Json]) -> dict[str, Json]:
    named: dict[str, Json] = {}
    for entry in entries:
        resource = obj(entry.get("resource"))
        for name in (entry.get("fullUrl"), f"{resource.get('resourceType')}/{resource.get('id')}", resource.get("url")):
            if isinstance(name, str):
                named.setdefault(name, resource)
    return named


def _one(resource: Json, url: str, place: str, reading: Reading) -> None:
    type_ = text(resource.get("resourceType")) or ""
    reader = READERS.get(type_)
    if reader is None:
        if type_ not in QUIET:
            reading.gather.leave_out(f"type {type_}"[:64], _("{type}: not read").format(type=type_[:64] or "?"))
    elif any(one.get("system") == DERIVED for one in objs(resource.get("identifier"))) and not _told(resource):
        reading.gather.leave_out("derived", _("worked out from the rest by the program that wrote the file"))
    elif resource.get("status") == _ERROR or _mistaken(resource):
        reading.gather.leave_out("mistaken", _("marked as entered in error or refuted"))
    else:
        with reading.gather.puzzles():
            reader(resource, url, place, reading)


def _told(resource: Json) -> bool:
    """Illnesses and allergies are lists of words in a diary, so they have no name of their own to go by."""
    return resource["resourceType"] in ("Condition", "AllergyIntolerance")


def _mistaken(resource: Json) -> bool:
    codings = objs(obj(resource.get("verificationStatus")).get("coding"))
    return any(one.get("code") in (_ERROR, "refuted") for one in codings)


def _ahead(gather: Gathering, now: dt.datetime | None) -> None:
    for name in d.ENTRY_LISTS:
        for record, place in zip(gather.records[name], gather.places[name], strict=True):
            if now is not None and record.at > now:
                gather.notice(_("the time lies in the future"), place)


def _with_person(understood: Understood, reading: Reading) -> Understood:
    person = replace(
        understood.diary.person,
        medicines=tuple(reading.medicines),
        conditions=tuple(dict.fromkeys(reading.conditions)),
        allergies=tuple(dict.fromkeys(reading.allergies)),
    )
    return replace(understood, diary=replace(understood.diary, person=person))
