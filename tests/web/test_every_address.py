"""What holds for every address there is, found in the address table itself: a new page cannot be forgotten here."""

from __future__ import annotations

import datetime as dt
import itertools
import re
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction
from django.templatetags.static import static
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from pytest_django.plugin import DjangoDbBlocker

from counterpoise import diary as d
from counterpoise.journal import app_lock, documents, entries, proposals, sharing
from counterpoise.journal import models as m
from counterpoise.journal.bring import bring
from counterpoise.journal.rows import KINDS
from counterpoise.plans.proposal import Proposal
from counterpoise.web.access.doorway import PUBLIC, WHILE_LOCKED, WITHOUT_A_DIARY, is_public
from counterpoise.web.headers import FOR_GOOD, HEADERS, OURS, headers_of
from counterpoise.web.profiles import caring

Enter = Callable[..., Client]
Rows = dict[str, list[Any]]
ERASING = {"erase", "entry_erase", "bag_erase", "sign_out"}
"""Addresses that end what the others look at: they are asked last, or by tests of their own."""
CERTIFICATE = Path(__file__).parents[1] / "supply" / "certificates" / "larkspur-alkaloids.pdf"
BAGS = (m.Product, m.Lot, m.Document, m.RecallList)
SHARED = (m.Share, m.Proposal, m.Consent, m.Passkey, m.Device)
SECRET = "only-alice-knows-this"
ELSEWHERE = re.compile(r"<(?!a\b)[a-z][^>]*\b(?:src|href|action|srcset|data|content)=[\"'](?:https?:)?//", re.I)
INLINE = re.compile(r"<script(?![^>]*\bsrc=)|<style\b|<[^>]+\s(?:style|on[a-z]+)=", re.I)


@dataclass(frozen=True)
class Address:
    name: str
    arguments: tuple[str, ...]


def addresses(resolver: URLResolver | None = None) -> Iterator[Address]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry)
        elif isinstance(entry, URLPattern):
            assert entry.name, f"{entry.pattern} has no name"
            yield Address(entry.name, tuple(entry.pattern.converters))


ALL = sorted(addresses(), key=lambda address: (address.name in ERASING, address.name))


@pytest.fixture(scope="module")
def written_once(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[uuid.UUID, Rows]]:
    """Alice and her diary, for all tests of this file: each takes back what it did."""
    with django_db_blocker.unblock(), transaction.atomic():
        alice = m.Person.objects.create(name="Alice", time_zone="America/New_York", country="US")
        yield filled(alice).pk, rows(alice.pk)
        transaction.set_rollback(True)


@pytest.fixture
def full(written_once: tuple[uuid.UUID, Rows], db: None) -> Iterator[m.Person]:
    """Alice; whatever a test does, her diary is as it was."""
    key, before = written_once
    yield m.Person.objects.get(pk=key)
    assert rows(key) == before


def rows(person: uuid.UUID) -> Rows:
    """Every row of her diary, the deleted and the replaced among them: quicker to read than the diary itself."""
    with connection.cursor() as cursor:
        found = {"journal_person": cursor.execute(f"SELECT * FROM journal_person WHERE id = '{person.hex}'").fetchall()}
        for kind in KINDS.values():
            table = kind.table._meta.db_table
            every = cursor.execute(f"SELECT * FROM {table} WHERE person_id = '{person.hex}' ORDER BY id")
            found[table] = every.fetchall()
    return found


def filled(alice: m.Person) -> m.Person:
    """Something of every kind, each holding a secret."""
    now = timezone.now()
    at = now.astimezone(dt.UTC)
    rating = d.Rating(id=str(m.new_id()), at=at, measure="pain.now", value=6, note=SECRET)
    entries.add(alice, rating, now)
    entries.add(alice, d.Dose(at=at, substance=SECRET, amount=2, unit="g", rating=rating.id, note=SECRET), now)
    entries.add(alice, d.Effect(at=at, kind=SECRET, severity=2, note=SECRET), now)
    entries.add(alice, d.Medicine(name=SECRET, dose=SECRET), now)
    entries.add(alice, d.Lab(at=at, analyte=SECRET, value=1.0, unit="g/l"), now)
    two = d.Quantity(amount=2.0, unit="g")
    agreed = d.Plan(substance="kratom", direction="down", from_=dt.date(2026, 5, 1), start=two, agreed_with=SECRET)
    entries.add(alice, agreed, now)
    asked = (d.Question(text=SECRET, answer=SECRET),)
    entries.add(alice, d.Appointment(with_=SECRET, questions=asked, agreed=SECRET, next_on=dt.date(2026, 5, 1)), now)
    sold = d.Product(id="p", substance="kratom", name=SECRET, vendor=SECRET)
    entries.add(alice, sold, now)
    sheet = CERTIFICATE.read_bytes()
    known = d.Certificate(sha256=documents.digest(sheet), name=f"{SECRET}.pdf")
    found = d.Assay(analyte=SECRET, value=1.0, unit="mg/g", certificate=known.sha256, page=1)
    bag = d.Lot(product="p", lot_number=SECRET, note=SECRET, assays=(found,), certificates=(known,))
    row = entries.add(alice, bag, now)
    assert isinstance(row, m.Lot)
    documents.keep(row, sheet, now)
    m.RecallList.objects.create(person=alice, name=SECRET, at=now, data=b"vendor,product,lot\n")
    brought = d.Diary(
        person=d.Person(time_zone="UTC"), doses=(), ratings=(d.Rating(id="b1", at=at, measure="mood", value=3),)
    )
    bring(alice, brought, m.Import(at=now, format="csv", file_name=f"{SECRET}.csv"))
    share = m.Share(person=alice, label=SECRET, name=SECRET, sections=["taken"], first=at.date(), last=at.date())
    share.made_at, share.expires_at = now, now + dt.timedelta(days=7)
    sharing.make(share)
    told = Proposal(author=SECRET, said_at=at, comment=SECRET, plan=agreed)
    proposals.keep(alice, told, "link", now, share=share)
    allowed(alice, m.Person.objects.create(name="Charlie", time_zone="UTC"), caring.LOG)
    m.Passkey.objects.create(person=alice, label=SECRET, rp_id="elsewhere.example", credential=b"none", made_at=now)
    m.Device.objects.create(person=alice, name=SECRET, code="123456", asked_at=now, paired_at=now, seen_at=now)
    return alice


def allowed(person: m.Person, carer: m.Person, scope: str) -> m.Consent:
    names = {"person_name": "Alice", "carer_name": SECRET, "purpose": SECRET}
    told = {"scope": scope, "given": "code", "made_at": timezone.now()}
    return m.Consent.objects.create(person=person, carer=carer, **names, **told)


def keys(person: m.Person) -> list[uuid.UUID]:
    tables: tuple[Any, ...] = (
        m.Dose,
        m.Rating,
        m.Effect,
        m.Import,
        m.Medicine,
        m.Lab,
        m.Plan,
        m.Appointment,
        *BAGS,
        *SHARED,
    )
    return [row.pk for table in tables for row in table.objects.filter(person=person)]


def paths(address: Address, person: m.Person) -> list[str]:
    """Every way to fill the address with what is Alice's."""
    examples: dict[str, list[Any]] = {
        "key": keys(person) if "key" in address.arguments else [],
        "kind": ["dose", "rating", "effect"],
        "day": ["2026-05-01"],
        "token": ["not-a-token"],
        "challenge": ["anything"],
        "number": [1, 999],
        "page": ["kratom", "not-a-page"],
        "instrument": ["peg", "use.self_check", "not-an-instrument"],
        "substance": ["kratom", "7-hydroxymitragynine", "not-a-substance"],
    }
    unknown = set(address.arguments) - examples.keys()
    assert not unknown, f"{address.name}: give an example for {unknown} here"
    filled = itertools.product(*(examples[name] for name in address.arguments))
    return [reverse(address.name, kwargs=dict(zip(address.arguments, values, strict=True))) for values in filled]


def some(every: list[str]) -> list[str]:
    return every[:: 1 + len(every) // 6]


def refused_by_name(address: Address, person: m.Person) -> list[str]:
    """Ways to fill an address that is refused before its key is seen (`blindfolded`); all where anybody may read it."""
    every = paths(address, person)
    return every if is_public(address.name) else some(every)


def asked(client: Client, every: list[str]) -> Iterator[Any]:
    for path in every:
        yield from both(client, path)


def both(client: Client, path: str) -> Iterator[Any]:
    yield client.get(path)
    yield client.post(path, {"row": [], "name": "nobody"})


def test_there_are_addresses_to_look_at() -> None:
    named = {
        "today",
        "timeline",
        "balance",
        "plan",
        "learn",
        "share",
        "shared_report",
        "claims",
        "bring",
        "settings",
        "entry",
        "emergency",
    } | {
        "mechanism",
        "products",
        "document",
    }
    assert named <= {a.name for a in ALL}
    assert {a.name for a in ALL} >= PUBLIC | WITHOUT_A_DIARY | WHILE_LOCKED, "the doorway names pages that do not exist"


@pytest.mark.usefixtures("blindfolded")
@pytest.mark.parametrize("address", ALL, ids=lambda address: address.name)
def test_without_a_session_it_is_locked(address: Address, full: m.Person) -> None:
    stranger = Client(headers={"host": "localhost"})
    for answer in asked(stranger, refused_by_name(address, full)):
        if is_public(address.name):
            assert answer.status_code in (200, 403, 404, 405, 422)
        else:
            assert answer.status_code == 403
            assert "This journal is locked" in answer.content.decode()
        assert SECRET not in answer.content.decode()


@pytest.mark.parametrize("address", ALL, ids=lambda address: address.name)
def test_nobody_sees_or_changes_what_is_anothers(address: Address, full: m.Person, bob: m.Person, enter: Enter) -> None:
    browser_of_bob = enter(bob)
    for path in paths(address, full):
        for answer in both(browser_of_bob, path):
            if "key" in address.arguments:
                assert answer.status_code in (404, 405)
            assert SECRET not in answer.content.decode(errors="replace")


@pytest.mark.usefixtures("blindfolded")
@pytest.mark.parametrize("address", ALL, ids=lambda address: address.name)
def test_while_the_lock_is_shut_nothing_of_the_diary_is_in_any_answer(
    address: Address, full: m.Person, enter: Enter
) -> None:
    app_lock.set_passphrase(full, "seven wet umbrellas sing")
    browser_of_alice = enter(full)
    for answer in asked(browser_of_alice, some(paths(address, full))):
        said = answer.content.decode(errors="replace") + str(answer.headers)
        assert SECRET not in said
        assert "Alice" not in said
        if not is_public(address.name) and address.name not in WHILE_LOCKED:
            assert answer.status_code == 403


@pytest.mark.usefixtures("blindfolded")
@pytest.mark.parametrize("address", ALL, ids=lambda address: address.name)
@pytest.mark.parametrize("scope", [caring.LOG, caring.WHOLE])
def test_a_carer_reaches_what_was_agreed_and_nothing_after_it_ended(
    address: Address, scope: str, full: m.Person, bob: m.Person, enter: Enter
) -> None:
    consent = allowed(full, bob, scope)
    browser_of_bob = enter(bob)
    assert browser_of_bob.post(reverse("profile_switch", kwargs={"key": consent.pk})).status_code == 302
    open_to = is_public(address.name) or caring.may(consent, address.name, view_of(address))
    every = paths(address, full) if open_to else some(paths(address, full))
    for path in every:
        answer = browser_of_bob.get(path)
        if not open_to:
            assert answer.status_code == 403
            assert SECRET not in answer.content.decode(errors="replace")
            assert browser_of_bob.post(path).status_code == 403
    m.Consent.objects.filter(pk=consent.pk).update(ended_at=timezone.now())
    for ask in (browser_of_bob.get, browser_of_bob.post):
        carries_on(browser_of_bob, consent)
        answer = ask(every[0])
        assert SECRET not in answer.content.decode(errors="replace")
        assert answer.status_code == 403 or is_public(address.name)


def carries_on(browser: Client, consent: m.Consent) -> None:
    """The browser still thinks that it writes by this consent: the first answer ends that, and what comes after it is
    what any stranger to the diary is told (`test_nobody_sees_or_changes_what_is_anothers`)."""
    session = browser.session
    session[caring.FOR] = str(consent.pk)
    session.save()


def view_of(address: Address) -> Any:
    return next(view for name, view in views() if name == address.name)


def views(resolver: URLResolver | None = None) -> Iterator[tuple[str | None, Any]]:
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from views(entry)
        else:
            yield entry.name, entry.callback


def test_a_carer_never_ends_or_gives_away_a_diary_or_lets_others_in() -> None:
    consent = m.Consent(scope=caring.WHOLE)
    opened = {name for name, view in views() if caring.may(consent, name, view)}
    shut = {
        "erase",
        "entry_erase",
        "bag_erase",
        "take",
        "export",
        "export_diary",
        "export_tables",
        "put_back",
        "people",
    }
    shut |= {
        "share",
        "share_new",
        "sealed_new",
        "bring",
        "fhir_bundle",
        "fhir_document",
        "lock",
        "lock_off",
        "profiles",
    }
    named = {name for name, _view in views()}
    assert shut - {"sealed_new"} <= named
    assert opened & shut == set()
    assert not {name for name in opened if name and name.startswith(("share", "sealed", "export", "fhir", "put_back"))}


@pytest.mark.parametrize("address", ALL, ids=lambda address: address.name)
def test_it_answers_its_owner_with_strict_headers_and_nothing_from_elsewhere(
    address: Address, full: m.Person, enter: Enter
) -> None:
    browser_of_alice = enter(full)
    for path in paths(address, full):
        answer = browser_of_alice.get(path)
        assert answer.status_code < 500
        check_strict(answer, path)


def check_strict(answer: Any, path: str) -> None:
    for name, value in headers_of(path).items():
        assert answer[name] == value
    assert answer[OURS] == "1"
    assert answer["Cache-Control"] in ("no-store", "max-age=0, public") or "no-store" in answer["Cache-Control"]
    if answer["Content-Type"].startswith("text/html"):
        text = answer.content.decode()
        assert ELSEWHERE.findall(text) == []
        assert INLINE.findall(text) == []


@pytest.mark.usefixtures("blindfolded")
@pytest.mark.parametrize("address", ALL, ids=lambda address: address.name)
def test_a_forged_form_changes_nothing(address: Address, full: m.Person, enter: Enter) -> None:
    browser_of_alice = enter(full, check_csrf=True)
    for path in some(paths(address, full)):
        answer = browser_of_alice.post(path, {"name": full.name, "value": "3", "measure": "pain.now"})
        assert answer.status_code in (403, 405)


def test_the_policy_allows_nothing_inline_and_nothing_foreign() -> None:
    policy = dict(part.split(" ", 1) for part in HEADERS["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["object-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"


def test_a_file_of_the_program_is_kept_for_good_under_the_address_of_its_version(db: None) -> None:
    stranger, address = Client(headers={"host": "localhost"}), static("app.js")
    told = {path: stranger.get(path)["Cache-Control"] for path in (address, "/static/app.js", "/static/app.js?v=0")}
    assert told[address] == FOR_GOOD
    assert {told["/static/app.js"], told["/static/app.js?v=0"]} == {"max-age=0, public"}
    assert stranger.get("/static/none.js?v=")["Cache-Control"] != FOR_GOOD
    assert stranger.get(f"/emergency/?{address.partition('?')[2]}")["Cache-Control"] != FOR_GOOD
