"""From what was said on a device to rows of the diary, by the same forms as everything else."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Literal

from django.db import IntegrityError
from django.http import Http404

from counterpoise import diary as d
from counterpoise.diary_file import BadDiary, checked
from counterpoise.journal import entries, erased
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record
from counterpoise.journal.outbox import OFF_BY, CannotSave, Erased, settle
from counterpoise.report import names
from counterpoise.web.checkins import reading
from counterpoise.web.moments import MINUTE, clock
from counterpoise.web.offline.reading import Said
from counterpoise.web.today import doses, effects, entry, measures, saving, usual
from counterpoise.web.today.forms import AHEAD, DoseForm, EffectForm, Noted, RatingForm, ago

USUAL, LAST = "usual", "last"
"""What the page for offline asks for without naming it: it is looked up here, as of the moment of the tap."""


def take(person: m.Person, said: Said, now: dt.datetime) -> list[m.Row]:
    """Write the entry. Raises CannotSave, Erased; then nothing is kept of what was written."""
    if said.what == "undo":
        take_back(person, said, now)
        return []
    if said.what == "edit":  # its time is that of its entry, or was typed: the clock of the phone has no part in it
        return correct(person, said)
    if clock_was_ahead(said, now):
        raise CannotSave("clock")
    form = form_of(person, said, said.fields)
    if form is None or not form.is_valid():
        raise CannotSave("like" if said.what == "dose" and _repeats_nothing(person, said) else "unfit")
    return save(person, said, form, now)


def clock_was_ahead(said: Said, now: dt.datetime) -> bool:
    """Whether the phone wrote it in the future. Of a time that somebody typed its form says what is wrong."""
    return not said.fields.get("at") and said.at > now + AHEAD


def form_of(person: m.Person, said: Said, fields: Mapping[str, str]) -> Any:
    """The form that holds what was said; None where nobody knows what it is about."""
    match said.what:
        case "rating":
            scale = measures.scale(person, said.fields.get("measure", ""))
            return None if scale is None else RatingForm(person, scale, fields, written=said.at)
        case "effect":
            return EffectForm(person, fields, written=said.at) if _kind(said) else None
        case "edit":
            row = edited_row(person, said)
            return None if row is None else entry.form_of(person, row, fields)
        case "undo":
            return None
    like = _like(person, said)
    if like is None:
        return DoseForm(person, fields, written=said.at)
    first = {"amount": like.amount}  # all its figures, also those that are not shown
    return DoseForm(person, _as_fields(like) | dict(fields), initial=first, written=said.at, like=like)


def shown_again(person: m.Person, said: Said, at: dt.datetime) -> dict[str, str]:
    """What was said as the fields of a form, with its moment on the person's clock."""
    if said.fields.get("at"):
        return {"shown_in": person.time_zone, **said.fields}
    return {**said.fields, "shown_in": person.time_zone, "at": clock(person, at - ago(said.fields)).strftime(MINUTE)}


def save(person: m.Person, said: Said, form: Noted, now: dt.datetime, *, afresh: bool = False) -> list[m.Row]:
    """Write what a valid form says. afresh: under an id of its own, beside what has the id that it came with."""
    id_ = str(m.new_id() if afresh else said.id)
    typed = form.cleaned_data["at"]
    at = typed or clock(person, said.at)
    zone = form.zone if typed is not None else person.time_zone
    records = _records(person, said, form, id_, at=at, zone=zone)
    gone = [erased.is_erased(person, kind, None, one.id) for kind, one in records]
    if gone[-1]:
        raise Erased
    found = [one for _kind, one in records]
    if any(gone):  # the pain of a dose alone: the dose comes without it
        found = [replace(found[-1], rating=None)]
    try:
        if typed is None:
            found = saving.as_first_came(person, found)
        return [entries.add(person, one, now) for one in found]
    except (entries.Conflict, IntegrityError) as error:
        raise CannotSave("other") from error
    except BadDiary as error:
        raise CannotSave("unfit") from error


def take_back(person: m.Person, said: Said, now: dt.datetime) -> None:
    """Delete an entry that was undone on the device after it may have been sent; what was changed since stays.

    Was it overtaken on the way, it is not taken in when it comes.
    """
    try:
        of = uuid.UUID(said.fields.get("of", ""))
    except ValueError:
        return
    for held in m.Held.objects.filter(person=person, entry=of, settled_at=None):
        settle(held, "drop", now)
    row = stored(person, of)
    if row is None:
        erased.never_comes(person, of)
    elif row.deleted_at is None and saving.seen(entry.shown_with(row)) == saving.seen([]):
        for each in entry.together(row):
            entries.remove(each, now)


def stored(person: m.Person, id_: uuid.UUID) -> Any:
    """What came under this number, deleted or not; None where nothing did."""
    tables: tuple[Any, ...] = (m.Dose, m.Rating, m.Effect)
    found = (table.objects.filter(person=person, source="", source_id=str(id_)).first() for table in tables)
    return next((row for row in found if row is not None), None)


def moved(row: Any, off: dt.timedelta, now: dt.datetime) -> list[tuple[m.Row, Any]]:
    """An entry, and the rating made for it, without what the clock of its phone was off.

    Nothing where that is not known, or is no time of this entry: in the future, before 1900, after its own end.
    """
    at = record(row).at
    if abs(off) <= OFF_BY or at - off > now:
        return []
    told = [(each, record(each)) for each in entry.together(row)]
    # a rating that does not stand at the time of its dose was put where it is by hand
    made = [(each, replace(was, at=was.at - off)) for each, was in told if was.at == at]
    try:
        for _each, to in made:
            checked(to)
    except BadDiary:
        return []
    ends = [to for _each, to in made if isinstance(to, d.Effect) and to.ended_at is not None and to.ended_at < to.at]
    return [] if ends else made


def edited_row(person: m.Person, said: Said) -> Any:
    """The entry that is corrected, deleted or not; None where there is none."""
    try:
        return entry.named(person, said.fields.get("entry", ""))
    except Http404:
        return None


def correct(person: m.Person, said: Said) -> list[m.Row]:
    """Correct an entry as it is said. Raises CannotSave, also where it was corrected or deleted since it was seen."""
    row = edited_row(person, said)
    if row is None:
        raise CannotSave("unfit")
    if row.deleted_at is not None:
        raise CannotSave("gone")
    form = entry.form_of(person, row, said.fields)
    if not form.is_valid():
        raise CannotSave("unfit")
    behind = said.fields.get("seen") != saving.seen(entry.shown_with(row))
    touched = entry.correct(row, form)
    if touched and behind:
        raise CannotSave("edited")  # and what was just written is taken back with it
    return touched or [row]


def _records(person: m.Person, said: Said, form: Any, id_: str, *, at: dt.datetime, zone: str) -> list[tuple[str, Any]]:
    told = form.cleaned_data
    match form:
        case RatingForm():
            made = d.Rating(
                id=id_,
                at=at,
                zone=zone,
                measure=said.fields["measure"],
                value=told["value"],
                prompt=_prompt(person, said),
                note=told["note"],
                places=form.places(None),
            )
            return [("rating", made)]
        case EffectForm():
            severity = int(told["severity"]) if told["severity"] else None
            seen = d.Effect(
                id=id_,
                at=at,
                zone=zone,
                kind=_kind(said),
                severity=severity,
                note=told["note"],
                ended_at=told["until"],
            )
            return [("effect", seen)]
    dose = replace(doses.from_form(form, id_, at), zone=zone)
    return _dose(person, said, form, dose)


def _prompt(person: m.Person, said: Said) -> Literal["scheduled", "random", "self"]:
    """Who asked: of a check-in it is what the schedule says of the moment, not the page."""
    if said.fields.get("prompt") == "scheduled":
        return "scheduled"
    key, measure = said.fields.get("key", ""), said.fields["measure"]
    asked = reading.due(person, said.at) if key else []
    question = next((one for one in asked if one.key == key and measure in one.measures), None)
    return question.prompt if question else "self"


def _dose(person: m.Person, said: Said, form: DoseForm, dose: d.Dose) -> list[tuple[str, Any]]:
    like = _like(person, said)
    if like is not None and (like.substance, like.unit) == (dose.substance, dose.unit):
        was: d.Dose = record(like)
        same = was.amount == dose.amount
        dose = replace(dose, of=was.of, route=was.route, amount_sd=was.amount_sd if same else None)
    if not form.cleaned_data["pain"]:
        return [("dose", dose)]
    rating = doses.pain_with(dose, _rating_id(said, dose.id), float(form.cleaned_data["pain"]))
    return [("rating", rating), ("dose", replace(dose, rating=rating.id))]


def _rating_id(said: Said, id_: str) -> str:
    """The rating made with a dose has an id of its own that is the same each time the dose is sent."""
    given = said.fields.get("rating_id", "")
    if str(said.id) == id_ and given:
        return given
    like_dose = uuid.UUID(id_)
    mixed = int.from_bytes(uuid.uuid5(like_dose, "rating").bytes[9:], "big")
    return str(uuid.UUID(int=(like_dose.int >> 56 << 56) | mixed))


def _like(person: m.Person, said: Said) -> m.Dose | None:
    """The dose that is to be logged again."""
    wanted = said.fields.get("like", "")
    if wanted == USUAL:
        found = usual.usual_doses(person, said.at)
        return m.Dose.objects.get(pk=found[0].key) if found else None
    if wanted == LAST:
        return usual.last_fit(person, said.at)
    try:
        return m.Dose.objects.filter(person=person, pk=uuid.UUID(wanted), deleted_at=None).first()
    except ValueError:
        return None


def _repeats_nothing(person: m.Person, said: Said) -> bool:
    """Whether a dose was to be logged again that is not there: what it was, nobody has said."""
    return bool(said.fields.get("like")) and _like(person, said) is None


def _as_fields(like: m.Dose) -> dict[str, str]:
    """What a dose says, as the fields of a form: an amount that nobody knew stays unknown."""
    amount = {"unknown": "on"} if like.amount is None else {"amount": names.number(like.amount)}
    bag = like.lot is not None and like.lot.gone_on is None and like.lot.deleted_at is None
    what = like.written or like.substance
    return {"substance": what, **amount, "unit": like.unit or "", "lot": str(like.lot_id) if bag else ""}


def _kind(said: Said) -> str:
    return effects.meant(said.fields.get("kind") or said.fields.get("own", ""))
