"""Answers as the science gives them, made up: what the sentences are about."""

from __future__ import annotations

from typing import Any

Ends = tuple[float, float, float]


def estimate(mean: float, spread: float = 0.8) -> dict[str, Any]:
    ends = {f"interval_{share}": [mean - k * spread, mean + k * spread] for share, k in ((50, 0.4), (90, 1), (95, 1.2))}
    return {"mean": mean, **ends, "probability_positive": 0.997, "probability_at_least_1": 0.9}


def answers(verdict: str = "helps", size: str | None = "clear", mean: float = 1.9, **more: Any) -> dict[str, Any]:
    return {
        "format": "counterpoise-answers",
        "version": 1,
        "substance": "kratom",
        "verdict": verdict,
        "size": size,
        "measure": "pain.now",
        "window_days": 365,
        "includes_expectation": True,
        "relief_for_pain_alone": None,
        "why": "One plain sentence.",
        "clearer_if": ["pain rated with each dose"],
        "cautions": ["One caution."],
        "usual_dose": {"amount": 2.0, "unit": "g", "mitragynine_mg": {"mean": 28.4, "interval_90": [21.0, 37.5]}},
        "relief_peak": estimate(mean * 1.2),
        "relief_4h": estimate(mean),
        "relief_next": estimate(mean / 2),
        "duration_h": None,
        "lowest_effective_dose": None,
        "tolerance": {"verdict": "cannot_tell", "relief_ratio_now_to_start": None},
        "costs": {"side_effects": [], "money_per_week": None},
        "reasons": {"duration_h": "Not narrowed.", "tolerance": "Not settled."},
        "diagnostics": {"ratings": 360, "doses": 210, "doses_with_rating": 0.93},
        **more,
    }


def amount(
    size: float, mean: float, less: tuple[float, float, float] | None, nearly_same: float = 0.1
) -> dict[str, Any]:
    """less: mean and the ends of the 90 % interval of how much less it did; None for the usual dose."""
    below = None if less is None else {**estimate(less[0]), "interval_90": list(less[1:])}
    return {
        "amount": size,
        "unit": "g",
        "relief_4h": estimate(mean),
        "less_than_usual": below,
        "nearly_same": 1.0 if less is None else nearly_same,
    }


def effect(
    verdict: str = "linked",
    ratio: Ends | None = (3.04, 1.83, 4.96),
    starts: float | None = None,
    least: float | None = None,
    **more: Any,
) -> dict[str, Any]:
    """ratio: how many times as often, and the ends of its 90 % interval; starts: the amount from which it shows;
    least: from which it may."""
    ends = [starts if least is None else least, starts]
    return {
        "kind": "nausea",
        "times": 8,
        "worst": 2,
        "verdict": verdict,
        "rate_ratio": None if ratio is None else {"mean": ratio[0], "interval_90": list(ratio[1:])},
        "starts_at": None
        if starts is None
        else {"amount": starts, "unit": "g", "probability": 0.97, "interval_90": ends},
        "reason": ""
        if verdict != "cannot_tell"
        else "The record does not tell yet whether it comes oftener while a dose acts.",
        **more,
    }


def with_amounts(*amounts: dict[str, Any], **more: Any) -> dict[str, Any]:
    return answers(amounts=list(amounts), **more)


def with_effects(*effects: dict[str, Any], **more: Any) -> dict[str, Any]:
    return answers(costs={"side_effects": list(effects), "money_per_week": None}, **more)


USUAL = amount(2.0, 1.9, None)
SAME = amount(1.5, 1.7, (0.2, 0.05, 0.35), nearly_same=0.87)
LESS = amount(1.0, 1.2, (0.7, 0.4, 1.1))
UNSURE = amount(1.0, 1.4, (0.5, -0.1, 1.1), nearly_same=0.3)
HARM = amount(1.0, -0.9, (-0.6, -1.0, -0.2))
COMPARISONS = (
    with_amounts(SAME, USUAL),
    with_amounts(LESS, USUAL),
    with_amounts(UNSURE, USUAL),
    with_amounts(HARM, amount(2.0, -1.5, None), verdict="worse", size=None, mean=-1.5),
    with_amounts(SAME, USUAL, verdict="cannot_tell", size=None),
)

LINKED = effect(starts=2.5)
NOT_LINKED = effect("not_linked", (0.98, 0.6, 1.4), kind="constipation", times=20, worst=1)
MAYBE = effect("cannot_tell", (1.9, 0.75, 4.4), kind="dizziness", times=6, worst=None)
SELDOM = "Noted too seldom to tell what it goes with: 5 separate times are needed."
FEW = effect("cannot_tell", None, kind="itching", times=1, worst=1, reason=SELDOM)
WANTED = effect("cannot_tell", None, kind="calm", times=2, worst=None, reason=SELDOM)
EFFECTS = (with_effects(LINKED, NOT_LINKED, MAYBE, FEW, WANTED), with_effects(FEW), with_effects(effect()))
