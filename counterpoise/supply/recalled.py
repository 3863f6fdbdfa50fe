"""The bags that lines of a recall list speak of, or may speak of.

What a line leaves out does not narrow it: without a lot, or with "All lots", it speaks of every lot. What it calls
unknown ("N/A", "?") may be any, and is never the same as what is not known of a bag.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from counterpoise.diary import Diary, Lot, Product, finder
from counterpoise.knowledge.recalls import Recall
from counterpoise.supply.lots import is_every, is_unknown, lots_in
from counterpoise.supply.wording import near, plain, slips
from counterpoise.text import _

Fit = Literal["yes", "near", "unknown", "no"]


@dataclass(frozen=True, slots=True)
class Match:
    """A bag that a line speaks of. sure: all that the line tells is what is noted of the bag; else it may be it."""

    recall: Recall
    lot: Lot
    product: Product
    sure: bool


@dataclass(frozen=True, slots=True)
class Folded:
    """What several lines of one kind say of one bag, as one. match: by the newest line; lines: all, newest first."""

    match: Match
    lines: tuple[Recall, ...]

    @property
    def more(self) -> str:
        """How many lines say so beside the newest, in words; empty where none does."""
        count = len(self.lines) - 1
        if not count:
            return ""
        return _("1 more line says so too.") if count == 1 else _("{n} more lines say so too.").format(n=count)


def matches(recalls: Iterable[Recall], diary: Diary) -> tuple[Match, ...]:
    """Every bag that a line speaks of, or may speak of, each with its line."""
    product_of = finder(diary.products)
    bags = [(lot, product) for lot in diary.lots if (product := product_of(lot.product, lot.source)) is not None]
    noted = _Bags(bags)
    return tuple(found for recall in recalls for found in noted.matches(recall))


def folded(found: Iterable[Match]) -> tuple[Folded, ...]:
    """One for each bag and kind, sure ones apart from those that may be meant: long lists say one thing often."""
    groups: dict[tuple[int, str, bool], list[Match]] = {}
    for match in found:
        groups.setdefault((id(match.lot), match.recall.kind, match.sure), []).append(match)
    newest = (sorted(group, key=lambda one: one.recall.published_on, reverse=True) for group in groups.values())
    return tuple(Folded(group[0], tuple(one.recall for one in group)) for group in newest)


def named(recall: Recall) -> str:
    """Which of seller, product and lot a line names, in words."""
    names = [
        word
        for word, told in ((_("seller"), recall.vendor), (_("product"), recall.product), (_("lot"), recall.lot))
        if told
    ]
    return ", ".join(names)


class _Names:
    """What is noted of bags, so that each of many thousand names is held against them at once."""

    def __init__(self, noted: Sequence[str | None]) -> None:
        self._bags: dict[str, list[int]] = {}
        self._unknown: list[int] = []
        for bag, name in enumerate(noted):
            (self._unknown if is_unknown(name) else self._bags.setdefault(plain(name or ""), [])).append(bag)
        self._joined = "\n".join(self._bags)
        self._one_of = re.compile("|".join(map(re.escape, self._bags)) or "(?!)")
        self._slips = {slip for name in self._bags for slip in slips(name)}
        self._known: dict[str, Mapping[int, Fit]] = {}

    def names(self, told: str) -> Mapping[int, Fit]:
        """How a name fits each bag; those that it does not fit are left out."""
        return self._kept(told, lambda: self._fits([plain(told)]))

    def lots(self, told: str) -> Mapping[int, Fit]:
        """The same of a text that may name several lots, or all between two."""
        return self._kept(told, lambda: self._of_lots(told))

    def _kept(self, told: str, work: Callable[[], dict[str, Fit]]) -> Mapping[int, Fit]:
        if told not in self._known:
            fits = {} if is_unknown(told) else work()
            found: dict[int, Fit] = dict.fromkeys(self._unknown, "unknown")
            if is_unknown(told):
                found |= {bag: "unknown" for bags in self._bags.values() for bag in bags}
            self._known[told] = found | {bag: fit for name, fit in fits.items() for bag in self._bags[name]}
        return self._known[told]

    def _of_lots(self, told: str) -> dict[str, Fit]:
        lots = lots_in(told)
        found = self._fits(lots.names)
        for span in lots.spans:
            inside = [name for name in self._bags if span.holds(name)]
            found |= {name: "yes" if span.sure else found.get(name, "near") for name in inside}
        return found

    def _fits(self, told: Iterable[str]) -> dict[str, Fit]:
        found: dict[str, Fit] = {}
        for one in told:
            if self._may_be_near(one):
                found |= {name: "near" for name in self._bags if name not in found and near(one, name)}
            if one in self._bags:
                found[one] = "yes"
        return found

    def _may_be_near(self, told: str) -> bool:
        """Quickly, for nearly all names are of no bag here."""
        inside = told in self._joined or self._one_of.search(told) is not None
        return inside or not self._slips.isdisjoint(slips(told))


class _Bags:
    """Bags by what is noted of them."""

    def __init__(self, bags: Sequence[tuple[Lot, Product]]) -> None:
        self._all = bags
        self._vendors = _Names([product.vendor for _lot, product in bags])
        self._products = _Names([product.name for _lot, product in bags])
        self._lots = _Names([lot.lot_number for lot, _product in bags])

    def matches(self, recall: Recall) -> Iterator[Match]:
        """The bags that one line speaks of, or may speak of."""
        vendors = _fits(recall.vendor, self._vendors.names)
        if vendors is not None and not vendors:
            return  # of a seller of none of them, as most lines are
        by = [vendors, _fits(recall.product, self._products.names), _fits(recall.lot, self._lots.lots)]
        _vendors, products, lots = by
        # Another wording of the product excludes no bag of the very seller and lot: it is looked at below.
        deciding = [one for one in (vendors, lots) if one is not None]
        if len(deciding) < 2 and products is not None:
            deciding.append(products)
        fewest: Mapping[int, Fit] = min(deciding, key=len, default={})
        for bag in sorted(fewest):
            found = [None if one is None else one.get(bag, "no") for one in by]
            if found == ["yes", "no", "yes"]:
                found[1] = "near"
            told = [one for one in found if one is not None]
            # The next lot has nearly the same number: it counts only beside a seller or product that is the very one.
            names = [one for one in found[:2] if one is not None]
            if "no" not in told and ("yes" in told or "near" in names):
                yield Match(recall, *self._all[bag], _is_sure(recall, lots is not None, told))


def _fits(told: str | None, fits: Callable[[str], Mapping[int, Fit]]) -> Mapping[int, Fit] | None:
    """None for what narrows nothing."""
    return None if told is None or is_every(told) else fits(told)


def _is_sure(recall: Recall, names_lots: bool, found: Iterable[Fit]) -> bool:
    """A seller may call back all that it sold; something found in its products was found in some of them only."""
    narrow = recall.kind == "recall" or recall.product is not None or names_lots
    return narrow and all(one == "yes" for one in found)
