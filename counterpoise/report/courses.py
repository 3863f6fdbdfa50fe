"""Pictures of months and years for a report: told apart by shape and line, so that they can be read in grey."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.plans.words import day as day_in_words
from counterpoise.report import drawing
from counterpoise.report.document import Table
from counterpoise.report.drawing import LOOKS, NARROW, Theme
from counterpoise.report.names import number
from counterpoise.text import _

PAGE = 860
"""Width in CSS pixels: letters of a page that is printed are small."""
HEIGHT = 100
_SHAPES = ("circle", "square", "diamond", "triangle-up")
_DASHES = ([1, 0], [6, 3], [2, 2], [8, 2, 2, 2])


@dataclass(frozen=True)
class Course:
    """One measure over time: its name and its points; None is a gap that no line crosses."""

    name: str
    days: Sequence[dt.date]
    values: Sequence[float | None]


def over_time(  # noqa: PLR0917 - what is drawn, how, and for whom
    courses: Sequence[Course],
    scale: tuple[float, float],
    title: str,
    told: str,
    theme: Theme = "light",
    width: int = PAGE,
) -> str:
    """Courses on one scale, each with a line and a mark of its own. told: the same in words."""
    alt, look = drawing.altair(), LOOKS[theme]
    names = [course.name for course in courses]
    shades = [look.ink, look.accent, look.mark, look.quiet][: len(names)]
    data = drawing.table(
        ("name", "day", "value"),
        [
            (one.name, day.isoformat() + "T12:00:00Z", value)
            for one in courses
            for day, value in zip(one.days, one.values, strict=True)
        ],
    )
    listed = {"columns": 1} if width <= NARROW else {}
    legend = alt.Legend(
        title=None, orient="top", symbolSize=70, labelFontSize=13, labelLimit=0, padding=0, offset=4, **listed
    )
    axis = alt.Axis(tickCount=_ticks(width), format=_dates(courses))
    x = alt.X("day:T", scale=alt.Scale(type="utc"), title=None, axis=axis)
    y = alt.Y("value:Q", title=None, scale=alt.Scale(domain=list(scale)), axis=alt.Axis(tickCount=5))
    color = alt.Color("name:N", scale=alt.Scale(domain=names, range=shades), legend=legend, sort=None)
    shape = alt.Shape("name:N", scale=alt.Scale(domain=names, range=list(_SHAPES[: len(names)])), legend=legend)
    dash = alt.StrokeDash("name:N", scale=alt.Scale(domain=names, range=list(_DASHES[: len(names)])), legend=None)
    base = alt.Chart(data)
    line = base.mark_line(strokeWidth=1.8, invalid="break-paths-filter-domains", aria=False)
    marks = base.mark_point(filled=True, opacity=1, size=_size(courses), aria=False)
    chart = alt.layer(
        line.encode(x=x, y=y, color=color, strokeDash=dash), marks.encode(x=x, y=y, color=color, shape=shape)
    ).properties(width=width - 46, height=HEIGHT)
    return drawing.drawn(chart, look, title, told)


def numbers(courses: Sequence[Course], caption: str) -> Table:
    """The same as `over_time` or `bars` draws; where nothing is known stands a dash, and no zero."""
    held: dict[dt.date, dict[str, float | None]] = {}
    for course in courses:
        for day, value in zip(course.days, course.values, strict=True):
            held.setdefault(day, {})[course.name] = value
    rows = (
        (day_in_words(day), *(_shown(values.get(course.name)) for course in courses))
        for day, values in sorted(held.items())
    )
    return Table(caption=caption, head=(_("Around"), *(course.name for course in courses)), rows=tuple(rows))


def _shown(value: float | None) -> str:
    return "–" if value is None else number(round(value, 1))


def bars(  # noqa: PLR0917 - what is drawn, how, and for whom
    days: Sequence[dt.date],
    values: Sequence[float | None],
    title: str,
    told: str,
    theme: Theme = "light",
    width: int = PAGE,
) -> str:
    """One number for each span of days; where nothing is known there is no bar."""
    alt, look = drawing.altair(), LOOKS[theme]
    top = max([1.0, *(value for value in values if value is not None)])
    data = drawing.rows(day=[day.isoformat() + "T12:00:00Z" for day in days], value=list(values))
    axis = alt.Axis(tickCount=_ticks(width), grid=False, format=_dates([Course("", days, values)]))
    x = alt.X("day:T", scale=alt.Scale(type="utc"), title=None, axis=axis)
    y = alt.Y("value:Q", title=None, scale=alt.Scale(domain=[0, top], nice=True), axis=alt.Axis(tickCount=3))
    thick = max(1.5, min(16.0, 0.7 * (width - 46) / max(1, len(days))))
    bar = alt.Chart(data).mark_bar(color=look.quiet, size=thick, aria=False).encode(x=x, y=y)
    return drawing.drawn(bar.properties(width=width - 46, height=52), look, title, told)


def _ticks(width: int) -> int:
    return 6 if width > NARROW else 3


def _size(courses: Sequence[Course]) -> int:
    """Marks become small where there are many."""
    most = max((len(course.days) for course in courses), default=0)
    return 46 if most <= 30 else 26 if most <= 70 else 14


def _dates(courses: Sequence[Course]) -> str:
    days = [day for course in courses for day in course.days]
    return "%b %Y" if days and (max(days) - min(days)).days > 400 else "%d %b"
