"""What a person chose to be asked, and when not: a frozen record and its JSON form, as the journal keeps it."""

from __future__ import annotations

import dataclasses
import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

INSTRUMENTS = {"peg": 7, "phq-4": 14}
"""Questionnaires that can be asked for on a schedule, and every how many days as a rule. Their words may stand here
(`knowledge/instruments.toml` says on what ground); the self-check of dependence has a rule of its own."""
EVERY = (7, 14, 28)
"""Days between two of a questionnaire, to choose from."""


@dataclass(frozen=True, slots=True)
class Round:
    """A check-in at a time of the day: the measures asked then. None: not wanted."""

    at: dt.time
    measures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """after_dose: twice after a dose of leaf; at_random: once a day, away from doses; morning, evening: rounds;
    instruments: days between two of each; quiet_from, quiet_to: nobody is asked in between (the same: never quiet);
    in_calendar: whether the times after doses may stand in the calendar feed, which whoever carries it can read.
    """

    after_dose: bool = True
    at_random: bool = True
    morning: Round | None = None
    evening: Round | None = None
    instruments: Mapping[str, int] = field(default_factory=lambda: {"peg": INSTRUMENTS["peg"]})
    quiet_from: dt.time = dt.time(22)
    quiet_to: dt.time = dt.time(8)
    in_calendar: bool = False

    def quiet(self, clock: dt.time) -> bool:
        """Whether a clock that shows this stands in the quiet hours."""
        return is_quiet(self.quiet_from, self.quiet_to, clock)

    def rounds(self) -> dict[str, Round]:
        """The rounds that are wanted."""
        named = {"morning": self.morning, "evening": self.evening}
        return {name: one for name, one in named.items() if one is not None and one.measures}


def is_quiet(begin: dt.time, end: dt.time, clock: dt.time) -> bool:
    """Whether a clock shows a time of a stretch that may go over midnight; one from a time to the same is empty."""
    return begin <= clock < end if begin <= end else clock >= begin or clock < end


def to_json(chosen: Chosen) -> dict[str, Any]:
    told = dataclasses.asdict(chosen)
    told |= {name: f"{getattr(chosen, name):%H:%M}" for name in ("quiet_from", "quiet_to")}
    for name in ("morning", "evening"):
        one: Round | None = getattr(chosen, name)
        told[name] = None if one is None else {"at": f"{one.at:%H:%M}", "measures": list(one.measures)}
    told["instruments"] = dict(chosen.instruments)
    return told


def from_json(told: Mapping[str, Any]) -> Chosen:
    """What `to_json` wrote; what is missing there is as a rule. Raises ValueError, KeyError or TypeError."""
    given = {one.name: told[one.name] for one in dataclasses.fields(Chosen) if one.name in told}
    for name in given.keys() & {"quiet_from", "quiet_to"}:
        given[name] = _clock(given[name])
    for name in given.keys() & {"morning", "evening"}:
        one = given[name]
        if one is not None:
            given[name] = Round(_clock(one["at"]), tuple(map(str, one["measures"])))
    for name in given.keys() & {"after_dose", "at_random", "in_calendar"}:
        given[name] = given[name] is True
    if "instruments" in given:
        given["instruments"] = {key: int(days) for key, days in given["instruments"].items() if key in INSTRUMENTS}
    return Chosen(**given)


def _clock(text: str) -> dt.time:
    hour, minute = text.split(":")
    return dt.time(int(hour), int(minute))
