"""A measure about to be rated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from counterpoise.journal import models as m
from counterpoise.plans.standing import WITHDRAWAL
from counterpoise.web.today import measures

SCHEDULED: Literal["scheduled"] = "scheduled"


@dataclass(frozen=True)
class Ask:
    """A measure about to be rated, and the id that its rating will have. prompt: who asks, if not the person.
    given: what was just said, made: the entry that says so, by its name in forms."""

    scale: measures.Scale
    id: str
    given: str = ""
    prompt: str = ""
    made: str = ""


def fresh(scale: measures.Scale, given: str = "", prompt: str = "", made: str = "") -> Ask:
    return Ask(scale, str(m.new_id()), given, prompt, made)


def before_the_first_dose(person: m.Person) -> Ask | None:
    """Withdrawal, as the plan asks for it before the first dose of the day."""
    scale = measures.scale(person, WITHDRAWAL)
    return None if scale is None else fresh(scale, prompt=SCHEDULED)
