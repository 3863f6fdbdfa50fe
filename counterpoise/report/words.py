"""The answers as sentences: one place for the page, the command line and the report.

They describe this person's own record. `why`, cautions, reasons and what would make it clearer come with the answers;
here stand the headline, the figures in words, and what they rest on. Numbers carry their unit and their uncertainty.
"""

from __future__ import annotations

from dataclasses import dataclass

from counterpoise.knowledge.load import load
from counterpoise.report import names
from counterpoise.report.compared import Amount, Compared, compared, one_did_as_much
from counterpoise.report.figures import Json, directions, interval, number, percent, points
from counterpoise.report.noted import Effects, noted
from counterpoise.text import _, ngettext


@dataclass(frozen=True)
class Part:
    """One question and what the record says to it; `told` is False where it cannot be told."""

    key: str
    question: str
    text: str
    told: bool


@dataclass(frozen=True)
class Said:
    """The answers in words, in the order in which they are read.

    surer: with several doses a day, the figure that is the surer one; it is not among the parts then.
    """

    headline: str
    why: str
    surer: str
    parts: tuple[Part, ...]
    amounts: Compared | None
    effects: Effects | None
    cautions: tuple[str, ...]
    clearer_if: tuple[str, ...]
    basis: str


def answers_in_words(answers: Json) -> str:
    """The answers as a text for a terminal, in the order of `Said`."""
    said = spoken(answers)
    lines = [said.headline, said.why, *([said.surer] if said.surer else []), ""]
    lines += [f"{part.question} {part.text}" for part in said.parts]
    if said.amounts is not None:
        lines += ["", _("Amounts compared:"), said.amounts.about]
        lines += [_amount_line(one) for one in said.amounts.amounts]
    if said.effects is not None:
        lines += ["", _("Effects noted in these days:")]
        lines += [f"- {one.name}, {one.noted}: {one.label}. {one.text}" for one in said.effects.told]
        lines += [f"- {sentence}" for sentence in said.effects.untold]
        lines += [said.effects.mind]
    for title, sentences in (
        (_("To bear in mind:"), said.cautions),
        (_("What would make it clearer:"), said.clearer_if),
    ):
        if sentences:
            lines += ["", title, *(f"- {sentence}" for sentence in sentences)]
    return "\n".join([*lines, "", said.basis]).rstrip("\n")


def _amount_line(one: Amount) -> str:
    if not one.beside_usual:
        return "- " + _("{amount} (usual): {relief}.").format(amount=one.name, relief=one.relief)
    return f"- {one.name}: {one.relief}. {one.beside_usual}"


def spoken(answers: Json) -> Said:
    """The answers in words, part by part."""
    why, told = answers["why"], answers["relief_4h"] is not None
    surer = _surer(answers) if told else ""
    kinds = (_size, _next, _for_pain, _duration, _lowest, _tolerance, _costs) if told else ()
    parts = [part for kind in kinds if (part := kind(answers)) is not None]
    return Said(
        headline=headline(answers),
        why=why,
        surer=surer,
        parts=tuple(part for part in parts if not (surer and part.key == "next")),
        amounts=compared(answers) if told else None,
        effects=noted(answers),
        cautions=tuple(caution for caution in answers.get("cautions", ()) if caution not in why),
        clearer_if=tuple(answers["clearer_if"]),
        basis="" if _refused(answers) else basis(answers),  # what was not asked of the record rests on nothing in it
    )


def headline(answers: Json) -> str:
    """The verdict in a few big words."""
    better, worse = directions(answers["measure"])
    match answers["verdict"], answers["size"]:
        case "helps", "clear":
            return _("In this record it helps: {better}.").format(better=better)
        case "helps", _size:
            return _("In this record it helps a little: {better}.").format(better=better)
        case "worse", _size:
            return _("In this record it makes things worse: {worse}.").format(worse=worse)
        case "no_clear_help", _size:
            return _("In this record no clear help shows.")
        case _ if _refused(answers):
            return _("No answer is given about this.")
        case _:
            return _("This record cannot tell yet.")


def _refused(answers: Json) -> bool:
    pack = load().substance(answers["substance"])
    return pack is not None and pack.refusal is not None


def rows(answers: Json) -> list[tuple[str, Json]]:
    """The reliefs that were estimated, each with its name: what the picture and the table of numbers show."""
    names = {
        "relief_4h": _("On average over 4 hours"),
        "relief_peak": _("At its peak"),
        "relief_next": _("Beside what still acts"),
        "relief_for_pain_alone": _("Doses taken for pain"),
    }
    first = ["relief_next"] if answers.get("several_daily") else []
    return [(names[key], answers[key]) for key in dict.fromkeys([*first, *names]) if answers.get(key)]


def basis(answers: Json) -> str:
    """What the answers rest on."""
    diagnostics = answers["diagnostics"]
    text = _(
        "From {ratings} and {doses} of {substance} in the last {days} days of the record; {share} % of the doses "
        "have a rating close to them."
    )
    count = diagnostics["ratings"], diagnostics["doses"]
    return text.format(
        ratings=ngettext("{count} rating", "{count} ratings", count[0]).format(count=count[0]),
        doses=ngettext("{count} dose", "{count} doses", count[1]).format(count=count[1]),
        substance=names.substance(answers["substance"]),
        days=answers["window_days"],
        share=int(100 * diagnostics["doses_with_rating"]),
    )


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


def _surer(answers: Json) -> str:
    """With several doses a day: what a dose adds at the times it is usually taken, seen before all other figures."""
    if not answers.get("several_daily") or answers["relief_next"] is None:
        return ""
    text = _("At the times it is usually taken, beside what still acts of earlier doses, a dose goes with {added}.")
    return text.format(added=_added(answers))


def _next(answers: Json) -> Part:
    question = _("What does a dose add at the times it is usually taken?")
    if answers["relief_next"] is None:
        return Part("next", question, _reason(answers, "relief_next"), False)
    text = _("Beside what still acts of earlier doses it goes with {added}.")
    return Part("next", question, text.format(added=_added(answers)), True)


def _added(answers: Json) -> str:
    """ "0.9 points less pain over 4 hours (between …, 90 %)"."""
    estimate, measure = answers["relief_next"], answers["measure"]
    text = _("{mean} over 4 hours ({between}, 90 %)")
    return text.format(mean=points(estimate["mean"], measure), between=interval(estimate["interval_90"], measure))


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
    """None is named where a lower amount did about as much as the usual dose: that is told, and no "cannot tell"."""
    question, least = _("What is the least amount that did enough?"), answers["lowest_effective_dose"]
    if least is None:
        return Part("lowest", question, _reason(answers, "lowest_effective_dose"), one_did_as_much(answers))
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


def _costs(answers: Json) -> Part | None:
    """That no unwanted effect was noted; those that were have a place of their own, and money stands with the bags."""
    if answers["costs"]["side_effects"]:
        return None
    return Part(
        "costs", _("What does it do that is unwanted?"), _("No unwanted effect was noted in these days."), False
    )


def _reason(answers: Json, name: str) -> str:
    reason: str = answers.get("reasons", {}).get(name) or _("This cannot be told from the record yet.")
    return reason
