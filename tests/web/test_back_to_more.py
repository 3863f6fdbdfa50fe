"""Whoever went from More to a page finds the way back to it at its top."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import resolve

from counterpoise.journal import models as m
from counterpoise.web.profiles import caring
from tests.web.conftest import Enter
from tests.web.parsed import Element, parsed
from tests.web.test_profiles import let, switch

WAYS_OF_THEIR_OWN = {"flare", "emergency"}
"""Three buttons and nothing else, with a way out of its own; and before whom to call stands nothing."""


def of_more(client: Client) -> list[str]:
    """Where its lists lead to."""
    lists = (part for part in parsed(client.get("/settings/").content.decode()).all("ul"))
    return [link.attributes["href"] for part in lists for link in part.all("a")]


def way_back(page: Element) -> Element | None:
    backs = (part for part in page.all("p") if part.attributes.get("class") == "back")
    return next((link for part in backs for link in part.all("a") if link.attributes["href"] == "/settings/"), None)


@pytest.mark.parametrize("scope", ["own", caring.LOG, caring.WHOLE])
def test_every_page_of_more_leads_back_to_it(scope: str, enter: Enter, alice: m.Person, bob: m.Person) -> None:
    client = enter(bob)
    if scope != "own":
        switch(client, let(alice, bob, scope))
    paths = of_more(client)
    assert len(paths) > (2 if scope == caring.LOG else 14)
    for path in paths:
        page = parsed(client.get(path).content.decode())
        link = way_back(page)
        if resolve(path).url_name in WAYS_OF_THEIR_OWN:
            assert link is None, path
            continue
        assert link is not None, path
        assert link.text == "← More", path
        tags = [part for part in page.all() if part is link or part.tag == "h1"]
        assert tags[0] is link, f"{path}: above the heading"


def test_who_reads_without_a_diary_is_not_led_to_what_is_shut(client: Client, db: None) -> None:
    for path in ("/about/", "/claims/", "/learn/", "/help/", "/settings/look/"):
        answer = client.get(path, headers={"host": "localhost"})
        assert answer.status_code == 200, path
        assert way_back(parsed(answer.content.decode())) is None, path
