"""Names as people write them, here or elsewhere, under the names that the packs use."""

from __future__ import annotations

from functools import cache, lru_cache

from counterpoise.diary.base import tidy
from counterpoise.knowledge.load import load
from counterpoise.knowledge.names import own_word, plain_names
from counterpoise.knowledge.pack_file import if_whole
from counterpoise.knowledge.records import Substance
from counterpoise.knowledge.spelling import plain as spelled
from counterpoise.plans.extracts import is_extract
from counterpoise.safety.case import KRATOM
from counterpoise.safety.medicines import match

_LONGEST = 64


@lru_cache(maxsize=4096)
def known(name: str) -> Substance | None:
    """The pack of the substance that goes by this name, typed or imported; None for a name that stays as it is.

    So does one that says more than a key can hold: another drug as well ("7-OH and diazepam"), or that it is an extract
    of leaf ("kratom extract"). What is worked out looks at the substance, and never at the own word beside it.
    """
    plain = " ".join(name.split())
    pack = load().substance(plain) if plain else None
    if pack is None or spelled(plain) in plain_names(pack):
        return pack
    more = if_whole(lambda: _says_more(plain, pack))
    return pack if more is False else None  # where broken packs cannot tell, the word stays


def _says_more(name: str, pack: Substance) -> bool:
    if pack.key == KRATOM and is_extract(None, load(), name):
        return True
    found = match(name, load())
    return found is not None and not {KRATOM, pack.key}.issuperset(found.ingredients)


def substance(name: str) -> str:
    """The key of the substance that goes by this name; a name that no pack knows stays as it is."""
    pack = known(name)
    return " ".join(name.split())[:_LONGEST] if pack is None else pack.key


def written(name: str) -> str | None:
    """The name itself, where it stands for a substance that is called otherwise."""
    pack = known(name)
    return None if pack is None else own_word(tidy(name)[:_LONGEST], pack)


@cache
def effect(name: str) -> str:
    """The key of the effect that goes by this name; other words stay as they are."""
    plain = " ".join(name.split())
    return load().effect(plain) or plain[:_LONGEST]
