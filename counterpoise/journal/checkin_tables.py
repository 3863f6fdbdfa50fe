"""The tables of check-ins: what a person chose to be asked, what is put off, and by which ways they are called."""

from __future__ import annotations

from django.db import models

from counterpoise.journal.fields import InstantField


class Reminders(models.Model):
    """What a person chose (`checkins.chosen`), the secret that chance is drawn from, and the hours after a dose that
    their own record made out to tell most. A calendar that was taken as a file calls for as long as it tells."""

    person = models.OneToOneField("journal.Person", primary_key=True, on_delete=models.CASCADE)
    chosen = models.JSONField(default=dict)
    seed = models.CharField(max_length=64)
    since = InstantField()
    after_h = models.JSONField(null=True)
    learned_at = InstantField(null=True)
    file_at = InstantField(null=True)  # when a calendar was taken as a file


class CheckinRest(models.Model):
    """A question that was put off until a moment; skipped: until it would be over anyway."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey("journal.Person", on_delete=models.CASCADE)
    key = models.CharField(max_length=128)
    until = InstantField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "key"], name="checkin_rest_once")]


class CalendarFeed(models.Model):
    """The secret address of a person's calendar. Only its hash is kept."""

    person = models.OneToOneField("journal.Person", primary_key=True, on_delete=models.CASCADE)
    digest = models.CharField(max_length=64, unique=True)
    made_at = InstantField()
    fetched_at = InstantField(null=True)


class PushSubscription(models.Model):
    """A browser that agreed to be called by its maker's service. The keys for a content are not kept: there is none."""

    id = models.BigAutoField(primary_key=True)
    person = models.ForeignKey("journal.Person", on_delete=models.CASCADE)
    endpoint = models.TextField(unique=True)
    carrier = models.CharField(max_length=16)
    agreed_at = InstantField()
    called_at = InstantField(null=True)
    called_for = InstantField(null=True)  # the moment of the latest question that it was called for
