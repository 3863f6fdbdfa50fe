"""Every way that a carer is offered is open to her: what her consent does not open is not shown."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator
from urllib.parse import urljoin, urlsplit

import pytest
from django.test import Client
from django.urls import resolve, reverse
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


@pytest.fixture
def alice_of_old(alice: m.Person) -> m.Person:
    """Alice, with something of every kind, and a questionnaire that is asked by now."""
    now = timezone.now()
    entries.add(alice, d.Rating(at=now - dt.timedelta(days=40), measure="pain.now", value=5), now)
    filled(alice)
    gone = entries.add(alice, d.Lot(product="p", lot_number="gone"), now)
    entries.remove(gone, now)
    return alice


def offered(page: str, where: str) -> Iterator[tuple[str, str]]:
    """Every address of the page, with the attribute that names it."""
    for element in parsed(page).all():
        for name, value in element.attributes.items():
            if ASKS.match(name) and element.tag != "link":
                address = urlsplit(urljoin(where, value))
                if address.netloc == "" and address.scheme == "" and not address.path.startswith("/static/"):
                    yield name, address._replace(fragment="").geturl()


@pytest.mark.parametrize("scope", [caring.LOG, caring.WHOLE])
def test_no_page_of_a_carer_offers_what_is_shut(
    scope: str, alice_of_old: m.Person, bob: m.Person, enter: Enter
) -> None:
    consent, client = allowed(alice_of_old, bob, scope), enter(bob)
    client.post(reverse("profile_switch", kwargs={"key": consent.pk}))
    hers = [address for address in ALL if caring.may(consent, address.name, view_of(address))]
    waiting = [path for address in hers if "key" not in address.arguments for path in paths(address, alice_of_old)]
    seen, of_each, shut, read = set(waiting), Counter[str | None](), set(), set()
    while waiting:
        path = waiting.pop()
        answer = client.get(path)
        assert answer.status_code != 403, path
        if answer.status_code != 200 or not answer.get("Content-Type", "").startswith("text/html"):
            continue
        here = resolve(urlsplit(path).path).url_name
        read.add(here)
        for name, address in offered(answer.content.decode(), path):
            page = resolve(urlsplit(address).path)
            if not (is_public(page.url_name) or caring.may(consent, page.url_name, page.func)):
                shut.add(f"{here}: {name} {page.url_name}")
            elif name in FOLLOWED and address not in seen and of_each[page.url_name] < OF_EACH:
                seen.add(address)
                of_each[page.url_name] += 1
                waiting.append(address)
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


def test_a_carer_chooses_the_language_of_her_own_browser(alice: m.Person, bob: m.Person, enter: Enter) -> None:
    consent, client = allowed(alice, bob, caring.LOG), enter(bob)
    client.post(reverse("profile_switch", kwargs={"key": consent.pk}))
    assert client.post("/language/", {"language": "es", "next": "/settings/"}).status_code == 302
    assert '<html lang="es"' in client.get("/settings/").content.decode()
