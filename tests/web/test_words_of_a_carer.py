"""Where something is written down for somebody else, the words are about that person and not about who writes."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
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
from tests.web.parsed import parsed
from tests.web.test_profiles import let, switch

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
MEANT = {"Did you notice something?"}
"""It is who writes that noticed."""


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


@pytest.mark.parametrize("words", ["How bad is it?", "How bad is {whose} pain, {name}?"])
def test_a_pack_that_does_not_name_the_person_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"of_another\.question must call the person"):
        replace(load().measures["pain.now"], of_another={"question": words})
