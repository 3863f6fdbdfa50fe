"""Saving entries sent by a page: once, however often they are sent, and answering with what changed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from django.db import IntegrityError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from counterpoise.journal import entries, lately
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record, revision
from counterpoise.journal.rows import kind_of, kind_of_row
from counterpoise.knowledge.pack_file import if_whole
from counterpoise.safety.finding import Finding
from counterpoise.web.moments import clock
from counterpoise.web.plan import reading as plan_reading
from counterpoise.web.profiles.whose import with_whose
from counterpoise.web.safety.calls import for_emergencies
from counterpoise.web.safety.cards import cards
from counterpoise.web.safety.reviewing import Reviewed, sleepy_now, standing
from counterpoise.web.today import asking, day
from counterpoise.web.visit import Visit

WORST = 3
"""So many findings stand beside the log, the worst; the others are one tap away."""
JUST_NOW = dt.timedelta(minutes=5)
"""What is longer ago is said with its time."""
ENTRY_KINDS = ("dose", "rating", "effect")


def sent_id(visit: Visit, field: str = "id") -> str:
    """The id that the device gave the entry; a fresh one where it gave none that is fit."""
    try:
        given = uuid.UUID(visit.POST.get(field, ""))
    except ValueError:
        return str(m.new_id())
    return str(given if given.version == 7 else m.new_id())


def save(person: m.Person, *records: Any, dated: bool) -> list[m.Row]:
    """Save all or none. Where nobody dated them, what was sent before keeps the moment at which it came first.

    Raises Conflict where an id already means something else, BadDiary for a bad value.
    """
    try:
        with entries.writing(person):  # nobody else writes from here on: the same sent at the same time waits
            if not dated:
                records = tuple(as_first_came(person, records))
            before = revision(person) - 1  # this very transaction has counted one
            rows = [entries.add(person, record, timezone.now()) for record in records]
            after = revision(person)
    except IntegrityError as error:  # the id is taken where this person cannot see it
        raise entries.Conflict from error
    lately.carry_on(person, before, after, zip(rows, records, strict=True))
    return rows


def as_first_came(person: m.Person, records: Sequence[Any]) -> list[Any]:
    """An entry, and what goes with it, at the moment and on the clock under which it came first, if it came before."""
    last = records[-1]
    row = kind_of(last).table.objects.filter(person=person, source="", source_id=last.id).first()
    if row is None:
        return [replace(one, at=clock(person, last.at)) for one in records]
    before = entries.history(row).last()
    first = record(row) if before is None else entries.earlier(before)
    return [replace(one, at=first.at, zone=first.zone) for one in records]


def seen(rows: Iterable[m.Row | m.Person]) -> str:
    """How far the history of these entries goes: whoever saw less of it must not change them unasked."""
    latest = (entries.history(row).values_list("id", flat=True).first() for row in rows)
    return str(max((id_ for id_ in latest if id_ is not None), default=0))


def behind(visit: Visit, rows: Iterable[m.Row]) -> bool:
    """Whether the page that sent this showed an older state, so that what it asks for would undo more than it knows."""
    now = seen(rows)
    return visit.POST.get("seen", now) != now


def guard(visit: Visit, rows: Iterable[m.Row], *, elsewhere: bool) -> dict[str, Any]:
    """What a form sends along; one that was refused for a value has still not seen what was saved since."""
    now = seen(rows)
    return {"elsewhere": elsewhere, "seen": now if elsewhere else visit.POST.get("seen", now)}


def named(rows: Sequence[m.Row]) -> list[str]:
    """Rows as forms and addresses name them: kind/key."""
    return [f"{kind_of_row(row).name}/{row.pk}" for row in rows]


def answer(
    visit: Visit,
    said: str,
    rows: Sequence[m.Row],
    part: str | None = None,
    *,
    found: Reviewed | None = None,
    day_of: dt.datetime | None = None,
    **context: Any,
) -> HttpResponse:
    """After a change: with htmx the part that was used, afresh, and what else changed; without, the page anew.

    found: what the rules find now, where that was worked out already. day_of: when the entry was whose page sent this.
    """
    if not visit.htmx:
        names = "&".join(f"row={name}" for name in named(rows))
        return redirect(f"{_page_after(visit, day_of)}?done={said}&seen={seen(rows)}&{names}")
    now = timezone.now()
    changed = {
        "toast": told(visit, said, rows, now),
        "back": said == "undone",
        "rows": named(rows),
        "seen": seen(rows),
        **around(visit.person, now),
        **top(visit, found or standing(visit.person, now)),
        **context,
    }
    return render(visit, "today/changed.html", {"part": part, **changed})


def _page_after(visit: Visit, day_of: dt.datetime | None) -> str:
    """Where a page goes on: where it was sent from, or the page of another day, where the entry stands."""
    day_ = clock(visit.person, day_of).date() if day_of is not None else _day_sent(visit)
    if day_ is None or day_ == clock(visit.person, timezone.now()).date():
        return reverse(way_back(visit))
    return reverse("day", args=[day_.isoformat()])


def _day_sent(visit: Visit) -> dt.date | None:
    """The day whose page sent a form; none from any other."""
    try:
        return dt.date.fromisoformat(visit.POST.get("then", ""))
    except ValueError:
        return None


def way_back(visit: Visit) -> str:
    """The page that a form was sent from, by its name: today, or the few large buttons of a bad day."""
    said = visit.POST if visit.method == "POST" else visit.GET
    return "flare" if said.get("then") == "flare" else "today"


def refused(visit: Visit, why: str, part: str | None = None, status: int = 409, **context: Any) -> HttpResponse:
    """Nothing was saved, and why."""
    if not visit.htmx:
        return render(visit, "error.html", {"heading": _("Nothing was saved"), "text": why}, status=status)
    now = timezone.now()
    unchanged = around(visit.person, now) | top(visit, standing(visit.person, now))
    return render(visit, "today/changed.html", {"part": part, "toast": why, **unchanged, **context}, status=status)


def already_used() -> str:
    return _("Nothing new was saved: this was sent before with another value. Please look at today's list.")


def around(person: m.Person, now: dt.datetime) -> dict[str, Any]:
    """What every change may alter on the page: today's log, open effects, the last dose."""
    today = clock(person, now)
    standings = if_whole(lambda: plan_reading.where(person, now)) or []
    plan_lines = plan_reading.lines(standings)
    return {
        "plan_lines": plan_lines,
        "morning": asking.before_the_first_dose(person) if plan_reading.asks_withdrawal(standings) else None,
        "lines": day.lines(person, today.date()),
        "going_on": day.still_going_on(person, now),
        "last": None if plan_reading.tells_last(plan_lines) else day.last_dose(person, now),
        "here": None,
    }


def top(visit: Visit, found: Reviewed) -> dict[str, Any]:
    """What stands above everything else: whom to call, what came with the entry just saved, and how much waits."""
    told = found.told
    shown = {one.cause for one in told}
    waits = [one for one in found.found if one.cause not in shown]
    drawn, now = cards(visit, told), timezone.now()
    return {
        "together": sleepy_now(visit.person, found, now),
        "help": for_emergencies(visit, found.found),
        "new": drawn[:WORST],
        "more_new": drawn[WORST:],
        "besides": len(drawn[1:]),
        "over": day.lately_over(visit.person, now, shown),
        "waiting": _waiting(waits),
        "unread": found.unread,
    }


def _waiting(waits: Iterable[Finding]) -> str:
    """ "10 things to talk to someone about today, 5 to bring up soon": what is to be done today is not lost among what
    has time."""
    of = Counter(one.severity for one in waits)
    today, soon = of["urgent"], of["warning"]
    said = []
    if today:
        text = ngettext("{n} thing to talk to someone about today", "{n} things to talk to someone about today", today)
        said.append(text.format(n=today))
    if soon and today:
        said.append(ngettext("{n} to bring up soon", "{n} to bring up soon", soon).format(n=soon))
    elif soon:
        said.append(ngettext("{n} thing to bring up soon", "{n} things to bring up soon", soon).format(n=soon))
    return ", ".join(said)


def changed_since() -> str:
    return _("This was changed elsewhere in the meantime, so nothing was undone. Please look at the entry.")


def told(visit: Visit, said: str, rows: Sequence[Any], now: dt.datetime) -> str:
    """ "Saved: Pain now 7": who sees it knows which number the thumb hit, and when that was, where it is not now; and
    in whose diary, where there are several."""
    return with_whose(visit, _told(visit.person, said, rows, now))


def _told(person: m.Person, said: str, rows: Sequence[Any], now: dt.datetime) -> str:
    text, earlier = toast(said), bool(rows) and now - rows[-1].at > JUST_NOW
    what = ", ".join(title for row in rows if (title := day.title(person, row, earlier=earlier)))
    if not text or not what:
        return text
    shown = clock(person, rows[-1].at)
    if earlier:
        what = _("{what} at {time}").format(what=what, time=f"{shown:%H:%M}")
    text, today, at = _("{said}: {what}").format(said=text, what=what), clock(person, now).date(), shown.date()
    if at == today:
        return text
    return _("{said}, on {day}").format(said=text, day=date_format(at, "j F" if at.year == today.year else "j F Y"))


def toast(said: str) -> str:
    """What is said after a change; the addresses of pages name it by its key."""
    texts = {
        "saved": _("Saved"),
        "changed": _("Corrected"),
        "deleted": _("Deleted"),
        "undone": _("Undone"),
        "redone": _("Done again"),
        "restored": _("Brought back"),
        "erased": _("Erased for good"),
        "over": _("Marked as over"),
    }
    return texts.get(said, "")
