"""A diary file that cannot be accepted is refused by place, value and what is allowed."""

import json
from typing import Any

import pytest

from counterpoise import diary as d
from counterpoise.diary_file import BadDiary, accepted, read

DOSE = {"at": "2026-05-01T08:12:00-05:00", "substance": "kratom", "amount": 2}


def whole(**more: Any) -> dict[str, Any]:
    return {
        "format": "counterpoise-diary",
        "version": 1,
        "person": {"time_zone": "America/Chicago"},
        "doses": [],
        "ratings": [],
        **more,
    }


def refused(data: Any) -> str:
    with pytest.raises(BadDiary) as refusal:
        read(data if isinstance(data, str | bytes) else json.dumps(data))
    return str(refusal.value)


def test_the_least_diary_is_accepted() -> None:
    assert read(json.dumps(whole())).doses == ()


def test_a_mark_before_the_text_and_a_byte_string_are_read() -> None:
    assert read(b"\xef\xbb\xbf" + json.dumps(whole()).encode()) == read("\ufeff" + json.dumps(whole()))


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("{", "not readable as JSON"),
        (b"\xff\xfe{", "not readable as JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("[]", "a JSON object is expected"),
        ('{"format": "counterpoise-diary", "version": 1, "extra": {"x": NaN}}', "NaN found; a number is expected"),
        (whole(format="other"), 'format: "other" found; counterpoise-diary is expected'),
        (whole(version=2), "version: 2 found; this program reads version 1 (written by a newer version?)"),
        (whole(version=True), "version: true found"),
        (whole(mood=[]), "mood: unknown key (written by a newer version?)"),
        (whole(person={"time_zone": "Mars/Base"}), 'person.time_zone: "Mars/Base" is not an IANA time zone'),
        ({key: value for key, value in whole().items() if key != "ratings"}, "ratings: is missing"),
        (whole(doses=[DOSE | {"at": "2026-05-01T08:12:00"}]), "doses[0].at: \"2026-05-01T08:12:00\" has no UTC offset"),
        (whole(doses=[DOSE | {"at": "1776-05-01T08:12:00Z"}]), "not a year from 1900 to 2200"),
        (whole(doses=[DOSE, DOSE | {"amount": -2}]), "doses[1].amount: -2"),
        (whole(doses=[DOSE | {"amount": 0}]), "greater than 0"),
        (whole(doses=[DOSE | {"amount": "2"}]), 'doses[0].amount: "2" is not allowed: should be a valid number'),
        (whole(doses=[DOSE | {"reason": "fun"}]), "doses[0].reason"),
        (whole(doses=[DOSE | {"grams": 2}]), "doses[0].grams: unknown key"),
        (whole(doses=[DOSE | {"id": "x" * 65}]), "doses[0].id"),
        (whole(doses=[DOSE | {"id": "a"}, DOSE | {"id": "a"}]), 'doses[1].id: "a" is used twice'),
        (whole(doses=[DOSE | {"rating": "r9"}]), 'doses[0].rating: "r9" is not the id of any rating in this diary'),
        (whole(doses=[DOSE | {"lot": "l9"}]), 'doses[0].lot: "l9" is not the id of any lot in this diary'),
        (whole(lots=[{"id": "l1", "product": "p9"}]), 'lots[0].product: "p9" is not the id of any product'),
        (whole(person={"time_zone": "UTC", "medicines": [{"id": "m", "name": "a"}] * 2}), "person.medicines[1].id"),
        (whole(doses=[DOSE | {"note": "\ud800"}]), "half a character"),
        ('{"format": "counterpoise-diary", "version": 1, "extra": {"x": 1e400}}', "1e400 found; a number is expected"),
    ],
)  # fmt: skip
def test_what_cannot_be_accepted_is_named(data: Any, said: str) -> None:
    message = refused(data)
    assert said in message
    assert "\n" not in message


def test_of_two_lists_under_one_name_none_is_lost_without_a_word() -> None:
    text = json.dumps(whole())[:-1] + f', "doses": {json.dumps([DOSE])}}}'
    assert 'the key "doses" stands twice' in refused(text)


def test_a_long_value_is_cut_short() -> None:
    assert len(refused(whole(doses=[DOSE | {"reason": "x" * 5000}]))) < 300


def test_one_id_may_come_from_two_sources() -> None:
    both = read(json.dumps(whole(doses=[DOSE | {"id": "a"}, DOSE | {"id": "a", "source": "elsewhere"}])))
    assert len(both.doses) == 2


def test_a_diary_made_by_a_program_is_held_against_the_same_rules() -> None:
    made = d.Diary(
        person=d.Person(time_zone="UTC"),
        doses=(d.Dose(at=read(json.dumps(whole(doses=[DOSE]))).doses[0].at, substance="kratom", amount=-1.0),),
        ratings=(),
    )
    with pytest.raises(BadDiary, match=r"doses\[0\].amount: -1.0 is not allowed"):
        accepted(made)
