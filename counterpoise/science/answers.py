"""The answers to what one person asks of the record: does it help, how much, how long, what is the least that does.

Words describe this person's own record and nothing else. Where a thing cannot be told it is None, and `reasons` says
why under its name.
"""

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from counterpoise.diary import Effect
from counterpoise.science import findings, words
from counterpoise.science.clearer import WEEKS_H, Clearer, clearer
from counterpoise.science.findings import Estimate, Size, Spread, ToleranceVerdict, Verdict
from counterpoise.science.harms import SideEffect, harms
from counterpoise.science.inference.fit import USELESS_K, Posterior, fit, split
from counterpoise.science.inference.importance import Mixture
from counterpoise.science.pharmacology.exposure import Array
from counterpoise.science.priors import Priors
from counterpoise.science.question import Question
from counterpoise.science.record import WINDOW_DAYS, Record, split_by

MODEL_VERSION = "2"
LEAST_DAYS, LEAST_RATINGS, LEAST_DOSES = 14, 40, 10
LEAST_FREE = 0.1
"""Share of ratings made with a dose or long after one, below which nothing is told: how it is without a dose was hardly
ever seen; see docs/science.md, "Ratings only around doses"."""
ALL_ALIKE = 0.95
"""Share of ratings with the commonest value from which nothing is told: what does not move cannot be moved."""
LEAST_TURNS = 6
"""Times at which what acts changed between much and little, below which before would be compared with after."""
LEAST_RATED_DAYS, LEAST_DOSED_DAYS = 10, 5
"""Days with a rating and with a dose at the least: one day, however full, and a stray entry later are no two weeks."""
SEVERAL = 2.5
"""Usual doses a day from which relief from zero exposure is an extrapolation."""
DAILY = 0.8
"""Share of days with a dose from which relief may be relief of a dose's own withdrawal."""


@dataclass(frozen=True, slots=True)
class UsualDose:
    """The usual dose as the person gives it; the milligrams of its alkaloid where potency is known or guessed."""

    amount: float
    unit: str
    mitragynine_mg: Spread | None = None


@dataclass(frozen=True, slots=True)
class LowestEffectiveDose:
    """The least amount in the record that does enough."""

    amount: float
    unit: str
    probability: float
    reason: str


@dataclass(frozen=True, slots=True)
class AmountTold:
    """An amount taken often, up to the usual dose: its relief over 4 hours, how much less that is than the usual
    dose's, and how probable it is that the two differ by less than 0.3 points."""

    amount: float
    unit: str
    relief_4h: Estimate
    less_than_usual: Estimate | None
    nearly_same: float


@dataclass(frozen=True, slots=True)
class Tolerance:
    """Whether it is wearing off: relief of a usual dose now / at the start of the record."""

    verdict: ToleranceVerdict
    relief_ratio_now_to_start: Spread | None


@dataclass(frozen=True, slots=True)
class Costs:
    """What it costs the person."""

    side_effects: tuple[SideEffect, ...] = ()
    money_per_week: float | None = None


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """How the answer was reached. method None: no model was run. seconds: CPU, filled in by who holds a clock."""

    method: str | None
    pareto_k: float | None
    ratings: int
    doses: int
    doses_with_rating: float
    doses_without_rating: int
    doses_of_unknown_amount: int
    seconds: float | None = None
    model_version: str = MODEL_VERSION


@dataclass(frozen=True, slots=True)
class Answers:
    """One substance, one measure, one person; the keys of the contract `counterpoise-answers`, version 1.

    several_daily: zero exposure is hardly ever seen, so that relief_next is the surer figure.
    """

    substance: str
    verdict: Verdict
    size: Size | None
    measure: str
    why: str
    clearer_if: tuple[str, ...]
    diagnostics: Diagnostics
    relief_for_pain_alone: Estimate | None = None
    usual_dose: UsualDose | None = None
    relief_peak: Estimate | None = None
    relief_4h: Estimate | None = None
    relief_next: Estimate | None = None
    duration_h: Spread | None = None
    lowest_effective_dose: LowestEffectiveDose | None = None
    tolerance: Tolerance = Tolerance("cannot_tell", None)
    amounts: tuple[AmountTold, ...] = ()
    costs: Costs = Costs()
    interval_would_be: Clearer | None = None
    several_daily: bool = False
    cautions: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    window_days: int = WINDOW_DAYS
    includes_expectation: bool = True

    def to_json(self) -> dict[str, Any]:
        """The contract's object: plain dicts, lists, numbers rounded to four places."""
        return {"format": "counterpoise-answers", "version": 1, **_plain(dataclasses.asdict(self))}


def answers(
    record: Record, question: Question, priors: Priors, effects: Sequence[Effect], rng: np.random.Generator
) -> Answers:
    """Everything that can be told of one record; the same record and state of rng give the same answers.

    effects: what was noted of wanted and unwanted effects, at any time.
    """
    if record.days < LEAST_DAYS or record.ratings < LEAST_RATINGS or len(record.doses) < LEAST_DOSES:
        return _too_short(record, question, effects)
    if record.rated_days < LEAST_RATED_DAYS or record.dosed_days < LEAST_DOSED_DAYS:
        return _too_short(record, question, effects, words.few_days(record, LEAST_RATED_DAYS, LEAST_DOSED_DAYS))
    posterior = fit(record.track, priors, rng)
    point = question.scale.point
    mean_4h = posterior.relief(posterior.now.mean_4h())
    often = findings.doses_a_day(record) >= SEVERAL
    said, size = findings.verdict(mean_4h, question.meaningful)
    withheld = _withheld(said, question, record, posterior, often=often)
    if withheld:
        said, size = "cannot_tell", None
    acts = findings.acts(posterior)
    change, ratio = findings.tolerance(posterior, record.track, priors, rng)
    lasting = findings.duration(posterior, priors, rng)
    amounts = findings.compared(posterior, record, question.meaningful, question.ceiling)
    nearly = findings.nearly_same(amounts) if acts else None
    least, no_least = _lowest(amounts, nearly, record, question, withheld)
    alone, alone_reason = _for_pain_alone(posterior, record, priors, rng, point)
    relief_4h = findings.estimate(mean_4h, point)
    clear = clearer(posterior, record, priors, _lower(amounts, record, question), rng)
    reasons = {
        "relief_for_pain_alone": alone_reason,
        "duration_h": "" if lasting else words.no_duration(acts),
        "lowest_effective_dose": no_least,
        "tolerance": words.tolerance(change, acts),
    }
    return Answers(
        substance=question.substance,
        verdict=said,
        size=size,
        measure=question.measure,
        why=withheld
        or words.why(question, verdict=said, size=size, relief=relief_4h, nearly_same=nearly, record=record),
        clearer_if=words.clearer_if(question, record, clear, around_doses=_around_doses(record)),
        cautions=words.cautions(
            said,
            record,
            daily=findings.dosing_days(record) >= DAILY,
            often=often,
            past=clear.past,
        ),
        diagnostics=_diagnostics(record, posterior),
        relief_for_pain_alone=alone,
        usual_dose=_usual(record),
        relief_peak=findings.estimate(posterior.relief(posterior.now.peak()), point),
        relief_4h=relief_4h,
        relief_next=findings.estimate(_next(posterior), point),
        duration_h=lasting,
        lowest_effective_dose=_least(least, nearly, record, question, len(amounts)),
        amounts=tuple(_told(one, record, point) for one in amounts),
        tolerance=Tolerance(change, ratio),
        costs=Costs(harms(record, effects, posterior)),
        interval_would_be=clear,
        several_daily=often,
        reasons={**_always(record), **{name: text for name, text in reasons.items() if text}},
    )


def _around_doses(record: Record) -> bool:
    """Whether hardly anything was rated but with doses and soon after them."""
    return record.free < LEAST_FREE or record.track.moments.stand_ins


def _withheld(said: Verdict, question: Question, record: Record, posterior: Posterior, *, often: bool) -> str:
    """Why a verdict is not told although the figures would carry it, or nothing.

    Where hardly anything was rated at times without a dose, how it is then rests on what is assumed of decisions alone;
    and ratings that are all alike leave only that, too.
    Where weighted draws failed, a random walk that started from them may stay where chance put it. With several doses a
    day relief from zero leans towards none, so that too little relief is not shown by it.
    """
    if _around_doses(record):
        return words.only_around_doses(question)
    if record.commonest >= ALL_ALIKE:
        return words.all_alike(question)
    if findings.turns(posterior, record.track) < LEAST_TURNS:
        return words.one_change(question)
    if said != "cannot_tell" and not posterior.pareto_k < USELESS_K:
        return words.unreliable()
    return words.extrapolated(question) if often and said == "no_clear_help" else ""


def refused(substance: str, measure: str, reason: str, doses: int) -> Answers:
    """The answer about a substance that is recorded but never assessed."""
    return Answers(
        substance=substance,
        verdict="cannot_tell",
        size=None,
        measure=measure,
        why=reason,
        clearer_if=(),
        diagnostics=Diagnostics(None, None, 0, doses, 0.0, doses, 0),
        reasons=dict.fromkeys(_NUMBERS, reason),
    )


_NUMBERS = (
    "relief_for_pain_alone",
    "usual_dose",
    "relief_peak",
    "relief_4h",
    "relief_next",
    "duration_h",
    "lowest_effective_dose",
    "tolerance",
    "money_per_week",
)


def _too_short(record: Record, question: Question, effects: Sequence[Effect], few_days: str = "") -> Answers:
    """The answer where the record cannot carry any, with what is missing."""
    why, missing = words.too_short(question, record, (LEAST_DAYS, LEAST_RATINGS, LEAST_DOSES))
    if few_days:
        why, missing = few_days, ()
    silent = {name: why for name in _NUMBERS if name not in ("usual_dose", "money_per_week")}
    return Answers(
        substance=question.substance,
        verdict="cannot_tell",
        size=None,
        measure=question.measure,
        why=why,
        clearer_if=missing,
        cautions=words.cautions("cannot_tell", record),
        diagnostics=_diagnostics(record, None),
        usual_dose=_usual(record),
        costs=Costs(harms(record, effects, None)),
        reasons={**_always(record), **silent},
    )


def _next(posterior: Posterior) -> Mixture:
    """One usual dose more at the person's typical exposure."""
    return posterior.relief(posterior.now.mean_4h(before=posterior.explained.typical_exposure))


def _lowest(
    amounts: tuple[findings.Compared, ...],
    nearly: findings.Compared | None,
    record: Record,
    question: Question,
    withheld: str,
) -> tuple[findings.Compared | None, str]:
    """The least amount that does enough, or why none is named: never one above an amount that did about as much as the
    usual dose, nor above all that was taken lately. Whoever takes less already is not led back up."""
    least = findings.lowest(amounts)
    if withheld:
        return None, withheld
    if least is None:
        return None, words.no_lowest(record, question, len(amounts))
    if nearly is not None and nearly.amount < least.amount:
        return None, words.looks_down(record, nearly)
    if least.amount > _most_lately(record, default=np.inf):
        return None, words.not_led_back()
    return least, ""


def _most_lately(record: Record, default: float) -> float:
    """The largest amount of the last weeks; `default` where none of them is known."""
    since = record.end - dt.timedelta(hours=WEEKS_H)
    known = zip(record.doses, record.amounts.shown, strict=True)
    return max((a for dose, a in known if a is not None and dose.at > since), default=default)


def _lower(amounts: Sequence[findings.Compared], record: Record, question: Question) -> Array:
    """Amounts below the usual dose that were taken often, in usual doses; none where the usual dose itself lies above
    what was agreed on, or above all that was taken lately: nobody is led back up."""
    usual = record.amounts.usual or 1.0
    if usual > (np.inf if question.ceiling is None else question.ceiling) or usual > _most_lately(record, default=0.0):
        return np.zeros(0)
    return np.array([one.amount / usual for one in amounts if one.less is not None])


def _told(one: findings.Compared, record: Record, point: float) -> AmountTold:
    return AmountTold(
        one.amount,
        record.amounts.unit or "",
        findings.estimate(one.relief, point),
        None if one.less is None else findings.estimate(one.less, point),
        one.nearly_same,
    )


def _for_pain_alone(
    posterior: Posterior, record: Record, priors: Priors, rng: np.random.Generator, point: float
) -> tuple[Estimate | None, str]:
    """Relief of a usual dose taken for pain, the doses for other or unknown reasons kept in the exposure."""
    for_pain = sum(dose.reason == "pain" for dose in record.doses)
    others = len(record.doses) - for_pain
    if min(for_pain, others) < LEAST_DOSES:
        return None, words.not_split(for_pain, others)
    kinds = sorted({_why_taken(dose.reason) for dose in record.doses})
    track = split_by(record, lambda dose: kinds.index(_why_taken(dose.reason)), len(kinds))
    apart = split(posterior, track, priors, rng)
    if apart is None:
        return None, words.not_carried()
    return findings.estimate(apart.relief(apart.now.mean_4h(), group=0), point), ""


def _why_taken(reason: str | None) -> int:
    """Groups in which the effect is told apart: for pain, for something else, not said."""
    return 2 if reason is None else 0 if reason == "pain" else 1


def _usual(record: Record) -> UsualDose | None:
    amounts = record.amounts
    return None if amounts.usual is None or amounts.unit is None else UsualDose(amounts.usual, amounts.unit)


def _least(
    least: findings.Compared | None, nearly: findings.Compared | None, record: Record, question: Question, count: int
) -> LowestEffectiveDose | None:
    if least is None or record.amounts.unit is None:
        return None
    reason = words.lowest(record, question, count, least.amount, nearly)
    return LowestEffectiveDose(least.amount, record.amounts.unit, least.enough, reason)


def _always(record: Record) -> dict[str, str]:
    reasons = {"money_per_week": words.no_price()}
    if record.amounts.usual is None:
        reasons["usual_dose"] = words.no_amount()
    return reasons


def _diagnostics(record: Record, posterior: Posterior | None) -> Diagnostics:
    return Diagnostics(
        method=posterior.method if posterior else None,
        pareto_k=posterior.pareto_k if posterior else None,
        ratings=record.ratings,
        doses=len(record.doses),
        doses_with_rating=record.rated_share,
        doses_without_rating=len(record.doses) - record.rated,
        doses_of_unknown_amount=int(record.amounts.unknown.sum()),
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, float):
        return round(value, 4) if np.isfinite(value) else None
    return value
