"""The names of substances, and what is wrong with a dictionary of medicines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from counterpoise.knowledge.records import Analyte, BloodTest, EffectKind, Medicines, Substance
from counterpoise.knowledge.spelling import plain
from counterpoise.text import _


def names_of(named: Substance | Analyte | BloodTest | EffectKind) -> tuple[str, ...]:
    """Every name of what has aliases."""
    return (named.key, named.name, *named.aliases)


def plain_names(named: Substance | Analyte | BloodTest | EffectKind) -> set[str]:
    """Every name, as `plain` has it."""
    return {plain(name) for name in names_of(named)}


def ingredient(key: str, packs: Mapping[str, Substance]) -> str:
    """What an ingredient of the dictionary of medicines is called in the language in use."""
    return _(packs[key].name if key in packs else key)


def own_word(typed: str, of: Substance) -> str | None:
    """What somebody wrote, where it is not the substance's own name: beer, for alcohol."""
    return None if typed.casefold() in {name.casefold() for name in (of.key, of.name, _(of.name))} else typed


def mistakes(book: Medicines, packs: Mapping[str, Substance]) -> Iterator[tuple[str, str]]:
    """Entry and reason of each mistake that only shows when all of the dictionary is looked at."""
    for key in book.brands:
        if key not in packs:
            yield f"brands.{key}", "no such substance"
    for key, product in book.combinations.items():
        for part in product.of:
            if part not in book.ingredients and part not in packs:
                yield f"combinations.{key}.of", f"no such ingredient: '{part}'"
    taken = {plain(name): key for key, pack in packs.items() for name in names_of(pack)}
    for entry, key, names in _named(book):
        for name in names:
            if not plain(name):
                yield entry, f"'{name}' holds no letter"
            elif (before := taken.setdefault(plain(name), key)) != key:
                yield entry, f"'{name}' already names {before}"
        spelled = [plain(name) for name in names]
        for name in names:
            if spelled.count(plain(name)) > 1:
                yield entry, f"'{name}' stands there twice"


def _named(book: Medicines) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for key, ingredient in book.ingredients.items():
        yield f"ingredients.{key}", key, (key, *ingredient.names)
    for key, product in book.combinations.items():
        yield f"combinations.{key}", key, (key, *product.names)
    for key, brands in book.brands.items():
        yield f"brands.{key}", key, brands
