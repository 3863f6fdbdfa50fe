"""Findings in words: for the terminal."""

from __future__ import annotations

from textwrap import fill
from typing import Any

from counterpoise.text import _


def severities() -> dict[str, str]:
    """What each severity means to a person."""
    return {
        "emergency": _("Emergency"),
        "urgent": _("Today"),
        "warning": _("Soon"),
        "notice": _("Good to know"),
    }


def findings_in_words(findings: dict[str, Any]) -> str:
    """findings: the JSON form of them."""
    if not findings["findings"]:
        return _("Nothing was found. The rules see only what is recorded, and do not cover everything.")
    words = severities()
    blocks = []
    for found in findings["findings"]:
        lines = [f"{words[found['severity']]}: {found['title']}"]
        lines += [fill(text, 100, initial_indent="  ", subsequent_indent="  ") for text in (found["reason"],)]
        lines += [fill(found["action"], 100, initial_indent="  ", subsequent_indent="  ")]
        sources = _("Sources: {sources}").format(sources=", ".join(found["sources"]))
        lines += [f"  {sources}"]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)
