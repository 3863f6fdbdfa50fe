"""Many doses a day, and doses taken against withdrawal."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.safety.finding import Finding
from counterpoise.safety.rules.over_time.use import Use


def find(use: Use) -> Iterator[Finding]:
    yield from _many_a_day(use)
    yield from _against_withdrawal(use)


def _many_a_day(use: Use) -> Iterator[Finding]:
    rule = use.rule("many_a_day")
    days = [day for day in use.days.last(rule.days or 0) if len(use.taken.get(day, ())) > rule.limit("doses")]
    if len(days) >= rule.limit("days"):
        yield use.found("many_a_day", use.on(days), days=str(len(days)), most=f"{rule.limit('doses'):g}")


def _against_withdrawal(use: Use) -> Iterator[Finding]:
    rule = use.rule("for_withdrawal")
    doses = [one for one in use.on(use.days.last(rule.days or 0)) if one.dose.reason == "withdrawal"]
    days = {one.clock.date() for one in doses}
    if len(days) >= rule.limit("days"):
        yield use.found("for_withdrawal", doses, days=str(len(days)))
