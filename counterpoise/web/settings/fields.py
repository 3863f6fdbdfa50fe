"""Fields of forms that more than one page here asks: a day, a date told in part, and yes, no or not said."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from counterpoise.plans.words import day_in_part
from counterpoise.text import language

YES_NO = {"yes": True, "no": False}
SAID = {None: "", True: "yes", False: "no"}
_PARTS = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_MONTH = re.compile(r"(?P<month>\d{1,2})[-/.](?P<year>\d{4})")
_DAY = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
DAY_FIRST = frozenset({"de", "es"})
"""Languages in which the day is written before the month. In English it is one or the other: nobody may guess."""
EITHER_FIRST = frozenset({"PA", "PR", "US"})
"""Countries where the month comes first, for some who write such a language or for all of them."""


def yes_no() -> list[tuple[str, str]]:
    """The choices of a question that need not be answered."""
    return [("", _("not said")), ("yes", _("yes")), ("no", _("no"))]


class DayField(forms.CharField):
    """A day, as the browser's own field for one writes it."""

    widget = forms.DateInput(attrs={"type": "date"})

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        try:
            day = dt.date.fromisoformat(text)
        except ValueError:
            day = None
        if day is None or not 1900 <= day.year <= 2200:
            raise forms.ValidationError(_("“%(text)s” is not a day, such as 2026-05-01."), params={"text": text})
        return day


class PartialDateField(forms.CharField):
    """A year, a month or a day: as much of a date as the person knows, in the order in which they write it."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "05/2024"})

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        found = readings(text)
        if not found:
            raise forms.ValidationError(
                _("“%(text)s” is no date; a year, a month or a day is: 2024, 05/2024 or 2024-05-01."),
                params={"text": text},
            )
        if len(found) > 1:
            said = _("“{text}” can be two days: please write {one} for {day}, or {other} for {other_day}.")
            one, other = found
            raise forms.ValidationError(
                said.format(text=text, one=one, other=other, day=day_in_part(one), other_day=day_in_part(other))
            )
        return found[0]


def readings(text: str) -> list[str]:
    """What a date in part can mean, as the diary keeps it: nothing, one, or two where day and month may be either."""
    if found := _PARTS.fullmatch(text):
        return _dates(*found.groups())
    if found := _MONTH.fullmatch(text):
        return _dates(found["year"], found["month"])
    if found := _DAY.fullmatch(text):
        first, second, year = found.groups()
        day_first = _dates(year, second, first)
        return (
            day_first if day_first and _day_first() else list(dict.fromkeys((*_dates(year, first, second), *day_first)))
        )
    return []


def _dates(*told: str | None) -> list[str]:
    """Year, month and day as the diary writes them; nothing where there was never such a day."""
    parts = [int(part) for part in told if part is not None]
    try:
        year = dt.date(*(*parts, 1, 1)[:3]).year
    except ValueError:
        return []
    return ["-".join([f"{year:04d}", *(f"{part:02d}" for part in parts[1:])])] if 1900 <= year <= 2200 else []


def _day_first() -> bool:
    """Whether the day is written before the month, in the language in use, wherever it is spoken."""
    base, _dash, country = language().partition("-")
    return base in DAY_FIRST and country not in EITHER_FIRST
