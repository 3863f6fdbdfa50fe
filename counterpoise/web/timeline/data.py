"""What the chart draws, as plain columns: every entry of a short stretch, days or weeks of a long one.

Times are seconds since 1970. A null among the ratings is a gap: no line is drawn across days without an entry.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from counterpoise import units
from counterpoise.journal import models as m
from counterpoise.web.timeline import bags, counts, labels
from counterpoise.web.timeline.counts import Bin
from counterpoise.web.timeline.exposure import Lanes, exposure
from counterpoise.web.timeline.measures import Measure
from counterpoise.web.timeline.span import Span

GAP = dt.timedelta(hours=36)
"""Ratings further apart are not joined. More than a day, so that one rating a day makes a line."""

Column = list[float | None]


@dataclass(frozen=True)
class View:
    """What is looked at: the stretch, the measure, the substance (none where no dose was recorded)."""

    span: Span
    measure: Measure
    substance: str | None


def columns(person: m.Person, view: View) -> dict[str, Any]:
    """The chart's data for one view."""
    head: dict[str, Any] = {
        "from": view.span.start.timestamp(),
        "to": view.span.end.timestamp(),
        "step": view.span.step,
        "scale": [view.measure.low, view.measure.high],
    }
    head["bags"] = [at.timestamp() for at, _offset, _text in bags.changes(person, view.span)]
    return head | (_entries(person, view) if view.span.step == 0 else _bins(person, view))


def _entries(person: m.Person, view: View) -> dict[str, Any]:
    rated = counts.ratings(person, view.span, view.measure.key)
    taken, felt = counts.doses(person, view.span), counts.effects(person, view.span)
    scale = view.measure
    said = [(at, offset, labels.rating(scale.name, value, scale.high, where)) for at, offset, value, where in rated]
    said += [(at, offset, labels.dose(*what)) for at, offset, *what in taken]
    said += [(at, offset, labels.effect(*what)) for at, offset, *what in felt]
    said += bags.changes(person, view.span)
    said.sort(key=lambda entry: entry[0])
    own = [dose for dose in taken if dose[2] == view.substance]
    return {
        "ratings": _lined([one[0] for one in rated], [one[2] for one in rated]),
        "doses": {"x": [dose[0].timestamp() for dose in own], "y": _sizes(own)},
        "others": [dose[0].timestamp() for dose in taken if dose[2] != view.substance],
        "effects": [effect[0].timestamp() for effect in felt],
        "exposure": _lanes(exposure(person, view.substance, view.span)),
        "entries": {
            "x": [at.timestamp() for at, _o, _t in said],
            "label": [f"{labels.moment(at, offset, _home(at, view.span))}: {text}" for at, offset, text in said],
        },
    }


def _home(at: dt.datetime, span: Span) -> int:
    offset = at.astimezone(span.zone).utcoffset()
    return int(offset.total_seconds()) if offset else 0


def _lined(at: Sequence[dt.datetime], values: Sequence[float]) -> dict[str, Column]:
    """Times and values, with a null in the middle of every gap."""
    x: Column = []
    y: Column = []
    for i, (when, value) in enumerate(zip(at, values, strict=True)):
        if i and when - at[i - 1] > GAP:
            x.append((when.timestamp() + at[i - 1].timestamp()) / 2)
            y.append(None)
        x.append(when.timestamp())
        y.append(value)
    return {"x": x, "y": y}


def _sizes(doses: Sequence[tuple[Any, ...]]) -> Column:
    """Amounts in the unit given most often; null where unknown or in a unit that does not convert."""
    named = [units.canonical(unit) for _at, _o, _s, size, unit, *_more in doses if size is not None and unit]
    if not named:
        return [None] * len(doses)
    main = max(sorted(set(named)), key=named.count)
    return [
        None if size is None or not unit else units.converted(size, unit, main)
        for _at, _o, _s, size, unit, *_more in doses
    ]


def _lanes(lanes: Lanes | None) -> dict[str, list[float]] | None:
    if lanes is None:
        return None
    rounded = {name: [round(float(v), 3) for v in getattr(lanes, name)] for name in ("median", "low", "high")}
    return {"x": [round(at) for at in lanes.x], **rounded}


def _bins(person: m.Person, view: View) -> dict[str, Any]:
    found = counts.bins(person, view.span, view.span.step)
    middle = {one.first: _middle(one, view.span) for one in found}
    rated = [(one, one.rated[view.measure.key]) for one in found if view.measure.key in one.rated]
    own = [one for one in found if view.substance in one.dosed]
    columns: dict[str, Column] = {"x": [], "y": [], "low": [], "high": []}
    for i, (one, figures) in enumerate(rated):
        if i and (one.first - rated[i - 1][0].first).days > view.span.step:
            _add(columns, (middle[one.first] + middle[rated[i - 1][0].first]) / 2, None, None, None)
        _add(columns, middle[one.first], round(figures.mean, 2), figures.low, figures.high)
    return {
        "ratings": columns,
        "doses": {
            "x": [middle[one.first] for one in own],
            "y": [round(one.dosed[view.substance].count / one.days, 2) for one in own if view.substance],
        },
        "others": [],
        "effects": [middle[one.first] for one in found if one.effects],
        "exposure": None,
        "entries": {
            "x": [middle[one.first] for one in found],
            "label": [f"{labels.stretch(one)}: {'; '.join(_summary(one, view.measure))}" for one in found],
        },
    }


def _add(columns: dict[str, Column], *values: float | None) -> None:
    for name, value in zip(columns, values, strict=True):
        columns[name].append(value)


def _middle(one: Bin, span: Span) -> float:
    """Noon of a day, or of the middle day of a week, on the clock of home."""
    day = one.first + dt.timedelta(days=one.days // 2)
    return dt.datetime.combine(day, dt.time(12), span.zone).timestamp()


def _summary(one: Bin, measure: Measure) -> Iterable[str]:
    """What a day or week held, in words."""
    if measure.key in one.rated:
        yield f"{measure.name} {labels.rated(one.rated[measure.key])}"
    yield from (labels.dosed(substance, figures) for substance, figures in sorted(one.dosed.items()))
    if one.effects:
        yield labels.effects(one.effects)
