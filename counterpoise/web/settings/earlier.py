"""Kratom before this diary, as the person tells it: one record of past use, kept and taken back like the profile."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from counterpoise import diary as d
from counterpoise.diary import Quantity
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record
from counterpoise.safety.case import KRATOM
from counterpoise.units import sized
from counterpoise.web.numbers import NumberField
from counterpoise.web.plan.fields import QuantityField
from counterpoise.web.settings.fields import PartialDateField
from counterpoise.web.today import words

FIELDS = ("kratom_since", "kratom_per_day", "kratom_amount")


class SinceField(PartialDateField):
    """Since when: a year is enough, and none that is still to come."""

    def clean(self, value: Any) -> Any:
        told = super().clean(value)
        tomorrow = timezone.now().date() + dt.timedelta(days=1)  # somewhere it is that day already
        if told and told > tomorrow.isoformat()[: len(told)]:
            raise forms.ValidationError(_("This lies in the future."))
        return told


class Earlier(forms.Form):
    """The three fields, for a form that asks them among others."""

    kratom_since = SinceField(
        required=False,
        label=gettext_lazy("Since when"),
        help_text=gettext_lazy("A year is enough, or a month: 2024 or 05/2024."),
    )
    kratom_per_day = NumberField(
        required=False,
        min_value=0,
        max_value=100,
        label=gettext_lazy("How often a day"),
        help_text=gettext_lazy("About, just before this diary began."),
    )
    kratom_amount = QuantityField(
        required=False,
        label=gettext_lazy("How much each time"),
        help_text=gettext_lazy("A number and its unit: g, mg, capsules …"),
    )


def row_of(person: m.Person) -> m.PastUse | None:
    """The record that the fields are about: the first of the leaf that lasts up to the diary, from a page or a file."""
    rows = m.PastUse.objects.filter(person=person, deleted_at=None, until=None).order_by("id")
    return next((row for row in rows if words.is_leaf(row.substance)), None)


def told(use: d.PastUse | None) -> dict[str, Any]:
    """What a record says, by the fields."""
    if use is None:
        return dict.fromkeys(FIELDS)
    amount = None if use.amount is None else Quantity(amount=use.amount, unit=use.unit or "")
    return {"kratom_since": use.since, "kratom_per_day": use.per_day, "kratom_amount": amount}


def initial(told: Mapping[str, Any]) -> dict[str, Any]:
    """What the fields begin with."""
    amount: Quantity | None = told["kratom_amount"]
    return {
        "kratom_since": told["kratom_since"] or "",
        "kratom_per_day": told["kratom_per_day"],
        "kratom_amount": "" if amount is None else sized(amount.amount, amount.unit),
    }


def keep(person: m.Person, said: Mapping[str, Any], now: dt.datetime) -> None:
    """What was told takes the place of what stood there; what was left empty is taken out."""
    amount: Quantity | None = said.get("kratom_amount")
    told: dict[str, Any] = {
        "since": said.get("kratom_since"),
        "per_day": said.get("kratom_per_day"),
        "amount": amount.amount if amount else None,
        "unit": (amount.unit or None) if amount else None,
    }
    row = row_of(person)
    if row is None:
        if any(value is not None for value in told.values()):
            entries.add(person, d.PastUse(substance=KRATOM, **told), now)
    elif all(value is None for value in told.values()):
        entries.remove(row, now)
    else:
        entries.change(row, replace(record(row), **told), now)


def touched(person: m.Person) -> tuple[m.PastUse, dt.datetime] | None:
    """What was told, corrected or taken out last on a page, and when."""
    found = []
    for row in m.PastUse.objects.filter(person=person):
        latest = entries.history(row).first()
        if latest is not None:
            found.append((row, latest.at))
        elif row.source == "" and row.deleted_at is None and words.is_leaf(row.substance):
            found.append((row, row.recorded_at))
    return max(found, key=lambda each: each[1], default=None)
