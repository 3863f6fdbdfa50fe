"""Every page in Spanish: no English is left but what is marked as English, and no number breaks what machines read."""

from __future__ import annotations

import html
import re
from string import Formatter

import pytest
from django.test import Client
from django.urls import reverse

from counterpoise.journal import models as m
from counterpoise.knowledge.load import load
from tests.house import catalogue
from tests.web.test_every_address import ALL, Enter
from tests.web.test_never_rendered import BREAKS, NO_PAGE, SPOKEN, full

pytestmark = pytest.mark.django_db
LEAST_WORDS = 3
"""A phrase of fewer words may be a name, or a word of both languages."""
FILLED = {"instrument": "peg", "substance": "kratom", "page": "withdrawal", "day": "2026-05-01"}
MARKED = re.compile(
    r"<(?P<tag>span|kbd|code)\b[^>]*lang=\"en\"[^>]*>.*?</(?P=tag)>|<(?P<raw>kbd|code)\b.*?</(?P=raw)>", re.S
)
SCRIPTS = re.compile(r"<script\b.*?</script>|<!--.*?-->", re.S)
FOR_MACHINES = re.compile(
    r"<(?:meter|progress|svg|rect|circle|path|line|polyline|polygon|input type=\"(?:number|range)\")\b"
    r"[^>]*=\"-?\d+,\d+\"[^>]*>"
)


def literal(message: str) -> str:
    """The longest part of a message that stands on pages as it is."""
    plain = re.sub(r"%\(\w+\)s|<[^>]*>|%%", "\0", message)
    if "{" in plain:
        plain = "\0".join(part for part, *_field in Formatter().parse(plain))
    return max((" ".join(part.split()) for part in plain.split("\0")), key=len)


def english() -> set[str]:
    """Phrases that only English has."""
    found = set()
    for domain in ("django", "knowledge"):
        written = catalogue.read("es", domain)
        assert written is not None
        for message in written:
            for one in [message.id] if isinstance(message.id, str) else message.id:
                phrase = literal(one) if one else ""
                if len(re.findall(r"[A-Za-z]{2,}", phrase)) >= LEAST_WORDS and message.string != message.id:
                    found.add(phrase)
    return found


def named_in_sources() -> str:
    """Names of sources, which stay as they are."""
    return "\n".join(" ".join((one.cited, one.published_in or "")) for one in load().bibliography.values())


def said(page: str) -> str:
    """What a page says and does not mark as English."""
    page = MARKED.sub(" ", SCRIPTS.sub(" ", page))
    pieces = [re.sub(r"<[^>]*>", "", piece) for piece in BREAKS.split(page)]
    return "\n".join(" ".join(html.unescape(piece).split()) for piece in (*pieces, *SPOKEN.findall(page)))


def addresses(person: m.Person) -> list[str]:
    rows = [
        m.Dose.objects.filter(person=person).latest("at").pk,
        *m.Lot.objects.filter(person=person).values_list("pk"),
    ]
    found = []
    for address in ALL:
        if NO_PAGE.search(address.name) or not set(address.arguments) <= {*FILLED, "key", "kind"}:
            continue
        for key in rows:
            filled = FILLED | {"key": key[0] if isinstance(key, tuple) else key, "kind": "dose"}
            found.append(reverse(address.name, kwargs={name: filled[name] for name in address.arguments}))
    return [*dict.fromkeys(found), "/learn/?q=kratom", "/learn/law/?understood=yes", "/claims/?evidence=open"]


def test_no_page_in_spanish_holds_english_that_is_not_marked(enter: Enter) -> None:
    person = full()
    browser: Client = enter(person)
    browser.post("/language/", {"language": "es"})
    sources, wrong, seen = named_in_sources(), {}, 0
    phrases = {phrase for phrase in english() if phrase not in sources}
    assert len(phrases) > 3000
    for path in addresses(person):
        answer = browser.get(path)
        if answer.status_code not in (200, 422) or not answer.headers["Content-Type"].startswith("text/html"):
            continue
        seen += 1
        page = answer.content.decode()
        text = said(page)
        left = sorted(phrase for phrase in phrases if phrase in text)
        if left or FOR_MACHINES.search(page):
            wrong[path] = [*left[:8], *FOR_MACHINES.findall(page)[:3]]
    assert seen > 50
    assert wrong == {}


def test_the_search_finds_english_and_lets_what_is_marked_pass() -> None:
    assert "Nothing was saved yet." in said("<p>Nothing was <b>saved</b> yet.</p>")
    assert "Nothing was saved yet." not in said('<p><span lang="en">Nothing was saved yet.</span></p>')
    assert literal("{count} doses of unknown amount.") == "doses of unknown amount."
    assert literal("%(n)s findings for today") == "findings for today"
    assert FOR_MACHINES.search('<meter value="2,5">')
    assert not FOR_MACHINES.search('<input type="text" value="2,5">')
