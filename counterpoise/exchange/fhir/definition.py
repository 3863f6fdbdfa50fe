"""The one extension of this program, as FHIR defines extensions; docs/fhir-extension.json publishes it."""

from __future__ import annotations

from counterpoise.exchange.fhir.kept import URL
from counterpoise.exchange.fhir.parts import Resource

PARTS = {
    "activity": ("string", "What was done, by its key, where it is no medicine."),
    "amount": ("decimal", "The amount as given, where it is no amount of the product itself."),
    "amount_sd": ("decimal", "Standard deviation of the amount, for an estimate."),
    "appointment": ("string", "A visit as the diary file writes it."),
    "condition": ("string", "The key of an illness."),
    "effect": ("string", "The key of what was noticed, or the person's words."),
    "ended_at": ("dateTime", "The end as written, where it lies before the beginning."),
    "food": ("string", "How full the stomach was."),
    "form": ("string", "The form of a product, by its key."),
    "goal": ("string", "A goal as the diary file writes it."),
    "high": ("decimal", "The highest value of a measure of the person's own."),
    "higher_is_better": ("boolean", "Which way a measure of the person's own goes."),
    "instrument": ("string", "The key of a questionnaire."),
    "lot": ("string", "The id of the bag."),
    "lot_source": ("string", "Where the bag came from."),
    "low": ("decimal", "The lowest value of a measure of the person's own."),
    "measure": ("string", "The key of what was rated."),
    "name": ("string", "The name of a product, or of a measure of the person's own."),
    "note": ("string", "The person's own words, apart from what the program adds."),
    "of": ("string", "What the amount counts, when not the product."),
    "places": ("string", "Where it hurt: a JSON list of regions."),
    "plan": ("string", "A plan as the diary file writes it."),
    "product": ("string", "The id of the product."),
    "product_source": ("string", "Where the product came from."),
    "prompt": ("string", "What made the person rate."),
    "rating": ("string", "The id of the rating made with a dose."),
    "reason": ("string", "Why it was done."),
    "recorded_at": ("dateTime", "When it was written down."),
    "recorded_by": ("string", "Who wrote it down, if not the person."),
    "route": ("string", "How it was taken, where no dosage stands."),
    "since": ("string", "Since when, as written."),
    "step": ("decimal", "The smallest difference of a measure of the person's own."),
    "unit": ("string", "The unit of the amount as given."),
    "until": ("string", "Until when, as written."),
    "written": ("string", "What the person wrote, where it is not the name of the substance."),
    "zone": ("string", "IANA time zone the person was in."),
}
"""Each part with its type and what it says."""


def definition() -> Resource:
    """The StructureDefinition, with its snapshot."""
    elements = [
        _element("Extension", "Extension", "0", "1", short="What a diary entry says that FHIR has no place for"),
        _element("Extension.extension", "Extension.extension", "1", "*", type_="Extension") | _SLICED,
        *(element for name, (type_, says) in PARTS.items() for element in _part(name, type_, says)),
        _element("Extension.url", "Extension.url", "1", "1", type_="uri") | {"fixedUri": URL},
        _element("Extension.value[x]", "Extension.value[x]", "0", "0", type_="string"),
    ]
    return {
        "resourceType": "StructureDefinition",
        "id": "counterpoise-kept",
        "url": URL,
        "version": "1",
        "name": "CounterpoiseKept",
        "title": "What a diary entry of Counterpoise says that FHIR has no place for",
        "status": "active",
        "description": "Read by Counterpoise to get its own export back without loss; others may leave it aside.",
        "fhirVersion": "4.0.1",
        "kind": "complex-type",
        "abstract": False,
        "context": [{"type": "element", "expression": "Element"}],
        "type": "Extension",
        "baseDefinition": "http://hl7.org/fhir/StructureDefinition/Extension",
        "derivation": "constraint",
        "snapshot": {"element": elements},
        "differential": {"element": elements},
    }


_SLICED = {"slicing": {"discriminator": [{"type": "value", "path": "url"}], "rules": "closed"}}


def _part(name: str, type_: str, says: str) -> list[Resource]:
    at, of = f"Extension.extension:{name}", "Extension.extension"
    return [
        _element(at, of, "0", "1", type_="Extension", short=says) | {"sliceName": name},
        _element(f"{at}.extension", f"{of}.extension", "0", "0", type_="Extension"),
        _element(f"{at}.url", f"{of}.url", "1", "1", type_="uri") | {"fixedUri": name},
        _element(f"{at}.value[x]", f"{of}.value[x]", "1", "1", type_=type_),
    ]


def _element(id_: str, path: str, low: str, high: str, *, type_: str = "", short: str = "") -> Resource:
    base = {"path": path.replace("Extension.extension.", "Extension."), "min": 0, "max": "*"}
    made: Resource = {"id": id_, "path": path, "min": int(low), "max": high, "base": base}
    made |= {"short": short, "definition": short} if short else {"definition": "As FHIR defines it."}
    return made | ({"type": [{"code": type_}]} if type_ else {})
