"""What was found stays told while most of it is there."""

from __future__ import annotations

import pytest

from counterpoise.safety.lasting import lasting


@pytest.mark.parametrize(
    ("days", "told"),
    [
        ([7, 6, 5], [7]),
        ([5, 6, 7, 5], [5, 6, 7]),
        ([5, 5, 7, 5, 7, 2, 7], [5, 5, 7, 5, 7]),
        ([5, 3, 7], []),
        ([5, 5, 5], []),
        ([3, 7, 7], []),
        ([5, 5, 5, 5, 5, 5, 5, 7], []),
        ([], []),
    ],
)
def test_it_is_told_from_the_day_it_was_sure_as_long_as_most_of_it_is_there(days: list[int], told: list[int]) -> None:
    """Of counts of today, yesterday and so on: sure from 7, told on from 4, for 6 days."""

    def look(ago: int) -> int | None:
        return days[ago] if ago < len(days) and days[ago] >= 4 else None

    assert lasting(look, lambda count: count >= 7, 6) == told
