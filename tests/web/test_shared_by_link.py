"""Alice shares, Bob has the link, Charlie has nothing to do with it: who sees what, and what is never said."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from django.utils.dateformat import format as date

from counterpoise import diary as d
from counterpoise.journal import entries, sharing
from counterpoise.journal import models as m
from counterpoise.journal.bring import bring
from counterpoise.journal.diaries import diary
from counterpoise.web.headers import HEADERS
from counterpoise.web.logs import Discreet
from counterpoise.web.share import document as reports
from counterpoise.web.share import limit
from counterpoise.web.today import saving as today_saving
from tests.web.locking import Time
from tests.web.sharing import HERE, let_in, link_of, proof, stranger, try_at_the_door, write_back
from tests.web.test_every_address import ALL, refused_by_name

Enter = Callable[..., Client]
NOTE, AMOUNT, PRODUCT, EFFECT, MEDICINE, EARLIER, ILLNESS, WHOM = (
    *("note-canary", "7.77", "product-canary", "effect-canary", "medicine-canary", "earlier-canary"),
    *("illness-canary", "whom-canary"),
)
LABEL = "label-canary"
OPEN = ("/shared/report/", "/shared/write/", "/shared/sent/")


@pytest.fixture
def alice(alice: m.Person) -> m.Person:
    """A canary in each part of the diary."""
    now = timezone.now()
    days = [now - dt.timedelta(days=n) for n in range(1, 8)]
    dose = d.Dose(at=now, substance="kratom", amount=7.77, unit="g", lot="l", note=NOTE)
    whole = d.Diary(
        person=d.Person(
            time_zone=alice.time_zone,
            conditions=(ILLNESS,),
            medicines=(d.Medicine(id="m", name=MEDICINE),),
        ),
        products=(d.Product(id="p", substance="kratom", name=PRODUCT, form="powder"),),
        lots=(d.Lot(id="l", product="p"),),
        doses=(
            *(replace(dose, id=f"d{n}", at=at) for n, at in enumerate(days)),
            d.Dose(id="old", at=now - dt.timedelta(days=300), substance=EARLIER, amount=1.0, unit="g"),
        ),
        ratings=tuple(d.Rating(id=f"r{n}", at=at, measure="pain.now", value=6, note=NOTE) for n, at in enumerate(days)),
        effects=(d.Effect(id="e", at=days[0], kind=EFFECT, severity=1, note=NOTE),),
        plans=(d.Plan(id="pl", substance="kratom", direction="hold", from_=days[-1].date(), agreed_with=WHOM),),
    )  # fmt: skip
    bring(alice, whole, m.Import(at=now, format="counterpoise", file_name="d.json"))
    alice.refresh_from_db()
    return alice


@pytest.fixture
def her_browser(enter: Enter, alice: m.Person) -> Client:
    return enter(alice)


def last_month() -> dict[str, str]:
    today = timezone.now().date()
    return {"first": (today - dt.timedelta(days=30)).isoformat(), "last": today.isoformat()}


def everything(browser: Client) -> str:
    """All that a guest can load."""
    report = browser.get("/shared/report/").content.decode()
    drawn = [
        browser.get(address).content.decode()
        for address in re.findall(r"/shared/report/picture.svg\?of=(?:dark-)?(?:narrow-)?[a-z]+-\d", report)
    ]
    return "".join([report, *drawn, *(browser.get(path).content.decode() for path in OPEN[1:])])


def test_bob_sees_what_alice_chose(her_browser: Client) -> None:
    bob = let_in(link_of(her_browser, ("pain", "taken", "medicines", "harms"), label=LABEL, **last_month()))
    seen = everything(bob)
    assert all(one in seen for one in (AMOUNT, PRODUCT, MEDICINE, WHOM))
    assert EARLIER not in seen
    assert ILLNESS not in seen
    assert LABEL not in seen, "for whom it is, in her words, is hers"
    assert "Alice" not in seen


@pytest.mark.parametrize(
    ("sections", "hidden"),
    [
        (["pain"], [AMOUNT, PRODUCT, EFFECT, MEDICINE, ILLNESS, WHOM, NOTE]),
        (["harms"], [AMOUNT, PRODUCT, MEDICINE, ILLNESS, WHOM, NOTE]),
        (["medicines", "unknown", "method"], [AMOUNT, PRODUCT, EFFECT, ILLNESS, WHOM, NOTE]),
        (["who", "labs", "questions"], [AMOUNT, PRODUCT, EFFECT, MEDICINE, WHOM, NOTE]),
        (["taken", "entries"], [EFFECT, MEDICINE, ILLNESS]),
        (["findings", "products", "plan"], [EFFECT, MEDICINE, ILLNESS, NOTE]),
    ],
)
def test_what_is_left_out_is_nowhere_in_what_is_sent(her_browser: Client, sections: Any, hidden: Any) -> None:
    bob = let_in(link_of(her_browser, sections, **last_month()))
    seen = everything(bob)
    assert [one for one in (*hidden, EARLIER) if one in seen] == []
    assert "left out" in seen.lower()


def test_what_alice_adds_and_takes_out_is_seen_at_once(her_browser: Client, alice: m.Person) -> None:
    bob = let_in(link_of(her_browser, ("harms",)))
    row = entries.add(alice, d.Effect(at=timezone.now(), kind="later-canary", severity=1), timezone.now())
    assert "later-canary" in bob.get("/shared/report/").content.decode()
    entries.remove(row, timezone.now())
    assert "later-canary" not in bob.get("/shared/report/").content.decode()


def test_the_day_it_was_written_on_is_hers_wherever_it_is_read(her_browser: Client, time: Time) -> None:
    """Late in the evening in New York, when it is tomorrow already where the server keeps its time."""
    hers = time.now.date()
    time.now = dt.datetime.combine(hers + dt.timedelta(days=1), dt.time(2), dt.UTC)
    seen = let_in(link_of(her_browser, ("pain",))).get("/shared/report/").content.decode()
    assert f"written on {date(hers, 'j F Y')}" in seen


def test_a_link_is_the_same_report_for_nobody_else(her_browser: Client, bob: m.Person, enter: Enter) -> None:
    """Two links of two people at once: neither page holds anything of the other."""
    entries.add(bob, d.Effect(at=timezone.now(), kind="bobs-canary", severity=1), timezone.now())
    hers, his = let_in(link_of(her_browser, ("harms",))), let_in(link_of(enter(bob), ("harms",)))
    assert EFFECT in everything(hers)
    assert "bobs-canary" not in everything(hers)
    assert "bobs-canary" in everything(his)
    assert EFFECT not in everything(his)


@pytest.mark.usefixtures("blindfolded")
def test_bobs_cookie_opens_no_other_page(her_browser: Client, alice: m.Person) -> None:
    with_link, without = let_in(link_of(her_browser, label=LABEL)), Client(headers=HERE)
    others = [path for one in ALL if not one.name.startswith("shared_") for path in refused_by_name(one, alice)]
    assert len(others) > 100
    for path in others:
        got, plain = with_link.get(path), without.get(path)
        assert got.status_code == plain.status_code, path
        shown = got.content.decode(errors="replace")
        assert not any(one in shown for one in (AMOUNT, PRODUCT, EFFECT, LABEL, "Alice")), path
    assert set(with_link.session.keys()) == set(without.session.keys()) == {"_csrftoken"}, "the forms of a stranger"


def test_the_cookie_is_for_these_pages_only_and_no_script_reads_it(her_browser: Client) -> None:
    bob = let_in(link_of(her_browser))
    (cookie,) = bob.cookies.values()
    assert cookie.key == f"{settings.SESSION_COOKIE_NAME}_shared"
    assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == ("/shared/", "Strict", True)
    assert cookie["max-age"] == cookie["expires"] == "", "gone with the browser"
    assert len(cookie.value) >= 43


def test_entering_gives_a_cookie_that_nobody_knew_before(her_browser: Client) -> None:
    bob = stranger()
    bob.get("/shared/")
    before = next(iter(bob.cookies.values())).value
    try_at_the_door(bob, link_of(her_browser).partition("#")[2])
    assert next(iter(bob.cookies.values())).value != before


def test_the_whole_link_can_be_pasted(her_browser: Client) -> None:
    assert try_at_the_door(stranger(), f"  {link_of(her_browser)} ").status_code == 302


def without_proof(answer: Any) -> tuple[int, str]:
    return answer.status_code, re.sub(r"[0-9a-f]{64}", "", answer.content.decode())


def test_wrong_over_and_ended_are_one_answer(her_browser: Client, alice: m.Person) -> None:
    over, ended = (link_of(her_browser, label=LABEL, name="Alice").partition("#")[2] for _ in range(2))
    latest, earlier = sharing.all_of(alice)
    sharing.revoke(latest, timezone.now())
    m.Share.objects.filter(pk=earlier.pk).update(expires_at=timezone.now())
    codes = (over, ended, "A" * 43, "x", str(latest.pk), latest.digest, "")
    answers = {without_proof(try_at_the_door(stranger(), code)) for code in codes}
    ((status, text),) = answers
    assert status == 403
    assert "Alice" not in text
    assert LABEL not in text


@pytest.mark.parametrize("how", ["ended", "over", "erased", "stale"])
def test_it_ends_in_the_middle_of_a_visit(how: str, her_browser: Client, alice: m.Person) -> None:
    bob = let_in(link_of(her_browser, name="Alice"))
    page = bob.get("/shared/write/")
    assert page.status_code == 200
    share = sharing.all_of(alice).get()
    if how == "ended":
        assert her_browser.post(f"/share/{share.pk}/revoke/").status_code == 302
    elif how == "over":
        m.Share.objects.update(expires_at=timezone.now())
    elif how == "erased":
        alice.delete()
    else:
        m.ShareSession.objects.update(seen_at=timezone.now() - sharing.IDLE)
    sent = bob.post("/shared/write/", {"proof": proof(page), "author": "Bob", "role": "other", "comment": "x"})
    assert sent.status_code == 403
    assert not m.Proposal.objects.exists()
    for path in (*OPEN, "/shared/report/picture.svg?of=pain-0"):
        answer = bob.get(path)
        assert answer.status_code == 403
        assert not any(one in answer.content.decode() for one in ("Alice", AMOUNT, EFFECT, PRODUCT, LABEL))


def test_charlie_gets_in_nowhere(her_browser: Client, bob: m.Person, enter: Enter, alice: m.Person) -> None:
    """A stranger without the link, another person of the installation, and one who guesses at keys."""
    link_of(her_browser, label=LABEL)
    share = sharing.all_of(alice).get()
    for charlie in (stranger(), enter(bob)):
        for path in OPEN:
            assert charlie.get(path).status_code == 403
        for path in (f"/share/{share.pk}/", "/share/"):
            assert LABEL not in charlie.get(path).content.decode()
        assert charlie.post(f"/share/{share.pk}/revoke/").status_code in (403, 404)
    assert sharing.is_open(sharing.all_of(alice).get(), timezone.now())
    charlie = stranger()
    for made_up in ("", "A" * 43, share.digest, str(share.pk)):
        charlie.cookies[f"{settings.SESSION_COOKIE_NAME}_shared"] = made_up
        assert charlie.get("/shared/report/").status_code == 403


def test_alices_own_visit_opens_nothing_there(her_browser: Client) -> None:
    """What a link shows is seen by the link: the owner's session is nobody's there, and their menu is not drawn."""
    answer = her_browser.get("/shared/")
    assert "Alice" not in answer.content.decode()
    assert 'class="menu"' not in answer.content.decode()
    assert her_browser.get("/shared/report/").status_code == 403


def test_guessing_is_stopped_from_one_place_and_from_everywhere(her_browser: Client) -> None:
    code = link_of(her_browser).partition("#")[2]
    charlie, bob = stranger(), Client(headers=HERE, REMOTE_ADDR="192.0.2.1")
    tried = [try_at_the_door(charlie, f"guess-{n}").status_code for n in range(30)]
    assert tried == [403] * limit.FROM_ONE_PLACE + [429] * (30 - limit.FROM_ONE_PLACE)
    assert try_at_the_door(charlie, code).status_code == 429, "also the right one has to wait"
    assert try_at_the_door(bob, code).status_code == 302, "nobody elsewhere is locked out by it"
    for n in range(limit.FROM_EVERYWHERE):
        try_at_the_door(Client(headers=HERE, REMOTE_ADDR=f"198.51.100.{n}"), "guess")
    assert try_at_the_door(Client(headers=HERE, REMOTE_ADDR="203.0.113.9"), code).status_code == 429


def test_after_the_while_it_can_be_tried_again() -> None:
    tries, now = limit.Tries(), dt.datetime(2026, 6, 1, tzinfo=dt.UTC)
    for n in range(limit.FROM_ONE_PLACE):
        assert tries.may_try("a", now)
        tries.was_wrong("a", now + dt.timedelta(seconds=n))
    assert not tries.may_try("a", now + limit.WHILE - dt.timedelta(seconds=1))
    assert tries.may_try("a", now + limit.WHILE)


def test_every_answer_tells_the_browser_to_keep_and_pass_on_nothing(her_browser: Client) -> None:
    bob = let_in(link_of(her_browser, ("pain",), **last_month()))
    answers = [
        bob.get(path)
        for path in ("/shared/", *OPEN, "/shared/nothing/", "/shared/report/picture.svg?of=x-99", "/shared/close/")
    ]
    answers += [try_at_the_door(stranger(), "wrong"), stranger().get("/shared/report/"), bob.post("/shared/report/")]
    for answer in answers:
        assert answer["Referrer-Policy"] == "no-referrer"
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
        assert answer["X-Frame-Options"] == "DENY"
        assert answer["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
        if answer["Content-Type"].startswith("text/html"):
            page = answer.content.decode()
            (title,) = re.findall(r"<title>(.*?)</title>", page)
            assert title == "Shared with you"
            assert not re.search(r'(?:property|name)="(?:og|twitter|description)', page)
            assert 'href="/"' not in page


def test_no_address_holds_a_secret_or_anything_of_health(her_browser: Client) -> None:
    link = link_of(her_browser)
    address, _sep, secret = link.partition("#")
    assert address.endswith("/shared/")
    bob = let_in(link)
    answer = write_back(bob, comment="How are you?", start="2 g", direction="down")
    assert answer["Location"] == "/shared/sent/"
    page = everything(bob)
    assert secret not in page
    allowed = r'of=[a-z]+-\d"|v=[0-9a-f]+"'  # a part of the report, and which version of a file of the program
    assert not re.search(rf'(?:href|src|action)="[^"]*\?(?!{allowed})', page)


@pytest.mark.parametrize("path", ["/shared/", "/shared/write/", "/shared/close/"])
def test_a_forged_form_does_nothing(path: str, her_browser: Client, alice: m.Person) -> None:
    code = link_of(her_browser).partition("#")[2]
    bob, other = let_in(f"#{code}"), stranger()
    foreign = proof(other.get("/shared/"))
    said = {"author": "Eve", "role": "doctor", "comment": "x", "code": code}
    for forged in ({}, {"proof": ""}, {"proof": foreign}, {"proof": "é"}):
        assert bob.post(path, said | forged).status_code == 403
    assert not m.Proposal.objects.exists()


def test_closing_ends_the_visit_here_and_in_the_browser(her_browser: Client, alice: m.Person) -> None:
    bob = let_in(link_of(her_browser))
    held = next(iter(bob.cookies.values())).value
    assert bob.post("/shared/close/", {"proof": proof(bob.get("/shared/report/"))}).status_code == 200
    assert bob.get("/shared/report/").status_code == 403
    again = stranger()
    again.cookies[f"{settings.SESSION_COOKIE_NAME}_shared"] = held
    assert again.get("/shared/report/").status_code == 403
    assert not m.ShareSession.objects.exists()


def test_alice_sees_every_use(her_browser: Client, alice: m.Person) -> None:
    bob = let_in(link_of(her_browser))
    bob.get("/shared/report/")
    write_back(bob, comment="How are you?")
    share = sharing.all_of(alice).get()
    page = her_browser.get(f"/share/{share.pk}/").content.decode()
    for said in ("opened the link", "read the report", "looked at the form", "wrote to you"):
        assert said in page
    assert [view.page for view in sharing.views(share)][::-1] == ["opened", "report", "write", "sent"]


def test_a_look_by_get_changes_nothing_but_the_record_of_it(her_browser: Client, alice: m.Person) -> None:
    before = diary(alice)
    bob = let_in(link_of(her_browser))
    everything(bob)
    assert diary(alice) == before
    stranger().get("/shared/")
    assert m.ShareSession.objects.count() == 1


def test_nothing_of_it_reaches_a_log(her_browser: Client, alice: m.Person, monkeypatch: pytest.MonkeyPatch) -> None:
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler = Kept()
    handler.setFormatter(Discreet())
    monkeypatch.setattr(logging.getLogger(), "handlers", [handler])
    code = link_of(her_browser, label=LABEL).partition("#")[2]
    bob = let_in(f"#{code}")
    everything(bob)
    write_back(bob, comment="comment-canary")
    for n in range(limit.FROM_EVERYWHERE):
        try_at_the_door(Client(headers=HERE, REMOTE_ADDR=f"198.51.100.{n}"), f"{code}x")

    def broken(*_: object) -> None:
        raise RuntimeError(f"{AMOUNT} {code}")

    monkeypatch.setattr(reports, "_written", broken)
    reports.REPORTS.forget()
    bob.raise_request_exception = False
    answer = bob.get("/shared/report/")
    assert answer.status_code == 500
    assert answer["Referrer-Policy"] == "no-referrer"
    assert not any(one in answer.content.decode() for one in (AMOUNT, code, "Alice"))
    assert len(lines) == 2
    assert not any(one in line for line in lines for one in (code, LABEL, AMOUNT, "comment", "198.51", "shared/"))


def test_the_sample_diary_is_not_shared(her_browser: Client, alice: m.Person) -> None:
    m.Person.objects.filter(pk=alice.pk).update(sample=True)
    session = her_browser.session
    session["sample"] = alice.name
    session.save()
    assert her_browser.get("/share/new/").status_code == 409
    assert not m.Share.objects.exists()


def test_a_ready_question_about_what_is_left_out_is_not_shown(her_browser: Client, alice: m.Person) -> None:
    """Neither to a guest nor in a report of her own that leaves it out; own words are hers."""
    made = her_browser.post("/visits/", {"id": str(m.new_id()), "with_": "Dr Ng"})
    key = re.findall(r"/visits/([0-9a-f-]{36})", made["Location"])[0]
    page = her_browser.get(f"/visits/{key}/").content.decode()
    (ready,) = re.findall(r'name="text" value="([^"]*effect-canary[^"]*)"', page)
    row = m.Appointment.objects.get(pk=key)
    for text, more in ((ready, {"suggested": "yes"}), ("own-canary?", {})):
        row.refresh_from_db()
        seen = today_saving.seen([row])
        assert her_browser.post(f"/visits/{key}/question/", {"seen": seen, "text": text} | more).status_code == 302
    for sections, shown in ((("questions", "pain"), False), (("questions", "harms"), True)):
        read = let_in(link_of(her_browser, sections, **last_month())).get("/shared/report/").content.decode()
        assert "own-canary?" in read
        assert (EFFECT in read) is shown
    her_browser.post("/report/", last_month() | {"name": "", "sections": ["questions", "pain"]})
    mine = her_browser.get("/report/shown/?wait=1").content.decode()
    assert "own-canary?" in mine
    assert EFFECT not in mine
