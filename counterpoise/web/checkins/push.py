"""One call to a browser by its maker's service: signed (VAPID, RFC 8292), and empty (RFC 8030).

There is nothing to encrypt because nothing is said: the browser's worker shows the same few words every time.
"""

from __future__ import annotations

import base64
import datetime as dt
import http.client
import ssl
from typing import Any
from urllib.parse import urlsplit

from counterpoise import place

VALID = dt.timedelta(hours=12)
WAITS_S = 900
"""So many seconds the service keeps a call for a browser that is off; a later one would ask about another moment."""
WHO = "mailto:nobody@example.com"
"""Whom the service might write to: the protocol wants an address, and nobody's is told."""
TIMEOUT_S = 10


def public_key() -> str:
    """By which a browser knows our calls; made on first use."""
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    raw = _vapid().public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return base64.urlsafe_b64encode(bytes(raw)).rstrip(b"=").decode()


def call(endpoint: str, now: dt.datetime, trust: ssl.SSLContext | None = None) -> int:
    """Call a browser. Gives what its service answered (a status of HTTP); raises OSError where it was not reached."""
    parts = urlsplit(endpoint)
    claims = {"aud": f"https://{parts.netloc}", "exp": int((now + VALID).timestamp()), "sub": WHO}
    headers = _vapid().sign(claims) | {"TTL": str(WAITS_S), "Urgency": "normal", "Content-Length": "0"}
    context = trust or ssl.create_default_context()
    connection = http.client.HTTPSConnection(parts.hostname or "", parts.port, timeout=TIMEOUT_S, context=context)
    try:
        connection.request("POST", parts.path + (f"?{parts.query}" if parts.query else ""), headers=headers)
        return connection.getresponse().status
    except http.client.HTTPException as error:
        raise OSError(type(error).__name__) from error
    finally:
        connection.close()


def _vapid() -> Any:
    from py_vapid import Vapid02

    pem = place.kept_secret(place.push_key_file(), _new_key)
    return Vapid02.from_pem(pem.encode())


def _new_key() -> str:
    from py_vapid import Vapid02

    made = Vapid02()
    made.generate_keys()
    return str(made.private_pem(), "ascii")
