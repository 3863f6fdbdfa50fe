"""Searching what there is to read: every word of the question in one title or text. Nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import Sourced
from counterpoise.report import facts

CLAIMS = "/claims/"
"""Where each claim has a place of its own."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found. `part` is the statement whose source is shown with it."""

    kind: str
    title: str
    text: str
    address: str
    part: Sourced


def find(question: str) -> list[Entry]:
    """What holds every word of the question, in any case; first where the title holds them all."""
    words = question.casefold().split()
    if not words:
        return []
    found = [entry for entry in entries() if _holds(f"{entry.title} {entry.text}", words)]
    return sorted(found, key=lambda entry: not _holds(entry.title, words))


def entries() -> Iterator[Entry]:
    """All there is: sections of pages, claims, facts, questionnaires, what laboratories look for."""
    yield from _sections()
    for key, claim in load().claims.items():
        yield Entry(_("What people say"), f"“{_(claim.claim)}”", _(claim.answer), f"{CLAIMS}#{key}", claim)
    yield from _facts()
    for key, tool in load().instruments.items():
        yield Entry(_("Questionnaire"), _(tool.name), _(tool.about), f"{reverse('learn_instruments')}#{key}", tool)
    for key, analyte in load().analytes.items():
        address = f"{reverse('learn_analytes')}#{key}"
        yield Entry(_("Laboratory"), _(analyte.name), _(analyte.about), address, analyte)


def _sections() -> Iterator[Entry]:
    for page in load().pages.values():
        address = reverse("learn_page", args=[page.key])
        for key, section in page.sections.items():
            text = " ".join(_(words) for words in (*section.text, *section.points))
            yield Entry(_(page.title), _(section.title), text, f"{address}#{key}", section)


def _facts() -> Iterator[Entry]:
    for pack in load().substances.values():
        address = reverse("learn_substance", args=[pack.key])
        if pack.refusal is not None:
            reason = _(pack.refusal.reason)
            yield Entry(_(pack.name), _("No answer is given about it"), reason, address, pack.refusal)
        for key, fact in pack.facts.items():
            beside = [_(words) for words in (fact.population, fact.note) if words]
            text = ". ".join(part.rstrip(".") for part in (facts.value(fact), *beside)) + "."
            yield Entry(_(pack.name), _(fact.label), text, f"{address}#{key}", fact)


def _holds(text: str, words: list[str]) -> bool:
    plain = text.casefold()
    return all(word in plain for word in words)
