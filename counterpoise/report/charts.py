"""Pictures as SVG text: Altair writes what is drawn, vl-convert draws it. One picture for page, report and test.

Every picture carries a title and a description; the page adds a table of the same numbers. Both libraries are loaded
when the first picture is asked for: the drawing engine takes most of a second to start (`warm` does it ahead).
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from counterpoise.report import drawing
from counterpoise.report.drawing import LOOKS, NARROW, WIDE, Look, Theme
from counterpoise.text import _, local


@dataclass(frozen=True)
class DoseMark:
    """A dose in a picture of exposure: when, and what is written beside it."""

    at: dt.datetime
    label: str


@dataclass(frozen=True)
class Row:
    """One quantity of a picture of intervals, in points; positive is the better direction."""

    label: str
    mean: float
    interval_50: tuple[float, float]
    interval_90: tuple[float, float]
    interval_95: tuple[float, float]


@dataclass(frozen=True)
class Panel:
    """One course of a picture of levels: median, the middle 50 % and the middle 90 % of people, at hours."""

    title: str
    hours: Sequence[float]
    median: Sequence[float]
    middle_50: tuple[Sequence[float], Sequence[float]]
    middle_90: tuple[Sequence[float], Sequence[float]]


def exposure_today(  # noqa: PLR0917
    times: Sequence[dt.datetime],
    median: Sequence[float],
    low: Sequence[float],
    high: Sequence[float],
    doses: Sequence[DoseMark],
    now: dt.datetime,
    *,
    theme: Theme = "light",
    width: int = NARROW,
) -> str:
    """How much acts over a day (1 = the peak of one usual dose): median, 90 % band, doses, and the present moment.

    Clock times are those of `now`'s UTC offset.
    """
    alt = drawing.altair()
    look = LOOKS[theme]
    x = alt.X("at:T", scale=alt.Scale(type="utc"), title=None, axis=alt.Axis(format="%H:%M", tickCount=width // 70))
    # Up to a usual dose at least: what is left of one after days looks as little as it is.
    scale = alt.Scale(domain=[0, max(1.0, *high)], nice=True)
    y = alt.Y("high:Q", title=None, scale=scale, axis=alt.Axis(tickCount=3))
    curve = drawing.rows(at=[_clock(at, now) for at in times], median=median, low=low, high=high)
    band = alt.Chart(curve).mark_area(color=look.band, opacity=0.55, aria=False).encode(x=x, y=y, y2=alt.Y2("low:Q"))
    line = alt.Chart(curve).mark_line(color=look.accent, strokeWidth=2.5, aria=False).encode(x=x, y=alt.Y("median:Q"))
    present = alt.Chart(drawing.rows(at=[_clock(now, now)])).mark_rule(color=look.ink, strokeDash=[3, 3], aria=False)
    given = drawing.rows(at=[_clock(d.at, now) for d in doses], label=[d.label for d in doses])
    marks = alt.Chart(given).mark_point(shape="triangle-down", filled=True, size=110, color=look.mark, opacity=1)
    marks = marks.encode(x=x, y=alt.YValue(6), description=alt.Description("label:N"))
    layers = [band, line, present.encode(x=x), *([marks] if doses else [])]
    chart = alt.layer(*layers).properties(width=width - 46, height=150)
    title = _("What acts today, roughly")
    return drawing.drawn(chart, look, title, _exposure_in_words(times, median, doses, now))


def interval(
    rows: Sequence[Row], meaningful: float, worse: str, better: str, *, theme: Theme = "light", width: int = NARROW
) -> str:
    """Estimates with their 50, 90 and 95 % intervals, a line at zero and one at the change that matters (points).

    `worse` and `better` are the words for the two directions ("more pain", "less pain").
    """
    alt = drawing.altair()
    look = LOOKS[theme]
    inner, height = width - 24, 82 * len(rows)
    domain = _domain(rows, meaningful)
    axis = alt.Axis(values=_steps(domain), grid=False, labelExpr="replace(datum.label, '-', '−')")
    x = alt.X("low:Q", title=None, scale=alt.Scale(domain=domain, nice=False), axis=axis)
    y = alt.Y("label:N", title=None, sort=None, axis=None)
    bars = alt.Chart(_bars(rows)).mark_rule(color=look.accent, strokeCap="round", aria=False)
    bars = bars.encode(x=x, x2=alt.X2("high:Q"), y=y, strokeWidth=_as_given("thick"), opacity=_as_given("strength"))
    marks = [(row.label, at, c) for at, c in ((0.0, look.ink), (meaningful, look.mark)) for row in rows]
    lines = alt.Chart(drawing.table(("label", "at", "colour"), marks))
    lines = lines.mark_tick(orient="vertical", size=34, opacity=1, thickness=2, aria=False)
    lines = lines.encode(x=alt.X("at:Q"), y=y, color=_as_given("colour"))
    dots = alt.Chart(drawing.rows(label=[row.label for row in rows], mean=[row.mean for row in rows]))
    dots = dots.mark_point(filled=True, size=90, color=look.ink, opacity=1, aria=False).encode(x=alt.X("mean:Q"), y=y)
    ends = [(f"← {worse}", 0), (f"{better} →", inner)]
    chart = alt.layer(bars, lines, dots, *_names(rows, y, look), *_ends(ends, height + 26, look))
    told = ". ".join(f"{row.label}: {_estimate(row)}" for row in rows)
    title = _("Change by one usual dose, in points")
    note = _("Thick: 50 %, middle: 90 %, thin: 95 %. Upright lines: no change, and a change that matters ({points}).")
    description = told + ". " + note.format(points=_number(meaningful))
    return drawing.drawn(chart.properties(width=inner, height=height), look, title, description)


def ratings_over_time(
    times: Sequence[dt.datetime],
    values: Sequence[float | None],
    doses: Sequence[dt.datetime],
    scale: tuple[float, float],
    measure: str,
    *,
    theme: Theme = "light",
    width: int = NARROW,
) -> str:
    """Ratings over days to years with doses as marks; a value of None is a gap, and no line crosses it."""
    alt = drawing.altair()
    look = LOOKS[theme]
    x = alt.X("at:T", scale=alt.Scale(type="utc"), title=None, axis=alt.Axis(tickCount=width // 90))
    y = alt.Y("value:Q", title=None, scale=alt.Scale(domain=list(scale)), axis=alt.Axis(tickCount=5))
    rated = drawing.rows(at=[_wall(at) for at in times], value=values)
    line = alt.Chart(rated).mark_line(
        point=alt.OverlayMarkDef(size=16), color=look.accent, aria=False, invalid="break-paths-filter-domains"
    )
    marks = alt.Chart(drawing.rows(at=[_wall(at) for at in doses])).mark_tick(color=look.mark, size=10, aria=False)
    layers = [line.encode(x=x, y=y), *([marks.encode(x=x, y=alt.YValue(145))] if doses else [])]
    chart = alt.layer(*layers).properties(width=width - 46, height=150)
    shown = [value for value in values if value is not None]
    told = _("{measure}: {ratings} points drawn; doses are the marks below. The table holds every figure.")
    return drawing.drawn(chart, look, measure, told.format(measure=measure, ratings=len(shown)))


def levels(
    panels: Sequence[Panel],
    title: str,
    told: str,
    *,
    share: bool = False,
    theme: Theme = "light",
    width: int = NARROW,
) -> str:
    """Levels over the hours after a dose, a panel for each course, all on one scale; one below another on a phone.

    share: the levels are shares, drawn from nothing to all. told: the description, for those who do not see it.
    """
    alt = drawing.altair()
    look = LOOKS[theme]
    wide = width >= WIDE and len(panels) > 1
    inner = (width - 40) // len(panels) - 46 if wide else width - 52
    top = 1.0 if share else max(max(panel.middle_90[1]) for panel in panels)
    last = max(panel.hours[-1] for panel in panels)
    x_axis = alt.Axis(values=[last * n / 4 for n in range(5)], grid=False)
    x = alt.X("hours:Q", title=_("hours after the dose"), scale=alt.Scale(domain=[0, last], nice=False), axis=x_axis)
    y_axis = alt.Axis(tickCount=4, format="%" if share else "~r")
    scale = alt.Scale(domain=[0, top], nice=not share)

    data = alt.NamedData("people")
    areas = [
        alt.Chart(data)
        .mark_area(color=look.band, opacity=strength, aria=False)
        .encode(x=x, y=alt.Y(f"high_{part}:Q", title=None, scale=scale, axis=y_axis), y2=alt.Y2(f"low_{part}:Q"))
        for part, strength in (("90", 0.4), ("50", 0.85))
    ]
    line = alt.Chart(data).mark_line(color=look.accent, strokeWidth=2.5, aria=False)
    layers = alt.layer(*areas, line.encode(x=x, y=alt.Y("median:Q")), data=data).properties(
        width=inner, height=280 if wide else 150
    )
    name = alt.Header(title=None, labelAnchor="start", labelColor=look.ink, labelFontSize=13, labelFontWeight=600)
    facet = alt.Facet("panel:N", sort=[panel.title for panel in panels], header=name)
    beside = len(panels) if wide else 1
    chart = layers.facet(facet=facet, columns=beside, spacing={"row": 12, "column": 16})
    return drawing.drawn(chart, look, title, told, {"people": [row for panel in panels for row in _points(panel)]})


def _points(panel: Panel) -> list[dict[str, Any]]:
    columns = {
        "panel": [panel.title] * len(panel.hours),
        "hours": panel.hours,
        "median": panel.median,
        "low_50": panel.middle_50[0],
        "high_50": panel.middle_50[1],
        "low_90": panel.middle_90[0],
        "high_90": panel.middle_90[1],
    }
    return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def warm() -> None:
    """Start the drawing engine, so that the first picture of a page does not wait for it."""
    moment = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    exposure_today([moment], [0.0], [0.0], [0.0], [], moment)


def _bars(rows: Sequence[Row]) -> Any:
    """The three intervals of each row, the widest first: thinner, the surer it is that the truth lies within."""
    looks = (("interval_95", 2, 1.0), ("interval_90", 7, 0.45), ("interval_50", 13, 0.75))
    bars = [(row.label, *getattr(row, name), thick, strength) for name, thick, strength in looks for row in rows]
    return drawing.table(("label", "low", "high", "thick", "strength"), bars)


def _names(rows: Sequence[Row], y: Any, look: Look) -> list[Any]:
    """What each row is, and its figures, above its bar: there is no room beside it on a phone."""
    alt = drawing.altair()
    data = drawing.rows(label=[row.label for row in rows], said=[_estimate(row) for row in rows])
    start = {"align": "left", "baseline": "bottom", "aria": False}
    name = alt.Chart(data).mark_text(dy=-36, fontWeight=600, color=look.ink, **start)
    said = alt.Chart(data).mark_text(dy=-20, color=look.quiet, **start)
    return [
        name.encode(text=alt.Text("label:N"), y=y, x=alt.XValue(0)),
        said.encode(text=alt.Text("said:N"), y=y, x=alt.XValue(0)),
    ]


def _ends(words: Sequence[tuple[str, int]], below: int, look: Look) -> list[Any]:
    """The words for both directions, at the ends of the axis."""
    alt = drawing.altair()
    return [
        alt.Chart(drawing.rows(end=[text]))
        .mark_text(align="right" if at else "left", baseline="top", color=look.ink, aria=False)
        .encode(text=alt.Text("end:N"), x=alt.XValue(at), y=alt.YValue(below))
        for text, at in words
    ]


def _estimate(row: Row) -> str:
    """ "1.9  (90 %: 1.2 to 2.7)"."""
    low, high = (_number(end) for end in row.interval_90)
    return _("{mean}  (90 %: {low} to {high})").format(mean=_number(row.mean), low=low, high=high)


def _as_given(name: str) -> Any:
    """A channel whose column holds what is drawn, not a value to be scaled."""
    alt = drawing.altair()
    channel = {"thick": alt.StrokeWidth, "strength": alt.Opacity, "colour": alt.Color}[name]
    kind = "N" if name == "colour" else "Q"
    return channel(f"{name}:{kind}", scale=None, legend=None)


def _domain(rows: Sequence[Row], meaningful: float) -> list[float]:
    """Both directions are always seen: an effect is never drawn without the possibility of its opposite."""
    ends = [end for row in rows for end in row.interval_95]
    reach = max([1.0, meaningful, *map(abs, ends)])
    return [min([-reach / 4, *ends]) - reach * 0.06, max([reach / 4, meaningful, *ends]) + reach * 0.06]


def _steps(domain: list[float]) -> list[float]:
    """Round values of an axis, at most eight."""
    step = next(step for step in (0.5, 1, 2, 5, 10, 20, 50, 1e9) if (domain[1] - domain[0]) / step <= 8)
    return [n * step for n in range(math.ceil(domain[0] / step), math.floor(domain[1] / step) + 1)]


def _clock(at: dt.datetime, now: dt.datetime) -> str:
    """Wall-clock time at the offset of `now`, written as if it were UTC: the picture knows no other zone."""
    offset = now.utcoffset() or dt.timedelta()
    return (at.astimezone(dt.UTC) + offset).strftime("%Y-%m-%dT%H:%M:%SZ")


def _wall(at: dt.datetime) -> str:
    """Wall-clock time of its own zone, written as if it were UTC."""
    return at.strftime("%Y-%m-%dT%H:%M:%SZ")


def _exposure_in_words(
    times: Sequence[dt.datetime], median: Sequence[float], doses: Sequence[DoseMark], now: dt.datetime
) -> str:
    if not doses:
        return _("No dose was recorded in these hours.")
    nearest = min(range(len(times)), key=lambda i: abs(times[i] - now))
    text = _("Doses: {doses}. About {now} of the peak of one usual dose acts now; a rough general curve.")
    return text.format(doses=", ".join(dose.label for dose in doses), now=f"{round(100 * median[nearest])} %")


def _number(value: float) -> str:
    return local(f"{round(value, 1) + 0.0:.1f}".replace("-", "−"))  # plus nought: no minus before a nought
