"""A FHIR bundle brought in: once it is new, twice it is known, and our own export brings nothing back in."""

from __future__ import annotations

import json

import pytest

from counterpoise.diary import Diary
from counterpoise.exchange import formats
from counterpoise.exchange.fhir import bundle
from counterpoise.journal import bring, diaries
from counterpoise.journal.models import Import, Person
from counterpoise.knowledge.load import load
from tests.exchange.fhir import people
from tests.journal.conftest import Clock


def understood(diary: Diary, zone: str) -> Diary:
    made = json.dumps(bundle(diary, load(), None, (), people.END)).encode()
    return formats.read("b.json", made, zone).diary


@pytest.mark.parametrize("name", ["free text", "censored assays", "clock changes", "typical"])
def test_a_bundle_brought_in_twice_adds_nothing(alice: Person, clock: Clock, name: str) -> None:
    there = understood(people.diary(name), "UTC")
    first = bring.bring(alice, there, Import(at=clock(), format="fhir", file_name="b.json"))
    kept = diaries.diary(alice)
    second = bring.bring(alice, there, Import(at=clock(), format="fhir", file_name="b.json"))
    assert first.new > 0
    assert (second.new, second.profile_filled) == (0, ())
    assert diaries.diary(alice) == kept


@pytest.mark.parametrize("name", ["unknown amounts", "clock changes", "typical"])
def test_what_it_gave_out_as_fhir_is_all_known(alice: Person, clock: Clock, name: str) -> None:
    bring.bring(alice, people.diary(name), Import(at=clock(), format="counterpoise", file_name="d.json"))
    here = diaries.diary(alice)
    back = bring.prospect(alice, understood(here, alice.time_zone))
    assert back.new == 0
    differing = {kind for kind, found in back.kinds.items() if found.differing}
    assert differing <= {"lot"}  # what a laboratory found in it is not read back: what is here stays
