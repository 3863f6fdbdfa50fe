"""What is taken besides, what was taken before, and in one line each what the record shows of lately."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from counterpoise.diary import Dose, Medicine, PastUse
from counterpoise.exchange.fhir.codes import absent
from counterpoise.exchange.fhir.kept import kept
from counterpoise.exchange.fhir.medications import is_no_substance
from counterpoise.exchange.fhir.parts import Resource, absent_because, moment, notes, span, without_none, words
from counterpoise.exchange.fhir.scope import Scope
from counterpoise.text import _, ngettext
from counterpoise.units import sized

LATELY = dt.timedelta(days=30)


def statements(scope: Scope) -> Iterator[Resource]:
    """Everything that a reader of a list of medicines looks for."""
    yield from lately(scope)
    for medicine in scope.diary.person.medicines:
        yield _medicine(scope, medicine)
    for use in scope.diary.person.history:
        yield _before(scope, use)


def _medicine(scope: Scope, medicine: Medicine) -> Resource:
    today = scope.now.date().isoformat()
    over = medicine.until is not None and medicine.until < today[: len(medicine.until)]
    period = span(medicine.since, medicine.until)
    dosage = without_none({"text": words(medicine.dose), "asNeededBoolean": medicine.as_needed})
    return without_none(
        scope.head("MedicationStatement", "medicine", medicine)
        | {
            "extension": kept(
                since=None if period else medicine.since,
                until=None if period else medicine.until,
                recorded_at=medicine.recorded_at,
                recorded_by=medicine.recorded_by,
            ),
            "status": "completed" if over else "active",
            "medicationCodeableConcept": {"text": words(medicine.name) or _("not named")},
            "subject": scope.patient,
            "effectivePeriod": period or absent_because("unknown"),
            "informationSource": scope.patient,
            "note": notes(medicine.note),
            "dosage": [dosage] if dosage else None,
        }
    )


def _before(scope: Scope, use: PastUse) -> Resource:
    """Use before the record, as told."""
    amount = None if use.amount is None else sized(use.amount, words(use.unit) or "")
    said = [part for part in (_daily(use.per_day), amount and _("{amount} each").format(amount=amount)) if part]
    made = scope.derived("MedicationStatement", "before", use.source or "", use.id)
    return without_none(
        made
        | {
            "status": "unknown",
            "medicationCodeableConcept": {"text": scope.called(use.substance)},
            "subject": scope.patient,
            "effectivePeriod": span(use.since, use.until) or absent_because("unknown"),
            "informationSource": scope.patient,
            "note": notes(_("Before this record, as told."), use.note),
            "dosage": [{"text": ", ".join(said)}] if said else None,
        }
    )


def _daily(per_day: float | None) -> str | None:
    return None if per_day is None else _("about {n} times a day").format(n=f"{per_day:g}")


def lately(scope: Scope) -> Iterator[Resource]:
    """Each substance of the last 30 days of the record: how often, how much."""
    doses: dict[str, list[Dose]] = {}
    for dose in scope.diary.doses:
        if scope.now - LATELY < dose.at <= scope.now and not is_no_substance(scope, dose.substance):
            doses.setdefault(dose.substance, []).append(dose)
    for key, taken in doses.items():
        made = scope.derived("MedicationStatement", "lately", key)
        yield made | {
            "status": "active",
            "medicationReference": scope.refer("substance", key) | {"display": scope.called(key)},
            "subject": scope.patient,
            "effectivePeriod": {
                "start": moment(min(dose.at for dose in taken)),
                "end": moment(max(dose.at for dose in taken)),
            },
            "informationSource": scope.patient,
            "note": notes(_("From the diary: the last 30 days.")),
            "dosage": [{"text": _taken(taken)}],
        }


def _taken(doses: Sequence[Dose]) -> str:
    """ "42 doses on 20 days; 1.5 to 3 g": of each unit its own range; what is not known is counted."""
    days = len({dose.at.date() for dose in doses})
    told = [ngettext("{n} dose", "{n} doses", len(doses)).format(n=len(doses))]
    told[0] += " " + ngettext("on {n} day", "on {n} days", days).format(n=days)
    by_unit: dict[str, list[float]] = {}
    for dose in doses:
        if dose.amount is not None:
            unit = f"{dose.unit or ''} {dose.of or ''}".strip()
            by_unit.setdefault(unit, []).append(dose.amount)
    for unit, amounts in by_unit.items():
        low, high = min(amounts), max(amounts)
        span_ = f"{low:g}" if low == high else _("{low} to {high}").format(low=f"{low:g}", high=f"{high:g}")
        told.append(f"{span_} {words(unit) or ''}".strip())
    missing = sum(dose.amount is None for dose in doses)
    if missing:
        told.append(ngettext("amount of {n} not known", "amounts of {n} not known", missing).format(n=missing))
    return "; ".join(told)


def no_information(scope: Scope) -> Resource:
    """That nothing is known of medicines, which is not the same as none."""
    return scope.derived("MedicationStatement", "no medicines") | {
        "status": "unknown",
        "medicationCodeableConcept": absent("no-medication-info", "No information about medications"),
        "subject": scope.patient,
        "effectivePeriod": {"end": moment(scope.now)},
    }
