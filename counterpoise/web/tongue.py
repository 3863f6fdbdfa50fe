"""What templates say in the language in use: numbers with their signs, whom a page speaks of, and texts of the packs
that are not translated yet, marked as English for whoever has pages read aloud."""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html

from counterpoise import text
from counterpoise.knowledge.texts import texts
from counterpoise.report import names

register = template.Library()
BEFORE_A_UNIT = re.compile(r"(?<=\d) (?=(?:%|[kmµ]?g|m?l|h|min)(?!\w))")


@register.filter
def number(value: float) -> str:
    """A number to one place, as it is written where the person lives."""
    return names.number(round(value, 1))


@register.filter
def local(figures: str) -> str:
    """A number that stands in a template the English way, in the way of the language in use."""
    return text.local(figures)


@register.filter
def together(said: str) -> str:
    """The text with each percent sign, and each short unit, on the line of its figure.

    For what is read on a page: files, fields and `data-` attributes keep the plain space.
    """
    return BEFORE_A_UNIT.sub("\u00a0", said)


@register.simple_tag(takes_context=True)
def whose(context: Context, own: str, theirs: str, **said: Any) -> str:
    """A text to the person; while somebody writes for them, the other one, with the name by which they are called."""
    consent = context.get("writing_for")
    return str(own).format(**said) if consent is None else str(theirs).format(name=consent.person_name, **said)


@register.filter
def tongue(shown: str) -> str:
    """The text, inside `lang="en"` where it is a text of the packs in English on a page in another language."""
    return format_html('<span lang="en">{}</span>', shown) if in_english(shown) else shown


def in_english(shown: str) -> bool:
    """Whether a text of the packs shows in English for want of a translation."""
    return text.language() != "en" and not text.translated(shown) and shown in _of_the_packs()


@cache
def _of_the_packs() -> frozenset[str]:
    return frozenset(texts())
