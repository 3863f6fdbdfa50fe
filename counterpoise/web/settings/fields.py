"""Fields of forms that more than one page here asks: a day, a date told in part, and yes, no or not said."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _

YES_NO = {"yes": True, "no": False}
SAID = {None: "", True: "yes", False: "no"}
_PARTS = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


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
    """A year, a month or a day: as much of a date as the person knows."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "placeholder": "2024-05"})

    def clean(self, value: Any) -> Any:
        text = str(super().clean(value) or "").strip()
        if not text:
            return None
        found = _PARTS.fullmatch(text)
        try:
            if found is None:
                raise ValueError(text)
            year, month, day = (None if part is None else int(part) for part in found.groups())
            if not 1900 <= dt.date(year or 0, month or 1, day or 1).year <= 2200:
                raise ValueError(text)
        except ValueError:
            raise forms.ValidationError(
                _("“%(text)s” is no date; a year, a month or a day is: 2024, 2024-05 or 2024-05-01."),
                params={"text": text},
            ) from None
        return "-".join([f"{year:04d}", *(f"{part:02d}" for part in (month, day) if part is not None)])
