"""What is not known: what this record leaves out, and what nobody has found out."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.report.clinician.reading import Reading
from counterpoise.report.clinician.recorded import by_others
from counterpoise.report.document import Block, Items
from counterpoise.supply.potency import measured
from counterpoise.text import _, local, ngettext

CLAIMS = ("relief-like-opiates", "as-addictive-as-heroin")
"""What a visit may turn on and nobody knows: one about benefit, one about risk."""


def blocks(read: Reading) -> Iterator[Block]:
    """In the record first; then in science."""
    yield Items(items=(*_in_the_record(read), *_in_science(read)))


def _in_the_record(read: Reading) -> Iterator[str]:
    """Only of sections that are shown: what is missing tells of what is there."""
    silent = read.days - len(read.noted)
    if silent:
        text = ngettext("{n} of {days} days has no entry", "{n} of {days} days have no entry", silent)
        said = text.format(n=silent, days=read.days)
        then = ngettext("what happened on it is not known", "what happened on them is not known", silent)
        yield f"{said}: {then}."
    yield from by_others(read)
    if read.shown("taken") and read.doses:
        yield from _of_doses(read)


def _of_doses(read: Reading) -> Iterator[str]:
    doses = read.doses
    lots = [read.lot_of(dose) for dose in doses]
    tested = {id(lot) for lot in read.diary.lots if measured(lot, read.knowledge, "mitragynine")}
    untested = sum(lot is not None and id(lot) not in tested for lot in lots)
    counts = {
        _("amount unknown"): sum(dose.amount is None for dose in doses),
        _("bag not told"): sum(lot is None for lot in lots),
        _("bag without a test of its own"): untested,
        _("reason not told"): sum(dose.reason is None for dose in doses),
    }
    told = ", ".join(f"{what} {count}" for what, count in counts.items() if count)
    if told:
        yield _("Of {count} entries of something taken: {told}.").format(count=local(f"{len(doses):,}"), told=told)


def _in_science(read: Reading) -> Iterator[str]:
    for key in CLAIMS:
        claim = read.knowledge.claims[key]
        grade = claim.speaks_for[0].grade if claim.speaks_for else "unknown"
        yield f"“{_(claim.claim)}” {_(claim.answer)} {read.cite(claim, grade)}"
