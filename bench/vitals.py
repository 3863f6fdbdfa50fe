"""What a page costs a phone, in a real Chromium before the real program: `python -m bench.vitals [--write]`.

A processor four times slower and a slow 4G (1.6 Mbit/s, 150 ms), a first visit with nothing kept and a second one right
after it. The worker that keeps static files on an installed phone is left out: with it there is less to load.
"""

import datetime as dt
import os
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from bench import journal
from bench.results import machine, table, write
from counterpoise import diary as d
from tests.browser import vitals

PORT, TIMES = 8790, 3
RECORDS = {"90 days": (270, 540, 90), "10 years": (15_000, 30_000, 3652)}
"""Doses, ratings and days of each diary."""
Seen = dict[tuple[str, str, str], list[vitals.Vitals]]


def record(now: dt.datetime, doses: int, ratings: int, days: int) -> d.Diary:
    """Evenly spread, the last entry just now."""
    diary = journal.diary(doses, ratings)
    first, last = journal.START, max(diary.doses[-1].at, diary.ratings[-1].at)

    def at(moment: dt.datetime) -> dt.datetime:
        return now - (last - moment) / (last - first) * dt.timedelta(days=days)

    return replace(
        diary,
        doses=tuple(replace(dose, at=at(dose.at)) for dose in diary.doses),
        ratings=tuple(replace(rating, at=at(rating.at)) for rating in diary.ratings),
    )


def fill(now: dt.datetime) -> None:
    """A diary of each length, in the data folder."""
    from counterpoise.web.setup import opened

    opened()
    from counterpoise.journal import models as m
    from counterpoise.journal.bring import bring

    for name, sizes in RECORDS.items():
        person = m.Person.objects.create(name=name, time_zone="America/New_York", country="US")
        bring(person, record(now, *sizes), m.Import(at=now, format="counterpoise", file_name="diary.json"))


def ready(folder: str) -> None:
    """The program finds its kernels compiled, as after its first minutes: they are compiled only once."""
    from counterpoise.web import kernels

    kept = Path(folder) / "kernels"
    kept.mkdir(parents=True, exist_ok=True)
    (kept / "compiled-for").write_text(kernels._fingerprint(), encoding="utf-8")


@contextmanager
def served() -> Iterator[list[str]]:
    """The program as people start it; the links it prints, one a diary."""
    command = [sys.executable, "-m", "counterpoise", "serve", "--no-open", "--port", str(PORT)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as process:
        said = ""
        assert process.stdout
        for line in process.stdout:
            said += line
            if "Ctrl-C" in line:
                break
        try:
            yield re.findall(r"http://localhost:\d+/enter/\S+", said)
        finally:
            process.send_signal(signal.SIGINT)


def measured(browser: Any, name: str, link: str, found: Seen) -> None:
    """Each page in a browser that knows nothing but who it is, first and warm, some times."""
    from tests.browser.conftest import PHONE  # it knows the journal, which wants a data folder first

    here = f"http://localhost:{PORT}"
    entered = browser.new_context(service_workers="block")
    entered.new_page().goto(link)
    known = entered.storage_state()
    for page, path in vitals.MAIN.items():
        entered.request.get(here + path)  # the program's own first time is not the phone's
        for _time in range(TIMES):
            fresh = browser.new_context(**PHONE, storage_state=known, service_workers="block")
            for visit in ("first", "warm"):
                seen = fresh.new_page()
                found.setdefault((name, page, visit), []).append(vitals.visit(seen, here + path, throttled=True))
                seen.close()
            fresh.close()
    entered.close()


def row(key: tuple[str, str, str], seen: list[vitals.Vitals]) -> tuple[object, ...]:
    def middle(what: str) -> float:
        return statistics.median(float(getattr(one, what)) for one in seen)

    shift = max(one.shift for one in seen)
    asked = statistics.median(len(one.asked) for one in seen)
    times = (f"{middle('interactive'):.2f}", f"{middle('paint'):.2f}")
    return (*key, f"{middle('kb'):.1f}", f"{asked:.0f}", *times, f"{shift:.3f}")


def missed(found: Seen) -> list[str]:
    """The budgets that do not hold, in words."""
    wrong = []
    for key, seen in found.items():
        kb, shift, ready = (
            statistics.median(one.kb for one in seen),
            max(one.shift for one in seen),
            statistics.median(one.interactive for one in seen),
        )
        if key[2] == "first" and kb >= vitals.KB_BUDGET:
            wrong.append(f"{', '.join(key)}: {kb:.0f} kB")
        if shift >= vitals.SHIFT_BUDGET:
            wrong.append(f"{', '.join(key)}: jumps by {shift:.3f}")
        if key[1] == "today" and ready >= vitals.INTERACTIVE_BUDGET:
            wrong.append(f"{', '.join(key)}: interactive after {ready:.2f} s")
    return wrong


def main() -> None:
    from playwright.sync_api import sync_playwright

    found: Seen = {}
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"COUNTERPOISE_DATA": folder, "PYTHONUNBUFFERED": "1", "DJANGO_ALLOW_ASYNC_UNSAFE": "true"}
        os.environ.setdefault("NUMBA_CACHE_DIR", f"{sys.prefix}/kernels")
        fill(dt.datetime.now(dt.UTC))
        ready(folder)
        flags = ["--disable-gpu", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
        with served() as links, sync_playwright() as play:
            browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=flags)
            for name, link in zip(RECORDS, links, strict=True):
                measured(browser, name, link, found)
            browser.close()
    head = ("record", "page", "visit", "kB", "requests", "interactive, s", "largest paint, s", "layout shift")
    rows = [row(key, seen) for key, seen in found.items()]
    wrong = missed(found)
    text = (
        f"Chromium at the size of a phone, processor 4 times slower, 1.6 Mbit/s, 150 ms; medians of {TIMES}, of layout "
        f"shift the worst. {machine()}; load of the machine {load:.1f} at the start and {os.getloadavg()[0]:.1f} "
        f"at the end, on {os.cpu_count()} cores.\nBudgets: {vitals.KB_BUDGET} kB at a first visit, *Today* interactive "
        f"in {vitals.INTERACTIVE_BUDGET:g} s, layout shift {vitals.SHIFT_BUDGET:g}. "
        f"Missed: {'; '.join(wrong) or 'none'}.\n\n{table(head, rows)}"
    )
    write("What a page costs a phone", text)


if __name__ == "__main__":
    main()
