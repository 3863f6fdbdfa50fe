"""What comes back from a file for someone else: read, bounded, and held against the key of the file it names."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
from dataclasses import dataclass
from typing import Any

from counterpoise import json_text
from counterpoise.text import _

FORMAT, VERSION = "counterpoise-signed-proposal", 1
LARGEST = 100_000
"""Bytes of a proposal file: a comment and a plan, with room to spare."""
MOST_FIELDS, MOST_VALUES = 60, 20
FIRST_YEAR, LAST_YEAR = 1900, 2200


class BadProposal(ValueError):
    """A file that is no proposal, or not one of the file it names; the text says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signed:
    """A proposal file as it came: which file it says to answer, what was signed, and the signature."""

    file: str
    said: str
    signature: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What was written into the form of the file, when by the clock of whoever wrote it; fields by name, as typed."""

    said_at: dt.datetime
    fields: dict[str, list[str]]


def read(data: bytes) -> Signed:
    """The outside of a proposal file; nothing in it is believed yet. Raises BadProposal."""
    if len(data) > LARGEST:
        raise BadProposal(_("The file is too large for a proposal; at most {size} kB").format(size=LARGEST // 1000))
    outside = _object(data)
    if outside.get("format") != FORMAT:
        raise BadProposal(_("This is not a proposal file of Counterpoise"))
    if outside.get("version") != VERSION:
        raise BadProposal(_("The proposal was written by a newer version"))
    file, said, signature = (outside.get(name) for name in ("file", "said", "signature"))
    if not (isinstance(file, str) and isinstance(said, str) and isinstance(signature, str)):
        raise BadProposal(_("The proposal is not whole: its file, its words or its signature is missing"))
    try:
        return Signed(file=file, said=said, signature=base64.b64decode(signature, validate=True))
    except binascii.Error:
        raise BadProposal(_("The signature of the proposal cannot be read")) from None


def checked(signed: Signed, public_key: bytes) -> Said:
    """What was said, once the signature is that of the file. public_key: as `seal` gave it. Raises BadProposal."""
    if not _is_of(signed, public_key):
        raise BadProposal(_("The proposal was changed on its way, or does not come from the file that you gave"))
    inside = _object(signed.said)
    fields, said_at = inside.get("fields"), inside.get("said_at")
    if not _fields_fit(fields) or not isinstance(said_at, str):
        raise BadProposal(_("The proposal is not whole: what was written, or when, is missing"))
    return Said(said_at=_moment(said_at), fields=dict(fields or {}))


def _moment(said_at: str) -> dt.datetime:
    """When it was written, by a clock that may be wrong, but not by centuries: its day has to stay computable."""
    try:
        at = dt.datetime.fromisoformat(said_at)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None or not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise BadProposal(_("The proposal does not say when it was written"))
    return at


def _object(data: bytes | str) -> dict[str, Any]:
    try:
        found = json_text.parsed(data)
    except json_text.BadJson:
        raise BadProposal(_("This is not a proposal file of Counterpoise")) from None
    if not isinstance(found, dict):
        raise BadProposal(_("This is not a proposal file of Counterpoise"))
    return found


def _fields_fit(fields: Any) -> bool:
    return (
        isinstance(fields, dict)
        and len(fields) <= MOST_FIELDS
        and all(
            isinstance(values, list) and len(values) <= MOST_VALUES and all(_is_text(value) for value in values)
            for values in fields.values()
        )
    )


def _is_text(value: Any) -> bool:
    """Words that a form can hold: a sign of code zero is none, and nothing keeps it."""
    return isinstance(value, str) and "\0" not in value


def _is_of(signed: Signed, public_key: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

    half = len(signed.signature) // 2
    if half != 32 or len(signed.signature) != 64:
        return False
    r, s = (int.from_bytes(part) for part in (signed.signature[:half], signed.signature[half:]))
    key = serialization.load_der_public_key(public_key)
    if not isinstance(key, ec.EllipticCurvePublicKey):
        return False
    try:
        key.verify(encode_dss_signature(r, s), signed.said.encode(), ec.ECDSA(hashes.SHA256()))
    except InvalidSignature:
        return False
    return True
