"""What a file for someone else shows; and the passphrase, which goes through the browser and is kept nowhere."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from counterpoise.exchange.sealed import passphrase
from counterpoise.journal import models as m
from counterpoise.web.share.forms import ShareForm


class SealForm(ShareForm):
    """As of a link, without an end: what was given away stays readable."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["days"]
        self.fields["may_comment"].label = gettext_lazy("They may write back and propose a plan")

    def file(self, person: m.Person, now: dt.datetime) -> m.SealedFile:
        """The file that a valid form describes; not sealed yet and not saved."""
        said = self.cleaned_data
        kept = ("label", "sections", "first", "last", "may_comment")
        values = {name: said[name] for name in kept}
        return m.SealedFile(person=person, name=said["name"].strip() or None, made_at=now, **values)


class PassphraseForm(SealForm):
    """The same again, hidden, with the passphrase that was shown."""

    passphrase = forms.CharField(max_length=40)

    def clean_passphrase(self) -> str:
        words = passphrase.plain(self.cleaned_data["passphrase"])
        if words is None:
            raise forms.ValidationError(_("This is not the passphrase that was made for the file."))
        return words
