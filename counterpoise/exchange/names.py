"""Names from elsewhere, under the names that the packs use."""

from __future__ import annotations

from functools import cache

from counterpoise.knowledge.load import load
from counterpoise.knowledge.names import own_word

_LONGEST = 64


@cache
def substance(name: str) -> str:
    """The key of the substance that goes by this name; a name that no pack knows stays as it is."""
    plain = " ".join(name.split())
    pack = load().substance(plain) if plain else None
    return plain[:_LONGEST] if pack is None else pack.key


def written(name: str) -> str | None:
    """The name itself, where it stands for a substance that is called otherwise."""
    plain = " ".join(name.split())
    pack = load().substances.get(substance(name))
    return None if pack is None or not plain else own_word(plain[:_LONGEST], pack)


@cache
def effect(name: str) -> str:
    """The key of the effect that goes by this name; other words stay as they are."""
    plain = " ".join(name.split())
    return load().effect(plain) or plain[:_LONGEST]
