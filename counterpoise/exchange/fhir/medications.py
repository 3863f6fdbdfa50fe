"""What was taken, as things: a Medication for each bag and each substance, and what a laboratory found in a bag."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise import units
from counterpoise.diary import Assay, Dose, Lot, Product, finder, own_assays
from counterpoise.exchange.fhir.codes import coded, of_fhir
from counterpoise.exchange.fhir.kept import kept
from counterpoise.exchange.fhir.parts import Resource, notes, quantity, unknown, without_none, words
from counterpoise.exchange.fhir.scope import SUBSTANCE, Scope
from counterpoise.text import _

TIMED = ("min", "session")


def is_no_substance(scope: Scope, key: str) -> bool:
    """Exercise and heat are logged beside doses and are no medicines: they are counted in minutes or sessions."""
    pack = scope.substance(key)
    return pack is not None and pack.default_unit in TIMED


def medication_of(scope: Scope, dose: Dose, lot: Lot | None) -> Resource:
    """The reference of a dose: to its bag, else to its substance."""
    if lot is None:
        return scope.refer("substance", dose.substance)
    return (
        scope.of("lot", lot)
        if _substance_of(scope, lot) == dose.substance
        else scope.refer("substance", dose.substance)
    )


def _substance_of(scope: Scope, lot: Lot) -> str | None:
    product = finder(scope.diary.products)(lot.product, lot.source)
    return None if product is None else product.substance


def plain(scope: Scope) -> Iterator[Resource]:
    """A Medication for each substance that was taken."""
    for key in dict.fromkeys(dose.substance for dose in scope.diary.doses):
        if not is_no_substance(scope, key):
            yield without_none(
                {
                    "resourceType": "Medication",
                    "id": scope.id("substance", key),
                    "identifier": _substance(key),
                    "code": {"text": scope.called(key)},
                }
            )


def _substance(key: str) -> list[Resource] | None:
    said = words(key)
    return [{"system": SUBSTANCE, "value": said}] if said else None


def bags(scope: Scope) -> Iterator[Resource]:
    """A Medication with its batch, the Substance in it, and its assays, for each bag."""
    find = finder(scope.diary.products)
    for lot in scope.diary.lots:
        product = find(lot.product, lot.source)
        if product is not None:
            yield _bag(scope, lot, product)
            yield _filling(scope, lot, product)
            yield from _assays(scope, lot, product)


def _bag(scope: Scope, lot: Lot, product: Product) -> Resource:
    made = scope.head("Medication", "lot", lot)
    batch = {"lotNumber": words(lot.lot_number), "expirationDate": lot.expires_on and lot.expires_on.isoformat()}
    filling = {"itemReference": scope.of("filling", lot), "isActive": True}
    return without_none(
        made
        | {
            "extension": kept(product=product.id, name=product.name, product_source=product.source, form=product.form),
            "identifier": [*made["identifier"], *(_substance(product.substance) or [])],
            "code": {"text": _named(scope, product)},
            "form": {"text": _form(scope, product)} if product.form else None,
            "ingredient": [filling],
            "batch": without_none(batch),
        }
    )


def _named(scope: Scope, product: Product) -> str:
    name, substance = words(product.name), scope.called(product.substance)
    return f"{substance} ({name})" if name and name != substance else substance


def _form(scope: Scope, product: Product) -> str:
    pack, form = scope.substance(product.substance), product.form or ""
    return _(pack.forms[form]) if pack and form in pack.forms else words(form) or _("not named")


def _filling(scope: Scope, lot: Lot, product: Product) -> Resource:
    """What is in the bag, with the strength that its own assays agree on."""
    made = scope.derived("Substance", "filling", lot.source or "", lot.id)
    instance: Resource = {}
    if number := words(lot.lot_number):
        instance["identifier"] = {"value": number}
    if lot.expires_on is not None:
        instance["expiry"] = lot.expires_on.isoformat()
    if lot.size is not None:
        instance["quantity"] = quantity(lot.size.amount, lot.size.unit)
    strength = units.assayed("mitragynine", lot)
    ratio = None if strength is None else {"numerator": quantity(strength, "mg"), "denominator": quantity(1, "g")}
    part = {"quantity": ratio, "substanceCodeableConcept": coded("analyte/mitragynine", "Mitragynine")}
    return without_none(
        made
        | {
            "code": {"text": scope.called(product.substance)},
            "instance": [instance] if instance else None,
            "ingredient": [part] if ratio else None,
        }
    )


def _assays(scope: Scope, lot: Lot, product: Product) -> Iterator[Resource]:
    """What its own certificates say. They are about the bag: no Observation of the person."""
    for place, assay in enumerate(own_assays(lot)):
        made = scope.derived("Observation", "assay", lot.source or "", lot.id, f"{place}")
        known = scope.knowledge.analytes.get(assay.analyte)
        name = _(known.name) if known else words(assay.analyte) or _("not named")
        yield without_none(
            made
            | {
                "status": "preliminary" if assay.confirmed is False else "final",
                "category": [{"text": _("Analysis of a product")}],
                "code": coded(f"analyte/{assay.analyte}", name),
                "focus": [scope.of("lot", lot)],
                "effectiveDateTime": _day(assay),
                "performer": [{"display": words(assay.lab)}] if words(assay.lab) else None,
                "method": {"text": words(assay.method)} if words(assay.method) else None,
                "interpretation": _passed(assay),
                "note": notes(f"{_named(scope, product)}", *_notes(assay)),
                **found(assay),
            }
        )


def _day(assay: Assay) -> str | None:
    day = assay.sampled_on or assay.date
    return day.isoformat() if day else None


def _passed(assay: Assay) -> list[Resource] | None:
    if assay.passed is None:
        return None
    return [{"text": _("passed, by the certificate") if assay.passed else _("failed, by the certificate")}]


def _notes(assay: Assay) -> Iterator[str]:
    for text, limit in (
        (_("limit of quantification"), assay.loq),
        (_("limit of detection"), assay.lod),
        (_("the most that the certificate allows"), assay.limit),
    ):
        if limit is not None:
            yield f"{text}: {limit:g} {assay.unit}"


def found(assay: Assay) -> Resource:
    """The result: a number, "below a limit", "absent", or why there is none. Below a limit is never 0."""
    if assay.censored is None:
        if assay.value is None:
            return {"dataAbsentReason": unknown(_("no result is given"))}
        return {"valueQuantity": quantity(assay.value, assay.unit)}
    if assay.censored == "absent":
        return {"valueString": " ".join(part for part in ("absent", words(assay.unit)) if part)}
    detected = assay.censored == "below_loq"
    limit = assay.loq if detected or assay.lod is None else assay.lod
    if limit:
        return {"valueQuantity": quantity(limit, assay.unit, "<")}
    text = (
        _("below the limit of quantification, which is not given") if detected else _("not detected, limit not given")
    )
    return {"dataAbsentReason": of_fhir("data-absent-reason", "unknown", text)}
