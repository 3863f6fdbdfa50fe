"""Unwanted effects by kind and how bad, and the findings of the safety rules that are open, the worst first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from counterpoise.diary import Effect
from counterpoise.report import names
from counterpoise.report.clinician import found
from counterpoise.report.clinician.reading import ENOUGH_NOTED, Reading, on
from counterpoise.report.document import Block, Table, Text
from counterpoise.report.noted import noted
from counterpoise.text import _, local, ngettext

MOST_KINDS = 8


def blocks(read: Reading) -> Iterator[Block]:
    """Effects, whether they go with doses, findings."""
    by_kind: dict[str, list[Effect]] = {}
    for effect in read.effects:
        by_kind.setdefault(_kind(read, effect.kind), []).append(effect)
    order = sorted(by_kind, key=lambda kind: (-_worst(by_kind[kind]), -len(by_kind[kind])))
    if order:
        yield _table(read, order, by_kind)
        said = _linked(read)
    else:
        said = _("No effect was noted in these days; that does not show that there was none.")
    yield from _findings(read, said)


def _table(read: Reading, order: Sequence[str], by_kind: dict[str, list[Effect]]) -> Table:
    degrees = [*names.severities().values(), _("not told")]
    return Table(
        caption=_("Effects noted: how often, by how bad"),
        head=(_("Effect"), *degrees, _("Per 30 noted days") if _enough(read) else _("How often"), _("Last")),
        rows=tuple(_row(read, kind, by_kind[kind]) for kind in order[:MOST_KINDS]),
    )


def _row(read: Reading, kind: str, effects: Sequence[Effect]) -> tuple[str, ...]:
    counts = [sum(one.severity == degree for one in effects) for degree in (1, 2, 3, None)]
    return (
        _name(read, kind),
        *(str(count) for count in counts),
        _often(read, effects),
        on(read.day(effects[-1].at)),
    )


def _often(read: Reading, effects: Sequence[Effect]) -> str:
    """ "2.5" in 30 days with entries; of few such days no rate, but on how many of them: "1 of 3 noted days"."""
    noted = len(read.noted)
    if _enough(read):
        return local(f"{30 * len(effects) / noted:.1f}")
    days = len({read.day(one.at) for one in effects})
    return ngettext("{days} of {noted} noted day", "{days} of {noted} noted days", noted).format(days=days, noted=noted)


def _enough(read: Reading) -> bool:
    return len(read.noted) >= ENOUGH_NOTED


def _linked(read: Reading) -> str:
    """Whether they come with what acts, by the answers; and what that does not show."""
    told = noted(read.answers)
    if told is None or not told.told:
        return _("A count says nothing about the cause.")
    by_label: dict[str, list[str]] = {}
    for one in told.told:
        by_label.setdefault(one.label, []).append(one.name.lower())
    said = "; ".join(f"{label}: {', '.join(kinds)}" for label, kinds in by_label.items())
    return _("By the answers' own days, {said}. {mind}").format(said=said, mind=told.mind)


def _findings(read: Reading, effects: str) -> Iterator[Block]:
    """effects: what is said of the effects, in the same paragraph."""
    shown = found.of_section(read, "harms")
    yield Text(text=f"{effects} {found.counted(read)}")
    if shown:
        yield found.table(read, shown, _("Found by the safety rules, the worst first"))


def _kind(read: Reading, said: str) -> str:
    return said if said in read.knowledge.effects else read.knowledge.effect(said) or said


def _name(read: Reading, kind: str) -> str:
    known = read.knowledge.effects.get(kind)
    name = names.effect(kind)
    return _("{effect} (wanted)").format(effect=name) if known is not None and known.wanted else name


def _worst(effects: Sequence[Effect]) -> int:
    return max(one.severity or 0 for one in effects)
