"""Alice and Bob keep their diaries in one installation, and nothing of his is reached through her."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError

from counterpoise import diary as d
from counterpoise.diary_file import BadDiary
from counterpoise.journal import bring, diaries, entries, erase, models
from counterpoise.journal.models import Import, Person
from counterpoise.journal.rows import KINDS
from tests.journal.conftest import Clock

AT = dt.datetime(2026, 5, 1, 8, tzinfo=dt.UTC)
DAY = dt.date(2026, 5, 1)
EVERYTHING: dict[str, Any] = {
    "product": d.Product(id="x", substance="kratom", name="Green powder"),
    "lot": d.Lot(id="x", product="x"),
    "measure": d.OwnMeasure(id="x", key="knees", name="Knees", low=0.0, high=10.0, higher_is_better=False),
    "rating": d.Rating(id="x", at=AT, measure="pain.now", value=6.0),
    "dose": d.Dose(id="x", at=AT, substance="kratom", lot="x", rating="x"),
    "effect": d.Effect(id="x", at=AT, kind="nausea", ended_at=AT),
    "lab": d.Lab(id="x", at=AT, analyte="ALT", value=31.0, unit="U/L"),
    "questionnaire": d.Questionnaire(id="x", at=AT, instrument="peg", answers=(7.0, None, 5.0)),
    "goal": d.Goal(id="x", text="walk to the lake"),
    "plan": d.Plan(id="x", substance="kratom", direction="down", from_=DAY, step=d.Quantity(amount=0.5, unit="g")),
    "appointment": d.Appointment(
        id="x",
        on=DAY,
        with_="Dr Ng",
        questions=(d.Question(text="Which dose is too much?", asked=True, answer="We looked at it."),),
        bring=(d.ToBring(text="The bag", packed=True),),
        agreed="Come again",
    ),
    "medicine": d.Medicine(id="x", name="aspirin"),
    "past_use": d.PastUse(id="x", substance="kratom"),
}


@pytest.fixture
def bobs(bob: Person, clock: Clock) -> dict[str, models.Row]:
    """Something of every kind, Bob's."""
    return {name: entries.add(bob, record, clock()) for name, record in EVERYTHING.items()}


def test_there_is_something_of_every_kind(bob: Person, bobs: dict[str, models.Row]) -> None:
    assert list(EVERYTHING) == list(KINDS)
    kept = diaries.diary(bob)
    assert (kept.plans[0].step, kept.questionnaires[0].answers) == (d.Quantity(amount=0.5, unit="g"), (7.0, None, 5.0))


def test_nothing_of_bobs_is_in_alices_diary(alice: Person, bobs: dict[str, models.Row]) -> None:
    assert diaries.diary(alice) == d.Diary(person=d.Person(time_zone="America/New_York"), doses=(), ratings=())


@pytest.mark.parametrize("kind", KINDS)
def test_no_row_of_bobs_is_found_through_alice(alice: Person, bobs: dict[str, models.Row], kind: str) -> None:
    for deleted in (False, True):
        with pytest.raises(ObjectDoesNotExist):
            entries.row_of(alice, kind, bobs[kind].pk, deleted=deleted)
    assert diaries.records(alice, KINDS[kind]) == ()


def test_no_link_of_alices_leads_to_bob(alice: Person, bobs: dict[str, models.Row], clock: Clock) -> None:
    for wanting in (d.Lot(product="x"), d.Dose(at=AT, substance="kratom", lot="x")):
        with pytest.raises(BadDiary, match='"x" is not the id of any'):
            entries.add(alice, wanting, clock())


def test_the_same_ids_are_hers_and_his_without_touching(alice: Person, bob: Person, bobs: Any, clock: Clock) -> None:
    his = diaries.diary(bob)
    hers = d.Diary(
        person=d.Person(time_zone="UTC"), doses=(), ratings=(d.Rating(id="x", at=AT, measure="mood", value=1.0),)
    )
    receipt = Import(at=clock(), format="counterpoise", file_name="diary.json")
    assert bring.bring(alice, hers, receipt).kinds == {"rating": bring.Found(new=1)}
    bring.undo_import(receipt, clock())
    assert diaries.diary(bob) == his
    assert diaries.revision(bob) == len(EVERYTHING)


def test_a_key_that_bob_has_is_not_given_to_alice(alice: Person, bob: Person, clock: Clock) -> None:
    key = models.new_id()
    his = entries.add(bob, d.Rating(id=str(key), at=AT, measure="mood", value=1.0), clock())
    hers = entries.add(alice, d.Rating(id=str(key), at=AT, measure="mood", value=9.0), clock())
    assert (his.pk, hers.pk == key) == (key, False)
    assert [each.value for each in diaries.diary(bob).ratings] == [1.0]
    assert [each.value for each in diaries.diary(alice).ratings] == [9.0]


def test_her_history_is_not_in_his(alice: Person, bob: Person, bobs: dict[str, models.Row], clock: Clock) -> None:
    for row in bobs.values():
        entries.remove(row, clock())
    assert not entries.history(alice)
    assert not models.Change.objects.filter(person=alice).exists()
    assert models.Change.objects.filter(person=bob).count() == len(EVERYTHING)


@pytest.mark.parametrize("kind", KINDS)
def test_an_entry_of_every_kind_comes_back_from_a_deletion(bob: Person, bobs: Any, clock: Clock, kind: str) -> None:
    before = diaries.diary(bob)
    entries.remove(bobs[kind], clock())
    assert diaries.records(bob, KINDS[kind]) == ()
    assert entries.earlier(entries.history(bobs[kind])[0]) == diaries.record(bobs[kind])
    entries.undo(bobs[kind], clock())
    assert diaries.diary(bob) == before


@pytest.mark.django_db(transaction=True)
def test_erasing_alice_leaves_bob_whole(alice: Person, bob: Person, bobs: dict[str, models.Row]) -> None:
    his = diaries.diary(bob)
    erase.erase_person(alice)
    assert diaries.diary(bob) == his


def test_two_people_cannot_have_one_name(alice: Person) -> None:
    with pytest.raises(IntegrityError):
        Person.objects.create(name="ALICE", time_zone="UTC")


def test_the_sample_diary_may_be_called_like_a_person(alice: Person) -> None:
    assert Person.objects.create(name="Alice", time_zone="UTC", sample=True).name == alice.name


def test_a_persons_name_reaches_neither_the_diary_nor_a_log(alice: Person) -> None:
    assert "Alice" not in repr(diaries.diary(alice))
    assert str(alice) == str(alice.pk)
    assert isinstance(alice.pk, uuid.UUID)
