"""Which result belongs to which lot, and what the head of the page says of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from counterpoise.supply.certificates.meaning import amounts, dates
from counterpoise.supply.certificates.meaning.analytes import analytes
from counterpoise.supply.certificates.meaning.heads import Fact
from counterpoise.supply.certificates.meaning.interpret import Read, place
from counterpoise.supply.certificates.paper.layout import Paper
from counterpoise.supply.certificates.records import Doubt, Result, Sample

_QUOTES = str.maketrans("“”„«»‘’", '"""""\'\'')
FIELDS = {"sampled": "sampled_on", "reported": "reported_on"}


@dataclass
class Draft:
    """A sample while it comes together."""

    facts: dict[str, Fact] = field(default_factory=dict)
    results: list[Result] = field(default_factory=list)
    several: bool = False

    @property
    def lot(self) -> str | None:
        fact = self.facts.get("lot")
        return fact.text if fact is not None else None


def drafts(events: Sequence[tuple[int, float, Fact | Read]]) -> list[Draft]:
    """Facts and results in reading order, gathered by lot: a new lot begins with the first result below it."""
    made: list[Draft] = []
    waiting = Draft()
    for _page, _top, event in sorted(events, key=lambda one: one[:2]):
        if isinstance(event, Fact):
            _wait(waiting, event)
            continue
        if not made or (waiting.lot is not None and waiting.lot != made[-1].lot and made[-1].lot is not None):
            inherited = {name: fact for name, fact in made[0].facts.items() if name != "lot"} if made else {}
            made.append(Draft(inherited | waiting.facts, several=waiting.several))
        else:
            made[-1].facts = waiting.facts | made[-1].facts
        waiting = Draft()
        made[-1].results.append(event.result)
    for one in made:  # what stands below the results: dates and accreditation of a footer
        footer = {name: fact for name, fact in waiting.facts.items() if name != "lot" or len(made) == 1}
        one.facts = footer | one.facts
    return made or ([waiting] if waiting.facts else [])


def _wait(waiting: Draft, fact: Fact) -> None:
    if fact.field == "lot" and not any(letter.isdigit() for letter in fact.text):
        return
    if fact.field == "lot" and waiting.lot not in (None, fact.text):
        waiting.several = True
    waiting.facts.setdefault(fact.field, fact)


def by_column(draft: Draft, reads: Sequence[Read], over: Mapping[str, Mapping[str, Fact]]) -> list[Draft]:
    """Lots that stand side by side as columns: a sample each, with the same head."""
    lots = dict.fromkeys(read.lot for read in reads if read.lot is not None)
    made = []
    for lot in lots:
        fact = Fact("lot", lot, reads[0].result.place.page, draft.facts["lot"].box) if "lot" in draft.facts else None
        facts = draft.facts | ({"lot": fact} if fact else {})
        one = Draft(dict(facts), [read.result for read in reads if read.lot in (lot, None)])
        if lot in over:
            one.facts |= {"lot_else": fact} if fact is not None and "lot" not in over[lot] else {}
            one.facts.pop("lot", None)
            one.facts |= over[lot]
            made.append(one)
            continue
        one.facts.setdefault("lot", Fact("lot", lot, 0, None))  # type: ignore[arg-type]
        made.append(one)
    return made


def sample(draft: Draft, papers: Mapping[int, Paper], day_first: bool | None, totals: Sequence[Result]) -> Sample:
    """The finished record, its results held against one another."""
    values: dict[str, str | dt.date] = {}
    doubts: dict[str, Doubt] = {}
    places = {}
    for name, fact in _with_instead(draft.facts).items():
        key = FIELDS.get(name, name)
        if name in FIELDS:
            day = dates.day(fact.text, day_first)
            if day is None:
                continue
            if day.date is None:
                doubts[key] = "date_ambiguous"
            else:
                values[key] = day.date
        elif name in ("lot", "product", "lab", "accreditation"):
            values[key] = fact.text.translate(_QUOTES)
        else:
            continue
        if not fact.sure:
            doubts.setdefault(key, "guessed")
        if fact.page in papers and fact.box is not None:
            places[key] = place(fact.box, papers[fact.page])
    if draft.several:
        doubts["lot"] = "several_lots"
    checked = _checked(draft.results, totals)
    if draft.several:
        checked = [_doubted(one, "several_lots") for one in checked]
    return Sample(**values, results=tuple(checked), places=places, doubts=doubts)  # type: ignore[arg-type]


def _with_instead(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """The facts, and for what has no label of its own what another label says; that is not sure."""
    whole = dict(facts)
    for name in ("lot", "reported"):
        other = facts.get(f"{name}_else")
        if name not in facts and other is not None and any(map(str.isdigit, other.text)):
            whole[name] = replace(other, sure=False)
    return whole


def _doubted(result: Result, doubt: Doubt) -> Result:
    return replace(result, doubts=tuple(sorted({*result.doubts, doubt})))


def _checked(results: Sequence[Result], totals: Sequence[Result]) -> list[Result]:
    """Results against one another: the same analyte twice, more alkaloid than there is, sums that are not."""
    kept: list[Result] = []
    for result in results:
        before = next((number for number, one in enumerate(kept) if one.analyte == result.analyte), None)
        if before is None or result.analyte == "unnamed":
            kept.append(result)
        elif _same(kept[before], result):
            kept[before] = _merged(kept[before], result)
        else:
            kept[before] = _doubted(kept[before], "twice")
            kept.append(_doubted(result, "twice"))
    alkaloids = [one for one in kept if _alkaloid(one)]
    known = [amounts.strength(one.value, one.unit) for one in alkaloids if one.value is not None]
    whole = sum(one for one in known if one is not None)
    doubts: list[Doubt] = []
    if whole > 1000:
        doubts.append("sum_over_100")
    for total in totals:
        said = amounts.strength(total.value, total.unit) if total.value is not None else None
        if said is not None and whole > 0 and abs(said - whole) > amounts.TOLERANCE * max(said, whole):
            doubts.append("total_disagrees")
    for doubt in doubts:
        kept = [_doubted(one, doubt) if one in alkaloids or _alkaloid(one) else one for one in kept]
    return kept


DETAILS = ("loq", "lod", "limit", "passed", "method")


def _merged(one: Result, other: Result) -> Result:
    """The same result at two places: the fuller one, with what only the other one says."""
    full, brief = (one, other) if _told(one) >= _told(other) else (other, one)
    if full.unit != brief.unit:
        return full
    more = {name: getattr(brief, name) for name in DETAILS if getattr(full, name) is None}
    return replace(full, **more)


def _told(result: Result) -> int:
    return sum(getattr(result, name) is not None for name in DETAILS)


def _same(one: Result, other: Result) -> bool:
    if one.censored != other.censored:
        return False
    if one.value is None or other.value is None:
        return one.value is other.value
    if one.unit == other.unit:
        return one.value == other.value
    return (
        amounts.is_strength(one.unit)
        and amounts.is_strength(other.unit)
        and amounts.agree(one.value, one.unit, other.value, other.unit)
    )


def _alkaloid(result: Result) -> bool:
    known = analytes().get(result.analyte)
    if known is not None:
        return known.kind == "alkaloid"
    return result.analyte.endswith(("ine", "oxindole", "indoxyl")) and amounts.is_strength(result.unit)


def tells_the_same(result: Result, value: float | None, unit: str | None) -> bool:
    """Whether a number elsewhere on the page repeats a result."""
    if value is None or result.value is None:
        return False
    if result.value == value and unit in (None, result.unit):
        return True
    return (
        amounts.is_strength(unit)
        and amounts.is_strength(result.unit)
        and amounts.agree(result.value, result.unit, value, unit)
    )
