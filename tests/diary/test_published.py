"""The published schema and docs/diary.md are what the records say, and the schema accepts what the program accepts."""

import json
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
from hypothesis import HealthCheck, given, settings

from counterpoise import diary as d
from counterpoise.diary_file import schema, write
from tests.diary import published
from tests.diary.strategies import diaries

VALIDATOR = jsonschema.Draft202012Validator(schema())


def test_the_schema_is_the_one_published() -> None:
    assert published.SCHEMA.read_text(encoding="utf-8") == published.schema_text(), "python -m tests.diary.published"


def test_the_page_lists_every_field_with_its_meaning() -> None:
    assert published.PAGE.read_text(encoding="utf-8") == published.page(), "python -m tests.diary.published"


def test_the_schema_is_a_schema_and_every_field_has_a_meaning() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())
    whole = schema()
    for record in (whole, *whole["$defs"].values()):
        for name, field in record["properties"].items():
            assert name in published.HEAD or field["description"].endswith((".", "…")), name


@settings(max_examples=30, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(diaries())
def test_every_file_the_program_writes_fits_the_schema(diary: d.Diary) -> None:
    VALIDATOR.validate(json.loads(write(diary)))


@pytest.mark.parametrize(
    "wrong",
    [
        {"format": "other"},
        {"version": 2},
        {"mood": []},
        {"doses": [{"at": "2026-05-01T08:12:00-05:00"}]},
        {"doses": [{"at": "2026-05-01T08:12:00-05:00", "substance": "kratom", "amount": 0}]},
        {"ratings": [{"at": "2026-05-01T08:12:00-05:00", "measure": "mood", "value": "six"}]},
        {"person": {"time_zone": "UTC", "sex": "unknown"}},
    ],
)
def test_the_schema_refuses_what_the_program_refuses(wrong: dict[str, Any]) -> None:
    least: dict[str, Any] = {
        "format": "counterpoise-diary",
        "version": 1,
        "person": {"time_zone": "UTC"},
        "doses": [],
        "ratings": [],
    }
    assert VALIDATOR.is_valid(least)
    assert not VALIDATOR.is_valid(least | wrong)
