"""Metals: what a gram holds, times the person's own grams a day, beside what is held to be the most in a day."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.knowledge.contents import Range, assays_of, micrograms, range_of
from counterpoise.knowledge.records import Analyte, Limit
from counterpoise.supply.verdicts import Asked, Check, Figure, Verdict, in_part
from counterpoise.supply.wording import number
from counterpoise.text import _

PREFERRED = ("usp", "pde", "ich")
"""Whose limit decides, the first that an analyte has; the others stand beside it (as in safety/products.toml)."""


def check_metals(asked: Asked) -> Iterator[Check]:
    """A question for each metal on the page."""
    for metal in (one for one in asked.packs.analytes.values() if one.kind == "metal"):
        assays = assays_of(asked.lot, asked.packs, metal.key)
        if assays:
            yield _metal(asked, metal, range_of(assays, micrograms), assays[0].unit)


def daily_limit(metal: Analyte) -> Limit | None:
    """The limit that decides."""
    return next((metal.limits[name] for name in PREFERRED if name in metal.limits), None)


def _metal(asked: Asked, metal: Analyte, held: Range | None, unit: str) -> Check:
    key, asks = f"metal.{metal.key}", _("How much {metal} would a day bring?").format(metal=_(metal.name).lower())
    facts = tuple(metal.limits[name] for name in PREFERRED if name in metal.limits)
    limit = daily_limit(metal)
    if held is None or limit is None:
        says = _("It is given as {unit}, which cannot be held against a limit.").format(unit=unit)
        return Check(key, asks, "cannot_tell", says, facts)
    figures = _figures(held, asked.daily)
    words = {"metal": _(metal.name).lower(), "most": number(limit.most), "by": _(limit.by)}
    return in_part(Check(key, asks, *_said(held, limit, asked.daily, words), facts, figures), held.apart)


def _said(held: Range, limit: Limit, daily: float | None, words: dict[str, str]) -> tuple[Verdict, str]:
    if held.most is None:
        says = _("The lab found no {metal}, and does not say how little it can see. So it cannot be told.")
        return "cannot_tell", says.format(**words)
    words["gram"] = number(held.most if held.found is None else held.found)
    if daily is None:
        said = _("{gram} µg of {metal} in a gram.")
        if held.found is None:
            said = _("Less than {gram} µg of {metal} in a gram.")
        more = _("How much you use in a day is not known well enough to hold it against {most} µg a day ({by}).")
        return "cannot_tell", f"{said} {more}".format(**words)
    words["grams"] = number(daily)
    limit_said = _("The most a day is {most} µg ({by}).")
    if held.found is not None and held.found * daily > limit.most:
        words["daily"] = number(held.found * daily)
        said = _("{gram} µg in a gram is {daily} µg of {metal} at your {grams} g a day.")
        return "concern", f"{said} {limit_said}".format(**words)
    words |= {"daily": number(held.most * daily), "least": number(held.most)}
    if held.most * daily <= limit.most:
        said = _("That is at most {daily} µg of {metal} at your {grams} g a day.")
        return "fine_by_the_page", f"{said} {limit_said}".format(**words)
    said = _("The lab cannot see less than {least} µg in a gram. At your {grams} g a day that may be {daily} µg.")
    return "cannot_tell", f"{said} {limit_said}".format(**words)


def _figures(held: Range, daily: float | None) -> tuple[Figure, ...]:
    gram = held.found if held.found is not None else held.most
    if gram is None:
        return ()
    sign = "" if held.found is not None else "<"
    found = [Figure(_("In a gram"), gram, "µg/g", sign)]  # type: ignore[arg-type]
    if daily is not None:
        found.append(Figure(_("In your day"), gram * daily, "µg", sign))  # type: ignore[arg-type]
    return tuple(found)
