"""Which doses are of a plan's substance, by their name and by what is in their bag, and which are of an extract."""

from __future__ import annotations

import re
from collections.abc import Callable

from counterpoise.diary import Diary, Dose, Lot, Product, finder
from counterpoise.knowledge.contents import another_drug
from counterpoise.knowledge.load import Knowledge
from counterpoise.plans.current import key, refused

CONCENTRATED = frozenset({"extract", "tincture", "resin"})
"""Forms of which a gram is not a gram of leaf."""
_CONCENTRATED = re.compile(r"\b(extracts?|tinctures?|resins?|isolates?|concentrates?)\b", re.IGNORECASE)


def concentrated(product: Product | None, said: str = "") -> bool:
    """Whether a product is an extract, by its form, else by its name or what was logged: its grams are added to no
    grams of leaf."""
    if product is not None and product.form is not None and product.form != "other":
        return product.form in CONCENTRATED
    return _CONCENTRATED.search(said if product is None else f"{product.name} {said}") is not None


def of_extract(diary: Diary) -> Callable[[Dose], bool]:
    """Whether a dose is of an extract."""
    lot_of, product_of = diary.lot_finder(), finder(diary.products)

    def is_of_extract(dose: Dose) -> bool:
        lot = lot_of(dose)
        return concentrated(None if lot is None else product_of(lot.product, lot.source), dose.substance)

    return is_of_extract


def counter(substance: str, diary: Diary, packs: Knowledge) -> Callable[[Dose], bool]:
    """Whether a dose counts; another drug is never counted as the leaf, also where a name or a certificate says it."""
    lot_of, product_of = diary.lot_finder(), finder(diary.products)
    known: dict[str, str] = {}
    others: dict[str, bool] = {}
    measured: dict[int, bool] = {}

    def named(name: str) -> str:
        if name not in known:
            known[name] = key(name, packs)
        return known[name]

    def another(name: str) -> bool:
        if name not in others:
            others[name] = refused(name, packs)
        return others[name]

    def shown(lot: Lot | None) -> bool:
        if id(lot) not in measured:
            measured[id(lot)] = another_drug(lot, packs) is not None
        return measured[id(lot)]

    wanted = named(substance)

    def counts(dose: Dose) -> bool:
        if named(dose.substance) != wanted or (dose.of is not None and another(dose.of)):
            return False
        lot = lot_of(dose)
        if shown(lot):
            return False
        product = None if lot is None else product_of(lot.product, lot.source)
        return product is None or (named(product.substance) == wanted and not another(product.name))

    return counts
