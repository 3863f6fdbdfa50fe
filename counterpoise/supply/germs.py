"""Germs and damp: what may not be found at all, what may be found up to a number, and how much water there is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from counterpoise.diary import Assay
from counterpoise.knowledge.contents import Range, assays_of, range_of
from counterpoise.knowledge.records import Analyte, Limit
from counterpoise.supply.verdicts import Asked, Check, Figure, Verdict, in_part
from counterpoise.supply.wording import number
from counterpoise.text import _
from counterpoise.units import counts_per_gram, mg_per_gram, portion

MOISTURE = "moisture"
MG_IN_A_PERCENT = 10.0
NOT_FOUND = ("not_detected", "absent")
"""Below a limit of counting is few, not none."""
Said = tuple[Verdict, str, tuple[Figure, ...]]


def check_germs(asked: Asked) -> Iterator[Check]:
    """A question for each germ on the page, and one for damp."""
    for germ in (one for one in asked.packs.analytes.values() if one.kind == "microbe"):
        assays = assays_of(asked.lot, asked.packs, germ.key)
        if assays:
            asks = _("{germ}: is there any, or too much?").format(germ=_(germ.name))
            limit = next(iter(germ.limits.values()), None)
            facts = (germ, *germ.limits.values())
            verdict, says, figures = _germ(germ, limit, assays)
            apart: Sequence[Assay] = () if limit is None or limit.most == 0 else _apart(assays)
            yield in_part(Check(f"microbe.{germ.key}", asks, verdict, says, facts, figures), apart)
    assays = assays_of(asked.lot, asked.packs, MOISTURE)
    held = range_of(assays, mg_per_gram)
    yield in_part(_moisture(asked, assays, held), () if held is None else held.apart)


def _apart(assays: Sequence[Assay]) -> Sequence[Assay]:
    held = range_of(assays, counts_per_gram)
    return () if held is None else held.apart


def found_any(germ: Analyte, assays: Sequence[Assay]) -> Assay | None:
    """The first assay that found what may not be there, or more of it than a limit in the same unit."""
    for limit in germ.limits.values():
        for assay in assays:
            if assay.censored is not None or not assay.value:
                continue
            counted = counts_per_gram(assay.value, assay.unit)
            if limit.most == 0 or (limit.unit == "CFU/g" and counted is not None and counted > limit.most):
                return assay
    return None


def _germ(germ: Analyte, limit: Limit | None, assays: Sequence[Assay]) -> Said:
    bad = found_any(germ, assays)
    if bad is None and any(one.passed is False for one in assays):
        return "concern", _("The paper says that it failed. {about}").format(about=_(germ.about)), ()
    if bad is not None:
        figures = (Figure(_(germ.name), bad.value or 0.0, bad.unit),)
        says = _("The paper says {value} {unit}. {about}")
        return "concern", says.format(value=number(bad.value or 0.0), unit=bad.unit, about=_(germ.about)), figures
    if limit is None:
        return "cannot_tell", _("No limit for it is known to us."), ()
    return _none_of(limit, assays) if limit.most == 0 else _few_of(limit, assays)


def _none_of(limit: Limit, assays: Sequence[Assay]) -> Said:
    """None may be in so much of it: not found counts only where at least so much was looked at."""
    wanted = portion(limit.unit)
    none = [one for one in assays if one.censored in NOT_FOUND or (one.censored is None and one.value == 0)]
    looked = [size for one in none if (size := portion(one.unit)) is not None]
    if looked and wanted is not None and max(looked) >= wanted:
        says = _("None was found in {grams} g.").format(grams=number(max(looked)))
        return "fine_by_the_page", says, ()
    words = {"wanted": number(wanted or 0.0), "by": _(limit.by)}
    if looked:
        says = _("None was found in {grams} g. The limit is none in {wanted} g ({by}), so too little was looked at.")
        return "cannot_tell", says.format(grams=number(max(looked)), **words), ()
    says = _("The paper does not say that there was none. The limit is none in {wanted} g ({by}).")
    return "cannot_tell", says.format(**words), ()


def _few_of(limit: Limit, assays: Sequence[Assay]) -> Said:
    held = range_of(assays, counts_per_gram)
    words = {"most": number(limit.most), "by": _(limit.by)}
    if held is None or held.most is None:
        says = _("It is not given as a count in a gram, so it cannot be held against {most} ({by}).")
        return "cannot_tell", says.format(**words), ()
    figures = (Figure(_("In a gram"), held.most, "CFU/g", "" if held.found == held.most else "<"),)
    words["found"] = number(held.most)
    if held.most <= limit.most:
        says = _("At most {found} in a gram; up to {most} may be there ({by}).")
        return "fine_by_the_page", says.format(**words), figures
    says = _("There may be up to {found} in a gram that were not counted; the most is {most} ({by}).")
    return "cannot_tell", says.format(**words), figures


def _moisture(asked: Asked, assays: Sequence[Assay], held: Range | None) -> Check:
    analyte = asked.packs.analytes[MOISTURE]
    asks = _("Is it dry?")
    if not assays:
        return Check("moisture", asks, "not_covered", _("How much water is in it was not measured."), (analyte,))
    if held is None or (held.found is None and held.most is None):
        return Check("moisture", asks, "cannot_tell", _("It is not given as a part of the weight."), (analyte,))
    water = (held.most if held.found is None else held.found or 0.0) or 0.0
    figures = (Figure(_("Water"), water / MG_IN_A_PERCENT, "%", "" if held.found is not None else "<"),)
    words = {"water": number(water / MG_IN_A_PERCENT)}
    limits = [mg_per_gram(one.limit, one.unit) for one in assays if one.limit is not None]
    over = [limit for limit in limits if limit is not None and held.found is not None and held.found > limit]
    if over or any(one.passed is False for one in assays):
        says = _("{water} % water, which the paper itself calls too much. Damp leaf grows mould.")
        return Check("moisture", asks, "concern", says.format(**words), (analyte,), figures)
    if any(limit is not None and water > limit for limit in limits):
        says = _("Up to {water} % water, which the paper could not measure; it allows less than that.")
        return Check("moisture", asks, "cannot_tell", says.format(**words), (analyte,), figures)
    if limits or any(one.passed for one in assays):
        says = _("{water} % water, within what the paper allows.")
        return Check("moisture", asks, "fine_by_the_page", says.format(**words), (analyte,), figures)
    says = _("{water} % water. We know of no limit to hold it against.")
    return Check("moisture", asks, "cannot_tell", says.format(**words), (analyte,), figures)
