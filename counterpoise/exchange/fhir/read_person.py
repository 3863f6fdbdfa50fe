"""Other medicines, illnesses and allergies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise import diary as d
from counterpoise import diary_file
from counterpoise.exchange.fhir.codes import ABSENT
from counterpoise.exchange.fhir.items import Json, day, name_of, note, obj, objs, own_name, said, text
from counterpoise.exchange.fhir.kept import read_kept
from counterpoise.exchange.fhir.read_doses import medication, recorded
from counterpoise.exchange.understood import Puzzle
from counterpoise.text import _

if TYPE_CHECKING:
    from counterpoise.exchange.fhir.read import Reading

LONGEST = 200
OVER = ("completed", "stopped", "cancelled")
NOT_TAKEN = ("not-taken", "intended", "draft", "on-hold")


def medicine(resource: Json, url: str, place: str, reading: Reading) -> None:
    """A medicine that is or was taken. One whose end nobody told is not taken to go on."""
    name = said(medication(resource, reading))
    if name is None or _nothing_known(resource.get("medicationCodeableConcept")):
        if name is None:
            raise Puzzle(place, _("the name of a medicine is expected"))
        return reading.gather.leave_out("none", _("says that nothing is known"))
    status = text(resource.get("status"))
    if status in NOT_TAKEN:
        return reading.gather.leave_out("not taken", _("medicines that are not taken, or not now"))
    span, kept = obj(resource.get("effectivePeriod")), read_kept(resource)
    since = day(span.get("start")) or day(resource.get("effectiveDateTime")) or day(resource.get("authoredOn"))
    until = day(span.get("end"))
    if status in OVER and until is None and own_name(resource) is None:
        return reading.gather.leave_out("ended", _("medicines of the past whose end is not told"))
    dosage = next(iter(objs(resource.get("dosage") or resource.get("dosageInstruction"))), {})
    as_needed = dosage.get("asNeededBoolean")
    source, id_ = name_of(resource, url)
    made = d.Medicine(
        id=id_,
        source=source,
        name=_fitting(name, place),
        since=kept.get("since") or since,
        until=kept.get("until") or until,
        dose=(text(dosage.get("text")) or "")[:LONGEST] or None,
        as_needed=as_needed if isinstance(as_needed, bool) else None,
        **recorded(kept),
        note=note(resource),
    )
    named, told = (made.source, made.id), (made.name.casefold(), made.dose, made.since, made.until)
    # the same resource twice; or a prescription and a statement of one medicine, told alike
    if named in reading.told or (made.source is not None and told in reading.told):
        return reading.gather.leave_out("repeated", _("stand in the file twice, under one id"))
    reading.medicines.append(_checked(made, place))
    reading.told |= {named, told}
    return None


def _checked(made: d.Medicine, place: str) -> d.Medicine:
    try:
        return diary_file.checked(made)
    except diary_file.BadDiary as error:
        raise Puzzle(place, error.problem) from None


def condition(resource: Json, _url: str, place: str, reading: Reading) -> None:
    """An illness that is there; one that is over is counted and left out."""
    if _nothing_known(resource.get("code")):
        return reading.gather.leave_out("none", _("says that nothing is known"))
    if _over(resource):
        return reading.gather.leave_out("over", _("illnesses and allergies of the past"))
    name = read_kept(resource).get("condition") or said(resource.get("code"))
    if not isinstance(name, str):
        raise Puzzle(place, _("the name of an illness is expected"))
    reading.conditions.append(_fitting(name, place))
    return None


def allergy(resource: Json, _url: str, place: str, reading: Reading) -> None:
    """An allergy in words."""
    if _nothing_known(resource.get("code")):
        return reading.gather.leave_out("none", _("says that nothing is known"))
    if _over(resource):
        return reading.gather.leave_out("over", _("illnesses and allergies of the past"))
    name = said(resource.get("code"))
    if name is None:
        raise Puzzle(place, _("the name of an allergy is expected"))
    reading.allergies.append(_fitting(name, place))
    return None


def _over(resource: Json) -> bool:
    codings = objs(obj(resource.get("clinicalStatus")).get("coding"))
    return any(one.get("code") in ("inactive", "remission", "resolved") for one in codings)


def _nothing_known(concept: object) -> bool:
    return any(one.get("system") == ABSENT for one in objs(obj(concept).get("coding")))


def _fitting(name: str, place: str) -> str:
    if len(name) > LONGEST:
        raise Puzzle(place, _("a name of up to {n} letters is expected").format(n=LONGEST))
    return name
