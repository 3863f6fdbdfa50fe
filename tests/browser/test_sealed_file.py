"""A file for someone else, as whoever gets it opens it: from their disk, without a connection."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from counterpoise.exchange.sealed import passphrase, signed
from counterpoise.exchange.sealed.seal import SealedFile, seal

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

STYLE = Path(__file__).parents[2] / "counterpoise" / "web" / "static" / "style.css"
BODY = "<article><h1>Report</h1><p>Pain: 5 of 10.</p></article>"
DOT = '<svg xmlns="http://www.w3.org/2000/svg" width="7" height="7"/>'
HOSTILE = """<h1>Report</h1><img src="https://example.org/spy.svg" alt="" onerror="document.title = 'run'">
<script>document.title = 'run'</script>"""
FORM = """<form class="card stack"><h2>Write back</h2>
<label for="author">Your name</label><input id="author" name="author" required>
<label for="comment">Comment</label><textarea id="comment" name="comment"></textarea>
<label class="tick"><input type="checkbox" name="dose_free_days" value="Sun"> Sunday</label>
<label class="tick"><input type="checkbox" name="dose_free_days" value="Mon"> Monday</label>
<button class="primary">Save my answer</button><p id="written" role="status"></p></form>"""


Opened = tuple[Page, SealedFile, str]


def written(folder: Path, body: str) -> tuple[Path, SealedFile, str]:
    """A sealed file on the disk, and its passphrase."""
    words = passphrase.fresh(secrets.choice)
    style = STYLE.read_text(encoding="utf-8")
    file = seal(body, FORM, id_="f1", passphrase=words, language="en", style=style, random=secrets.token_bytes)
    path = folder / "report.html"
    path.write_text(file.html, encoding="utf-8")
    return path, file, words


@pytest.fixture
def opened(tmp_path: Path, contexts: Callable[..., BrowserContext], screen: dict[str, Any]) -> Opened:
    path, file, words = written(tmp_path, BODY)
    context = contexts(accept_downloads=True, **screen)
    context.set_offline(True)
    page = context.new_page()
    page.goto(path.as_uri())
    return page, file, words


def unlock(page: Page, words: str) -> None:
    page.get_by_label("Passphrase").fill(words)
    page.get_by_role("button", name="Open").click()


def test_it_opens_and_writes_back_without_a_connection(
    opened: Opened,
    tmp_path: Path,
    look: Callable[[Page], list[str]],
    small: Callable[[Page], list[str]],
) -> None:
    page, file, words = opened
    assert look(page) == small(page) == []
    unlock(page, "abcd efgh jkmn pqrs")
    expect(page.get_by_role("status")).to_contain_text("not the passphrase")
    unlock(page, words.upper().replace("-", " "))
    expect(page.get_by_role("heading", name="Report")).to_be_visible()
    assert look(page) == small(page) == []
    page.get_by_label("Your name").fill("Dr Vega")
    page.get_by_role("button", name="Save my answer").click()
    expect(page.get_by_role("status")).to_contain_text("nothing to give back")
    page.get_by_label("Comment").fill("Sleep first – “then” pain.")
    page.get_by_label("Sunday").check()
    page.get_by_label("Monday").check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Save my answer").click()
    download.value.save_as(tmp_path / "answer.json")
    expect(page.get_by_role("status")).to_contain_text("was saved")
    said = signed.checked(signed.read((tmp_path / "answer.json").read_bytes()), file.public_key)
    assert said.fields == {
        "author": ["Dr Vega"],
        "comment": ["Sleep first – “then” pain."],
        "dose_free_days": ["Sun", "Mon"],
    }


def test_what_hides_in_a_note_neither_runs_nor_loads(browser: Browser, tmp_path: Path) -> None:
    path, words = written(tmp_path, HOSTILE)[::2]
    page = browser.new_page()
    page.route("https://example.org/**", lambda route: route.fulfill(body=DOT, content_type="image/svg+xml"))
    page.goto(path.as_uri())
    with page.expect_console_message(lambda message: "Content Security Policy" in message.text):
        unlock(page, words)
    expect(page.get_by_role("heading", name="Report")).to_be_visible()
    expect(page).to_have_title("A report for you")
    assert page.evaluate("document.querySelector('img').naturalWidth") == 0
    page.close()
