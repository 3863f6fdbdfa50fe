"""A journal of PsychonautWiki with every odd case: nothing is guessed, nobody else's dose is taken over."""

import datetime as dt
import json

import pytest

from counterpoise.diary import Dose
from counterpoise.exchange import formats
from counterpoise.exchange.understood import BadFile, Understood
from tests.exchange.conftest import FILES, Read


@pytest.fixture(scope="module")
def journal(read: Read) -> Understood:
    return read("psychonautwiki.json", "Europe/Berlin")


def one(**ingestion: object) -> Understood:
    whole = {"experiences": [{"ingestions": [{"substanceName": "Kratom", "time": 1767600000000, **ingestion}]}]}
    return formats.read("j.json", json.dumps(whole).encode(), "UTC")


def dose(**ingestion: object) -> Dose:
    (found,) = one(**ingestion).diary.doses
    return found


def test_its_doses_are_counted_exactly(journal: Understood) -> None:
    assert len(journal.diary.doses) == 9
    assert {part.code: part.count for part in journal.left_out} == {
        "somebody else": 1,
        "location": 1,
        "no time": 1,
        "nothing taken": 1,
        "colours": 1,
    }
    assert [part.place for part in journal.not_understood] == [
        "experiences[1].ingestions[5].dose",
        "experiences[1].ingestions[7].dose",
        "experiences[1].ingestions[8]",
    ]


def test_a_dose_keeps_all_that_was_written_of_it(journal: Understood) -> None:
    first = journal.diary.doses[0]
    assert (first.substance, first.amount, first.amount_sd, first.unit) == ("kratom", 2.5, 0.5, "g")
    assert (first.food, first.route, first.note, first.source) == ("quarter", "oral", "with tea", "psychonautwiki")
    assert first.at.isoformat() == "2026-01-05T09:00:00+01:00"
    assert first.recorded_at == dt.datetime(2026, 1, 5, 8, 0, 10, tzinfo=dt.UTC)


def test_the_name_it_had_there_is_kept() -> None:
    assert (dose().substance, dose().written) == ("kratom", None)
    beer = dose(substanceName="Beer")
    assert (beer.substance, beer.written) == ("alcohol", "Beer")


def test_a_missing_dose_is_an_unknown_amount_and_never_zero(journal: Understood) -> None:
    assert journal.diary.doses[1].amount is None
    assert dose(dose=None).amount is None


def test_a_custom_unit_multiplies_and_its_uncertainty_joins(journal: Understood) -> None:
    scoops = journal.diary.doses[2]
    assert (scoops.amount, scoops.unit) == (6.0, "g")
    assert scoops.amount_sd == pytest.approx((3**2 * 0.2**2 + 2**2 * 0.5**2 + 0.5**2 * 0.2**2) ** 0.5)


def test_a_custom_unit_that_was_never_weighed_stays_the_unit(journal: Understood) -> None:
    assert (journal.diary.doses[3].amount, journal.diary.doses[3].unit) == (2.0, "capsule")


def test_a_custom_unit_that_is_not_in_the_file_makes_the_amount_unknown(journal: Understood) -> None:
    assert (journal.diary.doses[4].amount, journal.diary.doses[4].unit) == (None, None)
    assert any("not in the file" in notice.text for notice in journal.notices)


def test_products_of_7_hydroxymitragynine_are_never_leaf(journal: Understood) -> None:
    assert journal.diary.doses[5].substance == "7-hydroxymitragynine"
    assert dose(substanceName="7-OH tablets").substance == "7-hydroxymitragynine"


def test_two_equal_doses_stay_two(journal: Understood) -> None:
    first, second = journal.diary.doses[6:8]
    assert (first.at, first.amount) == (second.at, second.amount)
    assert first.id != second.id


def test_a_second_reading_gives_the_same_ids(journal: Understood, read: Read) -> None:
    elsewhere = read("psychonautwiki.json", "Asia/Tokyo")
    assert [dose.id for dose in elsewhere.diary.doses] == [dose.id for dose in journal.diary.doses]


def test_a_note_corrected_over_there_is_the_same_dose() -> None:
    assert dose(creationDate=5, notes="a").id == dose(creationDate=5, notes="b").id
    assert dose(notes="a").id != dose(notes="b").id


def test_an_unknown_rating_keeps_its_word_and_becomes_no_number(journal: Understood) -> None:
    kept = next(value for key, value in journal.diary.extra.items() if "experience" in key)
    assert [rating["option"] for rating in kept["ratings"]] == ["plus", "somethingNew"]
    assert journal.diary.ratings == ()


def test_timed_notes_are_kept_and_places_are_not(journal: Understood) -> None:
    kept = json.dumps(journal.diary.extra)
    assert "better" in kept
    assert "52.5" not in kept
    assert "Home" not in kept


def test_a_time_in_the_future_is_pointed_out(journal: Understood) -> None:
    assert any("future" in notice.text for notice in journal.notices)


def test_unknown_keys_are_said_once_each(journal: Understood) -> None:
    unknown = [notice for notice in journal.notices if "unknown key" in notice.text]
    assert {notice.text.split("'")[1] for notice in unknown} == {"somethingNewer", "mood"}
    assert len(unknown) == 2


@pytest.mark.parametrize(
    "whole", [{"experiences": []}, {"experiences": [{}]}, {"customUnits": [{}], "experiences": None}]
)
def test_every_key_may_be_missing(whole: object) -> None:
    found = formats.read("j.json", json.dumps(whole).encode(), "UTC")
    assert found.format == "psychonautwiki"
    assert found.diary.doses == ()


def test_a_journal_that_was_cut_off_is_refused_with_its_place() -> None:
    cut = (FILES / "psychonautwiki.json").read_bytes()[:900]
    with pytest.raises(BadFile, match=r"j\.json: line \d+, column \d+: not readable as JSON"):
        formats.read("j.json", cut, "UTC")
