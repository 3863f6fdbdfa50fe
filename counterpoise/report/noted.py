"""Effects noted in these days: how often, and whether they go with what acts. A link is never called a cause."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise.knowledge.load import load
from counterpoise.report import names
from counterpoise.report.figures import Json, percent, times
from counterpoise.text import _, ngettext


@dataclass(frozen=True)
class Effect:
    """One kind of effect: what was noted of it, its verdict as a key and as a label, and what that rests on."""

    name: str
    noted: str
    verdict: str
    label: str
    text: str


@dataclass(frozen=True)
class Effects:
    """What can be told, linked first; what cannot, a sentence for each reason; what none of it means."""

    told: tuple[Effect, ...]
    untold: tuple[str, ...]
    mind: str


def noted(answers: Json) -> Effects | None:
    """None where nothing was noted."""
    seen: Sequence[Json] = answers["costs"]["side_effects"]
    if not seen:
        return None
    told = [one for one in seen if one.get("rate_ratio")]
    silent = [one for one in seen if not one.get("rate_ratio")]
    mind = _("A count says nothing about the cause.")
    if told:
        mind = _(
            "That something was noted more often while a dose acts does not show that the dose is its cause: whatever "
            "comes along with doses looks the same. And only what was written down can be counted."
        )
    order = list(_labels())
    return Effects(
        told=tuple(_effect(one) for one in sorted(told, key=lambda one: order.index(one["verdict"]))),
        untold=_untold(silent),
        mind=mind,
    )


def _labels() -> dict[str, str]:
    """The verdicts in the order in which they are read."""
    return {
        "linked": _("linked to doses"),
        "cannot_tell": _("cannot tell yet"),
        "not_linked": _("not linked to doses"),
    }


def _effect(one: Json) -> Effect:
    verdict = one["verdict"]
    name = _name(one["kind"])
    return Effect(name, _count(one), verdict, _labels()[verdict], _text(one))


def _text(one: Json) -> str:
    """What the verdict rests on: the ratio with its interval, and the amount from which it shows."""
    ratio, starts = one["rate_ratio"], one.get("starts_at")
    low, high = (times(end) for end in ratio["interval_90"])
    if one["verdict"] == "cannot_tell":
        text = _(
            "At the peak of a usual dose, anything from {low} to {high} times as often as with nothing acting fits "
            "these notes (90 %)."
        )
        return text.format(low=low, high=high)
    mean = times(ratio["mean"])
    if mean == "1":
        text = _("It was noted about as often at the peak of a usual dose as with nothing acting")
    else:
        text = _("It was noted about {mean} times as often at the peak of a usual dose as with nothing acting")
    ends = _("{said} ({low} to {high} times, 90 %).")
    said = ends.format(said=text.format(mean=mean), low=low, high=high)
    if starts is None:
        return said
    amount = names.amount(starts["amount"], starts["unit"])
    low, high = starts["interval_90"]
    shows = _("It shows from {amount} on, with a probability of {probability}.")
    if low != high:
        shows = _("It shows from {amount} on, with a probability of {probability}; it may start from {low} on.")
    start = names.amount(low, starts["unit"])
    return f"{said} {shows.format(amount=amount, probability=percent(starts['probability']), low=start)}"


def _untold(silent: Sequence[Json]) -> tuple[str, ...]:
    """ "Itching, 2 times, at worst mild; Dizzy, once. Noted too seldom …", one for each reason."""
    by_reason: dict[str, list[str]] = {}
    for one in silent:
        by_reason.setdefault(one["reason"], []).append(f"{_name(one['kind'])}, {_count(one)}")
    return tuple(f"{'; '.join(kinds)}. {reason}" for reason, kinds in by_reason.items())


def _name(kind: str) -> str:
    known = load().effects.get(kind)
    text = _("{effect} (wanted)") if known is not None and known.wanted else "{effect}"
    return text.format(effect=names.effect(kind))


def _count(one: Json) -> str:
    """ "3 times, at worst moderate"."""
    said = ngettext("once", "{count} times", one["times"]).format(count=one["times"])
    worst = names.severity(one["worst"])
    return _("{times}, at worst {severity}").format(times=said, severity=worst) if worst else said
