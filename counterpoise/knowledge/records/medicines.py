"""Medicines by the names that people type, and the classes that rules about combinations know them by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from counterpoise.knowledge.records.safety import MedicineClass
from counterpoise.knowledge.records.sourced import Grade, Name, Names, Sourced, Words, known


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class About(Sourced):
    """Where all of a file comes from, where its entries carry no source each."""

    title: Words
    text: Words
    grade: Grade


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Ingredient:
    """One ingredient. No classes: it is known, and no rule of ours covers it. names: others than its key."""

    classes: tuple[MedicineClass, ...]
    names: Names = ()


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """A product of several ingredients, named by their keys or by those of substances with a pack."""

    of: Annotated[tuple[Name, ...], Field(min_length=2)]
    names: Names = ()


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Medicines:
    """The dictionary. brands: of substances with a pack, which has their names and classes. ordinary: words that look
    like a name and are none, and names that mean something else in most sentences. beside: words around a name that say
    nothing of what it is."""

    about: About
    beside: Names = ()
    ordinary: Names = ()
    ingredients: Mapping[str, Ingredient]
    combinations: Mapping[str, Combination]
    brands: Mapping[str, Names]
