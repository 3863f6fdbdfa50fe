"""What was bought: products, the bags they came in, and what a laboratory found in a bag."""

from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from counterpoise.diary.base import Found, Key, Name, NotNegative, Positive, Quantity, Record, Unit, says, strict

Censored = Literal["below_loq", "not_detected", "absent"]
Container = Literal["airtight", "closed", "open"]
Light = Literal["dark", "indirect", "bright"]
Heat = Literal["cool", "room", "warm"]
Dampness = Literal["dry", "damp"]


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Assay:
    """One analyte of a laboratory certificate. Below a limit is censored, never 0."""

    analyte: Annotated[Key, says("What was measured, such as mitragynine.")]
    value: Annotated[Found | None, says("The result; null where it is censored.")] = None
    unit: Annotated[Unit, says("Unit of result and limits: mg/g, %, ppm, CFU/g, in 25 g.")]
    censored: Annotated[Censored | None, says("Why there is no number.")] = None
    loq: Annotated[Found | None, says("Limit of quantification.")] = None
    lod: Annotated[Found | None, says("Limit of detection.")] = None
    limit: Annotated[Found | None, says("The most that the certificate allows.")] = None
    passed: Annotated[bool | None, says("Whether it passed, by the certificate; null: it does not say.")] = None
    method: Annotated[Name | None, says("How it was measured, such as HPLC.")] = None
    lab: Annotated[Name | None, says("Who measured it.")] = None
    accreditation: Annotated[Name | None, says("What the certificate says of the laboratory: ISO/IEC 17025 …")] = None
    sampled_on: Annotated[dt.date | None, says("The day the sample was taken or came in.")] = None
    date: Annotated[dt.date | None, says("The date of the report.")] = None
    printed_as: Annotated[Name | None, says("The name as printed.")] = None
    certificate: Annotated[Key | None, says("The certificate it was read from: its sha256.")] = None
    page: Annotated[Annotated[int, Field(ge=1, le=10_000)] | None, says("The page it stands on, from 1.")] = None
    confirmed: Annotated[
        bool | None, says("Whether a person looked at what was read from a page; null: typed in, or not told.")
    ] = None
    read_as: Annotated[
        Name | None, says("What was read from the page, where a person changed it: 1.38 %; null: nothing was changed.")
    ] = None


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Product(Record):
    """What was bought."""

    substance: Annotated[Key, says("A key of a knowledge pack, or free text.")]
    name: Annotated[Name, says("What the label or the person calls it.")]
    vendor: Annotated[Name | None, says("Who sold it.")] = None
    form: Annotated[Key | None, says("powder, capsule, tea, extract …")] = None
    labelled: Annotated[Quantity | None, says("Mitragynine, as the label says: 14 mg/g, 45 % …")] = None


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class UnitWeight:
    """What one capsule or spoon of this lot weighs."""

    unit: Annotated[Unit, says("capsule, teaspoon …")]
    grams: Annotated[Positive, says("Mean weight of one, in grams.")]
    sd: Annotated[NotNegative | None, says("Standard deviation between single ones, in grams.")] = None
    shell: Annotated[
        Positive | None, says("What an empty shell weighs, in grams: taken off already; null: it is counted in.")
    ] = None


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What was paid."""

    amount: Annotated[NotNegative, says("How much.")]
    currency: Annotated[Annotated[str, Field(pattern="^[A-Z]{3}$")], says("Three letters, such as USD.")]


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How a bag is kept. What is null was not told, which is not the same as no."""

    container: Annotated[Container | None, says("What it is kept in.")] = None
    light: Annotated[Light | None, says("How much light comes to it.")] = None
    heat: Annotated[Heat | None, says("How warm it is there.")] = None
    moisture: Annotated[Dampness | None, says("Whether it is dry there.")] = None
    child_lock: Annotated[bool | None, says("Whether a child cannot open it or get to it.")] = None


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """A laboratory's certificate of a bag, as a document: what it says of itself."""

    sha256: Annotated[
        Annotated[str, Field(pattern="^[0-9a-f]{64}$")], says("What tells the file apart; assays name it by this.")
    ]
    name: Annotated[Name | None, says("The name of the file.")] = None
    lot_number: Annotated[Name | None, says("The lot as printed on it.")] = None
    product: Annotated[Name | None, says("The product as printed on it.")] = None
    lab: Annotated[Name | None, says("The laboratory that signs it.")] = None
    accreditation: Annotated[Name | None, says("What it says of the laboratory: ISO/IEC 17025 …")] = None
    sampled_on: Annotated[dt.date | None, says("The day the sample was taken or came in.")] = None
    reported_on: Annotated[dt.date | None, says("The date of the report.")] = None
    left_out: Annotated[tuple[Key, ...], says("What was read from it and not kept as an assay.")] = ()


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Lot(Record):
    """The bag a product came in."""

    product: Annotated[Key, says("The id of its product.")]
    lot_number: Annotated[Name | None, says("As printed.")] = None
    bought_on: Annotated[dt.date | None, says("Day of purchase.")] = None
    opened_on: Annotated[dt.date | None, says("Day of opening.")] = None
    expires_on: Annotated[dt.date | None, says("Best before.")] = None
    size: Annotated[Quantity | None, says("How much was in it.")] = None
    price: Annotated[Price | None, says("What it cost.")] = None
    storage: Annotated[Name | None, says("How it is kept, in words.")] = None
    kept: Annotated[Kept | None, says("How it is kept, by what can be ticked.")] = None
    gone_on: Annotated[dt.date | None, says("The day it was finished or thrown away; null: still there.")] = None
    unit_weights: Annotated[tuple[UnitWeight, ...], says("Weighed once: capsules and spoons in grams.")] = ()
    assays: Annotated[tuple[Assay, ...], says("What a laboratory found in it.")] = ()
    certificates: Annotated[tuple[Certificate, ...], says("The laboratory's certificates of it.")] = ()


def same_lot(one: str | None, other: str | None) -> bool:
    """Whether two lot numbers are the same but for case, width, spaces and marks; one that is not known is none."""
    plain = [
        "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text or "").casefold())) for text in (one, other)
    ]
    return bool(plain[0]) and plain[0] == plain[1]


def of_another_lot(lot: Lot) -> tuple[Certificate, ...]:
    """The certificates of a bag that name another lot than it does. Without a number on the bag it cannot be told."""
    if not lot.lot_number:
        return ()
    return tuple(one for one in lot.certificates if one.lot_number and not same_lot(one.lot_number, lot.lot_number))


def own_assays(lot: Lot) -> tuple[Assay, ...]:
    """The assays of a bag but for those of a certificate of another lot: they say nothing of what is in this one."""
    others = {one.sha256 for one in of_another_lot(lot)}
    return tuple(one for one in lot.assays if one.certificate not in others) if others else lot.assays
