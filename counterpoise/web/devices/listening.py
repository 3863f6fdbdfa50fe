"""What other devices find here at the moment: nothing, unless `serve --lan` said so."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from counterpoise.web.devices.addresses import in_a_link
from counterpoise.web.devices.authority import Names

BESIDE, TRUST_BESIDE = 443, 444
"""The ports for other devices, counted from the journal's own: 8443 and 8444 beside 8000."""


@dataclass(frozen=True)
class Listening:
    """Where the journal answers other devices, and by which certificate."""

    names: Names
    port: int
    ends_at: dt.datetime
    fingerprint: str | None  # of the authority made here; none: the certificate is the person's own
    trust_port: int | None = None
    base: str | None = None  # how it is reached from outside, where that is not the first address and the port

    @property
    def hosts(self) -> frozenset[str]:
        """The only names that a request from another device may ask for."""
        return frozenset([*self.names.dns, *map(in_a_link, self.names.addresses)])

    @property
    def address(self) -> str:
        """The beginning of every link to here."""
        return self.base or f"https://{in_a_link(self.names.addresses[0])}:{self.port}"

    @property
    def trust_link(self) -> str | None:
        """Where a phone fetches the authority, before it trusts anything here."""
        if self.trust_port is None:
            return None
        return f"http://{in_a_link(self.names.addresses[0])}:{self.trust_port}/counterpoise.crt"


_state: list[Listening] = []


def begin(now: Listening) -> None:
    """Other devices are answered from now on."""
    from django.conf import settings

    _state[:] = [now]
    settings.ALLOWED_HOSTS = [*settings.ALLOWED_HOSTS, *sorted(now.hosts - set(settings.ALLOWED_HOSTS))]


def current() -> Listening | None:
    """Where other devices are answered, if they are."""
    return _state[0] if _state else None
