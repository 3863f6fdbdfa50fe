"""What reaches the terminal holds nothing of a person."""

from __future__ import annotations

import logging
from typing import Any, NoReturn

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from counterpoise.assessment import times_before_a_record
from counterpoise.journal import models as m
from counterpoise.knowledge.load import Knowledge
from counterpoise.knowledge.pack_file import BrokenPack
from counterpoise.web.logs import Discreet
from counterpoise.web.today import saving
from tests.web.diaries import take

SECRET = "5551234"


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every line that the log's handler would write."""
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler = Kept()
    handler.setFormatter(Discreet())
    root = logging.getLogger()
    monkeypatch.setattr(root, "handlers", [handler])
    return lines


def test_everything_goes_through_the_discreet_handler() -> None:
    logging_: dict[str, Any] = settings.LOGGING
    assert logging_["root"]["handlers"] == ["stderr"]
    assert logging_["handlers"]["stderr"]["formatter"] == "discreet"
    assert logging_["formatters"]["discreet"]["()"] == "counterpoise.web.logs.Discreet"
    assert not settings.DEBUG


def test_a_failure_is_told_without_its_message_and_shown_without_data(
    browser_of_alice: Client, told: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **_more: object) -> None:
        raise ValueError(f"pain was {SECRET}")

    monkeypatch.setattr(saving, "save", broken)
    browser_of_alice.raise_request_exception = False
    answer = browser_of_alice.post("/rate/", {"measure": "pain.now", "value": "7"})
    assert answer.status_code == 500
    assert "Something went wrong" in answer.content.decode()
    assert SECRET not in answer.content.decode()
    (line,) = told
    assert line.startswith("error: django.request: ValueError")
    assert SECRET not in line
    assert "/rate/" not in line


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """The packs of the program, one of which cannot be used; nothing that was made of them before is at hand."""
    times_before_a_record.cache_clear()

    def refused(_: object) -> NoReturn:
        raise BrokenPack("substances/kratom/substance.toml", "facts.names.tag", "missing")

    monkeypatch.setattr(Knowledge, "substances", property(refused))


def test_what_is_wrong_with_a_pack_is_told_to_whoever_runs_it_and_on_the_page(
    browser_of_alice: Client, told: list[str], broken: None
) -> None:
    answer = browser_of_alice.get("/learn/")
    assert answer.status_code == 500
    for said in ("A file of facts is broken", "substances/kratom/substance.toml: facts.names.tag: missing"):
        assert said in answer.content.decode()
    (line,) = [line for line in told if "BrokenPack" in line]
    assert line.endswith(": substances/kratom/substance.toml: facts.names.tag: missing")


def test_a_broken_pack_does_not_take_today_or_the_emergency_page_along(
    browser_of_alice: Client, alice: m.Person, broken: None
) -> None:
    take(alice, timezone.now())
    page = browser_of_alice.get("/")
    assert page.status_code == 200
    assert "kratom 2 g" in page.content.decode()
    assert "Safety: 1 thing to bring up soon" in page.content.decode()
    assert "A file of facts is broken" in browser_of_alice.get("/safety/").content.decode(), "no silence about it"
    assert browser_of_alice.get("/emergency/").status_code == 200


def test_a_day_of_use_writes_nothing(browser_of_alice: Client, told: list[str]) -> None:
    browser_of_alice.post("/rate/", {"measure": "pain.now", "value": "7"})
    browser_of_alice.post("/rate/", {"measure": "pain.now", "value": SECRET})
    browser_of_alice.get(f"/day/{SECRET}/")
    browser_of_alice.get("/settings/export/diary.json")
    assert told == []


def test_lines_of_our_own_are_told_as_they_are() -> None:
    record = logging.LogRecord("counterpoise.web", logging.WARNING, "", 0, "disk %s", ("full",), None)
    assert Discreet().format(record) == "warning: counterpoise.web: disk full"
