"""One question about a bag and its certificate, and what the page says to it. There is never a score of it all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Literal, get_args

from counterpoise.diary import Lot, Product
from counterpoise.knowledge.load import Knowledge
from counterpoise.knowledge.records import Sourced

Verdict = Literal["fine_by_the_page", "concern", "cannot_tell", "not_covered"]
"""fine_by_the_page: as far as the certificate can be trusted; concern: something to look at; cannot_tell: the page does
not let anybody tell; not_covered: the page does not speak of it."""
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)


@dataclass(frozen=True, slots=True)
class Figure:
    """A number beside a verdict. sign: "<" where it is the most that may be there, as the laboratory saw less."""

    name: str
    value: float
    unit: str
    sign: Literal["", "<"] = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One question. key: "lot", "seven_oh", "metal.lead" …; asks, says: in words; rests_on: what of the packs
    it is held against, each with its sources, tag and day; figures: the numbers it is told by. another_drug: by
    this the bag counts as another drug than leaf (`contents.another_drug`). parts: the same held against each limit of
    its own, where there are several: to be folded away."""

    key: str
    asks: str
    verdict: Verdict
    says: str
    rests_on: tuple[Sourced, ...] = ()
    figures: tuple[Figure, ...] = ()
    another_drug: bool = False
    parts: tuple[Check, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """Keys of the bibliography, each once."""
        return tuple(dict.fromkeys(source for one in self.rests_on for source in one.sources))


@dataclass(frozen=True, slots=True)
class Asked:
    """What the questions are asked of. daily: grams a day of the person, None: not known. country: theirs;
    where it is not known, limits of every country count."""

    lot: Lot
    product: Product | None
    packs: Knowledge
    today: dt.date
    daily: float | None = None
    country: str | None = None
