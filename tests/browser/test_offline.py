"""Without a network: the app is installable, its pages answer, and what is written arrives exactly once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, Playwright, expect

from counterpoise.journal import models as m
from counterpoise.web.access.links import mint

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
READY = "navigator.serviceWorker.ready.then(() => !!navigator.serviceWorker.controller)"


@pytest.fixture
def phone(
    playwright: Playwright,
    browser_type_launch_args: dict[str, Any],
    live_server_address: str,
    tmp_path: Path,
    transactional_db: None,
) -> Iterator[BrowserContext]:
    """A browser with a profile of its own on the disk, as people have it: in a private window nothing is installed."""
    context = playwright.chromium.launch_persistent_context(
        tmp_path / "profile", base_url=live_server_address, **browser_type_launch_args
    )
    yield context
    context.close()


def let_in(context: BrowserContext, person: m.Person) -> Page:
    page = context.new_page()
    page.goto(f"/enter/{mint(person, timezone.now())}")
    page.wait_for_function(READY)
    return page


def test_it_can_be_installed(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    session = phone.new_cdp_session(page)
    assert session.send("Page.getInstallabilityErrors")["installabilityErrors"] == []
    found = session.send("Page.getAppManifest")
    assert found["errors"] == []
    said = json.loads(found["data"])
    assert (said["start_url"], said["scope"], said["display"]) == ("/", "/", "standalone")


def test_a_page_asked_for_without_a_network_is_answered(phone: BrowserContext, alice: m.Person) -> None:
    page = let_in(phone, alice)
    phone.set_offline(True)
    page.goto("/timeline/")
    expect(page.get_by_role("heading", level=1)).to_have_text("There is no network just now")
    page.goto("/emergency/")
    expect(page.get_by_role("heading", level=1)).to_have_text("Call first. Log later.")
    expect(page.get_by_role("link", name="911")).to_be_visible()
