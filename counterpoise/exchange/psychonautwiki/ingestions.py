"""One ingestion made into a dose."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from counterpoise import diary as d
from counterpoise.exchange import local_time, names
from counterpoise.exchange.part import Namer, Part
from counterpoise.exchange.psychonautwiki.units import CustomUnit
from counterpoise.exchange.understood import Context, Gathering
from counterpoise.text import _

_KEYS = (
    *("substanceName", "time", "endTime", "creationDate", "administrationRoute", "dose", "isDoseAnEstimate"),
    *("estimatedDoseStandardDeviation", "units", "notes", "stomachFullness", "consumerName", "customUnitId"),
)
_FOOD: Mapping[str, d.Food] = {
    "EMPTY": "empty",
    "QUARTERFULL": "quarter",
    "HALFFULL": "half",
    "FULL": "full",
    "VERYFULL": "very_full",
}


def ingestion(units: Mapping[str, CustomUnit], context: Context, gather: Gathering) -> Callable[[Part], None]:
    """A function that adds the dose of one ingestion, and raises Puzzle for what cannot be read."""
    identity = _Identity()

    def add(part: Part) -> None:
        part.mention_unknown(_KEYS, gather)
        if part.text("consumerName"):
            gather.leave_out("somebody else", _("doses that somebody else took"))
            return
        if part.number("dose") == 0:
            gather.leave_out("nothing taken", _("amounts of 0: nothing was taken"))
            return
        dose = _dose(part, units, context, gather, identity)
        if dose is not None:
            gather.add("doses", dose, part.place)

    return add


def _dose(
    part: Part, units: Mapping[str, CustomUnit], context: Context, gather: Gathering, identity: _Identity
) -> d.Dose | None:
    at, substance = part.milliseconds("time"), part.text("substanceName")
    if at is None:
        gather.leave_out("no time", _("doses without a time"))
        return None
    if substance is None:
        raise part.puzzle("substanceName", _("the name of a substance"))
    if context.now is not None and at > context.now:
        gather.notice(_("the time lies in the future"), part.place)
    note = part.note("notes")
    amount = _amount(part, units, gather)
    if part.flag("isDoseAnEstimate") and amount.get("amount") and not amount.get("amount_sd"):
        gather.notice(_("amounts that are estimates, without saying how good: imported as given"), part.place)
    if part.milliseconds("endTime"):
        gather.notice(_("doses taken over some time: only the start is imported"), part.place)
    return d.Dose(
        id=identity(part),
        source="psychonautwiki",
        at=local_time.with_offset(at, context.zone),
        recorded_at=part.milliseconds("creationDate"),
        substance=names.substance(substance),
        written=names.written(substance),
        food=_food(part, gather),
        route=_route(part),
        note=note,
        **amount,
    )


def _amount(part: Part, units: Mapping[str, CustomUnit], gather: Gathering) -> dict[str, Any]:
    """Amount, its standard deviation and unit. A missing dose is an unknown amount, never 0."""
    count, sd, unit = part.number("dose"), part.number("estimatedDoseStandardDeviation") or 0.0, part.text("units")
    if sd < 0:
        raise part.puzzle("estimatedDoseStandardDeviation", _("a number from 0"))
    if part.flag("isDoseAnEstimate") is False:
        sd = 0.0
    if count is not None and count < 0:
        raise part.puzzle("dose", _("a number above 0"))
    custom = part.id("customUnitId")
    if custom:
        own = units.get(custom)
        if own is None:
            gather.notice(_("a unit of your own that is not in the file: the amount is kept as unknown"), part.place)
            return {"amount": None}
        if count is None:
            return {"amount": None, "unit": own.original_unit if own.dose is not None else own.name}
        count, sd, unit = own.amount(count, sd)
    if count is None:
        return {"amount": None, "unit": unit}
    return {"amount": round(count, 9), "amount_sd": round(sd, 9) or None, "unit": unit}


def _food(part: Part, gather: Gathering) -> d.Food | None:
    said = part.text("stomachFullness")
    if said is not None and said not in _FOOD:
        gather.notice(_("how full the stomach was, in a word that is not known: left unknown"), part.place)
    return _FOOD.get(said or "")


def _route(part: Part) -> str | None:
    said = part.text("administrationRoute")
    return said.lower()[:64] if said else None


class _Identity:
    """What an ingestion is known by: when it was written down, else all that was written, never how we read it.

    So that a dose whose note was corrected over there comes back as the same dose, and not as a second one.
    """

    def __init__(self) -> None:
        self._name_it = Namer()

    def __call__(self, part: Part) -> str:
        content = {key: _whole(value) for key, value in part.values.items() if value is not None}
        written = content.get("creationDate")
        return self._name_it([content.get("substanceName"), written] if written else content)


def _whole(value: Any) -> Any:
    """Milliseconds may come as floats."""
    return int(value) if isinstance(value, float) and value.is_integer() else value
