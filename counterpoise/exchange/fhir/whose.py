"""Whose records a bundle holds: those of two people must never become one diary."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator

from counterpoise.exchange.fhir.items import Json, obj, objs, text

WHOM = ("subject", "patient")
"""Where resources say whom they are about."""
TOLD = ("id", "identifier", "name", "birthDate", "gender")
"""By what two copies of a Patient are one."""


def several(entries: list[Json], types: Collection[str]) -> bool:
    """Whether a bundle holds more than one person: as Patients, or as those whom resources of these types are about."""
    known: dict[str, str] = {}
    patients: set[str] = set()
    for entry in entries:
        resource = obj(entry.get("resource"))
        who = _who(resource, text(entry.get("fullUrl"))) if resource.get("resourceType") == "Patient" else ""
        known |= dict.fromkeys(_called(entry, resource), who)
        patients |= {who} if who else set()
    people = {who for who in known.values() if who}
    for resource in (obj(entry.get("resource")) for entry in entries):
        if text(resource.get("resourceType")) in types:
            people |= {who for who in _about(resource, known) if who}
    return len(people) > 1 or len(patients) > 1


def _who(patient: Json, url: str | None) -> str:
    """What is told of a Patient: the same person twice is one."""
    return json.dumps([url, [patient.get(key) for key in TOLD]], sort_keys=True)


def _called(entry: Json, resource: Json) -> Iterator[str]:
    """The names that a reference may have for a resource."""
    if url := text(entry.get("fullUrl")):
        yield url
    if id_ := text(resource.get("id")):
        yield f"{resource.get('resourceType')}/{id_}"


def _about(resource: Json, known: dict[str, str]) -> Iterator[str]:
    """Whom a resource is about; empty where that is a thing. Who is not in the bundle is who they are called."""
    for field in WHOM:
        name = (text(obj(resource.get(field)).get("reference")) or "").partition("/_history/")[0]
        if name.startswith("#"):
            inside = [one for one in objs(resource.get("contained")) if f"#{one.get('id')}" == name]
            yield from (_who(one, None) for one in inside if one.get("resourceType") == "Patient")
        elif name.startswith("urn:") or "Patient/" in name:
            yield known.get(name, known.get(_short(name), name))


def _short(name: str) -> str:
    """ "Patient/1" of an address."""
    return "/".join(name.split("/")[-2:])
