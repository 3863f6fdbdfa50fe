"""What the record says a substance does, with its interval and method; or that it cannot be told yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from counterpoise.exchange.fhir.codes import SCORE, UCUM
from counterpoise.exchange.fhir.parts import Resource, moment, notes, number, without_none, words
from counterpoise.exchange.fhir.scope import Scope
from counterpoise.text import _

Json = Mapping[str, Any]
"""The answers by their contract (`counterpoise-answers`, version 1)."""


def result(scope: Scope, answers: Json) -> Resource:
    """One Observation: the verdict in words, the estimate as a range of nine in ten, and how it was found."""
    verdicts = {
        "helps": _("The record shows a benefit"),
        "no_clear_help": _("The record shows no clear benefit"),
        "worse": _("In the record it is worse with it"),
        "cannot_tell": _("It cannot be told yet"),
    }
    measure = scope.knowledge.measures.get(answers["measure"])
    text = _("What {what} does for {measure}, by this person's own record").format(
        what=scope.called(answers["substance"]), measure=_(measure.inside) if measure else answers["measure"]
    )
    told = None if answers["verdict"] == "cannot_tell" else answers.get("relief_4h")
    return without_none(
        scope.derived("Observation", "answer", answers["substance"], answers["measure"])
        | {
            "status": "preliminary",
            "category": [{"text": _("Estimate from a diary")}],
            "code": {"text": text},
            "subject": scope.patient,
            "effectiveDateTime": moment(scope.now),
            "valueString": verdicts[answers["verdict"]],
            "note": notes(answers["why"], *answers.get("cautions", ()), _method(answers)),
            "device": scope.refer("device"),
            "component": [_relief(told)] if told else None,
        }
    )


def _relief(told: Json) -> Resource:
    low, high = told["interval_90"]
    ends = {"low": _points(low), "high": _points(high)}
    text = _("Points less than without, mean over 4 hours after a usual dose: nine in ten lie between; middle {mean}")
    return {"code": {"text": text.format(mean=f"{told['mean']:.1f}")}, "valueRange": ends}


def _points(value: float) -> Resource:
    return {"value": number(round(value, 2)), "unit": SCORE, "system": UCUM, "code": SCORE}


def _method(answers: Json) -> str:
    seen = answers["diagnostics"]
    said = _(
        "How: a model of this one record ({doses} doses, {ratings} ratings, the last {days} days). It counts what a "
        "person expects of a dose as part of what the dose does, and it is no diagnosis and no advice."
    )
    return words(said.format(doses=seen["doses"], ratings=seen["ratings"], days=answers["window_days"])) or ""
