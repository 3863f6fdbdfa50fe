"""The two fields that say with whom something was agreed: a name, and who that is."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from counterpoise.plans import who

MOST_NAME = 187
"""A name and who that is fit into one text of 200 signs."""


class AgreedForm(forms.Form):
    """Only a doctor, a pharmacist or a nurse lifts what is closed to a plan or a step made alone."""

    agreed_with = forms.CharField(
        required=False,
        max_length=MOST_NAME,
        label=gettext_lazy("Agreed with"),
        help_text=gettext_lazy("Empty: made alone. It is then marked so wherever it shows."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    who = forms.ChoiceField(required=False, label=gettext_lazy("Who is that?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        called = [("doctor", _("a doctor")), ("pharmacist", _("a pharmacist")), ("nurse", _("a nurse"))]
        self.fields["who"].choices = [*called, ("other", _("somebody else"))]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        nameless = not (said.get("agreed_with") or "").strip() and "agreed_with" not in self.errors
        if nameless and said.get("who") in who.PROFESSIONALS:
            self.add_error("agreed_with", _("What is the name? “My doctor” is one too."))
        return said

    @property
    def whom(self) -> str | None:
        """With whom, in the one text that is kept; None: alone."""
        chosen = self.cleaned_data.get("who") or ""
        name, before = who.read(self.cleaned_data.get("agreed_with"))
        return who.written(name, chosen or before)

    @property
    def with_a_professional(self) -> bool:
        return who.professional(self.whom)

    @property
    def may_tick(self) -> bool:
        """Whether a tick can do something: a professional is named, or who is named was not said yet."""
        return self.whom is not None and (self.with_a_professional or not self.cleaned_data.get("who"))

    @property
    def why_not(self) -> str:
        """What is missing, where something is closed to what was made alone."""
        if self.whom is None:
            return _("Nobody is named under “Agreed with”. It is saved once a doctor, a pharmacist or a nurse agreed.")
        return _("It is saved once a doctor, a pharmacist or a nurse agreed: please say who that is.")
