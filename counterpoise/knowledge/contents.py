"""What the assays of a bag say of an analyte, as numbers that limits can be held against.

What is below a laboratory's limit lies anywhere from nothing to that limit; of assays that disagree every one counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from counterpoise.diary import Assay, Lot, own_assays
from counterpoise.knowledge.load import Knowledge
from counterpoise.knowledge.records import Limit
from counterpoise.units import MG_IN_A_GRAM, mg_in_a_piece, mg_per_gram

MITRAGYNINE, SEVEN_OH, PSEUDOINDOXYL = "mitragynine", "7-hydroxymitragynine", "mitragynine-pseudoindoxyl"
OTHER_DRUGS = (SEVEN_OH, PSEUDOINDOXYL)
"""What is made of leaf's alkaloids and is another drug. No law that was read limits the second: it is held against the
line of the first (our own choice)."""
OF_ALKALOIDS = "% of alkaloids"
IN_A_PIECE = "mg in one piece"
ANOTHER_DRUG = "products.seven_oh"
"""The rule whose limits tell leaf from another drug: of the alkaloids; where there is no share of a gram; where nothing
is told of a gram either of one piece."""
Convert = Callable[[float, str], float | None]


@dataclass(frozen=True, slots=True)
class Range:
    """What an analyte may be. least: the lowest that the assays allow; found: the highest that was measured, None where
    nothing was; most: the highest that the assays allow, None where a laboratory does not say what it could see.
    apart: assays that stand beside and cannot be compared: what is said by the others is a part only."""

    least: float
    found: float | None
    most: float | None
    apart: tuple[Assay, ...] = ()


def assays_of(lot: Lot, packs: Knowledge, key: str) -> list[Assay]:
    """The assays of one analyte, by any of its names."""
    return [one for one in lot.assays if key_of(packs, one.analyte) == key]


@lru_cache(maxsize=4096)
def key_of(packs: Knowledge, name: str) -> str | None:
    """The key of an analyte by any of its names; None for one that the packs do not know."""
    analyte = packs.analyte(name)
    return None if analyte is None else analyte.key


def range_of(assays: Sequence[Assay], convert: Convert) -> Range | None:
    """What assays of one analyte allow; None where none of them can be converted."""
    found: list[float] = []
    unseen: list[float | None] = []
    apart: list[Assay] = []
    for assay in assays:
        value = convert(assay.value or 0.0, assay.unit)
        if value is None or (assay.value is None and assay.censored is None):
            apart.append(assay)
        elif assay.censored is None:
            found.append(value)
        else:
            unseen.append(seen_from(assay, convert))
    if not found and not unseen:
        return None
    limits = [limit for limit in unseen if limit is not None]
    most = None if None in unseen and not found else max(found + limits)
    return Range(0.0 if unseen else min(found), max(found, default=None), most, tuple(apart))


def contradicted(assays: Sequence[Assay], convert: Convert, times: float) -> Assay | None:
    """An assay that saw less of an analyte than another measured, by more than so many times; None where none did.

    What was not detected without a word from where on is held for less than what was measured.
    """
    lowest = min(
        (
            value
            for one in assays
            if one.value is not None and one.censored is None and (value := convert(one.value, one.unit)) is not None
        ),
        default=None,
    )
    unseen = (one for one in assays if one.censored is not None and convert(0.0, one.unit) is not None)
    return next((one for one in unseen if lowest and (seen_from(one, convert) or 0.0) * times < lowest), None)


def seen_from(assay: Assay, convert: Convert) -> float | None:
    """The least that the laboratory would have told: what is not detected may be as much as can be detected."""
    given = assay.lod if assay.censored == "not_detected" and assay.lod is not None else assay.loq
    given = assay.lod if given is None else given
    return None if given is None else convert(given, assay.unit)


def micrograms(value: float, unit: str) -> float | None:
    """Micrograms in a gram."""
    held = mg_per_gram(value, unit)
    return None if held is None else held * MG_IN_A_GRAM


def alkaloids(lot: Lot, packs: Knowledge, convert: Convert = mg_per_gram) -> dict[str, Range]:
    """Milligrams in a gram, or in what else `convert` gives, of each alkaloid that was looked for."""
    keys = [key for key, one in packs.analytes.items() if one.kind == "alkaloid"]
    ranges = {key: range_of(assays_of(lot, packs, key), convert) for key in keys}
    return {key: found for key, found in ranges.items() if found is not None}


def share_of(drug: str, lot: Lot, packs: Knowledge) -> Range | None:
    """Percent of the alkaloids measured that another drug is; None where it cannot be told.

    What is measured of it is held against the alkaloids of leaf at the most they may be, so that nothing is called too
    much because another alkaloid was too little to measure; one other drug does not make the share of another small.
    A share is the same of a gram and of a piece.
    """
    assays = assays_of(lot, packs, drug)
    ways = (mg_per_gram, mg_in_a_piece)
    parts = [(range_of(assays, _percent_of_alkaloids), _percent_of_alkaloids)]
    parts += [(_reckoned(drug, alkaloids(lot, packs, way)), way) for way in ways]
    there = [(part, way) for part, way in parts if part is not None]
    if not there:
        return None
    joined = there[0][0]
    for part, _way in there[1:]:
        joined = _joined(joined, part)
    # Only what none of the ways can compare stands apart.
    apart = tuple(one for one in assays if not any(_compares(one, way) for _part, way in there))
    return replace(joined, apart=apart)


def _compares(assay: Assay, convert: Convert) -> bool:
    return (assay.value is not None or assay.censored is not None) and convert(0.0, assay.unit) is not None


def _reckoned(drug: str, held: Mapping[str, Range]) -> Range | None:
    here, others = held.get(drug), [one for key, one in held.items() if key not in OTHER_DRUGS]
    if here is None or MITRAGYNINE not in held:
        return None
    large = sum(_most(one) for one in others)
    small = sum(one.least for one in others)
    if large <= 0:
        return None
    return Range(
        100 * here.least / (here.least + large),
        None if here.found is None else 100 * here.found / (here.found + large),
        None if here.most is None or here.most + small <= 0 else 100 * here.most / (here.most + small),
    )


def _joined(one: Range, other: Range) -> Range:
    """What two ways to give the same allow together: every one counts."""
    found = [part.found for part in (one, other) if part.found is not None]
    most = [part.most for part in (one, other) if part.most is not None]
    return Range(min(one.least, other.least), max(found, default=None), max(most) if len(most) == 2 else None)


def _most(one: Range) -> float:
    """The most that is known of: of what a laboratory could not see without saying from where on, nothing is known."""
    return one.least if one.most is None else one.most


def _percent_of_alkaloids(value: float, unit: str) -> float | None:
    return value if unit.strip().lower() == OF_ALKALOIDS else None


def left_out(lot: Lot, packs: Knowledge) -> set[str]:
    """What was read from a certificate of the bag and not kept: it may be on the paper, whatever is kept here."""
    names = {name for paper in lot.certificates for name in paper.left_out}
    return {key for name in names if (key := key_of(packs, name)) is not None}


@dataclass(frozen=True, slots=True)
class Over:
    """More of another drug than leaf holds. key: of the limit; found: in its unit (% of alkaloids, mg in a gram or
    piece)."""

    drug: str
    key: str
    limit: Limit
    found: float


def over(lot: Lot, packs: Knowledge) -> Over | None:
    """How far the assays of a bag lie above what leaf holds, whoever looked at them; None where they do not.

    The share of the alkaloids decides; what a gram holds only where there is no share, for an extract holds more of
    everything; what a piece holds only where nothing is told of a gram either.
    """
    share_limit, gram_limit, piece_limit = packs.rules[ANOTHER_DRUG].words
    limits = packs.analytes[SEVEN_OH].limits
    for drug in OTHER_DRUGS:
        assays = assays_of(lot, packs, drug)
        # Not worked out where there is nothing to work it out of: this is asked of every bag.
        ways = (
            (share_limit, share_of(drug, lot, packs) if assays else None),
            (gram_limit, range_of(assays, mg_per_gram)),
            (piece_limit, range_of(assays, mg_in_a_piece)),
        )
        key, here = next(((key, here) for key, here in ways if here is not None), (share_limit, None))
        if here is not None and here.found is not None and here.found > limits[key].most:
            return Over(drug, key, limits[key], here.found)
    return None


def settled(lot: Lot) -> Lot:
    """The bag with those assays only that may decide: of its own lot, and not read without anybody looking."""
    assays = tuple(one for one in own_assays(lot) if one.confirmed is not False)
    return lot if assays == lot.assays else replace(lot, assays=assays)


def another_drug(lot: Lot | None, packs: Knowledge) -> str | None:
    """The other drug that a bag is by its assays, whatever it was filed as; None where nothing shows that it is one."""
    if lot is None or not any(one.value and key_of(packs, one.analyte) in OTHER_DRUGS for one in lot.assays):
        return None  # asked of every dose
    above = over(settled(lot), packs)
    return None if above is None else above.drug
