"""Money: how a price is shown, and in which it is meant where only a number was written."""

from __future__ import annotations

from counterpoise.journal import models as m
from counterpoise.text import local

EURO = ("AT", "BE", "DE", "ES", "FI", "FR", "GR", "IE", "IT", "LT", "LU", "LV", "NL", "PT", "SI", "SK")
OF_COUNTRY = dict.fromkeys(EURO, "EUR") | {
    "AU": "AUD",
    "CA": "CAD",
    "CH": "CHF",
    "CZ": "CZK",
    "DK": "DKK",
    "GB": "GBP",
    "ID": "IDR",
    "MX": "MXN",
    "MY": "MYR",
    "NO": "NOK",
    "NZ": "NZD",
    "PL": "PLN",
    "SE": "SEK",
    "TH": "THB",
    "US": "USD",
}


def written(amount: float, currency: str) -> str:
    """ "39.90 EUR", "39,90 EUR"."""
    return f"{local(f'{amount:.2f}')} {currency}"


def usual(person: m.Person) -> str:
    """That of the last bag with a price, else that of the country; empty where neither is known."""
    rows = m.Lot.objects.filter(person=person, deleted_at=None, price__currency__isnull=False).order_by("-id")
    last = rows.values_list("price__currency", flat=True).first()
    return last or OF_COUNTRY.get(person.country or "", "")
