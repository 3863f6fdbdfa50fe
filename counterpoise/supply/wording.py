"""Numbers as sentences show them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from counterpoise.diary import Assay
from counterpoise.knowledge import spelling
from counterpoise.text import _, local

plain = lru_cache(maxsize=16_384)(spelling.plain)
"""A name without case, spaces and marks; a long list is held against the same few bags again and again."""


def number(value: float) -> str:
    """Three figures, no more than are known; never as a power of ten."""
    shown = f"{value:.3g}"
    plain = f"{float(shown):,.0f}" if "e" in shown and value >= 1 else f"{float(shown):f}".rstrip("0").rstrip(".")
    return local(plain)


def result(assay: Assay) -> str:
    """What the paper says of one analyte: "14.2 mg/g", "<0.1 mg/g"; in words where there is no number."""
    if assay.value is not None and assay.censored is None:
        return f"{number(assay.value)} {assay.unit}"
    if assay.censored is None:
        return _("no result")
    limit = assay.lod if assay.censored == "not_detected" and assay.lod is not None else assay.loq
    limit = assay.lod if limit is None else limit
    return _("none seen") if limit is None else f"<{number(limit)} {assay.unit}"


def alike(one: str | None, other: str | None) -> bool:
    """Whether two names are one but for case, spaces and marks."""
    return bool(plain(one or "")) and plain(one or "") == plain(other or "")


def close(one: str | None, other: str | None) -> bool:
    """Whether one name holds the other, or they differ by one sign or two that changed places: a slip of the pen."""
    return near(plain(one or ""), plain(other or ""))


def near(a: str, b: str) -> bool:
    """The same of plain names."""
    if not a or not b or a == b:
        return False
    if min(len(a), len(b)) >= LEAST_INSIDE and (a in b or b in a):
        return True
    return min(len(a), len(b)) >= LEAST_INSIDE and _one_apart(a, b)


LEAST_INSIDE = 4
"""A name shorter than this is in too many others."""


def slips(name: str) -> Iterator[str]:
    """A plain name, and it without one sign: two names that are one slip apart share one of these."""
    yield name
    yield from (name[:at] + name[at + 1 :] for at in range(len(name)))


def _one_apart(a: str, b: str) -> bool:
    short, long = sorted((a, b), key=len)
    if len(long) - len(short) == 1:
        return any(short == long[:at] + long[at + 1 :] for at in range(len(long)))
    if len(long) > len(short):
        return False
    wrong = [at for at in range(len(a)) if a[at] != b[at]]
    if len(wrong) == 1:
        return True
    return len(wrong) == 2 and wrong[1] == wrong[0] + 1 and a[wrong[0]] == b[wrong[1]] and a[wrong[1]] == b[wrong[0]]
