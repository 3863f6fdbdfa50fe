"""What the entries of a diary lead to: how strong a bag is, which doses were another drug, what was taken beside."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from counterpoise import units
from counterpoise.assessment.beliefs import priors
from counterpoise.assessment.questions import same
from counterpoise.diary import Diary, Dose, Lot, Product, finder
from counterpoise.knowledge.contents import another_drug
from counterpoise.knowledge.load import Knowledge
from counterpoise.knowledge.records import Substance
from counterpoise.supply import potency as supply

if TYPE_CHECKING:
    from counterpoise.science.beside import Covariate, Treatment
    from counterpoise.science.findings import Spread
    from counterpoise.science.pharmacology.amounts import Potency
    from counterpoise.science.record import Record, Sources

OFTEN, MOST_TREATMENTS = 10, 6
"""Doses of another substance from which an answer reckons with it, and how many substances at the most."""
LEFT_OUT = "another drug"
"""Doses logged as the substance asked about that were something else; they are reckoned with under this name."""
COVARIATES = {"sleep.quality": 0, "activity": 1}
"""Measures of a day, and the days after which they speak: sleep is rated in the morning, activity at night."""


def sources(
    diary: Diary, packs: Knowledge, substance: str, measure: str, *, others: frozenset[Dose], now: dt.datetime
) -> Sources:
    """Where to look up what the doses and ratings of one question lead to. others: doses that were another drug."""
    from counterpoise.science.record import Sources

    pack = packs.substance(substance)
    return Sources(
        lot_of=diary.lot_finder(),
        rating_of=diary.rating_finder(),
        alkaloid=pack.alkaloid if pack is not None else None,
        potency=potency(finder(diary.products), pack, packs, last_used(diary, now)),
        history=[past for past in diary.person.history if same(packs, past.substance, substance)],
        treatments=_treatments(diary, packs, substance, others, now),
        covariates=_covariates(diary, measure),
        written=[entry.at for entry in (*diary.doses, *diary.ratings)],
    )


def other_drugs(diary: Diary, packs: Knowledge, doses: Sequence[Dose]) -> frozenset[Dose]:
    """Doses logged as this substance that another drug was: by what was counted, by the product or its name, or by
    what a laboratory found in its bag."""
    lot_of, product_of = diary.lot_finder(), finder(diary.products)
    measured = {id(lot) for lot in diary.lots if another_drug(lot, packs) is not None}

    def names(dose: Dose) -> list[str]:
        lot = lot_of(dose)
        product = None if lot is None else product_of(lot.product, lot.source)
        counted = [] if dose.of is None else [dose.of]
        return counted if product is None else [*counted, product.name, product.substance]

    def refused(name: str) -> bool:
        pack = packs.substance(name)
        return pack is not None and pack.refusal is not None

    return frozenset(
        dose for dose in doses if id(lot_of(dose)) in measured or any(refused(name) for name in names(dose))
    )


def potency(
    product_of: Callable[[str | None, str | None], Product | None],
    pack: Substance | None,
    packs: Knowledge,
    day_of: Callable[[Lot | None], dt.date],
) -> Potency:
    """How much of its alkaloid a gram of the bag of a dose holds (`supply.potency`), looked up once for each bag.

    product_of: by id and source; day_of: the day on which a bag is looked at, for its age.
    """
    known: dict[int, tuple[float, float] | None] = {}

    def of(dose: Dose, lot: Lot | None) -> tuple[float, float] | None:
        if pack is None:
            return None
        if id(lot) not in known:
            product = None if lot is None else product_of(lot.product, lot.source)
            found = supply.potency(lot, product, packs, day_of(lot), pack.key)
            known[id(lot)] = None if found is None else (found.median, found.sd)
        return known[id(lot)]

    return of


def last_used(diary: Diary, now: dt.datetime) -> Callable[[Lot | None], dt.date]:
    """A function that gives the day a bag was last used, by then; for one that never was, `now`."""
    lot_of = diary.lot_finder()
    days: dict[int, dt.date] = {}
    for dose in diary.doses:
        if dose.lot is not None and dose.at <= now:
            lot, day = id(lot_of(dose)), dose.at.date()
            days[lot] = max(day, days.get(lot, day))
    return lambda lot: days.get(id(lot), now.date())


def forms(product_of: Callable[[str | None, str | None], Product | None]) -> Callable[[Lot | None], str | None]:
    """A function that gives the form of what is in a lot."""

    def of(lot: Lot | None) -> str | None:
        product = None if lot is None else product_of(lot.product, lot.source)
        return None if product is None else product.form

    return of


def usual_form(diary: Diary, doses: Sequence[Dose]) -> str | None:
    """The form in which most of the doses were taken, None where that is not known of most."""
    form_of, lot_of = forms(finder(diary.products)), diary.lot_finder()
    counted = Counter(form_of(lot_of(dose)) for dose in doses).most_common(1)
    return counted[0][0] if counted else None


def alkaloid_mg(diary: Diary, packs: Knowledge, pack: Substance, record: Record) -> Spread | None:
    """Milligrams of the alkaloid in the usual dose, by the lot it last came from, else by the form of its product."""
    lot_of, usual = diary.lot_finder(), record.amounts.usual
    latest = [dose for dose, amount in zip(record.doses, record.amounts.shown, strict=True) if amount == usual]
    if not latest or pack.alkaloid is None or latest[-1].amount is None:
        return None
    dose, lot = latest[-1], lot_of(latest[-1])
    weighing = units.log_sd(latest[-1].amount, dose.amount_sd)
    if dose.of == pack.alkaloid:
        exact = units.milligrams_of(pack.alkaloid, dose, lot)
        return None if exact is None else _log_normal(exact, weighing)
    grams = units.grams(dose.amount or 0.0, dose.unit or "", lot)
    product = None if lot is None else finder(diary.products)(lot.product, lot.source)
    guess = supply.potency(lot, product, packs, dose.at.date(), pack.key)
    if grams is None or guess is None or dose.of is not None:
        return None
    if guess.basis == "form" and (product is None or product.form is None):
        return None  # a form that nobody told is guessed for comparing doses, and not to be shown in milligrams
    return _log_normal(grams * guess.median, math.hypot(guess.sd, weighing))


def _log_normal(median: float, sd: float) -> Spread:
    from counterpoise.science.findings import Spread

    reach = math.exp(1.6448536269514722 * sd)
    return Spread(median * math.exp(sd * sd / 2), (median / reach, median * reach))


def _treatments(
    diary: Diary, packs: Knowledge, substance: str, others: frozenset[Dose], now: dt.datetime
) -> tuple[Treatment, ...]:
    """Other substances taken often in the window, each to be reckoned with as an effect of its own.

    How they come and go is as believed beforehand; it is not learned.
    """
    import numpy as np

    from counterpoise.science.beside import Treatment
    from counterpoise.science.pharmacology.amounts import amounts
    from counterpoise.science.priors import SIZE
    from counterpoise.science.record import WINDOW_DAYS

    start = now - dt.timedelta(days=WINDOW_DAYS)
    groups: dict[str, list[Dose]] = {}
    for dose in diary.doses:
        if start <= dose.at <= now and (dose in others or not same(packs, dose.substance, substance)):
            pack = packs.substance(dose.substance)
            name = LEFT_OUT if dose in others else pack.key if pack is not None else dose.substance
            groups.setdefault(name, []).append(dose)
    often = sorted((name for name, doses in groups.items() if len(doses) >= OFTEN), key=lambda n: (-len(groups[n]), n))
    found = []
    for name in often[:MOST_TREATMENTS]:
        doses = sorted(groups[name], key=lambda dose: dose.at.timestamp())
        believed = priors(packs.kinetics(name)).theta(np.zeros((1, SIZE)))
        counted = amounts(doses, diary.lot_finder(), None, lambda dose, lot: None)
        found.append(Treatment(name, doses, counted, believed.kinetics))
    return tuple(found)


def _covariates(diary: Diary, measure: str) -> tuple[Covariate, ...]:
    """The sleep of the night before, and the activity of the day before: neither can come from a dose of the day."""
    from counterpoise.science.beside import Covariate

    return tuple(
        Covariate(name, [rating for rating in diary.ratings if rating.measure == name], days_later)
        for name, days_later in COVARIATES.items()
        if name != measure
    )
