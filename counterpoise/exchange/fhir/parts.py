"""The small pieces that resources are made of: moments, numbers, quantities, words."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from counterpoise.exchange.fhir.codes import UCUM, of_fhir, ucum

Resource = dict[str, Any]

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")
_FARTHEST = dt.timedelta(hours=14)


def words(text: str | None) -> str | None:
    """A text as FHIR takes it: no control characters, and none at all where nothing is left."""
    return None if text is None else _CONTROL.sub("", text).strip() or None


def moment(at: dt.datetime) -> str:
    """An instant with its offset; an offset that FHIR cannot write (seconds, beyond 14 hours) becomes UTC."""
    offset = at.utcoffset() or dt.timedelta()
    odd = offset % dt.timedelta(minutes=1) or abs(offset) > _FARTHEST
    return (at.astimezone(dt.UTC) if odd else at).isoformat()


def number(value: float) -> float | int:
    """2 rather than 2.0: a decimal says how exact it is."""
    return int(value) if value == int(value) and abs(value) < 1e15 else value


def quantity(value: float, unit: str, comparator: str | None = None) -> Resource:
    """An amount with its unit as written, and coded where the unit has a sure code."""
    made: Resource = {"value": number(value)}
    if comparator:
        made["comparator"] = comparator
    if said := words(unit):
        made["unit"] = said
    if code := ucum(unit):
        made |= {"system": UCUM, "code": code}
    return made


def notes(*texts: str | None) -> list[Resource]:
    """Free words, each its own note."""
    return [{"text": said} for text in texts if (said := words(text))]


def unknown(text: str) -> Resource:
    """Why there is no value: it is not known. Never 0."""
    return of_fhir("data-absent-reason", "unknown", text)


def absent_because(code: str) -> Resource:
    """An element that holds nothing but why there is no value."""
    return {"extension": [{"url": "http://hl7.org/fhir/StructureDefinition/data-absent-reason", "valueCode": code}]}


def span(first: str | None, last: str | None) -> Resource | None:
    """A period of whole or partial dates; None where neither end is known or they stand the wrong way round."""
    if first and last and last[: len(first)] < first[: len(last)]:
        return None
    return without_none({"start": first, "end": last}) or None


def without_none(values: Resource) -> Resource:
    """Without what is not there: FHIR knows no null, no empty text, list or object."""
    return {key: value for key, value in values.items() if value is not None and value not in ("", [], {})}
