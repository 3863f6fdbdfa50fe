"""Whatever is saved after a page was looked at is saved, answered, and seen by the next page."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import lately
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.web.today import saving

SENT: dict[str, dict[str, Any]] = {
    "/settings/medicines/": {"name": "tramadol"},
    "/settings/labs/": {"analyte": "alt", "value": "31", "unit": "U/L", "upper_limit": "40", "day": "2026-05-01"},
    "/plan/new/": {"direction": "hold", "substance": "Kratom", "agreed_with": "Dr Ng", "goals": "Walk to the shop"},
    "/check/use.self_check/": {"craving": "1", "health": "0"},
    "/effect/save/": {"kind": "nausea"},
    "/dose/new/": {"substance": "Kratom", "amount": "2", "unit": "g", "pain": "4"},
}
KINDS = [
    d.Medicine(id="x", name="tramadol"),
    d.Goal(id="x", text="Walk"),
    d.Plan(id="x", substance="kratom", direction="hold", from_=dt.date(2026, 5, 1)),
    d.PastUse(id="x", substance="kratom"),
    d.Product(id="x", name="Leaf", substance="kratom"),
]


@pytest.mark.parametrize("look", ["/", "/safety/"])
@pytest.mark.parametrize("address", SENT)
def test_what_is_sent_after_a_look_is_answered_and_seen(
    browser_of_alice: Client, alice: m.Person, usual_dose: m.Dose, look: str, address: str
) -> None:
    assert browser_of_alice.get(look).status_code == 200
    sent = {"id": str(m.new_id())} | SENT[address]
    assert browser_of_alice.post(address, sent).status_code == 302
    assert browser_of_alice.get(look).status_code == 200
    kept = lately.diary(alice, timezone.now() - dt.timedelta(days=10))
    assert kept == diary(alice)


@pytest.mark.parametrize("record", KINDS, ids=lambda record: type(record).__name__)
def test_what_has_no_moment_is_seen_as_well(alice: m.Person, usual_dose: m.Dose, record: Any) -> None:
    since = timezone.now() - dt.timedelta(days=10)
    lately.diary(alice, since)
    saving.save(alice, record, dated=True)
    assert lately.diary(alice, since) == diary(alice)
