"""What is made ready, and cleared away, in the first seconds of serving, so that no page waits for it."""

from __future__ import annotations

import threading

from counterpoise import assessment
from counterpoise.report import charts
from counterpoise.web import acting
from counterpoise.web.bring import holding


def start() -> threading.Thread:
    """Begin in the background; files that waited to be brought in when the server stopped are deleted at once."""
    holding.sweep(None)
    thread = threading.Thread(target=_warm, name="warming", daemon=True)
    thread.start()
    return thread


def _warm() -> None:
    charts.warm()
    acting.general("kratom")
    assessment.times_before_a_record("kratom")
