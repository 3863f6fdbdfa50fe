"""Learn: what there is to read can be found, leads on, and says what it does not know."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urldefrag, urlencode

import pytest
from django.test import Client
from django.urls import reverse

from counterpoise.knowledge.load import load
from counterpoise.knowledge.records.learn import TAKEN, WAYS
from counterpoise.knowledge.scales import grades, tags
from counterpoise.web.learn import finding, urls
from counterpoise.web.learn.shown import ways
from tests.house.test_words import advice
from tests.house.tree import PACKAGE, inside
from tests.web.parsed import Element, parsed

Enter = Callable[..., Client]
ROOM = "/learn/"
LISTS = {f"/learn/{name}/" for name in ("grades", "instruments", "analytes", "law")}
TRANSLATED = re.compile(r"{%\s*translate\s+(\"[^\"]*\"|'[^']*')[^%]*%}")
DRAWN = re.compile(r"{%.*?%}|{{.*?}}|<[^>]*>", re.S)


def expected() -> set[str]:
    """Every address of the room that a person can read."""
    pages = {f"/learn/{key}/" for key in load().pages}
    return {ROOM, *pages, *(f"/learn/substances/{key}/" for key in load().substances), *LISTS}


def tree(client: Client, path: str) -> Element:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return parsed(answer.content.decode())


def links(page: Element) -> Iterator[str]:
    """Addresses inside the app, as they stand in the links and forms of a page."""
    yield from (a.attributes["href"] for a in page.all("a") if a.attributes["href"].startswith(("/", "#")))
    yield from (form.attributes["action"] for form in page.all("form") if form.attributes["method"] == "get")


def read(client: Client) -> dict[str, Element]:
    """Every page of the room that can be reached from its first one."""
    found: dict[str, Element] = {}
    waiting = [ROOM]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found[path] = tree(client, path)
            waiting += [to for link in links(found[path]) if (to := urldefrag(link).url).startswith(ROOM)]
    return found


def test_every_page_can_be_reached_from_the_first(browser_of_alice: Client) -> None:
    assert set(read(browser_of_alice)) == expected()


def test_every_link_inside_leads_somewhere_and_to_its_place_there(browser_of_alice: Client) -> None:
    pages = read(browser_of_alice)
    for path, page in pages.items():
        for link in set(links(page)):
            to, place = urldefrag(link)
            if to and to not in pages:
                assert browser_of_alice.get(to).status_code == 200, f"{path}: {link}"
            elif place:
                assert place in {part.attributes.get("id") for part in pages[to or path].all()}, f"{path}: {link}"


def test_a_name_of_a_place_is_given_once_on_a_page(browser_of_alice: Client) -> None:
    for path, page in read(browser_of_alice).items():
        named = [part.attributes["id"] for part in page.all() if "id" in part.attributes]
        assert len(named) == len(set(named)), path


def test_no_page_to_read_has_the_address_of_another() -> None:
    taken = {path.split("/")[2] for path in LISTS} | {"substances"}
    assert taken.isdisjoint(load().pages)


@pytest.mark.parametrize("path", ["/learn/nothing/", "/learn/substances/nothing/"])
def test_what_is_not_there_is_said(browser_of_alice: Client, path: str) -> None:
    assert browser_of_alice.get(path).status_code == 404


def test_nothing_read_here_advises_a_dose(browser_of_alice: Client) -> None:
    for path, page in read(browser_of_alice).items():
        assert advice(page.text) == [], path


def test_no_number_stands_in_a_template() -> None:
    for path in inside(PACKAGE / "web" / "learn", ".html"):
        text = DRAWN.sub(" ", TRANSLATED.sub(r" \1 ", path.read_text(encoding="utf-8")))
        assert not re.search(r"\d", text), path.name


def test_the_check_for_numbers_finds_one() -> None:
    for bad in ('<p>{% translate "after 3 hours" %}</p>', "<p>45 h</p>"):
        assert re.search(r"\d", DRAWN.sub(" ", TRANSLATED.sub(r" \1 ", bad)))
    assert not re.search(r"\d", DRAWN.sub(" ", '<h2 class="a1">{{ fact.2 }}</h2>'))


# A substance whole.


@pytest.mark.parametrize("key", list(load().substances))
def test_a_substance_is_shown_with_its_names_its_forms_and_its_refusal(browser_of_alice: Client, key: str) -> None:
    pack = load().substances[key]
    page = tree(browser_of_alice, f"/learn/substances/{key}/").text
    for said in (pack.name, pack.summary, *pack.aliases, *pack.forms.values()):
        assert said in page
    assert ("No answer is given about it" in page) == (not pack.assessable)
    assert ("What is assumed before your record speaks" in page) == (pack.kinetics is not None)


# The scales.


def test_the_grades_and_tags_are_explained_each_with_whether_it_is_marked(browser_of_alice: Client) -> None:
    page = tree(browser_of_alice, "/learn/grades/")
    for step in (*grades().values(), *tags().values()):
        assert step.means in page.text
    marked = {term.text for term in page.all("dt") if "not checked" in _told_of(term)}
    assert marked == {tags()["V2"].name, tags()["R"].name}


def _told_of(term: Element) -> str:
    assert term.parent is not None
    return term.parent.text


# The law.


def test_the_law_is_shown_only_to_who_will_ask_where_they_live(browser_of_alice: Client) -> None:
    texts = [ruling.text for place in load().jurisdictions.values() for ruling in place.substances.values()]
    for path, shown in (
        ("/learn/law/", False),
        ("/learn/law/?understood=no", False),
        ("/learn/law/?understood=yes", True),
    ):
        page = tree(browser_of_alice, path).text
        assert "Laws change. We cannot tell you that it is legal. Ask where you live." in page
        assert [text in page for text in texts] == [shown] * len(texts)
        assert ("not known to us" in page) == shown


def test_a_ruling_says_for_which_day_it_was_read(browser_of_alice: Client) -> None:
    page = tree(browser_of_alice, "/learn/law/?understood=yes").text
    for place in load().jurisdictions.values():
        for ruling in place.substances.values():
            assert f"As of {ruling.as_of.day} {ruling.as_of:%b %Y}" in page


# The search.


def found(client: Client, question: str) -> dict[str, str]:
    """Title and address of what was found, in order."""
    page = tree(client, f"/learn/?{urlencode({'q': question})}")
    return {title.text: next(title.all("a")).attributes["href"] for title in page.all("h3") if any(title.all("a"))}


@pytest.mark.parametrize(
    ("question", "title", "address"),
    [
        ("fog attention", "Thinking", "/learn/chronic-pain/#thinking"),
        ("LIVER register", "Liver injury", "/learn/substances/kratom/#liver"),
        ("boosts dopamine", "“Kratom boosts dopamine.”", "/claims/#boosts-dopamine"),
        ("peg", "PEG", "/learn/instruments/#peg"),
        ("main alkaloid", "Mitragynine", "/learn/analytes/#mitragynine"),
    ],
)
def test_pages_claims_and_facts_are_found(browser_of_alice: Client, question: str, title: str, address: str) -> None:
    assert found(browser_of_alice, question)[title] == address


def test_every_word_counts_and_a_title_comes_first(browser_of_alice: Client) -> None:
    assert len(found(browser_of_alice, "liver")) > len(found(browser_of_alice, "liver register")) > 0
    assert next(iter(found(browser_of_alice, "sleep"))) == "Sleep"


def test_where_nothing_is_found_that_is_no_answer(browser_of_alice: Client) -> None:
    page = tree(browser_of_alice, "/learn/?q=xyzzy").text
    assert "0 places" in page
    assert "does not mean that there is nothing" in page


def test_an_empty_question_is_none(browser_of_alice: Client) -> None:
    for question in ("", "   "):
        assert "To read" in tree(browser_of_alice, f"/learn/?{urlencode({'q': question})}").text
    assert finding.find("  ") == []


@pytest.mark.parametrize(
    "question", ["<script>alert(1)</script>", '"><img src=x onerror=y>', "{{ 7|add:7 }}", "\0", "é" * 999]
)
def test_what_is_asked_comes_back_as_text(browser_of_alice: Client, question: str) -> None:
    page = browser_of_alice.get("/learn/", {"q": question}).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    box = next(part for part in parsed(page).all("input") if part.attributes["name"] == "q")
    assert box.attributes["value"] == question.strip()[:200].replace("\0", "")


def test_nothing_of_a_search_is_kept(browser_of_alice: Client) -> None:
    before = dict(browser_of_alice.session.items())
    answer = browser_of_alice.get("/learn/", {"q": "withdrawal"})
    assert dict(browser_of_alice.session.items()) == before
    assert answer.cookies == {}
    assert answer["Cache-Control"] == "no-store"


def test_more_than_fits_is_said(browser_of_alice: Client) -> None:
    page = tree(browser_of_alice, "/learn/?q=a")
    assert len(list(page.all("h3"))) == 40
    assert "another word narrows it down" in page.text


# On paper.


def test_every_page_to_read_brings_the_rules_for_paper(browser_of_alice: Client) -> None:
    rules = (PACKAGE / "web" / "learn" / "static" / "learn" / "learn.css").read_text(encoding="utf-8")
    assert "@media print" in rules
    for path, page in read(browser_of_alice).items():
        sheets = [link.attributes["href"].partition("?")[0] for link in page.all("link")]
        assert "/static/learn/learn.css" in sheets, path


def test_pages_that_lead_on_and_addresses_that_are_taken_are_those_of_the_program() -> None:
    assert set(ways()) == set(WAYS)
    assert all(reverse(name) for name in WAYS)
    fixed = {str(pattern.pattern).split("/")[0] for pattern in urls.urlpatterns}
    assert {address for address in fixed if address and "<" not in address} == set(TAKEN)


# Before there is a diary.


@pytest.mark.parametrize("path", sorted({*expected(), "/learn/law/?understood=yes", "/learn/?q=gabapentin"}))
def test_anybody_may_read_it_also_before_there_is_a_diary(path: str, enter: Enter, db: None) -> None:
    for client in (Client(headers={"host": "localhost"}), enter(None)):
        assert client.get(path).status_code == 200
    assert "/learn/" in enter(None).get("/start/").text


def test_the_places_stand_from_a_to_z_with_what_is_not_known_before_them(browser_of_alice: Client) -> None:
    page = tree(browser_of_alice, "/learn/law/?understood=yes")
    names = [title.text for title in page.all("h2") if title.attributes.get("id", "").endswith("-title")]
    states, countries = (
        sorted(
            place.name for key, place in load().jurisdictions.items() if key != "US" and key.startswith("US-") == part
        )
        for part in (True, False)
    )
    assert names == ["United States, federal law", *states, *countries]
    assert page.text.index("A place that is not here is not known to us") < page.text.index("Alabama")
    jumps = {a.attributes["href"] for nav in page.all("nav") for a in nav.all("a")}
    assert jumps >= {f"#{key}" for key in load().jurisdictions}
    own = [a.text for nav in page.all("nav") for a in nav.all("a") if a.attributes.get("aria-current") == "true"]
    assert "United States, federal law" in own, "Alice gave her country"
