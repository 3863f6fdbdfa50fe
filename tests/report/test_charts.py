"""Pictures: each named, described, readable on a phone, in both themes, and telling only what it is given."""

from __future__ import annotations

import datetime as dt
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable

import pytest

from counterpoise.report import charts, courses
from counterpoise.report.charts import DoseMark, Panel, Row
from counterpoise.report.drawing import NARROW, THEMES, WIDE, Theme, in_theme
from counterpoise.text import use_language

NOW = dt.datetime(2026, 5, 1, 15, 20, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
TIMES = [NOW.replace(hour=hour, minute=0) for hour in range(24)]
CURVE = [hour / 24 for hour in range(24)]
ROWS = [
    Row("At its peak", 1.9, (1.6, 2.2), (1.2, 2.7), (1.0, 2.9)),
    Row("Over 4 hours", -0.4, (-0.9, 0.2), (-1.4, 0.6), (-1.7, 0.9)),
]


def today(theme: Theme = "light", width: int = NARROW) -> str:
    doses = [DoseMark(TIMES[8], "08:00 2 g"), DoseMark(TIMES[12], "12:00 <b>2 g</b>")]
    return charts.exposure_today(TIMES, CURVE, CURVE, CURVE, doses, NOW, theme=theme, width=width)


def intervals(theme: Theme = "light", width: int = NARROW) -> str:
    return charts.interval(ROWS, 1.0, "more pain", "less pain", theme=theme, width=width)


def history(theme: Theme = "light", width: int = NARROW) -> str:
    values = [5.0, None, 6.0] * 8
    return charts.ratings_over_time(TIMES, values, [TIMES[8]], (0, 10), "Pain now", theme=theme, width=width)


def panel(title: str, top: float) -> Panel:
    line = [top * value for value in (0.0, 1.0, 0.5, 0.2)]
    low, high = [value * 0.5 for value in line], [value * 2 for value in line]
    return Panel(title, [0.0, 6.0, 12.0, 24.0], line, (low, high), (low, high))


def over_hours(theme: Theme = "light", width: int = NARROW) -> str:
    panels = [panel("One <b>dose</b>", 30.0), panel("Many", 40.0)]
    return charts.levels(panels, "Mitragynine in blood", "Highest: 30 ng/mL", theme=theme, width=width)


PICTURES = [today, intervals, history, over_hours]


@pytest.mark.parametrize("draw", PICTURES)
@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("width", [NARROW, WIDE])
def test_a_picture_has_a_title_a_description_and_the_width_asked_for(
    draw: Callable[[Theme, int], str], theme: Theme, width: int
) -> None:
    root = ET.fromstring(draw(theme, width))
    space = "{http://www.w3.org/2000/svg}"
    title, told = root.find(f"{space}title"), root.find(f"{space}desc")
    assert title is not None
    assert title.text
    assert told is not None
    assert told.text
    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == title.text
    assert float(root.attrib["width"]) <= width + 12


@pytest.mark.parametrize("draw", PICTURES)
def test_letters_are_large_enough_on_a_phone(draw: Callable[[], str]) -> None:
    sizes = [float(size) for size in re.findall(r'font-size="([\d.]+)px"', draw())]
    assert sizes
    assert min(sizes) >= 12


@pytest.mark.parametrize("draw", PICTURES)
def test_a_picture_draws_on_the_ground_of_the_page_and_loads_nothing(draw: Callable[[], str]) -> None:
    picture = draw()
    assert "url(" not in picture.replace("url(#", "")
    assert "<script" not in picture
    assert "<image" not in picture
    assert 'fill="white"' not in picture


def pain(theme: Theme = "light", width: int = NARROW) -> str:
    one = courses.Course("Pain now (2 ratings)", [NOW.date(), NOW.date() + dt.timedelta(days=7)], [4.0, 5.0])
    return courses.over_time([one], (0, 10), "Pain", "From 4 to 5.", theme, width)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("draw", [intervals, over_hours, pain])
def test_a_picture_that_was_drawn_takes_the_colours_of_another_theme(draw: Callable[..., str], theme: Theme) -> None:
    assert in_theme(draw(), theme) == draw(theme)
    assert 'fill="#000"' not in draw(theme), "what no theme colours is black, and not seen in the dark"


def test_the_themes_differ() -> None:
    assert today("light") != today("dark")


def test_clock_times_are_those_of_the_present_offset() -> None:
    assert {"00:00", "06:00", "12:00", "18:00"} <= set(re.findall(r">(\d\d:\d\d)<", today()))


def test_what_people_wrote_is_escaped() -> None:
    assert "<b>" not in today()
    assert "&lt;b&gt;2 g" in today()


def test_the_doses_and_the_present_are_told_in_words() -> None:
    assert "Doses: 08:00 2 g" in today()
    assert "rough general curve" in today()


def test_an_interval_is_told_with_its_uncertainty_and_both_directions() -> None:
    picture = intervals()
    assert "1.9  (90 %: 1.2 to 2.7)" in picture
    assert "−0.4  (90 %: −1.4 to 0.6)" in picture
    assert "← more pain" in picture
    assert "less pain →" in picture


def test_zero_is_in_the_picture_however_far_the_estimates_are() -> None:
    far = [Row("Far", 8.0, (7.9, 8.1), (7.8, 8.2), (7.7, 8.3))]
    assert ">0</text>" in charts.interval(far, 1.0, "more", "less")


def test_levels_stand_below_one_another_on_a_phone_and_beside_one_another_where_there_is_room() -> None:
    narrow, wide = (ET.fromstring(over_hours(width=width)) for width in (NARROW, WIDE))
    assert float(narrow.attrib["height"]) > float(narrow.attrib["width"])
    assert float(wide.attrib["height"]) < float(wide.attrib["width"])


def test_levels_of_all_courses_share_one_scale() -> None:
    low, both = charts.levels([panel("a", 1.0)], "x", "x"), charts.levels([panel("a", 1.0), panel("b", 50.0)], "x", "x")
    assert ">100</text>" not in low
    assert both.count(">100</text>") == 2


def test_shares_are_drawn_from_nothing_to_all() -> None:
    small = charts.levels([panel("a", 0.01)], "x", "x", share=True)
    assert ">100%</text>" in small
    assert ">0%</text>" in small


def test_what_a_panel_is_called_is_escaped() -> None:
    assert "<b>dose" not in over_hours()


def test_warming_up_draws_something() -> None:
    charts.warm()


def test_the_numbers_of_an_axis_are_written_as_the_language_writes_them() -> None:
    rows = [
        Row("At its peak", 1.3, (1.1, 1.5), (0.9, 1.6), (0.8, 1.7)),
        Row("Later", 0.2, (0.1, 0.5), (0, 1), (-0.3, 1)),
    ]
    said = {}
    for language in ("en", "es"):
        with use_language(language):
            said[language] = re.findall(r"<text[^>]*>([^<]*)</text>", charts.interval(rows, 1.0, "more", "less"))
    assert {"−0.5", "0.5"} <= set(said["en"])
    assert {"−0,5", "0,5"} <= set(said["es"])
    assert not [one for one in said["es"] if re.search(r"\d\.\d", one)]
