"""Doses on a day are a mean and amounts of a day a median: a reader is told which is which."""

from __future__ import annotations

import datetime as dt

from counterpoise import diary as d
from counterpoise.knowledge.load import load
from counterpoise.report.clinician import written
from counterpoise.report.document import Table
from tests.report.people import NOW
from tests.report.reported import answers, chosen
from tests.report.test_clinician import said, section


def test_a_mean_is_called_average_and_a_median_typical() -> None:
    """Of three days one has one dose of 2 g, one has one, one has four, five times over: a mean of 2 doses beside a
    median of 2 g, which is one dose."""
    doses = [
        d.Dose(at=NOW - dt.timedelta(days=days + 3 * again, hours=hours), substance="kratom", amount=2.0, unit="g")
        for days, hours in ((3, 8), (2, 8), (1, 14), (1, 12), (1, 10), (1, 8))
        for again in range(5)
    ]
    diary = d.Diary(person=d.Person(time_zone="UTC"), doses=tuple(doses), ratings=())
    made = written(diary, load(), answers("thin"), (), NOW, chosen("thin"))
    table = next(one for one in section(made, "taken").blocks if isinstance(one, Table))
    told = dict(zip(table.head, table.rows[0], strict=True))
    assert told["Doses a day taken, mean"] == "2.0"
    assert told["In all such a day, median"] == "2 g"
    assert "on average 2.0 doses on a day with one." in said(made.sections[0])
