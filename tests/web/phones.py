"""A phone in the network at home, for the tests of devices."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.utils import timezone

from counterpoise.journal import devices
from counterpoise.journal import models as m

THERE = "192.168.1.20:8443"
ORIGIN = f"https://{THERE}"
SECRET = "only-alice-knows-this"


class Phone(Client):
    """A browser elsewhere in the network."""

    def __init__(self, host: str = THERE, **more: Any) -> None:
        super().__init__(headers={"host": host, "origin": f"https://{host}"}, **more)

    def generic(self, *what: Any, **more: Any) -> Any:
        return super().generic(*what, **more | {"secure": True})


def knock(phone: Client, secret: str, name: str = "Fold") -> Any:
    return phone.post("/pair/", {"code": secret, "name": name})


def paired(person: m.Person, name: str = "Fold") -> Phone:
    phone = Phone()
    assert knock(phone, devices.link(person, timezone.now()), name).status_code == 302
    assert devices.pair(devices.waiting(person, timezone.now()).get(), timezone.now())
    assert phone.get("/pair/wait/")["Location"] == "/"
    return phone
