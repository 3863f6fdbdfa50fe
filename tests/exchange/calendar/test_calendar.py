"""The calendar, read by two other people's parsers, in a winter, a summer and over both changes of the clocks."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import pytest
import vobject
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.checkins.chosen import Chosen, Round
from counterpoise.checkins.schedule import Whose
from counterpoise.exchange.calendar.write import DAYS, write
from tests import never

NEW_YORK = ZoneInfo("America/New_York")
FULL = Chosen(
    morning=Round(dt.time(8, 30), ("sleep.quality",)),
    evening=Round(dt.time(20), ("mood", "fatigue")),
    instruments={"peg": 7, "phq-4": 14},
)
NAMED = (
    "kratom",
    "pain",
    "dose",
    "peg",
    "phq",
    "sleep",
    "mood",
    "counterpoise",
    "check",
    "withdrawal",
    "take",
    "medicine",
)


def of(chosen: Chosen = FULL, seed: str = "s") -> Whose:
    return Whose(chosen, NEW_YORK, seed, (1.25, 5.0))


def written(whose: Whose, now: dt.datetime, doses: list[tuple[str, dt.datetime]] | None = None) -> bytes:
    return write(whose, now, forms=dict.fromkeys(whose.chosen.instruments, now), doses=doses or [])


def events(content: bytes) -> list[Any]:
    return list(icalendar.Calendar.from_ical(content).walk("VEVENT"))


def occurrences(content: bytes) -> list[dt.datetime]:
    """The instants of every event for the next DAYS days, as vobject works them out, with the calendar's own zone."""
    found: list[dt.datetime] = []
    for event in vobject.readOne(content.decode()).vevent_list:
        start: dt.datetime = event.dtstart.value
        if event.rruleset is None:
            found.append(start.astimezone(dt.UTC))
            continue
        end = start.replace(tzinfo=None) + dt.timedelta(days=DAYS)
        for at in event.rruleset:
            plain = at.replace(tzinfo=None)
            if plain > end:
                break
            found.append(plain.replace(tzinfo=start.tzinfo).astimezone(dt.UTC))
    return found


@pytest.mark.parametrize("begins", ["2026-01-10", "2026-03-01", "2026-07-01", "2026-10-20"])
def test_two_parsers_read_the_same_and_the_clock_of_a_round_stays(begins: str) -> None:
    now = dt.datetime.fromisoformat(f"{begins}T12:00:00+00:00")
    content = written(of(), now)
    theirs = {event["UID"]: event.decoded("dtstart") for event in events(content)}
    others = {event.uid.value: event.dtstart.value for event in vobject.readOne(content.decode()).vevent_list}
    assert {uid: at.astimezone(dt.UTC) for uid, at in theirs.items()} == {
        uid: at.astimezone(dt.UTC) for uid, at in others.items()
    }
    clocks = [at.astimezone(NEW_YORK).strftime("%H:%M") for at in occurrences(content)]
    assert clocks.count("08:30") >= DAYS
    assert clocks.count("20:00") >= DAYS


@settings(max_examples=25, deadline=None)
@given(st.datetimes(dt.datetime(2026, 1, 1), dt.datetime(2026, 12, 31)), st.text("0123456789abcdef", min_size=8))
def test_nothing_rings_in_the_quiet_hours(moment: dt.datetime, seed: str) -> None:
    content = written(of(seed=seed), moment.replace(tzinfo=dt.UTC))
    quiet = [at for at in occurrences(content) if FULL.quiet(at.astimezone(NEW_YORK).time())]
    assert quiet == []


def test_it_names_nothing() -> None:
    now = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)
    content = written(of(), now)
    said = content.decode().replace("\r\n ", "").lower()
    assert [word for word in NAMED if word in said] == []
    assert {str(event["SUMMARY"]) for event in events(content)} == {"A moment for your diary"}
    assert never.offences("A moment for your diary") == []
    assert not any("DESCRIPTION" in event or "LOCATION" in event or "URL" in event for event in events(content))
    alarms = [alarm for event in events(content) for alarm in event.walk("VALARM")]
    assert len(alarms) == len(events(content))
    assert {str(alarm["DESCRIPTION"]) for alarm in alarms} == {"A moment for your diary"}


def test_doses_leave_no_trace_unless_the_person_chose_so() -> None:
    now = dt.datetime(2026, 5, 1, 13, tzinfo=dt.UTC)
    dose = [("its-key", now - dt.timedelta(minutes=10))]
    assert written(of(), now, dose) == written(of(), now)
    chosen = Chosen(in_calendar=True, instruments={})
    without, told = written(of(chosen), now), written(of(chosen), now, dose)
    more = {event.decoded("dtstart") for event in events(told)} - {
        event.decoded("dtstart") for event in events(without)
    }
    assert more == {dose[0][1] + dt.timedelta(hours=hours) for hours in (1.25, 5.0)}
    assert b"its-key" not in told


def test_fetched_again_the_same_moments_keep_their_names() -> None:
    now = dt.datetime(2026, 5, 1, 12, tzinfo=dt.UTC)
    first = {event["UID"]: event.decoded("dtstart") for event in events(written(of(), now)) if "RRULE" not in event}
    later = written(of(), now + dt.timedelta(days=1))
    second = {event["UID"]: event.decoded("dtstart") for event in events(later) if "RRULE" not in event}
    both = first.keys() & second.keys()
    assert len(both) >= DAYS - 2
    assert {uid: first[uid] for uid in both} == {uid: second[uid] for uid in both}


def test_a_questionnaire_that_was_left_out_rings_at_its_next_turn_only() -> None:
    now = dt.datetime(2026, 5, 20, 18, tzinfo=dt.UTC)
    whose = of(Chosen(at_random=False, instruments={"peg": 7}))
    content = write(whose, now, forms={"peg": now - dt.timedelta(days=19)})
    [event] = events(content)
    assert event.decoded("dtstart") == dt.datetime(2026, 5, 22, 10, tzinfo=NEW_YORK)
