"""The packs as JSON: every statement with its sources written out, so that it can be read by itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

from counterpoise.knowledge.load import Knowledge
from counterpoise.knowledge.records import Source, Sourced

MARK = "not checked against the original"
"""What a statement carries that was not read where it was published."""


def as_json(value: Any, knowledge: Knowledge) -> Any:
    """A record of the packs, or several, as plain JSON values; what a record leaves out is left out here too."""
    if isinstance(value, Mapping):
        return {str(key): as_json(part, knowledge) for key, part in value.items()}
    if isinstance(value, tuple):
        return [as_json(part, knowledge) for part in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    if not is_dataclass(value):
        return value
    given = {field.name: getattr(value, field.name) for field in fields(value)}
    plain = {name: as_json(part, knowledge) for name, part in given.items() if part is not None}
    if isinstance(value, Source) and value.link is not None:
        plain["link"] = value.link
    if isinstance(value, Sourced):
        plain["sources"] = [as_json(knowledge.bibliography[key], knowledge) for key in value.sources]
        plain["established"] = value.established
        if not value.established:
            plain["mark"] = MARK
    return plain
