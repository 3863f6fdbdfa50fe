"""The forms of a link: what it shows, and what whoever has it may write back."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from counterpoise.journal import models as m
from counterpoise.plans import who
from counterpoise.plans.proposal import Proposal
from counterpoise.report.clinician import SECTIONS
from counterpoise.web.plan.fields import DayField
from counterpoise.web.plan.forms import PlanForm
from counterpoise.web.plan.who import MOST_NAME
from counterpoise.web.report.asking import at_first
from counterpoise.web.share.sections import choices

LASTS = (1, 7, 14, 30)
USUAL_DAYS = 7
WRITES_NO_PLAN = ("agreed_with", "who", "goals", "seen_steep", "seen_raised")
"""Fields of a plan that are the person's: with whom, which goals, and what the person read."""
NOT_A_PLAN = ("substance", "author", "role", "comment")


class ShownForm(forms.Form):
    """Which part of the diary, of which days, for whom."""

    label = forms.CharField(
        max_length=100,
        label=gettext_lazy("For whom is it?"),
        help_text=gettext_lazy("So that you know it again. Only you see this."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    name = forms.CharField(
        required=False,
        max_length=100,
        label=gettext_lazy("Name shown on it"),
        help_text=gettext_lazy("Empty: no name is shown."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    sections = forms.MultipleChoiceField(
        label=gettext_lazy("What it shows"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Nothing is chosen; at least one part is needed.")},
    )
    first = DayField(label=gettext_lazy("From"))
    last = DayField(label=gettext_lazy("Until"))
    may_comment = forms.BooleanField(required=False, label=gettext_lazy("They may write back and propose a plan"))

    def __init__(self, today: dt.date, *args: Any, **kwargs: Any) -> None:
        days = at_first(today)
        usual: dict[str, Any] = {"first": days.first, "last": days.last, "may_comment": True}
        usual["sections"] = [*SECTIONS, "method"]
        super().__init__(*args, **{"initial": usual} | kwargs)
        self.fields["sections"].choices = choices()  # type: ignore[attr-defined]

    def clean_label(self) -> str:
        return str(self.cleaned_data["label"]).strip()

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        first, last = said.get("first"), said.get("last")
        if first is not None and last is not None and last < first:
            self.add_error("last", _("This is before the first day, {day}.").format(day=first.isoformat()))
        return said

    def values(self, person: m.Person, now: dt.datetime) -> dict[str, Any]:
        """The columns of `Shown` that a valid form describes."""
        said = self.cleaned_data
        plain = {name: said[name] for name in ("label", "sections", "first", "last", "may_comment")}
        return {"person": person, "made_at": now, "name": said["name"].strip() or None, **plain}


class ShareForm(ShownForm):
    """A link: for how long as well."""

    days = forms.TypedChoiceField(coerce=int, initial=USUAL_DAYS, label=gettext_lazy("How long does the link work?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        lasts = [(1, _("one day")), *((days, _("{n} days").format(n=days)) for days in LASTS[1:])]
        self.fields["days"].choices = lasts  # type: ignore[attr-defined]

    def share(self, person: m.Person, now: dt.datetime) -> m.Share:
        """The link that a valid form describes; not saved."""
        ends = now + dt.timedelta(days=self.cleaned_data["days"])
        return m.Share(expires_at=ends, **self.values(person, now))


class WriteForm(PlanForm):
    """A comment, and a plan where its way is chosen. No number stands in it, and nothing of the diary.

    What is asked back about the person's own use is asked of the person, when they look at it.
    """

    author = forms.CharField(
        max_length=MOST_NAME, label=gettext_lazy("Your name"), widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    role = forms.ChoiceField(label=gettext_lazy("Who are you?"))
    comment = forms.CharField(
        required=False,
        max_length=10_000,
        label=gettext_lazy("What do you want to say?"),
        widget=forms.Textarea(attrs={"rows": 5}),
    )

    def __init__(self, today: dt.date, *args: Any, **kwargs: Any) -> None:
        super().__init__(today, set, *args, **kwargs)
        for name in WRITES_NO_PLAN:
            del self.fields[name]
        called = [("doctor", _("a doctor")), ("pharmacist", _("a pharmacist")), ("nurse", _("a nurse"))]
        self.fields["role"].choices = [*called, ("other", _("somebody else"))]  # type: ignore[attr-defined]
        if not self.writes_plan:
            for name in self.fields.keys() - {*NOT_A_PLAN}:
                self.fields[name].required = False

    @property
    def writes_plan(self) -> bool:
        """Whether anything of a plan was written."""
        if not self.is_bound:
            return False
        return any(_written(self.data, self.add_prefix(name)) for name in self.fields.keys() - {*NOT_A_PLAN})

    @property
    def more_open(self) -> bool:
        return super().more_open or self.writes_plan

    def clean_author(self) -> str:
        """The name alone: "Bob (doctor)" is what the next field says, or does not."""
        name, told = who.read(self.cleaned_data["author"])
        while told:
            name, told = who.read(name)
        return name

    def clean(self) -> dict[str, Any]:
        said = super().clean()
        if not self.writes_plan and not (said.get("comment") or "").strip() and "comment" not in self.errors:
            self.add_error("comment", _("Nothing is written yet: a comment, a plan, or both."))
        return said

    def proposal(self, now: dt.datetime) -> Proposal:
        """What a valid form says."""
        said = self.cleaned_data
        author, role = said["author"], said["role"]
        made = None
        if self.writes_plan:
            made = self.plan(None, "")
        return Proposal(author=author, role=role, said_at=now, comment=said["comment"].strip() or None, plan=made)

    @property
    def whom(self) -> str | None:
        """The plan names who proposes it."""
        return who.written(self.cleaned_data.get("author") or "", self.cleaned_data.get("role") or "")


def _written(data: Any, name: str) -> bool:
    values = data.getlist(name) if hasattr(data, "getlist") else [data.get(name)]
    return any(str(value or "").strip() for value in values)
