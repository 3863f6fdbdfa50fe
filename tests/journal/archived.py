"""A person with something in every table, and archives of people, for tests."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import Any

import pytest

from counterpoise import diary as d
from counterpoise.journal import archive, aside, bring, checkins, diaries, documents, entries, recalls, sharing
from counterpoise.journal import models as m
from counterpoise.journal.archive import making
from counterpoise.journal.archive.forms import FORMS
from counterpoise.journal.archive.tables import BESIDE_BY_NAME, TABLES
from tests.journal.conftest import Clock

NOW = dt.datetime(2026, 6, 2, 12, tzinfo=dt.UTC)
AT = dt.datetime(2026, 5, 1, 8, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
JPEG = b"\xff\xd8\xff" + bytes(range(256))
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 3


def fill(person: m.Person, clock: Clock, secret: str = "") -> None:
    """Something of every table, with earlier states, deletions and links to what is hidden."""
    rating = entries.add(person, d.Rating(at=AT, measure="pain.now", value=6, note=f"{secret}ü — 日本"), clock())
    entries.change(rating, replace(diaries.record(rating), value=5.0), clock())
    for n in range(2):  # two with one id: told apart by who brought them
        sold = d.Product(id="p", source=f"app{n}", substance="kratom", name=f"{secret}powder {n}")
        entries.add(person, sold, clock())
        lot = entries.add(person, d.Lot(id="l", source=f"app{n}", product="p", lot_number=f"A{n}"), clock())
    assert isinstance(lot, m.Lot)
    documents.keep(lot, PDF + secret.encode(), clock())
    documents.set_quiet(lot, quiet=True)
    m.BagPhoto.objects.create(lot=lot, at=clock(), data=JPEG)
    dose = d.Dose(id="d", source="app1", at=AT, substance="kratom", amount=2.0, unit="g", lot="l")
    entries.remove(entries.add(person, replace(dose, id="gone"), clock()), clock())
    entries.add(person, replace(dose, rating=str(rating.pk)), clock())
    entries.remove(lot, clock())
    entries.remove(m.Product.objects.get(person=person, source="app0"), clock())
    about = d.Person(time_zone="UTC", allergies=(f"{secret}nuts",), medicines=(d.Medicine(name="ibuprofen"),))
    extra = {"kept": {"deep": [1, {"er": None}]}}
    file = d.Diary(person=about, doses=(), ratings=(d.Rating(id="f", at=AT, measure="mood", value=3),), extra=extra)
    receipt = m.Import(at=clock(), format="csv", file_name=f"{secret}log.csv", receipt={"a": [secret]})
    bring.bring(person, file, receipt)
    undone = m.Import(at=clock(), format="csv", file_name="other.csv")
    bring.bring(person, replace(file, ratings=(d.Rating(id="g", at=AT, measure="mood", value=4),)), undone)
    bring.undo_import(undone, clock())
    entries.change_profile(person, replace(diaries.profile(person), birth_year=1970), clock())
    aside.aside(person, f"{secret}rule", "warning", clock())
    share, token = linked(person, f"{secret}Dr", clock())
    day, key = AT.date(), b"key of a file"
    m.SealedFile.objects.create(
        person=person, label=f"{secret}Dr", first=day, last=day, made_at=clock(), public_key=key
    )
    sharing.enter(token, clock())
    sharing.revoke(share, clock())
    m.Proposal.objects.create(
        person=person, digest="a" * 64, author=f"{secret}Dr", said_at=AT, received_at=clock(), via="link", share=share
    )
    carer = m.Person.objects.create(name=f"{secret}carer", time_zone="UTC")
    allowed = m.Consent.objects.create(
        person=person,
        carer=carer,
        person_name=f"{secret}me",
        carer_name=f"{secret}carer",
        scope="log",
        purpose=f"{secret}when my hands hurt",
        given="code",
        made_at=clock(),
        ended_at=None,
    )
    with entries.written_under(allowed):
        theirs = entries.add(person, d.Rating(at=AT, measure="mood", value=2), clock())
        entries.change(theirs, replace(diaries.record(theirs), value=3.0), clock())
        entries.remove(theirs, clock())
    m.Consent.objects.filter(pk=allowed.pk).update(ended_at=clock())
    carer.delete()
    checkins.learn(person, (1.25, 5.0), clock())
    _held(person, secret, allowed, clock())
    recalls.keep(person, f"{secret}list.csv", b"vendor,product,lot\nx,y,z\n" + secret.encode(), clock())


def _held(person: m.Person, secret: str, allowed: m.Consent, now: dt.datetime) -> None:
    """Something from a carer's phone that waits for the person."""
    said = {"measure": "mood", "value": secret, "under": str(allowed.pk)}
    m.Held.objects.create(person=person, entry=person.pk, digest="b" * 64, why="unfit", said=said, received_at=now)


def linked(person: m.Person, label: str, now: dt.datetime) -> tuple[m.Share, str]:
    """A link for somebody else, and its secret."""
    share = m.Share(person=person, label=label, first=AT.date(), last=AT.date(), made_at=now)
    share.expires_at = now + dt.timedelta(days=7)
    return share, sharing.make(share)


def archived(person: m.Person, *, drawn: bool = True) -> bytes:
    """The archive of a person. Drawing the report takes by far the longest: where it does not matter, leave it out."""
    file = io.BytesIO()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(making, "FORMS", FORMS if drawn else FORMS[:1])
        archive.write(file, person, NOW)
    return file.getvalue()


def put_back(data: bytes, name: str) -> m.Person:
    """The person of an archive, put back."""
    return archive.bring_back(archive.opened(io.BytesIO(data)), name, NOW).person


def raw(person: m.Person) -> dict[str, list[dict[str, Any]]]:
    """Every column of every row of the person, as it stands in the tables."""
    whose = {name: BESIDE_BY_NAME[name].of if name in BESIDE_BY_NAME else "person" for name in TABLES}
    found = {
        name: list(table._default_manager.filter(**{whose[name]: person}).order_by("pk").values())
        for name, table in TABLES.items()
    }
    for row in [*found["change"], *found["share_view"]]:
        del row["id"]  # a number of this database
    for row in found["share"]:
        del row["digest"]  # of a secret that stays where it is
    for row in found["reminders"]:
        del row["seed"]  # made anew
    own = m.Person.objects.filter(pk=person.pk).values().get()
    return found | {"person": [{name: value for name, value in own.items() if name not in ("name", "revision")}]}
