"""The facts over HTTP: read only, each with its sources, a copy kept and asked about again."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from counterpoise.journal import models as m
from counterpoise.knowledge.as_json import MARK
from counterpoise.knowledge.load import load
from counterpoise.web.api.views import SHELVES
from tests.house.tree import ROOT

INDEX = "/api/knowledge/"
PAGE = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")


def test_the_index_leads_to_everything(browser_of_alice: Client) -> None:
    index = browser_of_alice.get(INDEX).json()
    assert index.keys() == {"substances", *SHELVES}
    assert list(index["substances"]) == list(load().substances)
    for address in (*index["substances"].values(), *(index[shelf] for shelf in SHELVES)):
        answer = browser_of_alice.get(address)
        assert answer.status_code == 200
        assert answer["Content-Type"] == "application/json"
        assert answer.json()


def test_a_substance_comes_with_its_sources_and_the_mark(browser_of_alice: Client) -> None:
    kratom = browser_of_alice.get(f"{INDEX}substances/kratom").json()
    assert kratom["facts"]["mitragynine_half_life"]["sources"][0]["link"].startswith("https://doi.org/")
    assert kratom["facts"]["chronic_pain_trial"]["mark"] == MARK
    assert kratom["kinetics"]["half_life_h"]["centre"] == 2.5


def test_a_shelf_has_an_entry_for_each_key(browser_of_alice: Client) -> None:
    for shelf in set(SHELVES) - {"emergency", "help"}:
        assert list(browser_of_alice.get(f"{INDEX}{shelf}").json()) == list(getattr(load(), shelf))


def test_what_to_do_in_an_emergency_pages_and_dopamine_are_served_with_the_mark(browser_of_alice: Client) -> None:
    emergency = browser_of_alice.get(f"{INDEX}emergency").json()
    assert list(emergency["signs"]) == list(load().emergency.signs)
    assert emergency["countries"]["US"]["emergency"]["number"] == "911"
    dopamine = browser_of_alice.get(f"{INDEX}receptors").json()["kratom"]["dopamine"]["people"]
    assert dopamine["value"] == "No human study has measured dopamine release after kratom."
    assert dopamine["mark"] == MARK
    assert browser_of_alice.get(f"{INDEX}pages").json()["withdrawal"]["sections"]["common"]["sources"]


def test_what_is_not_there_is_said_with_what_is(browser_of_alice: Client) -> None:
    answer = browser_of_alice.get(f"{INDEX}substances/moonleaf")
    assert answer.status_code == 404
    assert answer.json() == {"error": "no such substance", "allowed": list(load().substances)}


@pytest.mark.parametrize("address", [INDEX, f"{INDEX}substances/kratom", f"{INDEX}bibliography"])
def test_it_is_read_only_and_open_like_the_pages_it_holds(browser_of_alice: Client, address: str) -> None:
    assert browser_of_alice.post(address, {}).status_code == 405
    assert browser_of_alice.delete(address).status_code == 405
    assert browser_of_alice.head(address).status_code == 200
    assert Client(headers={"host": "localhost"}).get(address).status_code == 200


def test_a_copy_that_is_still_the_same_is_not_sent_again(browser_of_alice: Client) -> None:
    first = browser_of_alice.get(f"{INDEX}analytes")
    assert first["Cache-Control"] == "max-age=0, public"
    again = browser_of_alice.get(f"{INDEX}analytes", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert browser_of_alice.get(f"{INDEX}claims", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_it_says_the_same_to_everybody(browser_of_alice: Client, bob: m.Person, enter: object) -> None:
    assert callable(enter)
    address = f"{INDEX}substances/kratom"
    assert browser_of_alice.get(address).content == enter(bob).get(address).content


def test_every_address_is_told_and_none_that_is_not_there() -> None:
    names = [name for name in get_resolver().reverse_dict if isinstance(name, str) and name.startswith("api_")]
    there = {reverse(name, args=["KEY"] if name == "api_substance" else []).replace("KEY", "<key>") for name in names}
    assert len(there) == 2 + len(SHELVES)
    assert set(re.findall(r"^\| `(/api/[^`]*)` \|", PAGE, re.M)) == there
