"""Searching what there is to read: every word of the question in one title or text. No question is kept."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from counterpoise import text
from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import Claim, Sourced, Substance
from counterpoise.report import facts
from counterpoise.web.learn import words
from counterpoise.web.learn.mixing import own

CLAIMS = "/claims/"
"""Where each claim has a place of its own."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something that can be found. `part` is the statement whose source is shown with it, if it is a statement.

    also: what it is found by as well and does not show: other names, in whom something was found.
    """

    kind: str
    title: str
    text: str
    address: str
    part: Sourced | None
    also: str = ""
    words: set[str] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "words", words.held(f"{self.title} {self.text} {self.also}"))


def find(question: str) -> list[Entry]:
    """What holds every word of the question; first where the title holds them all."""
    wanted = words.asked(question)
    if not wanted:
        return []
    found = [entry for entry in entries() if _held(entry.words, wanted) == len(wanted)]
    return sorted(found, key=lambda entry: _farther(words.held(entry.title), wanted))


def nearly(question: str) -> list[Entry]:
    """What holds most of the words that tell something, where nothing holds all of them."""
    wanted = words.telling(words.asked(question))
    counted = [(_held(entry.words, wanted), entry) for entry in entries()]
    most = max((count for count, _entry in counted), default=0)
    found = [entry for count, entry in counted if count == most > 0]
    return sorted(found, key=lambda entry: -_held(words.held(entry.title), wanted))


def entries() -> tuple[Entry, ...]:
    """All there is to find, put together once for each language and way of writing numbers."""
    return _entries(get_language(), text.language())


@cache
def _entries(_pages: str | None, _packs: str) -> tuple[Entry, ...]:
    return tuple(_everything())


def _everything() -> Iterator[Entry]:
    """What to do in an emergency, substances, pages, claims, facts, questionnaires, laboratories."""
    yield from _emergency()
    yield from _substances()
    yield from _sections()
    for key, claim in load().claims.items():
        title, address = f"“{_(claim.claim)}”", f"{CLAIMS}#{key}"
        yield Entry(_("What people say"), title, _(claim.answer), address, claim, _evidence(claim))
    yield from _facts()
    for key, tool in load().instruments.items():
        yield Entry(_("Questionnaire"), _(tool.name), _(tool.about), f"{reverse('learn_instruments')}#{key}", tool)
    for key, analyte in load().analytes.items():
        address, also = f"{reverse('learn_analytes')}#{key}", " ".join(analyte.aliases)
        yield Entry(_("Laboratory"), _(analyte.name), _(analyte.about), address, analyte, also)


def _emergency() -> Iterator[Entry]:
    kind, address = _("Emergency"), reverse("emergency")
    for sign in load().emergency.signs.values():
        title = _("Call at once: {sign}").format(sign=_(sign.text))
        yield Entry(kind, title, _("Call the emergency number of your country."), address, sign)
    for fact in load().emergency.naloxone.values():
        title = _("Naloxone: {label}").format(label=_(fact.label))
        yield Entry(kind, title, facts.value(fact), f"{address}#naloxone-title", fact)


def _substances() -> Iterator[Entry]:
    """Each by its names; what it is goes without a source here, as at the head of its page."""
    medicines = _medicines()
    for pack in load().substances.values():
        address = reverse("learn_substance", args=[pack.key])
        yield Entry(_("All facts"), _(pack.name), _(pack.summary), address, None, _names(pack))
        for pair in own(pack):
            also = f"{_names(pack)} {pair.members} {medicines.get(pair.part.key, '')}"
            yield Entry(_("Together with others"), pair.title, pair.reason, f"{address}#{pair.anchor}", pair.part, also)


def _sections() -> Iterator[Entry]:
    for page in load().pages.values():
        address = reverse("learn_page", args=[page.key])
        for key, section in page.sections.items():
            said = " ".join(_(words) for words in (*section.text, *section.points))
            yield Entry(_(page.title), _(section.title), said, f"{address}#{key}", section, _(page.summary))


def _facts() -> Iterator[Entry]:
    for pack in load().substances.values():
        address = reverse("learn_substance", args=[pack.key])
        if pack.refusal is not None:
            reason = _(pack.refusal.reason)
            yield Entry(_(pack.name), _("No answer is given about it"), reason, address, pack.refusal, _names(pack))
        for key, fact in pack.facts.items():
            beside = [_(words) for words in (fact.population, fact.note) if words]
            said = ". ".join(part.rstrip(".") for part in (facts.value(fact), *beside)) + "."
            yield Entry(_(pack.name), _(fact.label), said, f"{address}#{key}", fact, _names(pack))


@cache
def _medicines() -> dict[str, str]:
    """The names of all medicines of a class, brands too: a pair is found by each of them."""
    names: dict[str, list[str]] = {}
    book = load().medicines
    for key, one in book.ingredients.items():
        for class_ in one.classes:
            names.setdefault(class_, []).extend((key, *one.names))
    for key, brands in book.brands.items():
        for class_ in load().substances[key].classes:
            names.setdefault(class_, []).extend(brands)
    return {class_: " ".join(found) for class_, found in names.items()}


def _names(pack: Substance) -> str:
    return " ".join((pack.key, _(pack.name), *pack.aliases, *load().medicines.brands.get(pack.key, ())))


def _evidence(claim: Claim) -> str:
    """What a claim rests on, and in whom it was found."""
    parts = (*claim.speaks_for, *claim.speaks_against)
    return " ".join(_(said) for part in parts for said in (part.text, part.population) if said)


def _farther(title: set[str], wanted: list[str]) -> tuple[bool, bool]:
    """What sorts titles: the words themselves, then words that begin so, then what holds them elsewhere."""
    return not title.issuperset(wanted), _held(title, wanted) < len(wanted)


def _held(known: set[str], wanted: list[str]) -> int:
    """How many of the wanted words are held."""
    return sum(words.holds(known, word) for word in wanted)
