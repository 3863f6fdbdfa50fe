"""The doorway: one-time links, sessions, and names that other sites could point here."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from counterpoise.journal import models as m
from counterpoise.web.access.links import LIFETIME, mint, redeem
from counterpoise.web.access.proof import proof

Enter = Callable[..., Client]
HERE = {"host": "localhost"}


def test_a_link_opens_its_diary_once(alice: m.Person) -> None:
    link = f"/enter/{mint(alice, timezone.now())}"
    first, second = Client(headers=HERE), Client(headers=HERE)
    assert first.get(link)["Location"] == "/"
    assert first.get("/").status_code == 200
    again = second.get(link)
    assert again.status_code == 403
    assert "does not open anything any more" in again.content.decode()
    assert second.get("/").status_code == 403


def test_a_link_does_not_open_after_its_day(alice: m.Person) -> None:
    now = timezone.now()
    token = mint(alice, now)
    assert redeem(token, now + LIFETIME + dt.timedelta(seconds=1)) is None
    assert redeem(token, now + LIFETIME) is not None


def test_only_a_hash_of_the_token_is_kept(alice: m.Person) -> None:
    token = mint(alice, timezone.now())
    assert len(token) >= 43  # 256 bits
    kept = m.Key.objects.get()
    assert token not in (kept.digest, str(kept.person_id))


def test_entering_makes_a_session_that_nobody_knew_before(alice: m.Person) -> None:
    client = Client(headers=HERE)
    client.get(f"/enter/{mint(None, timezone.now())}")
    before = client.cookies[settings.SESSION_COOKIE_NAME].value
    client.get(f"/enter/{mint(alice, timezone.now())}")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME]
    assert cookie.value != before
    assert cookie["httponly"]
    assert cookie["samesite"] == "Strict"


def test_a_link_followed_from_another_site_takes_one_step_more(alice: m.Person) -> None:
    client = Client(headers={**HERE, "sec-fetch-site": "cross-site"})
    answer = client.get(f"/enter/{mint(alice, timezone.now())}")
    assert answer.status_code == 200  # a redirect would not carry a strict cookie
    assert 'http-equiv="refresh"' in answer.content.decode()


@pytest.mark.parametrize("name", ["evil.example", "localhost.evil.example", "192.168.0.5", "[::2]"])
def test_a_name_that_points_here_from_elsewhere_is_refused(browser_of_alice: Client, name: str) -> None:
    answer = browser_of_alice.get("/", headers={"host": name})
    assert answer.status_code == 400
    assert "Alice" not in answer.content.decode()


def test_a_link_for_nobody_yet_leads_to_the_start(enter: Enter) -> None:
    answer = enter(None).get("/")
    assert answer["Location"] == "/start/"


def test_a_person_who_was_erased_is_let_in_no_more(enter: Enter, bob: m.Person) -> None:
    client = enter(bob)
    bob.delete()
    assert client.get("/")["Location"] == "/start/"


def test_the_proof_needs_the_secret_of_the_data_folder(client: Client, db: None) -> None:
    answer = client.get("/health/abc", headers=HERE).content.decode()
    assert answer == proof("abc", 80) != proof("abd", 80)


def test_a_proof_is_good_at_its_own_port_only(client: Client) -> None:
    """Whoever passes the challenge on, with whatever name and port they ask for, gets the answer of another port."""
    answer = client.get("/health/abc", headers={"host": "localhost:8001"}).content.decode()
    assert answer == proof("abc", 80)
    assert answer != proof("abc", 8001)
