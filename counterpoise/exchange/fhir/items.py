"""Small looks into resources from elsewhere: anything may be missing, or be something else."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from counterpoise.exchange.fhir.codes import LOINC
from counterpoise.exchange.fhir.scope import ENTRY
from counterpoise.exchange.part import digest
from counterpoise.exchange.understood import Puzzle, found_instead
from counterpoise.text import _

SOURCE = "fhir"
Json = dict[str, Any]


def obj(value: Any) -> Json:
    """An object, else an empty one."""
    return value if isinstance(value, dict) else {}


def objs(value: Any) -> list[Json]:
    """The objects of a list; one alone counts as a list of one."""
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def text(value: Any) -> str | None:
    """Words with something in them."""
    return value.strip() or None if isinstance(value, str) else None


def number(value: Any) -> float | None:
    """A number; one of hundreds of digits is none."""
    try:
        return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
    except OverflowError:
        return None


def said(concept: Any) -> str | None:
    """A concept in words: its text, else what its first code stands for."""
    concept = obj(concept)
    displays = (text(coding.get("display")) for coding in objs(concept.get("coding")))
    return text(concept.get("text")) or next((display for display in displays if display), None)


def has_code(concept: Any, code: str, system: str = LOINC) -> bool:
    return any(one.get("system") == system and one.get("code") == code for one in objs(obj(concept).get("coding")))


def note(resource: Json) -> str | None:
    texts = [one for each in objs(resource.get("note")) if (one := text(each.get("text")))]
    return "\n\n".join(texts)[:10_000] or None


def own_name(resource: Json) -> tuple[str | None, str] | None:
    """Source and id of an entry that this program wrote out; None for one from elsewhere."""
    for identifier in objs(resource.get("identifier")):
        system, value = text(identifier.get("system")), text(identifier.get("value"))
        if system and value and (system == ENTRY or system.startswith(f"{ENTRY}:")) and len(value) <= 64:
            return (unquote(system.removeprefix(ENTRY).removeprefix(":"))[:64] or None, value)
    return None


def name_of(resource: Json, full_url: str) -> tuple[str | None, str]:
    """Source and id: its own, else by what does not change when it is exported again."""
    own = own_name(resource)
    if own is not None:
        return own
    for identifier in objs(resource.get("identifier")):
        if text(identifier.get("value")):
            return SOURCE, digest([resource.get("resourceType"), identifier.get("system"), identifier["value"]])
    if full_url:
        return SOURCE, digest([resource.get("resourceType"), full_url])
    return SOURCE, digest({key: value for key, value in resource.items() if key not in ("id", "meta", "text")})


def moment(value: Any, zone: str, place: str, *, day_alone: bool = False) -> dt.datetime:
    """An instant; without an offset in the person's zone. A day alone is noon where that is enough. Raises Puzzle."""
    written = text(value)
    try:
        at = dt.datetime.fromisoformat(written or "")
    except ValueError:
        at = None
    if at is None or written is None or (len(written) <= 10 and not day_alone):
        allowed = _("a date, such as 2026-05-01") if day_alone else _("a moment, such as 2026-05-01T08:12:00-05:00")
        raise Puzzle(place, found_instead(value, allowed))
    if len(written) <= 10:
        at = at.replace(hour=12)
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))


def effective(resource: Json) -> Any:
    """When it was: a moment, or the beginning of a span."""
    span = obj(resource.get("effectivePeriod"))
    return resource.get("effectiveDateTime") or resource.get("effectiveInstant") or span.get("start")


def day(value: Any) -> str | None:
    """A date or part of one, as far as it is one."""
    written = (text(value) or "")[:10]
    for length, shape in ((10, "%Y-%m-%d"), (7, "%Y-%m"), (4, "%Y")):
        if len(written) == length:
            try:
                dt.datetime.strptime(written, shape)  # noqa: DTZ007 - only whether it is one
            except ValueError:
                return None
            return written
    return None
