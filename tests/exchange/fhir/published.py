"""Writes docs/fhir-extension.json and the table of codes in docs/fhir.md: python -m tests.exchange.fhir.published."""

from __future__ import annotations

import json

from counterpoise.exchange.fhir.codes import codes
from counterpoise.exchange.fhir.definition import definition
from tests.house.tree import ROOT

EXTENSION = ROOT / "docs" / "fhir-extension.json"
PAGE = ROOT / "docs" / "fhir.md"
START, END = "<!-- codes -->\n", "<!-- end of codes -->"


def extension() -> str:
    return json.dumps(definition(), indent=1, ensure_ascii=False) + "\n"


def table() -> str:
    rows = ["| code | stands for | system | licence | read in |", "|---|---|---|---|---|"]
    rows += [f"| `{c.code}` | {c.display} | {c.system} | {c.licence} | {c.source} |" for c in codes().values()]
    return "\n".join(rows) + "\n"


def page() -> str:
    text = PAGE.read_text(encoding="utf-8")
    before, rest = text.split(START, 1)
    return before + START + "\n" + table() + "\n" + END + rest.split(END, 1)[1]


if __name__ == "__main__":
    EXTENSION.write_text(extension(), encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")
