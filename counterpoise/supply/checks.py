"""`check(...)`: what the certificate of a bag says, each question with its own verdict; never a score of it all."""

from __future__ import annotations

import datetime as dt

from counterpoise.diary import Assay, Lot, Product
from counterpoise.knowledge.load import Knowledge
from counterpoise.supply.alkaloids import check_alkaloids
from counterpoise.supply.cover import check_cover
from counterpoise.supply.document import document
from counterpoise.supply.germs import check_germs
from counterpoise.supply.metals import check_metals
from counterpoise.supply.verdicts import Asked, Check


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
    return (
        *document(asked),
        *check_alkaloids(asked),
        *check_metals(asked),
        *check_germs(asked),
        *check_cover(asked),
    )


def of_certificate(lot: Lot, sha256: str) -> tuple[Assay, ...]:
    """The assays that were read from one certificate."""
    return tuple(one for one in lot.assays if one.certificate == sha256)
