"""Numbers as people write them: with a point or a comma before the fraction."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _

_WRITTEN = re.compile(r"[+-]?(\d+[.,]?\d*|[.,]\d+)(e[+-]?\d+)?", re.IGNORECASE)
_TWO_WAYS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+")
"""A thousand to some, one to others: where it is a dose, nobody may guess."""


MOST = 1e6
"""No amount of a diary is larger (`diary`)."""


def number(text: str) -> float | None:
    """The number that is meant; None where none is, or where it can be read in two ways."""
    text = text.strip()
    if not _WRITTEN.fullmatch(text) or two_ways(text):
        return None
    value = float(text.replace(",", "."))
    return value if abs(value) < MOST else None


def two_ways(text: str) -> bool:
    """Whether a comma may stand before thousands or before a fraction."""
    return _TWO_WAYS.fullmatch(text.strip()) is not None


def said_two_ways(text: str) -> str:
    """What to tell whoever wrote such a number."""
    plain = text.strip()
    one, other = plain.replace(",", ""), plain.replace(",", ".", 1)
    if plain.count(",") > 1:
        return _("“{text}”: please write it without commas, as {one}.").format(text=plain, one=one)
    return _("“{text}” can be read in two ways: please write {one} or {other}.").format(
        text=plain, one=one, other=other
    )


class NumberField(forms.FloatField):
    """A number in a form. A text field: a browser's own number field swallows the comma of other languages."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        """Without a most of its own, the most that a diary takes."""
        super().__init__(**{"max_value": MOST, **kwargs})

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "inputmode": "decimal", "autocomplete": "off"}

    def to_python(self, value: Any) -> float | None:  # type: ignore[override]
        if not isinstance(value, str) or not value.strip():
            return super().to_python(value)
        if two_ways(value):
            raise forms.ValidationError(said_two_ways(value))
        found = number(value)
        return super().to_python(value if found is None else found)
