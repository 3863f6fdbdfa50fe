"""The one place that puts values together: diary + knowledge -> potency, priors -> posterior -> answers.

Pure but for the CPU clock that times it: the same diary, packs and state of rng give the same answers.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import math
import time
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from counterpoise import units
from counterpoise.diary import PAIN_NOW, Diary, Dose, Lot, Plan, Quantity, finder
from counterpoise.knowledge.load import Knowledge, load
from counterpoise.knowledge.records import Kinetics, Substance
from counterpoise.text import _, ngettext

if TYPE_CHECKING:
    import numpy as np

    from counterpoise.science.answers import Answers
    from counterpoise.science.findings import Spread
    from counterpoise.science.priors import Priors
    from counterpoise.science.question import Question
    from counterpoise.science.record import Record

ASSAY_SD = 0.1
"""Sd of the log of what a dose holds around its lot's assay: laboratories and spoonfuls differ (our own choice)."""

OFTEN = 10
"""Doses of another substance from which an answer says that they were there."""


class UnknownMeasure(ValueError):
    """A measure of which neither the packs nor the diary say the range and direction."""


def assess(
    diary: Diary,
    rng: np.random.Generator,
    *,
    substance: str = "kratom",
    measure: str = PAIN_NOW,
    now: dt.datetime | None = None,
    knowledge: Knowledge | None = None,
) -> Answers:
    """What `substance` does to `measure` in this diary, up to its last entry that is not after `now`, if given.

    Raises UnknownMeasure for a measure without range and direction, ValueError for a rating off its scale.
    """
    from counterpoise.science import answers

    started = time.process_time()
    packs = knowledge or load()
    pack = packs.substance(substance)
    key = pack.key if pack is not None else substance
    logged = tuple(dose for dose in diary.doses if _same(packs, dose.substance, key))
    other_drug = _other_drugs(diary, packs, logged) if pack is not None and pack.refusal is None else frozenset()
    doses = tuple(dose for dose in logged if dose not in other_drug)
    question = _question(diary, packs, key, measure)
    if pack is not None and pack.refusal is not None:
        return answers.refused(key, measure, _(pack.refusal.reason), len(doses))
    record = _record(diary, packs, doses, question, _last(diary, now))
    kinetics = packs.kinetics(key)
    question = _by_plan(question, diary.plans, packs, record)
    told = answers.answers(record, question, priors(kinetics), rng)
    if told.usual_dose is not None and pack is not None:
        mg = _alkaloid_mg(diary, pack, record)
        told = dataclasses.replace(told, usual_dose=dataclasses.replace(told.usual_dose, mitragynine_mg=mg))
    told = dataclasses.replace(told, costs=dataclasses.replace(told.costs, side_effects=_side_effects(diary, record)))
    told = dataclasses.replace(told, cautions=(*told.cautions, *_beside(diary, record, logged, len(other_drug))))
    seconds = time.process_time() - started
    return dataclasses.replace(told, diagnostics=dataclasses.replace(told.diagnostics, seconds=seconds))


def meaningful_change(diary: Diary, *, substance: str, measure: str, knowledge: Knowledge | None = None) -> float:
    """The change that answers hold to matter, in points of the measure: as agreed, else a tenth of its range.

    Raises UnknownMeasure.
    """
    packs = knowledge or load()
    pack = packs.substance(substance)
    question = _question(diary, packs, pack.key if pack is not None else substance, measure)
    agreed = dataclasses.replace(question, meaningful_change=_agreed_change(question, diary.plans, packs))
    return agreed.meaningful * agreed.scale.point


def priors(kinetics: Kinetics | None) -> Priors:
    """The science's priors with the kinetic ones of a pack in place of its own."""
    from counterpoise.science.priors import NAMES, Priors

    plain = Priors()
    if kinetics is None:
        return plain
    centre, spread = list(plain.centre), list(plain.spread)
    for name in ("half_effect", "half_life_h", "tolerance", "absorption_beyond", "slow_fraction"):
        prior = getattr(kinetics, name)
        centre[NAMES.index(name)], spread[NAMES.index(name)] = float(prior.centre), float(prior.sd)
    return dataclasses.replace(plain, centre=tuple(centre), spread=tuple(spread))


def _same(packs: Knowledge, name: str, key: str) -> bool:
    """Whether a dose's substance, a key or the person's own word, is the one asked about."""
    pack = packs.substance(name)
    return name == key if pack is None else pack.key == key


def _other_drugs(diary: Diary, packs: Knowledge, doses: Sequence[Dose]) -> frozenset[Dose]:
    """Doses logged as this substance that another drug was: by what was counted, or by the product or its name."""
    lot_of, product_of = diary.lot_finder(), finder(diary.products)

    def names(dose: Dose) -> list[str]:
        lot = lot_of(dose)
        product = None if lot is None else product_of(lot.product, lot.source)
        counted = [] if dose.of is None else [dose.of]
        return counted if product is None else [*counted, product.name, product.substance]

    def refused(name: str) -> bool:
        pack = packs.substance(name)
        return pack is not None and pack.refusal is not None

    return frozenset(dose for dose in doses if any(refused(name) for name in names(dose)))


def _beside(diary: Diary, record: Record, logged: Sequence[Dose], left_out: int) -> tuple[str, ...]:
    """Cautions about what the answer leaves aside: doses of another drug, and other substances of these days."""
    said = []
    if left_out:
        text = ngettext(
            "{number} dose is left out: its product, or what was counted of it, is another drug.",
            "{number} doses are left out: their product, or what was counted of them, is another drug.",
            left_out,
        )
        said.append(text.format(number=left_out))
    start, same = record.end - dt.timedelta(days=record.days), {dose.substance for dose in logged}
    others = Counter(d.substance for d in diary.doses if start <= d.at <= record.end and d.substance not in same)
    often = [name for name, times in others.most_common() if times >= OFTEN]
    if often:
        text = _("In these days {others} was taken, too; what it did is not told apart.")
        said.append(text.format(others=", ".join(often)))
    return tuple(said)


def _last(diary: Diary, now: dt.datetime | None) -> dt.datetime:
    """The last entry there is by `now`; one dated years ahead by mistake does not move the window."""
    instants = [entry.at for entry in (*diary.doses, *diary.ratings) if now is None or entry.at <= now]
    return max(instants, default=dt.datetime(2000, 1, 1, tzinfo=dt.UTC))


def _question(diary: Diary, packs: Knowledge, substance: str, measure: str) -> Question:
    from counterpoise.science.question import Question
    from counterpoise.science.scale import Scale

    known = packs.measure(measure) or next((own for own in diary.measures if own.key == measure), None)
    if known is None:
        allowed = ", ".join([*packs.measures, *(own.key for own in diary.measures)])
        text = _("measure '{measure}': its range is not known; allowed: {allowed}")
        raise UnknownMeasure(text.format(measure=measure, allowed=allowed))
    scale = Scale(float(known.low), float(known.high), float(known.step), bool(known.higher_is_better))
    name = _("pain") if measure == PAIN_NOW else _(known.name).lower()
    return Question(substance, measure, scale, substance_name=substance, measure_name=name)


def _record(diary: Diary, packs: Knowledge, doses: Sequence[Dose], question: Question, now: dt.datetime) -> Record:
    from counterpoise.science.pharmacology.amounts import amounts
    from counterpoise.science.record import read

    pack = packs.substance(question.substance)
    return read(
        doses,
        [rating for rating in diary.ratings if rating.measure == question.measure],
        question.scale,
        amounts=amounts(doses, diary.lot_finder(), pack.alkaloid if pack is not None else None),
        rating_of=diary.rating_finder(),
        history=[past for past in diary.person.history if _same(packs, past.substance, question.substance)],
        now=now,
    )


def _by_plan(question: Question, plans: Sequence[Plan], packs: Knowledge, record: Record) -> Question:
    """The meaningful change and the ceiling that person and clinician agreed on."""
    about = [plan for plan in _about(question, plans, packs) if plan.ceiling_per_dose is not None]
    begun = [plan for plan in about if plan.from_ <= record.end.date()]
    ceilings = [_in(plan.ceiling_per_dose, record.unit) for plan in (*begun[-1:], *about[len(begun) :])]
    return dataclasses.replace(
        question,
        meaningful_change=_agreed_change(question, plans, packs),
        ceiling=min(ceilings, default=None),
    )


def _agreed_change(question: Question, plans: Sequence[Plan], packs: Knowledge) -> float | None:
    """Points of pain that matter by the latest plan that names them; plans say nothing of other measures."""
    about = _about(question, plans, packs)
    changes = [plan.meaningful_change for plan in about if plan.meaningful_change is not None]
    return float(changes[-1]) if changes and question.measure.startswith("pain.") else None


def _about(question: Question, plans: Sequence[Plan], packs: Knowledge) -> list[Plan]:
    """The plans for the substance asked about, the latest last."""
    return sorted((p for p in plans if _same(packs, p.substance, question.substance)), key=lambda p: p.from_)


def _in(ceiling: Quantity | None, unit: str | None) -> float:
    """A ceiling in the unit of the record; nothing is known to be below one in a unit that does not convert."""
    if ceiling is None or unit is None:
        return 0.0
    return units.converted(ceiling.amount, ceiling.unit, unit) or 0.0


def _alkaloid_mg(diary: Diary, pack: Substance, record: Record) -> Spread | None:
    """Milligrams of the alkaloid in the usual dose, by the lot it last came from, else by the form of its product."""
    lot_of = diary.lot_finder()
    latest = [dose for dose, amount in zip(record.doses, record.shown, strict=True) if amount == record.usual]
    if not latest or pack.alkaloid is None:
        return None
    dose, lot = latest[-1], lot_of(latest[-1])
    exact = units.milligrams_of(pack.alkaloid, dose, lot)
    if exact is not None:
        return _log_normal(exact, 0.0 if dose.of == pack.alkaloid else ASSAY_SD)
    grams = units.grams(dose.amount or 0.0, dose.unit or "", lot)
    guess = pack.potency.get(_form(diary, lot) or "")
    if grams is None or guess is None or dose.of is not None:
        return None
    return _log_normal(grams * float(guess.centre), float(guess.sd))


def _form(diary: Diary, lot: Lot | None) -> str | None:
    products = {product.id: product.form for product in diary.products}
    return None if lot is None else products.get(lot.product)


def _log_normal(median: float, sd: float) -> Spread:
    from counterpoise.science.findings import Spread

    reach = math.exp(1.6448536269514722 * sd)
    return Spread(median * math.exp(sd * sd / 2), (median / reach, median * reach))


def _side_effects(diary: Diary, record: Record) -> tuple[dict[str, object], ...]:
    """What was written down within the days of the record: a count, which is not a claim of a cause."""
    start = record.end - dt.timedelta(days=record.days)
    seen = [effect for effect in diary.effects if start <= effect.at <= record.end]
    counted = Counter(effect.kind for effect in seen)
    worst = {kind: max((e.severity or 0 for e in seen if e.kind == kind), default=0) or None for kind in counted}
    return tuple({"kind": kind, "times": times, "worst": worst[kind]} for kind, times in counted.most_common())
