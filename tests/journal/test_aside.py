"""Findings set aside are one person's own, run out, and go with what is erased."""

import datetime as dt
from pathlib import Path

import pytest

from counterpoise import diary as d
from counterpoise.journal import aside, backup, diaries, entries, erase
from counterpoise.journal.models import Person, SetAside, new_id
from tests.journal.conftest import Clock
from tests.journal.test_erase import SECRET, traces

NOW = dt.datetime(2026, 5, 1, 8, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def test_it_stands_until_its_time_is_over(alice: Person) -> None:
    aside.aside(alice, "x.a", "urgent", NOW)
    assert aside.severities(aside.standing(alice, NOW + DAY - dt.timedelta(seconds=1))) == {"x.a": "urgent"}
    assert aside.standing(alice, NOW + DAY) == {}


def test_set_aside_again_its_time_begins_anew(alice: Person) -> None:
    aside.aside(alice, "x.a", "urgent", NOW)
    aside.aside(alice, "x.a", "notice", NOW + DAY)
    (row,) = aside.standing(alice, NOW + 20 * DAY).values()
    assert (row.severity, row.until) == ("notice", NOW + 31 * DAY)
    assert SetAside.objects.count() == 1


def test_an_emergency_is_refused(alice: Person) -> None:
    with pytest.raises(aside.NotToBeSetAside):
        aside.aside(alice, "signs.emergency:seizure", "emergency", NOW)
    assert not SetAside.objects.exists()


def test_it_is_brought_back_by_whoever_set_it_aside(alice: Person, bob: Person) -> None:
    row = aside.aside(alice, "x.a", "warning", NOW)
    assert not aside.back(bob, row.pk)
    assert not aside.back(alice, new_id())
    assert aside.standing(bob, NOW) == {}
    assert aside.back(alice, row.pk)
    assert aside.standing(alice, NOW) == {}


def test_it_is_no_change_of_the_diary(alice: Person) -> None:
    before = diaries.revision(alice)
    aside.aside(alice, "x.a", "warning", NOW)
    assert diaries.revision(alice) == before


def test_a_backup_holds_it(journal_file: Path) -> None:
    alice = Person.objects.create(name="Alice", time_zone="UTC")
    aside.aside(alice, "x.a", "warning", NOW)
    assert backup.taken(NOW).counts["journal_setaside"] == 1


def test_it_goes_with_an_erased_person_and_with_an_erased_entry(journal_file: Path, clock: Clock) -> None:
    alice = Person.objects.create(name="Alice", time_zone="UTC")
    bob = Person.objects.create(name="Bob", time_zone="UTC")
    his = aside.aside(bob, "x.a", "warning", NOW)
    medicine = entries.add(alice, d.Medicine(id="m", name=f"{SECRET}drug"), clock())
    aside.aside(alice, f"interaction.opioid:{SECRET}drug", "warning", NOW)
    assert erase.erase_entry(medicine)
    assert traces(journal_file.parent) == [], "a cause may name what was erased"
    aside.aside(alice, f"interaction.opioid:{SECRET}drug", "warning", NOW)
    assert erase.erase_person(alice)
    assert traces(journal_file.parent) == []
    assert list(SetAside.objects.all()) == [his]
