"""How an invented certificate looks: its language, letters, lines, columns."""

import random
from dataclasses import dataclass

from tests.supply.drawing import Align
from tests.supply.invented_words import HEADINGS


@dataclass
class Look:
    """How one certificate looks."""

    language: str
    font: str
    size: float
    pitch: float
    rules: str
    align: Align
    unit_in: str
    columns: list[str]
    headings: dict[str, str]
    comma: bool
    slip: str | None
    sections: bool
    wrapped: bool
    two_lines: bool


def look(rng: random.Random, slip: str | None) -> Look:
    language = rng.choice(["en", "en", "es"])
    columns = ["name", "result"]
    unit_in = rng.choice(["column", "column", "cell", "heading"])
    if unit_in == "column":
        columns.append("unit")
    columns += [
        role
        for role, often in (
            ("loq", 0.5),
            ("lod", 0.3),
            ("limit", 0.6),
            ("verdict", 0.5),
            ("method", 0.5),
            ("other", 0.5),
        )
        if rng.random() < often
    ]
    first, rest = columns[:1], columns[1:]
    rng.shuffle(rest)
    columns = [*first, *rest] if rng.random() < 0.85 else [*rest[:1], *first, *rest[1:]]
    headings = {role: rng.choice(HEADINGS[language][role]) for role in columns}
    size = rng.choice([7.0, 8.0, 9.0, 10.0])
    return Look(
        language=language,
        font=rng.choice(["Helvetica", "Times-Roman", "Courier"]),
        size=size if len(columns) < 7 else 7.0,
        pitch=rng.choice([1.3, 1.6, 2.0, 2.4]),
        rules=rng.choice(["grid", "across", "none", "zebra", "head"]),
        align=rng.choice(["left", "left", "centre", "right"]),
        unit_in=unit_in,
        columns=columns,
        headings=headings,
        comma=language == "es" and rng.random() < 0.8,
        slip=slip,
        sections=rng.random() < 0.4,
        wrapped=rng.random() < 0.2,
        two_lines=rng.random() < 0.2,
    )
