"""Questionnaires: the form, what was answered, and the score with its items."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.diary import Questionnaire
from counterpoise.exchange.fhir.codes import SCORE, coded, codes
from counterpoise.exchange.fhir.kept import kept
from counterpoise.exchange.fhir.observations import category
from counterpoise.exchange.fhir.parts import Resource, moment, number, quantity, unknown, without_none, words
from counterpoise.exchange.fhir.scope import QUESTIONNAIRE, Scope, named
from counterpoise.knowledge.records import Instrument, Item
from counterpoise.knowledge.scoring import score
from counterpoise.text import _

_BOUNDS = "http://hl7.org/fhir/StructureDefinition/"


def url(scope: Scope, instrument: str) -> str:
    """What responses call their form: its key, or a name without letters that an address may not hold."""
    known = instrument in scope.knowledge.instruments
    return f"{QUESTIONNAIRE}:{instrument if known else scope.id('questionnaire', instrument)}"


def forms(scope: Scope) -> Iterator[Resource]:
    """Each form that was filled in. Without a licence for its words its questions are only numbered."""
    longest: dict[str, int] = {}
    for filled in scope.diary.questionnaires:
        longest[filled.instrument] = max(longest.get(filled.instrument, 0), len(filled.answers))
    for key, count in longest.items():
        tool = scope.knowledge.instruments.get(key)
        yield without_none(
            {
                "resourceType": "Questionnaire",
                "id": scope.id("questionnaire", key),
                "url": url(scope, key),
                "title": _(tool.name) if tool else words(key),
                "status": "active",
                "subjectType": ["Patient"],
                "copyright": _(tool.licence_words) if tool else None,
                "code": _coding(f"instrument/{key}"),
                "item": [_question(key, name, item) for name, item in _items(tool, count)],
            }
        )


def _items(tool: Instrument | None, count: int) -> list[tuple[str, Item | None]]:
    """The questions of a form by their names; the ones we may not show, or know nothing of, by their numbers."""
    known: list[tuple[str, Item | None]] = [] if tool is None else [*tool.items.items()]
    return known + [(f"{n + 1}", None) for n in range(len(known), count)]


def _coding(name: str) -> list[Resource] | None:
    return coded(name, "").get("coding") if name in codes() else None


def _question(key: str, name: str, item: Item | None) -> Resource:
    made: Resource = {"linkId": name, "type": "decimal"}
    if item is None:
        return made | {"text": _("Question {n}").format(n=name)}
    text = _(item.text)
    if item.answers:
        text += " ({})".format(", ".join(f"{item.low + n:g}: {_(word)}" for n, word in enumerate(item.answers)))
    elif item.low_words and item.high_words:
        text += f" ({item.low:g}: {_(item.low_words)}; {item.high:g}: {_(item.high_words)})"
    bounds = [
        {"url": f"{_BOUNDS}minValue", "valueDecimal": number(item.low)},
        {"url": f"{_BOUNDS}maxValue", "valueDecimal": number(item.high)},
    ]
    return without_none({"extension": bounds, **made, "code": _coding(f"instrument/{key}/{name}"), "text": text})


def responses(scope: Scope) -> Iterator[Resource]:
    """Each filling-in: its answers as given, a skipped one without; then what it comes to."""
    for filled in scope.diary.questionnaires:
        tool = scope.knowledge.instruments.get(filled.instrument)
        yield _response(scope, filled, tool)
        if tool is not None and tool.items:
            yield from _scored(scope, filled, tool)


def _response(scope: Scope, filled: Questionnaire, tool: Instrument | None) -> Resource:
    items: list[Resource] = []
    names = _items(tool, len(filled.answers))
    for (name, _item), answer in zip(names, filled.answers, strict=False):
        items.append(
            {"linkId": name} if answer is None else {"linkId": name, "answer": [{"valueDecimal": number(answer)}]}
        )
    return without_none(
        {
            "resourceType": "QuestionnaireResponse",
            "id": scope.id("response", filled.source or "", filled.id),
            "extension": kept(
                instrument=filled.instrument,
                zone=filled.zone,
                recorded_at=filled.recorded_at,
                recorded_by=filled.recorded_by,
                note=filled.note,
            ),
            "identifier": named(filled),
            "questionnaire": url(scope, filled.instrument),
            "status": "completed",
            "subject": scope.patient,
            "authored": moment(filled.at),
            "author": scope.patient,
            "source": scope.patient,
            "item": items,
        }
    )


def _scored(scope: Scope, filled: Questionnaire, tool: Instrument) -> Iterator[Resource]:
    """The score as an Observation of its own, over an Observation for each answer that was given."""
    members = []
    for (name, item), answer in zip(tool.items.items(), filled.answers, strict=False):
        if answer is not None:
            key = (filled.source or "", filled.id, name)
            concept = coded(f"instrument/{filled.instrument}/{name}", _(item.text))
            yield _observed(scope, filled, "item", key, concept) | {"valueQuantity": quantity(answer, SCORE)}
            members.append(scope.refer("item", *key))
    found = score(tool, filled.answers)
    concept = coded(f"instrument/{filled.instrument}/{tool.combine}", f"{_(tool.name)}: {_(tool.scoring)}")
    made = _observed(scope, filled, "score", (filled.source or "", filled.id), concept)
    if found.value is None:
        made["dataAbsentReason"] = unknown(_("a question was skipped, so there is no score"))
    else:
        made["valueQuantity"] = quantity(round(found.value, 4), SCORE)
    yield without_none(made | {"hasMember": members})


def _observed(scope: Scope, filled: Questionnaire, kind: str, key: tuple[str, ...], concept: Resource) -> Resource:
    return scope.derived("Observation", kind, *key) | {
        "status": "final",
        "category": category("survey"),
        "code": concept,
        "subject": scope.patient,
        "effectiveDateTime": moment(filled.at),
        "performer": [scope.patient],
        "derivedFrom": [scope.of("response", filled)],
    }
