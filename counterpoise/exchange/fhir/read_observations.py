"""Pain, blood values, and what this program itself wrote out as Observations."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, get_args

from counterpoise import diary as d
from counterpoise.exchange.fhir.codes import codes
from counterpoise.exchange.fhir.items import (
    Json,
    effective,
    has_code,
    moment,
    name_of,
    note,
    number,
    obj,
    objs,
    own_name,
    said,
    text,
)
from counterpoise.exchange.fhir.kept import read_kept
from counterpoise.exchange.fhir.observations import DEGREES
from counterpoise.exchange.fhir.read_doses import activity, recorded
from counterpoise.exchange.understood import Puzzle
from counterpoise.text import _

if TYPE_CHECKING:
    from counterpoise.exchange.fhir.read import Reading

LONGEST_KEY = 64
"""Letters of a region, as records hold it."""

FINISHED = ("final", "amended", "corrected", "preliminary", "registered", None)


def observation(resource: Json, url: str, place: str, reading: Reading) -> None:
    """By what it is about; of other kinds it is counted and left out."""
    kept = read_kept(resource) if own_name(resource) else {}
    pain = has_code(resource.get("code"), codes()["measure/pain.now"].code)
    if resource.get("status") not in FINISHED:
        reading.gather.leave_out("unfinished", _("observations that were cancelled or are not known to hold"))
    elif "activity" in kept:
        activity(resource, place, reading)
    elif "effect" in kept:
        _effect(resource, place, reading)
    elif pain or "measure" in kept:
        _rating(resource, url, place, reading)
    elif any(has_code(one, "laboratory", _CATEGORY) for one in objs(resource.get("category"))):
        _lab(resource, url, place, reading)
    else:
        reading.gather.leave_out("observations", _("observations of other kinds"))


_CATEGORY = "http://terminology.hl7.org/CodeSystem/observation-category"


def _rating(resource: Json, url: str, place: str, reading: Reading) -> None:
    """Pain from 0 to 10 now; other measures only where this program wrote them."""
    value = number(obj(resource.get("valueQuantity")).get("value"))
    value = number(resource.get("valueInteger")) if value is None else value
    kept = read_kept(resource)
    measure = text(kept.get("measure")) or d.PAIN_NOW
    if value is None or (measure == d.PAIN_NOW and not 0 <= value <= 10):
        raise Puzzle(place, _("a number from 0 to 10 is expected"))
    source, id_ = name_of(resource, url)
    _own_measure(measure, kept, reading)
    made = d.Rating(
        id=id_,
        source=source,
        at=moment(effective(resource), reading.context.zone, f"{place}.effectiveDateTime"),
        measure=measure,
        value=value,
        prompt=kept["prompt"] if kept.get("prompt") in get_args(d.Prompt) else None,
        places=_places(kept.get("places")),
        zone=text(kept.get("zone")),
        **recorded(kept),
        note=note(resource),
    )
    reading.gather.add("ratings", made, place)


def _places(said: Any) -> tuple[str, ...] | None:
    """Where it hurt, as this program wrote it."""
    try:
        found = json.loads(said) if isinstance(said, str) else None
    except ValueError:
        return None
    fit = isinstance(found, list) and all(isinstance(one, str) and 0 < len(one) <= LONGEST_KEY for one in found)
    return tuple(found) if found and fit else None


def _own_measure(key: str, kept: dict[str, Any], reading: Reading) -> None:
    """A measure of the person's own, once, where it is not here already."""
    name, low, high = text(kept.get("name")), number(kept.get("low")), number(kept.get("high"))
    better = kept.get("higher_is_better")
    known = {one.key for one in (*reading.context.own_measures, *reading.gather.records["measures"])}
    if name and low is not None and high is not None and isinstance(better, bool) and key not in known:
        step = number(kept.get("step")) or 1.0
        made = d.OwnMeasure(id=key, key=key, name=name, low=low, high=high, step=step, higher_is_better=better)
        reading.gather.add("measures", made, "Observation")


def _effect(resource: Json, place: str, reading: Reading) -> None:
    kept = read_kept(resource)
    source, id_ = name_of(resource, "")
    degree = next((said(one.get("valueCodeableConcept")) for one in objs(resource.get("component"))), None)
    end = text(obj(resource.get("effectivePeriod")).get("end")) or text(kept.get("ended_at"))
    made = d.Effect(
        id=id_,
        source=source,
        at=moment(effective(resource), reading.context.zone, f"{place}.effectiveDateTime"),
        kind=str(kept["effect"]),
        severity=next((n for n, word in DEGREES.items() if word == degree), None),
        ended_at=moment(end, reading.context.zone, place) if end else None,
        zone=text(kept.get("zone")),
        **recorded(kept),
        note=note(resource),
    )
    reading.gather.add("effects", made, place)


def _lab(resource: Json, url: str, place: str, reading: Reading) -> None:
    """A blood value that is a number; "below 5" is none, and is said to be not understood."""
    amount, name = obj(resource.get("valueQuantity")), said(resource.get("code"))
    value = number(amount.get("value"))
    unit = text(amount.get("unit")) or text(amount.get("code"))
    if name is None or value is None or unit is None or text(amount.get("comparator")):
        raise Puzzle(place, _("a test with a name, a number and a unit is expected"))
    limits = (obj(one.get("high")) for one in objs(resource.get("referenceRange")))
    same = (one for one in limits if (text(one.get("unit")) or text(one.get("code"))) in (unit, None))
    source, id_ = name_of(resource, url)
    kept, when = read_kept(resource), effective(resource)
    if isinstance(when, str) and len(when) == 10:
        reading.gather.notice(_("a day without a time: noon is taken"), place)
    made = d.Lab(
        id=id_,
        source=source,
        at=moment(when, reading.context.zone, f"{place}.effectiveDateTime", day_alone=True),
        analyte=name[:64],
        value=value,
        unit=unit,
        upper_limit=next((number(one.get("value")) for one in same), None),
        zone=text(kept.get("zone")),
        **recorded(kept),
        note=note(resource),
    )
    reading.gather.add("labs", made, place)
