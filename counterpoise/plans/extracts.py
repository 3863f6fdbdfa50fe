"""Leaf and extracts of it: a gram of one is no gram of the other, so their grams are never added."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from counterpoise.diary import Diary, Dose, Product, finder
from counterpoise.knowledge.load import Knowledge

RULE = "products.extract"
"""The rule whose words tell an extract (safety/products.toml)."""


def is_extract(product: Product | None, packs: Knowledge, said: str = "") -> bool:
    """Whether a product is an extract, by its form or its name. said: the name under which a dose was logged."""
    text = said if product is None else f"{said} {product.form or ''} {product.name}"
    return _names_one(text, packs.rules[RULE].words)


def extract_finder(diary: Diary, packs: Knowledge) -> Callable[[Dose], bool]:
    """Whether a dose was an extract."""
    lot_of, product_of = diary.lot_finder(), finder(diary.products)

    def extract(dose: Dose) -> bool:
        lot = lot_of(dose)
        product = None if lot is None else product_of(lot.product, lot.source)
        return is_extract(product, packs, dose.substance)

    return extract


def apart(doses: Iterable[Dose], diary: Diary, packs: Knowledge) -> frozenset[Dose]:
    """The doses whose amounts are not added to those of the others: extracts, where leaf was taken as well."""
    doses, extract = tuple(doses), extract_finder(diary, packs)
    found = frozenset(dose for dose in doses if extract(dose))
    return frozenset() if len(found) == len(doses) else found


@lru_cache(maxsize=4096)
def _names_one(text: str, words: tuple[str, ...]) -> bool:
    return not set(words).isdisjoint(re.findall(r"\w+", text.casefold()))
