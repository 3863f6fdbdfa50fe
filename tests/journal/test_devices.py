"""Pairing by a one-time link and the person's word; and the end of it."""

from __future__ import annotations

import datetime as dt

import pytest

from counterpoise.journal import devices
from counterpoise.journal import models as m

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 26, 12, tzinfo=dt.UTC)
MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def ruth() -> m.Person:
    return m.Person.objects.create(name="Ruth", time_zone="America/Chicago")


def asking(person: m.Person, name: str = "phone", now: dt.datetime = NOW) -> m.Device:
    device = devices.ask(devices.link(person, now), name, now)
    assert device is not None
    return device


def paired(person: m.Person, name: str = "phone", now: dt.datetime = NOW) -> m.Device:
    device = asking(person, name, now)
    assert devices.pair(device, now)
    device.refresh_from_db()
    return device


def test_a_link_is_used_up_by_the_first_who_asks(ruth: m.Person) -> None:
    secret = devices.link(ruth, NOW)
    assert devices.ask(secret, "phone", NOW + MINUTE) is not None
    assert devices.ask(secret, "another", NOW + MINUTE) is None


def test_a_link_is_over_after_ten_minutes(ruth: m.Person) -> None:
    secret = devices.link(ruth, NOW)
    assert devices.ask(secret, "phone", NOW + devices.LINK_LASTS) is None
    assert devices.ask(secret, "phone", NOW + devices.LINK_LASTS - MINUTE) is not None


def test_only_a_hash_of_the_secret_is_kept(ruth: m.Person) -> None:
    secret = devices.link(ruth, NOW)
    assert len(secret) >= 43  # 256 bits
    assert secret not in str(list(m.PairingLink.objects.values()))


def test_who_asks_is_not_let_in(ruth: m.Person) -> None:
    device = asking(ruth)
    assert devices.paired(device.pk) is None
    assert list(devices.waiting(ruth, NOW)) == [device]
    assert list(devices.all_of(ruth)) == []


def test_the_word_of_the_person_lets_it_in_and_comes_once(ruth: m.Person) -> None:
    device = asking(ruth)
    assert devices.pair(device, NOW + MINUTE)
    assert devices.paired(device.pk) == device
    assert not devices.pair(device, NOW + 2 * MINUTE)
    assert not devices.waiting(ruth, NOW + MINUTE).exists()


def test_an_answer_that_comes_too_late_lets_nobody_in(ruth: m.Person) -> None:
    device = asking(ruth)
    assert not devices.pair(device, NOW + devices.ASKING_LASTS)
    assert devices.paired(device.pk) is None
    devices.link(ruth, NOW + devices.ASKING_LASTS)
    assert not m.Device.objects.exists()  # what nobody answered is swept away


def test_no_leaves_nothing(ruth: m.Person) -> None:
    device = asking(ruth)
    devices.decline(device)
    assert devices.asks(device.pk, NOW) is None
    assert not m.Device.objects.exists()


def test_no_comes_too_late_for_a_device_that_is_paired(ruth: m.Person) -> None:
    device = paired(ruth)
    devices.decline(device)
    assert devices.paired(device.pk) == device


def test_an_ended_device_is_let_in_no_more_and_stays_on_record(ruth: m.Person) -> None:
    device = paired(ruth)
    devices.revoke(device, NOW + MINUTE)
    devices.revoke(device, NOW + 2 * MINUTE)
    assert devices.paired(device.pk) is None
    assert not devices.seen(device, NOW + dt.timedelta(hours=1))
    (row,) = devices.all_of(ruth)
    assert row.revoked_at == NOW + MINUTE


def test_two_devices_never_have_one_name(ruth: m.Person) -> None:
    first, second = paired(ruth, "iPhone"), paired(ruth, "iphone")
    assert (first.name, second.name) == ("iPhone", "iphone 2")
    with pytest.raises(devices.NameTaken):
        devices.rename(second, "IPHONE")
    devices.rename(second, "Old one")
    assert devices.named(ruth, "old one") == second
    devices.revoke(first, NOW)
    devices.rename(second, "iPhone")
    assert devices.named(ruth, "iPhone") == second


def test_when_it_was_last_seen_is_written_every_few_minutes(ruth: m.Person) -> None:
    device = paired(ruth)
    assert not devices.seen(device, NOW + MINUTE)
    assert devices.seen(device, NOW + devices.SEEN_EVERY)


def test_a_device_belongs_to_one_person(ruth: m.Person) -> None:
    other = m.Person.objects.create(name="Bob", time_zone="UTC")
    device = paired(ruth)
    with pytest.raises(m.Device.DoesNotExist):
        devices.find(other, device.pk)
    assert devices.named(other, device.name) is None
