"""What FHIR has no place for and this program needs to read its own export back: one extension, part by part."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from typing import Any

from counterpoise import diary_file
from counterpoise.diary import Record
from counterpoise.exchange.fhir.parts import Resource, moment, number, words

URL = "urn:counterpoise:kept"
LONGEST = 1_000_000
"""FHIR allows no longer text; a record that is longer goes out in words alone."""


def kept(**values: Any) -> list[Resource] | None:
    """The extension, without what is not there; None where nothing is."""
    parts = [made for name, value in values.items() if (made := _part(name, value))]
    return [{"url": URL, "extension": parts}] if parts else None


def written(record: Record) -> str | None:
    """A whole record as the diary file writes it, for what FHIR can say in words alone: a plan, a visit."""
    text = json.dumps(diary_file.dump(record), sort_keys=True)  # ASCII: nothing of it is lost in FHIR's alphabet
    return text if len(text) <= LONGEST else None


def _part(name: str, value: Any) -> Resource | None:
    if value is None:
        return None
    if isinstance(value, bool):
        return {"url": name, "valueBoolean": value}
    if isinstance(value, int | float):
        return {"url": name, "valueDecimal": number(value)}
    if isinstance(value, dt.datetime):
        return {"url": name, "valueDateTime": moment(value)}
    said = words(str(value))
    return {"url": name, "valueString": said} if said else None


def read_kept(resource: Mapping[str, Any]) -> dict[str, Any]:
    """What a resource of this program kept, by name; empty for one from elsewhere."""
    found: dict[str, Any] = {}
    for extension in _list(resource.get("extension")):
        if extension.get("url") == URL:
            for part in _list(extension.get("extension")):
                value = next((one for key, one in part.items() if key.startswith("value")), None)
                if isinstance(part.get("url"), str) and isinstance(value, str | int | float | bool):
                    found[part["url"]] = value
    return found


def _list(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
