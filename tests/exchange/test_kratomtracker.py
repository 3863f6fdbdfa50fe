"""Both files of KratomTracker, new and old."""

import pytest

from counterpoise.exchange import formats
from counterpoise.exchange.understood import BadFile
from tests.exchange.conftest import FILES, Read


def test_the_csv_gives_its_doses_by_exact_count(read: Read) -> None:
    found = read("kratomtracker.csv")
    assert [dose.amount for dose in found.diary.doses] == [2.5, 2.0, 1.5, 1.75, 1.75, 2.0]
    assert {part.code: part.count for part in found.left_out} == {"nothing taken": 1}
    assert [part.place for part in found.not_understood] == ["row 9, amount_g: 'two'"]


def test_the_guard_against_formulas_is_taken_off_and_no_other_apostrophe(read: Read) -> None:
    notes = [dose.note for dose in read("kratomtracker.csv").diary.doses]
    assert notes[:2] == ["before work, 'quick", "=SUM(A1)"]
    assert notes[3] == "two\r\nlines"


def test_a_universal_time_keeps_its_instant_and_the_offset_of_the_phone(read: Read) -> None:
    doses = read("kratomtracker.csv").diary.doses
    assert doses[1].at.isoformat() == "2026-05-01T14:00:00-05:00"
    assert doses[2].at.isoformat() == "2026-05-02T08:00:00+02:00"


def test_where_two_local_times_disagree_the_iso_time_is_taken_and_said(read: Read) -> None:
    found = read("kratomtracker.csv")
    assert found.diary.doses[-1].at.isoformat() == "2026-05-04T10:31:00-05:00"
    assert any("do not fit iso_timestamp" in str(notice) and "row 8" in notice.place for notice in found.notices)


def test_strains_are_products_with_a_lot_that_doses_name(read: Read) -> None:
    diary = read("kratomtracker.csv").diary
    assert [(product.name, product.note, product.substance) for product in diary.products] == [
        ("Green Maeng Da", "GMD", "kratom"),
        ("Red Bali", "RB", "kratom"),
    ]
    assert [dose.lot for dose in diary.doses] == ["GMD", "GMD", None, "RB", "RB", "RB"]


def test_the_backup_gives_its_doses_by_exact_count(read: Read) -> None:
    found = read("kratomtracker.json")
    assert [(dose.id, dose.lot) for dose in found.diary.doses] == [("d1", "s1"), ("d2", "s1"), ("d3", None)]
    assert {part.code: part.count for part in found.left_out} == {
        "name": 1,
        "settings": 3,
        "nothing taken": 1,
        "repeated": 1,
    }
    assert [part.place for part in found.not_understood] == ["dosages[4].timestamp"]
    assert "Robin" not in repr(found)


def test_an_old_backup_gives_its_ratings_under_measures_of_their_own(read: Read) -> None:
    found = read("kratomtracker_old.json")
    assert [(rating.measure, rating.value) for rating in found.diary.ratings] == [
        ("kratomtracker.mood", 4.0),
        ("kratomtracker.energy", 3.0),
        ("kratomtracker.pain_relief", 5.0),
    ]
    relief = found.diary.measures[2]
    assert (relief.key, relief.low, relief.high, relief.higher_is_better) == ("kratomtracker.pain_relief", 1, 5, True)
    assert found.diary.ratings[0].note == "good; lasted 180 minutes"
    assert [part.place for part in found.not_understood] == ["effects[1].mood"]
    assert {part.code: part.count for part in found.left_out} == {"name": 1, "no rating": 1}


def test_a_bare_list_of_doses_is_read(read: Read) -> None:
    assert [dose.amount for dose in read("kratomtracker_list.json").diary.doses] == [3.0, 2.25]


def test_a_backup_of_a_later_version_is_refused() -> None:
    data = (FILES / "kratomtracker.json").read_bytes().replace(b'"version": 1', b'"version": 2')
    with pytest.raises(BadFile, match=r"k\.json: version: '2' found; 1, or none in older files is expected"):
        formats.read("k.json", data, "UTC")
