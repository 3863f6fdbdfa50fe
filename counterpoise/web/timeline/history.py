"""The chart's columns as a still picture."""

from __future__ import annotations

import datetime as dt
from typing import Any

from counterpoise.report import charts
from counterpoise.web.pictures import Look
from counterpoise.web.timeline.data import View


def history(columns: dict[str, Any], view: View, look: Look) -> str:
    """Ratings above, doses as marks, on the clock of home."""

    def clock(seconds: list[float]) -> list[dt.datetime]:
        return [dt.datetime.fromtimestamp(second, view.span.zone) for second in seconds]

    ratings, doses = columns["ratings"], columns["doses"]
    return charts.ratings_over_time(
        clock(ratings["x"]),
        ratings["y"],
        clock([*doses["x"], *columns["others"]]),
        (view.measure.low, view.measure.high),
        view.measure.name,
        **look,
    )
