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
from counterpoise.supply.weighing import Odd, odd, weighed
from counterpoise.supply.wording import number as plain
from counterpoise.text import local
from counterpoise.web.numbers import NumberField, number
from counterpoise.web.products import done, reading
from counterpoise.web.visit import Visit

COUNTED = ("capsule", "teaspoon", "tablespoon", "tablet", "cup")
MOST = 100
HEAVIEST = 1000.0
SHELLED = "capsule"
ROUGH = 20
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

    shell = NumberField(
        required=False,
        label=gettext_lazy("An empty shell weighs, in grams"),
        help_text=gettext_lazy("For capsules. Left empty, the shell is counted in, as if it were powder."),
    )
    as_it_is = forms.BooleanField(required=False, label=gettext_lazy("The weights are right: save them all the same"))
    replace = forms.BooleanField(required=False, label=gettext_lazy("Put these in the place of the earlier weights"))

    def __init__(self, known: tuple[d.UnitWeight, ...], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = known
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

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if "weights" not in data or "unit" not in data:
            return data
        self._look_at_shell(data)
        far = odd(data["weights"])
        if far and not data.get("as_it_is"):
            self.add_error("as_it_is", " ".join(_far_off(one) for one in far))
        earlier = _of_unit(self.known, data["unit"])
        if earlier and not data.get("replace"):
            text = _("One {name} was weighed before: {grams} g. Nothing was replaced yet.")
            grams = names.number(float(f"{earlier[0].grams:.3g}"))
            self.add_error("replace", text.format(name=names.unit(data["unit"], 1), grams=grams))
        return data

    def _look_at_shell(self, data: dict[str, Any]) -> None:
        shell = data.get("shell")
        if shell is None:
            return
        if data["unit"] != SHELLED:
            self.add_error("shell", _("Only a capsule has a shell. Please leave it empty."))
        elif not 0 < shell < min(data["weights"]) / (data.get("together") or 1):
            self.add_error("shell", _("An empty shell weighs less than a full one, and more than nothing."))

    def weight(self) -> d.UnitWeight:
        said = self.cleaned_data
        return weighed(said["unit"], said["weights"], said["together"] or 1, said["shell"])


def _far_off(one: Odd) -> str:
    """ "52 is about 100 times the rest; did you mean 0.52?" """
    words = {"grams": names.number(one.grams), "meant": names.number(one.meant or 0.0)}
    if one.times > 1:
        text, words["times"] = _("{grams} is about {times} times the rest"), plain(_round(one.times))
    else:
        text, words["times"] = _("the rest is about {times} times {grams}"), plain(_round(1 / one.times))
    text += _("; did you mean {meant}?") if one.meant is not None else "."
    said = text.format(**words)
    return said[:1].upper() + said[1:]


def _round(times: float) -> float:
    """Two figures; 104 is told as 100."""
    return float(f"{times:.1g}" if times > ROUGH else f"{times:.2g}")


def _of_unit(weights: tuple[d.UnitWeight, ...], unit: str) -> list[d.UnitWeight]:
    return [one for one in weights if units.canonical(one.unit) == units.canonical(unit)]


def split(text: str) -> list[str]:
    """The single weights of a list. A comma at the end of one, or between numbers with points, parts them."""
    found: list[str] = []
    for part in _APART.split(text.strip()):
        bare = part.strip(",")
        found += bare.split(",") if "." in bare and "," in bare else [bare]
    return [one for one in found if one]


@require_http_methods(["GET", "POST"])
def weights(request: Visit, key: uuid.UUID) -> HttpResponse:
    row = done.bag_row(request.person, key)
    lot: d.Lot = record(row)
    form = WeightForm(lot.unit_weights, request.POST or None, initial={"unit": _usual_unit(row.product.form)})
    if request.method == "POST" and form.is_valid():
        new = form.weight()
        earlier = _of_unit(lot.unit_weights, new.unit)
        others = tuple(one for one in lot.unit_weights if one not in earlier)
        return done.answer("saved", done.changed(row, replace(lot, unit_weights=(*others, new))), row)
    context = {
        "form": form,
        "asked": [
            form[name]
            for name in ("as_it_is", "replace")
            if form.is_bound and (form[name].errors or form[name].value())
        ],
        "bag": reading.bag(request.person, row),
        "known": [told(one) for one in lot.unit_weights],
    }
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
        spread = _("about 19 in 20 lie between {low} and {high} g").format(
            low=local(f"{low:.3g}"), high=local(f"{high:.3g}")
        )
    return {
        "unit": weight.unit,
        "name": names.unit(weight.unit, 1),
        "mean": _("{grams} g on average").format(grams=local(f"{weight.grams:.3g}")),
        "spread": spread + _shell(weight),
    }


def _shell(weight: d.UnitWeight) -> str:
    if weight.shell is not None:
        return _("; its empty shell of {grams} g is taken off").format(grams=local(f"{weight.shell:.3g}"))
    return _("; its shell is counted in") if units.canonical(weight.unit) == SHELLED else ""


def _usual_unit(form: str | None) -> str:
    return form if form in COUNTED else "teaspoon"
