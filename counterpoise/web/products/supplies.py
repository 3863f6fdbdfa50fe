"""What the room of supply says about a bag, in words: what is left, how strong, how it is kept, what was checked."""

from __future__ import annotations

from typing import Any

from counterpoise.journal import models as m
from counterpoise.web.products.reading import Bag


def glance(person: m.Person, bag: Bag) -> dict[str, Any]:
    """What the list of bags shows of one."""
    return {}


def around(person: m.Person, bag: Bag) -> dict[str, Any]:
    """What the page of a bag shows."""
    return {}


def sellers(person: m.Person) -> list[dict[str, Any]]:
    """What each seller's bags showed."""
    return []


def bad_list(name: str, data: bytes) -> str:
    """Why a list of recalls cannot be read; nothing where it can."""
    return ""


def held_against(person: m.Person, row: m.RecallList) -> dict[str, Any]:
    """One list, and which bags stand on it."""
    return {"key": row.pk, "name": row.name}
