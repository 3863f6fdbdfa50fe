"""What a diary is called as long as nobody gave it a name."""

from __future__ import annotations

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _


def unnamed() -> str:
    """The name that is offered."""
    return _("My diary")


def own_name(name: str) -> str:
    """The name of a diary where somebody chose it, as what they may be called; empty where it is the one offered, in
    whatever language it was."""
    for code, _language in settings.LANGUAGES:
        with translation.override(code):
            if name.casefold() == unnamed().casefold():
                return ""
    return name
