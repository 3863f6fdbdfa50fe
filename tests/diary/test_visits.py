"""Which visit is the next one."""

import datetime as dt

from counterpoise import diary as d

TODAY = dt.date(2026, 5, 10)


def on(day: int | None, **more: str) -> d.Appointment:
    return d.Appointment(on=None if day is None else dt.date(2026, 5, day), **more)  # type: ignore[arg-type]


def test_the_next_one_is_the_first_from_today_on() -> None:
    assert d.upcoming([on(30), on(9), on(10), on(12)], TODAY) == on(10)
    assert d.upcoming([on(9)], TODAY) is None
    assert d.upcoming([], TODAY) is None


def test_one_without_a_date_waits_until_something_was_agreed() -> None:
    assert d.upcoming([on(9), on(None)], TODAY) == on(None)
    assert d.upcoming([on(None), on(12)], TODAY) == on(12)
    assert d.upcoming([on(None, agreed="Come again")], TODAY) is None
