"""Whether the mitragynine on a certificate can be, and whether its 7-hydroxymitragynine is that of leaf."""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterator, Sequence

from counterpoise import units
from counterpoise.diary import Assay
from counterpoise.knowledge.contents import (
    IN_A_PIECE,
    MITRAGYNINE,
    OF_ALKALOIDS,
    PSEUDOINDOXYL,
    SEVEN_OH,
    Range,
    another_drug,
    assays_of,
    contradicted,
    left_out,
    over,
    range_of,
    settled,
    share_of,
)
from counterpoise.knowledge.records import Limit
from counterpoise.supply.verdicts import Asked, Check, Figure, Verdict, in_part
from counterpoise.supply.wording import number, result
from counterpoise.text import _

WIDE = statistics.NormalDist().inv_cdf(0.975)
"""What is plausible lies within the middle 95 % of what the packs know of a form."""
APART = 1.25
IN_PRODUCTS = "products"
GRAM_UNITS = ("mg/g", "%")
"""Limits of what a gram may hold."""


def check_alkaloids(asked: Asked) -> Iterator[Check]:
    """Every question about alkaloids."""
    assays = assays_of(asked.lot, asked.packs, MITRAGYNINE)
    held = range_of(assays, units.mg_per_gram)
    yield in_part(_mitragynine(asked, assays, held), () if held is None else held.apart)
    yield from _seven_oh(asked)
    yield from _pseudoindoxyl(asked)


def _mitragynine(asked: Asked, assays: Sequence[Assay], held: Range | None) -> Check:
    analyte = asked.packs.analytes[MITRAGYNINE]
    asks = _("Can its mitragynine be right?")
    facts = (*(fact for key, fact in analyte.facts.items() if key == IN_PRODUCTS),)
    if not assays:
        says = _("Mitragynine was not measured, or is not on the paper.")
        if MITRAGYNINE in left_out(asked.lot, asked.packs):
            says = _("Its mitragynine is not kept here; it may be on the paper.")
        return Check("mitragynine", asks, "not_covered", says, facts)
    if held is None:
        says = _("It is not given by weight ({unit}), so it cannot be compared.").format(unit=assays[0].unit)
        return Check("mitragynine", asks, "cannot_tell", says, facts)
    if held.found is None:
        seen = ", ".join(dict.fromkeys(result(one) for one in assays if one not in held.apart))
        says = _("The lab saw no mitragynine in it ({seen}). Leaf holds some; this is not what leaf looks like.")
        says = says.format(seen=seen)
        return Check("mitragynine", asks, "concern", says, facts)
    figures = (Figure(_("Mitragynine"), held.found, "mg/g"),)
    if held.found > units.MG_IN_A_GRAM:
        says = _("It says more mitragynine than the whole weighs. It was printed or read wrong.")
        return Check("mitragynine", asks, "concern", says, facts, figures)
    low = _too_low(assays, held.found)
    if low:
        says = _("The paper gives {low} and {high} mg in a gram. They do not agree; which is right cannot be told.")
        says = says.format(low=low, high=number(held.found))
        return Check("mitragynine", asks, "concern", says, facts, figures)
    return _beside_its_form(asked, asks, held.found, figures)


def _too_low(assays: Sequence[Assay], found: float) -> str:
    """What stands beside the highest and does not agree with it, in words; empty where all agree."""
    unseen = contradicted(assays, units.mg_per_gram, APART)
    if unseen is not None:
        return result(unseen)
    least = range_of([one for one in assays if one.censored is None], units.mg_per_gram)
    return number(least.least) if least is not None and least.least * APART < found else ""


def _beside_its_form(asked: Asked, asks: str, found: float, figures: tuple[Figure, ...]) -> Check:
    pack = asked.packs.substance(asked.product.substance if asked.product else "kratom")
    form = (asked.product.form if asked.product else None) or ""
    prior = None if pack is None else pack.potency.get(form)
    shown = number(found)
    if pack is None or prior is None:
        says = _("It says {shown} mg in a gram. Its form is not noted, so it cannot be held against others.")
        return Check("mitragynine", asks, "cannot_tell", says.format(shown=shown), (), figures)
    reach = math.exp(WIDE * float(prior.sd))
    low, high = float(prior.centre) / reach, float(prior.centre) * reach
    words = {"shown": shown, "form": _(pack.forms.get(form, form)).lower(), "low": number(low), "high": number(high)}
    verdict: Verdict = "fine_by_the_page"
    says = _("It says {shown} mg in a gram. For {form}, anything from {low} to {high} can be.")
    if found > high:
        verdict, says = "concern", _("It says {shown} mg in a gram, more than {form} holds ({low} to {high}).")
    elif found < low:
        verdict, says = "concern", _("It says {shown} mg in a gram, less than {form} holds ({low} to {high}).")
    return Check("mitragynine", asks, verdict, says.format(**words), (prior,), figures)


def _seven_oh(asked: Asked) -> Iterator[Check]:
    analyte = asked.packs.analytes[SEVEN_OH]
    limits = analyte.limits
    assays = assays_of(asked.lot, asked.packs, SEVEN_OH)
    if not assays:
        says = _("7-OH was not measured, or is not on the paper. How much is in it cannot be told.")
        if SEVEN_OH in left_out(asked.lot, asked.packs):
            says = _("Its 7-OH is not kept here; it may be on the paper.")
        yield Check("seven_oh", _("Is its 7-OH that of leaf?"), "not_covered", says, tuple(limits.values()))
        return
    share = share_of(SEVEN_OH, asked.lot, asked.packs)
    held = range_of(assays, units.mg_per_gram)
    piece = range_of(assays, units.mg_in_a_piece)
    decided = over(settled(asked.lot), asked.packs) or over(asked.lot, asked.packs)
    decides = "" if decided is None or decided.drug != SEVEN_OH else decided.key
    another = another_drug(asked.lot, asked.packs) == SEVEN_OH
    parts = []
    for key, limit in limits.items():
        if limit.unit == OF_ALKALOIDS:
            parts.append(_beside(key, limit, share, _("% of the alkaloids"), decides=key == decides, another=another))
        elif limit.unit in GRAM_UNITS:
            one = units.mg_per_gram(1.0, limit.unit) or 1.0
            inside = _scaled(held, one)
            parts.append(_beside(key, limit, inside, limit.unit, decides=key == decides, another=another))
        elif limit.unit == IN_A_PIECE and piece is not None:
            parts.append(_beside(key, limit, piece, _("mg in one piece"), decides=key == decides, another=another))
    deciding = (decides,) if decides else asked.packs.rules["products.seven_oh"].words
    first = next(one for one in parts if one.key.partition(".")[2] in deciding)
    yield _of_all(asked, parts, first)


def _pseudoindoxyl(asked: Asked) -> Iterator[Check]:
    """Asked only where it was found: no law that was read limits it, and most certificates do not look for it."""
    held = range_of(assays_of(asked.lot, asked.packs, PSEUDOINDOXYL), units.mg_per_gram)
    named = [one for one in assays_of(asked.lot, asked.packs, PSEUDOINDOXYL) if one.value]
    if not named:
        return
    another = another_drug(asked.lot, asked.packs) == PSEUDOINDOXYL
    says = _("The paper says {found} {unit} of it. It is an opioid made from 7-OH, and another drug than leaf.")
    figures = () if held is None or held.found is None else (Figure(_("Pseudoindoxyl"), held.found, "mg/g"),)
    says = says.format(found=number(named[0].value or 0.0), unit=named[0].unit)
    facts = (asked.packs.analytes[PSEUDOINDOXYL],)
    yield Check("pseudoindoxyl", _("Is pseudoindoxyl in it?"), "concern", says, facts, figures, another)


def _of_all(asked: Asked, parts: list[Check], first: Check) -> Check:
    """One fact, one verdict: what decides whether it is leaf, then the other limits of the person's own country. What
    other countries hold is told beside it, and is no concern of its own."""
    above = [one for one in parts if one.verdict == "concern" and one is not first]
    counts = [one for one in above if asked.country in (None, _limit(one).country)]
    verdict: Verdict = "concern" if counts else first.verdict
    says = first.says
    if not first.another_drug and counts:
        said = "; ".join(_(_limit(one).by) for one in counts)
        says += " " + _("It is more than this limit: {by}.").format(by=said)
    elif not first.another_drug and above:
        says += " " + _("Limits of other countries are lower.")
    facts = tuple(fact for one in parts for fact in one.rests_on)
    asks = _("Is its 7-OH that of leaf?")
    figures = first.figures or tuple(figure for one in counts for figure in one.figures)
    return Check("seven_oh", asks, verdict, says, facts, figures, first.another_drug, tuple(parts))


def _limit(part: Check) -> Limit:
    (limit,) = part.rests_on
    assert isinstance(limit, Limit)  # noqa: S101 - `_beside` put it there
    return limit


def _beside(key: str, limit: Limit, held: Range | None, unit: str, *, decides: bool, another: bool) -> Check:
    """decides: by this limit the bag is above what leaf holds (`contents.over`). another: it
    counts as another drug by values that somebody looked at."""
    asks = _("Is its 7-OH below the limit? ({by})").format(by=_(limit.by))
    words = {"most": number(limit.most), "unit": unit, "by": _(limit.by)}
    verdict: Verdict = "cannot_tell"
    figures: tuple[Figure, ...] = ()
    if held is None:
        says = _("It is not given in a way that can be held against {most} {unit}.")
    elif held.found is not None and held.found > limit.most:
        verdict, figures = "concern", (Figure("7-OH", held.found, unit),)
        says = _("7-OH is {found} {unit}; the most is {most} ({by}).")
        says += f" {_counts(another)}" if decides else ""
        words["found"] = number(held.found)
    elif held.most is not None and held.most <= limit.most:
        verdict, figures = (
            "fine_by_the_page",
            (Figure("7-OH", held.most, unit, "" if held.found == held.most else "<"),),
        )
        says = _("7-OH is at most {found} {unit}; the most is {most} ({by}).")
        words["found"] = number(held.most)
    elif held.most is None:
        says = _("The lab saw none, and does not say how little it can see. So {most} {unit} cannot be ruled out.")
    else:
        figures = (Figure("7-OH", held.most, unit, "<"),)
        says = _("There may be up to {found} {unit} that the lab cannot measure; the most is {most} ({by}).")
        words["found"] = number(held.most)
    counts = decides and another and verdict == "concern"
    part = Check(f"seven_oh.{key}", asks, verdict, says.format(**words), (limit,), figures, counts)
    return in_part(part, () if held is None else held.apart)


def _counts(another: bool) -> str:
    if another:
        return _("A bag above this counts as another drug than leaf.")
    return _("Nobody looked at this value yet. Once somebody did, the bag counts as another drug than leaf.")


def _scaled(held: Range | None, one: float) -> Range | None:
    if held is None:
        return None
    found, most = (None if value is None else value / one for value in (held.found, held.most))
    return Range(held.least / one, found, most, held.apart)
