"""What the dictionary takes the name of a medicine for, in words, so that a mistake or a guess is seen."""

from __future__ import annotations

from counterpoise.knowledge.load import Knowledge
from counterpoise.knowledge.names import ingredient
from counterpoise.report import names
from counterpoise.safety.medicines import Match
from counterpoise.text import _


def read_as(found: Match, knowledge: Knowledge) -> str:
    """ "probably: alprazolam (benzodiazepine, for anxiety or sleep)"; what is read as not taken is said to be so."""
    read = [_("read as not taken: {name}").format(name=_called(found.not_taken, knowledge))] if found.not_taken else []
    if found.ingredients:
        said = _("read as: {name}") if found.certainty == "exact" else _("probably: {name}")
        called = _called(found.ingredients, knowledge)
        about = _rules_know(found, knowledge, called)
        read.insert(0, said.format(name=called) + (f" ({about})" if about else ""))
    return "; ".join(read)


def _called(keys: tuple[str, ...], knowledge: Knowledge) -> str:
    return ", ".join(names.inside(ingredient(key, knowledge.substances)) for key in keys)


def _rules_know(found: Match, knowledge: Knowledge, called: str) -> str:
    """Its classes, without one that is called as it is itself."""
    classes = [names.medicine_class(one) for one in sorted(found.classes)]
    if not classes and set(found.ingredients) & set(knowledge.interactions):
        return _("other medicines are looked at beside it")
    if not classes:
        return _("no rule of ours covers it")
    return ", ".join(one for one in classes if one.casefold() != called.casefold())
