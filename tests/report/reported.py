"""The report of one of the six people, with its answers and findings."""

from __future__ import annotations

import datetime as dt
from functools import cache

import numpy as np

from counterpoise import assessment
from counterpoise.knowledge.load import load
from counterpoise.report.clinician import KEYS, Chosen, written
from counterpoise.report.document import Block, Box, Document, Items, Picture, Table, Text
from counterpoise.report.figures import Json
from counterpoise.safety.finding import Finding
from counterpoise.safety.review import review
from tests.report.people import NOW, person

DAYS = {"rich": 3650}


@cache
def answers(name: str) -> Json:
    """As the command line gives them."""
    return assessment.assess(person(name), np.random.default_rng(1), now=NOW).to_json()


@cache
def findings(name: str) -> tuple[Finding, ...]:
    """All that are open."""
    return review(person(name), load(), NOW)


def chosen(name: str, without: tuple[str, ...] = (), called: str | None = None) -> Chosen:
    """Four months; of the ten years all of them."""
    last = dt.date(2026, 6, 30)
    first = last - dt.timedelta(days=DAYS.get(name, 120))
    return Chosen(first, last, frozenset(KEYS) - set(without), called)


@cache
def document(name: str, without: tuple[str, ...] = ()) -> Document:
    """The report of one person."""
    return written(person(name), load(), answers(name), findings(name), NOW, chosen(name, without))


def words(block: Block) -> list[str]:
    """Every text of a block."""
    match block:
        case Text():
            return [block.text]
        case Items():
            return [*([block.title] if block.title else []), *block.items]
        case Table():
            return [block.caption, *block.head, *(cell for row in block.rows for cell in row)]
        case Picture():
            return [block.title, block.description, *([block.key] if block.key else [])]
        case Box():
            return [block.title, *block.lines]
