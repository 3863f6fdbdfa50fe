"""The week of one substance in lines, beside the sentence of `safety.week`: amount, first dose, reasons."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.report import names
from counterpoise.safety.week import LEAST_DAYS, WEEKS_BEFORE, Span, Used
from counterpoise.text import _, ngettext


def lines(used: Used) -> list[str]:
    """One line each; what is not known is left out, and what cannot be compared stands alone."""
    then = used.before if used.before.days >= LEAST_DAYS * WEEKS_BEFORE / 2 else None
    return [*_amount(used.last, then), *_first(used.last, then), *_free(used.last), *_reasons(used.last)]


def _amount(last: Span, then: Span | None) -> Iterator[str]:
    if last.amount is not None:
        before = ""
        if then is not None and then.amount is not None:
            before = names.amount(then.amount, then.unit)
        yield _beside(_("Middle amount of a dose: {now}"), names.amount(last.amount, last.unit), before)
    if last.unknown:
        yield ngettext("{count} dose of unknown amount.", "{count} doses of unknown amount.", last.unknown).format(
            count=last.unknown
        )


def _first(last: Span, then: Span | None) -> Iterator[str]:
    if last.first_hour is not None:
        before = _clock(then.first_hour) if then is not None and then.first_hour is not None else ""
        yield _beside(_("First dose of the day: about {now}"), _clock(last.first_hour), before)


def _free(last: Span) -> Iterator[str]:
    if last.dose_free:
        yield ngettext(
            "{count} noted day without a dose.", "{count} noted days without a dose.", last.dose_free
        ).format(count=last.dose_free)


def _reasons(last: Span) -> Iterator[str]:
    if last.reasons:
        called = names.reasons()
        told = ", ".join(
            f"{called.get(reason, reason)} {count}"
            for reason, count in sorted(last.reasons.items(), key=lambda each: -each[1])
        )
        yield _("Reasons noted: {reasons}.").format(reasons=told)


def _beside(said: str, now: str, before: str) -> str:
    now = said.format(now=now)
    return _("{now} (before: {before}).").format(now=now, before=before) if before else f"{now}."


def _clock(hour: float) -> str:
    """ "8:00": to the nearest quarter of an hour, as a middle is no exact time."""
    quarters = round(hour * 4)
    return f"{quarters // 4 % 24}:{quarters % 4 * 15:02d}"
