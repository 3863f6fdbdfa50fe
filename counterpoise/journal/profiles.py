"""What a file says about the person: it fills what is empty here, and goes again when its import is undone."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from counterpoise import diary as d
from counterpoise import diary_file
from counterpoise.journal import models as m
from counterpoise.journal.diaries import PROFILE, profile
from counterpoise.journal.entries import change_profile

_EMPTY = (None, ())


def compared(person: m.Person, incoming: d.Person) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Profile values that are empty here and given there; and those that differ, where what is here stays."""
    here = profile(person)
    given = [name for name in PROFILE if getattr(incoming, name) not in _EMPTY]
    filled = tuple(name for name in given if getattr(here, name) in _EMPTY)
    differing = tuple(n for n in given if n not in filled and getattr(here, n) != getattr(incoming, n))
    return filled, differing


def additions(person: m.Person, incoming: d.Diary) -> dict[str, Any]:
    """What a diary adds beside its records, as JSON values: to the profile, the trials, and anything else it holds."""
    filled, _differing = compared(person, incoming.person)
    stored = m.Person.objects.get(pk=person.pk)
    said = diary_file.dump(incoming.person)
    added = {
        "profile": {name: said[name] for name in filled},
        "trials": [trial for trial in incoming.trials if trial not in stored.trials],
        "extra": {key: value for key, value in incoming.extra.items() if key not in stored.extra},
    }
    return {name: value for name, value in added.items() if value}


def fill(person: m.Person, added: dict[str, Any], now: dt.datetime) -> None:
    """Add what `additions` gave."""
    here = diary_file.dump(profile(person))
    change_profile(person, diary_file.load(d.Person, here | added.get("profile", {})), now)
    stored = m.Person.objects.get(pk=person.pk)
    trials = [*stored.trials, *added.get("trials", [])]
    _keep(person, trials, added.get("extra", {}) | stored.extra)


def empty(person: m.Person, added: dict[str, Any], now: dt.datetime) -> None:
    """Take out what `fill` added, as far as it was not corrected since."""
    here = profile(person)
    said = diary_file.dump(here)
    unchanged = [name for name, value in added.get("profile", {}).items() if said.get(name) == value]
    blank = d.Person(time_zone=here.time_zone)
    change_profile(person, replace(here, **{name: getattr(blank, name) for name in unchanged}), now)
    stored = m.Person.objects.get(pk=person.pk)
    trials = [trial for trial in stored.trials if trial not in added.get("trials", [])]
    gone = added.get("extra", {})
    _keep(person, trials, {key: value for key, value in stored.extra.items() if key not in gone or gone[key] != value})


def _keep(person: m.Person, trials: list[Any], extra: dict[str, Any]) -> None:
    person.trials, person.extra = trials, extra
    person.save(update_fields=["trials", "extra"])
