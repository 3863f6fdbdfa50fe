"""Doses, and the bags they came from."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any, get_args

from counterpoise import diary as d
from counterpoise.exchange import names
from counterpoise.exchange.fhir.items import (
    Json,
    day,
    effective,
    moment,
    name_of,
    note,
    number,
    obj,
    objs,
    own_name,
    said,
    text,
)
from counterpoise.exchange.fhir.kept import read_kept
from counterpoise.exchange.fhir.scope import SUBSTANCE
from counterpoise.exchange.understood import Gathering
from counterpoise.knowledge.load import load
from counterpoise.text import _

if TYPE_CHECKING:
    from counterpoise.exchange.fhir.read import Reading


def instant(value: Any) -> dt.datetime | None:
    """A moment that this program wrote itself."""
    try:
        return dt.datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def recorded(kept: dict[str, Any]) -> dict[str, Any]:
    """When it was written down, and by whom, if not by the person."""
    who = _one_of(d.RecordedBy, kept.get("recorded_by"))
    return {"recorded_at": instant(kept.get("recorded_at")), "recorded_by": who}


def medication(resource: Json, reading: Reading) -> Json:
    """What a resource is about, as a concept: in itself, in a Medication beside it, or only named."""
    if "medicationCodeableConcept" in resource:
        return obj(resource["medicationCodeableConcept"])
    reference = obj(resource.get("medicationReference"))
    contained = {f"#{one.get('id')}": one for one in objs(resource.get("contained"))}
    found = contained.get(text(reference.get("reference")) or "") or reading.at(reference)
    return obj(found.get("code")) or {"text": reference.get("display")}


def _own_substance(resource: Json) -> str | None:
    for identifier in objs(resource.get("identifier")):
        if identifier.get("system") == SUBSTANCE:
            return text(identifier.get("value"))
    return None


def bags(resources: list[Json], gather: Gathering) -> None:
    """The bags of this program's own export with their products; what a laboratory found is not read back."""
    for resource in resources:
        own, kept = own_name(resource), read_kept(resource)
        if resource.get("resourceType") != "Medication" or own is None or not isinstance(kept.get("product"), str):
            continue
        source, product = text(kept.get("product_source")), kept["product"]
        substance, name = _own_substance(resource), text(kept.get("name"))
        if substance and name:
            made = d.Product(id=product, source=source, substance=substance, name=name, form=text(kept.get("form")))
            if not any((one.source, one.id) == (source, product) for one in gather.records["products"]):
                gather.add("products", made, "Medication")
            batch = obj(resource.get("batch"))
            expires = day(batch.get("expirationDate"))
            lot = d.Lot(
                id=own[1],
                source=own[0],
                product=product,
                lot_number=text(batch.get("lotNumber")),
                expires_on=dt.date.fromisoformat(expires) if expires and len(expires) == 10 else None,
            )
            gather.add("lots", lot, "Medication")


def dose(resource: Json, url: str, place: str, reading: Reading) -> None:
    """One dose. Of medicines that no pack knows, administrations are counted and left out."""
    if resource.get("status") not in ("completed", None):
        return reading.gather.leave_out("not given", _("administrations that are planned, stopped or not done"))
    kept, own = read_kept(resource), own_name(resource)
    substance = _own_substance(reading.at(resource.get("medicationReference"))) if own else None
    written = text(kept.get("written"))
    if substance is None:
        word = said(medication(resource, reading)) or ""
        substance, written = names.substance(word), names.written(word)
        if substance not in load().substances:
            return reading.gather.leave_out("others", _("administrations of other medicines"))
    dosage = obj(resource.get("dosage"))
    amount = obj(dosage.get("dose"))
    source, id_ = name_of(resource, url)
    made = d.Dose(
        id=id_,
        source=source,
        at=moment(effective(resource), reading.context.zone, f"{place}.effectiveDateTime"),
        substance=substance,
        written=written,
        amount=number(amount.get("value")) if amount else number(kept.get("amount")),
        unit=(text(amount.get("unit")) or text(amount.get("code"))) if amount else text(kept.get("unit")),
        reason=_one_of(d.Reason, next((said(one) for one in objs(resource.get("reasonCode"))), None)),
        route=said(dosage.get("route")) or text(kept.get("route")),
        note=text(kept.get("note")) if own else note(resource),
        **_beside(kept),
    )
    reading.gather.add("doses", made, place)
    return None


def activity(resource: Json, place: str, reading: Reading) -> None:
    """Exercise and heat, which this program writes out as Observations."""
    kept, own = read_kept(resource), own_name(resource)
    amount = obj(resource.get("valueQuantity"))
    source, id_ = own or name_of(resource, "")
    made = d.Dose(
        id=id_,
        source=source,
        at=moment(effective(resource), reading.context.zone, f"{place}.effectiveDateTime"),
        substance=str(kept["activity"]),
        written=text(kept.get("written")),
        amount=number(amount.get("value")),
        unit=text(amount.get("unit")) or text(kept.get("unit")),
        reason=_one_of(d.Reason, kept.get("reason")),
        route=text(kept.get("route")),
        note=text(kept.get("note")),
        **_beside(kept),
    )
    reading.gather.add("doses", made, place)


def _beside(kept: dict[str, Any]) -> dict[str, Any]:
    """What FHIR has no place for."""
    return {
        "amount_sd": number(kept.get("amount_sd")),
        "of": text(kept.get("of")),
        "food": _one_of(d.Food, kept.get("food")),
        "lot": text(kept.get("lot")),
        "rating": text(kept.get("rating")),
        "zone": text(kept.get("zone")),
        **recorded(kept),
    }


def _one_of(allowed: Any, value: Any) -> Any:
    return value if value in get_args(allowed) else None
