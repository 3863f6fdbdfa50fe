"""A simulated person keeps a diary: kratom, with the truth written beside it under `extra`.

The same state of rng and end give the same diary.
"""

import datetime as dt
import heapq
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal
from zoneinfo import ZoneInfo

import numpy as np
from scipy.special import ndtr, ndtri

from counterpoise.diary import (
    PAIN_NOW,
    Assay,
    Diary,
    Dose,
    Effect,
    Lot,
    PastUse,
    Person,
    Product,
    Prompt,
    Rating,
    Reason,
)
from counterpoise.science.people.person import Body, Nature
from counterpoise.science.people.scenarios import SCENARIOS, Scenario, scenarios
from counterpoise.science.pharmacology.amounts import usual
from counterpoise.science.record import WINDOW_DAYS

__all__ = ["person", "scenarios"]

SUBSTANCE, UNIT, TIME_ZONE = "kratom", "g", "America/Chicago"
WAKES_H, DAY_H = 7.5, 15.0
"""A day for the diary: from waking, so many hours."""
REST_H = 2.5
"""No second dose within so many hours."""
EAGERNESS_SD = 1.2
"""How sharply doses follow pain: points between being as likely as not and being nearly certain."""
MG_PER_G, LOT_DAYS = 14.5, 60
"""Usual strength of a bag, and how long one lasts."""
UNWANTED = ("nausea", "constipation", "sedation", "itching", "dry_mouth")

AFTER_H = (0.5, 3.5)
"""Hours after a dose at which those rate who rate only then."""

SOON_H = 6.0
"""Up to so many hours after a dose those rate who rate near doses only."""

Moment = Literal["set", "between", "clock", "after"]


def person(
    *,
    days: int,
    ratings_per_day: float,
    rng: np.random.Generator,
    scenario: str,
    end: dt.datetime,
    strengths: Sequence[float] = (),
) -> Diary:
    """The diary of one person of a kind of `scenarios()`: `days` whole days, and the day of `end` up to `end`.

    ratings_per_day: set times at which pain is rated (a fraction by chance); where they are few, doses are also decided
    between them. strengths: mg of mitragynine in a gram of each bag in turn; none: near the usual. extra["truth"] holds
    relief_peak, relief_4h (points), duration_h and tolerance_ratio as the answers define them. ValueError for an
    unknown scenario, days not from 1 to 3660, ratings a day not from 0 to 24, an end without offset.
    """
    if scenario not in SCENARIOS:
        raise ValueError(f"scenario '{scenario}' is not one of: {', '.join(SCENARIOS)}")
    if not 1 <= days <= 3660:
        raise ValueError(f"days must be from 1 to 3660, not {days}")
    if not 0 <= ratings_per_day <= 24:
        raise ValueError(f"ratings per day must be from 0 to 24, not {ratings_per_day}")
    if end.tzinfo is None:
        raise ValueError("end needs a UTC offset")
    kind = SCENARIOS[scenario]
    life = _Life(kind, kind.person(rng), days, ratings_per_day, end, rng, given=tuple(strengths))
    life.pass_days()
    return life.diary(scenario)


@dataclass(slots=True)
class _Life:
    """A person lives through the days, decides about doses and writes things down."""

    kind: Scenario
    nature: Nature
    days: int
    per_day: float
    end: dt.datetime
    rng: np.random.Generator
    grams: float = 2.0
    doses: list[Dose] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)
    effects: list[Effect] = field(default_factory=list)
    tolerance: list[tuple[dt.datetime, float]] = field(default_factory=list)
    strength: list[float] = field(default_factory=list)
    given: tuple[float, ...] = ()

    def pass_days(self) -> None:
        """Every day from waking to sleep, until `end`."""
        body = Body(self.nature, self.rng)
        self.grams = float(self.rng.choice([1.5, 2.0, 2.5, 3.0]))
        self.strength = [round(float(self.rng.normal(MG_PER_G, 1.5)), 1) for _lot in range(self.days // LOT_DAYS + 1)]
        for place in range(len(self.strength) if self.given else 0):
            self.strength[place] = self.given[place % len(self.given)]
        limit, last, origin = self._limit(), -math.inf, self._instant(0, 0.0).timestamp()
        for day in range(self.days + 1):
            logged = self.rng.random() < self.kind.logged
            moments = self._moments()
            while moments:
                hour, moment = heapq.heappop(moments)
                at = self._instant(day, hour)
                if at > self.end:
                    return
                body.pass_time((at.timestamp() - origin) / 3600)
                clock = at.hour + at.minute / 60
                felt = body.pain(clock)
                pain = body.rating(felt)
                wants = moment == "clock" or self._wants(felt if self.kind.felt else pain, limit)
                takes = wants and moment != "after" and body.hours - last > REST_H
                if takes:
                    last = body.hours
                    self._dose(at, pain, limit, body, logged, prompt="scheduled" if moment == "set" else "dose")
                    if self.kind.apart == "after":
                        heapq.heappush(moments, (hour + float(self.rng.uniform(*AFTER_H)), "after"))
                elif logged and self._rates(moment, body.hours - last):
                    self._rate(at, pain, "scheduled", body)
            if logged:
                self._evening(day)

    def _rates(self, moment: Moment, since_dose_h: float) -> bool:
        """Whether pain is rated at a moment without a dose."""
        if self.kind.apart in ("set", "soon"):
            return moment == "set" and (self.kind.apart == "set" or since_dose_h <= SOON_H)
        return moment == self.kind.apart

    def _wants(self, pain: float, limit: float) -> bool:
        """Whether a dose is decided on."""
        return not self.kind.clock and bool(self.rng.random() < ndtr((pain - limit) / EAGERNESS_SD))

    def _limit(self) -> float:
        """The pain at which a dose is as likely as not, so that about `per_day` doses a day result."""
        share = min(self.kind.per_day / (self.per_day + self._between()), 0.92)
        usual_pain = self.nature.level - 0.4 * self.nature.relief * share
        return float(usual_pain - math.hypot(EAGERNESS_SD, 1.75) * ndtri(share))

    def _between(self) -> float:
        """Decisions a day between the set times: with few set times, doses are still decided on."""
        return max(self.kind.between, 3.0 - self.per_day)

    def _moments(self) -> list[tuple[float, Moment]]:
        """Hours of one day at which something may be rated or decided, as a heap."""
        count = int(self.per_day + self.rng.random())
        slots = (np.arange(count) + self.rng.random(count)) / max(count, 1)
        moments: list[tuple[float, Moment]] = [(WAKES_H + DAY_H * slot, "set") for slot in slots]
        between = self.rng.random(self.rng.poisson(self._between()))
        moments += [(WAKES_H + DAY_H * slot, "between") for slot in between]
        if self.kind.clock:
            jitter = self.rng.normal(0, 0.15, 2)
            moments += [(8.0 + jitter[0], "clock"), (17.0 + jitter[1], "clock")]
        heapq.heapify(moments)
        return moments

    def _instant(self, day: int, hour: float) -> dt.datetime:
        """A moment of a day of the diary with the offset in force there."""
        zone = ZoneInfo(TIME_ZONE)
        first = self.end.astimezone(zone).date() - dt.timedelta(days=self.days)
        minutes = round(hour * 60)
        wall = dt.datetime.combine(first + dt.timedelta(days=day), dt.time(), zone) + dt.timedelta(minutes=minutes)
        # By way of UTC, so that an hour the clock skips becomes one that exists.
        return dt.datetime.fromtimestamp(wall.timestamp(), zone)

    def _rate(self, at: dt.datetime, pain: float, prompt: Prompt, body: Body) -> str | None:
        """The id of the rating, None where this person writes none at such a pain."""
        self.tolerance.append((at, body.tolerance))
        if pain < self.kind.rates_from:
            return None
        name = f"r{len(self.ratings) + 1}"
        self.ratings.append(Rating(id=name, at=at, measure=PAIN_NOW, value=pain, prompt=prompt))
        return name

    def _dose(self, at: dt.datetime, pain: float, limit: float, body: Body, logged: bool, *, prompt: Prompt) -> None:
        """A dose: half a gram more or less than usual now and then, more often more when it hurts."""
        more = 0.4 if pain > limit + 1.5 else 0.15
        amount = self.grams + float(self.rng.choice([-0.5, 0.0, 0.5], p=[0.25, 0.75 - more, more]))
        rated = self.rng.random() < self.kind.rated
        lot = (at - self._instant(0, 0.0)).days // LOT_DAYS
        unwanted, reason = self.rng.random() < 0.02, self._reason(at)
        if logged:
            rating = self._rate(at, pain, prompt, body) if rated else None
            self.tolerance.append((at, body.tolerance))
            self.doses.append(
                Dose(
                    id=f"d{len(self.doses) + 1}",
                    at=at,
                    substance=SUBSTANCE,
                    amount=amount,
                    unit=UNIT,
                    lot=f"l{lot + 1}",
                    reason=reason,
                    rating=rating,
                )
            )
            if unwanted:
                self._effect(at)
        body.take(amount / self.grams * self.strength[lot] / MG_PER_G)

    def _reason(self, at: dt.datetime) -> Reason | None:
        if self.kind.clock:
            return "habit"
        if self.kind.withdrawal and at.hour < 10 and self.rng.random() < 0.5:
            return "withdrawal"
        reasons: list[Reason | None] = ["pain", "mood", "energy", "sleep", None]
        return reasons[int(self.rng.choice(5, p=[0.72, 0.08, 0.07, 0.05, 0.08]))]

    def _effect(self, at: dt.datetime) -> None:
        kind, severity = str(self.rng.choice(UNWANTED)), int(self.rng.choice([1, 2], p=[0.8, 0.2]))
        later = at + dt.timedelta(hours=float(self.rng.uniform(0.5, 3)))
        if later <= self.end:
            later = later.replace(second=0, microsecond=0)
            self.effects.append(Effect(id=f"e{len(self.effects) + 1}", at=later, kind=kind, severity=severity))

    def _evening(self, day: int) -> None:
        """Sleep, mood and, with several doses a day, withdrawal, once a day, by how the day's pain was."""
        todays = [r.value for r in self.ratings[-4:] if r.measure == PAIN_NOW]
        bad = float(np.mean(todays)) if todays else 5.0
        wanted = {"sleep.quality": 8 - 0.4 * bad, "mood": 8 - 0.5 * bad}
        if self.kind.withdrawal:
            wanted["withdrawal"] = 3.0
        for measure, centre in wanted.items():
            at = self._instant(day, {"sleep.quality": 7.3, "withdrawal": 7.4}.get(measure, 21.5))
            value = float(np.clip(np.round(self.rng.normal(centre, 1.2)), 0, 10))
            if at <= self.end:
                self.ratings.append(
                    Rating(id=f"r{len(self.ratings) + 1}", at=at, measure=measure, value=value, prompt="scheduled")
                )

    def diary(self, scenario: str) -> Diary:
        """What was written, with the truth under `extra`."""
        return Diary(
            person=Person(time_zone=TIME_ZONE, birth_year=1975, history=self._history(), country="US"),
            products=(Product(id="p1", substance=SUBSTANCE, name="Green powder", form="powder"),),
            lots=tuple(
                Lot(
                    id=f"l{i + 1}",
                    product="p1",
                    lot_number=f"A{17 + i}",
                    assays=(
                        Assay(
                            analyte="mitragynine",
                            value=strength,
                            unit="mg/g",
                            date=self._instant(i * LOT_DAYS, 9.0).date(),
                        ),
                    ),
                )
                for i, strength in enumerate(self.strength)
            ),
            doses=tuple(self.doses),
            ratings=tuple(sorted(self.ratings, key=lambda rating: rating.at.timestamp())),
            effects=tuple(self.effects),
            extra={"scenario": scenario, "truth": self._truth()},
        )

    def _history(self) -> tuple[PastUse, ...]:
        """Seven in ten say what they took before; the others leave it open."""
        told = self.rng.random() < 0.7 and not self.kind.quiet
        if self.kind.newcomer:
            return (PastUse(id="h1", substance=SUBSTANCE, per_day=0.0),)
        since = str(self._instant(0, 0.0).year - 2)
        per_day = round(1.5 * self.nature.brought, 1)
        return (
            (PastUse(id="h1", substance=SUBSTANCE, since=since, per_day=per_day, amount=self.grams, unit=UNIT),)
            if told
            else ()
        )

    def _truth(self) -> dict[str, float | None]:
        """What answers estimate, for the dose that is usual in this diary; None where nothing was written."""
        taken = [dose.amount * self.strength[int(dose.lot[1:]) - 1] for dose in self.doses if dose.amount and dose.lot]
        size = usual(self.doses, taken)
        if size is None:
            return dict.fromkeys(("relief_peak", "relief_4h", "duration_h", "tolerance_ratio"))
        end, now = self.tolerance[-1]
        start = next(m for at, m in self.tolerance if at >= end - dt.timedelta(days=WINDOW_DAYS))
        return dict(self.nature.truth(start, now, size / self.grams / MG_PER_G))
