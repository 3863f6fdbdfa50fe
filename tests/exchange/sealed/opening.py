"""A sealed file as its reader has it: opened with the passphrase, and an answer signed as its own script signs it."""

import base64
import hashlib
import json
import re
from typing import Any

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from counterpoise.exchange.sealed.seal import ABOUT


def locked_of(html: str) -> dict[str, Any]:
    """What is readable without a passphrase."""
    found = re.search(r'id="sealed">(.*?)</script>', html)
    assert found
    return dict(json.loads(found.group(1)))


def opened(html: str, words: str) -> dict[str, str]:
    """What is inside."""
    locked = locked_of(html)
    salt, nonce, data = (base64.b64decode(locked[name]) for name in ("salt", "nonce", "data"))
    key = hashlib.pbkdf2_hmac("sha256", words.replace("-", "").encode(), salt, locked["iterations"])
    return dict(json.loads(AESGCM(key).decrypt(nonce, data, ABOUT)))


def answer(inside: dict[str, str], said: str, name: str | None = None) -> bytes:
    """An answer to the file; `name` makes it one to another file."""
    key = serialization.load_der_private_key(base64.b64decode(inside["key"]), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    r, s = decode_dss_signature(key.sign(said.encode(), ec.ECDSA(hashes.SHA256())))
    signature = base64.b64encode(r.to_bytes(32) + s.to_bytes(32)).decode()
    head = {"format": "counterpoise-signed-proposal", "version": 1, "file": name or inside["file"]}
    return json.dumps({**head, "said": said, "signature": signature}).encode()
