"""With whom something was agreed: nobody, a professional, or somebody else. One text keeps it: "Dr Ng (doctor)"."""

from __future__ import annotations

import re

from counterpoise.knowledge.load import Knowledge, load
from counterpoise.text import _

PROFESSIONALS = ("doctor", "pharmacist", "nurse")
"""Those who lift what is closed to plans made alone. Whoever wrote nothing of it is none of them."""
_WRITTEN = re.compile(rf"(.*\S)\s*\(({'|'.join(PROFESSIONALS)})\)", re.S)
_WORD = re.compile(r"[^\W\d_]+")


def written(name: str, who: str, packs: Knowledge | None = None) -> str | None:
    """The text that is kept of a name and of who that is; None: nobody."""
    plain = name.strip()
    if nobody(plain, packs):
        return None
    return f"{plain} ({who})" if who in PROFESSIONALS else plain


def read(whom: str | None) -> tuple[str, str]:
    """The name, and which professional that is; the second is empty where it was not said, or is none of them."""
    text = (whom or "").strip()
    found = _WRITTEN.fullmatch(text)
    return (found[1], found[2]) if found else (text, "")


def nobody(whom: str | None, packs: Knowledge | None = None) -> bool:
    """Whether a text names nobody but the person: nothing, a mark, or words such as "me" and "nobody"."""
    words = _WORD.findall(read(whom)[0].casefold())
    known = (packs or load()).rules["plan.alone"].words
    return all(word in known for word in words) or "".join(words) in known


def professional(whom: str | None, packs: Knowledge | None = None) -> bool:
    """Whether it was agreed with a doctor, a pharmacist or a nurse."""
    return bool(read(whom)[1]) and not nobody(whom, packs)


def said(whom: str | None) -> str:
    """ "Dr Ng (doctor)", for pages."""
    name, who = read(whom)
    called = {"doctor": _("doctor"), "pharmacist": _("pharmacist"), "nurse": _("nurse")}
    return f"{name} ({called[who]})" if who else name
