"""What one capsule or spoon of a bag weighs: weigh ten, once."""

from __future__ import annotations

import re
import uuid
from dataclasses import replace
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from counterpoise import diary as d
from counterpoise import units
from counterpoise.journal.diaries import record
from counterpoise.report import names
from counterpoise.supply.weighing import weighed
from counterpoise.web.numbers import number
from counterpoise.web.products import done, reading
from counterpoise.web.visit import Visit

COUNTED = ("capsule", "teaspoon", "tablespoon", "tablet", "cup")
MOST = 100
HEAVIEST = 1000.0
_APART = re.compile(r"[\s;]+")


class WeightForm(forms.Form):
    unit = forms.ChoiceField(label=gettext_lazy("What do you weigh?"))
    together = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=100,
        label=gettext_lazy("How many lie on the scale at once"),
        help_text=gettext_lazy("Leave it empty for one. Several at once help where a scale is coarse."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    weights = forms.CharField(
        max_length=2000,
        label=gettext_lazy("What the scale shows, in grams"),
        help_text=gettext_lazy("One below the other, or with spaces between. Ten are good; three are better than one."),
        widget=forms.Textarea(attrs={"rows": 5, "inputmode": "decimal", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(key, names.unit(key, 1)) for key in COUNTED]
        self.fields["unit"].choices = choices  # type: ignore[attr-defined]

    def clean_weights(self) -> list[float]:
        found = []
        for text in split(self.cleaned_data["weights"]):
            grams = number(text)
            if grams is None or not 0 < grams <= HEAVIEST:
                raise forms.ValidationError(
                    _("“%(text)s” is no weight in grams; 0.52 is. Nothing was saved."), params={"text": text}
                )
            found.append(grams)
        if not 0 < len(found) <= MOST:
            raise forms.ValidationError(_("Between 1 and %(most)s weights are read."), params={"most": MOST})
        return found

    def weight(self) -> d.UnitWeight:
        said = self.cleaned_data
        return weighed(said["unit"], said["weights"], said["together"] or 1)


def split(text: str) -> list[str]:
    """The single weights of a list. A comma at the end of one, or between numbers with points, parts them."""
    found: list[str] = []
    for part in _APART.split(text.strip()):
        plain = part.strip(",")
        found += plain.split(",") if "." in plain and "," in plain else [plain]
    return [one for one in found if one]


@require_http_methods(["GET", "POST"])
def weights(request: Visit, key: uuid.UUID) -> HttpResponse:
    row = done.bag_row(request.person, key)
    lot: d.Lot = record(row)
    form = WeightForm(request.POST or None, initial={"unit": _usual_unit(row.product.form)})
    if request.method == "POST" and form.is_valid():
        new = form.weight()
        others = tuple(one for one in lot.unit_weights if units.canonical(one.unit) != units.canonical(new.unit))
        return done.answer("saved", done.changed(row, replace(lot, unit_weights=(*others, new))), row)
    context = {"form": form, "bag": reading.bag(request.person, row), "known": [told(one) for one in lot.unit_weights]}
    return render(request, "products/weights.html", context, status=422 if form.is_bound else 200)


@require_POST
def delete(request: Visit, key: uuid.UUID) -> HttpResponse:
    row = done.bag_row(request.person, key)
    lot: d.Lot = record(row)
    gone = request.POST.get("unit", "")
    kept = tuple(one for one in lot.unit_weights if one.unit != gone)
    return done.answer("deleted", done.changed(row, replace(lot, unit_weights=kept)), row)


def told(weight: d.UnitWeight) -> dict[str, str]:
    """ "one capsule: 0.52 g, most between 0.46 and 0.58 g"."""
    spread = _("how much they differ was not measured")
    if weight.sd is not None:
        low, high = max(0.0, weight.grams - 2 * weight.sd), weight.grams + 2 * weight.sd
        spread = _("about 19 in 20 lie between {low} and {high} g").format(low=f"{low:.3g}", high=f"{high:.3g}")
    return {
        "unit": weight.unit,
        "name": names.unit(weight.unit, 1),
        "mean": _("{grams} g on average").format(grams=f"{weight.grams:.3g}"),
        "spread": spread,
    }


def _usual_unit(form: str | None) -> str:
    return form if form in COUNTED else "teaspoon"
