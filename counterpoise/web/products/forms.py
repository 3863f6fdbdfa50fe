"""What may be said of a bag: its name and its form; everything else can be left out."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from counterpoise import diary as d
from counterpoise.knowledge.load import load
from counterpoise.report import names
from counterpoise.web.numbers import NumberField
from counterpoise.web.settings.fields import DayField

LEAF = "kratom"
SIZES = ("g", "kg", "oz", "mg", "ml", "capsule", "tablet")
STRENGTHS = ("mg/g", "%")
_CURRENCY = re.compile(r"[A-Z]{3}")
PLAIN = {"autocomplete": "off"}
OF_PRODUCT = ("name", "form", "substance", "vendor")


class BagForm(forms.Form):
    name = forms.CharField(
        max_length=200,
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("As it stands on the bag, or as you call it."),
        widget=forms.TextInput(attrs={**PLAIN, "enterkeyhint": "done"}),
    )
    form = forms.ChoiceField(label=gettext_lazy("What is in it"))
    lot_number = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Lot number"),
        help_text=gettext_lazy("Often small, near the seam. A certificate is about one lot."),
        widget=forms.TextInput(attrs={**PLAIN, "autocapitalize": "characters", "spellcheck": "false"}),
    )
    vendor = forms.CharField(
        required=False,
        max_length=200,
        label=gettext_lazy("Who sold it"),
        widget=forms.TextInput(attrs={**PLAIN, "list": "vendors"}),
    )
    substance = forms.ChoiceField(required=False, label=gettext_lazy("Sold as"))
    size = NumberField(required=False, label=gettext_lazy("How much was in it"))
    size_unit = forms.ChoiceField(required=False, label=gettext_lazy("Unit"))
    price = NumberField(required=False, min_value=0, label=gettext_lazy("Price"))
    currency = forms.CharField(
        required=False,
        max_length=3,
        label=gettext_lazy("Currency"),
        widget=forms.TextInput(attrs={**PLAIN, "autocapitalize": "characters", "placeholder": "USD"}),
    )
    labelled = NumberField(required=False, label=gettext_lazy("Mitragynine, by its label"))
    labelled_unit = forms.ChoiceField(required=False, label=gettext_lazy("Unit of the label"))
    bought_on = DayField(required=False, label=gettext_lazy("Bought on"))
    opened_on = DayField(required=False, label=gettext_lazy("Opened on"))
    expires_on = DayField(required=False, label=gettext_lazy("To be used by"))
    note = forms.CharField(
        required=False, max_length=10_000, label=gettext_lazy("Note"), widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        given = self.initial.get("form")
        known = kinds_of_form()
        more = {given: given} if given and given not in known else {}  # what a file brought stays as it is
        self._offer("form", known | more)
        sold = {key: names.substance(key) for key, pack in load().substances.items() if _of_kratom(key)}
        before = self.initial.get("substance")
        self._offer("substance", sold | ({before: names.substance(before)} if before and before not in sold else {}))
        unit = self.initial.get("size_unit")
        units = dict.fromkeys([*SIZES, *([unit] if unit else [])])
        self._offer("size_unit", {one: names.unit(one, 2) for one in units})

        label = self.initial.get("labelled_unit")
        self._offer("labelled_unit", {one: one for one in dict.fromkeys([*STRENGTHS, *([label] if label else [])])})

    def _offer(self, field: str, choices: dict[str, str]) -> None:
        self.fields[field].choices = list(choices.items())  # type: ignore[attr-defined]

    def clean_currency(self) -> str:
        text = str(self.cleaned_data["currency"]).strip().upper()
        if text and not _CURRENCY.fullmatch(text):
            raise forms.ValidationError(_("“%(text)s” is no currency; three letters are: USD."), params={"text": text})
        return text

    def clean_labelled(self) -> float | None:
        strength: float | None = self.cleaned_data["labelled"]
        if strength is not None and strength <= 0:
            raise forms.ValidationError(_("“%(text)s” is no strength; a number above 0 is."), params={"text": strength})
        return strength

    def clean_size(self) -> float | None:
        size: float | None = self.cleaned_data["size"]
        if size is not None and size <= 0:
            raise forms.ValidationError(_("“%(size)s” is no size; a number above 0 is."), params={"size": size})
        return size

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("price") is not None and not data.get("currency"):
            data["currency"] = self.initial.get("currency") or ""
        if data.get("price") is not None and not data.get("currency") and "currency" not in self.errors:
            self.add_error("currency", _("In which currency? Three letters, such as USD."))
        bought, opened, last = (data.get(name) for name in ("bought_on", "opened_on", "expires_on"))
        if bought and opened and opened < bought:
            self.add_error("opened_on", _("It cannot be opened before it was bought."))
        if bought and last and last < bought:
            self.add_error("expires_on", _("This lies before the day it was bought."))
        return data

    def product(self, before: d.Product | None) -> d.Product:
        """What the form says of the product. A name that is that of another drug makes it that drug."""
        said = self.cleaned_data
        sold_as = said["substance"] or (before.substance if before else LEAF)
        other = load().substance(said["name"])
        if sold_as == LEAF and other is not None and other.refusal is not None:
            sold_as = other.key
        new = before or d.Product(substance=sold_as, name=said["name"])
        labelled = said["labelled"] and d.Quantity(amount=said["labelled"], unit=said["labelled_unit"] or "mg/g")
        return replace(
            new,
            substance=sold_as,
            name=said["name"],
            form=said["form"],
            vendor=said["vendor"].strip() or None,
            labelled=labelled or None,
        )

    def lot(self, before: d.Lot | None, product: str) -> d.Lot:
        """What the form says of the bag; what it does not ask stays."""
        said = self.cleaned_data
        size = said["size"] and d.Quantity(amount=said["size"], unit=said["size_unit"] or "g")
        price = d.Price(amount=said["price"], currency=said["currency"]) if said["price"] is not None else None
        return replace(
            before or d.Lot(product=product),
            product=product,
            lot_number=said["lot_number"].strip() or None,
            size=size or None,
            price=price,
            bought_on=said["bought_on"],
            opened_on=said["opened_on"],
            expires_on=said["expires_on"],
            note=said["note"].strip() or None,
        )


@dataclass(frozen=True)
class Given:
    """What a form of a bag begins with."""

    product: d.Product
    lot: d.Lot

    def fields(self, *, again: bool = False) -> dict[str, Any]:
        """again: for another bag of the product, whose own number and days are not known yet."""
        lot, size, price, labelled = self.lot, self.lot.size, self.lot.price, self.product.labelled
        both: dict[str, Any] = {
            **{name: getattr(self.product, name) for name in OF_PRODUCT},
            "size": None if size is None else size.amount,
            "size_unit": "" if size is None else size.unit,
            "labelled": None if labelled is None else labelled.amount,
            "labelled_unit": "" if labelled is None else labelled.unit,
            "price": None if price is None else price.amount,
            "currency": "" if price is None else price.currency,
        }
        days = {name: getattr(lot, name) for name in ("bought_on", "opened_on", "expires_on")}
        own = {name: day.isoformat() for name, day in days.items() if day is not None}
        return both if again else both | own | {"lot_number": lot.lot_number or "", "note": lot.note or ""}


def kinds_of_form() -> dict[str, str]:
    """The forms a product can have: those of leaf, then those that only other drugs have."""
    packs = [load().substances[LEAF], *(pack for pack in load().substances.values() if pack.refusal is not None)]
    found: dict[str, str] = {}
    for pack in packs:
        for key, name in pack.forms.items():
            found.setdefault(key, _(name))
    other = found.pop("other", None)
    return found | ({"other": other} if other else {})


def _of_kratom(key: str) -> bool:
    pack = load().substances[key]
    return key == LEAF or (pack.refusal is not None and "opioid" in pack.classes)


__all__ = ["LEAF", "BagForm", "Given", "kinds_of_form"]
