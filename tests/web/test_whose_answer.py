"""By what a page of this journal is told from the answer of whatever stands before it."""

from __future__ import annotations

import pytest

from counterpoise.web.headers import OURS
from tests.web.sharing import stranger


@pytest.mark.django_db
def test_what_answers_is_not_named_to_others() -> None:
    others, own = stranger(**{"x-forwarded-for": "203.0.113.9"}), stranger()
    for path in ("/", "/shared/", "/emergency/", "/static/app.js"):
        assert OURS not in others.get(path)
        assert OURS in own.get(path)
