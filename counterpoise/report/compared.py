"""The amounts that were taken often, each beside the usual dose, as sentences. The comparison looks down only."""

from __future__ import annotations

from dataclasses import dataclass

from counterpoise.report import names
from counterpoise.report.figures import Json, interval, number, percent, points
from counterpoise.text import _


@dataclass(frozen=True)
class Amount:
    """One amount: its relief, and in words how that stands to the usual dose's (nothing for the usual dose itself)."""

    name: str
    relief: str
    beside_usual: str


@dataclass(frozen=True)
class Compared:
    """The usual dose first, then less and less; `about` says which amounts these are."""

    about: str
    amounts: tuple[Amount, ...]


def compared(answers: Json) -> Compared | None:
    """None where no other amount than the usual dose was taken often enough: there is nothing to compare."""
    from counterpoise.science.findings import TAKEN_DAYS, TIMES_TAKEN

    usual, told = answers["usual_dose"], answers.get("amounts", ())
    if usual is None or all(one["less_than_usual"] is None for one in told):
        return None
    about = _(
        "Amounts up to the usual dose that were taken at least {times} times in the last {days} days, none above a "
        "plan's ceiling, as if all came from the bag of the usual dose."
    ).format(times=TIMES_TAKEN, days=TAKEN_DAYS)
    if answers["verdict"] == "cannot_tell":
        about += " " + _("Only best guesses, too unsure to be an answer.")
    reference = names.amount(usual["amount"], usual["unit"])
    return Compared(about, tuple(_amount(one, reference, answers) for one in reversed(told)))


def one_did_as_much(answers: Json) -> bool:
    """Whether the answers say that a lower amount did about as much as the usual dose."""
    return answers["verdict"] == "helps" and any(_as_much(one) for one in answers.get("amounts", ()))


def _as_much(one: Json) -> bool:
    from counterpoise.science.findings import LIKELY

    return one["less_than_usual"] is not None and one["nearly_same"] >= LIKELY


def _amount(one: Json, usual: str, answers: Json) -> Amount:
    relief, measure = one["relief_4h"], answers["measure"]
    text = _("{mean} over 4 hours ({between}, 90 %)")
    return Amount(
        name=names.amount(one["amount"], one["unit"]),
        relief=text.format(mean=points(relief["mean"], measure), between=interval(relief["interval_90"], measure)),
        beside_usual=_beside(one, usual) if one["less_than_usual"] else "",
    )


def _beside(one: Json, usual: str) -> str:
    """How a lower amount stands to the usual dose."""
    less = one["less_than_usual"]
    low, high = less["interval_90"]
    if _as_much(one):
        text = _("It did about as much as {usual}, with a probability of {probability}.")
        return text.format(usual=usual, probability=percent(one["nearly_same"]))
    if low > 0:
        text = _("It did less than {usual}: by {mean} points ({low} to {high}, 90 %).")
        return text.format(usual=usual, mean=number(less["mean"]), low=number(low), high=number(high))
    if high < 0:
        text = _("It made things worse by less than {usual}: by {mean} points ({low} to {high}, 90 %).")
        return text.format(usual=usual, mean=number(-less["mean"]), low=number(-high), high=number(-low))
    text = _(
        "It cannot be told apart from {usual} yet: anything from {low} points more to {high} points less fits (90 %)."
    )
    return text.format(usual=usual, low=number(-low), high=number(high))
