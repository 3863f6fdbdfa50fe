"""Is an effect linked to doses where it comes from them, and only there? `python -m bench.harms [--write]`.

Simulated people note a side effect whose cause is known. About seven minutes.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from bench.results import table, write
from counterpoise.assessment import record_of
from counterpoise.diary import Effect
from counterpoise.science.harms import SideEffect, harms
from counterpoise.science.inference.fit import fit
from tests.science.effects import (
    NULLS,
    Life,
    Way,
    at_random,
    caused,
    caused_from,
    caused_straight,
    caused_when_writing,
    effects,
    known,
    lived,
    with_pain,
)

SEEDS = range(1, 41)
PEOPLE = ("typical", "null", "several_daily", "clock")
TIMES = 25
LOOKS = range(20, 91, 10)
HEAD = ("linked", "not linked", "cannot tell", "ratio given", "90 % interval holds the truth", "mean log ratio off by")


@dataclass(slots=True)
class Tally:
    """What was told of one way to come, whose rate ratio is `truth`."""

    truth: float
    verdicts: Counter[str] = field(default_factory=Counter)
    inside: list[bool] = field(default_factory=list)
    off: list[float] = field(default_factory=list)

    def add(self, told: Iterable[SideEffect]) -> None:
        """One person's answer, or none where nothing was noted."""
        for one in told:
            self.verdicts[one.verdict] += 1
            if one.rate_ratio is not None:
                low, high = one.rate_ratio.interval_90
                self.inside.append(low <= self.truth <= high)
                self.off.append(float(np.log(one.rate_ratio.mean / self.truth)))

    def cells(self) -> tuple[object, ...]:
        """As HEAD names them."""
        given = len(self.inside)
        counts = (self.verdicts[verdict] for verdict in ("linked", "not_linked", "cannot_tell"))
        held = f"{100 * sum(self.inside) / given:.0f} %" if given else ""
        return (*counts, given, held, f"{np.mean(self.off):+.2f}" if given else "")


def told(scenario: str, seed: int, way: Way, times: float = TIMES) -> tuple[SideEffect, ...]:
    """What one person is told."""
    life, record, posterior = known(scenario, seed)
    return harms(record, effects(way(life, np.random.default_rng([seed, 1]), times)), posterior)


def tally(scenarios: Sequence[str], way: Way, truth: float = 1.0, times: float = TIMES) -> Tally:
    """What people of these kinds are told."""
    counted = Tally(truth)
    for scenario in scenarios:
        for seed in SEEDS:
            counted.add(told(scenario, seed, way, times))
    return counted


def nulls() -> list[tuple[object, ...]]:
    """Effects that no dose causes."""
    rows = [(name, *tally(PEOPLE, way).cells()) for name, way in NULLS.items()]
    rows += [("with pain, by itself, 100 times", *tally(("null", "typical"), with_pain, times=100).cells())]
    return [*rows, ("with pain, of doses none of which is rated", *tally(("never_rated",), with_pain).cells())]


def true_ones() -> list[tuple[object, ...]]:
    """Effects that doses cause."""
    rows: list[tuple[object, ...]] = []
    for scenario in PEOPLE:
        rows += [(f"{scenario}, ×{ratio}", *tally((scenario,), caused(ratio), ratio).cells()) for ratio in (2, 4, 8)]
    more = {"noted only when writing": caused_when_writing, "growing in a straight line": caused_straight}
    for name, kind in more.items():
        rows += [(f"{name}, ×{ratio}", *tally(PEOPLE, kind(ratio), ratio).cells()) for ratio in (2, 4, 8)]
    for times in (10, 60):
        rows += [(f"typical, ×4, {times} times", *tally(("typical",), caused(4), 4, times).cells())]
    return rows


def starts() -> list[tuple[object, ...]]:
    """Effects that only come from the middle or the largest amount on."""
    rows: list[tuple[object, ...]] = []
    for name, place in (("the least", 0), ("the middle", 1), ("the largest", 2)):
        places: Counter[str] = Counter()
        for scenario in ("typical", "null", "several_daily"):
            for seed in SEEDS:
                amount = known(scenario, seed)[0].amounts[place]
                for one in told(scenario, seed, caused_from(8, amount), 40):
                    places["linked"] += one.verdict == "linked"
                    if one.starts_at is not None:
                        low, high = one.starts_at.interval_90
                        places["held"] += low <= amount <= high
                        places[str(np.sign(one.starts_at.amount - amount))] += 1
        rows.append((name, *(places[key] for key in ("linked", "-1.0", "0.0", "1.0", "held"))))
    return rows


def looked_at(scenario: str, way: Way) -> tuple[object, ...]:
    """How many hear `linked` at any of many looks at an effect that no dose causes."""
    ever, last = 0, 0
    for seed in SEEDS:
        life = lived(scenario, seed)
        noted = effects(way(life, np.random.default_rng([seed, 2]), TIMES))
        heard = [look(life, noted, days) for days in LOOKS]
        ever, last = ever + any(heard), last + heard[-1]
    return scenario, len(SEEDS), ever, last


def look(life: Life, noted: Sequence[Effect], days: int) -> bool:
    """Whether it is called linked after so many days."""
    now = life.diary.doses[0].at + dt.timedelta(days=days)
    record, priors = record_of(life.diary, now=now)
    if record.ratings < 40 or len(record.doses) < 10:
        return False
    posterior = fit(record.track, priors, np.random.default_rng(1))
    return any(one.verdict == "linked" for one in harms(record, noted, posterior))


def main() -> None:
    """All of it."""
    count = len(SEEDS)
    text = f"""
{count} people of each kind ({", ".join(PEOPLE)}), 90 days, an effect noted about {TIMES} times. "Linked": 1.5 times as
often and more at the peak of a usual dose, with a probability of 95 %.

No dose causes the effect; it is noted

{table(("", *HEAD), nulls())}

Doses cause the effect; at the peak of a usual dose it comes 2, 4 or 8 times as often as with nothing acting

{table(("", *HEAD), true_ones())}

It comes 8 times as often, of doses of some amount and more only (three amounts were taken), noted about 40 times

{table(("it starts at", "linked", "start told too low", "right", "too high", "90 % interval holds it"), starts())}

No dose causes the effect, and the person looks every ten days from day {LOOKS[0]} to day {LOOKS[-1]}

{
        table(
            ("people", "how many", "ever told linked", "told so at the end"),
            [
                (f"{name}: {people}", *rest)
                for name, way in (("at random", at_random), ("with pain", with_pain))
                for people, *rest in (looked_at("null", way), looked_at("typical", way))
            ],
        )
    }
"""
    write("Side effects", text)


if __name__ == "__main__":
    main()
