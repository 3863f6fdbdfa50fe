"""How much of its alkaloid a gram of a bag holds: by its assays, else by what is known of its form; wider with age.

Nobody has measured how dry leaf loses strength (docs/supply.md), so age shifts nothing and only makes less sure.
"""

from __future__ import annotations

import datetime as dt
import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from counterpoise import units
from counterpoise.diary import Assay, Lot, Product, own_assays
from counterpoise.knowledge.contents import another_drug, contradicted, key_of
from counterpoise.knowledge.load import Knowledge
from counterpoise.text import _

ASSAY_SD = 0.1
"""Sd of the log of what a dose holds around its lot's assay. A laboratory that repeats itself differs by 4 to 7 %
(analytes.toml, mitragynine); laboratories among themselves and spoonfuls of one bag differ more (our own choice)."""
AGE_SD = 0.15
"""Sd of the log that a year since the report adds (our own choice: six months made no clear difference, once)."""
MOST_YEARS = 4.0
UNDATED_YEARS = 1.0
"""What an assay without any date counts as: unknown is not new."""
STALE_DAYS = 365
"""From here on another assay would tell more than the old one (our own choice)."""
LATER_DAYS = 366
"""A bag can be measured after it was last used, but no date so many days later is right (our own choice)."""
APART = math.log(1.25)
"""Assays of one bag that differ by more than this are said to disagree."""
YEAR = 365.25


@dataclass(frozen=True, slots=True)
class Potency:
    """Milligrams in a gram: a lognormal. median; sd: of the log. assays: how many it rests on, 0 where it rests on the
    form. days: its age, None where no date is known. disagree: the assays contradict each other."""

    median: float
    sd: float
    basis: Literal["assay", "form"]
    assays: int = 0
    days: int | None = None
    disagree: bool = False

    @property
    def mean(self) -> float:
        """The mean, which lies above the median."""
        return self.median * math.exp(self.sd**2 / 2)

    def interval(self, share: float = 0.9) -> tuple[float, float]:
        """Between what the middle so much of it lies."""
        reach = math.exp(self.sd * statistics.NormalDist().inv_cdf((1 + share) / 2))
        return self.median / reach, self.median * reach

    @property
    def stale(self) -> bool:
        """Whether another assay would tell much more: none at all, an old or undated one, or some that disagree."""
        return self.basis == "form" or self.disagree or self.days is None or self.days > STALE_DAYS

    def advice(self) -> str:
        """What would make it surer, in a sentence; empty where nothing is to be said."""
        if self.basis == "form":
            return _("No lab measured this bag. A lab's result would make the amounts much surer.")
        if self.disagree:
            return _("The lab results of this bag do not agree. Another test would tell which is right.")
        if self.days is None:
            return _("The lab result has no date. How old it is, and what is left, is not known.")
        if self.days > STALE_DAYS:
            return _("The lab result is more than a year old. What is left is not known; another test would tell.")
        return ""


def potency(
    lot: Lot | None, product: Product | None, packs: Knowledge, on: dt.date, substance: str = "kratom"
) -> Potency | None:
    """How much of its alkaloid a gram of a bag holds on a day; None where nothing is known of its form either,
    where its assays show it to be another drug (`contents.another_drug`), for then the alkaloid is not what acts, and
    where a laboratory looked and could measure none: then it holds less than its form does, and how much nobody knows.

    A bag of no known form, or no bag, is held for the form that is named first in the pack of the substance.
    """
    pack = packs.substance(substance)
    if pack is None or pack.alkaloid is None or another_drug(lot, packs) is not None:
        return None
    prior = pack.potency.get((product.form if product else None) or next(iter(pack.potency), ""))
    assays = [] if lot is None else measured(lot, packs, pack.alkaloid)
    if lot is None or not assays:
        none = prior is None or (lot is not None and _unseen(lot, packs, pack.alkaloid))
        return None if none or prior is None else Potency(float(prior.centre), float(prior.sd), "form")
    found = units.strengths(assays)
    days = age(lot, assays, on)
    years = UNDATED_YEARS if days is None else min(days / YEAR, MOST_YEARS)
    apart = statistics.stdev(map(math.log, found)) if len(found) > 1 else 0.0
    sd = math.hypot(max(ASSAY_SD, apart), AGE_SD * years)
    disagree = math.log(max(found) / min(found)) > APART
    widest = sd if prior is None else max(float(prior.sd), apart)
    if _contradicted(lot, packs, pack.alkaloid):
        disagree, sd = True, widest
    return Potency(units.middle(found), min(sd, widest), "assay", len(found), days, disagree)


def measured(lot: Lot, packs: Knowledge, alkaloid: str) -> list[Assay]:
    """The assays of a bag that say how much of the alkaloid a gram holds; not those of another lot."""
    return [one for one in _named(lot, packs, alkaloid) if units.strengths([one])]


def age(lot: Lot, assays: Sequence[Assay], on: dt.date) -> int | None:
    """Days since the oldest of the assays, for each tells of what was there then, else since the bag was opened or
    bought. None where no date is known, and where all are far ahead: such a date is not right."""
    dates = [day for one in assays if (day := one.sampled_on or one.date) is not None]
    real = [day for day in dates if (day - on).days <= LATER_DAYS]
    since = min(real, default=None if dates else lot.opened_on or lot.bought_on)
    return None if since is None else max(0, (on - since).days)


def _named(lot: Lot, packs: Knowledge, alkaloid: str) -> list[Assay]:
    """The assays of an alkaloid that somebody looked at, or typed in; not those of another lot."""
    named = [one for one in own_assays(lot) if one.analyte == alkaloid or key_of(packs, one.analyte) == alkaloid]
    return [one for one in named if one.confirmed is not False]


def _unseen(lot: Lot, packs: Knowledge, alkaloid: str) -> bool:
    """Whether a laboratory looked for it and could measure none."""
    return any(one.censored is not None for one in _named(lot, packs, alkaloid))


def _contradicted(lot: Lot, packs: Knowledge, alkaloid: str) -> bool:
    """Whether one laboratory could see none of what another measured."""
    return contradicted(_named(lot, packs, alkaloid), units.mg_per_gram, math.exp(APART)) is not None
