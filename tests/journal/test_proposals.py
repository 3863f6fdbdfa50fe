"""What somebody else proposed is kept as it was said, answered once, and changes nothing by itself."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.exceptions import ObjectDoesNotExist

from counterpoise import diary as d
from counterpoise.diary_file import BadDiary
from counterpoise.journal import diaries, entries, erase, models, proposals
from counterpoise.journal.models import Person
from counterpoise.plans.proposal import Proposal
from tests.journal.conftest import Clock

SAID_AT = dt.datetime(2026, 5, 1, 8, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
PLAN = d.Plan(
    substance="kratom", direction="down", from_=dt.date(2026, 5, 2), start=d.Quantity(amount=2.0, unit="g"), note="slow"
)
WORDS = Proposal(author="Dr Ng", role="doctor", said_at=SAID_AT, comment="Let us go down.", plan=PLAN)
COMMENT = Proposal(author="Dr Ng", said_at=SAID_AT, comment="How are you?")


def test_it_is_kept_as_it_was_said(alice: Person, clock: Clock) -> None:
    row = proposals.keep(alice, WORDS, "link", clock())
    found = proposals.find(alice, row.pk)
    assert proposals.said(found) == WORDS
    assert proposals.said(found).said_at.utcoffset() == SAID_AT.utcoffset()
    assert (found.state, found.via, found.answered_at, found.became) == ("waiting", "link", None, None)


def test_keeping_it_changes_nothing_of_the_diary(alice: Person, clock: Clock) -> None:
    before, revision = diaries.diary(alice), diaries.revision(alice)
    proposals.answer(proposals.keep(alice, WORDS, "file", clock()), "declined", clock())
    assert diaries.diary(alice) == before
    assert diaries.revision(alice) == revision


def test_the_same_brought_twice_is_kept_once_and_its_answer_stays(alice: Person, clock: Clock) -> None:
    row = proposals.keep(alice, WORDS, "file", clock())
    proposals.answer(row, "declined", clock())
    assert proposals.keep(alice, WORDS, "file", clock()).pk == row.pk
    assert proposals.of(alice).get().state == "declined"


def test_what_is_out_of_range_is_refused(alice: Person, clock: Clock) -> None:
    wrong = Proposal(author="", said_at=SAID_AT, comment="x")
    with pytest.raises(BadDiary, match="author"):
        proposals.keep(alice, wrong, "file", clock())
    assert not proposals.of(alice).exists()


def test_accepting_names_the_plan_it_became(alice: Person, clock: Clock) -> None:
    row = proposals.keep(alice, WORDS, "link", clock())
    with pytest.raises(ValueError, match="names what it became"):
        proposals.answer(row, "accepted", clock())
    plan = entries.add(alice, PLAN, clock())
    assert isinstance(plan, models.Plan)
    proposals.answer(row, "changed", answered := clock(), became=plan)
    found = proposals.find(alice, row.pk)
    assert (found.state, found.answered_at, found.became) == ("changed", answered, plan)
    assert not proposals.waiting(alice).exists()


def test_it_is_answered_once(alice: Person, clock: Clock) -> None:
    row = proposals.keep(alice, COMMENT, "link", clock())
    stale = proposals.find(alice, row.pk)
    proposals.answer(row, "accepted", clock())
    with pytest.raises(proposals.AlreadyAnswered):
        proposals.answer(stale, "declined", clock())
    assert proposals.find(alice, row.pk).state == "accepted"


def test_a_plan_of_another_person_is_not_what_it_became(alice: Person, bob: Person, clock: Clock) -> None:
    row = proposals.keep(alice, WORDS, "link", clock())
    his = entries.add(bob, PLAN, clock())
    assert isinstance(his, models.Plan)
    with pytest.raises(ValueError, match="another person"):
        proposals.answer(row, "accepted", clock(), became=his)


def test_bob_finds_nothing_of_alices(alice: Person, bob: Person, clock: Clock) -> None:
    row = proposals.keep(alice, WORDS, "link", clock())
    with pytest.raises(ObjectDoesNotExist):
        proposals.find(bob, row.pk)
    assert not proposals.of(bob).exists()
    assert proposals.keep(bob, WORDS, "file", clock()).pk != row.pk


@pytest.mark.django_db(transaction=True)
def test_erased_for_good_no_byte_of_it_is_left(journal_file: Path, clock: Clock) -> None:
    alice = Person.objects.create(name="Alice", time_zone="UTC")
    marker = "Zyxwv-marker"
    said = Proposal(author=marker, said_at=SAID_AT, comment=marker, plan=replace(PLAN, note=marker))
    row = proposals.keep(alice, said, "link", clock())
    assert any(marker.encode() in path.read_bytes() for path in journal_file.parent.iterdir() if path.is_file())
    assert proposals.erase(row)
    assert not any(marker.encode() in path.read_bytes() for path in journal_file.parent.iterdir() if path.is_file())


def test_what_was_erased_does_not_come_back_with_a_backup(journal_file: Path, clock: Clock) -> None:
    alice = Person.objects.create(name="Alice", time_zone="UTC")
    row = proposals.keep(alice, WORDS, "link", clock())
    other = proposals.keep(alice, COMMENT, "link", clock())
    proposals.erase(models.Proposal.objects.get(pk=row.pk))
    row.save(force_insert=True)  # as the backup has it
    erase.leave_work(erase.AFTER_RESTORE)
    erase.finish()
    assert list(proposals.of(alice)) == [other]
