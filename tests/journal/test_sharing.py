"""Links: one secret, kept as a hash; good until it is over or ended, asked anew each time; every use written down."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from django.core.exceptions import ObjectDoesNotExist

from counterpoise.journal import erase, models, sharing
from counterpoise.journal.models import Person

NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


def link(person: Person, **more: object) -> tuple[models.Share, str]:
    values = {"label": "Dr Ng", "sections": ["pain"], "first": dt.date(2026, 3, 1), "last": dt.date(2026, 6, 1)}
    times = {"made_at": NOW, "expires_at": NOW + sharing.LIFETIME}
    share = models.Share(person=person, **(values | times | more))
    return share, sharing.make(share)


def pages(share: models.Share) -> list[str]:
    return [view.page for view in sharing.views(share)][::-1]


def test_the_secret_has_256_bits_and_only_its_hash_is_kept(alice: Person) -> None:
    share, secret = link(alice)
    assert len(secret) >= 43
    row = models.Share.objects.filter(pk=share.pk).values().get()
    assert secret not in str(row)
    assert link(alice)[1] != secret


def test_it_opens_and_every_use_is_written_down(alice: Person) -> None:
    share, secret = link(alice)
    held = sharing.enter(secret, NOW + MINUTE)
    assert held is not None
    assert sharing.visit(held, "report", NOW + 2 * MINUTE) == share
    sharing.close(held, NOW + 3 * MINUTE)
    assert sharing.visit(held, "report", NOW + 4 * MINUTE) is None
    assert pages(share) == ["opened", "report", "closed"]
    fields = {field.name for field in models.ShareView._meta.get_fields()}
    assert fields == {"id", "share", "at", "page"}, "no address, no browser"


def test_what_a_browser_holds_is_no_secret_of_the_link_and_kept_as_a_hash(alice: Person) -> None:
    _share, secret = link(alice)
    held = sharing.enter(secret, NOW)
    assert held not in (None, secret)
    assert held not in str(list(models.ShareSession.objects.values()))
    assert sharing.enter(held or "", NOW) is None
    assert sharing.look(secret, NOW) is None


def test_it_is_over_at_its_moment_also_for_who_is_inside(alice: Person) -> None:
    share, secret = link(alice, expires_at=NOW + 10 * MINUTE)
    held = sharing.enter(secret, NOW)
    assert held is not None
    assert sharing.visit(held, "report", NOW + 9 * MINUTE)
    assert sharing.visit(held, "report", NOW + 10 * MINUTE) is None
    assert sharing.enter(secret, NOW + 10 * MINUTE) is None
    assert not sharing.is_open(share, NOW + 10 * MINUTE)


def test_ended_it_is_ended_with_the_next_question(alice: Person) -> None:
    share, secret = link(alice)
    held = sharing.enter(secret, NOW)
    assert held is not None
    sharing.revoke(share, NOW + MINUTE)
    assert sharing.visit(held, "report", NOW + MINUTE) is None
    assert sharing.look(held, NOW + MINUTE) is None
    assert sharing.enter(secret, NOW + MINUTE) is None
    sharing.revoke(share, NOW + 5 * MINUTE)
    assert models.Share.objects.get(pk=share.pk).revoked_at == NOW + MINUTE


def test_a_visit_ends_when_nothing_is_asked_for_long_and_after_half_a_day(alice: Person) -> None:
    _share, secret = link(alice)
    held = sharing.enter(secret, NOW)
    assert held is not None
    assert sharing.look(held, NOW + sharing.IDLE) is None
    at = NOW
    while at + sharing.IDLE / 2 < NOW + sharing.VISIT:
        at += sharing.IDLE / 2
        sharing.visit(held, "report", at)
    assert sharing.visit(held, "report", NOW + sharing.VISIT) is None


def test_one_link_opens_nothing_of_another(alice: Person, bob: Person) -> None:
    (hers, secret), (his, _other) = link(alice), link(bob)
    held = sharing.enter(secret, NOW)
    assert held is not None
    found = sharing.visit(held, "report", NOW)
    assert found is not None
    assert found.person == alice
    sharing.revoke(his, NOW)
    assert sharing.visit(held, "report", NOW) == hers
    with pytest.raises(ObjectDoesNotExist):
        sharing.find(bob, hers.pk)
    assert list(sharing.all_of(bob)) == [his]


@pytest.mark.parametrize("wrong", ["", "x", "\udcff", "é" * 300, "' OR 1=1 --"])
def test_what_is_no_secret_opens_nothing(alice: Person, wrong: str) -> None:
    link(alice)
    assert sharing.enter(wrong, NOW) is None
    assert sharing.visit(wrong, "report", NOW) is None


@pytest.mark.django_db(transaction=True)
def test_erasing_a_person_leaves_no_byte_of_their_links(journal_file: Path) -> None:
    alice = Person.objects.create(name="Alice", time_zone="UTC")
    share, secret = link(alice, label="Zyxwv-label", name="Zyxwv-name")
    sharing.enter(secret, NOW)
    key = share.pk.hex.encode()
    assert erase.erase_person(alice)
    for path in journal_file.parent.iterdir():
        if path.is_file():
            assert b"Zyxwv" not in path.read_bytes()
            assert key not in path.read_bytes()


def test_a_restored_backup_opens_no_link_again(journal_file: Path) -> None:
    alice = Person.objects.create(name="Alice", time_zone="UTC")
    share, secret = link(alice, expires_at=dt.datetime(2199, 1, 1, tzinfo=dt.UTC))
    held = sharing.enter(secret, NOW)
    erase.leave_work(erase.AFTER_RESTORE)
    erase.finish()
    assert sharing.enter(secret, NOW) is None
    assert sharing.look(held or "", NOW) is None
    assert models.Share.objects.get(pk=share.pk).revoked_at is not None
