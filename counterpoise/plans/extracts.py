"""Leaf and extracts of it: a gram of one is no gram of the other, so their grams are never added."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from counterpoise.diary import Diary, Dose, Product, finder
from counterpoise.knowledge.load import Knowledge

_COUNTED = r"\s*(?:\d|cap|cáp|tab|pill|pack|bag|past|comp|bol|kap)"
_TIMES = r"(?:[4-9]|[1-9]\d{1,3})"
_STRENGTH = re.compile(
    rf"(?<!^)(?<=\s){_TIMES}-?[x×](?!\w)|(?<![\w.,]){_TIMES}[\s-]?[x×](?!\w)(?!{_COUNTED})"
    r"|(?<![\w.,:])(?:[5-9]|[1-9]\d{1,2}):1(?![\w:])|(?<![\w.,])[1-9]\d(?:[.,]\d+)?\s?%\s?(?:mit|alk|alc)"
)
_DENIED = re.compile(r"\b(?:no|not|sin|without|kein|ohne|non)[\s-]+(?:an?\s+)?\w+|\b\w+[\s-]free\b")
RULE = "products.extract"
"""The rule whose words tell an extract (safety/products.toml)."""


def is_extract(product: Product | None, packs: Knowledge, said: str = "") -> bool:
    """Whether a product is an extract, by its form or its name. said: the name under which a dose was logged."""
    names = (said,) if product is None else (said, product.form or "", product.name)
    return any(_names_one(name, packs.rules[RULE].words) for name in names)


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
def _names_one(name: str, words: tuple[str, ...]) -> bool:
    """By one of the words that is not denied, or by how many times as strong as leaf it is sold to be: "Kratom 50x
    capsules", "10:1", "45 % MIT"; "60x capsules" and "10 x 500 mg" count pieces."""
    said = name.casefold().strip()
    named = re.findall(r"\w+", _DENIED.sub(" ", said))
    return not set(words).isdisjoint(named) or _STRENGTH.search(said) is not None
