"""Numbers as people write them: with a point or a comma before the fraction."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from counterpoise.report import names
from counterpoise.text import FIGURES, decimal_comma

_WRITTEN = re.compile(r"[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?", re.IGNORECASE)
_TWO_WAYS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+")
"""A thousand to some, one to others: where it is a dose, nobody may guess."""
_TWO_WAYS_WITH_A_POINT = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}")
"""The same where a comma stands before a fraction: 1.500 is a thousand to some of those who write so."""


MOST = 1e6
"""No amount of a diary is larger (`diary`)."""


def number(text: str) -> float | None:
    """The number that is meant; None where none is, or where it can be read in two ways."""
    text = text.strip()
    if not _WRITTEN.fullmatch(text) or two_ways(text):
        return None
    value = float(text.replace(",", "."))
    return value if abs(value) < MOST else None


def untouched(text: Any, kept: float | None) -> bool:
    """Whether a field still says what it showed of a number: the number may have more figures than are shown, or be one
    that nobody would be allowed to type."""
    if kept is None or not isinstance(text, str):
        return False
    return text.strip() == names.number(kept) or number(text) == float(f"{kept:.{FIGURES}g}")


def two_ways(text: str) -> bool:
    """Whether a sign may stand before thousands or before a fraction."""
    plain = text.strip()
    if decimal_comma() and _TWO_WAYS_WITH_A_POINT.fullmatch(plain):
        return True
    return _TWO_WAYS.fullmatch(plain) is not None


def said_two_ways(text: str) -> str:
    """What to tell whoever wrote such a number."""
    plain = text.strip()
    one, other = re.sub("[.,]", "", plain), plain.replace(",", ".", 1)
    if decimal_comma() and plain.count(",") <= 1:
        other = names.number(float(other))
    if plain.count(",") > 1:
        return _("“{text}”: please write it without commas, as {one}.").format(text=plain, one=one)
    return _("“{text}” can be read in two ways: please write {one} or {other}.").format(
        text=plain, one=one, other=other
    )


def begun_with(form: forms.BaseForm, field: forms.Field, name: str) -> float | None:
    """The number that a field of a form begins with; None where it begins with none, or with text."""
    given = form.get_initial_for_field(field, name)
    return float(given) if isinstance(given, int | float) else None


class NumberField(forms.FloatField):
    """A number in a form. A text field: a browser's own number field swallows the comma of other languages.

    A form that begins with a number gets that very number back where nobody touched it.
    """

    widget = forms.TextInput
    kept: float | None = None

    def __init__(self, **kwargs: Any) -> None:
        """Without a most of its own, the most that a diary takes."""
        super().__init__(**{"max_value": MOST, **kwargs})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off"}

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """What the form begins with is known to the form alone."""
        self.kept = begun_with(form, self, field_name)
        return super().get_bound_field(form, field_name)

    def clean(self, value: Any) -> Any:
        return self.kept if untouched(value, self.kept) else super().clean(value)

    def prepare_value(self, value: Any) -> Any:
        """A number as this field reads it back in the language in use."""
        return names.number(value) if isinstance(value, float) else value

    def to_python(self, value: Any) -> float | None:  # type: ignore[override]
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        if two_ways(value):
            raise forms.ValidationError(said_two_ways(value))
        found = number(value)
        return super().to_python(value if found is None else found)
