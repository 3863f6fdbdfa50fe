"""What docs/ says of the diary file, from the records themselves; `python -m tests.diary.published` writes it there."""

import json
import re
from collections.abc import Iterator
from typing import Any

from counterpoise.diary_file import schema
from tests.house.tree import ROOT

PAGE = ROOT / "docs" / "diary.md"
SCHEMA = ROOT / "docs" / "counterpoise-diary.schema.json"
WRITTEN = re.compile(r"(?<=<!-- fields -->\n).*?(?=<!-- end of fields -->)", re.S)
TYPES = {"string": "text", "integer": "whole number", "boolean": "true or false", "object": "anything", "null": "null"}
FORMATS = {"date-time": "moment with offset", "date": "day"}
HEAD = ("format", "version")


def schema_text() -> str:
    """docs/counterpoise-diary.schema.json as it has to be."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def page() -> str:
    """docs/diary.md as it has to be."""
    written = "\n".join(sections(schema()))
    return WRITTEN.sub(lambda _match: f"{written}\n", PAGE.read_text(encoding="utf-8"))


def sections(whole: dict[str, Any]) -> Iterator[str]:
    """A table for the file, then one for each record."""
    yield "\n### The file\n"
    yield from table(whole)
    for name, record in sorted(whole["$defs"].items()):
        yield f"\n### {name}\n\n{record['description'].splitlines()[0]}\n"
        yield from table(record)


def table(record: dict[str, Any]) -> Iterator[str]:
    yield "| field | holds | meaning |\n|---|---|---|"
    for name, field in record["properties"].items():
        needed = " (required)" if name in record.get("required", ()) else ""
        meaning = {"format": "Always so.", "version": "Always so."}.get(name) if name in HEAD else field["description"]
        yield f"| `{name}` | {holds(field)}{needed} | {meaning} |"


def holds(field: dict[str, Any]) -> str:
    """The type and range of a field, in words."""
    if "anyOf" in field:
        return " or ".join(holds(each) for each in field["anyOf"] if each.get("type") != "null")
    if "const" in field:
        return f"`{json.dumps(field['const'])}`"
    if "enum" in field:
        return ", ".join(f"`{value}`" for value in field["enum"])
    if "$ref" in field:
        name = field["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if field.get("type") == "array":
        return f"list of {holds(field['items'])}"
    return f"{FORMATS.get(field.get('format', '')) or TYPES.get(field.get('type', ''), 'number')}{limits(field)}"


def limits(field: dict[str, Any]) -> str:
    if "pattern" in field:
        return f" like `{field['pattern']}`".replace("|", "\\|")
    words = {
        "minimum": "from {:,.10g}",
        "exclusiveMinimum": "above {:,.10g}",
        "maximum": "to {:,.10g}",
        "maxLength": "up to {:,} characters",
    }
    said = [text.format(field[key]) for key, text in words.items() if key in field]
    return f" {' '.join(said)}" if said else ""


if __name__ == "__main__":
    SCHEMA.write_text(schema_text(), encoding="utf-8")
    PAGE.write_text(page(), encoding="utf-8")
