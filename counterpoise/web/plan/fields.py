"""Fields that take what people write: an amount with its unit, a size of a step, a day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from counterpoise import units
from counterpoise.diary import Quantity
from counterpoise.knowledge.load import load
from counterpoise.plans import words
from counterpoise.plans.standing import LEAF
from counterpoise.web.numbers import number, said_two_ways, two_ways

_WRITTEN = re.compile(r"([+-]?[\d.,]+)\s*(.*)", re.S)
_FRACTION = re.compile(r"(?:(\d{1,4})\s+)?(\d{1,4})/([1-9]\d{0,3})\s*([^\d\s].*)", re.S)
"""1/2 g, and 2 1/2 g."""
_UNIT = re.compile(r"[^\W\d_][^\d/<>]*")
_NO_DOSE = ("min", "session", "drink")
"""Units that are known, but not of leaf."""
_BARE = re.compile(r"[\d.,]+")
OFFERED = ("g", "mg", "capsules")
MOST_UNIT = 32


class QuantityInput(forms.TextInput):
    """A line for an amount. A number alone gets the unit that the person chose beside it, and none otherwise."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        text, unit = super().value_from_datadict(data, files, name), data.get(f"{name}_unit")
        bare = isinstance(text, str) and _BARE.fullmatch(text.strip())
        return f"{text.strip()} {unit}" if bare and unit in (*OFFERED, "%") else text


class QuantityField(forms.CharField):
    """A number above 0 and its unit in one field: nothing is filled in, and no unit is guessed.

    asks_unit: a number was written alone; the page offers `units`.
    """

    widget = QuantityInput(attrs={"autocomplete": "off", "autocapitalize": "off"})
    asks_unit = False

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        self.asks_unit = bool(text) and _BARE.fullmatch(text.strip()) is not None
        return self.read(text) if text else None

    def read(self, text: str) -> Any:
        return quantity(text)

    @property
    def units(self) -> list[tuple[str, str]]:
        return [(unit, name) for unit, name in zip(OFFERED, (_("g"), _("mg"), _("capsules")), strict=True)]


class StepField(QuantityField):
    """The size of a step: an amount with its unit, or a share in percent."""

    @property
    def units(self) -> list[tuple[str, str]]:
        return [("%", "%"), *super().units]

    def read(self, text: str) -> Any:
        if text.rstrip().endswith("%"):
            share = _size(text.rstrip().removesuffix("%").strip(), text)
            if share > 100:
                raise forms.ValidationError(
                    _("“%(text)s” is more than all of it; a share goes up to 100 %%."), params={"text": text}
                )
            return share
        return quantity(text)


class DayField(forms.DateField):
    """A day, as the browser's field for a day writes it."""

    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})

    def to_python(self, value: Any) -> dt.date | None:
        try:
            day: dt.date | None = super().to_python(value)
        except forms.ValidationError:
            day = dt.date.min
        if day is not None and not 1900 < day.year < 2200:
            raise forms.ValidationError(
                _("“%(text)s” is not a day; one is written as 2026-05-01."), params={"text": value}
            )
        return day


def quantity(text: str) -> Quantity:
    """ "2 g" -> an amount and its unit. Raises ValidationError with what was found and what is allowed."""
    parts = _FRACTION.fullmatch(text.strip())
    found = _WRITTEN.fullmatch(text.strip())
    if parts is not None:
        size, unit = int(parts[1] or 0) + int(parts[2]) / int(parts[3]), parts[4].strip()
    elif found is not None:
        size, unit = _size(found[1], text), found[2].strip()
    else:
        size, unit = 0.0, text
    if size <= 0 or (unit and _UNIT.fullmatch(unit) is None):
        raise forms.ValidationError(
            _("“%(text)s” is not an amount; a number and its unit is: g, mg, capsules …"), params={"text": text}
        )
    if not unit:
        raise forms.ValidationError(_("“%(text)s” has no unit. In what: g, mg, capsules …?"), params={"text": text})
    if len(unit) > MOST_UNIT:
        raise forms.ValidationError(
            _("“%(text)s”: the unit is too long; at most %(most)s signs fit."), params={"text": text, "most": MOST_UNIT}
        )
    return Quantity(amount=size, unit=units.canonical(unit))


def _size(written: str, text: str) -> float:
    if two_ways(written):
        raise forms.ValidationError(said_two_ways(written))
    size = number(written)
    if size is None or size <= 0:
        raise forms.ValidationError(
            _("“%(text)s” is not an amount; a number above 0 and its unit is."), params={"text": text}
        )
    return size


def unknown_unit(found: Quantity | None, substance: str, own: Callable[[], set[str]]) -> str:
    """Why an amount of leaf is refused: nobody knows its unit, and the person uses it nowhere; empty where it fits.

    own: units that the person's doses and bags are in; asked only where it matters.
    """
    if found is None or substance != LEAF:
        return ""
    known = load().substances[LEAF].units
    if found.unit in known or (units.known(found.unit) and found.unit not in _NO_DOSE):
        return ""
    others = own()
    if found.unit in others:
        return ""
    fit = [unit for unit in (*known, *sorted(others)) if _UNIT.fullmatch(unit)]
    text = _("“{unit}” is no unit of a dose that is known here. Known are: {known}.")
    return text.format(unit=found.unit, known=", ".join(dict.fromkeys(words.unit(unit) for unit in fit)))
