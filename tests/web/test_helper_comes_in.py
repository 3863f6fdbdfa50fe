"""Somebody who helps and has nothing but what Ruth gave her: a link and a code, from one page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import consents, entries
from counterpoise.journal import models as m
from counterpoise.web.profiles import caring
from tests.web.parsed import parsed
from tests.web.test_profiles import let, shown_code, shown_link, switch

Enter = Callable[..., Client]
TOLD = {"person_name": "Ruth", "scope": "log", "purpose": ""}


@pytest.fixture
def ruth(db: None) -> m.Person:
    return m.Person.objects.create(name="Ruth at home", time_zone="America/Chicago", country="US")


@pytest.fixture
def hers(enter: Enter, ruth: m.Person) -> Client:
    """Ruth's browser."""
    return enter(ruth)


@pytest.fixture
def stranger() -> Client:
    """A browser that was never let in."""
    return Client(headers={"host": "localhost"})


def given(hers: Client) -> tuple[str, str]:
    """The link and the code, as the page shows them."""
    page = hers.post("/profiles/invite/", TOLD).content.decode()
    return shown_link(page), shown_code(page)


def test_the_link_leads_to_a_diary_of_ones_own_and_on_to_the_code(hers: Client, stranger: Client) -> None:
    assert stranger.get("/start/").status_code == 403, "without the link no page is open"
    assert "Ask for the link that belongs to it" in stranger.get("/").content.decode()
    link, code = given(hers)
    came = stranger.get(link, follow=True)
    assert came.redirect_chain == [("/start/diary/?then=code", 302)]
    asked = came.content.decode()
    assert "What do they call you?" in asked
    assert "What shall" not in asked
    assert "only you can read" not in asked
    begun = stranger.post("/start/diary/?then=code", {"name": "Anna", "time_zone": "UTC"}, follow=True)
    assert begun.redirect_chain == [("/profiles/accept/", 302)]
    there = parsed(begun.content.decode())
    (once_more,) = (part for part in there.all("details") if "What do they call you?" in part.text)
    assert "They call you Anna" in once_more.text, "it was asked a moment ago: filled in, and folded away"
    answer = stranger.post("/profiles/accept/", {"code": code, "carer_name": "my Anna"})
    assert "You may write for Ruth now" in answer.content.decode()


def test_the_link_opens_nothing_of_the_diary_and_works_once(hers: Client, ruth: m.Person, stranger: Client) -> None:
    link, _code = given(hers)
    stranger.get(link)
    assert stranger.get("/").headers["Location"] == "/start/"
    assert not m.Consent.objects.exists()
    assert Client(headers={"host": "localhost"}).get(link).status_code == 403


@pytest.mark.parametrize("ends", ["an hour goes by", "made void", "another code", "the code was used", "erased"])
def test_the_link_is_void_with_its_code(
    ends: str, hers: Client, bob: m.Person, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    link, code = given(hers)
    match ends:
        case "an hour goes by":
            late = timezone.now() + consents.CODE_LASTS
            monkeypatch.setattr("django.utils.timezone.now", lambda: late)
        case "made void":
            page = hers.get("/profiles/").content.decode()
            assert "A code waits to be typed" in page
            said = hers.post("/profiles/invite/void/", follow=True).content.decode()
            assert "The code opens nothing any more" in said
            assert "A code waits to be typed" not in said
            assert consents.accept(code, bob, "Bob", timezone.now()) is None
        case "another code":
            given(hers)
        case "the code was used":
            assert consents.accept(code, bob, "Bob", timezone.now()) is not None
        case _:
            m.Person.objects.get(name="Ruth at home").delete()
    assert stranger.get(link).status_code == 403
    assert "entered" not in stranger.session


def test_nobody_else_makes_a_code_void(hers: Client, enter: Enter, bob: m.Person) -> None:
    _link, code = given(hers)
    enter(bob).post("/profiles/invite/void/")
    assert consents.accept(code, bob, "Bob", timezone.now()) is not None


def test_where_one_has_a_diary_the_link_leads_to_the_code_and_leaves_the_browser_let_in(
    hers: Client, enter: Enter, bob: m.Person, stranger: Client
) -> None:
    link, code = given(hers)
    his = enter(bob)
    assert his.get(link)["Location"] == "/profiles/accept/"
    assert his.get("/").status_code == 200
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    step = his.get(link, headers=elsewhere).content.decode()
    assert f'content="0; url={link}"' in step, "the browser sends its cookie only from a page of ours"
    stranger.get(link, headers=elsewhere)
    assert "entered" not in stranger.session, "the step in between uses nothing up"
    assert his.post("/profiles/accept/", {"code": code, "carer_name": "Bob"}).status_code == 200


def test_in_the_browser_of_whoever_gave_it_the_link_changes_nothing_and_stays_good(
    hers: Client, stranger: Client
) -> None:
    link, _code = given(hers)
    answer = hers.get(link)
    assert answer.status_code == 409
    assert "This link is for your helper" in answer.content.decode()
    assert hers.get("/").status_code == 200
    assert stranger.get(link).status_code == 302


def test_neither_link_nor_code_is_kept_as_it_is_or_says_anything(hers: Client, ruth: m.Person) -> None:
    link, code = given(hers)
    token = link.removeprefix("/enter/")
    assert len(token) > 40
    assert token not in m.Key.objects.get(care__isnull=False).digest
    assert code not in m.CareCode.objects.get().digest
    assert "uth" not in link


def test_what_for_can_be_left_out_and_the_page_says_so(hers: Client, ruth: m.Person, bob: m.Person) -> None:
    asked = parsed(hers.get("/profiles/invite/").content.decode())
    (field,) = (part for part in asked.all("input") if part.attributes.get("name") == "purpose")
    assert "required" not in field.attributes
    assert "What for? (if you like)" in asked.text
    _link, code = given(hers)
    consent = consents.accept(code, bob, "Bob", timezone.now())
    assert consent is not None
    assert consent.purpose == ""


def test_codes_are_large_and_have_a_button_that_copies_them(hers: Client) -> None:
    page = parsed(hers.post("/profiles/invite/", TOLD).content.decode())
    copied = {part.attributes["data-copy"] for part in page.all("button") if "data-copy" in part.attributes}
    assert copied == {"link", "code"}
    words = {"passphrase": "seven wet umbrellas sing", "again": "seven wet umbrellas sing"}
    lock = parsed(hers.post("/lock/passphrase/", words).content.decode())
    for shown in (page, lock):
        (code,) = (part for part in shown.all("kbd") if part.attributes.get("id") == "code")
        assert code.attributes["class"] == "given-code"
        assert {len(group) for group in code.text.split("-")} == {4}
        assert any(part.attributes.get("data-copy") == "code" for part in shown.all("button"))


def test_ones_own_today_has_a_way_to_write_for_each(enter: Enter, ruth: m.Person, bob: m.Person) -> None:
    his = enter(bob)
    entries.add(bob, d.Rating(at=timezone.now(), measure="pain.now", value=2), timezone.now())
    assert "Write for" not in his.get("/").content.decode()
    consent = let(ruth, bob)
    page = parsed(his.get("/").content.decode())
    (way,) = (part for part in page.all("form") if part.text == "Write for Ruth")
    assert way.attributes["action"] == f"/profiles/{consent.pk}/switch/"
    his.post(way.attributes["action"])
    assert "Write for Ruth" not in his.get("/").content.decode(), "who does so is not led there"
    assert "Write for" not in enter(ruth).get("/").content.decode()


def test_handing_back_is_asked_said_and_told_to_the_person(
    hers: Client, enter: Enter, ruth: m.Person, bob: m.Person
) -> None:
    consent, his = let(ruth, bob), enter(bob)
    page = parsed(his.get("/profiles/").content.decode())
    (form,) = (part for part in page.all("form") if part.attributes.get("action", "").endswith("/leave/"))
    assert form.parent is not None
    assert form.parent.tag == "details"
    assert "you would need a new code" in form.text
    said = his.post(f"/profiles/{consent.pk}/leave/", follow=True).content.decode()
    assert "Handed back: you read and write nothing there any more." in said
    assert "stopped writing for you" not in his.get("/").content.decode(), "it is Ruth who is told"
    assert "my Anna stopped writing for you on" in hers.get("/").content.decode()
    assert his.post(f"/profiles/{consent.pk}/told/").status_code == 404
    hers.post(f"/profiles/{consent.pk}/told/")
    assert "stopped writing for you" not in hers.get("/").content.decode()


def test_who_ends_it_herself_is_told_at_once_and_not_on_today(hers: Client, ruth: m.Person, bob: m.Person) -> None:
    consent = let(ruth, bob)
    assert "Taken back" in hers.post(f"/profiles/{consent.pk}/end/", follow=True).content.decode()
    assert "stopped writing for you" not in hers.get("/").content.decode()


def test_what_a_carer_wrote_is_read_by_the_person_alone(
    hers: Client, enter: Enter, ruth: m.Person, bob: m.Person
) -> None:
    consent, now = let(ruth, bob, caring.WHOLE), timezone.now()
    way = f"/profiles/{consent.pk}/written/"
    assert way not in hers.get("/profiles/").content.decode(), "nothing was written yet"
    own = entries.add(ruth, d.Rating(at=now, measure="pain.now", value=3), now)
    with entries.written_under(consent):
        his_entry = entries.add(ruth, d.Rating(at=now - dt.timedelta(days=2), measure="pain.now", value=7), now)
    (link,) = (
        part for part in parsed(hers.get("/profiles/").content.decode()).all("a") if part.attributes["href"] == way
    )
    assert link.text.startswith("1 entry written")
    page = hers.get(way).content.decode()
    assert f"/entry/rating/{his_entry.pk}/" in page
    assert f"/entry/rating/{own.pk}/" not in page
    consents.end(consent, now)
    assert hers.get(way).status_code == 200, "also after it ended"
    his = enter(bob)
    assert his.get(way).status_code == 404
    switch(his, let(ruth, bob, caring.WHOLE))
    assert his.get(way).status_code == 403
