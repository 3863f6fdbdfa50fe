"""Ruth, who writes less and less by herself; Anna, who writes for her; and Charlie, whom nobody let in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import app_lock, consents, diaries, entries
from counterpoise.journal import models as m
from counterpoise.web.profiles import caring, views
from counterpoise.web.profiles.forms import BeginForm
from tests.web.parsed import parsed

Enter = Callable[..., Client]
WORDS = "seven wet umbrellas sing"


@pytest.fixture
def charlie(db: None) -> m.Person:
    return m.Person.objects.create(name="Charlie", time_zone="UTC")


@pytest.fixture
def browser_of_anna(enter: Enter, anna: m.Person) -> Client:
    return enter(anna)


def code_of(person: m.Person, scope: str = caring.LOG, *, with_lock: bool = False) -> str:
    said = m.CareCode(person=person, person_name="Ruth", scope=scope, purpose="sore hands", with_lock=with_lock)
    return consents.invite(said, timezone.now())


def let(person: m.Person, carer: m.Person, scope: str = caring.LOG, *, with_lock: bool = False) -> m.Consent:
    consent = consents.accept(code_of(person, scope, with_lock=with_lock), carer, "my Anna", timezone.now())
    assert consent is not None
    return consent


def shown_code(page: str) -> str:
    (code,) = (part for part in parsed(page).all("kbd") if part.attributes.get("id") == "code")
    return code.text


def shown_link(page: str) -> str:
    (field,) = (part for part in parsed(page).all("input") if part.attributes.get("id") == "link")
    return field.attributes["value"].removeprefix("http://localhost")


def switch(client: Client, consent: m.Consent) -> Any:
    return client.post(f"/profiles/{consent.pk}/switch/")


def test_consent_is_asked_for_and_kept_who_when_what_for(
    enter: Enter, ruth: m.Person, browser_of_anna: Client, anna: m.Person
) -> None:
    hers = enter(ruth)
    told = {"person_name": "Ruth", "scope": "log", "purpose": "when my hands hurt"}
    page = hers.post("/profiles/invite/", told).content.decode()
    code = shown_code(page)
    answer = browser_of_anna.post("/profiles/accept/", {"code": code.lower(), "carer_name": "my Anna"})
    assert "You may write for Ruth now." in answer.content.decode()
    kept = m.Consent.objects.get()
    assert (kept.person, kept.carer, kept.given) == (ruth, anna, "code")
    assert (kept.purpose, kept.carer_name, kept.scope) == ("when my hands hurt", "my Anna", "log")
    assert kept.confirmed_at is not None
    assert "my Anna" in hers.get("/profiles/").content.decode()
    assert "Anna&#x27;s own" not in hers.get("/profiles/").content.decode(), "her diary's name is hers"


def test_a_code_is_good_once_for_an_hour_and_not_for_oneself(ruth: m.Person, anna: m.Person, charlie: m.Person) -> None:
    now = timezone.now()
    code = code_of(ruth)
    assert m.CareCode.objects.get().digest != code
    assert consents.accept(code, ruth, "me", now) is None
    assert consents.accept(code, anna, "Anna", now + dt.timedelta(minutes=61)) is None
    assert consents.accept(code, anna, "Anna", now + dt.timedelta(minutes=59)) is not None
    assert consents.accept(code, charlie, "Charlie", now) is None


def test_guessing_codes_waits(browser_of_anna: Client, ruth: m.Person) -> None:
    for n in range(10):
        browser_of_anna.post("/profiles/accept/", {"code": f"AAAA-BBBB-CC{n:02}", "carer_name": "x"})
    answer = browser_of_anna.post("/profiles/accept/", {"code": code_of(ruth), "carer_name": "x"})
    assert "wait ten minutes" in answer.content.decode()
    assert not m.Consent.objects.exists()


def test_whoever_writes_for_somebody_is_told_so_on_every_page(
    browser_of_anna: Client, ruth: m.Person, anna: m.Person
) -> None:
    assert "You are writing for" not in browser_of_anna.get("/").content.decode()
    switch(browser_of_anna, let(ruth, anna, caring.WHOLE))
    for path in ("/", "/timeline/", "/safety/", "/plan/", "/settings/", "/emergency/", "/learn/", "/dose/new/"):
        page = browser_of_anna.get(path).content.decode()
        assert "You are writing for Ruth" in page, path
        assert "<title>For Ruth · " in page, path
    browser_of_anna.post("/profiles/back/")
    assert "You are writing for" not in browser_of_anna.get("/").content.decode()


@pytest.mark.parametrize("scope", [caring.LOG, caring.WHOLE])
def test_the_menu_leads_nowhere_that_is_shut(
    scope: str, browser_of_anna: Client, ruth: m.Person, anna: m.Person
) -> None:
    switch(browser_of_anna, let(ruth, anna, scope))
    for start in ("/", "/settings/"):
        page = browser_of_anna.get(start).content.decode()
        links = set(re.findall(r'<a [^>]*href="(/[a-z/-]*)"', page))
        assert len(links) > 5
        assert [link for link in links if browser_of_anna.get(link).status_code != 200] == []


def test_each_entry_says_who_wrote_it_and_who_changed_it(
    enter: Enter, browser_of_anna: Client, ruth: m.Person, anna: m.Person
) -> None:
    consent = let(ruth, anna)
    switch(browser_of_anna, consent)
    browser_of_anna.post("/rate/", {"measure": "pain.now", "value": "6"})
    row = m.Rating.objects.get()
    assert (row.person, row.recorded_by, row.under) == (ruth, "carer", consent)
    hers = enter(ruth)
    path = f"/entry/rating/{row.pk}/"
    assert "by my Anna, a carer" in hers.get(path).content.decode()
    assert "by my Anna, a carer" in hers.get("/").content.decode(), (
        "where entries are read, not only where one is edited"
    )
    hers.post("/rate/", {"measure": "pain.now", "value": "5"})
    own = m.Rating.objects.exclude(pk=row.pk).get()
    assert (own.recorded_by, own.under) == (None, None)
    browser_of_anna.post(f"/entry/rating/{own.pk}/delete/")
    assert entries.history(own).get().under == consent
    hers.post(f"/entry/rating/{own.pk}/restore/")
    assert hers.get(f"/entry/rating/{own.pk}/").content.decode().count("by my Anna, a carer") == 1
    own.refresh_from_db()
    assert own.recorded_by is None, "changing an entry does not make it another's"
    assert [one.recorded_by for one in diaries.diary(ruth).ratings] == ["carer", None]
    assert not m.Rating.objects.filter(person=anna).exists()


def test_nobody_gets_in_without_consent(
    enter: Enter, charlie: m.Person, ruth: m.Person, anna: m.Person, browser_of_anna: Client
) -> None:
    consent = let(ruth, anna)
    his = enter(charlie)
    assert switch(his, consent).status_code == 404
    for what in ("leave", "end", "confirm"):
        assert his.post(f"/profiles/{consent.pk}/{what}/").status_code == 404
    session = his.session
    session[caring.FOR] = str(consent.pk)  # even a session that says so
    session.save()
    assert his.get("/").status_code == 403
    consent.refresh_from_db()
    assert consent.ended_at is None
    assert browser_of_anna.post(f"/profiles/{consent.pk}/end/").status_code == 404, "the person ends it, a carer leaves"


def test_the_person_ends_it_at_once(enter: Enter, browser_of_anna: Client, ruth: m.Person, anna: m.Person) -> None:
    consent = let(ruth, anna)
    switch(browser_of_anna, consent)
    assert browser_of_anna.get("/").status_code == 200
    enter(ruth).post(f"/profiles/{consent.pk}/end/")
    answer = browser_of_anna.post("/rate/", {"measure": "pain.now", "value": "6"})
    assert answer.status_code == 403
    assert "You do not write for them any more" in answer.content.decode()
    assert m.Rating.objects.count() == 0, "what was meant for Ruth is not in Anna's diary either"
    for path in ("/", "/flare/", "/"):  # a page that is lost on its way is not read
        again = browser_of_anna.get(path)
        assert again.status_code == 403
        assert "You do not write for them any more" in again.content.decode()
    assert browser_of_anna.get("/arrived/").status_code == 200
    assert browser_of_anna.post("/profiles/back/").status_code == 302
    assert "Ruth" not in browser_of_anna.get("/").content.decode()
    assert switch(browser_of_anna, consent).status_code == 404
    assert m.Consent.objects.get().ended_at is not None, "that it was is kept"


def test_a_consent_that_ends_while_something_is_saved_is_asked_once_more(ruth: m.Person, anna: m.Person) -> None:
    from django.core.exceptions import PermissionDenied

    consent = let(ruth, anna)
    consents.end(consent, timezone.now())
    now = timezone.now()
    with entries.written_under(consent), pytest.raises(PermissionDenied):
        entries.add(ruth, d.Rating(at=now, measure="pain.now", value=6), now)
    other = let(ruth, anna)
    with entries.written_under(other), pytest.raises(PermissionDenied):
        entries.add(anna, d.Rating(at=now, measure="pain.now", value=6), now)
    assert m.Rating.objects.count() == 0


def test_a_form_opened_for_one_diary_saves_nothing_in_the_other(enter: Enter, ruth: m.Person, anna: m.Person) -> None:
    consent = let(ruth, anna)
    client = enter(anna, check_csrf=True)
    opened = client.get("/").content.decode()
    mine = opened.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    token = {
        "csrfmiddlewaretoken": client.get("/profiles/")
        .content.decode()
        .split('name="csrfmiddlewaretoken" value="')[1]
        .split('"')[0]
    }
    assert client.post(f"/profiles/{consent.pk}/switch/", token).status_code == 302
    answer = client.post("/rate/", {"csrfmiddlewaretoken": mine, "measure": "pain.now", "value": "6"})
    assert answer.status_code == 403
    assert m.Rating.objects.count() == 0


def test_where_the_person_wants_so_their_own_lock_stands_before_it(
    browser_of_anna: Client, ruth: m.Person, anna: m.Person
) -> None:
    app_lock.set_passphrase(ruth, WORDS)
    switch(browser_of_anna, let(ruth, anna, with_lock=True))
    shut = browser_of_anna.get("/")
    assert shut.status_code == 403
    assert "opens with its owner’s own lock" in shut.content.decode()
    browser_of_anna.post("/lock/open/", {"passphrase": WORDS})
    assert "You are writing for Ruth" in browser_of_anna.get("/").content.decode()
    browser_of_anna.post("/lock/now/")
    assert browser_of_anna.get("/").status_code == 403
    browser_of_anna.post("/profiles/back/")
    assert browser_of_anna.get("/").status_code == 200


def test_their_own_lock_is_opened_by_them_each_time_one_changes_over(
    browser_of_anna: Client, ruth: m.Person, anna: m.Person, bob: m.Person
) -> None:
    app_lock.set_passphrase(ruth, WORDS)
    hers, his = let(ruth, anna, with_lock=True), let(bob, anna)
    for way in ("/profiles/back/", f"/profiles/{his.pk}/switch/", f"/profiles/{hers.pk}/switch/"):
        switch(browser_of_anna, hers)
        browser_of_anna.post("/lock/open/", {"passphrase": WORDS})
        assert "You are writing for Ruth" in browser_of_anna.get("/").content.decode()
        browser_of_anna.post(way)
        switch(browser_of_anna, hers)
        assert browser_of_anna.get("/").status_code == 403, way


def test_a_lock_that_was_opened_for_a_consent_that_ended_is_not_open_for_the_next(
    browser_of_anna: Client, ruth: m.Person, anna: m.Person
) -> None:
    app_lock.set_passphrase(ruth, WORDS)
    first = let(ruth, anna, with_lock=True)
    switch(browser_of_anna, first)
    browser_of_anna.post("/lock/open/", {"passphrase": WORDS})
    consents.end(first, timezone.now())
    assert browser_of_anna.get("/").status_code == 403
    switch(browser_of_anna, let(ruth, anna, with_lock=True))
    assert "opens with its owner’s own lock" in browser_of_anna.get("/").content.decode()


def test_a_carer_chooses_the_language_of_their_own_browser(
    browser_of_anna: Client, ruth: m.Person, anna: m.Person
) -> None:
    switch(browser_of_anna, let(ruth, anna))
    assert 'action="/language/"' in browser_of_anna.get("/settings/").content.decode()
    assert browser_of_anna.post("/language/", {"language": "es", "next": "/settings/"})["Location"] == "/settings/"
    assert '<html lang="es' in browser_of_anna.get("/settings/").content.decode()


def test_ones_own_lock_stands_before_everything(browser_of_anna: Client, ruth: m.Person, anna: m.Person) -> None:
    switch(browser_of_anna, let(ruth, anna))
    app_lock.set_passphrase(anna, WORDS)
    shut = browser_of_anna.get("/")
    assert shut.status_code == 403
    assert "Ruth" not in shut.content.decode()
    browser_of_anna.post("/rate/", {"measure": "pain.now", "value": "6"})
    assert m.Rating.objects.count() == 0


def test_a_diary_begun_for_somebody_says_how_they_agreed_and_asks_them(
    enter: Enter, browser_of_anna: Client, anna: m.Person
) -> None:
    said = {"person_name": "Ruth", "carer_name": "my Anna", "purpose": "she asked me", "time_zone": "America/Chicago"}
    refused = browser_of_anna.post("/profiles/begin/", said)
    assert refused.status_code == 422
    assert not m.Consent.objects.exists()
    made = browser_of_anna.post("/profiles/begin/", {**said, "agreed": "on"}).content.decode()
    consent = m.Consent.objects.get()
    assert (consent.given, consent.confirmed_at, consent.purpose) == ("said", None, "she asked me")
    link = made.split('id="link" value="')[1].split('"')[0].removeprefix("http://localhost")
    hers = Client(headers={"host": "localhost"})
    hers.get(link)
    assert "Somebody began this diary for you" in hers.get("/").content.decode()
    hers.post(f"/profiles/{consent.pk}/confirm/")
    assert "Somebody began this diary for you" not in hers.get("/").content.decode()
    consent.refresh_from_db()
    assert consent.confirmed_at is not None
    assert consent.person != anna


@pytest.mark.parametrize("when", ["before the form looks", "after it"])
def test_begun_for_somebody_twice_at_once_it_is_one_diary_and_its_link_opens(
    browser_of_anna: Client, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = {"person_name": "Ruth", "carer_name": "my Anna", "purpose": "asked me", "time_zone": "UTC", "agreed": "on"}
    once = [browser_of_anna]

    def first() -> None:
        if once:
            assert once.pop().post("/profiles/begin/", said).status_code == 200

    class Late(BeginForm):
        def is_valid(self) -> bool:
            if when == "before the form looks":
                first()
            found = super().is_valid()
            first()
            return found

    monkeypatch.setattr(views, "BeginForm", Late)
    made = browser_of_anna.post("/profiles/begin/", said).content.decode()
    assert m.Consent.objects.get().person.name == "Ruth"
    link = made.split('id="link" value="')[1].split('"')[0].removeprefix("http://localhost")
    hers = Client(headers={"host": "localhost"})
    hers.get(link)
    assert "Somebody began this diary for you" in hers.get("/").content.decode()
    refused = browser_of_anna.post("/profiles/begin/", {**said, "purpose": "another Ruth"})
    assert refused.status_code == 422
    assert "Another diary here has this name" in refused.content.decode()


def test_a_carer_who_is_erased_leaves_their_name_where_they_wrote(ruth: m.Person, anna: m.Person) -> None:
    from counterpoise.journal.erase import erase_person

    consent, now = let(ruth, anna), timezone.now()
    with entries.written_under(consent):
        row = entries.add(ruth, d.Rating(at=now, measure="pain.now", value=6), now)
    erase_person(anna)
    row.refresh_from_db()
    assert row.under is not None
    assert (row.under.carer_name, row.under.carer) == ("my Anna", None)


def test_the_carer_reads_how_much_she_may_do(browser_of_anna: Client, ruth: m.Person, anna: m.Person) -> None:
    for scope, said in ((caring.LOG, "Write entries down: Today"), (caring.WHOLE, "All from day to day: also")):
        let(ruth, anna, scope)
        page = browser_of_anna.get("/profiles/").content.decode()
        assert page.count("Write for Ruth") == 1
        assert said in page.split("Diaries I write for others")[1].split("Who may write for me")[0]


@pytest.mark.parametrize("name", ["My diary", "my DIARY", "Mi diario"])
def test_a_name_that_nobody_chose_is_not_what_a_person_is_called(name: str, enter: Enter) -> None:
    unnamed = enter(m.Person.objects.create(name=name, time_zone="UTC"))
    chosen = enter(m.Person.objects.create(name="Ruth", time_zone="UTC"))
    for path in ("invite", "accept", "begin"):
        assert "diar" not in re.sub(r"<label.*?</label>", "", _field(unnamed, path)).lower(), path
        assert 'value="Ruth"' in _field(chosen, path)


def _field(client: Client, path: str) -> str:
    page = client.get(f"/profiles/{path}/").content.decode()
    name = "person_name" if path == "invite" else "carer_name"
    (field,) = (str(found) for found in re.findall(r"<input[^>]*>", page) if f'name="{name}"' in found)
    return field
