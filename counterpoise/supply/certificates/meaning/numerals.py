"""Numbers as laboratories print them: 1,234 and 1.234, 1.2E+03, 5,5 x 10^3, 10^7."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

_PLAIN = r"\d{1,3}(?:[ \u202f\u00a0']\d{3})+(?:[.,]\d+)?|\d+(?:[.,]\d+)*"
_POWER = r"\s*[x×·*]\s*10\s*\^\s*(?P<power>[+\-−]?\d{1,2})|\s*[eE](?P<e>[+\-−]?\d{1,2})"
NUMBER = re.compile(rf"(?P<plain>{_PLAIN})(?:{_POWER})?(?![\w^])|10\s*\^\s*(?P<ten>\d{{1,2}})(?![\w^])")
"""One number; a letter right behind it (a code, a unit) is looked at by whoever asks."""
LONGEST = 30
"""Letters of a number; what is longer is no result."""


@dataclass(frozen=True)
class Style:
    """What parts the decimals on this page, and whether the page and its language leave no doubt of it."""

    decimal: str
    sure: bool


@dataclass(frozen=True)
class Number:
    """A value; doubtful where the page could mean another, `two_ways` where only the rest of the page tells which."""

    value: float
    doubtful: bool = False
    two_ways: bool = False


def tells(plain: str) -> str | None:
    """The sign that must part decimals in this number, whatever the language; None where it can be read two ways."""
    signs = [sign for sign in plain if sign in ".,"]
    if not signs:
        return None
    if len(set(signs)) == 2:
        return signs[-1]
    other = "," if signs[0] == "." else "."
    if len(signs) > 1:
        return other
    before, after = re.split(r"[.,]", plain)
    return signs[0] if len(after) != 3 or before.startswith("0") or len(before) > 3 else None


def malformed(plain: str) -> bool:
    """Whether points and commas stand where no number has them, such as in 1.2.3 or 12,34.5."""
    text = _closed(plain)
    if sum(sign in ".,' " for sign in text) < 2:
        return False
    decimal = tells(text) or "."
    thousands = "," if decimal == "." else "."
    groups = text.split(decimal)[0].split(thousands)
    return text.count(decimal) > 1 or any(len(group) != 3 for group in groups[1:])


def style(numbers: Iterable[str], decimal_of_language: str) -> Style:
    """What the numbers of the page say together about their decimals."""
    counts = Counter(sign for number in numbers if (sign := tells(number)) is not None)
    if not counts:
        return Style(decimal_of_language, False)
    decimal, _often = counts.most_common(1)[0]
    return Style(decimal, len(counts) == 1 and decimal == decimal_of_language)


def number(text: str, on_page: Style) -> Number | None:
    """The number that is the whole text, or None."""
    text = text.strip()
    found = NUMBER.fullmatch(text) if len(text) <= LONGEST else None
    return None if found is None or malformed(found["plain"] or "") else _value(found, on_page)


def first(text: str, on_page: Style) -> tuple[Number, str] | None:
    """The number with which the text begins, and what stands behind it."""
    found = _OPEN.match(text[: 2 * LONGEST].lstrip())
    if found is None or malformed(found["plain"] or ""):
        return None
    return _value(found, on_page), text.lstrip()[found.end() :].strip()


_OPEN = re.compile(rf"(?P<plain>{_PLAIN})(?:(?:{_POWER})(?!\d))?(?![\d^]|[.,]\d)|10\s*\^\s*(?P<ten>\d{{1,2}})(?![\d^])")


def _value(found: re.Match[str], on_page: Style) -> Number:
    if found["ten"] is not None:
        return Number(10.0 ** int(found["ten"]))
    plain, doubtful = _plain(found["plain"], on_page)
    power = found["power"] or found["e"]
    value = plain if power is None else float(f"{plain!r}e{int(power.replace('−', '-'))}")
    two_ways = any(sign in found["plain"] for sign in ".,") and tells(_closed(found["plain"])) is None
    return Number(value, doubtful or not math.isfinite(value), two_ways)


def _closed(text: str) -> str:
    """A number without the blanks between its thousands."""
    return re.sub(r"[ \u202f\u00a0']", "", text)


def _plain(text: str, on_page: Style) -> tuple[float, bool]:
    text = _closed(text)
    told = tells(text)
    signs = [sign for sign in text if sign in ".,"]
    decimal = told or on_page.decimal
    thousands = "," if decimal == "." else "."
    whole = text.replace(thousands, "")
    doubtful = bool(signs) and ((told is None and not on_page.sure) or (told not in (None, on_page.decimal)))
    return float(whole.replace(decimal, ".")), doubtful
