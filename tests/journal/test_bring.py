"""Bringing a file in: only what is new, all or nothing, and back out again."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from counterpoise import diary as d
from counterpoise.diary_file import BadDiary
from counterpoise.journal import bring, diaries, entries
from counterpoise.journal.bring import Found
from counterpoise.journal.models import Import, Person, Product, Rating
from tests.journal.conftest import Clock

AT = dt.datetime(2026, 5, 1, 8, 12, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
DOSE = d.Dose(at=AT, substance="kratom", amount=2.0, unit="g")
PAIN = d.Rating(id="r1", at=AT, measure="pain.now", value=6.0)


def diary(**lists: Any) -> d.Diary:
    least: dict[str, Any] = {"person": d.Person(time_zone="UTC"), "doses": (), "ratings": ()}
    return d.Diary(**(least | lists))


def receipt(clock: Clock) -> Import:
    return Import(at=clock(), format="counterpoise", file_name="diary.json")


def test_a_second_import_adds_nothing_and_leaves_no_receipt(alice: Person, clock: Clock) -> None:
    file = diary(doses=(replace(DOSE, rating="r1"), DOSE), ratings=(PAIN,))
    assert bring.bring(alice, file, receipt(clock)).new == 3
    kept = diaries.diary(alice)
    again = bring.bring(alice, file, receipt(clock))
    assert again.kinds == {"rating": Found(known=1), "dose": Found(known=2)}
    assert diaries.diary(alice) == kept
    assert Import.objects.filter(person=alice).count() == 1


def test_a_file_that_was_brought_before_words_were_kept_is_known_again(alice: Person, clock: Clock) -> None:
    bring.bring(alice, diary(doses=(DOSE,)), receipt(clock))
    again = diary(doses=(replace(DOSE, written="feel free"),))
    assert bring.bring(alice, again, receipt(clock)).kinds == {"dose": Found(known=1)}
    assert [one.written for one in diaries.diary(alice).doses] == [None]


def test_two_real_equal_doses_in_one_minute_stay_two(alice: Person, clock: Clock) -> None:
    bring.bring(alice, diary(doses=(DOSE, DOSE)), receipt(clock))
    assert len(diaries.diary(alice).doses) == 2
    assert bring.bring(alice, diary(doses=(DOSE, DOSE, DOSE)), receipt(clock)).kinds == {"dose": Found(new=1, known=2)}
    assert len(diaries.diary(alice).doses) == 3


def test_the_diary_it_gave_out_brings_nothing_back_in(alice: Person, clock: Clock) -> None:
    bring.bring(alice, diary(doses=(replace(DOSE, rating="r1"),), ratings=(PAIN,)), receipt(clock))
    entries.add(alice, replace(PAIN, id="", value=2.0), clock())
    assert bring.prospect(alice, diaries.diary(alice)).new == 0


def test_what_names_something_deleted_is_still_known(alice: Person, clock: Clock) -> None:
    file = diary(
        products=(d.Product(id="p1", substance="kratom", name="Green powder"),),
        lots=(d.Lot(id="l1", product="p1"),),
        doses=(replace(DOSE, lot="l1"),),
    )
    bring.bring(alice, file, receipt(clock))
    entries.remove(Product.objects.get(person=alice), clock())
    assert bring.prospect(alice, file).kinds == {
        "product": Found(deleted=1),
        "lot": Found(known=1),
        "dose": Found(known=1),
    }


def test_the_same_id_saying_something_else_is_counted_and_overwrites_nothing(alice: Person, clock: Clock) -> None:
    bring.bring(alice, diary(ratings=(PAIN,)), receipt(clock))
    other = diary(ratings=(replace(PAIN, value=1.0), replace(PAIN, id="r2")))
    assert bring.bring(alice, other, receipt(clock)).kinds == {"rating": Found(new=1, differing=1)}
    assert {each.id: each.value for each in diaries.diary(alice).ratings} == {"r1": 6.0, "r2": 6.0}


def test_the_same_id_from_another_source_is_another_record(alice: Person, clock: Clock) -> None:
    bring.bring(alice, diary(ratings=(PAIN,)), receipt(clock))
    bring.bring(alice, diary(ratings=(replace(PAIN, source="elsewhere", value=1.0),)), receipt(clock))
    assert len(diaries.diary(alice).ratings) == 2


def test_what_was_deleted_by_hand_stays_deleted(alice: Person, clock: Clock) -> None:
    file = diary(ratings=(PAIN,))
    bring.bring(alice, file, receipt(clock))
    row = entries.row_of(alice, "rating", first_key(alice))
    entries.remove(row, clock())
    assert bring.bring(alice, file, receipt(clock)).kinds == {"rating": Found(deleted=1)}
    assert diaries.diary(alice).ratings == ()


def test_what_was_deleted_by_hand_stays_so_when_its_import_goes_and_comes(alice: Person, clock: Clock) -> None:
    file, first = diary(ratings=(PAIN, replace(PAIN, id="r2"))), receipt(clock)
    bring.bring(alice, file, first)
    entries.remove(entries.row_of(alice, "rating", first_key(alice)), clock())
    assert bring.undo_import(first, clock()) == 1
    assert bring.bring(alice, file, receipt(clock)).kinds == {"rating": Found(new=1, deleted=1)}
    assert [each.id for each in diaries.diary(alice).ratings] == ["r2"]


def test_what_was_restored_and_then_deleted_by_hand_stays_deleted(alice: Person, clock: Clock) -> None:
    file, first = diary(ratings=(PAIN,)), receipt(clock)
    bring.bring(alice, file, first)
    bring.undo_import(first, clock())
    row = entries.row_of(alice, "rating", first_key(alice), deleted=True)
    entries.undo(row, clock())
    entries.remove(row, clock())
    assert bring.bring(alice, file, receipt(clock)).kinds == {"rating": Found(deleted=1)}


def test_an_import_is_undone_whole_and_can_come_again(alice: Person, clock: Clock) -> None:
    own = entries.add(alice, replace(PAIN, id="mine"), clock())
    before = diaries.diary(alice)
    about = d.Person(
        time_zone="UTC", birth_year=1975, conditions=("osteoarthritis",), medicines=(d.Medicine(name="aspirin"),)
    )
    file = diary(
        person=about,
        doses=(replace(DOSE, rating="r1"),),
        ratings=(PAIN,),
        extra={"truth": 1},
        trials=({"id": "t"},),
        plans=(d.Plan(substance="kratom", direction="down", from_=dt.date(2026, 5, 1), stop_if=("fainting",)),),
    )
    first = receipt(clock)
    done = bring.bring(alice, file, first)
    assert done.new == 4
    assert done.profile_filled == ("birth_year", "conditions")
    full = diaries.diary(alice)
    assert full.person.birth_year == 1975
    assert bring.undo_import(first, clock()) == 4
    assert diaries.diary(alice) == before
    assert bring.undo_import(first, clock()) == 0
    assert bring.bring(alice, file, receipt(clock)).new == 4
    assert diaries.diary(alice) == full
    assert entries.row_of(alice, "rating", own.pk).brought_by is None


def test_a_correction_made_after_an_import_survives_its_undoing(alice: Person, clock: Clock) -> None:
    file, first = diary(person=d.Person(time_zone="UTC", birth_year=1975), ratings=(PAIN,)), receipt(clock)
    bring.bring(alice, file, first)
    entries.change(entries.row_of(alice, "rating", first_key(alice)), replace(PAIN, value=3.0), clock())
    entries.change_profile(alice, replace(diaries.profile(alice), birth_year=1976), clock())
    bring.undo_import(first, clock())
    assert diaries.profile(alice).birth_year == 1976
    assert bring.bring(alice, file, receipt(clock)).kinds == {"rating": Found(new=1)}
    assert diaries.diary(alice).ratings[0].value == 3.0


def test_the_profile_here_is_never_overwritten(alice: Person, clock: Clock) -> None:
    entries.change_profile(alice, replace(diaries.profile(alice), birth_year=1960), clock())
    incoming = d.Person(time_zone="Asia/Tokyo", birth_year=1975, sex="female")
    done = bring.bring(alice, diary(person=incoming), receipt(clock))
    assert done.profile_filled == ("sex",)
    assert done.profile_differing == ("time_zone", "birth_year")
    kept = diaries.profile(alice)
    assert (kept.time_zone, kept.birth_year, kept.sex) == ("America/New_York", 1960, "female")
    assert len(entries.history(alice)) == 2


def test_one_bad_record_and_nothing_is_saved(alice: Person, clock: Clock) -> None:
    before = diaries.diary(alice)
    bad = diary(
        ratings=(PAIN, replace(PAIN, id="r2", value=float("nan"))), person=d.Person(time_zone="UTC", birth_year=1975)
    )
    with pytest.raises(BadDiary, match=r"ratings\[1\].value"):
        bring.bring(alice, bad, receipt(clock))
    assert diaries.diary(alice) == before
    assert not Import.objects.filter(person=alice).exists()


def test_a_failure_halfway_leaves_nothing(alice: Person, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails_at_doses(kind: Any, *rest: Any) -> None:
        if kind.name == "dose":
            raise RuntimeError
        return original(kind, *rest)

    original = bring._bring_back
    monkeypatch.setattr(bring, "_bring_back", fails_at_doses)
    before = diaries.diary(alice)
    file = diary(doses=(DOSE,), ratings=(PAIN,), person=d.Person(time_zone="UTC", birth_year=1975))
    with pytest.raises(RuntimeError):
        bring.bring(alice, file, receipt(clock))
    assert diaries.diary(alice) == before


def test_the_receipt_says_what_was_new(alice: Person, clock: Clock) -> None:
    paper = receipt(clock)
    paper.receipt = {"left_out": 3}
    bring.bring(alice, diary(doses=(DOSE,), ratings=(PAIN,)), paper)
    assert Import.objects.get(person=alice).receipt == {
        "left_out": 3,
        "new": {"rating": 1, "dose": 1},
        "about": {},
    }


def first_key(person: Person) -> Any:

    return Rating.objects.filter(person=person).order_by("source_id").values_list("pk", flat=True)[0]
