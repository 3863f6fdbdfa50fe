"""What an address or a form asks, as it may be shown again: without signs that nobody sees, and not at length."""

from __future__ import annotations

from django.http import HttpRequest


def seen(text: str, longest: int) -> str:
    """The signs that can be seen, up to so many."""
    return "".join(sign for sign in text[: 2 * longest] if sign.isprintable())[:longest]


def words(request: HttpRequest, name: str, longest: int) -> str:
    """The words that are looked for, with single spaces."""
    return seen(" ".join(request.GET.get(name, "")[: 2 * longest].split()), longest).strip()
