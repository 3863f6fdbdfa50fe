"""The answers to what one person asks of the record: does it help, how much, how long, what is the least that does.

Words describe this person's own record and nothing else. Where a thing cannot be told it is None, and `reasons` says
why under its name.
"""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from counterpoise.science import findings, words
from counterpoise.science.findings import Estimate, Size, Spread, ToleranceVerdict, Verdict
from counterpoise.science.inference.fit import Posterior, fit, split
from counterpoise.science.priors import Priors
from counterpoise.science.question import Question
from counterpoise.science.record import WINDOW_DAYS, Record, split_by

MODEL_VERSION = "1"
LEAST_DAYS, LEAST_RATINGS, LEAST_DOSES = 14, 40, 10
LEAST_RATED = 0.9
"""Share of doses rated with them below which the answer would lean; see docs/science.md, "Doses without a rating"."""
LEAST_APART, ENOUGH_APART = 0.25, 0.4
"""Share of ratings made at other times than a dose: below the first nothing is told, below the second only that it
helps, because such records lean towards harm; see docs/science.md, "Ratings only with doses"."""
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
class Tolerance:
    """Whether it is wearing off: relief of a usual dose now / at the start of the record."""

    verdict: ToleranceVerdict
    relief_ratio_now_to_start: Spread | None


@dataclass(frozen=True, slots=True)
class Costs:
    """What it costs the person."""

    side_effects: tuple[Mapping[str, Any], ...] = ()
    money_per_week: float | None = None


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """How the answer was reached. method None: no model was run. seconds: CPU, filled in by who holds a clock."""

    method: str | None
    pareto_k: float | None
    ratings: int
    doses: int
    doses_with_rating: float
    doses_of_unknown_amount: int
    seconds: float | None = None
    model_version: str = MODEL_VERSION


@dataclass(frozen=True, slots=True)
class Answers:
    """One substance, one measure, one person; the keys of the contract `counterpoise-answers`, version 1."""

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
    costs: Costs = Costs()
    cautions: tuple[str, ...] = ()
    reasons: Mapping[str, str] = field(default_factory=dict)
    window_days: int = WINDOW_DAYS
    includes_expectation: bool = True

    def to_json(self) -> dict[str, Any]:
        """The contract's object: plain dicts, lists, numbers rounded to four places."""
        return {"format": "counterpoise-answers", "version": 1, **_plain(dataclasses.asdict(self))}


def answers(record: Record, question: Question, priors: Priors, rng: np.random.Generator) -> Answers:
    """Everything that can be told of one record; the same record and state of rng give the same answers."""
    silent = _silence(record, question)
    if silent is not None:
        return silent
    posterior = fit(record.track, priors, rng)
    point = question.scale.point
    peak, mean_4h = posterior.relief(posterior.now.peak()), posterior.relief(posterior.now.mean_4h())
    next_one = posterior.relief(posterior.now.mean_4h(before=posterior.explained.typical_exposure))
    said, size = findings.verdict(mean_4h, question.meaningful)
    leans = said in ("worse", "no_clear_help") and record.apart < ENOUGH_APART
    if leans:
        said = "cannot_tell"
    change, ratio = findings.tolerance(posterior, record.track, priors, rng)
    lasting = findings.duration(posterior, priors, rng)
    least = findings.lowest_dose(posterior, record, question.meaningful, question.ceiling)
    alone, alone_reason = _for_pain_alone(posterior, record, priors, rng, point)
    relief_4h = findings.estimate(mean_4h, point)
    daily = findings.dosing_days(record) >= DAILY
    reasons = {
        "relief_for_pain_alone": alone_reason,
        "duration_h": "" if lasting else words.no_duration(findings.acts(posterior)),
        "lowest_effective_dose": ""
        if least.amount is not None
        else words.no_lowest(record, question, least.candidates),
        "tolerance": words.tolerance(change, findings.acts(posterior)),
    }
    return Answers(
        substance=question.substance,
        verdict=said,
        size=size,
        measure=question.measure,
        why=words.leaning(question, record)
        if leans
        else words.why(
            question, verdict=said, size=size, relief=relief_4h, nearly_same=least.nearly_same, record=record
        ),
        clearer_if=words.clearer_if(question, record, said, apart=record.apart >= ENOUGH_APART),
        cautions=words.cautions(said, daily, record),
        diagnostics=_diagnostics(record, posterior),
        relief_for_pain_alone=alone,
        usual_dose=_usual(record),
        relief_peak=findings.estimate(peak, point),
        relief_4h=relief_4h,
        relief_next=findings.estimate(next_one, point),
        duration_h=lasting,
        lowest_effective_dose=_least(least, record, question),
        tolerance=Tolerance(change, ratio),
        reasons={**_always(record), **{name: text for name, text in reasons.items() if text}},
    )


def refused(substance: str, measure: str, reason: str, doses: int) -> Answers:
    """The answer about a substance that is recorded but never assessed."""
    return Answers(
        substance=substance,
        verdict="cannot_tell",
        size=None,
        measure=measure,
        why=reason,
        clearer_if=(),
        diagnostics=Diagnostics(None, None, 0, doses, 0.0, 0),
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


def _silence(record: Record, question: Question) -> Answers | None:
    """The answer where the record is too short, or rated at moments that would make the model lean."""
    short = record.days < LEAST_DAYS or record.ratings < LEAST_RATINGS or len(record.doses) < LEAST_DOSES
    if short:
        why, clearer = words.too_short(question, record, (LEAST_DAYS, LEAST_RATINGS, LEAST_DOSES))
    elif record.rated < LEAST_RATED:
        why, clearer = words.unrated(question, record, LEAST_RATED)
    elif record.apart < LEAST_APART:
        why, clearer = words.leaning(question, record), (words.rate_apart(question),)
    else:
        return None
    usual = _usual(record)
    silent = {name: why for name in _NUMBERS if name not in ("usual_dose", "money_per_week")}
    return Answers(
        substance=question.substance,
        verdict="cannot_tell",
        size=None,
        measure=question.measure,
        why=why,
        clearer_if=clearer,
        cautions=words.cautions("cannot_tell", False, record),
        diagnostics=_diagnostics(record, None),
        usual_dose=usual,
        reasons={**_always(record), **silent},
    )


def _for_pain_alone(
    posterior: Posterior, record: Record, priors: Priors, rng: np.random.Generator, point: float
) -> tuple[Estimate | None, str]:
    """Relief of a usual dose taken for pain, the doses for other or unknown reasons kept in the exposure."""
    for_pain = sum(dose.reason == "pain" for dose in record.doses)
    others = len(record.doses) - for_pain
    if min(for_pain, others) < LEAST_DOSES:
        return None, words.not_split(for_pain, others, LEAST_DOSES)
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
    return None if record.usual is None or record.unit is None else UsualDose(record.usual, record.unit)


def _least(least: findings.LowestDose, record: Record, question: Question) -> LowestEffectiveDose | None:
    if least.amount is None or least.probability is None or record.unit is None:
        return None
    reason = words.lowest(record, question, least.candidates)
    return LowestEffectiveDose(least.amount, record.unit, least.probability, reason)


def _always(record: Record) -> dict[str, str]:
    reasons = {"money_per_week": words.no_price()}
    if record.usual is None:
        reasons["usual_dose"] = words.no_amount()
    return reasons


def _diagnostics(record: Record, posterior: Posterior | None) -> Diagnostics:
    return Diagnostics(
        method=posterior.method if posterior else None,
        pareto_k=posterior.pareto_k if posterior else None,
        ratings=record.ratings,
        doses=len(record.doses),
        doses_with_rating=record.rated,
        doses_of_unknown_amount=record.unknown,
    )


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(part) for part in value]
    if isinstance(value, float):
        return round(value, 4) if np.isfinite(value) else None
    return value
