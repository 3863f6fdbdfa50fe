"""Every text of the packs that people see, so that it can be put into the message catalogue.

The packs hold plain English; a page passes each text through gettext when it shows it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any, get_type_hints

from counterpoise.knowledge.load import Knowledge, load
from counterpoise.knowledge.parts import parts
from counterpoise.knowledge.records import SHOWN, Fact, Limit, Medicines, Source
from counterpoise.knowledge.records.quantities import is_in_words
from counterpoise.knowledge.records.sourced import THIS_PROJECT


def texts(knowledge: Knowledge | None = None) -> list[str]:
    """All texts that are shown to people, each once, in the order of the files."""
    return list({text: None for _file, said in by_file(knowledge) for text in said})


def by_file(knowledge: Knowledge | None = None) -> Iterator[tuple[str, list[str]]]:
    """The texts of each file, each once, under the name of the file."""
    for file, record in (knowledge or load()).everything():
        yield file, list(dict.fromkeys(_shown(record)))


def _shown(record: Any) -> Iterator[str]:
    for _entry, part in parts(record):
        if isinstance(part, Source) and part.own:
            yield from (part.title, THIS_PROJECT)
        if isinstance(part, Fact | Limit) and part.unit and is_in_words(part.unit):
            yield part.unit
        if isinstance(part, Medicines):
            yield from part.ingredients
        for name in _shown_fields(type(part)):
            value = getattr(part, name)
            if isinstance(value, Mapping):
                yield from value.values()
            elif isinstance(value, tuple):
                yield from value
            elif isinstance(value, str):
                yield value


def _shown_fields(record: type) -> list[str]:
    hints = get_type_hints(record, include_extras=True)
    return [field.name for field in fields(record) if SHOWN in repr(hints[field.name])]
