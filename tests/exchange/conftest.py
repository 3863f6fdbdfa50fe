"""Reading the hand-made files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from counterpoise.exchange import formats
from counterpoise.exchange.csv import Mapping, mapping
from counterpoise.exchange.understood import Understood

FILES = Path(__file__).with_name("files")
NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
Read = Callable[..., Understood]


@pytest.fixture(scope="session")
def read() -> Read:
    """Read one of the files, with the map that stands beside it where there is one."""

    def read_file(name: str, zone: str = "America/Chicago", mapped: Mapping | None = None) -> Understood:
        map_ = (FILES / name).with_suffix(".map.json")
        if mapped is None and map_.exists():
            mapped = mapping.read(map_.read_bytes())
        return formats.read(name, (FILES / name).read_bytes(), zone, mapped, now=NOW)

    return read_file


@pytest.fixture(scope="session")
def table() -> Read:
    """Read a table written in the test, by a map written in the test."""

    def read_table(text: str | bytes, zone: str = "America/Chicago", **said: object) -> Understood:
        data = text.encode() if isinstance(text, str) else text
        return formats.read("t.csv", data, zone, Mapping.from_json(said), now=NOW)

    return read_table
