"""What the doses do to this person, or why that cannot be told yet."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from counterpoise.knowledge.load import load
from counterpoise.report import charts, facts, figures, words
from counterpoise.report.figures import Json
from counterpoise.text import local
from counterpoise.web import kernels
from counterpoise.web.balance import answering
from counterpoise.web.balance.asking import Question, asked
from counterpoise.web.pictures import asked_look, svg
from counterpoise.web.sourced import told
from counterpoise.web.visit import Visit

CAUTIONS_AT_ONCE = 3
"""The science says the weightiest first; the others are a tap away, so that the figures are not pushed off a phone."""


@require_GET
def balance(request: Visit) -> HttpResponse:
    question = _question(request)
    context: dict[str, Any] = {"question": question}
    if question is not None:
        context["query"] = _query(question)
        kept = answering.kept(request.person, question.substance.key, question.measure.key)
        if kept is not None or request.GET.get("wait"):
            context |= _answered(request, question)
    return render(request, "balance/balance.html", context)


@require_GET
def answer(request: Visit) -> HttpResponse:
    """The answer alone, which the page asks for once it is shown."""
    question = _question(request)
    if question is None:
        raise Http404
    context = {"question": question, "query": _query(question), **_answered(request, question)}
    return render(request, "balance/_answer.html", context)


@require_GET
def picture(request: Visit) -> HttpResponse:
    """The estimates with their intervals."""
    question = _question(request)
    if question is None or isinstance(kernels.state(), kernels.Preparing):
        raise Http404
    found = answering.answer(request.person, question.substance.key, question.measure.key)
    rows = words.rows(found.answers)
    if not rows:
        raise Http404
    better, worse = figures.directions(question.measure.key)
    drawn = [
        charts.Row(name, relief["mean"], *(tuple(relief[f"interval_{share}"]) for share in (50, 90, 95)))
        for name, relief in rows
    ]
    return svg(charts.interval(drawn, found.meaningful, worse, better, **asked_look(request)))


@require_GET
def method(request: Visit) -> HttpResponse:
    from counterpoise.assessment import sources
    from counterpoise.science import answers, beside, findings, habits, harms, record

    limits = {
        "noticeable": local(f"{findings.NOTICEABLE:g}"),
        "meaningful": local(f"{findings.MEANINGFUL:g}"),
        "sure": f"{100 * findings.SURE:g}",
        "days": answers.LEAST_DAYS,
        "ratings": answers.LEAST_RATINGS,
        "doses": answers.LEAST_DOSES,
        "window": record.WINDOW_DAYS,
        "free": f"{100 * answers.LEAST_FREE:g}",
        "after": f"{habits.AFTER_H:g}",
        "often": sources.OFTEN,
        "most": sources.MOST_TREATMENTS,
        "days_rated": beside.LEAST_VALUES,
        "times": findings.TIMES_TAKEN,
        "taken_days": findings.TAKEN_DAYS,
        "same": local(f"{findings.NEARLY_SAME:g}"),
        "likely": f"{100 * findings.LIKELY:g}",
        "ratio": local(f"{harms.RATIO_THAT_MATTERS:g}"),
        "sure_effect": f"{100 * harms.SURE:g}",
        "unsure_effect": f"{100 * (1 - harms.SURE):g}",
        "least_notes": harms.LEAST_TIMES,
    }
    return render(request, "balance/method.html", {**limits, "general": _general()})


def _general() -> list[dict[str, Any]]:
    """What is held of kratom before a record speaks, in words, each with who says so and how that is known."""
    kinetics = load().kinetics("kratom")
    implied = kinetics.implied.values() if kinetics else ()
    return [{"text": f"{_(fact.label)}: {facts.value(fact)}", **told(fact)} for fact in implied]


def _question(request: Visit) -> Question | None:
    return asked(request.person, request.GET.get("substance"), request.GET.get("measure"))


def _query(question: Question) -> str:
    return urlencode({"substance": question.substance.key, "measure": question.measure.key})


def _answered(request: Visit, question: Question) -> dict[str, Any]:
    """The answer in words, or how far its preparation is, or what stands in its way."""
    if isinstance(preparing := kernels.state(), kernels.Preparing):
        return {"preparing": preparing}
    try:
        found = answering.answer(request.person, question.substance.key, question.measure.key)
    except ValueError as problem:
        return {"problem": _("This cannot be worked out: {problem}.").format(problem=problem)}
    answers = found.answers
    rows = [_figures(name, relief) for name, relief in words.rows(answers)]
    meaningful = local(f"{found.meaningful:g}")
    said = words.spoken(answers)
    shown = len(said.cautions) if len(said.cautions) <= CAUTIONS_AT_ONCE + 1 else CAUTIONS_AT_ONCE
    cautions = {"cautions": said.cautions[:shown], "more_cautions": said.cautions[shown:]}
    drawn = {"rows": rows, "alt": _in_short(answers), "meaningful": meaningful}
    return {"said": said, "answers": answers, **cautions, **drawn}


def _figures(name: str, relief: Json) -> dict[str, Any]:
    """One row of the table of numbers."""
    intervals = [
        _("{low} to {high}").format(low=figures.number(low), high=figures.number(high))
        for low, high in (relief[f"interval_{share}"] for share in (50, 90, 95))
    ]
    chance = figures.percent(relief["probability_positive"])
    return {"name": name, "mean": figures.number(relief["mean"]), "intervals": intervals, "chance": chance}


def _in_short(answers: Json) -> str:
    """What the picture shows, for those who do not see it."""
    measure = answers["measure"]
    return "; ".join(
        f"{name}: {figures.points(relief['mean'], measure)} ({figures.interval(relief['interval_90'], measure)})"
        for name, relief in words.rows(answers)
    )
