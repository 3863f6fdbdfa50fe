"""One design system: rooms use its tokens only, its page shows all of it, and looks are kept per browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from counterpoise.journal import models as m
from counterpoise.web.design.tokens import SHEET, grouped, tokens
from counterpoise.web.look import COOKIE, Look, chosen, sources
from counterpoise.web.offline.installable import PAPER
from tests.house.tree import PACKAGE, inside, name

Enter = Callable[..., Client]

ROOMS = [path for path in inside(PACKAGE / "web", ".css") if path != SHEET and "vendor" not in path.parts]
RAW = re.compile(
    r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|oklab|lab|lch)a?\(|\b\d*\.?\d+px\b|:\s*(?:white|black|red|green|gray|grey)\b"
)
ALLOWED: dict[str, set[str]] = {}
"""What a room may say without a token, by the name of its sheet: nothing so far. Paper may be measured in pt."""
LAYOUT = {
    *(
        "alone",
        "apart",
        "apart-below",
        "bottom",
        "columns",
        "nowrap",
        "reading",
        "row",
        "stack",
        "lead",
        "small-print",
        "number",
    ),
    *("skip", "top", "brand", "mark", "sos", "flare-way", "menu", "far", "toasts", "out-of-sight", "step-of"),
    *("lock-now", "indexes"),
}
"""Frames of a page, which every page shows."""
OF_ONE_PAGE = {
    "of-today",
    *("again", "lot", "day", "measure", "naloxone", "signs", "numbers", "chart", "rate", "plan-line", "plan-steps"),
    *("watched", "each", "figures", "statements", "htmx-request", "chosen", "more", "hint", "label", "soft", "source"),
}
"""Names of one page's own, and those that only stand together with a part that is shown."""


def test_a_room_uses_tokens_only() -> None:
    assert len(ROOMS) > 10
    wrong = {
        f"{name(path)}: {found}"
        for path in ROOMS
        for found in RAW.findall(re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.S))
        if found not in ALLOWED.get(path.name, set())
    }
    assert sorted(wrong) == []


def test_the_check_sees_what_it_is_there_for() -> None:
    for raw in ("color: #fff", "background: rgb(0 0 0)", "border: 1px solid", "color: white"):
        assert RAW.search(raw), raw
    for fine in ("color: var(--ink)", "padding: .5rem", "font-size: 9pt"):
        assert not RAW.search(fine), fine


def test_the_bar_of_the_browser_has_the_colour_of_the_page() -> None:
    light, dark = re.findall(r"--paper: light-dark\((#\w+), (#\w+)\)", SHEET.read_text(encoding="utf-8"))[0]
    base = (PACKAGE / "web" / "templates" / "base.html").read_text(encoding="utf-8")
    said = re.findall(r'name="theme-color" content="(#\w+)" media="\(prefers-color-scheme: (\w+)\)"', base)
    assert said == [(light, "light"), (dark, "dark")]
    assert light == PAPER


def test_a_room_names_only_tokens_that_there_are() -> None:
    known = {token.name for token in tokens()} | {"n"}
    used = {(name(path), one) for path in [*ROOMS, SHEET] for one in re.findall(r"var\(--([\w-]+)", path.read_text())}
    assert sorted(pair for pair in used if pair[1] not in known) == []


def test_every_token_stands_on_the_page(client: Client, db: None) -> None:
    page = client.get("/design/", headers={"host": "localhost"}).content.decode()
    assert len(tokens()) > 40
    assert sum(map(len, grouped().values())) == len(tokens())
    assert [token.name for token in tokens() if f"--{token.name}</code>" not in page] == []


def test_every_part_stands_on_the_page_in_every_look(client: Client, db: None) -> None:
    page = client.get("/design/", headers={"host": "localhost"}).content.decode()
    sheet = re.sub(r"/\*.*?\*/", "", SHEET.read_text(encoding="utf-8"), flags=re.S)
    parts = {found for found in re.findall(r"\.([a-z][a-z-]+)", sheet) if not found.startswith("rem")}
    shown = {word for found in re.findall(r'class="([^"]+)"', page) for word in found.split()}
    assert sorted(parts - shown - LAYOUT - OF_ONE_PAGE) == []
    assert page.count('data-theme="dark"') == page.count('data-theme="light"') == 2
    assert page.count('data-contrast="more"') == 2


def test_the_page_holds_nothing_of_a_diary(browser_of_alice: Client, usual_dose: m.Dose) -> None:
    assert "2.5 g" not in browser_of_alice.get("/design/").content.decode()


def test_what_is_chosen_is_kept_in_this_browser_and_nowhere_else(browser_of_alice: Client, enter: Enter) -> None:
    said = {"theme": "dark", "contrast": "more", "text": "150", "motion": "less", "opens": "today"}
    assert "data-theme" not in browser_of_alice.get("/").content.decode()
    answer = browser_of_alice.post("/settings/look/", said)
    assert answer.cookies[COOKIE]["httponly"]
    assert answer.cookies[COOKIE]["samesite"] == "Strict"
    head = browser_of_alice.get("/").content.decode().split("<head>")[0]
    for told in ('data-theme="dark"', 'data-contrast="more"', 'data-text="150"', 'data-motion="less"'):
        assert told in head
    assert "data-theme" not in enter(m.Person.objects.get()).get("/").content.decode().split("<head>")[0]


def test_a_choice_that_there_is_not_changes_nothing(browser_of_alice: Client) -> None:
    answer = browser_of_alice.post("/settings/look/", {"theme": "pink"})
    assert answer.status_code == 422
    assert COOKIE not in answer.cookies
    browser_of_alice.cookies[COOKIE] = "theme-<script>.text-150.nonsense"
    page = browser_of_alice.get("/").content.decode()
    assert 'data-text="150"' in page
    assert "data-theme" not in page.split("<head>")[0]


@pytest.mark.parametrize(
    ("look", "last", "count"),
    [
        (Look(), "theme=light", 8),
        (Look(theme="dark"), "theme=dark", 4),
        (Look(theme="light", contrast="more", text="125"), "theme=light&contrast=more&text=125", 2),
    ],
)
def test_pictures_follow_what_is_chosen_and_else_the_device(look: Look, last: str, count: int) -> None:
    found = sources(look)
    assert (len(found), found[-1].media, found[-1].query) == (count, "", last)
    assert all(one.media for one in found[:-1])
    assert chosen({"theme": look.theme, "contrast": look.contrast, "text": look.text}) == look


def test_larger_letters_are_a_narrower_picture(browser_of_alice: Client, usual_dose: m.Dose) -> None:
    def width(query: str) -> float:
        picture = browser_of_alice.get(f"/exposure/picture.svg?{query}").content.decode()
        found = re.search(r'viewBox="0 0 ([\d.]+)', picture)
        assert found is not None
        return float(found[1])

    assert width("text=150") < 0.75 * width("")
    assert width("text=900") == width("")
    strong = browser_of_alice.get("/exposure/picture.svg?theme=dark&contrast=more").content.decode()
    assert "#ffffff" in strong.lower()
