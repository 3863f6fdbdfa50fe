"""What stands beside a plan: facts with their sources, lines that help, and the answers for a review."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from counterpoise.journal import models as m
from counterpoise.knowledge.load import load
from counterpoise.report import words as answer_words
from counterpoise.report.figures import Json
from counterpoise.safety.finding import SEVERITIES
from counterpoise.web.balance import answering
from counterpoise.web.country import country_of, guess_told
from counterpoise.web.mechanism.facts import Told, facts
from counterpoise.web.safety import reviewing
from counterpoise.web.sourced import told

BESIDE = {
    "amounts": ("unwanted_by_amount", "mitragynine_content_products"),
    "often": ("often_or_much", "more_often"),
    "days": ("steady_state",),
    "down": ("steps_down", "stopping_at_once"),
    "withdrawal": ("withdrawal",),
    "treatment": ("treatment",),
}
"""Facts of the leaf that stand beside the fields of a plan, by where they stand."""


def beside() -> dict[str, list[Told]]:
    known = load().substances["kratom"].facts
    return {place: facts(known[name] for name in names) for place, names in BESIDE.items()}


def limits() -> list[Told]:
    """The lines that are ours, or taken from elsewhere, where a plan does not say its own."""
    rules = load().rules
    early, held = rules["plan.step_early"].limits, rules["plan.withdrawal_hold"].limits
    return facts([early["days"], held["hold_at"], held["rise"], rules["plan.too_steep"].limits["percent"]])


def help_line(request: HttpRequest) -> dict[str, Any]:
    """Who helps with cutting down and treatment in the person's country; none: not known to us."""
    code, guess = country_of(request)
    country = load().emergency.country(code)
    line = country.help
    found: dict[str, Any] = {"country": _(country.name), "guess": guess_told(code, guess), "line": None}
    if line is not None:
        note = _(line.note) if line.note else ""
        dial = line.number.replace(" ", "")
        found["line"] = {"name": _(line.name), "number": line.number, "dial": dial, "note": note, **told(line)}
    return found


def urgent(person: m.Person) -> list[str]:
    """Titles of what is found for today: it comes before any plan."""
    found = reviewing.standing(person, timezone.now()).found
    return [one.title for one in found if one.rank <= SEVERITIES.index("urgent")]


def answers_at_hand(person: m.Person, substance: str) -> Json | None:
    """The answers about pain, if they were worked out since the diary last changed."""
    kept = answering.kept(person, substance, "pain.now")
    return None if kept is None else kept.answers


def for_the_review(answers: Json | None) -> list[tuple[str, str]]:
    """Does it help, what does it cost, what is the least that does: as far as the record answered that."""
    if answers is None:
        return []
    said = answer_words.spoken(answers)
    found = [(_("Does it help?"), said.headline)]
    found += [(part.question, part.text) for part in said.parts if part.key in ("lowest", "tolerance")]
    if said.effects is not None:
        noted = "; ".join(f"{one.name}, {one.noted}: {one.label}" for one in said.effects.told)
        found.append((_("Which unwanted effects were noted?"), noted or _("none in these days")))
    return found
