"""What every part of an export looks at: the diary, what is known, the moment, and how resources are named."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from counterpoise.diary import Diary, Record
from counterpoise.exchange.fhir.parts import Resource, words
from counterpoise.knowledge.load import Knowledge
from counterpoise.knowledge.records import Substance
from counterpoise.text import _

_NAMES = uuid.uuid5(uuid.NAMESPACE_URL, "urn:counterpoise:fhir")
ENTRY = "urn:counterpoise:entry"
SUBSTANCE = "urn:counterpoise:substance"
QUESTIONNAIRE = "urn:counterpoise:questionnaire"
DERIVED = "urn:counterpoise:derived"
"""What the program worked out: it is not read back, since it comes anew from what it was worked out of."""


@dataclass(frozen=True)
class Scope:
    """who: what tells one person of an installation from another; ids of two people then never meet."""

    diary: Diary
    knowledge: Knowledge
    now: dt.datetime
    who: str = ""
    _substances: dict[str, Substance | None] = field(default_factory=dict)

    def id(self, kind: str, *key: str) -> str:
        """The same id for the same thing, in every export."""
        return str(uuid.uuid5(_NAMES, "\x1f".join((self.who, kind, *key)).encode("utf-8", "replace").decode()))

    def refer(self, kind: str, *key: str) -> Resource:
        """A reference to a resource of this bundle."""
        return {"reference": f"urn:uuid:{self.id(kind, *key)}"}

    def of(self, kind: str, record: Record) -> Resource:
        """A reference to what was made of a record."""
        return self.refer(kind, record.source or "", record.id)

    def head(self, type_: str, kind: str, record: Record) -> Resource:
        """Type, id and identity of the resource made of a record."""
        made: Resource = {"resourceType": type_, "id": self.id(kind, record.source or "", record.id)}
        return made | {"identifier": [named(record)]}

    def derived(self, type_: str, kind: str, *key: str) -> Resource:
        """The same for what the program worked out."""
        name = self.id(kind, *key)
        return {"resourceType": type_, "id": name, "identifier": [{"system": DERIVED, "value": name}]}

    @property
    def patient(self) -> Resource:
        return self.refer("patient")

    def substance(self, key: str) -> Substance | None:
        """The pack of a substance by its key or one of its names."""
        if key not in self._substances:
            self._substances[key] = self.knowledge.substances.get(key) or self.knowledge.substance(key)
        return self._substances[key]

    def called(self, key: str) -> str:
        """A substance in words."""
        pack = self.substance(key)
        return _(pack.name) if pack else words(key) or _("not named")


def named(record: Record) -> dict[str, Any]:
    """Source and id of a record as an identifier; `read_name` reads it."""
    system = ENTRY if record.source is None else f"{ENTRY}:{quote(record.source, safe='')}"
    return {"system": system, "value": words(record.id) or "-"}
