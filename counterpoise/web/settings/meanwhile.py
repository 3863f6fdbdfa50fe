"""What was saved elsewhere while a page lay open, and what that page says: both are kept, or it is asked back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def both(was: Mapping[str, Any], said: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
    """What a page that showed `was` and now says `said` makes of what is stored by `now`.

    What it left as it was stays as it is now. Lists keep what either added, without what either took out. Where both
    say something else, that of the page is given, and its name among those to ask back.
    """
    together, asked = dict[str, Any](), list[str]()
    for name, mine in said.items():
        before, stands = was[name], now[name]
        if mine == before:
            together[name] = stands
        elif stands in (before, mine):
            together[name] = mine
        elif isinstance(mine, tuple):
            together[name] = lists(before, mine, stands)
        else:
            together[name] = mine
            asked.append(name)
    return together, asked


def lists(was: tuple[str, ...], said: tuple[str, ...], now: tuple[str, ...]) -> tuple[str, ...]:
    """What a page that showed `was` and now says `said` makes of a list that stands as `now`."""
    kept = [one for one in now if one in said or one not in was]
    return tuple(dict.fromkeys((*kept, *(one for one in said if one not in was))))
