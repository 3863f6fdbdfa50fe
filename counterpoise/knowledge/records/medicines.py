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
class Denials:
    """Words by which a line says that a medicine is not taken: before its name, after it, or as a heading with a colon.

    never: not taken, as far as is known; stopped: once taken, so it may act on. anywhere: those before a name that
    count also in the middle of a line. illness: those that also name what a medicine is for, and taken_for_illness: the
    medicines of which they prove nothing then. purpose, negations: words right before a denial that make it none.
    again: words that take back all denials of a line. around, joining, when: words that change nothing, about a denial,
    between names, and of time. free_of: words that say of the name beside them that it is not in it, by
    the ingredient.
    """

    never_before: Names
    never_after: Names
    never_headings: Names
    stopped_before: Names
    stopped_after: Names
    stopped_headings: Names
    anywhere: Names
    illness: Names
    taken_for_illness: Names
    purpose: Names
    negations: Names
    again: Names
    around: Names
    joining: Names
    when: Names
    free_of: Mapping[str, Names]


@known
@dataclass(frozen=True, slots=True, kw_only=True)
class Medicines:
    """The dictionary. brands: of substances with a pack, which has their names and classes. ordinary: words that look
    like a name and are none, and names that mean something else in most sentences. beside: words around a name that say
    nothing of what it is. no_medicine: ingredients about which no rule is
    missed. unprescribed: those that nobody prescribes. on_the_skin: words of forms that stay there,
    swallowed: words that take that back, skin_classes: classes that do not count then.
    """

    about: About
    denials: Denials
    no_medicine: Names = ()
    unprescribed: Names = ()
    on_the_skin: Names = ()
    swallowed: Names = ()
    skin_classes: tuple[MedicineClass, ...] = ()
    beside: Names = ()
    ordinary: Names = ()
    ingredients: Mapping[str, Ingredient]
    combinations: Mapping[str, Combination]
    brands: Mapping[str, Names]
