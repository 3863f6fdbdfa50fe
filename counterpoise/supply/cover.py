"""What a certificate does not speak of: whole kinds of tests, and what is missing of a kind."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.knowledge.contents import MITRAGYNINE, SEVEN_OH, left_out
from counterpoise.supply.verdicts import Asked, Check, Verdict
from counterpoise.text import _

WANTED = {"alkaloid": (MITRAGYNINE, SEVEN_OH)}
"""Of alkaloids these two; of metals and germs all that have a limit."""


def check_cover(asked: Asked) -> Iterator[Check]:
    """A question for each kind of test."""
    there = {analyte.key for one in asked.lot.assays if (analyte := asked.packs.analyte(one.analyte)) is not None}
    apart = left_out(asked.lot, asked.packs)
    for kind, asks, nothing in (
        ("alkaloid", _("Does it cover alkaloids?"), _("It does not speak of alkaloids.")),
        ("metal", _("Does it cover metals?"), _("It does not speak of metals.")),
        ("microbe", _("Does it cover germs?"), _("It does not speak of germs.")),
    ):
        every = {key: one for key, one in asked.packs.analytes.items() if one.kind == kind}
        wanted = WANTED.get(kind) or tuple(key for key, one in every.items() if one.limits)
        missing = [_(every[key].name) for key in wanted if key not in there | apart]
        verdict: Verdict = "fine_by_the_page"
        says = _("It does.")
        if not (there | apart) & every.keys():
            verdict, says = "not_covered", nothing
        elif missing:
            verdict, says = "not_covered", _("It does not speak of: {names}.").format(names=", ".join(missing))
        if unkept := [_(every[key].name) for key in every if key in apart - there]:
            said = _("Not kept here, though it may be on the paper: {names}.").format(names=", ".join(unkept))
            says, verdict = f"{says} {said}" if verdict == "not_covered" else said, "not_covered"
        yield Check(f"covers.{kind}", asks, verdict, says, (asked.packs.certificates["covers"],))
    yield from _others(asked)


def _others(asked: Asked) -> Iterator[Check]:
    """What the page holds and the packs know nothing of: pesticides, solvents … by the page's own word only."""
    unknown = [one for one in asked.lot.assays if asked.packs.analyte(one.analyte) is None]
    if unknown:
        names = ", ".join(dict.fromkeys(one.printed_as or one.analyte for one in unknown))
        says = _("We know of no limits for: {names}. For these there is only the word of the paper.")
        yield Check("others", _("What else is on it?"), "cannot_tell", says.format(names=names))
