"""Every record inside a value of the packs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from typing import Any


def parts(value: Any, entry: str = "") -> Iterator[tuple[str, Any]]:
    """Every record inside a value with the path of its entry ('facts.half_life'), the value itself included."""
    if isinstance(value, Mapping):
        inside = list(value.items())
    elif isinstance(value, tuple):
        inside = [(str(place), part) for place, part in enumerate(value)]
    elif is_dataclass(value):
        yield entry, value
        inside = [(field.name, getattr(value, field.name)) for field in fields(value)]
    else:
        return
    for name, part in inside:
        yield from parts(part, f"{entry}.{name}" if entry else name)
