"""How one program of this data folder knows another: both hold its secret, and neither says it."""

import hashlib
import hmac

from counterpoise import place


def proof(challenge: str) -> str:
    """The answer to a challenge that only a holder of this data folder's secret can give."""
    message = f"counterpoise server {challenge}".encode()
    return hmac.new(place.secret_key().encode(), message, hashlib.sha256).hexdigest()
