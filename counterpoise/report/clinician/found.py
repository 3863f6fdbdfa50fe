"""Findings in a report: each stands in the section that it is about, so that a section left out takes its own along."""

from __future__ import annotations

from collections.abc import Sequence

from counterpoise.knowledge.records import Pair
from counterpoise.report import found as words
from counterpoise.report.clinician.reading import Reading, on
from counterpoise.report.document import Table
from counterpoise.safety.finding import Finding
from counterpoise.text import _

MOST = 5
SECTIONS = {
    "interaction": "medicines",
    "medicines": "medicines",
    "load": "medicines",
    "use": "dependence",
    "labs": "labs",
    "plan": "taken",
    "products": "taken",
}
"""By the topic of the rule; all else is about harm."""
ALSO = {"groups": "who", "signs.itching_blood": "labs"}
"""Topics and rules that rest on what a further section tells: they need that one, too."""
STANDS_IN = frozenset(("harms", *SECTIONS.values(), *ALSO.values()))
"""Every section that some finding needs."""
LONGEST_WHY = 96


def section(finding: Finding) -> str:
    return SECTIONS.get(finding.rule.partition(".")[0], "harms")


def shown(read: Reading, finding: Finding) -> bool:
    """Whether the person shows what it is about."""
    also = (ALSO.get(part) for part in (finding.rule, finding.rule.partition(".")[0]))
    return read.shown(section(finding)) and all(read.shown(key) for key in also if key is not None)


def all_looked(read: Reading) -> bool:
    """Whether no section is left out that a finding could stand in; else that none is shown says nothing."""
    return all(read.shown(key) for key in STANDS_IN)


def of_section(read: Reading, key: str) -> list[Finding]:
    """Those of one section; of harm also those on products and the plan, which have no list of their own."""
    kept = [one for one in read.findings if shown(read, one)]
    if key != "harms":
        return [one for one in kept if section(one) == key]
    of_it = [one for one in kept if section(one) in ("harms", "taken")]
    return sorted(of_it, key=lambda one: (one.rank, one.rule.startswith("plan.")))


def counted(read: Reading) -> str:
    """How many are open, by how soon they matter, of all that is shown; that there is none only where it is so."""
    kept = [one.severity for one in read.findings if shown(read, one)]
    told = [f"{name} {kept.count(key)}" for key, name in words.severities().items() if key in kept]
    if told and all_looked(read):
        return _("Open findings of the safety rules, in all sections: {told}.").format(told="; ".join(told))
    if told:
        text = _("Open findings of the safety rules, in the sections that are shown: {told}.")
        return text.format(told="; ".join(told))
    if all_looked(read):
        return _("The safety rules found nothing here. They see only what is recorded, and do not cover everything.")
    return _("What the safety rules see in sections that are left out is not told here.")


def table(read: Reading, findings: Sequence[Finding], caption: str) -> Table:
    """How soon it matters, what was found, from when, and what it rests on."""
    rows = [_row(read, one) for one in findings[:MOST]]
    more = len(findings) - MOST
    if more > 0:
        rows.append(("", _("and {count} more, in the appendix").format(count=more), "", ""))
    return Table(caption=caption, head=(_("How soon"), _("What"), _("Latest"), _("Evidence")), rows=tuple(rows))


def table_with_why(read: Reading, findings: Sequence[Finding], caption: str) -> Table:
    """How soon it matters, what was found, why in short, and what that rests on."""
    rows = [
        (words.severities()[one.severity], one.title, in_short(one.reason), evidence(read, one))
        for one in findings[:MOST]
    ]
    more = len(findings) - MOST
    if more > 0:
        rows.append(("", _("and {count} more, in the appendix").format(count=more), "", ""))
    return Table(caption=caption, head=(_("How soon"), _("What"), _("Why, in short"), _("Evidence")), rows=tuple(rows))


def in_short(reason: str, longest: int = LONGEST_WHY) -> str:
    """The first sentence, and those after it that still fit into so many letters: a line or two."""
    said, *rest = reason.split(". ")
    for sentence in rest:
        if len(said) + len(sentence) + len(". ") > longest:
            break
        said = f"{said}. {sentence}"
    return said if said.endswith(".") else f"{said}."


def _row(read: Reading, finding: Finding) -> tuple[str, ...]:
    when = on(read.day(finding.at)) if finding.at is not None else "–"
    return (words.severities()[finding.severity], finding.title, when, evidence(read, finding))


def evidence(read: Reading, finding: Finding) -> str:
    """Numbers of the list of sources and the kind of evidence, of both halves; and where the line is our own."""
    part = words.basis(finding)
    said = read.cite(part, part.grade)
    if isinstance(part, Pair) and part.as_opioid is not None:  # a line each, or the column grows
        said = f"{said}\n{read.cite(part.as_opioid, part.as_opioid.grade)}"
    return f"{said}, {_('our choice')}" if part.our_choice and part.grade != "convention" else said
