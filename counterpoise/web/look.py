"""How pages look and open in this browser: kept in a cookie of its own, so per device; nothing of anybody's health.

What is not chosen is as the device has it. The choices become attributes of the page, which the style sheet reads.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.http import HttpRequest, HttpResponse

COOKIE = "counterpoise_look"
AGE = 400 * 24 * 3600
"""The longest that browsers keep a cookie; every change begins it anew."""
DEVICE = "device"
CHOICES: Mapping[str, tuple[str, ...]] = {
    "theme": (DEVICE, "light", "dark"),
    "contrast": (DEVICE, "more"),
    "text": ("100", "125", "150"),
    "motion": (DEVICE, "less"),
    "opens": ("today", "flare"),
}
"""What may be chosen; the first of each holds where nothing was."""


@dataclass(frozen=True)
class Look:
    """One choice for each."""

    theme: str = DEVICE
    contrast: str = DEVICE
    text: str = "100"
    motion: str = DEVICE
    opens: str = "today"

    @property
    def attributes(self) -> dict[str, str]:
        """What the page wears of it: choices that differ from how the device has it."""
        worn = ("theme", "contrast", "text", "motion")
        return {name: value for name in worn if (value := getattr(self, name)) != CHOICES[name][0]}


def look_of(request: HttpRequest) -> Look:
    """The choices of this browser; anything that is none is passed over."""
    pairs = (part.partition("-") for part in request.COOKIES.get(COOKIE, "").split("."))
    return chosen({name: value for name, _dash, value in pairs})


def chosen(said: Mapping[str, str]) -> Look:
    """The look that a form or a cookie asks for."""
    return Look(**{name: said[name] for name, offered in CHOICES.items() if said.get(name) in offered})


def keep(response: HttpResponse, look: Look) -> None:
    """Keep the choices in this browser."""
    value = ".".join(f"{name}-{value}" for name, value in asdict(look).items())
    response.set_cookie(COOKIE, value, max_age=AGE, httponly=True, samesite="Strict")


@dataclass(frozen=True)
class Source:
    """A picture for screens of one kind; an empty `media` is any other screen."""

    media: str
    query: str
    wide: bool = False


def sources(look: Look) -> list[Source]:
    """Which picture which screen gets, the last for any other: theme, contrast, width, and size of letters."""
    dark = {DEVICE: [("(prefers-color-scheme: dark)", "dark"), ("", "light")]}.get(look.theme, [("", look.theme)])
    strong = (
        [("", "&contrast=more")]
        if look.contrast == "more"
        else [("(prefers-contrast: more)", "&contrast=more"), ("", "")]
    )
    wide = [("(min-width: 48rem)", "&wide=1"), ("", "")]
    text = "" if look.text == "100" else f"&text={look.text}"
    return [
        Source(
            " and ".join(one for one in (scheme, contrast, width) if one),
            f"theme={theme}{more}{size}{text}",
            wide=bool(size),
        )
        for scheme, theme in dark
        for contrast, more in strong
        for width, size in wide
    ]
