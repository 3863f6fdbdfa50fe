"""The tables of people: whose diary it is, who else may write in it, and the lock before it."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Lower

from counterpoise.journal.fields import InstantField
from counterpoise.journal.ids import new_id


class Person(models.Model):
    """Whose diary it is. `name` is for choosing among several people in one installation and leaves with no export."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=100)
    sample = models.BooleanField(default=False)  # simulated, for looking around; removable in one click
    revision = models.PositiveBigIntegerField(default=0)  # counts every change: caches are keyed by it

    time_zone = models.CharField(max_length=64)
    birth_year = models.PositiveSmallIntegerField(null=True)
    sex = models.CharField(max_length=10, null=True)
    weight_kg = models.FloatField(null=True)
    conditions = models.JSONField(default=list)
    pregnant = models.BooleanField(null=True)
    nursing = models.BooleanField(null=True)
    surgery_on = models.DateField(null=True)
    safety_critical = models.BooleanField(null=True)
    allergies = models.JSONField(default=list)
    country = models.CharField(max_length=2, null=True)
    region = models.CharField(max_length=64, null=True)
    trials = models.JSONField(default=list)
    extra = models.JSONField(default=dict)

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), condition=models.Q(sample=False), name="person_name")]

    def __str__(self) -> str:
        return str(self.id)  # a name could reach a log


class Consent(models.Model):
    """That somebody else may write in a person's diary: who, since when, how much, what for; and when it ended."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    carer = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")  # never leaves
    person_name = models.CharField(max_length=100)  # as the carer sees the person
    carer_name = models.CharField(max_length=100)  # as the person sees the carer
    scope = models.CharField(max_length=8)  # "log" or "whole"
    purpose = models.CharField(max_length=200)
    given = models.CharField(max_length=8)  # "code": from the person's own diary; "said": as the carer told
    with_lock = models.BooleanField(default=False)  # the person's own lock is asked for, too
    made_at = InstantField()
    confirmed_at = InstantField(null=True)  # seen and agreed to in the person's own diary
    ended_at = InstantField(null=True)
    handed_back = models.BooleanField(default=False)  # ended by the carer, and the person has not been told yet


class CareCode(models.Model):
    """A code by which somebody may become a carer, once and for an hour. Only a hash is kept."""

    digest = models.CharField(max_length=64, primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    person_name = models.CharField(max_length=100)
    scope = models.CharField(max_length=8)
    purpose = models.CharField(max_length=200)
    with_lock = models.BooleanField(default=False)
    made_at = InstantField()


class AppLock(models.Model):
    """The lock of one diary on this installation: it keeps pages shut and never touches what is in the diary."""

    person = models.OneToOneField(Person, primary_key=True, on_delete=models.CASCADE)
    on = models.BooleanField(default=False)
    passphrase = models.CharField(max_length=256, default="")  # hashed (scrypt); "": none
    recovery = models.CharField(max_length=64, default="")  # hash of a code of 100 random bits; "": used
    minutes = models.PositiveSmallIntegerField(null=True)  # idle so long, it shuts; none: it does not
    log_while_locked = models.BooleanField(default=False)
    wrong = models.PositiveIntegerField(default=0)  # in a row
    wait_until = InstantField(null=True)
    generation = models.CharField(max_length=32, default="")  # another one: every browser is locked again
    taken_off_at = InstantField(null=True)  # at the command line; none: not so, or the person knows


class Passkey(models.Model):
    """A passkey that opens the lock of one diary, at one name of this installation."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    label = models.CharField(max_length=100)
    rp_id = models.CharField(max_length=253)
    credential = models.BinaryField()  # as the authenticator attested it: its id and public key
    made_at = InstantField()
    used_at = InstantField(null=True)
