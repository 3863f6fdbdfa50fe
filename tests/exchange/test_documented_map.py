"""docs/import.md tells every key of a map, and its example is the one that is tested."""

import json
import re

from pydantic import TypeAdapter

from counterpoise.exchange.csv import Mapping
from counterpoise.exchange.formats import LARGEST
from tests.exchange.conftest import FILES
from tests.house.test_documentation import fields
from tests.house.tree import ROOT

PAGE = (ROOT / "docs" / "import.md").read_text(encoding="utf-8")


def test_every_key_of_a_map_is_told() -> None:
    written = fields(TypeAdapter(Mapping).json_schema())
    assert {"when", "taken_when", "higher_is_better"} <= written
    told = set(re.findall(r"`\"?([a-z_]+)\"?`", PAGE))
    assert sorted(written - told) == []


def test_the_worked_example_is_the_tested_map() -> None:
    found = re.search(r"<!-- example -->\n```json\n(.*?)```", PAGE, re.S)
    assert found
    assert json.loads(found[1]) == json.loads((FILES / "miura_ema_70day.map.json").read_bytes())


def test_the_largest_file_is_told() -> None:
    assert f"up to {LARGEST >> 20} MB" in PAGE
