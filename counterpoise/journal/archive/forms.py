"""What is written of a diary beside the files that are read back: for people, and for other programs."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable

from counterpoise import diary as d
from counterpoise.exchange import fhir
from counterpoise.exchange.csv import export
from counterpoise.journal import models as m
from counterpoise.journal import recalls
from counterpoise.safety.review import review

Files = Iterable[tuple[str, bytes]]


def _as_tables(_person: m.Person, whole: d.Diary, _now: dt.datetime) -> Files:
    for name, content in export.files(whole):
        yield f"tables/{name}", content


def _as_fhir(person: m.Person, whole: d.Diary, now: dt.datetime) -> Files:
    """Without answers: working them out takes longer than an archive may."""
    known = recalls.knowledge(person)
    bundle = fhir.bundle(whole, known, None, review(whole, known, now), now, who=str(person.pk))
    yield "fhir.json", json.dumps(bundle, ensure_ascii=False, indent=1).encode()


FORMS: tuple[Callable[[m.Person, d.Diary, dt.datetime], Files], ...] = (_as_tables, _as_fhir)
"""A new form: name it here, and its files in the README and in docs/archive.md."""
