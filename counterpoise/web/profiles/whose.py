"""Whose diary is open, for somebody who has one of their own and writes for others.

It is said on every page and of what was saved, and asked first where their own is empty. Whoever writes for nobody has
one diary, and is told nothing of it.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from counterpoise.journal import models as m

PASSED_BY = {"all"}
"""What the address of a page may say that does not answer for whom: that one came from the large buttons."""


def writes_for(request: Any) -> list[m.Consent]:
    """Whom somebody writes for, as long as their own diary is open; nobody in any other."""
    own = getattr(request, "own", None)
    if own is None or own != getattr(request, "person", None):
        return []
    return list(m.Consent.objects.filter(carer=own, ended_at=None).order_by("person_name"))


def asked_first(request: Any) -> list[m.Consent]:
    """Between whom the page lets choose before anything is tapped: nothing is written in one's own diary yet, so most
    likely another one is meant. Not after a choice, and not where the page tells of what was just saved."""
    if not set(request.GET) <= PASSED_BY or not (others := writes_for(request)):
        return []
    written = (table.objects.filter(person=request.own, deleted_at=None) for table in (m.Dose, m.Rating, m.Effect))
    return [] if any(rows.exists() for rows in written) else others


def with_whose(request: Any, text: str) -> str:
    """What is said after a change, and in whose diary it was."""
    if text and request.consent is not None:
        return _("{text}, in {name}’s diary").format(text=text, name=request.consent.person_name)
    return _("{text}, in your own diary").format(text=text) if text and writes_for(request) else text
