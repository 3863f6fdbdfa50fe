"""A first visit to every main page is light, asks nobody else, and nothing jumps (for times see bench/vitals.py)."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import uvicorn
from django.utils import timezone
from playwright.sync_api import BrowserContext

from counterpoise.journal import models as m
from counterpoise.web.access.links import mint
from tests.browser import vitals
from tests.browser.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


HEAVY = """<meta name="viewport" content="width=device-width"><h1 style="height: 500px">Below</h1><script>
  fetch("https://elsewhere.invalid/").catch(() => {});
  new PerformanceObserver(() => setTimeout(() => document.body.prepend(
    Object.assign(document.createElement("div"), {style: "height: 300px", textContent: "late"})), 100))
    .observe({type: "paint", buffered: true})</script>"""


@pytest.fixture
def program(transactional_db: None) -> Iterator[str]:
    """The address of the program's own server, over the diary of these tests: it compresses, the tests' does not."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        config = uvicorn.Config("counterpoise.web.asgi:application", lifespan="off", log_config=None, ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://localhost:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join()


def test_a_first_visit_is_light_and_nothing_jumps(
    contexts: Callable[..., BrowserContext], program: str, alice: m.Person
) -> None:
    entered = contexts(**PHONE)
    entered.new_page().goto(f"{program}/enter/{mint(alice, timezone.now())}")
    known: Any = entered.storage_state()
    wrong = []
    for name, path in vitals.MAIN.items():
        context = contexts(**PHONE, storage_state=known)  # nothing kept from before
        found = vitals.visit(context.new_page(), program + path)
        again = vitals.visit(context.new_page(), program + path)
        context.close()
        if again.kb > found.kb / 2:
            wrong.append(f"{name}: {again.kb:.0f} kB a second time")
        assert found.bytes > 1000, name
        assert len(found.asked) > 3, name
        if found.kb >= vitals.KB_BUDGET:
            wrong.append(f"{name}: {found.kb:.0f} kB")
        if found.shift >= vitals.SHIFT_BUDGET:
            wrong.append(f"{name}: jumps by {found.shift:.3f}: {found.moved}")
        wrong += [f"{name}: asks for {one}" for one in found.asked if not one.startswith(program)]
    assert wrong == []


def test_what_is_too_heavy_jumps_or_asks_elsewhere_is_seen(contexts: Callable[..., BrowserContext]) -> None:
    """The ruler itself, held against a page that does all three."""
    page = contexts(**PHONE).new_page()
    page.route("https://elsewhere.invalid/**", lambda route: route.fulfill(body="x" * 200_000))
    page.route("**/heavy/", lambda route: route.fulfill(content_type="text/html", body=HEAVY + "<!-- -->" * 25_000))
    found = vitals.visit(page, "/heavy/")
    assert found.kb > vitals.KB_BUDGET
    assert found.shift > vitals.SHIFT_BUDGET
    assert "https://elsewhere.invalid/" in found.asked
