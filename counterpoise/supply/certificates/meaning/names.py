"""From a printed name to an analyte: by its names, without what may stand around them, at last by likeness."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from rapidfuzz.distance import OSA

from counterpoise.knowledge.spelling import plain
from counterpoise.supply.certificates.meaning.analytes import analytes
from counterpoise.supply.certificates.meaning.cells import clean
from counterpoise.supply.certificates.meaning.lexicon import fold, lexicon

FORGIVEN_FROM = 7
"""Letters of a name from which one slip is forgiven; from twice as many, two."""
KEPT = 4096
"""Texts whose name is remembered: each is asked for many times."""
_SIGN = re.compile(r"[<>≤≥=±]")
SHORT = 3
"""Letters up to which a name must be printed as a symbol is: 'As', 'Pb', 'MG', never 'as' or 'mg'."""


@dataclass(frozen=True)
class Named:
    """The key of an analyte; `known` where the packs or the words of the reader have it, not `sure` where guessed."""

    key: str
    known: bool = True
    sure: bool = True


@cache
def _keys() -> dict[str, str]:
    """Every name, of the packs before those of the reader."""
    names = {plain(name): key for name, key in lexicon().tests.items()}
    names |= {key.replace("_", ""): key for key in lexicon().tests.values()}
    names |= {name: key for key, one in analytes().items() for name in one.names}
    # Words of headings ('LOD') are no names in a list of results.
    return {name: key for name, key in names.items() if name and lexicon().columns.get(name) not in ("lod", "loq")}


def load_names() -> None:
    """Have every name at hand, before there is a certificate."""
    _keys()


def spelled(printed: str) -> str:
    """A name as it stands on paper, without footnote marks."""
    return clean(printed).strip(" :,;")


def _ways(name: str) -> list[str]:
    """The name, without brackets, without what follows a comma, without words that change nothing."""
    bare = re.sub(r"\s*[(\[][^)\]]*[)\]]", "", name).strip()
    ways = [name, bare]
    if "," in bare:
        ways.append(bare.split(",")[0])
        ways.append(" ".join(reversed([part.strip() for part in bare.split(",", 1)])))
    for way in tuple(ways):
        rest = fold(way)
        for word in lexicon().beside:
            rest = rest.removesuffix(f" {word}")
            if rest.startswith(f"{word} "):
                rest = rest.removeprefix(f"{word} ").removeprefix("de ")
        ways.append(rest)
    return ways


@lru_cache(maxsize=KEPT)
def exact(printed: str) -> Named | None:
    """The analyte by one of its names."""
    name = spelled(printed)
    if _SIGN.search(name):
        return None  # half of '< 0.1' stands with the name
    if len(plain(name)) <= SHORT and name.islower() and name.isalpha():
        return None
    return next((Named(key) for way in _ways(name) if (key := _keys().get(plain(way))) is not None), None)


def named(printed: str) -> Named:
    """The analyte of a row of a table: by name, else by likeness (then not sure), else a name of its own."""
    found = exact(printed)
    if found is not None:
        return found
    return _like(printed) or Named(re.sub(r"\W+", "_", fold(spelled(printed))).strip("_") or "unnamed", known=False)


def _like(printed: str) -> Named | None:
    """The one analyte whose name is so like this that it must be a slip."""
    bare = plain(re.sub(r"\s*[(\[][^)\]]*[)\]]", "", spelled(printed)))
    near: dict[str, int] = {}
    for name, key in _keys().items():
        allowed = min(2, min(len(bare), len(name)) // FORGIVEN_FROM)
        distance = OSA.distance(bare, name, score_cutoff=allowed) if allowed else 1
        if allowed and distance <= allowed:
            near[key] = min(distance, near.get(key, distance))
    least = [key for key, distance in near.items() if distance == min(near.values())]
    return Named(least[0], sure=False) if len(least) == 1 else None


def no_assay(printed: str) -> bool:
    """Whether a row adds up or relates others, or is looked at and not measured."""
    words = lexicon()
    name = fold(spelled(printed))
    bare = re.split(r"\s*[,(\[]", name, maxsplit=1)[0]
    if any(ratio in name for ratio in words.totals["ratios"]) or name in words.seen or bare in words.seen:
        return True
    if exact(printed) is not None:
        return False
    for sum_ in words.totals["sums"]:
        rest = None
        if name == sum_ or name.startswith(f"{sum_} "):
            rest = name[len(sum_) :]
        elif name.endswith(f" {sum_}"):
            rest = name[: -len(sum_)]
        if rest is not None and re.sub(r"\s*\(.*\)$", "", rest).strip(" :") in words.totals["of"]:
            return True
    return False


def is_total(printed: str) -> bool:
    """Whether a row is the plain sum of the alkaloids."""
    name = fold(spelled(printed))
    return any(word in name for word in ("alkaloids", "alcaloides")) and not any(
        ratio in name for ratio in lexicon().totals["ratios"]
    )
