"""The answers as sentences: one place for the page, the command line and the report.

They describe this person's own record. `why`, cautions, reasons and what would make it clearer come with the answers;
here stand the headline, the figures in words, and what they rest on. Numbers carry their unit and their uncertainty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from counterpoise.knowledge.load import load
from counterpoise.report import names
from counterpoise.text import _, ngettext

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Part:
    """One question and what the record says to it; `told` is False where it cannot be told."""

    key: str
    question: str
    text: str
    told: bool


@dataclass(frozen=True)
class Said:
    """The answers in words, in the order in which they are read."""

    headline: str
    why: str
    parts: tuple[Part, ...]
    cautions: tuple[str, ...]
    clearer_if: tuple[str, ...]
    basis: str


def answers_in_words(answers: Json) -> str:
    """The answers as a text for a terminal: headline, why, each question, what to bear in mind, what it rests on."""
    said = spoken(answers)
    lines = [said.headline, said.why, ""]
    lines += [f"{part.question} {part.text}" for part in said.parts]
    for title, sentences in (
        (_("To bear in mind:"), said.cautions),
        (_("What would make it clearer:"), said.clearer_if),
    ):
        if sentences:
            lines += ["", title, *(f"- {sentence}" for sentence in sentences)]
    return "\n".join([*lines, "", said.basis]).rstrip("\n")


def spoken(answers: Json) -> Said:
    """The answers in words, part by part."""
    why = answers["why"]
    parts = (_size, _next, _for_pain, _duration, _lowest, _tolerance, _costs) if answers["relief_4h"] else ()
    return Said(
        headline=headline(answers),
        why=why,
        parts=tuple(part(answers) for part in parts),
        cautions=tuple(caution for caution in answers.get("cautions", ()) if caution not in why),
        clearer_if=tuple(answers["clearer_if"]),
        basis="" if _refused(answers) else basis(answers),  # what was not asked of the record rests on nothing in it
    )


def headline(answers: Json) -> str:
    """The verdict in a few big words."""
    better, worse = directions(answers["measure"])
    match answers["verdict"], answers["size"]:
        case "helps", "clear":
            return _("In your record it helps: {better}.").format(better=better)
        case "helps", _size:
            return _("In your record it helps a little: {better}.").format(better=better)
        case "worse", _size:
            return _("In your record it makes things worse: {worse}.").format(worse=worse)
        case "no_clear_help", _size:
            return _("In your record no clear help shows.")
        case _ if _refused(answers):
            return _("No answer is given about this.")
        case _:
            return _("Your record cannot tell yet.")


def _refused(answers: Json) -> bool:
    pack = load().substance(answers["substance"])
    return pack is not None and pack.refusal is not None


def directions(measure: str) -> tuple[str, str]:
    """Words for the better and the worse direction of a measure: ("less pain", "more pain")."""
    if measure.startswith("pain."):
        return _("less pain"), _("more pain")
    words = {
        "sleep.quality": (_("better sleep"), _("worse sleep")),
        "mood": (_("better mood"), _("worse mood")),
        "fatigue": (_("less tiredness"), _("more tiredness")),
        "thinking": (_("clearer thinking"), _("less clear thinking")),
        "activity": (_("more activity"), _("less activity")),
        "company": (_("more company"), _("less company")),
        "withdrawal": (_("less withdrawal"), _("more withdrawal")),
    }
    return words.get(measure, (_("better"), _("worse")))


def points(value: float, measure: str) -> str:
    """A relief with its direction: "1.9 points less pain"."""
    better, worse = directions(measure)
    return _("{size} points {direction}").format(size=number(abs(value)), direction=better if value >= 0 else worse)


def interval(ends: tuple[float, float], measure: str) -> str:
    """Where the truth lies, with 90 % probability: the direction is said for both ends where they differ."""
    low, high = (round(end, 1) for end in ends)
    if low >= 0 or high <= 0:
        near, far = sorted((abs(low), abs(high)))
        between, direction = _("between {near} and {far} points {direction}"), directions(measure)[0 if low >= 0 else 1]
        return between.format(near=number(near), far=number(far), direction=direction)
    return _("anywhere from {low} to {high}").format(low=points(low, measure), high=points(high, measure))


def rows(answers: Json) -> list[tuple[str, Json]]:
    """The reliefs that were estimated, each with its name: what the picture and the table of numbers show."""
    names = {
        "relief_4h": _("On average over 4 hours"),
        "relief_peak": _("At its peak"),
        "relief_next": _("Beside what still acts"),
        "relief_for_pain_alone": _("Doses taken for pain"),
    }
    return [(name, answers[key]) for key, name in names.items() if answers.get(key)]


def basis(answers: Json) -> str:
    """What the answers rest on."""
    diagnostics = answers["diagnostics"]
    text = _(
        "From {ratings} and {doses} of {substance} in the last {days} days of the record; {share} % of the doses "
        "have a rating made with them."
    )
    count = diagnostics["ratings"], diagnostics["doses"]
    return text.format(
        ratings=ngettext("{count} rating", "{count} ratings", count[0]).format(count=count[0]),
        doses=ngettext("{count} dose", "{count} doses", count[1]).format(count=count[1]),
        substance=names.substance(answers["substance"]),
        days=answers["window_days"],
        share=int(100 * diagnostics["doses_with_rating"]),
    )


def number(value: float) -> str:
    """One decimal, with a true minus sign."""
    return f"{round(value, 1) + 0.0:.1f}".replace("-", "−")  # plus nought: no minus before a nought


def percent(share: float) -> str:
    """A probability as people say it; certainty is never claimed."""
    return _("over 99 %") if share > 0.99 else _("under 1 %") if share < 0.01 else f"{100 * share:.0f} %"


def _size(answers: Json) -> Part:
    usual, measure = answers["usual_dose"], answers["measure"]
    mean, peak = answers["relief_4h"], answers["relief_peak"]
    text = _(
        "A usual dose ({amount}) goes with {mean} on average over the 4 hours after it, compared with the same hours "
        "without it. The truth lies {between} with 90 % probability, if the model holds. At its peak: {peak} "
        "({peak_between})."
    )
    said = text.format(
        amount=_usual(usual),
        mean=points(mean["mean"], measure),
        between=interval(mean["interval_90"], measure),
        peak=points(peak["mean"], measure),
        peak_between=interval(peak["interval_90"], measure),
    )
    if answers["verdict"] == "cannot_tell":
        said = _("Only a best guess, too unsure to be an answer:") + " " + said
    return Part("size", _("How much?"), said, True)


def _usual(usual: Json | None) -> str:
    """ "2 g, about 28 mg of mitragynine (21 to 38)"."""
    if usual is None:
        return _("amount unknown")
    said, alkaloid = names.amount(usual["amount"], usual["unit"]), usual.get("mitragynine_mg")
    if alkaloid is None:
        return said
    low, high = (f"{end:.0f}" for end in alkaloid["interval_90"])
    text = _("{amount}, about {mg} mg of mitragynine; {low} to {high} mg, 90 %")
    return text.format(amount=said, mg=f"{alkaloid['mean']:.0f}", low=low, high=high)


def _next(answers: Json) -> Part:
    question, measure = _("What does a dose add at the times it is usually taken?"), answers["measure"]
    estimate = answers["relief_next"]
    if estimate is None:
        return Part("next", question, _reason(answers, "relief_next"), False)
    text = _("Beside what still acts of earlier doses it goes with {mean} over 4 hours ({between}, 90 %).")
    mean, between = points(estimate["mean"], measure), interval(estimate["interval_90"], measure)
    return Part("next", question, text.format(mean=mean, between=between), True)


def _for_pain(answers: Json) -> Part:
    question, measure = _("And the doses taken for pain, by themselves?"), answers["measure"]
    estimate = answers["relief_for_pain_alone"]
    if estimate is None:
        return Part("for_pain", question, _reason(answers, "relief_for_pain_alone"), False)
    text = _("{mean} over 4 hours ({between}, 90 %).")
    mean, between = points(estimate["mean"], measure), interval(estimate["interval_90"], measure)
    return Part("for_pain", question, text.format(mean=mean, between=between), True)


def _duration(answers: Json) -> Part:
    question, spread = _("How long?"), answers["duration_h"]
    if spread is None:
        return Part("duration", question, _reason(answers, "duration_h"), False)
    text = _("It stays above half of its peak for about {mean} hours ({low} to {high} hours, 90 %).")
    low, high = spread["interval_90"]
    return Part(
        "duration", question, text.format(mean=number(spread["mean"]), low=number(low), high=number(high)), True
    )


def _lowest(answers: Json) -> Part:
    question, least = _("What is the least amount that did enough?"), answers["lowest_effective_dose"]
    if least is None:
        return Part("lowest", question, _reason(answers, "lowest_effective_dose"), False)
    text = _("{amount}, with a probability of {probability}. {reason}")
    said = text.format(
        amount=names.amount(least["amount"], least["unit"]),
        probability=percent(least["probability"]),
        reason=least["reason"],
    )
    return Part("lowest", question, said, True)


def _tolerance(answers: Json) -> Part:
    question, found = _("Is it wearing off?"), answers["tolerance"]
    texts = {"wearing_off": _("Yes, in this record."), "stable": _("Not in this record.")}
    verdict = texts.get(found["verdict"], _reason(answers, "tolerance"))
    ratio = found["relief_ratio_now_to_start"]
    if ratio is None:
        return Part("tolerance", question, verdict, False)
    text = _(
        "A usual dose now does about {mean} % of what it did at the start of the record ({low} to {high} %, 90 %)."
    )
    if found["verdict"] not in texts:
        text = _(
            "The model leaves {low} to {high} % (90 %) of what it did at the start; much of that is assumed "
            "beforehand, not seen in the record."
        )
    low, high = ratio["interval_90"]
    figures = text.format(mean=f"{100 * ratio['mean']:.0f}", low=f"{100 * low:.0f}", high=f"{100 * high:.0f}")
    return Part("tolerance", question, f"{verdict} {figures}", found["verdict"] in texts)


def _costs(answers: Json) -> Part:
    question, seen = _("What does it cost?"), answers["costs"]["side_effects"]
    money = _reason(answers, "money_per_week")
    if not seen:
        return Part("costs", question, f"{_('No unwanted effect was noted in these days.')} {money}", False)
    named = ", ".join(_noted(effect) for effect in seen)
    text = _("Noted in these days: {effects}. A count says nothing about the cause.").format(effects=named)
    return Part("costs", question, f"{text} {money}", True)


def _noted(effect: Json) -> str:
    """ "nausea 3 times (at worst moderate)"."""
    times = ngettext("{kind} {count} time", "{kind} {count} times", effect["times"])
    said = times.format(kind=names.effect(effect["kind"]), count=effect["times"])
    worst = names.severity(effect["worst"])
    return f"{said} ({_('at worst {severity}').format(severity=worst)})" if worst else said


def _reason(answers: Json, name: str) -> str:
    reason: str = answers.get("reasons", {}).get(name) or _("This cannot be told from the record yet.")
    return reason


__all__ = [
    "Part",
    "Said",
    "answers_in_words",
    "basis",
    "directions",
    "headline",
    "interval",
    "number",
    "percent",
    "points",
    "rows",
    "spoken",
]
