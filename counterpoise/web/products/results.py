"""One result of a certificate as people write it: "14.2", "< 0.05", "ND", "absent"; and back.

Below a limit is no number: it keeps what the limit was, and is never 0.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from counterpoise import diary as d
from counterpoise.knowledge.load import load
from counterpoise.report import names
from counterpoise.web.numbers import number, said_two_ways, two_ways

UNITS = ("mg/g", "%", "ug/g", "ppm", "mg/kg", "ppb", "CFU/g", "in 25 g", "in 10 g")
LONGEST = 200
MOST = 1e12
"""No result or limit of a diary is larger (`diary`)."""
SAID = ("analyte", "value", "censored", "loq", "unit")
"""What a result says; another of these is another result."""
_BELOW = re.compile(r"(?:<|below|under)\s*(.*)", re.I | re.S)
_MANY = re.compile(r"\d{7,13}|\d+(\.\d+)?e\+?\d{1,2}")
_BELOW_LIMIT = {"loq", "lq", "lc", "bql", "blq", "<loq", "the limit", "limit", "lod"}
_NOTHING = {"nd", "n.d.", "n.d", "not detected", "none detected", "no detectado"}
_ABSENT = {"absent", "negative", "absence", "ausente", "ausencia", "negativo"}


@dataclass(frozen=True)
class Result:
    """A result: a number, or why there is none, and the limit it lies below, where that was written."""

    value: float | None
    censored: d.Censored | None
    below: float | None = None


def read(text: str) -> Result | None:
    """What is meant; None where nothing is."""
    plain = " ".join(text.split()).casefold()
    if plain in _NOTHING:
        return Result(None, "not_detected")
    if plain in _ABSENT:
        return Result(None, "absent")
    if plain in _BELOW_LIMIT:
        return Result(None, "below_loq")
    below = _BELOW.fullmatch(plain)
    if below is not None:
        limit = _counted(below[1])
        return Result(None, "below_loq", limit) if limit is not None or below[1].strip() in _BELOW_LIMIT else None
    value = _counted(plain)
    return None if value is None else Result(value, None)


def _counted(text: str) -> float | None:
    """A number that a diary takes as a result: germs are counted in millions."""
    value = float(text) if _MANY.fullmatch(text.strip()) else number(text)
    return value if value is not None and 0 <= value <= MOST else None


def written(value: float | None, censored: str | None, loq: float | None) -> str:
    """A result as `read` reads it."""
    if censored is None:
        return "" if value is None else names.number(value)
    if censored == "below_loq" and loq is not None:
        return f"< {names.number(loq)}"
    return {"below_loq": _("< LOQ"), "not_detected": "ND", "absent": _("absent")}[censored]


def shown(assay: d.Assay) -> str:
    """A result with its unit, in words where there is no number."""
    said = {
        "not_detected": _("not detected"),
        "absent": _("absent"),
        "below_loq": _("below what the laboratory can measure"),
    }
    if assay.censored is None:
        return _("no number") if assay.value is None else f"{names.number(assay.value)} {assay.unit}"
    if assay.censored == "below_loq" and assay.loq is not None:
        return _("below {limit} {unit}").format(limit=names.number(assay.loq), unit=assay.unit)
    of = f" {assay.unit}" if assay.unit.startswith("in ") else ""
    return f"{said[assay.censored]}{of}"


def changed_by_hand(before: d.Assay, new: d.Assay) -> str | None:
    """What the page was read as, of a value from a certificate that a person corrects later."""
    if before.certificate is None:
        return None
    if all(getattr(before, name) == getattr(new, name) for name in SAID):
        return before.read_as
    name = f"{analyte_name(before.analyte)} " if new.analyte != before.analyte else ""
    said = before.read_as or f"{name}{shown(before)}"
    return None if said == shown(new) else said[:LONGEST]


def of(assay: d.Assay) -> Result:
    """The result of a value that is kept."""
    return Result(assay.value, assay.censored, assay.loq if assay.censored == "below_loq" else None)


class ResultField(forms.CharField):
    """A number, or a word for none. The result that a form begins with stays what it is where nobody touched it."""

    kept: Result | None = None

    def __init__(self, **kwargs: Any) -> None:
        attrs = {"autocomplete": "off", "autocapitalize": "off", "inputmode": "text"}
        super().__init__(max_length=40, widget=forms.TextInput(attrs=attrs), **kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """What the form begins with is known to the form alone."""
        given = form.get_initial_for_field(self, field_name)
        self.kept = given if isinstance(given, Result) else None
        return super().get_bound_field(form, field_name)

    def prepare_value(self, value: Any) -> Any:
        return written(value.value, value.censored, value.below) if isinstance(value, Result) else value

    def clean(self, value: Any) -> Any:
        if self.kept is not None and str(value or "").strip() == self.prepare_value(self.kept) != "":
            return self.kept
        text = super().clean(value)
        if not text:
            return None
        if two_ways(text):
            raise forms.ValidationError(said_two_ways(text))
        found = read(text)
        if found is None:
            raise forms.ValidationError(
                _("“%(text)s” is no result; a number is, or < 0.05, or ND, or absent."), params={"text": text}
            )
        return found


def analyte_key(typed: str, before: d.Assay | None = None) -> str:
    """The key of what was measured, where the name is known; else the name as it was typed. Untouched, it stays."""
    if before is not None and typed.strip() == analyte_name(before.analyte):
        return before.analyte
    known = load().analyte(typed)
    return known.key if known is not None else typed.strip()[:64]


def analyte_name(key: str) -> str:
    known = load().analyte(key)
    return _(known.name) if known is not None else key


def plain_name(key: str) -> str:
    """To be read only: what the reader knows and the packs do not, "water_activity", in words."""
    name = analyte_name(key)
    return name.replace("_", " ").capitalize() if name.islower() and "_" in name else name


def analytes() -> list[str]:
    """Names to choose from."""
    return [_(one.name) for one in load().analytes.values()]


__all__ = [
    "MOST",
    "SAID",
    "UNITS",
    "Result",
    "ResultField",
    "analyte_key",
    "analyte_name",
    "analytes",
    "changed_by_hand",
    "of",
    "plain_name",
    "read",
    "shown",
    "written",
]
