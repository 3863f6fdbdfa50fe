"""Questionnaires that were filled in, where the packs know the form."""

from __future__ import annotations

from typing import TYPE_CHECKING

from counterpoise import diary as d
from counterpoise.exchange.fhir.codes import LOINC, codes
from counterpoise.exchange.fhir.items import Json, moment, name_of, number, objs, own_name, text
from counterpoise.exchange.fhir.kept import read_kept
from counterpoise.exchange.fhir.read_doses import recorded
from counterpoise.exchange.fhir.scope import QUESTIONNAIRE
from counterpoise.exchange.understood import Puzzle
from counterpoise.knowledge.load import load
from counterpoise.text import _

if TYPE_CHECKING:
    from counterpoise.exchange.fhir.read import Reading


def response(resource: Json, url: str, place: str, reading: Reading) -> None:
    """The answers in the order of the form; what was skipped stays unknown."""
    if resource.get("status") not in ("completed", "amended", None):
        return reading.gather.leave_out("unfinished", _("questionnaires that were not finished"))
    kept = read_kept(resource) if own_name(resource) else {}
    items = list(_flat(resource))
    key = text(kept.get("instrument")) or _instrument(resource, items, reading)
    if key is None:
        return reading.gather.leave_out("forms", _("questionnaires that are not known here"))
    tool = load().instruments.get(key)
    links = [(name, _loinc(key, name)) for name in tool.items] if tool and tool.items else []
    if links and not kept:
        answers = [_answer(items, place, *names) for names in links]
    else:
        answers = [_value(item, place) for item in items]
    if not any(answer is not None for answer in answers) and not kept:
        raise Puzzle(place, _("answers as numbers are expected"))
    source, id_ = name_of({**resource, "identifier": objs(resource.get("identifier"))}, url)
    made = d.Questionnaire(
        id=id_,
        source=source,
        at=moment(resource.get("authored"), reading.context.zone, f"{place}.authored"),
        instrument=key,
        answers=tuple(answers),
        zone=text(kept.get("zone")),
        **recorded(kept),
        note=text(kept.get("note")),
    )
    reading.gather.add("questionnaires", made, place)
    return None


def _flat(resource: Json) -> list[Json]:
    """All items, also those of groups."""
    return [one for item in objs(resource.get("item")) for one in (item, *_flat(item))]


def _instrument(resource: Json, items: list[Json], reading: Reading) -> str | None:
    """By the form's address, by its code, or by the codes of its questions."""
    url = (text(resource.get("questionnaire")) or "").split("|")[0]
    form = reading.where.get(url, {})
    links = {text(item.get("linkId")) for item in items}
    for key, tool in load().instruments.items():
        code = codes().get(f"instrument/{key}")
        if url == f"{QUESTIONNAIRE}:{key}":
            return key
        if code and any((one.get("system"), one.get("code")) == (LOINC, code.code) for one in objs(form.get("code"))):
            return key
        asked = [_loinc(key, name) for name in tool.items]
        if asked and all(asked) and links >= set(asked):
            return key
    return None


def _loinc(key: str, name: str) -> str | None:
    code = codes().get(f"instrument/{key}/{name}")
    return code.code if code else None


def _answer(items: list[Json], place: str, name: str, loinc: str | None) -> float | None:
    for item in items:
        link = (text(item.get("linkId")) or "").strip("/")
        if link == name or (loinc and link == loinc):
            return _value(item, place)
    return None


def _value(item: Json, place: str) -> float | None:
    """The number that was answered; None where nothing was. Raises Puzzle where it is no number."""
    answer = next(iter(objs(item.get("answer"))), None)
    if answer is None:
        return None
    value = number(answer.get("valueDecimal"))
    value = number(answer.get("valueInteger")) if value is None else value
    if value is None:
        raise Puzzle(place, _("answers as numbers are expected"))
    return value
