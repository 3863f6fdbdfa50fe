"""Writing a plan down on pages, for the tests beside this file."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any
from zoneinfo import ZoneInfo

from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.web.today import saving
from tests.web.parsed import parsed

NEW = "/plan/new/"
AGREED = {"direction": "hold", "substance": "Kratom", "agreed_with": "Dr Ng"}
DOWN = AGREED | {"direction": "down", "start": "2 g", "step": "10 %"}


def new_id() -> str:
    return str(m.new_id())


def g(size: float) -> d.Quantity:
    return d.Quantity(amount=size, unit="g")


def today(person: m.Person) -> dt.date:
    return timezone.now().astimezone(ZoneInfo(person.time_zone)).date()


def write(client: Client, **more: Any) -> Any:
    return client.post(NEW, {"id": new_id()} | AGREED | more)


def write_over(client: Client, **more: Any) -> Any:
    """A new plan in the place of another: what falls away was shown, and the person keeps none of it."""
    asked = write(client, **more)
    shown = [e.attributes for e in parsed(asked.content.decode()).all("input")]
    return write(client, **more, weighed=[one["value"] for one in shown if one.get("name") == "weighed"])


def shown(page: Any) -> list[str]:
    """The goals that the page of a plan says it shows."""
    found = [one.attributes for one in parsed(page.content.decode()).all("input")]
    return [one["value"] for one in found if one.get("name") == "goals_shown"]


def act(client: Client, key: Any, what: str, sent: dict[str, str] | None = None) -> Any:
    """A button or form of a plan, as the page of now sends it."""
    seen = saving.seen([m.Plan.objects.get(pk=key)])
    return client.post(f"/plan/{key}/{what}/", {"seen": seen} | (sent or {}))


def daily(person: m.Person, days: int = 40) -> None:
    now = timezone.now()
    doses = [d.Dose(at=now - dt.timedelta(days=n), substance="kratom", amount=2, unit="g") for n in range(1, days)]
    for dose in doses:
        entries.add(person, dose, now)


def soon(person: m.Person, days: int = 30) -> str:
    """A day for a date with a professional."""
    return (today(person) + dt.timedelta(days=days)).isoformat()


def problem(answer: Any, field: str) -> str:
    """The refusal that stands beside a field."""
    assert answer.status_code == 422
    found = next(e for e in parsed(answer.content.decode()).all() if e.attributes.get("id") == f"id_{field}_error")
    return found.text


def undo(client: Client, location: str) -> Any:
    rows, seen = re.findall(r"row=([^&]+)", location), re.findall(r"seen=(\d+)", location)[0]
    return client.post("/plan/undo/", {"row": rows, "seen": seen})
