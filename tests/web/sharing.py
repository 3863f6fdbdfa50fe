"""A link of a person's, and a stranger's browser, for the tests of both sides."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

from django.test import Client
from django.utils import timezone

from counterpoise.journal import models as m

HERE = {"host": "localhost"}
PROOF = re.compile(r'name="proof" value="([0-9a-f]{64})"')
SECTIONS = ("pain", "taken", "harms")
FURTHEST_EAST = dt.timedelta(hours=14)
"""The day that has begun first somewhere: no time zone's today is later."""


def ask_for_link(browser: Client, sections: Sequence[str] = SECTIONS, **more: Any) -> Any:
    """Send the form by which a link is made."""
    today = (timezone.now() + FURTHEST_EAST).date().isoformat()
    sent = {"id": str(m.new_id()), "label": "Dr Ng", "sections": sections, "days": "7", "may_comment": "on"}
    return browser.post("/share/new/", sent | {"first": "2020-01-01", "last": today} | more)


def link_of(browser: Client, sections: Sequence[str] = SECTIONS, **more: Any) -> str:
    """Make a link on the page for it; gives the whole link."""
    answer = ask_for_link(browser, sections, **more)
    found = re.search(r'value="(http[^"]+#[^"]+)"', answer.content.decode())
    assert found, answer.content.decode()
    return found[1]


def stranger(**headers: str) -> Client:
    return Client(headers=HERE | headers, enforce_csrf_checks=True)


def proof(page: Any) -> str:
    found = PROOF.search(page.content.decode())
    assert found
    return found[1]


def try_at_the_door(browser: Client, code: str) -> Any:
    return browser.post("/shared/", {"proof": proof(browser.get("/shared/")), "code": code})


def let_in(link: str, **headers: str) -> Client:
    """A browser in which the link was opened."""
    browser = stranger(**headers)
    answer = try_at_the_door(browser, link.partition("#")[2])
    assert (answer.status_code, answer["Location"]) == (302, "/shared/report/")
    return browser


def write_back(browser: Client, **said: Any) -> Any:
    page = browser.get("/shared/write/")
    usual = {"author": "Dr Ng", "role": "doctor", "substance": "Kratom"}
    return browser.post("/shared/write/", {"proof": proof(page)} | usual | said)
