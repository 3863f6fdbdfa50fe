"""Every page over a diary of ten years, and the start of the command line: `python -m bench.pages [--write]`.

A visit goes through the whole of Django (session, doorway, templates, compression) on a database in a real file,
without the network. Bytes are those of the compressed answer, and of all that the page loads.
"""

import datetime as dt
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from bench import journal
from bench.results import machine, table, write
from counterpoise import diary as d

DOSES, RATINGS, VISITS = 15_000, 30_000, 40
LOADED = re.compile(r"(?:src|href)=\"(/static/[^\"]+)\"")
MS_BUDGET, KB_BUDGET = 200, 150
DOSE_BUDGET, REVIEW_BUDGET = 50, 20
PAGES = [
    ("today", "/"),
    ("today: exposure, one picture", "/exposure/picture.svg"),
    ("timeline, a week", "/timeline/"),
    ("timeline, all ten years", "/timeline/?from={first}&to={last}"),
    ("timeline data, a week", "/timeline/data?from={week}&to={last}"),
    ("timeline data, 60 days", "/timeline/data?from={days_60}&to={last}"),
    ("timeline data, two years, by day", "/timeline/data?from={years_2}&to={last}"),
    ("timeline data, all, by week", "/timeline/data?from={first}&to={last}"),
    ("timeline table, moved", "/timeline/table?from={days_60}&to={last}"),
    ("safety", "/safety/"),
    ("balance, answers kept", "/balance/"),
    ("balance: one picture", "/balance/picture.svg?theme=dark"),
    ("what happens after a dose", "/mechanism/"),
    ("what happens after a dose: sources", "/mechanism/sources"),
    ("what happens after a dose: one picture", "/mechanism/picture.svg?of=receptors"),
    ("bring my data", "/bring/"),
    ("settings", "/settings/"),
]


def kept_until_now(now: dt.datetime) -> d.Diary:
    """Ten years of entries, the last one just now."""
    diary = journal.diary(DOSES, RATINGS)
    later = now - max(diary.doses[-1].at, diary.ratings[-1].at)
    return replace(
        diary,
        doses=tuple(replace(dose, at=dose.at + later) for dose in diary.doses),
        ratings=tuple(replace(rating, at=rating.at + later) for rating in diary.ratings),
    )


def milliseconds(act: Callable[[], Any], times: int, before: Callable[[], Any] = lambda: None) -> tuple[float, float]:
    """Median and 95th percentile of an act that was done once before; what comes `before` it each time is not timed."""
    before()
    act()
    taken = []
    for _ in range(times):
        before()
        start = time.perf_counter()
        act()
        taken.append(1000 * (time.perf_counter() - start))
    return statistics.median(taken), statistics.quantiles(taken, n=20)[-1]


def visited(now: dt.datetime) -> list[tuple[object, ...]]:
    """One row a page: times, bytes of the answer, bytes of all that it loads."""
    from django.test import Client
    from django.utils.timezone import now as clock

    from counterpoise.journal import models as m
    from counterpoise.journal.bring import bring

    alice = m.Person.objects.create(name="Alice", time_zone="America/New_York")
    bring(alice, kept_until_now(now), m.Import(at=clock(), format="counterpoise", file_name="diary.json"))
    client = Client(headers={"host": "localhost", "accept-encoding": "gzip"})
    session = client.session
    session["entered"], session["person"] = True, str(alice.pk)
    session.save()

    days = {"week": 6, "days_60": 59, "years_2": 729, "first": 3652}
    dates = {name: (now - dt.timedelta(days=back)).date() for name, back in days.items()} | {"last": now.date()}
    rows = [first_answer(client)]
    for name, address in PAGES:
        rows.append(page(client, name, address.format(**dates)))
    rows.append(("rate pain, saved on the disk", *_shown(*milliseconds(lambda: rated(client), VISITS)), "", ""))
    rows.append(("log a dose, reviewed and saved", *_shown(*logging(client, alice)), "", ""))
    rows.append(("the review alone, all ten years", *_shown(*milliseconds(whole_review(alice, now), VISITS)), "", ""))
    return rows


def first_answer(client: Any) -> tuple[object, ...]:
    """The answer worked out anew: reading a year of the diary, the fit and everything that follows from it."""
    from counterpoise.web.balance import answering

    def anew() -> None:
        answering._answers.clear()
        assert client.get("/balance/answer").status_code == 200

    return ("balance, answers worked out anew", *_shown(*milliseconds(anew, 5)), "", "")


def page(client: Any, name: str, address: str) -> tuple[object, ...]:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    text = client.get(address, headers={"accept-encoding": "identity"}).content.decode()
    parts = {part: len(client.get(part).content) for part in LOADED.findall(text)} if "<html" in text else {}
    own = len(answer.content)
    whole = f"{(own + sum(parts.values())) / 1000:.1f}" if parts else ""
    return (name, *_shown(*milliseconds(lambda: client.get(address), VISITS)), f"{own / 1000:.1f}", whole)


def rated(client: Any) -> None:
    from counterpoise.journal.models import new_id

    answer = client.post(
        "/rate/", {"measure": "pain.now", "value": "5", "id": str(new_id())}, headers={"hx-request": "true"}
    )
    assert answer.status_code == 200


def logging(client: Any, person: Any) -> tuple[float, float]:
    """A dose logged from the page of today, as somebody does who opens it: one dose, not forty more on one day."""
    from counterpoise.journal import entries
    from counterpoise.journal import models as m

    like = m.Dose.objects.filter(person=person).latest("at").pk  # the button on the page names it
    start = m.new_id()

    def opened() -> None:
        for kind in (m.Dose, m.Rating):
            for row in kind.objects.filter(person=person, deleted_at=None, pk__gt=start):
                entries.remove(row, row.at)
        assert client.get("/").status_code == 200

    return milliseconds(lambda: logged(client, like), VISITS, opened)


def logged(client: Any, like: uuid.UUID) -> None:
    """A usual dose with the pain, for which the step before it was taken."""
    from counterpoise.journal.models import new_id

    sent = {"id": str(new_id()), "rating_id": str(new_id()), "pain": "5", "as_it_was": "yes"}
    answer = client.post(f"/dose/again/{like}/", sent, headers={"hx-request": "true"})
    assert answer.status_code == 200


def whole_review(person: Any, now: dt.datetime) -> Callable[[], object]:
    """Every rule over the whole diary, read before."""
    from counterpoise.journal.diaries import diary
    from counterpoise.knowledge.load import load
    from counterpoise.safety.review import review

    read = diary(person)
    return lambda: review(read, load(), now)


def _shown(*times: float) -> tuple[str, ...]:
    return tuple(f"{one:.0f}" for one in times)


def started(times: int = 10) -> str:
    """Seconds of `counterpoise --help`, a process of its own each time."""
    command = [sys.executable, "-m", "counterpoise", "--help"]
    middle, high = milliseconds(lambda: subprocess.run(command, check=True, capture_output=True), times)
    return f"{middle / 1000:.2f} s (95th percentile {high / 1000:.2f} s)"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ["COUNTERPOISE_DATA"] = folder
        os.environ.setdefault("NUMBA_CACHE_DIR", f"{sys.prefix}/kernels")
        from counterpoise.web.setup import opened

        opened()
        rows = visited(dt.datetime.now(dt.UTC))
    head = ("page", "median, ms", "95th percentile, ms", "answer, kB", "with all it loads, kB")
    text = (
        f"A diary of ten years: {DOSES:,} doses, {RATINGS:,} ratings; {VISITS} visits each after a first one; "
        f"compressed (gzip). {machine()}.\nThe budget is {MS_BUDGET} ms at the 95th percentile and {KB_BUDGET} kB; "
        f"for a dose {DOSE_BUDGET} ms, for the review alone {REVIEW_BUDGET} ms.\n\n"
        f"{table(head, rows)}\n\n`counterpoise --help` starts in {started()}."
    )
    write("Pages", text)


if __name__ == "__main__":
    main()
