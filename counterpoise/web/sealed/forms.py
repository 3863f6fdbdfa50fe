"""What a file for someone else shows; and the passphrase, which goes through the browser and is kept nowhere."""

from __future__ import annotations

import datetime as dt

from django import forms
from django.utils.translation import gettext as _

from counterpoise.exchange.sealed import passphrase
from counterpoise.journal import models as m
from counterpoise.web.share.forms import ShownForm


class SealForm(ShownForm):
    """Without an end: what was given away stays readable."""

    def file(self, person: m.Person, now: dt.datetime) -> m.SealedFile:
        """The file that a valid form describes; not sealed yet and not saved."""
        return m.SealedFile(**self.values(person, now))


class PassphraseForm(SealForm):
    """The same again, hidden, with the passphrase that was shown."""

    passphrase = forms.CharField(max_length=40)

    def clean_passphrase(self) -> str:
        words = passphrase.plain(self.cleaned_data["passphrase"])
        if words is None:
            raise forms.ValidationError(_("This is not the passphrase that was made for the file."))
        return words
