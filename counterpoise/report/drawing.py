"""The engine of the pictures: the looks they may have, their data, and the SVG that comes of them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import import_module
from typing import Any, Literal

from counterpoise.text import decimal_comma, local

Theme = Literal["light", "dark", "light-more", "dark-more"]
"""The last two are for whoever needs more contrast."""
THEMES: tuple[Theme, ...] = ("light", "dark", "light-more", "dark-more")
NARROW, WIDE = 330, 640
"""Widths in CSS pixels: letters keep their size, so a phone gets a picture drawn for a phone."""


@dataclass(frozen=True)
class Look:
    """The colours of a theme. Text and lines hold a contrast of 4.5:1 on its ground, fills of 3:1 where they matter."""

    ink: str
    quiet: str
    grid: str
    accent: str
    band: str
    mark: str


LOOKS: Mapping[Theme, Look] = {
    "light": Look(ink="#21302f", quiet="#52605d", grid="#e4ddcf", accent="#1b655f", band="#9ecdc5", mark="#8f5420"),
    "dark": Look(ink="#ebe5d9", quiet="#acb8b3", grid="#2e3b3b", accent="#82d0c3", band="#2f655f", mark="#e0a46e"),
    "light-more": Look(
        ink="#000000", quiet="#000000", grid="#b9b0a0", accent="#0b4a45", band="#8fc2ba", mark="#6b3606"
    ),
    "dark-more": Look(ink="#ffffff", quiet="#ffffff", grid="#5c6b6b", accent="#a8f0e4", band="#2f7a72", mark="#ffc48f"),
}


def rows(**columns: Sequence[Any]) -> Any:
    """Data by columns."""
    return table(tuple(columns), list(zip(*columns.values(), strict=True)))


def table(names: Sequence[str], lines: Sequence[Sequence[Any]]) -> Any:
    """Data by rows."""
    return altair().Data(values=[dict(zip(names, row, strict=True)) for row in lines])


def drawn(chart: Any, look: Look, title: str, description: str, data: Mapping[str, Any] | None = None) -> str:
    """The SVG, named and described for those who do not see it.

    data: what the chart names; large tables come this way, since Altair copies those that it holds many times over.
    """
    import vl_convert

    spec = chart.properties(background="transparent").to_dict(validate=False)
    spec |= {"datasets": data} if data else {}
    svg = vl_convert.vegalite_to_svg(spec, vl_version=_vegalite(), config=_config(look), format_locale=_numbers())
    head = f"<title>{escape(title)}</title><desc>{escape(description)}</desc>"
    named = re.sub(r"<svg ", f'<svg role="img" aria-label="{escape(title, quote=True)}" ', svg, count=1)
    return re.sub(r"(<svg [^>]*>)", lambda found: found.group() + head, named, count=1)


def in_theme(svg: str, theme: Theme) -> str:
    """A picture that was drawn in the light theme, in the colours of another: only these differ between the two."""
    colours = dict(zip(vars(LOOKS["light"]).values(), vars(LOOKS[theme]).values(), strict=True))
    return re.sub("|".join(colours), lambda found: colours[found.group()], svg)


def altair() -> Any:
    """Loaded late; without its types, which the standard way of writing a chart does not satisfy.

    Channels are given as objects (alt.X, alt.Text): a channel in short hand costs ten milliseconds of guessing.
    """
    return import_module("altair")


@cache
def _vegalite() -> str:
    import vl_convert

    versions: list[str] = vl_convert.get_vegalite_versions()
    return max(versions, key=lambda version: tuple(int(part) for part in version.split(".")))


def _numbers() -> dict[str, Any] | None:
    """How the numbers of an axis are written in the language in use; none: as in English."""
    fraction, thousands = local("0.5")[1], "\N{NO-BREAK SPACE}"
    return (
        {"decimal": fraction, "thousands": thousands, "grouping": [3], "currency": ["", ""]}
        if decimal_comma()
        else None
    )


def _config(look: Look) -> dict[str, Any]:
    font = "system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif"
    axis = {
        "labelColor": look.ink,
        "titleColor": look.ink,
        "gridColor": look.grid,
        "domainColor": look.quiet,
        "tickColor": look.quiet,
        "labelFontSize": 13,
        "titleFontSize": 13,
        "titleFontWeight": 500,
        "aria": False,
    }
    return {
        "font": font,
        "axis": axis,
        "legend": {"labelColor": look.ink},
        "text": {"fontSize": 13},
        "view": {"stroke": None},
        "padding": 4,
    }
