"""The key pair to which devices seal what they keep for later: whoever finds it on a phone cannot read it back.

HPKE (RFC 9180), base mode: DHKEM(P-256, HKDF-SHA256), HKDF-SHA256, AES-256-GCM. The pair is derived from this
installation's secret, so that it lies in the data folder, travels in a backup and comes back with it.
"""

from __future__ import annotations

import hashlib
import hmac
from typing import TYPE_CHECKING

from counterpoise import place

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

INFO = b"counterpoise outbox 1"
"""What a sealed entry is for: nothing sealed for another end opens here."""
_MATERIAL = b"counterpoise outbox key 1"
_SUITE = b"KEM\x00\x10"
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551


class Unreadable(ValueError):
    """This was not sealed to the key of this installation, or was changed on the way."""


def public_key() -> bytes:
    """The public half, as 65 bytes: what a device needs to seal."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    return _pair().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def opened(sealed: bytes) -> bytes:
    """What was sealed. Raises Unreadable."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    try:
        return Suite(KEM.P256, KDF.HKDF_SHA256, AEAD.AES_256_GCM).decrypt(sealed, _pair(), INFO)
    except (InvalidTag, ValueError) as error:
        raise Unreadable from error


def derived(material: bytes) -> EllipticCurvePrivateKey:
    """DeriveKeyPair of RFC 9180 (7.1.3) for P-256."""
    from cryptography.hazmat.primitives.asymmetric import ec

    prk = _hmac(bytes(32), b"HPKE-v1" + _SUITE + b"dkp_prk" + material)
    for counter in range(256):
        labelled = b"\x00\x20HPKE-v1" + _SUITE + b"candidate" + bytes([counter])
        number = int.from_bytes(_hmac(prk, labelled + b"\x01"), "big")
        if 0 < number < _ORDER:
            return ec.derive_private_key(number, ec.SECP256R1())
    raise ValueError("no key can be derived from this")  # once in 2 to the 8192


def _pair() -> EllipticCurvePrivateKey:
    return derived(_hmac(place.secret_key().encode(), _MATERIAL))


def _hmac(key: bytes, message: bytes) -> bytes:
    return hmac.new(key, message, hashlib.sha256).digest()
