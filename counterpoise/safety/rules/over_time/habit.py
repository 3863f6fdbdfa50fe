"""Many doses a day, and doses taken against withdrawal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from counterpoise.safety.days import Taken
from counterpoise.safety.finding import Finding
from counterpoise.safety.rules.over_time.use import Use


def find(use: Use) -> Iterator[Finding]:
    yield from _many_a_day(use)
    yield from _against_withdrawal(use)


def _many_a_day(use: Use) -> Iterator[Finding]:
    rule = use.rule("many_a_day")

    def many(then: Use) -> list[dt.date] | None:
        days = [day for day in then.last(rule.days or 0) if len(then.taken.get(day, ())) > rule.limit("doses")]
        return days if len(days) >= rule.limit("still") else None

    told = use.told(rule, many, lambda days: len(days) >= rule.limit("days"))
    if told:
        yield use.found("many_a_day", use.on(told[0]), days=str(len(told[0])), most=f"{rule.limit('doses'):g}")


def _against_withdrawal(use: Use) -> Iterator[Finding]:
    rule = use.rule("for_withdrawal")

    def against(then: Use) -> list[Taken] | None:
        doses = [one for one in then.on(then.last(rule.days or 0)) if one.dose.reason == "withdrawal"]
        return doses if _days(doses) >= rule.limit("still") else None

    told = use.told(rule, against, lambda doses: _days(doses) >= rule.limit("days"))
    if told:
        yield use.found("for_withdrawal", told[0], days=str(_days(told[0])))


def _days(doses: list[Taken]) -> int:
    return len({one.clock.date() for one in doses})
