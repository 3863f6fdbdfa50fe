"""What is known of a substance, as people read it: every fact with its grade, its sources and its date."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.knowledge import scales
from counterpoise.knowledge.as_json import MARK
from counterpoise.knowledge.load import Knowledge
from counterpoise.knowledge.records import Fact, Grade, Prior, Refusal, Source, Sourced, Substance
from counterpoise.report import facts, names
from counterpoise.text import _


def in_words(pack: Substance, knowledge: Knowledge) -> str:
    """The pack in lines; sources are numbered and stand at the end."""
    told = _Told(knowledge)
    lines = [_(pack.name), _(pack.summary), *_names(pack)]
    if pack.refusal is not None:
        lines += [
            "",
            *told.item(_("No answer is given about it: {why}").format(why=_(pack.refusal.reason)), pack.refusal),
        ]
    if pack.facts:
        lines += ["", _("What is known")]
        lines += [line for fact in pack.facts.values() for line in told.item(_fact(fact), fact)]
    if pack.potency:
        lines += ["", _("How much it holds, before a certificate says so")]
        lines += [line for prior in pack.potency.values() for line in told.item(_prior(prior), prior)]
    if pack.kinetics is not None:
        lines += ["", _("How its effect comes and goes, before a person's own record speaks")]
        lines += [line for fact in pack.kinetics.implied.values() for line in told.item(_fact(fact), fact)]
    return "\n".join([*lines, *told.sources()])


def _names(pack: Substance) -> Iterator[str]:
    """Names, forms, units and classes, a line each where there are any."""
    for label, words in (
        (_("Also called"), pack.aliases),
        (_("Forms"), tuple(_(form) for form in pack.forms.values())),
        (_("Logged in"), pack.units),
        (_("Beside other substances it counts as"), tuple(names.medicine_class(one) for one in pack.classes)),
    ):
        if words:
            yield f"{label}: {', '.join(words)}"


class _Told:
    """Statements as lines, with a number for each source, in the order in which they are met."""

    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        self._numbers: dict[str, int] = {}

    def item(self, text: str, said: Fact | Prior | Refusal) -> list[str]:
        """The text, in whom and what to mind, and what it rests on."""
        more = (
            [said.population, said.note] if isinstance(said, Fact) else [said.note] if isinstance(said, Prior) else []
        )
        return [f"- {text}", *(f"  {_(line)}" for line in more if line), f"  {self._basis(said.grade, said)}"]

    def _basis(self, grade: Grade, said: Sourced) -> str:
        numbers = [str(self._numbers.setdefault(key, len(self._numbers) + 1)) for key in said.sources]
        looked = _("reviewed {day}").format(day=said.reviewed)
        basis = f"[{', '.join(numbers)}] {scales.grades()[grade].name}, {looked}"
        return basis if said.established else f"{basis} · {_(MARK)}"

    def sources(self) -> list[str]:
        """The list of sources; call it last."""
        if not self._numbers:
            return []
        listed = [f"[{number}] {_source(self._knowledge.bibliography[key])}" for key, number in self._numbers.items()]
        return ["", _("Sources"), *listed]


def _source(source: Source) -> str:
    year = None if source.year is None else str(source.year)
    funding = _(source.funding) if source.funding else None
    title, where = names.published(source)
    said = [title, source.authors, where, year, source.link, funding]
    return ". ".join(part.removesuffix(".") for part in said if part)


def _fact(fact: Fact) -> str:
    """ "Half-life in blood: 45.3 h (from 31.9 to 50.2 h)"."""
    return f"{_(fact.label)}: {facts.value(fact)}"


def _prior(prior: Prior) -> str:
    """A guess as its middle and its middle 90 %, on the natural scale."""
    return f"{_(prior.label)}: {facts.prior(prior)}"
