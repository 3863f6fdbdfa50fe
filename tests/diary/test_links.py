"""What a link of one record to another means."""

import datetime as dt

from counterpoise import diary as d

AT = dt.datetime(2026, 5, 1, 8, tzinfo=dt.UTC)


def dose(rating: str | None = None, lot: str | None = None, source: str | None = None) -> d.Dose:
    return d.Dose(at=AT, substance="kratom", rating=rating, lot=lot, source=source)


def test_an_id_means_the_record_of_the_same_source_first() -> None:
    mine = d.Rating(id="1", at=AT, measure="pain.now", value=1.0)
    theirs = d.Rating(id="1", at=AT, measure="pain.now", value=2.0, source="elsewhere")
    diary = d.Diary(person=d.Person(time_zone="UTC"), doses=(), ratings=(mine, theirs))
    find = diary.rating_finder()
    assert (find(dose("1")), find(dose("1", source="elsewhere"))) == (mine, theirs)


def test_else_it_means_the_first_that_has_it() -> None:
    lots = tuple(d.Lot(id="l1", product="p1", source=source) for source in ("one", "two"))
    find = d.Diary(person=d.Person(time_zone="UTC"), doses=(), ratings=(), lots=lots).lot_finder()
    assert find(dose(lot="l1")) == lots[0]


def test_else_it_means_the_only_one_that_has_it() -> None:
    lot = d.Lot(id="l1", product="p1", source="elsewhere")
    find = d.Diary(person=d.Person(time_zone="UTC"), doses=(), ratings=(), lots=(lot,)).lot_finder()
    assert find(dose(lot="l1")) == lot
    assert find(dose(lot="l2")) is None
    assert find(dose()) is None
