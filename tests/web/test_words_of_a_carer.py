"""Where something is written down for somebody else, the words are about that person and not about who writes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.knowledge.load import load
from counterpoise.web.profiles import caring
from counterpoise.web.today import measures
from tests.web.parsed import Element, parsed
from tests.web.test_profiles import let, switch
from tests.web.test_ways_of_a_carer import of_old, walked

Enter = Callable[..., Client]
CAPTURE = {
    "/": ("How bad is Ruth’s pain right now?", "How is Ruth otherwise?", "How tired is Ruth right now?"),
    "/checkin/": ("How bad is Ruth’s pain right now?", "How is it for Ruth now?"),
    "/flare/": ("How bad is it for Ruth now", "Ruth took something"),
    "/flare/pain/": ("How bad is Ruth’s pain right now?", "the worst pain Ruth can imagine"),
    "/flare/taken/": ("What did Ruth take?", "Only what Ruth has already taken"),
    "/dose/new/": ("Log a dose for Ruth", "the worst pain Ruth can imagine"),
    "/where/": ("Where does Ruth hurt?", "How bad is Ruth’s pain right now?"),
}
OF_WHO_WRITES = re.compile(
    r"your (pain|mood|diary|plan|phone)|\bI (took|can imagine|wanted)\b|(did|are|were|have) you ", re.I
)
MEANT = {"Did you notice something?", "Something I noticed", "When you have a minute", ", if you like"}
"""It is who writes that noticed, that has a minute and may leave it."""
FIRST_OR_SECOND = re.compile(r"\b(you|your|yours|yourself|I|me|my|mine|myself)\b", re.I)
OF_ANYBODY = re.compile(r"(that )?make(s)? you (sleepy|drowsy)|If you are not taken seriously", re.I)
"""You as people say it of everybody."""
OF_NOBODYS_DIARY = re.compile(r"about|claims|design|emergency|learn(_.*)?|offline.*|shared_.*")
"""Pages that say the same to whoever reads them, of what is known in general, or that a phone keeps for every diary."""
HEADINGS = {"h1", "h2", "h3", "h4", "title", "summary", "caption"}
FRAMES = {"lead", "back", "menu", "index"}
"""Classes of what leads into a page and from page to page."""


@pytest.fixture
def ruth(db: None) -> m.Person:
    return m.Person.objects.create(name="Ruth at home", time_zone="America/Chicago", country="US")


@pytest.fixture
def for_ruth(enter: Enter, ruth: m.Person, bob: m.Person) -> Client:
    """Bob's browser while he writes for Ruth, who took something an hour ago and paired a phone."""
    now = timezone.now()
    entries.add(ruth, d.Dose(at=now - dt.timedelta(hours=1), substance="kratom", amount=2.5, unit="g"), now)
    m.Device.objects.create(person=ruth, name="My phone", code="123456", asked_at=now, paired_at=now, seen_at=now)
    client = enter(bob)
    switch(client, let(ruth, bob, caring.WHOLE))
    return client


def words(client: Client, path: str) -> str:
    page = parsed(client.get(path).content.decode())
    labels = " ".join(part.attributes.get("aria-label", "") for part in page.all())
    return next(page.all("main")).text + " " + labels


@pytest.mark.parametrize("path", CAPTURE)
def test_who_writes_is_asked_about_the_person_by_name(
    path: str, for_ruth: Client, enter: Enter, ruth: m.Person
) -> None:
    said = words(for_ruth, path)
    for text in CAPTURE[path]:
        assert text in said or f"<title>For Ruth · {text}" in for_ruth.get(path).content.decode()
    for text in MEANT:
        said = said.replace(text, "")
    assert OF_WHO_WRITES.findall(said) == []
    own = words(enter(ruth), path)
    assert "Ruth" not in own
    assert OF_WHO_WRITES.search(own)


def test_the_news_of_devices_are_about_the_persons(for_ruth: Client, enter: Enter, ruth: m.Person) -> None:
    assert "“My phone” was paired with Ruth’s diary on" in words(for_ruth, "/")
    assert "“My phone” was paired with your diary on" in words(enter(ruth), "/")


def test_what_is_saved_answers_with_the_name_as_well(for_ruth: Client, ruth: m.Person) -> None:
    """A part of a page that comes after a tap says the same as the page did."""
    answer = for_ruth.post("/rate/", {"measure": "pain.now", "value": "4"}, headers={"HX-Request": "true"})
    assert "How bad is Ruth’s pain right now?" in answer.content.decode()
    assert m.Rating.objects.get().person == ruth


def test_a_name_is_shown_as_it_is_typed_and_never_read_as_markup(enter: Enter, ruth: m.Person, bob: m.Person) -> None:
    consent = let(ruth, bob)
    m.Consent.objects.filter(pk=consent.pk).update(person_name="<b>{R}</b>")
    client = enter(bob)
    switch(client, consent)
    for path in ("/", "/flare/", "/flare/pain/"):
        page = client.get(path).content.decode()
        assert "&lt;b&gt;{R}&lt;/b&gt;" in page
        assert "<b>{R}" not in page


def test_what_a_phone_keeps_names_nobody(for_ruth: Client) -> None:
    page = for_ruth.get("/offline/").content.decode()
    assert "How bad is your pain right now?" in page
    assert "Ruth" not in page


def test_every_measure_that_speaks_to_the_person_can_speak_of_them(ruth: m.Person, bob: m.Person) -> None:
    with entries.written_under(let(ruth, bob)):
        for scale in (measures.pain(), *measures.check_in(ruth)):
            assert "Ruth" in scale.question
            said = f"{scale.question} {scale.low_words} {scale.high_words}"
            assert not re.search(r"\b(I|you|your)\b", said), scale.key
    assert all("Ruth" not in scale.question for scale in (measures.pain(), *measures.check_in(ruth)))


def test_no_page_that_the_whole_consent_opens_speaks_to_the_person(ruth: m.Person, bob: m.Person, enter: Enter) -> None:
    """In its headings, its title, its menu and what leads into it: there it names them."""
    consent, client = let(of_old(ruth), bob, caring.WHOLE), enter(bob)
    switch(client, consent)
    wrong, read = set(), set()
    for here, _path, page in walked(client, consent):
        read.add(here)
        if not OF_NOBODYS_DIARY.fullmatch(here):
            wrong |= {
                f"{here}: {text}" for text in leading(page) if FIRST_OR_SECOND.search(without_what_is_meant(text))
            }
    assert sorted(wrong) == []
    assert read >= {
        "today",
        "safety",
        "settings",
        "profile",
        "medicines",
        "labs",
        "plan",
        "report",
        "check_fill",
        "bag",
    }


def leading(page: str) -> Iterator[str]:
    """The headings of a page, its title, its menu and its lead."""
    for part in parsed(page).all():
        classes = set(part.attributes.get("class", "").split())
        if (part.tag in HEADINGS or classes & FRAMES) and not any(above.tag == "aside" for above in around(part)):
            yield part.text


def around(part: Element) -> Iterator[Element]:
    above = part.parent
    while above is not None:
        yield above
        above = above.parent


def without_what_is_meant(text: str) -> str:
    """The text without what speaks to who writes, what people say of everybody, and published wording."""
    tools = load().instruments.values()
    for said in sorted(
        [*MEANT, *(words for tool in tools for words in (tool.name, tool.about, tool.plain or ""))], key=len
    ):
        text = text.replace(said, "") if said else text
    return OF_ANYBODY.sub("", text)


def test_the_walk_sees_what_it_is_there_for(browser_of_alice: Client) -> None:
    for path, own in (("/plan/", "Your plan"), ("/settings/medicines/", "My medicines"), ("/balance/", "do for me?")):
        said = list(leading(browser_of_alice.get(path).content.decode()))
        assert any(own in text and FIRST_OR_SECOND.search(without_what_is_meant(text)) for text in said), path


def test_the_body_has_the_persons_left_and_right(for_ruth: Client, enter: Enter, ruth: m.Person) -> None:
    assert {"Ruth’s left", "Ruth’s right"} <= sides(for_ruth)
    assert sides(enter(ruth)) == {"your left", "your right"}


def sides(client: Client) -> set[str]:
    page = parsed(client.get("/where/").content.decode())
    return {side.text for part in page.all("p") if part.attributes.get("class") == "whose" for side in part.all("span")}


@pytest.mark.parametrize("path", ["/safety/", "/safety/watched/", "/check/peg/", "/help/"])
def test_where_texts_are_the_same_for_all_it_is_said_who_is_meant(
    path: str, for_ruth: Client, enter: Enter, ruth: m.Person
) -> None:
    meant = re.compile("“you”( or “I” here, Ruth is meant| is Ruth)")
    assert meant.search(words(for_ruth, path))
    assert not meant.search(words(enter(ruth), path))


@pytest.mark.parametrize("words", ["How bad is it?", "How bad is {whose} pain, {name}?"])
def test_a_pack_that_does_not_name_the_person_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"of_another\.question must call the person"):
        replace(load().measures["pain.now"], of_another={"question": words})


def test_a_percent_sign_is_said_once(for_ruth: Client, enter: Enter, ruth: m.Person) -> None:
    for client in (for_ruth, enter(ruth)):
        said = words(client, "/balance/?wait=1")
        assert "90 % interval" in said
        assert "%%" not in said
