"""What a record without an id is known by: its content, and its ordinal among equals."""

import datetime as dt

from counterpoise import diary as d
from counterpoise.diary_file import fingerprint, with_ids

AT = dt.datetime(2026, 5, 1, 8, 12, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
DOSE = d.Dose(at=AT, substance="kratom", amount=2.0, unit="g")


def test_equal_records_in_one_file_are_counted_apart() -> None:
    first, other, second = with_ids([DOSE, d.Dose(at=AT, substance="ibuprofen"), DOSE])
    assert first.id == f"{fingerprint(DOSE)}.1"
    assert second.id == f"{fingerprint(DOSE)}.2"
    assert other.id.endswith(".1")


def test_an_id_of_its_own_stays() -> None:
    mine = d.Dose(id="d1", at=AT, substance="kratom")
    assert with_ids([mine]) == (mine,)


def test_who_wrote_it_down_and_when_does_not_count() -> None:
    copied = d.Dose(at=AT, substance="kratom", amount=2.0, unit="g", source="elsewhere", recorded_at=AT)
    assert fingerprint(copied) == fingerprint(DOSE)


def test_anything_said_counts() -> None:
    later = d.Dose(at=AT + dt.timedelta(minutes=1), substance="kratom", amount=2.0, unit="g")
    elsewhere = d.Dose(at=AT.astimezone(dt.UTC), substance="kratom", amount=2.0, unit="g")
    noted = d.Dose(at=AT, substance="kratom", amount=2.0, unit="g", note="with tea")
    assert len({fingerprint(each) for each in (DOSE, later, elsewhere, noted)}) == 4


def test_a_whole_number_is_the_same_amount_however_it_is_written() -> None:
    assert fingerprint(d.Dose(at=AT, substance="kratom", amount=2, unit="g")) == fingerprint(DOSE)


def test_names_made_today_are_found_again_by_every_later_version() -> None:
    """A change of this value would make the second import of an old file add everything again."""
    assert fingerprint(DOSE) == "93a5493484de80ae5340bb1b136fdd3b8e1b4fb2"
