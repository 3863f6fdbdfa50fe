"""What docs publish is what the program does."""

from __future__ import annotations

import re

from counterpoise.exchange.fhir.definition import PARTS, definition
from counterpoise.exchange.fhir.read import READERS
from tests.exchange.fhir import people, published, tools

PAGE = published.PAGE.read_text(encoding="utf-8")


def test_the_published_extension_is_the_one_in_use() -> None:
    assert published.EXTENSION.read_text(encoding="utf-8") == published.extension()
    assert tools.medplum([definition()]) == []


def test_the_page_lists_every_code() -> None:
    assert published.page() == PAGE


def test_the_page_names_every_type_that_goes_out_or_comes_in() -> None:
    out = {one["resourceType"] for name in people.NAMES for one in people.resources(name)} | {"Composition", "Consent"}
    named = set(re.findall(r"`([A-Z]\w+)`", PAGE))
    assert out | READERS.keys() <= named


def test_the_page_names_every_part_of_the_extension() -> None:
    assert PARTS.keys() <= set(re.findall(r"`([a-z_]+)`", PAGE))
