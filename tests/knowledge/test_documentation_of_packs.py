"""docs/knowledge.md tells every key, grade and tag, and none that is not there."""

import dataclasses
import inspect
import re
from pathlib import Path
from typing import get_args

from counterpoise.knowledge import records
from counterpoise.knowledge.load import load

PAGE = Path(__file__).parents[2] / "docs" / "knowledge.md"
TOLD = {word for quoted in re.findall(r"`([^`\n]+)`", PAGE.read_text(encoding="utf-8")) for word in quoted.split(" = ")}
RECORDS = [
    record
    for _name, record in inspect.getmembers(records, dataclasses.is_dataclass)
    if record.__module__.startswith(records.__name__)
]


def test_every_key_of_a_pack_is_told() -> None:
    keys = {field.name for record in RECORDS for field in dataclasses.fields(record)}
    assert {"higher_is_better", "default_unit", "half_life_h"} <= keys
    assert sorted(keys - TOLD - {"anywhere", "signs", "naloxone", "countries"}) == []
    for table in ("[anywhere]", "[signs.key]", "[naloxone.key]", "[countries.XX]"):
        assert table in TOLD


def test_every_word_of_a_scale_is_told() -> None:
    for scale in (
        records.Grade,
        records.Tag,
        records.Urgency,
        records.Period,
        records.Licence,
        records.MedicineClass,
        records.Severity,
        records.ActionName,
    ):
        assert set(get_args(scale)) <= TOLD


def test_every_file_is_told() -> None:
    folder = Path(records.__file__).parents[1]
    assert {path.name for path in folder.glob("*.toml")} <= TOLD


def test_the_table_of_the_mechanism_tells_what_the_parameters_were_chosen_by() -> None:
    text = PAGE.with_name("mechanism.md").read_text(encoding="utf-8")
    rows = [line.split("|") for line in text.splitlines() if line.startswith("| - |")]
    said = {what.strip(): fitted.strip() == "yes" for _, _, what, fitted, _ in rows}
    steady = {
        one.analyte: one.fitted for one in load().plasma["kratom"].published.values() if one.quantity == "steady state"
    }
    for analyte, fitted in steady.items():
        (row,) = (what for what in said if what.startswith(f"days of daily dosing until {analyte} settles"))
        assert said[row] is fitted
