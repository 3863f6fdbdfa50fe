"""Which doses are of a plan's substance, by their name and by their bag; and which begin its waiting time."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from counterpoise.diary import Diary, Dose, Lot, finder
from counterpoise.knowledge.contents import another_drug
from counterpoise.knowledge.load import Knowledge
from counterpoise.plans.current import key, refused


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


def waited_after(substance: str, diary: Diary, packs: Knowledge) -> Callable[[Dose], bool]:
    """Whether the hours between doses begin anew with a dose: one of the substance, whatever was in its bag.

    After leaf's other drugs the leaf is waited for as well: no page may say that the wait is over when one of them was
    just taken.
    """
    lot_of, product_of = diary.lot_finder(), finder(diary.products)
    wanted = key(substance, packs)
    others = any(pack.key == wanted and pack.assessable for pack in packs.substances.values())

    @cache
    def alike(name: str) -> bool:
        return key(name, packs) == wanted or (others and refused(name, packs))

    def counts(dose: Dose) -> bool:
        if alike(dose.substance) or (dose.of is not None and others and refused(dose.of, packs)):
            return True
        lot = lot_of(dose)
        product = None if lot is None else product_of(lot.product, lot.source)
        return product is not None and (alike(product.substance) or (others and refused(product.name, packs)))

    return counts
