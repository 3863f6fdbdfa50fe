"""No rule may fail unseen: that the others go on must not hide it from these tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def every_rule_looks(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    if request.module.__name__.rpartition(".")[2] != "test_one_rule_fails":
        assert "could not look" not in caplog.text
