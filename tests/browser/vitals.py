"""What a page costs a phone: bytes and requests over the line, when it can be used, and whether anything jumps.

Read from Chromium itself: the network domain of its developer tools (bytes as sent, compressed, with their headers) and
its performance timeline (largest paint, layout shifts, long tasks). Whatever comes late is waited for.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import CDPSession, Page

KB_BUDGET, SHIFT_BUDGET, INTERACTIVE_BUDGET = 150, 0.01, 1.0
MAIN = {
    "today": "/",
    "timeline": "/timeline/",
    "balance": "/balance/",
    "plan": "/plan/",
    "products": "/products/",
    "safety": "/safety/",
    "learn": "/learn/",
    "more": "/settings/",
    "how is it now": "/checkin/",
    "bad day": "/flare/",
    "where it hurts": "/where/",
    "log a dose": "/dose/new/",
    "report, choosing": "/report/",
    "emergency": "/emergency/",
}
WATCHED = """(() => {
  const seen = window.vitals = { shift: 0, moved: [], paint: 0, busy: 0 };
  const watch = (type, note) => new PerformanceObserver((list) => list.getEntries().forEach(note))
    .observe({ type, buffered: true });
  watch("layout-shift", (one) => {
    seen.shift += one.value;
    for (const { node } of one.sources) seen.moved.push(node?.outerHTML?.slice(0, 90) ?? node?.textContent ?? "");
  });
  watch("largest-contentful-paint", (one) => { seen.paint = one.startTime; });
  watch("longtask", (one) => { seen.busy = one.startTime + one.duration; });
})()"""
"""Every shift counts: the sum, which is never less than the worst window of five seconds that Lighthouse takes. Those
marked `hadRecentInput` too: nobody touches these pages, and an emulated phone marks all of the first half second."""
READ = """() => ({ ...window.vitals,
  loaded: performance.getEntriesByType("navigation")[0].domContentLoadedEventEnd })"""

TO_THE_END = """() => new Promise((after) => {
  scrollTo(0, document.documentElement.scrollHeight);
  requestAnimationFrame(() => requestAnimationFrame(after)); })"""
"""What is fetched once it comes into sight counts as well: its bytes, and whatever it moves."""


@dataclass
class Line:
    """What went over the line while a page was open."""

    bytes: int = 0
    asked: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Vitals:
    """What one visit cost, down to the end of the page.

    interactive, paint: seconds until it can be used, until its largest part is drawn; shift: all shifts added up.
    """

    bytes: int
    asked: tuple[str, ...]
    interactive: float
    paint: float
    shift: float
    moved: tuple[str, ...]

    @property
    def kb(self) -> float:
        return self.bytes / 1000


@contextmanager
def line_of(page: Page) -> Iterator[tuple[Line, CDPSession]]:
    session = page.context.new_cdp_session(page)
    line = Line()

    def finished(event: dict[str, Any]) -> None:
        line.bytes += int(event["encodedDataLength"])

    def asked(event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("data:"):  # the browser's own pictures, such as that of a date field
            line.asked.append(event["request"]["url"])

    session.on("Network.loadingFinished", finished)
    session.on("Network.requestWillBeSent", asked)
    session.send("Network.enable")
    yield line, session
    session.detach()


def slow(session: CDPSession) -> None:
    """A phone of the middle and a slow 4G: a fourth of the processor, 1.6 Mbit/s, 150 ms."""
    session.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    speed = {"downloadThroughput": 1.6e6 / 8, "uploadThroughput": 750e3 / 8, "latency": 150, "offline": False}
    session.send("Network.emulateNetworkConditions", speed)


def visit(page: Page, address: str, *, throttled: bool = False) -> Vitals:
    """Open it and let it come to rest. The page is a new one, so that nothing was watched before."""
    page.add_init_script(WATCHED)
    with line_of(page) as (line, session):
        if throttled:
            slow(session)
        page.goto(address, wait_until="networkidle", timeout=120_000)  # an answer for ten years
        _rest(page)
        ready: dict[str, Any] = page.evaluate(READ)
        page.evaluate(TO_THE_END)
        _rest(page)
        found: dict[str, Any] = page.evaluate(READ)
    return Vitals(
        line.bytes,
        tuple(line.asked),
        max(ready["loaded"], ready["busy"]) / 1000,
        ready["paint"] / 1000,
        found["shift"],
        tuple(found["moved"]),
    )


def _rest(page: Page) -> None:
    page.wait_for_function("() => !document.querySelector('.working, .htmx-request')", timeout=120_000)
    page.wait_for_load_state("networkidle")
    page.evaluate("() => new Promise((after) => requestIdleCallback(() => requestAnimationFrame(after)))")
