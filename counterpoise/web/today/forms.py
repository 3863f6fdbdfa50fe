"""The forms behind the pages: what may be said of a dose, a rating and an effect, and what not."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import F, Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from counterpoise import units
from counterpoise.exchange import names as named
from counterpoise.journal import models as m
from counterpoise.knowledge.load import load
from counterpoise.knowledge.pack_file import if_whole
from counterpoise.report import names
from counterpoise.safety.case import CLOCKS_DIFFER
from counterpoise.web.asked import seen
from counterpoise.web.moments import MINUTE, NeverWas, TwiceWas, meant, zone_of
from counterpoise.web.numbers import begun_with, number, said_two_ways, two_ways, untouched
from counterpoise.web.today import measures, words
from counterpoise.web.where import regions

COMMON_UNITS = ("g", "mg", "capsule", "teaspoon", "tablet", "ml", "cup")
AHEAD = CLOCKS_DIFFER
"""Clocks differ a little; what is further ahead is a typing error."""


class Typed(forms.CharField):
    """A number with a point or a comma, as text. What the form begins with stays what it is where nobody touched it."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})
    LONGEST = 40
    kept: float | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=self.LONGEST, **kwargs)

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> forms.BoundField:
        """What the form begins with is known to the form alone."""
        self.kept = begun_with(form, self, field_name)
        return super().get_bound_field(form, field_name)

    def prepare_value(self, value: Any) -> Any:
        return names.number(value) if isinstance(value, int | float) else value

    def clean(self, value: Any) -> Any:
        return self.kept if untouched(value, self.kept) else super().clean(value)


class Amount(Typed):
    """A positive number."""

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What the field shows again after a mistake."""
        return seen(data, self.LONGEST) if isinstance(data, str) else data

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        if not isinstance(text, str):
            return text
        if two_ways(text):
            raise forms.ValidationError(said_two_ways(text))
        amount = None if "e" in text.casefold() else number(text)  # nobody writes a dose as 1e5
        if amount is None or amount <= 0:
            raise forms.ValidationError(
                _("“%(text)s” is not an amount; a number above 0 is, such as 2.5"), params={"text": text}
            )
        return amount


AGO = ("", "15", "30", "60", "120")
"""What is tapped instead of a time: minutes, or nothing for now. An exact time counts for more."""


def ago_in_words(minutes: str) -> str:
    """ "now", "30 min", "2 h"."""
    if not minutes:
        return _("now")
    n = int(minutes)
    return _("{hours} h").format(hours=n // 60) if n >= 60 else _("{m} min").format(m=n)


def ago(sent: Mapping[str, Any]) -> dt.timedelta:
    """How long before it was sent it was, as tapped; nothing where an exact time was said, or no choice of ours."""
    chosen = "" if sent.get("at") else str(sent.get("ago") or "")
    return dt.timedelta(minutes=int(chosen)) if chosen in AGO and chosen else dt.timedelta()


class Timed(forms.Form):
    """When it was: empty for now. A time that the clock showed twice is asked for once more."""

    ago = forms.ChoiceField(required=False, initial="", label=gettext_lazy("How long ago"))
    at = forms.CharField(
        required=False,
        label=gettext_lazy("When"),
        help_text=gettext_lazy("Leave it empty for right now."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )
    which = forms.ChoiceField(required=False, choices=[("", ""), ("first", ""), ("second", "")])
    shown_in = forms.CharField(required=False, widget=forms.HiddenInput)

    twice = False

    def __init__(
        self,
        person: m.Person,
        *args: Any,
        kept: dt.datetime | None = None,
        written: dt.datetime | None = None,
        **kwargs: Any,
    ) -> None:
        """kept: the moment of an entry that is corrected. written: when a phone wrote an entry that came late."""
        self.person, self.kept, self.written = person, kept, written
        super().__init__(*args, **kwargs)
        self.tapped = kept is None and written is None
        self.fields["ago"].choices = [(key, ago_in_words(key)) for key in AGO]  # type: ignore[attr-defined]
        if self.tapped:
            self.fields["at"].label = _("Or the exact time")
        if kept is not None or self._written_ahead or self.tapped:
            self.fields["at"].help_text = ""
        elif written is not None:
            self.fields["at"].help_text = _("Leave it empty for the time that the phone wrote.")

    @property
    def _written_ahead(self) -> bool:
        """Whether the time that a phone wrote lies in the future, so that another one has to be said."""
        return self.written is not None and self.written > timezone.now() + AHEAD

    @property
    def zone(self) -> str:
        """On which clock its times are read: the one on which the page showed them. The person's may be another now."""
        return zone_of(self.person, str(self.data.get("shown_in") or ""))

    def as_shown(self, at: dt.datetime) -> str:
        return at.astimezone(ZoneInfo(self.zone)).strftime(MINUTE)

    def clean_at(self) -> dt.datetime | None:
        text = self.cleaned_data["at"]
        if not text:
            if self.kept is None and self._written_ahead:
                raise forms.ValidationError(_("The time that the phone wrote lies in the future. When was it?"))
            if self.written is not None and ago(self.data):
                return (self.written - ago(self.data)).astimezone(ZoneInfo(self.zone))
            return self.kept
        if self.kept is not None and text == self.as_shown(self.kept):
            return self.kept  # untouched: its seconds and its offset stay
        try:
            at = meant(_typed(text), ZoneInfo(self.zone), _SECOND.get(self.data.get("which", "")))
        except TwiceWas:
            self.twice = True
            raise forms.ValidationError(
                _("The clocks were put back then, so this time came twice. Which one was it?")
            ) from None
        except NeverWas:
            raise forms.ValidationError(_("The clocks were put forward then, so this time never was.")) from None
        except ValueError:
            raise forms.ValidationError(_("This is not a date and a time, such as 2026-05-01 08:12.")) from None
        if at > timezone.now() + AHEAD:
            raise forms.ValidationError(_("This lies in the future."))
        if at.year < 1900:
            raise forms.ValidationError(_("This is before 1900."))
        return at


_SECOND = {"first": False, "second": True}


def _typed(text: str) -> dt.datetime:
    """What a clock showed. Raises ValueError, also for a time that names an offset: the clock meant is the person's."""
    shown = dt.datetime.fromisoformat(text)
    if shown.tzinfo is not None:
        raise ValueError(text)
    return shown


class Noted(Timed):
    note = forms.CharField(
        required=False,
        max_length=10_000,
        label=gettext_lazy("Note"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def clean_note(self) -> str | None:
        kept = self.initial.get("note")
        if kept and _lines(self.cleaned_data["note"]) == _lines(kept):
            return str(kept)  # untouched: a browser ends lines in its own way
        return self.cleaned_data["note"].strip() or None


def _lines(note: str) -> list[str]:
    return note.replace("\r\n", "\n").strip().split("\n")


class DoseForm(Noted):
    """A dose, with the pain at that moment."""

    substance = forms.CharField(
        max_length=64,
        label=gettext_lazy("What"),
        widget=forms.TextInput(attrs={"list": "substances", "autocomplete": "off"}),
    )
    amount = Amount(required=False, label=gettext_lazy("How much"))
    unit = forms.CharField(
        required=False,
        max_length=32,
        label=gettext_lazy("Unit"),
        widget=forms.TextInput(attrs={"list": "units", "autocomplete": "off", "autocapitalize": "off"}),
    )
    unknown = forms.BooleanField(required=False, label=gettext_lazy("I do not know how much"))
    lot = forms.ChoiceField(required=False, label=gettext_lazy("From which bag"))
    reason = forms.ChoiceField(required=False, label=gettext_lazy("What for"))
    food = forms.ChoiceField(required=False, label=gettext_lazy("Stomach"))
    pain = forms.ChoiceField(required=False, label=gettext_lazy("Pain at that moment"))

    word: str | None = None
    """What was typed for a substance that is called otherwise."""

    def __init__(
        self, person: m.Person, *args: Any, was: m.Dose | None = None, like: m.Dose | None = None, **kwargs: Any
    ) -> None:
        """was: the dose that is corrected. like: the one that is taken again."""
        super().__init__(person, *args, **kwargs)
        self.was, self.begun_as = was, was or like
        if was is not None and was.written:
            self.fields["substance"].help_text = _("Read as {substance}.").format(
                substance=names.inside(names.substance(was.substance))
            )
        self.lots = _bags(person, was.lot_id if was is not None else None)
        self._offer("lot", {str(row.pk): words.lot(row) for row in self.lots})
        self._offer("reason", words.reasons())
        self._offer("food", words.stomach())
        self._offer("pain", self._pains())

    def _pains(self) -> dict[str, str]:
        """The buttons, and a value that another program noted between two of them: it stays what it is."""
        kept = str(self.initial.get("pain", ""))
        values = {str(value) for value in measures.pain().buttons} | ({kept} if kept else set())
        return {value: names.number(float(value)) for value in sorted(values, key=float)}

    def _offer(self, field: str, choices: dict[str, str]) -> None:
        self.fields[field].choices = [("", _("not said")), *choices.items()]  # type: ignore[attr-defined]

    def clean_substance(self) -> str:
        typed = str(self.cleaned_data["substance"]).strip()
        began = self.begun_as
        if began is not None and typed in (names.substance(began.substance).strip(), began.written):
            self.word = typed if typed == began.written else None
            return began.substance
        for pack in (if_whole(lambda: load().substances) or {}).values():
            if typed.casefold() == _(pack.name).casefold():  # as the page itself offers it
                return pack.key
        if if_whole(lambda: named.known(typed)) is None:
            return typed
        self.word = named.written(typed)
        return named.substance(typed)

    def clean_unit(self) -> str:
        typed, began = str(self.cleaned_data["unit"]), self.begun_as
        kept = began.unit if began is not None else None
        return kept if kept and typed in (kept, names.unit(kept, 1)) else units.meant(typed)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("unknown"):
            data["amount"] = None
        elif data.get("amount") is None and "amount" not in self.errors:
            self.add_error("amount", _("Say how much, or tick that you do not know."))
        elif "amount" not in self.errors and not data.get("unit"):
            self.add_error("unit", _("In what: g, mg, capsule …?"))
        return data

    def lot_id(self) -> str | None:
        """The chosen lot, as records name it."""
        return next((row.source_id for row in self.lots if str(row.pk) == self.cleaned_data["lot"]), None)


def _bags(person: m.Person, lot: uuid.UUID | None) -> list[m.Lot]:
    """Bags that are not finished, the one used last first. That of a dose that is corrected stays, whatever it is."""
    here = Q(deleted_at=None, product__deleted_at=None, gone_on=None) | Q(pk=lot)
    rows = m.Lot.objects.filter(here, person=person).select_related("product")
    used = Max("dose__at", filter=Q(dose__deleted_at=None))
    return list(rows.annotate(used=used).order_by(F("used").desc(nulls_last=True), "-id"))


class RatingForm(Noted):
    value = Typed(label=gettext_lazy("Value"))  # no Amount: 0 is a value of most scales

    def places(self, kept: tuple[str, ...] | None) -> tuple[str, ...] | None:
        """Where it hurts, as ticked; as it was, where the form did not ask."""
        return regions.ticked(regions.sent(self.data), kept) if regions.ASKED in self.data else kept

    def __init__(self, person: m.Person, scale: measures.Scale | None, *args: Any, **kwargs: Any) -> None:
        self.scale = scale
        super().__init__(person, *args, **kwargs)
        if scale is not None:
            self.fields["value"].help_text = scale.range_words

    def clean_value(self) -> float:
        typed = self.cleaned_data["value"]
        if not isinstance(typed, str):
            return float(typed)  # untouched
        value = number(typed)
        if value is None or (self.scale is not None and not self.scale.allows(value)):
            allowed = self.scale.range_words if self.scale else _("a number")
            raise forms.ValidationError(_("Allowed is: {allowed}.").format(allowed=allowed))
        return value


class EffectForm(Noted):
    """What was noticed, how strong, from when and until when."""

    severity = forms.ChoiceField(required=False, label=gettext_lazy("How strong"))
    until = forms.CharField(
        required=False,
        label=gettext_lazy("Over since"),
        help_text=gettext_lazy("Empty: not over, or not known."),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )

    def __init__(self, person: m.Person, *args: Any, ended: dt.datetime | None = None, **kwargs: Any) -> None:
        self.ended = ended
        super().__init__(person, *args, **kwargs)
        choices = [("", _("not said")), *((str(key), text) for key, text in names.severities().items())]
        self.fields["severity"].choices = choices  # type: ignore[attr-defined]

    def clean_until(self) -> dt.datetime | None:
        text = self.cleaned_data["until"]
        if not text:
            return None
        if self.ended is not None and text == self.as_shown(self.ended):
            return self.ended
        try:
            until = meant(_typed(text), ZoneInfo(self.zone), second=True)
        except ValueError:
            raise forms.ValidationError(_("This is not a date and a time, or the clock skipped it.")) from None
        if until > timezone.now() + AHEAD:
            raise forms.ValidationError(_("This lies in the future."))
        return until

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        begun, until = data.get("at") or (self.written or timezone.now()) - ago(self.data), data.get("until")
        if "at" not in self.errors and until and until.timestamp() < begun.timestamp():  # not what a clock showed
            self.add_error("until", _("It cannot be over before it began."))
        return data
