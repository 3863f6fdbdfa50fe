"""The tables: a row for every record of a diary, and every earlier state of each.

A row mirrors its record in `counterpoise.diary` field by field; `rows.py` is the crossing. Ranges are checked by the
records, not here. `person` stands on every row, so that nothing is ever looked up without saying whose it is.
"""

from __future__ import annotations

from typing import Any

from django.db import models

from counterpoise.journal.checkin_tables import CalendarFeed, CheckinRest, PushSubscription, Reminders
from counterpoise.journal.device_tables import Device, PairingLink
from counterpoise.journal.fields import InstantField
from counterpoise.journal.ids import new_id
from counterpoise.journal.outbox_tables import Held, Receipt
from counterpoise.journal.people import AppLock, CareCode, Consent, Passkey, Person

__all__ = [
    "AppLock",
    "CalendarFeed",
    "CareCode",
    "CheckinRest",
    "Consent",
    "Device",
    "Held",
    "PairingLink",
    "Passkey",
    "Person",
    "PushSubscription",
    "Receipt",
    "Reminders",
    "new_id",
]
"""Beside what stands here: all tables are reached by this module."""


class Import(models.Model):
    """One file brought in: what was read, and what of it was new."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    at = InstantField()
    format = models.CharField(max_length=32)
    file_name = models.CharField(max_length=255)
    receipt = models.JSONField(default=dict)
    undone_at = InstantField(null=True)


class Row(models.Model):
    """What every recorded thing has."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, db_index=False)  # its identity has the index
    source = models.CharField(max_length=64, default="")  # "" = recorded here
    source_id = models.CharField(max_length=64)
    note = models.TextField(null=True)
    recorded_at = InstantField()
    recorded_offset = models.IntegerField(default=0)  # seconds east of UTC, as written
    recorded_by = models.CharField(max_length=16, null=True)  # none: the person; "carer", "locked_screen"
    under = models.ForeignKey(Consent, null=True, on_delete=models.SET_NULL, db_index=False, related_name="+")
    deleted_at = InstantField(null=True)  # out of the diary, still restorable
    went_with_import = models.BooleanField(default=False)  # taken out with its import, not by hand: a file may bring it
    brought_by = models.ForeignKey(Import, null=True, on_delete=models.SET_NULL, db_index=False)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["person", "source", "source_id"], name="%(class)s_identity"),
        ]


class TimedRow(Row):
    """A thing that happened at a moment."""

    at = InstantField()
    offset = models.IntegerField()  # seconds east of UTC, as written
    zone = models.CharField(max_length=64, null=True)

    class Meta(Row.Meta):
        abstract = True
        indexes = [models.Index(fields=["person", "at"], name="%(class)s_person_at")]


class Product(Row):
    substance = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    vendor = models.CharField(max_length=200, null=True)
    form = models.CharField(max_length=64, null=True)
    labelled = models.JSONField(null=True)


class Lot(Row):
    product = models.ForeignKey(Product, on_delete=models.CASCADE)
    lot_number = models.CharField(max_length=200, null=True)
    bought_on = models.DateField(null=True)
    opened_on = models.DateField(null=True)
    expires_on = models.DateField(null=True)
    size = models.JSONField(null=True)
    price = models.JSONField(null=True)
    storage = models.CharField(max_length=200, null=True)
    kept = models.JSONField(null=True)
    gone_on = models.DateField(null=True)
    unit_weights = models.JSONField(default=list)
    assays = models.JSONField(default=list)
    certificates = models.JSONField(default=list)


class Rating(TimedRow):
    measure = models.CharField(max_length=64)
    value = models.FloatField()
    prompt = models.CharField(max_length=16, null=True)
    places = models.JSONField(null=True)  # none: not said where


class Dose(TimedRow):
    substance = models.CharField(max_length=64)
    written = models.CharField(max_length=64, null=True)
    amount = models.FloatField(null=True)
    amount_sd = models.FloatField(null=True)
    unit = models.CharField(max_length=32, null=True)
    of = models.CharField(max_length=64, null=True)
    lot = models.ForeignKey(Lot, null=True, on_delete=models.SET_NULL)
    reason = models.CharField(max_length=16, null=True)
    food = models.CharField(max_length=16, null=True)
    route = models.CharField(max_length=64, null=True)
    rating = models.ForeignKey(Rating, null=True, on_delete=models.SET_NULL)


class Effect(TimedRow):
    kind = models.CharField(max_length=64)
    severity = models.PositiveSmallIntegerField(null=True)
    ended_at = InstantField(null=True)
    ended_offset = models.IntegerField(null=True)


class Lab(TimedRow):
    analyte = models.CharField(max_length=64)
    value = models.FloatField()
    unit = models.CharField(max_length=32)
    upper_limit = models.FloatField(null=True)


class Questionnaire(TimedRow):
    instrument = models.CharField(max_length=64)
    answers = models.JSONField()


class Medicine(Row):
    name = models.CharField(max_length=200)
    since = models.CharField(max_length=10, null=True)
    until = models.CharField(max_length=10, null=True)
    dose = models.CharField(max_length=200, null=True)
    as_needed = models.BooleanField(null=True)


class PastUse(Row):
    substance = models.CharField(max_length=64)
    since = models.CharField(max_length=10, null=True)
    until = models.CharField(max_length=10, null=True)
    per_day = models.FloatField(null=True)
    amount = models.FloatField(null=True)
    unit = models.CharField(max_length=32, null=True)


class OwnMeasure(Row):
    key = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    low = models.FloatField()
    high = models.FloatField()
    step = models.FloatField()
    higher_is_better = models.BooleanField()


class Goal(Row):
    text = models.CharField(max_length=200)
    since = models.DateField(null=True)
    reached_on = models.DateField(null=True)


class Plan(Row):
    substance = models.CharField(max_length=64)
    direction = models.CharField(max_length=8)
    agreed_with = models.CharField(max_length=200, null=True)
    starts_on = models.DateField()
    start = models.JSONField(null=True)
    step = models.JSONField(null=True)
    step_percent = models.FloatField(null=True)
    steps = models.JSONField(default=list)
    min_days_per_step = models.PositiveSmallIntegerField(null=True)
    ceiling_per_dose = models.JSONField(null=True)
    ceiling_per_day = models.JSONField(null=True)
    doses_per_day = models.PositiveSmallIntegerField(null=True)
    hours_between = models.FloatField(null=True)
    dose_free_days = models.JSONField(default=list)
    meaningful_change = models.FloatField(null=True)
    meeting_on = models.DateField(null=True)
    review_on = models.DateField(null=True)
    benefit_by = models.DateField(null=True)
    withdrawal_days = models.JSONField(default=list)
    hold_at = models.FloatField(null=True)
    ended_on = models.DateField(null=True)
    stop_if = models.JSONField(default=list)


class Appointment(Row):
    on = models.DateField(null=True)
    with_whom = models.CharField(max_length=200, null=True)
    profession = models.CharField(max_length=64, null=True)
    about = models.CharField(max_length=200, null=True)
    goals = models.JSONField(default=list)
    questions = models.JSONField(default=list)
    bring = models.JSONField(default=list)
    agreed = models.TextField(null=True)
    next_on = models.DateField(null=True)


class SetAside(models.Model):
    """A finding that the person has read and does not want to see until a day; never one of an emergency."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    cause = models.CharField(max_length=200)
    severity = models.CharField(max_length=16)
    at = InstantField()
    until = InstantField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "cause"], name="set_aside_once")]


class Document(models.Model):
    """The file of a laboratory's certificate, kept with its bag. The record of the bag names it by its sha256."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    lot = models.ForeignKey(Lot, on_delete=models.CASCADE)
    sha256 = models.CharField(max_length=64)
    at = InstantField()
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["lot", "sha256"], name="document_once")]


class QuietBag(models.Model):
    """A bag of which the person wants no reminders."""

    lot = models.OneToOneField(Lot, primary_key=True, on_delete=models.CASCADE)


class BagPhoto(models.Model):
    """The photo of a bag, written anew without what its camera noted."""

    lot = models.OneToOneField(Lot, primary_key=True, on_delete=models.CASCADE)
    at = InstantField()
    data = models.BinaryField()


class RecallList(models.Model):
    """A list of recalls that a person brought, as it came."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    name = models.CharField(max_length=255)
    at = InstantField()
    data = models.BinaryField()


class Change(models.Model):
    """An earlier state of a record: what it was before someone corrected, deleted or restored it."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    kind = models.CharField(max_length=16)
    row = models.UUIDField()
    at = InstantField()
    what = models.CharField(
        max_length=8, choices=[("edited", "edited"), ("deleted", "deleted"), ("restored", "restored")]
    )
    before: models.JSONField[Any, Any] = models.JSONField()
    under = models.ForeignKey(Consent, null=True, on_delete=models.SET_NULL, db_index=False, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["person", "kind", "row"], name="change_of_row")]


class Erased(models.Model):
    """Something erased for good. Only a hash of its identity is kept, so that no backup or file brings it back."""

    digest = models.CharField(max_length=64, primary_key=True)


class Key(models.Model):
    """A one-time link: what its holder may open. Only a hash is kept."""

    digest = models.CharField(max_length=64, primary_key=True)
    person = models.ForeignKey(Person, null=True, on_delete=models.CASCADE)  # none: nobody has started yet
    care = models.ForeignKey(CareCode, null=True, on_delete=models.CASCADE)  # the code it goes with: void with it
    made_at = InstantField()


class Shown(models.Model):
    """What of a diary somebody else is to see, of which days, and whether they may write back."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    label = models.CharField(max_length=100)  # for whom, in the person's words; never shown to them
    name = models.CharField(max_length=100, null=True)  # shown on it; none: nobody's
    sections = models.JSONField(default=list)
    first = models.DateField()
    last = models.DateField()
    may_comment = models.BooleanField(default=True)
    made_at = InstantField()

    class Meta:
        abstract = True


class Share(Shown):
    """A link for somebody else: open until a moment, or until it is ended. Only a hash of its secret is kept."""

    expires_at = InstantField()
    revoked_at = InstantField(null=True)
    digest = models.CharField(max_length=64, unique=True)


class ShareSession(models.Model):
    """A browser in which a link was opened. Only a hash of what it holds is kept; closing deletes the row."""

    digest = models.CharField(max_length=64, primary_key=True)
    share = models.ForeignKey(Share, on_delete=models.CASCADE)
    opened_at = InstantField()
    seen_at = InstantField()


class ShareView(models.Model):
    """That a link was used: when, and for which page. Of the browser and where it stands, nothing is kept."""

    id = models.BigAutoField(primary_key=True)
    share = models.ForeignKey(Share, on_delete=models.CASCADE)
    at = InstantField()
    page = models.CharField(max_length=16)


class SealedFile(Shown):
    """A file that was given to somebody else, and the key that proves what is written back from it."""

    public_key = models.BinaryField()
    closed_at = InstantField(null=True)  # no answer is taken any more


class Proposal(models.Model):
    """What somebody else wrote to the person, and what the person answered. It changes nothing by itself."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    digest = models.CharField(max_length=64)  # of what was said: the same brought twice is kept once
    author = models.CharField(max_length=200)
    role = models.CharField(max_length=200, null=True)
    said_at = InstantField()
    said_offset = models.IntegerField(default=0)
    received_at = InstantField()
    via = models.CharField(max_length=8)
    share = models.ForeignKey(Share, null=True, on_delete=models.SET_NULL)
    comment = models.TextField(null=True)
    plan: models.JSONField[Any, Any] = models.JSONField(null=True)
    state = models.CharField(max_length=8, default="waiting")
    answered_at = InstantField(null=True)
    became = models.ForeignKey(Plan, null=True, on_delete=models.SET_NULL)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "digest"], name="proposal_once")]
