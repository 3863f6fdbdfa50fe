"""Anna has a diary of her own and writes for Ruth, too: whose diary is open is said, and asked where hers is empty."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import app_lock, consents, entries
from counterpoise.journal import models as m
from counterpoise.web.profiles import caring
from tests.web.parsed import Element, parsed
from tests.web.test_profiles import let, switch

Enter = Callable[..., Client]
PAGES = (
    "/",
    "/?mine",
    "/timeline/",
    "/safety/",
    "/plan/",
    "/settings/",
    "/flare/pain/",
    "/learn/",
    "/dose/new/",
    "/where/",
)
OWN = "Your own diary"


@pytest.fixture
def hers(enter: Enter, anna: m.Person) -> Client:
    """Anna's browser."""
    return enter(anna)


def rated(person: m.Person, value: float = 3) -> m.Row:
    now = timezone.now()
    return entries.add(person, d.Rating(at=now, measure="pain.now", value=value), now)


def shown(client: Client, path: str) -> Element:
    return parsed(client.get(path).content.decode())


def said(page: Element) -> str:
    (toasts,) = (part for part in page.all("div") if part.attributes.get("id") == "toast")
    return toasts.text


def test_who_writes_for_nobody_sees_nothing_of_it(enter: Enter, hers: Client, ruth: m.Person, anna: m.Person) -> None:
    let(ruth, anna)
    consents.end(let(anna, ruth), timezone.now())  # she wrote for Anna once, and is written for
    for path in PAGES:
        page = enter(ruth).get(path).content.decode()
        for words in (OWN, "For whom?", "Write for", "data-own", "profiles.css"):
            assert words not in page, (path, words)
    after = hers.post(f"/profiles/{m.Consent.objects.get(carer=anna).pk}/leave/", follow=True)
    assert OWN not in after.content.decode()
    answer = enter(ruth).post("/rate/", {"measure": "pain.now", "value": "4"}, follow=True)
    assert said(parsed(answer.content.decode())) == "Saved: Pain now 4Undo"


def test_every_page_of_ones_own_says_so_and_has_the_way_to_the_other(
    hers: Client, ruth: m.Person, anna: m.Person
) -> None:
    rated(anna)
    consent = let(ruth, anna, caring.WHOLE)
    for path in PAGES:
        (band,) = (part for part in shown(hers, path).all("aside") if part.attributes["class"] == "band own")
        assert OWN in band.text, path
        (way,) = band.all("form")
        assert (way.text, way.attributes["action"]) == ("Write for Ruth", f"/profiles/{consent.pk}/switch/"), path
    switch(hers, consent)
    for path in PAGES:
        assert OWN not in hers.get(path).content.decode(), path


def test_many_ways_are_one_way_to_their_list(hers: Client, anna: m.Person) -> None:
    rated(anna)
    for name in ("Ruth", "Maria", "Paul"):
        let(m.Person.objects.create(name=name, time_zone="UTC"), anna)
    (band,) = shown(hers, "/safety/").all("aside")
    assert [link.attributes["href"] for link in band.all("a")] == ["/profiles/"]
    assert not list(band.all("form"))


@pytest.mark.parametrize("path", ["/", "/?all", "/flare/"])
def test_an_empty_diary_of_ones_own_asks_for_whom_before_anything_can_be_tapped(
    path: str, hers: Client, ruth: m.Person, anna: m.Person
) -> None:
    consent = let(ruth, anna)
    page = shown(hers, path)
    assert "For whom?" in [part.text for part in page.all("h2")]
    (main,) = page.all("main")
    actions = [part.attributes["action"] for part in main.all("form")]
    assert [one for one in actions if not one.startswith("/flare/opens")] == [f"/profiles/{consent.pk}/switch/"]
    assert not [part for part in page.all("form") if "data-keep" in part.attributes]
    (mine,) = (part for part in main.all("a") if part.text == "For myself")
    for_myself = hers.get(mine.attributes["href"]).content.decode()
    assert "For whom?" not in for_myself
    assert OWN in for_myself
    (theirs,) = (part for part in main.all("form") if part.text == "For Ruth")
    fields = {part.attributes["name"]: part.attributes.get("value", "") for part in theirs.all("input")}
    opened = hers.post(theirs.attributes["action"], fields, follow=True)
    assert opened.redirect_chain == [("/flare/" if path == "/flare/" else "/", 302)]
    assert "You are writing for Ruth" in opened.content.decode()


def test_it_is_asked_as_long_as_nothing_stands_there(hers: Client, ruth: m.Person, anna: m.Person) -> None:
    let(ruth, anna)
    rated(ruth)
    assert "For whom?" in hers.get("/").content.decode(), "what stands in Ruth's does not count"
    row = rated(anna)
    assert "For whom?" not in hers.get("/").content.decode()
    entries.remove(row, timezone.now())
    assert "For whom?" in hers.get("/").content.decode()


def test_what_is_saved_says_in_whose_diary(hers: Client, ruth: m.Person, anna: m.Person) -> None:
    consent = let(ruth, anna)
    rating = {"measure": "pain.now", "value": "7"}
    own = hers.post("/rate/", rating, follow=True).content.decode()
    assert said(parsed(own)).startswith("Saved: Pain now 7, in your own diary")
    part = hers.post("/rate/", rating, headers={"HX-Request": "true"}).content.decode()
    assert "Saved: Pain now 7, in your own diary" in part
    assert "in your own diary" in hers.post("/checkin/", rating, follow=True).content.decode()
    switch(hers, consent)
    theirs = hers.post("/rate/", rating, follow=True).content.decode()
    assert said(parsed(theirs)).startswith("Saved: Pain now 7, in Ruth’s diary")
    large = hers.post("/rate/", rating | {"then": "flare"}, follow=True).content.decode()
    assert "Saved: Pain now 7, in Ruth’s diary" in large


def test_after_an_undo_the_redo_is_there_still(hers: Client, ruth: m.Person, anna: m.Person) -> None:
    let(ruth, anna)
    saved = parsed(hers.post("/rate/", {"measure": "pain.now", "value": "7"}, follow=True).content.decode())
    (form,) = (part for part in saved.all("form") if part.text == "Undo")
    fields = {part.attributes["name"]: part.attributes.get("value", "") for part in form.all("input")}
    undone = said(parsed(hers.post("/undo/", fields, follow=True).content.decode()))
    assert "in your own diary" in undone
    assert undone.endswith("Redo")


def test_the_locked_screen_says_where_its_number_goes_and_names_nobody(
    enter: Enter, hers: Client, ruth: m.Person, anna: m.Person
) -> None:
    for person in (anna, ruth):
        app_lock.set_passphrase(person, "seven wet umbrellas sing")
        m.AppLock.objects.filter(person=person).update(log_while_locked=True)
    let(ruth, anna)
    page = hers.get("/").content.decode()
    assert "It goes into your own diary." in page
    assert "Ruth" not in page
    assert "It goes into your own diary." not in enter(ruth).get("/").content.decode()
