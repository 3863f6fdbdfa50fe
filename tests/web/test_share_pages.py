"""The person's side: making and ending links, and answering what was written back. Nothing takes effect by itself."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries, proposals, sharing
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.plans.proposal import Proposal
from counterpoise.web.share import address
from tests.web.planned import daily, g, problem, soon, today
from tests.web.sharing import let_in, link_of, write_back

ADDRESS = "https://diary.example.org"
PLAN = d.Plan(
    substance="kratom",
    direction="down",
    from_=dt.date(2026, 5, 1),
    start=d.Quantity(amount=2.0, unit="g"),
    step_percent=10.0,
    min_days_per_step=14,
    review_on=dt.date(2199, 1, 1),
    stop_if=("Yellow eyes",),
    agreed_with="Dr Ng (doctor)",
)
FORM = {
    **{"direction": "down", "substance": "Kratom", "agreed_with": "Dr Ng", "who": "doctor", "start": "2 g"},
    **{"step": "10 %", "min_days_per_step": "14", "review_on": "2199-01-01", "stop_if": "Yellow eyes"},
}


@pytest.fixture
def said(alice: m.Person) -> m.Proposal:
    words = Proposal(author="Dr Ng", role="doctor", said_at=timezone.now(), comment="Slowly.", plan=PLAN)
    return proposals.keep(alice, words, "link", timezone.now())


def test_a_link_is_shown_once_and_sent_twice_it_is_one(browser_of_alice: Client, alice: m.Person) -> None:
    same = str(m.new_id())
    link = link_of(browser_of_alice, id=same)
    again = browser_of_alice.post("/share/new/", _asked(id=same))
    assert again["Location"] == "/share/"
    share = sharing.all_of(alice).get()
    assert share.expires_at - share.made_at == dt.timedelta(days=7)
    secret = link.partition("#")[2]
    for path in ("/share/", f"/share/{share.pk}/"):
        page = browser_of_alice.get(path).content.decode()
        assert "Dr Ng" in page
        assert secret not in page
        assert share.digest not in page


def _asked(**more: Any) -> dict[str, Any]:
    said = {"label": "Dr Ng", "sections": ["pain"], "first": "2026-01-01", "last": "2026-02-01", "days": "7"}
    return said | more


@pytest.mark.parametrize(
    ("wrong", "text"),
    [
        ({"sections": []}, "Nothing is chosen"),
        ({"sections": ["secrets"]}, "secrets"),
        ({"last": "2025-12-31"}, "before the first day, 2026-01-01"),
        ({"days": "365"}, "365"),
        ({"label": ""}, "required"),
        ({"first": "yesterday"}, "“yesterday” is not a day"),
    ],
)
def test_a_link_that_cannot_be_made_says_why(browser_of_alice: Client, wrong: dict[str, Any], text: str) -> None:
    answer = browser_of_alice.post("/share/new/", _asked() | wrong)
    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert not m.Share.objects.exists()


def test_without_an_address_it_is_said_that_only_this_computer_opens_it(browser_of_alice: Client) -> None:
    assert "answers on this computer only" in browser_of_alice.get("/share/new/").content.decode()
    assert link_of(browser_of_alice).startswith("http://localhost/shared/#")


def test_by_the_address_only_the_shared_pages_are_there(
    browser_of_alice: Client, monkeypatch: pytest.MonkeyPatch, settings: Any
) -> None:
    monkeypatch.setenv("COUNTERPOISE_ADDRESS", ADDRESS)
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, *address.hosts()]
    link = link_of(browser_of_alice)
    assert link.startswith(f"{ADDRESS}/shared/#")
    bob = let_in(link, host="diary.example.org")
    (cookie,) = bob.cookies.values()
    assert cookie.key.startswith("__Secure-")
    assert cookie["secure"]
    assert bob.get("/shared/report/").status_code == 200
    for host in ("diary.example.org", "DIARY.example.org", "diary.example.org:8443", "diary.example.org."):
        owner = browser_of_alice.get("/", headers={"host": host})
        assert (owner.status_code, owner.content) == (404, b""), "not even for who is signed in"
        for path in ("/", "/enter/x", "/health/x", "/emergency/", "/share/", "/settings/", "/api/knowledge/"):
            assert bob.get(path, headers={"host": host}).content == b""
    passed_on = browser_of_alice.get("/", headers={"x-forwarded-for": "192.0.2.1"})
    assert (passed_on.status_code, passed_on.content) == (404, b""), "a proxy that hides the name opens no more"
    assert browser_of_alice.get("/").status_code == 200


@pytest.mark.parametrize("given", ["http://diary.example.org", "diary.example.org", "https://a.b/c", "https://x@y.z"])
def test_an_address_that_cannot_be_used_is_refused(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERPOISE_ADDRESS", given)
    with pytest.raises(address.BadAddress, match=re.escape(ADDRESS)):
        address.named()
    assert address.hosts() == []


def test_what_was_written_waits_on_today_and_changes_nothing(browser_of_alice: Client, alice: m.Person) -> None:
    before = diary(alice)
    bob = let_in(link_of(browser_of_alice))
    assert write_back(bob, comment="How are you?", direction="hold", start="1.5 g").status_code == 302
    assert "Dr Ng (doctor) wrote to you: a comment and a proposed plan" in browser_of_alice.get("/").content.decode()
    assert diary(alice) == before
    (row,) = proposals.of(alice)
    words = proposals.said(row)
    assert words.plan is not None
    assert (words.comment, words.plan.start, words.plan.agreed_with) == ("How are you?", g(1.5), "Dr Ng (doctor)")
    assert (words.plan.step, words.plan.doses_per_day, words.plan.ceiling_per_day) == (None, None, None)


def test_the_form_for_others_holds_no_number_and_nothing_of_the_diary(
    browser_of_alice: Client, alice: m.Person
) -> None:
    entries.add(alice, d.Goal(text="goal-canary"), timezone.now())
    entries.add(alice, d.Dose(at=timezone.now(), substance="kratom", amount=2, unit="unit-canary"), timezone.now())
    entries.add(alice, PLAN, timezone.now())
    bob = let_in(link_of(browser_of_alice, ["labs"]))
    page = bob.get("/shared/write/").content.decode()
    filled = re.findall(r'<(?:input|textarea)(?![^>]*type="(?:hidden|radio|checkbox)")[^>]*value="([^"]+)"', page)
    assert filled == ["Kratom"]
    refused = write_back(bob, direction="hold", start="30 spoonfulls", ceiling_per_day="900 g")
    assert refused.status_code == 422
    more = write_back(bob, direction="hold", start="900 g")
    for text in (page, refused.content.decode()):
        assert not any(one in text for one in ("goal-canary", "unit-canary", "Dr Ng (doctor)", "was agreed"))
    assert more.status_code == 302, "what it is held against is the person's, and asked of the person"


@pytest.mark.parametrize(
    ("wrong", "field", "text"),
    [
        ({}, "comment", "Nothing is written yet"),
        ({"comment": "x", "author": ""}, "author", "required"),
        ({"direction": "up", "start": "2 g"}, "meeting_on", "First a date with a professional"),
        ({"direction": "hold", "start": "2"}, "start", "has no unit"),
        ({"direction": "hold", "substance": "7-OH"}, "substance", "another drug"),
    ],
)
def test_what_cannot_be_passed_on_says_why(browser_of_alice: Client, wrong: Any, field: str, text: str) -> None:
    answer = write_back(let_in(link_of(browser_of_alice)), **wrong)
    assert text in problem(answer, field)
    assert not m.Proposal.objects.exists()


def test_who_may_not_write_cannot(browser_of_alice: Client) -> None:
    bob = let_in(link_of(browser_of_alice, may_comment=""))
    assert "Write something" not in bob.get("/shared/report/").content.decode()
    assert bob.get("/shared/write/").status_code == 403


def test_a_comment_is_read_or_declined_once(browser_of_alice: Client, alice: m.Person) -> None:
    row = proposals.keep(alice, Proposal(author="Ann", said_at=timezone.now(), comment="Hi"), "file", timezone.now())
    assert "Hi" in browser_of_alice.get(f"/share/said/{row.pk}/").content.decode()
    assert browser_of_alice.post(f"/share/said/{row.pk}/read/")["Location"] == "/share/?done=read"
    assert browser_of_alice.post(f"/share/said/{row.pk}/decline/")["Location"] == "/share/?done=answered"
    assert proposals.of(alice).get().state == "accepted"
    assert browser_of_alice.get(f"/share/said/{row.pk}/accept/").status_code == 404


def test_declined_it_stays_with_who_said_what_when(browser_of_alice: Client, alice: m.Person, said: m.Proposal) -> None:
    browser_of_alice.post(f"/share/said/{said.pk}/decline/")
    page = browser_of_alice.get(f"/share/said/{said.pk}/").content.decode()
    assert all(one in page for one in ("Dr Ng (doctor)", "Slowly.", "2 g", "Your answer: declined"))
    assert diary(alice).plans == ()
    assert browser_of_alice.get(f"/share/said/{said.pk}/accept/")["Location"] == "/share/?done=answered"


def test_accepted_as_it_is_it_becomes_a_plan(browser_of_alice: Client, alice: m.Person, said: m.Proposal) -> None:
    form = browser_of_alice.get(f"/share/said/{said.pk}/accept/").content.decode()
    assert all(f'value="{one}"' in form for one in ("Dr Ng", "2 g", "10 %", "14", "2199-01-01"))
    assert diary(alice).plans == (), "looking at it is not accepting it"
    answer = browser_of_alice.post(f"/share/said/{said.pk}/accept/", FORM)
    assert answer["Location"].startswith("/plan/?done=saved")
    (plan,) = diary(alice).plans
    assert (plan.agreed_with, plan.start, plan.from_, plan.steps) == ("Dr Ng (doctor)", g(2), today(alice), ())
    row = proposals.find(alice, said.pk)
    assert (row.state, row.became and row.became.source_id) == ("accepted", plan.id)
    again = browser_of_alice.post(f"/share/said/{said.pk}/accept/", FORM)
    assert again["Location"] == "/share/?done=answered"
    assert len(diary(alice).plans) == 1


def test_changed_before_it_is_accepted_both_are_kept(
    browser_of_alice: Client, alice: m.Person, said: m.Proposal
) -> None:
    browser_of_alice.post(f"/share/said/{said.pk}/accept/", FORM | {"step": "5 %"})
    assert diary(alice).plans[0].step_percent == 5.0
    row = proposals.find(alice, said.pk)
    assert row.state == "changed"
    assert proposals.said(row).plan == PLAN


def test_it_ends_the_plan_before_as_every_new_plan_does(
    browser_of_alice: Client, alice: m.Person, said: m.Proposal
) -> None:
    before = d.Plan(id="old", substance="kratom", direction="hold", from_=dt.date(2026, 1, 1), agreed_with="Dr Old")
    entries.add(alice, before, timezone.now())
    assert "ends the plan in force" in browser_of_alice.get(f"/share/said/{said.pk}/accept/").content.decode()
    browser_of_alice.post(f"/share/said/{said.pk}/accept/", FORM)
    old, new = diary(alice).plans
    assert (old.ended_on, new.ended_on) == (today(alice), None)


def test_a_proposed_plan_asks_what_the_plan_page_asks(
    browser_of_alice: Client, alice: m.Person, said: m.Proposal
) -> None:
    daily(alice)
    path = f"/share/said/{said.pk}/accept/"
    up = FORM | {"direction": "up"}
    assert "First a date with a professional" in problem(browser_of_alice.post(path, up), "meeting_on")
    steep = browser_of_alice.post(path, FORM | {"step": "90 %", "start": "1 g"})
    assert steep.status_code == 422
    assert "Before this is agreed" in steep.content.decode()
    far = browser_of_alice.post(path, up | {"start": "90 g", "meeting_on": soon(alice)})
    assert "more than the most in one dose on your record" in far.content.decode()
    assert diary(alice).plans == ()
    assert proposals.find(alice, said.pk).state == "waiting"


@pytest.mark.parametrize(
    ("author", "role"), [("Bob", "doctor"), ("Bob (doctor)", "other"), ("Bob (nurse) (doctor) ", "other")]
)
def test_who_it_is_is_asked_of_the_person_whatever_was_signed(
    author: str, role: str, browser_of_alice: Client, alice: m.Person
) -> None:
    daily(alice)
    bob = let_in(link_of(browser_of_alice))
    assert write_back(bob, author=author, role=role, direction="hold", start="9 g").status_code == 302
    (row,) = proposals.of(alice)
    assert (row.author, row.role) == ("Bob", role)
    path = f"/share/said/{row.pk}/accept/"
    page = browser_of_alice.get(path).content.decode()
    assert 'name="who" value="doctor"' in page
    assert not re.search(r'name="who" value="\w+" checked', page)
    sent = {"direction": "hold", "substance": "Kratom", "start": "9 g", "agreed_with": "Bob", "seen_raised": "on"}
    assert browser_of_alice.post(path, sent).status_code == 422
    assert diary(alice).plans == ()
    browser_of_alice.post(path, sent | {"who": "doctor"})
    assert diary(alice).plans[0].agreed_with == "Bob (doctor)"
    assert proposals.find(alice, row.pk).state == "accepted"


def test_a_proposal_is_no_way_around_a_plan_that_ended_lately(browser_of_alice: Client, alice: m.Person) -> None:
    day = today(alice)
    ended = d.Plan(
        id="old",
        substance="kratom",
        direction="down",
        from_=day - dt.timedelta(days=20),
        ended_on=day,
        start=g(1),
        agreed_with="Dr Ng (doctor)",
    )
    entries.add(alice, ended, timezone.now())
    more = d.Plan(substance="kratom", direction="hold", from_=day, start=g(2), agreed_with="Bob")
    words = Proposal(author="Bob", role="other", said_at=timezone.now(), plan=more)
    row = proposals.keep(alice, words, "link", timezone.now())
    sent = {"direction": "hold", "substance": "Kratom", "start": "2 g", "agreed_with": "Bob", "who": "other"}
    on_the_page = problem(browser_of_alice.post("/plan/new/", {"id": str(m.new_id())} | sent), "start")
    assert on_the_page in problem(browser_of_alice.post(f"/share/said/{row.pk}/accept/", sent), "start")


def test_erasing_asks_once_more(browser_of_alice: Client, said: m.Proposal) -> None:
    path = f"/share/said/{said.pk}/erase/"
    assert "cannot be brought back" in browser_of_alice.post(path).content.decode()
    assert m.Proposal.objects.exists()
    assert browser_of_alice.post(path, {"sure": "yes"})["Location"] == "/share/?done=erased"
    assert not m.Proposal.objects.exists()


def test_bob_reaches_nothing_of_alices(enter: Any, bob: m.Person, alice: m.Person, said: m.Proposal) -> None:
    his = enter(bob)
    for what in ("", "accept/", "read/", "decline/", "erase/"):
        for answer in (his.get(f"/share/said/{said.pk}/{what}"), his.post(f"/share/said/{said.pk}/{what}", FORM)):
            assert answer.status_code in (404, 405)
    assert proposals.find(alice, said.pk).state == "waiting"
    assert diary(bob).plans == ()
