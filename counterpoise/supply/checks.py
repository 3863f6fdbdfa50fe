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
from counterpoise.supply.verdicts import Asked, Check
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
    """Each question about the assays and certificates of a bag. daily: grams a day (`intake.grams_a_day`), None: not
    known. country: of the person, whose limits count; None: those of every country do.

    A certificate that is not saved yet is looked at as `replace(lot, assays=…, certificates=(…,))`.
    A bag without any assay has no paper to ask: then there is nothing to answer, whatever files are kept with it.
    """
    if not lot.assays:
        return ()
    asked = Asked(lot, product, packs, today, daily, country)
    own = replace(asked, lot=replace(lot, assays=own_assays(lot)))
    if own.lot.assays == lot.assays:
        return (*document(asked), *_measured(asked))
    with_others = {one.key: one for one in _measured(asked)}
    return (*document(asked), *(_of_another_lot(one, with_others.get(one.key)) for one in _measured(own)))


def _measured(asked: Asked) -> tuple[Check, ...]:
    return (failed(asked), *check_alkaloids(asked), *check_metals(asked), *check_germs(asked), *check_cover(asked))


def _of_another_lot(one: Check, otherwise: Check | None) -> Check:
    """What a paper of another lot would have changed is said, and changes nothing."""
    if one == otherwise:
        return one
    more = _("A paper speaks of it, but it is of another lot: it says nothing sure of this bag.")
    return replace(one, says=f"{one.says} {more}")


def of_certificate(lot: Lot, sha256: str) -> tuple[Assay, ...]:
    """The assays that were read from one certificate."""
    return tuple(one for one in lot.assays if one.certificate == sha256)
