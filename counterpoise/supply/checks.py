"""`check(...)`: what the certificate of a bag says, each question with its own verdict; never a score of it all."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from counterpoise.diary import Assay, Lot, Product, own_assays
from counterpoise.knowledge.load import Knowledge
from counterpoise.supply.alkaloids import check_alkaloids
from counterpoise.supply.cover import check_cover
from counterpoise.supply.document import document, failed
from counterpoise.supply.germs import check_germs
from counterpoise.supply.metals import check_metals
from counterpoise.supply.verdicts import Asked, Check, Verdict
from counterpoise.text import _


def check(
    lot: Lot,
    product: Product | None,
    packs: Knowledge,
    today: dt.date,
    *,
    daily: float | None = None,
    country: str | None = None,
) -> tuple[Check, ...]:
    """Each question about the assays and certificates of a bag. daily: grams a day (`rates.a_day`), None: not
    known. country: of the person, whose limits count; None: those of every country do.

    A certificate that is not saved yet is looked at as `replace(lot, assays=…, certificates=(…,))`.
    A bag without any assay has no paper to ask: then there is nothing to answer, whatever files are kept with it.
    """
    if not lot.assays:
        return ()
    asked = Asked(lot, product, packs, today, daily, country)
    own = replace(asked, lot=replace(lot, assays=own_assays(lot)))
    found = _looked_at(own)
    if own.lot.assays != lot.assays:
        with_others = {one.key: one for one in _looked_at(asked)}
        found = tuple(_of_another_lot(one, with_others.get(one.key)) for one in found)
    return (*document(asked), *found)


def _measured(asked: Asked) -> tuple[Check, ...]:
    return (failed(asked), *check_alkaloids(asked), *check_metals(asked), *check_germs(asked), *check_cover(asked))


def _looked_at(asked: Asked) -> tuple[Check, ...]:
    """What was read and nobody looked at may be a concern, and makes nothing fine; what is fine only by a value that
    the person changed is marked."""
    found = _by_changed(asked, _measured(asked))
    assays = tuple(one for one in asked.lot.assays if one.confirmed is not False)
    if assays == asked.lot.assays:
        return found
    without = {one.key: one for one in _measured(replace(asked, lot=replace(asked.lot, assays=assays)))}
    return tuple(_not_yet(one, without.get(one.key)) for one in found)


def _by_changed(asked: Asked, found: tuple[Check, ...]) -> tuple[Check, ...]:
    as_read = tuple(one for one in asked.lot.assays if one.read_as is None)
    if as_read == asked.lot.assays:
        return found
    without = {one.key: one.verdict for one in _measured(replace(asked, lot=replace(asked.lot, assays=as_read)))}
    fine: Verdict = "fine_by_the_page"
    return tuple(
        replace(one, by_changed=one.verdict == fine != without.get(one.key) and not one.key.startswith("covers"))
        for one in found
    )


def _not_yet(one: Check, without: Check | None) -> Check:
    fine = one.verdict == "fine_by_the_page" and not one.key.startswith("covers")
    if not fine or (without is not None and without.verdict == "fine_by_the_page"):
        return one
    more = _("Nobody looked yet whether this was read right.")
    parts = tuple(
        replace(part, verdict="cannot_tell") if part.verdict == "fine_by_the_page" else part for part in one.parts
    )
    return replace(one, verdict="cannot_tell", says=f"{one.says} {more}", parts=parts)


def _of_another_lot(one: Check, otherwise: Check | None) -> Check:
    """What a paper of another lot would have changed is said, and changes nothing."""
    if one == otherwise:
        return one
    more = _("A paper speaks of it, but it is of another lot: it says nothing sure of this bag.")
    return replace(one, says=f"{one.says} {more}")


def of_certificate(lot: Lot, sha256: str) -> tuple[Assay, ...]:
    """The assays that were read from one certificate."""
    return tuple(one for one in lot.assays if one.certificate == sha256)
