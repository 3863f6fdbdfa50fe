"""What stands beside every fact on a page (start/source.html)."""

from __future__ import annotations

from typing import Any

from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import Sourced


def told(fact: Sourced) -> dict[str, Any]:
    """Who says so, when we last looked, and whether we read it there ourselves."""
    sources = [load().bibliography[key] for key in fact.sources]
    return {"sources": sources, "reviewed": fact.reviewed, "established": fact.established}
