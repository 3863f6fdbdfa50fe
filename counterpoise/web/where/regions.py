"""The body as a form: every region once as a box to tick, and drawn where it is seen. One source: the pack."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from counterpoise.knowledge.load import load
from counterpoise.web.naming import whose

FIELD = "places"
ALL_OVER = "all_over"
"""Without an outline of its own, and with widespread pain the first to be wanted: it stands above the figure."""
ASKED = "places_asked"
"""Sent with the boxes: none ticked then means that nothing is said, and not that nothing was asked."""


@dataclass(frozen=True)
class Box:
    """One region as a form shows it."""

    key: str
    name: str
    ticked: bool


@dataclass(frozen=True)
class Side:
    """The figure seen from one side: outlines by region, and whose hand is at either edge of the picture."""

    key: str
    name: str
    outlines: Sequence[tuple[Box, str]]
    at_the_left: str
    at_the_right: str


@dataclass(frozen=True)
class Group:
    """Some regions of the list under one heading, folded unless one of them is ticked."""

    name: str
    boxes: Sequence[Box]

    @property
    def open(self) -> bool:
        return any(box.ticked for box in self.boxes)


def shown(ticked: Iterable[str]) -> dict[str, Any]:
    """What the template of the map needs: the whole body, both figures, and the list in groups."""
    now = set(ticked)
    boxes = {key: Box(key, _(region.name), key in now) for key, region in load().body.items()}
    listed: dict[str, list[str]] = {}
    for key, region in load().body.items():
        if key != ALL_OVER:
            listed.setdefault(_(region.group), []).append(key)
    front = [(boxes[key], region.front) for key, region in load().body.items() if region.front]
    back = [(boxes[key], region.back) for key, region in load().body.items() if region.back]
    left = whose(_("your left"), _("{name}’s left"))
    right = whose(_("your right"), _("{name}’s right"))
    sides = (
        Side("front", _("Front view"), front, right, left),  # as in a picture of somebody who faces you
        Side("back", _("Back view"), back, left, right),
    )
    whole = boxes.pop(ALL_OVER)
    groups = [Group(name, [boxes[key] for key in keys]) for name, keys in listed.items()]
    return {
        "body": sides,
        "all_over": whole,
        "groups": groups,
        "ticked": [box.name for box in (whole, *boxes.values()) if box.ticked],
    }


def sent(form: Mapping[str, Any]) -> list[str]:
    """The regions that a form holds: each by itself as a browser sends them, or in one field as a phone kept them."""
    return form.getlist(FIELD) if isinstance(form, QueryDict) else str(form.get(FIELD, "")).split()


def ticked(sent: Iterable[str], kept: Sequence[str] | None = None) -> tuple[str, ...] | None:
    """The regions ticked, in the order of the pack, and what stood there in own words; None: not said."""
    now = set(sent)
    own = [place for place in kept or () if place not in load().body]
    return (*(key for key in load().body if key in now), *own) or None
