"""Where it can hurt: the regions of the body map and of the list beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from counterpoise.knowledge.records.sourced import Name, Words, known

Drawn = Annotated[str, Field(pattern="^M[0-9 MLQCZ.]+Z$")]
"""A closed path of an SVG, in whole coordinates: nothing else can stand in a page by way of it."""


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A part of the body by its plain name, and its outline from the front and from behind, where it is seen there."""

    key: Name
    name: Words
    group: Words
    front: Drawn | None = None
    back: Drawn | None = None
