"""Texts for people, outside Django: the same catalogue (domain `django`), read by the standard library.

Django's pages translate with Django; everything else uses `_` and `ngettext` from here.
The language belongs to the request or command in hand, so it lives in a context variable.
Call them when the text is shown, not when a module is read: the language is not known then.
"""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

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


@cache
def _catalogue(folder: Path, code: str) -> gettext.NullTranslations:
    """Catalogues are named by locale ("pt_BR"); gettext itself falls back from pt_BR to pt."""
    base, _sep, region = code.replace("_", "-").partition("-")
    name = f"{base.lower()}_{region.upper()}" if region else base.lower()
    return gettext.translation(DOMAIN, str(folder), languages=[name], fallback=True)
