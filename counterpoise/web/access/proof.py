"""How one program of this data folder knows another: both hold its secret, and neither says it."""

import hashlib
import hmac

from counterpoise import place


def proof(challenge: str, port: int) -> str:
    """The answer to a challenge that only a holder of this data folder's secret can give, at this port only.

    The port is part of it: a stranger at another port cannot pass the challenge on and give our answer for theirs.
    """
    message = f"counterpoise server {port} {challenge}".encode()
    return hmac.new(place.secret_key().encode(), message, hashlib.sha256).hexdigest()
