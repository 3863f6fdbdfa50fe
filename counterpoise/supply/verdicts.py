"""One question about a bag and its certificate, and what the page says to it. There is never a score of it all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal, get_args

from counterpoise.diary import Assay, Lot, Product
from counterpoise.knowledge.load import Knowledge
from counterpoise.knowledge.records import Sourced
from counterpoise.supply.wording import result
from counterpoise.text import _

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
    its own, where there are several: to be folded away. by_changed: fine only by a value that the person changed."""

    key: str
    asks: str
    verdict: Verdict
    says: str
    rests_on: tuple[Sourced, ...] = ()
    figures: tuple[Figure, ...] = ()
    another_drug: bool = False
    parts: tuple[Check, ...] = ()
    by_changed: bool = False

    @property
    def sources(self) -> tuple[str, ...]:
        """Keys of the bibliography, each once."""
        return tuple(dict.fromkeys(source for one in self.rests_on for source in one.sources))


def in_part(one: Check, apart: Sequence[Assay]) -> Check:
    """The same, where some results could not be compared: that is said, and what is fine in part is not fine."""
    if not apart:
        return one
    results = ", ".join(dict.fromkeys(result(assay) for assay in apart))
    says = _("This could not be compared, so only a part is known: {results}.").format(results=results)
    verdict: Verdict = "cannot_tell" if one.verdict == "fine_by_the_page" else one.verdict
    return replace(one, verdict=verdict, says=f"{one.says} {says}")


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
