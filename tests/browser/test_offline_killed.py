"""Fifty entries without a network, while the server and the browser are killed: each arrives once, and in order."""

from __future__ import annotations

import os
import re
import signal
import socket
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Error, Page, Playwright, expect

from counterpoise.web import kernels
from tests.browser.phones import READY
from tests.web.test_killed_server import Server, start

pytestmark = pytest.mark.browser
BATCHES = (20, 15, 15)
PATIENCE = 120_000


class Phone:
    """A browser whose profile stays on the disk, whatever happens to it."""

    def __init__(self, playwright: Playwright, options: dict[str, Any], profile: Path) -> None:
        self.playwright, self.options, self.profile = playwright, options, profile
        self.context: BrowserContext | None = None

    def open(self, address: str) -> Page:
        self.context = self.playwright.chromium.launch_persistent_context(self.profile, **self.options)
        page = self.context.pages[0]
        page.set_default_timeout(PATIENCE)
        page.goto(address)
        return page

    def close(self) -> None:
        if self.context is not None:
            with suppress(Error):  # killed before
                self.context.close()
            self.context = None

    def kill(self) -> None:
        """End the program itself, as a phone does that runs out of memory; of what is gone nothing more is asked."""
        if self.context is not None:
            with self.context.expect_event("close", timeout=PATIENCE):
                self._end_the_program()
            self.context = None

    def _end_the_program(self) -> None:
        mine = f"--user-data-dir={self.profile}"
        for folder in Path("/proc").iterdir():
            try:
                words = (folder / "cmdline").read_text().split("\0") if folder.name.isdecimal() else []
                if mine in words and not any(word.startswith("--type=") for word in words):
                    os.kill(int(folder.name), signal.SIGKILL)
            except OSError:
                continue


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder whose kernels count as compiled."""
    kept = tmp_path / "data"
    (kept / "kernels").mkdir(parents=True)
    (kept / "kernels" / "compiled-for").write_text(kernels._fingerprint())
    return kept


@pytest.fixture
def serve(folder: Path) -> Iterator[Callable[[], Server]]:
    """Starts the server, each time at the same address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    started: list[Server] = []

    def serve() -> Server:
        started.append(start(folder, port))
        return started[-1]

    yield serve
    for server in started:
        end(server)


def end(server: Server) -> None:
    server.process.kill()
    server.process.wait()
    if server.process.stdout:
        server.process.stdout.close()


def values(folder: Path) -> list[float]:
    """The ratings in the order in which they came in."""
    with closing(sqlite3.connect(folder / "journal.sqlite3")) as database:
        found = database.execute(
            "SELECT value FROM journal_rating JOIN journal_receipt ON journal_receipt.row = journal_rating.id"
            " ORDER BY received_at"
        )
        return [float(value) for (value,) in found]


def write(page: Page, first: int, count: int) -> None:
    pad = page.locator("#offline-shell form").first
    for i in range(first, first + count):
        pad.get_by_role("button", name=str(i % 11), exact=True).click()
        expect(page.locator("#waiting")).to_have_attribute("data-count", str(i + 1), timeout=PATIENCE)


def until_some_arrived(page: Page, folder: Path, at_least: int) -> None:
    end = time.monotonic() + 2 * PATIENCE / 1000
    while len(values(folder)) < at_least:
        assert time.monotonic() < end, f"{len(values(folder))} arrived, of {at_least} at least"
        page.evaluate("new Promise((done) => setTimeout(done, 5))")  # the browser goes on meanwhile


def test_fifty_entries_arrive_once_and_in_order(
    playwright: Playwright,
    browser_type_launch_args: dict[str, Any],
    serve: Callable[[], Server],
    folder: Path,
    tmp_path: Path,
) -> None:
    phone = Phone(playwright, browser_type_launch_args, tmp_path / "profile")
    server = serve()
    home = f"http://localhost:{server.port}/"
    page = phone.open(f"http://localhost:{server.port}{server.link}")
    page.goto(f"{home}start/diary/")
    page.locator("input[name=name]").fill("me")
    page.locator("select[name=time_zone]").select_option("Europe/Berlin")
    page.locator("form button.primary").click()
    later = page.get_by_role("link", name="Not now, go on to Today")
    expect(later).to_be_visible()
    page.evaluate(READY)
    later.click()
    expect(page.locator("#rate-pain\\.now-7")).to_be_visible()
    phone.close()  # once as people do, so that the cookie is on the disk
    end(server)

    page = phone.open(home)
    write(page, 0, BATCHES[0])
    phone.kill()
    page = phone.open(home)
    expect(page.locator("#waiting")).to_have_attribute("data-count", str(BATCHES[0]), timeout=PATIENCE)
    write(page, BATCHES[0], BATCHES[1])

    server = serve()
    page.evaluate("void sendWaiting()")
    until_some_arrived(page, folder, 5)
    end(server)  # killed in the middle of sending
    server = serve()
    page.evaluate("void sendWaiting()")
    until_some_arrived(page, folder, 20)
    phone.kill()  # and so is the browser
    end(server)

    page = phone.open(home)
    expect(page.locator("#waiting")).to_have_attribute("data-count", re.compile(r"\d"), timeout=PATIENCE)
    left = int(page.locator("#waiting").get_attribute("data-count") or 0)
    total = sum(BATCHES)
    for i in range(total - BATCHES[2], total):
        page.locator("#offline-shell form").first.get_by_role("button", name=str(i % 11), exact=True).click()
        left += 1
        expect(page.locator("#waiting")).to_have_attribute("data-count", str(left), timeout=PATIENCE)
    serve()
    page.evaluate("void sendWaiting()")
    expect(page.locator("#waiting")).to_have_attribute("data-count", "0", timeout=PATIENCE)
    phone.close()
    assert values(folder) == [float(i % 11) for i in range(total)]
