"""Texts for people, outside Django: the same catalogue (domain `django`), read by the standard library.

Django's pages translate with Django; everything else uses `_` and `ngettext` from here.
The language belongs to the request or command in hand, so it lives in a context variable.
Call them when the text is shown, not when a module is read: the language is not known then.
"""

import gettext
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from functools import cache, cached_property
from pathlib import Path
from typing import Any

DOMAIN = "django"
CATALOGUES = Path(__file__).with_name("locale")

_language: ContextVar[str] = ContextVar("counterpoise_language", default="en")


@contextmanager
def use_language(code: str) -> Iterator[None]:
    """Speak the language `code` ("de", "pt-br") inside the block; without a catalogue for it, English."""
    token = _language.set(code)
    try:
        yield
    finally:
        _language.reset(token)


def language() -> str:
    """The language code in use."""
    return _language.get()


def _(message: str) -> str:
    """The message in the language in use."""
    return _catalogue(CATALOGUES, _language.get()).gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """The form of the message that fits the number, in the language in use."""
    return _catalogue(CATALOGUES, _language.get()).ngettext(singular, plural, number)


def translated(shown: str) -> bool:
    """Whether a text, as it is shown, is one that the catalogue of the language in use holds."""
    found = _catalogue(CATALOGUES, _language.get())
    return isinstance(found, Catalogue) and found.says(shown)


SIGNS = {"es": (",", "\N{NO-BREAK SPACE}")}
"""What stands before a fraction and between thousands, where it is not the point and the comma of English."""
WITH_A_POINT = {"es": frozenset({"BR", "BZ", "CU", "DO", "GT", "HN", "MX", "NI", "PA", "PE", "PR", "SV", "US"})}
"""Countries that speak such a language and write numbers as English does (CLDR)."""
_THOUSAND_OR_FRACTION = re.compile(r"(?<![\d,])([1-9]\d{0,2},\d{3})(?!\d)")


def regional(code: str, country: str) -> str:
    """The language as it is spoken in a country, where numbers are written there in a way of their own."""
    return f"{code}-{country}" if country in WITH_A_POINT.get(code, ()) else code


def decimal_comma() -> bool:
    """Whether a comma stands before a fraction in the language in use."""
    base, region = _parts(_language.get())
    return SIGNS.get(base, ".,")[0] == "," and region not in WITH_A_POINT.get(base, ())


def local(number: str) -> str:
    """A number written the English way ("1,234.5"), in the way of the language in use.

    With a decimal comma, three figures after it could be taken for thousands by whoever writes a point: a nought is
    added. Where it is an amount, nobody may have to guess.
    """
    if not decimal_comma():
        return number
    fraction, thousands = SIGNS[_parts(_language.get())[0]]
    said = number.replace(",", thousands).replace(".", fraction)
    return _THOUSAND_OR_FRACTION.sub(r"\g<1>0", said)


FIGURES = 10
"""So many of a number are shown; it may have more."""


def plain(value: float) -> str:
    """2.0 as "2", 2.25 as "2.25", in the way of the language in use; never with an exponent, which nobody writes an
    amount with and no form takes."""
    return local(f"{Decimal(f'{value:.{FIGURES}g}'):f}")


def _parts(code: str) -> tuple[str, str]:
    """ "es" and "MX" of "es-MX" or "es_mx"."""
    base, _dash, region = code.replace("_", "-").partition("-")
    return base.lower(), region.upper()


class Catalogue(gettext.GNUTranslations):
    """A compiled catalogue that also knows what it can say."""

    @cached_property
    def _said(self) -> frozenset[str]:
        held: dict[Any, str] = getattr(self, "_catalog")  # noqa: B009 - of the standard library, without a public name
        return frozenset(held.values())

    def says(self, shown: str) -> bool:
        """Whether this is a translation, of whatever."""
        return shown in self._said


@cache
def _catalogue(folder: Path, code: str) -> gettext.NullTranslations:
    """Catalogues are named by locale ("pt_BR"); gettext itself falls back from pt_BR to pt."""
    base, region = _parts(code)
    name = f"{base}_{region}" if region else base
    return gettext.translation(DOMAIN, str(folder), languages=[name], class_=Catalogue, fallback=True)
