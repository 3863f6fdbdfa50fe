"""What the room of supply says about a bag, in words: what is left, how strong, how it is kept, what was checked."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from counterpoise.journal import documents, lately, recalls
from counterpoise.journal import models as m
from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import Sourced
from counterpoise.supply.checks import check
from counterpoise.supply.document import other_name
from counterpoise.supply.potency import Potency, measured, potency
from counterpoise.supply.rates import a_day
from counterpoise.supply.recalled import matches
from counterpoise.supply.storage import look, reminders
from counterpoise.supply.verdicts import Check
from counterpoise.supply.wording import number
from counterpoise.web.moments import clock
from counterpoise.web.products import left
from counterpoise.web.products.forms import LEAF
from counterpoise.web.products.reading import Bag
from counterpoise.web.sourced import told

VERDICTS = {"fine_by_the_page": "good", "concern": "concern", "cannot_tell": "unsure", "not_covered": "open"}
KINDS = {"as_it_should_be": "good", "could_be_better": "concern", "not_told": "open"}


def around(person: m.Person, bag: Bag) -> dict[str, Any]:
    """What the page of a bag shows."""
    now = timezone.now()
    today = clock(person, now).date()
    quiet = documents.is_quiet(bag.row)
    checks = check(bag.lot, bag.product, load(), today, daily=_grams_a_day(person, bag, now), country=person.country)
    reasons = _reasons(person, bag)
    points = look(bag.lot, load(), today)
    remind = () if quiet else reminders(bag.lot, load(), today)
    return {
        "checks": [_checked(one, _recalled(one, reasons)) for one in checks if one.verdict != "not_covered"],
        "not_covered": [_checked(one) for one in checks if one.verdict == "not_covered"],
        "kept": [
            {
                "title": _(one.about.name),
                "text": one.says,
                "known": _(one.about.says),
                "custom": one.about.custom,
                "mark": KINDS[one.kind],
                "facts": [told(one.about)],
            }
            for one in points
        ],
        "reminders": len(remind),
        "stock": left.told(person, left.left(person, bag, now)),
        "potency": _strength(bag, today),
    }


def _grams_a_day(person: m.Person, bag: Bag, now: dt.datetime) -> float | None:
    return a_day(lately.diary(person, now - left.REACH), load(), now, bag.lot)[0]


def _reasons(person: m.Person, bag: Bag) -> list[str]:
    """Why lists of recalls name this bag, or may mean it."""
    only = replace(lately.diary(person, timezone.now()), products=(bag.product,), lots=(bag.lot,))
    return [one.recall.reason for one in matches(recalls.knowledge(person).recalls, only)]


def _recalled(one: Check, reasons: list[str]) -> str:
    """Beside what is fine: that a list names the bag for the very thing."""
    key = one.key.partition(".")[2]
    known = load().analytes.get(key)
    if known is None or one.verdict != "fine_by_the_page":
        return ""
    if not any(_(known.name).casefold() in reason.casefold() for reason in reasons):
        return ""
    return " " + _("But a list of recalls names this bag, or may mean it, for this.")


def _checked(one: Check, more: str = "") -> dict[str, Any]:
    verdicts = {
        "fine_by_the_page": _("fine, by the page"),
        "concern": _("a concern"),
        "cannot_tell": _("cannot tell"),
        "not_covered": _("not covered"),
    }
    by_changed = one.by_changed and one.verdict == "fine_by_the_page"
    return {
        "title": one.asks,
        "verdict": _("fine, by a value you changed") if by_changed else verdicts[one.verdict],
        "mark": "unsure" if by_changed else VERDICTS[one.verdict],
        "text": one.says + more,
        "facts": _facts(one.rests_on),
        "parts": [part.says for part in one.parts],
    }


def _facts(parts: tuple[Sourced, ...]) -> list[dict[str, Any]]:
    """Who says so, each once."""
    found: dict[tuple[tuple[str, ...], str], dict[str, Any]] = {}
    for part in parts:
        found.setdefault((part.sources, str(part.reviewed)), told(part))
    return list(found.values())


def _strength(bag: Bag, today: dt.date) -> dict[str, Any] | None:
    """How much mitragynine is in a gram, and how sure that is; nothing for another drug."""
    if bag.other_drug is not None or bag.product.substance != LEAF:
        return None
    found = potency(bag.lot, bag.product, load(), today)
    if found is None:
        return None
    low, high = found.interval()
    text = _("About {median} mg of mitragynine in a gram: with 9 in 10 certainty between {low} and {high} mg.")
    said = [text.format(median=number(found.median), low=number(low), high=number(high)), _basis(found, bag)]
    prior = load().substances[LEAF].potency.get(bag.product.form or "")
    facts = [told(prior)] if found.basis == "form" and prior is not None else []
    return {"texts": [*said, *([found.advice()] if found.advice() else [])], "facts": facts}


def _basis(found: Potency, bag: Bag) -> str:
    if found.basis == "form":
        return _("This is what products of this form hold; nobody measured this bag. The answers use it as it is.")
    age = (
        ""
        if found.days is None
        else " " + _("It is {days} days old, which makes it less sure.").format(days=found.days)
    )
    others = _of_another_product(bag)
    if others:
        text = _(
            "From what a laboratory measured, but the paper names another product: “{name}”. "
            "Look whether it is the same. The answers use it with this spread."
        )
        return text.format(name=others[0]) + age
    return _("From what a laboratory measured in this bag. The answers use it with this spread.") + age


def _of_another_product(bag: Bag) -> list[str]:
    """What the papers that the strength rests on call the product, where the bag calls it otherwise."""
    alkaloid = load().substances[LEAF].alkaloid
    rests_on = {one.certificate for one in measured(bag.lot, load(), alkaloid)} if alkaloid else set()
    papers = [one for one in bag.lot.certificates if one.sha256 in rests_on]
    return [one.product for one in papers if one.product and other_name(bag.product, one.product)]
