"""What one cell says: a number, or an amount with its unit."""

from __future__ import annotations

import re

_NUMBER = r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?"
_PLAIN = re.compile(_NUMBER)
_WITH_UNIT = re.compile(rf"({_NUMBER})\s*([^\W\d_][^\d]*)")


def number(cell: str, decimal: str) -> float | None:
    """The number in a cell, or None where it is none. Thousands are not grouped: 1,234 is no number."""
    plain = _dotted(cell, decimal)
    return float(plain) if _PLAIN.fullmatch(plain) else None


def amount(cell: str, decimal: str) -> tuple[float, str | None] | None:
    """The amount in a cell and the unit written behind it, if there is one; None where it is no amount."""
    value = number(cell, decimal)
    if value is not None:
        return value, None
    found = _WITH_UNIT.fullmatch(_dotted(cell, decimal))
    return (float(found[1]), found[2].strip()) if found else None


def _dotted(cell: str, decimal: str) -> str:
    plain = cell.strip().replace("−", "-")
    if decimal == ",":
        plain = plain.replace(".", " ").replace(",", ".")
    return plain
