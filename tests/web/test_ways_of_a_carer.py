"""Every way that a carer is offered is open to her: what her consent does not open is not shown."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import ResolverMatch, resolve, reverse
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.web.access.doorway import is_public
from counterpoise.web.profiles import caring
from tests.web.parsed import parsed
from tests.web.test_every_address import ALL, Enter, allowed, filled, paths, view_of

ASKS = re.compile(r"^(href|action|formaction|hx-(get|post|put|delete))$")
FOLLOWED = ("href", "hx-get")
OF_EACH = 2
"""So many addresses of one page are followed from link to link: days lead to days for ever."""


def of_old(person: m.Person) -> m.Person:
    """The person, with something of every kind, and a questionnaire that is asked by now."""
    now = timezone.now()
    entries.add(person, d.Rating(at=now - dt.timedelta(days=40), measure="pain.now", value=5), now)
    filled(person)
    gone = entries.add(person, d.Lot(product="p", lot_number="gone"), now)
    entries.remove(gone, now)
    return person


@pytest.fixture
def alice_of_old(alice: m.Person) -> m.Person:
    return of_old(alice)


def offered(page: str, where: str) -> Iterator[tuple[str, str]]:
    """Every address of the page, with the attribute that names it."""
    for element in parsed(page).all():
        for name, value in element.attributes.items():
            if ASKS.match(name) and element.tag != "link":
                address = urlsplit(urljoin(where, value))
                if address.netloc == "" and address.scheme == "" and not address.path.startswith("/static/"):
                    yield name, address._replace(fragment="").geturl()


def open_to(consent: m.Consent, way: ResolverMatch) -> bool:
    return is_public(way.url_name) or caring.may(consent, way.url_name, way.func)


def walked(client: Client, consent: m.Consent) -> Iterator[tuple[str, str, str]]:
    """Every page that is read by the consent, and what is reached from there: its name, its address, what it shows."""
    hers = [address for address in ALL if caring.may(consent, address.name, view_of(address))]
    waiting = [path for address in hers if "key" not in address.arguments for path in paths(address, consent.person)]
    seen, of_each = set(waiting), Counter[str | None]()
    while waiting:
        path = waiting.pop()
        answer = client.get(path)
        assert answer.status_code != 403, path
        if answer.status_code != 200 or not answer.get("Content-Type", "").startswith("text/html"):
            continue
        page = answer.content.decode()
        yield str(resolve(urlsplit(path).path).url_name), path, page
        for name, address in offered(page, path):
            way = resolve(urlsplit(address).path)
            if open_to(consent, way) and name in FOLLOWED and address not in seen and of_each[way.url_name] < OF_EACH:
                seen.add(address)
                of_each[way.url_name] += 1
                waiting.append(address)


@pytest.mark.parametrize("scope", [caring.LOG, caring.WHOLE])
def test_no_page_of_a_carer_offers_what_is_shut(
    scope: str, alice_of_old: m.Person, bob: m.Person, enter: Enter
) -> None:
    consent, client = allowed(alice_of_old, bob, scope), enter(bob)
    client.post(reverse("profile_switch", kwargs={"key": consent.pk}))
    shut, read = set(), set()
    for here, path, page in walked(client, consent):
        read.add(here)
        for name, address in offered(page, path):
            way = resolve(urlsplit(address).path)
            if not open_to(consent, way):
                shut.add(f"{here}: {name} {way.url_name}")
    assert sorted(shut) == []
    assert read >= {"today", "flare", "checkin", "safety", "settings", "entry"}


def test_what_a_consent_opens_is_offered_and_nothing_is_kept_from_the_person(
    alice_of_old: m.Person, bob: m.Person, enter: Enter
) -> None:
    """Otherwise a program that offers nothing would pass the test above."""

    def told(client: Client) -> set[str]:
        pages = [client.get(path).content.decode() for path in ("/", "/safety/", "/checkin/")]
        return {address for page in pages for _name, address in offered(page, "/")}

    both = {"/settings/medicines/", "/settings/labs/", "/plan/", "/products/", "/check/peg/"}
    alone = {"/devices/", "/checkin/settings/"}
    assert told(enter(alice_of_old)) >= both | alone
    for scope, open_to in ((caring.WHOLE, both), (caring.LOG, set[str]())):
        consent, client = allowed(alice_of_old, bob, scope), enter(bob)
        client.post(reverse("profile_switch", kwargs={"key": consent.pk}))
        assert told(client) & (both | alone) == open_to


@pytest.mark.parametrize("path", ["/balance/", "/timeline/"])
def test_an_empty_diary_offers_a_carer_no_file_to_bring(
    path: str, alice: m.Person, bob: m.Person, enter: Enter
) -> None:
    consent, client = allowed(alice, bob, caring.WHOLE), enter(bob)
    client.post(reverse("profile_switch", kwargs={"key": consent.pk}))
    assert 'href="/bring/"' in enter(alice).get(path).content.decode()
    assert 'href="/bring/"' not in client.get(path).content.decode()


@pytest.mark.parametrize(("scope", "fewest"), [(caring.LOG, 4), (caring.WHOLE, 2)])
def test_no_group_of_more_is_nearly_empty(
    scope: str, fewest: int, alice: m.Person, bob: m.Person, enter: Enter
) -> None:
    """The one of the look has the choice of the language besides."""
    consent, client = allowed(alice, bob, scope), enter(bob)
    client.post(reverse("profile_switch", kwargs={"key": consent.pk}))
    groups = [
        part
        for part in parsed(client.get("/settings/").content.decode()).all("section")
        if part.attributes.get("class") == "card index"
    ]
    assert groups
    for group in groups:
        ways = len(list(group.all("a"))) + len(list(group.all("form")))
        assert ways >= fewest, group.text


def test_a_carer_chooses_the_language_of_her_own_browser(alice: m.Person, bob: m.Person, enter: Enter) -> None:
    consent, client = allowed(alice, bob, caring.LOG), enter(bob)
    client.post(reverse("profile_switch", kwargs={"key": consent.pk}))
    assert client.post("/language/", {"language": "es", "next": "/settings/"}).status_code == 302
    assert '<html lang="es"' in client.get("/settings/").content.decode()
