"""The tables of what comes from devices: receipts, and what waits for the person. `models` names them as its own."""

from __future__ import annotations

from typing import Any

from django.db import models

from counterpoise.journal.fields import InstantField
from counterpoise.journal.ids import new_id
from counterpoise.journal.people import Person


class Receipt(models.Model):
    """That an entry written without a network came in, and what became of it: sent again, it gets the same answer."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    entry = models.UUIDField()  # the id that the device gave it
    digest = models.CharField(max_length=64)  # of all that it said, salted by the device
    kind = models.CharField(max_length=16, default="")  # with `row`: what it became; none: it waits for the person
    row = models.UUIDField(null=True)
    state = models.CharField(max_length=8)
    device_at = InstantField()  # what the device's clock showed as it was written
    device_offset = models.IntegerField(default=0)  # seconds east of UTC, as written
    received_at = InstantField()
    ahead = models.BigIntegerField(default=0)  # seconds by which the device's clock was ahead as it was sent
    clock_asked = models.BooleanField(default=False)  # the clock was wrong, and the person has not said what is right

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "entry"], name="receipt_once")]
        indexes = [models.Index(fields=["person", "received_at"], name="receipt_lately")]


class Held(models.Model):
    """What came from a device and could not simply be saved: kept as it was said, until the person decides."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    entry = models.UUIDField()
    digest = models.CharField(max_length=64)
    why = models.CharField(max_length=8)
    said: models.JSONField[Any, Any] = models.JSONField()
    received_at = InstantField()
    settled_at = InstantField(null=True)
    settled = models.CharField(max_length=8, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "entry", "digest"], name="held_once")]
