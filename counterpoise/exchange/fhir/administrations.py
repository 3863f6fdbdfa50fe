"""Each dose, one by one, at its own moment with its offset. An amount that is not known is left out, never 0."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.diary import Dose, Lot, Rating
from counterpoise.exchange.fhir.codes import of_fhir
from counterpoise.exchange.fhir.kept import kept
from counterpoise.exchange.fhir.medications import is_no_substance, medication_of
from counterpoise.exchange.fhir.parts import Resource, moment, notes, number, quantity, without_none, words
from counterpoise.exchange.fhir.scope import Scope
from counterpoise.text import _
from counterpoise.units import sized


def administrations(scope: Scope) -> Iterator[Resource]:
    """A MedicationAdministration for a dose; an Observation for what is no medicine (exercise, heat)."""
    lot_of, rating_of = scope.diary.lot_finder(), scope.diary.rating_finder()
    for dose in scope.diary.doses:
        if is_no_substance(scope, dose.substance):
            yield _activity(scope, dose, rating_of(dose))
        else:
            yield _administration(scope, dose, lot_of(dose), rating_of(dose))


def _administration(scope: Scope, dose: Dose, lot: Lot | None, rating: Rating | None) -> Resource:
    dosage, medication = _dosage(dose), medication_of(scope, dose, lot)
    made = scope.head("MedicationAdministration", "dose", dose) | {
        "extension": _kept(dose, lot, rating, told=dosage is not None),
        "status": "completed",
        "medicationReference": medication | {"display": _said(scope, dose)} if dose.written else medication,
        "subject": scope.patient,
        "supportingInformation": [scope.of("rating", rating)] if rating else None,
        "effectiveDateTime": moment(dose.at),
        "performer": [{"actor": scope.patient}],
        "reasonCode": [{"text": dose.reason}] if dose.reason else None,
        "note": notes(dose.note, None if dosage else _untold(dose)),
        "dosage": dosage,
    }
    return without_none(made)


def _said(scope: Scope, dose: Dose) -> str:
    """What was taken, in the person's own word where they used one, with what it was read as."""
    called, word = scope.called(dose.substance), words(dose.written)
    return _("{word}, read as {substance}").format(word=word, substance=called) if word else called


def _dosage(dose: Dose) -> Resource | None:
    """The amount of the product. Milligrams of an alkaloid are no amount of it, so they are said in a note."""
    if dose.amount is None or dose.of is not None:
        return None
    unit = dose.unit or ""
    route = words(dose.route)
    made: Resource = {
        "text": sized(dose.amount, words(unit) or ""),
        "route": {"text": route} if route else None,
        "dose": quantity(dose.amount, unit),
    }
    return without_none(made)


def _untold(dose: Dose) -> str:
    if dose.amount is None:
        return _("Taken; the amount is not known.")
    return _("{amount} of {what}; the amount of the product is not told.").format(
        amount=sized(dose.amount, dose.unit or ""), what=dose.of
    )


def _kept(dose: Dose, lot: Lot | None, rating: Rating | None, *, told: bool) -> list[Resource] | None:
    """What the resource itself does not hold; of the amount only what stands in no dosage."""
    return kept(
        amount=None if told or dose.amount is None else number(dose.amount),
        unit=None if told else dose.unit,
        route=None if told and words(dose.route) else dose.route,
        of=dose.of,
        written=dose.written,
        amount_sd=dose.amount_sd,
        food=dose.food,
        lot=dose.lot,
        lot_source=lot.source if lot else None,
        rating=dose.rating,
        zone=dose.zone,
        recorded_at=dose.recorded_at,
        recorded_by=dose.recorded_by,
        note=dose.note,
    )


def _activity(scope: Scope, dose: Dose, rating: Rating | None) -> Resource:
    made = scope.head("Observation", "dose", dose)
    amount: Resource = {"valueBoolean": True}
    if dose.amount is not None:
        amount = {"valueQuantity": quantity(dose.amount, dose.unit or "")}
    return without_none(
        made
        | {
            "extension": [
                *(_kept(dose, None, rating, told=dose.amount is not None) or []),
                *(kept(activity=dose.substance, reason=dose.reason) or []),
            ],
            "status": "final",
            "category": [of_fhir("observation-category", "activity")],
            "code": {"text": _said(scope, dose)},
            "subject": scope.patient,
            "effectiveDateTime": moment(dose.at),
            "performer": [scope.patient],
            "note": notes(dose.note),
            **amount,
        }
    )
