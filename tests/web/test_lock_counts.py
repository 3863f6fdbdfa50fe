"""How much a locked screen takes: ten entries in a while, however they are sent."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from counterpoise.journal import app_lock
from counterpoise.journal import models as m
from counterpoise.web.share import limit
from counterpoise.web.today.saving import save


@pytest.fixture
def shut(browser_of_alice: Client, alice: m.Person) -> Client:
    """A browser in which Alice's diary is locked, and takes entries all the same."""
    app_lock.set_passphrase(alice, "seven wet umbrellas sing")
    m.AppLock.objects.update(log_while_locked=True)
    return browser_of_alice


def test_many_sent_at_once_are_no_way_around_it(shut: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the first is being written, thirty others come."""
    began: list[bool] = []

    def slowly(*what: Any, **more: Any) -> Any:
        if not began:
            began.append(True)
            for _time in range(30):
                shut.post("/lock/log/", {"value": "5"})
        return save(*what, **more)

    monkeypatch.setattr("counterpoise.web.today.saving.save", slowly)
    shut.post("/lock/log/", {"value": "5"})
    assert m.Rating.objects.count() == limit.FROM_ONE_PLACE


def test_nor_are_a_pain_and_a_dose_of_one_number(shut: Client) -> None:
    ids = [str(m.new_id()) for _time in range(limit.FROM_ONE_PLACE)]
    pains = [shut.post("/lock/log/", {"id": id_, "value": "5"}).status_code for id_ in ids]
    doses = [shut.post("/lock/log/", {"id": id_, "what": "dose"}).status_code for id_ in ids]
    assert (set(pains), set(doses)) == ({302}, {429})
    assert (m.Rating.objects.count(), m.Dose.objects.count()) == (limit.FROM_ONE_PLACE, 0)


@pytest.mark.parametrize("again", [False, True])
def test_what_is_refused_is_not_counted(shut: Client, again: bool) -> None:
    """Neither a number that is none, nor another one under a number that was used."""
    id_ = str(m.new_id())
    shut.post("/lock/log/", {"id": id_, "value": "5"})
    refused = {"id": id_, "value": "6"} if again else {"value": "11"}
    assert {shut.post("/lock/log/", refused).status_code for _time in range(20)} == {409 if again else 422}
    said = [shut.post("/lock/log/", {"value": "5"}).status_code for _time in range(limit.FROM_ONE_PLACE)]
    assert said == [302] * (limit.FROM_ONE_PLACE - 1) + [429]
