"""The tables of a person's own devices."""

from __future__ import annotations

from django.db import models

from counterpoise.journal.fields import InstantField
from counterpoise.journal.ids import new_id


class PairingLink(models.Model):
    """A link by which one device may ask to be paired: once, for some minutes. Only a hash is kept."""

    digest = models.CharField(max_length=64, primary_key=True)
    person = models.ForeignKey("journal.Person", on_delete=models.CASCADE)
    made_at = InstantField()


class Device(models.Model):
    """A phone that asked to be paired, is paired, or was. Of the phone nothing is kept but the name it was given."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey("journal.Person", on_delete=models.CASCADE)
    name = models.CharField(max_length=40)
    code = models.CharField(max_length=6)  # shown on both screens, to be compared before it is paired
    asked_at = InstantField()
    paired_at = InstantField(null=True)
    seen_at = InstantField(null=True)
    revoked_at = InstantField(null=True)
