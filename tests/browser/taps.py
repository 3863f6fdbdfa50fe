"""How many taps the commonest things take, on a phone, as a page: `python -m tests.browser.taps` measures and writes
docs/taps.md.

What is counted is what the browser was given by a hand: every `pointerdown` and `keydown` it trusts. Seconds are from
each tap to the moment when what comes next can be seen, added up: server and browser, without the hand.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.house.tree import ROOT

PAGE = ROOT / "docs" / "taps.md"
WRITTEN = re.compile(r"(?<=<!-- measured -->\n).*?(?=<!-- end of measured -->)", re.S)
HEAD = ("what", "taps", "keys", "moved", "s", "what is tapped", "elsewhere")
PROPERTY = "measured"

COUNTED = """(() => {
  const hand = () => JSON.parse(sessionStorage.hand || '{"taps": 0, "keys": 0, "last": 0, "waited": 0}');
  const now = (at) => performance.timeOrigin + at;
  const note = (change) => { const all = hand(); change(all); sessionStorage.hand = JSON.stringify(all); };
  document.addEventListener("pointerdown", (event) => {
    if (event.isTrusted) note((all) => { all.taps += 1; all.last = now(event.timeStamp); });
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.isTrusted && event.key !== "End") note((all) => { all.keys += 1; all.last = 0; });
  }, true);
  window.seen = () => note((all) => {
    if (all.last) all.waited += now(performance.now()) - all.last;
    all.last = 0;
  });
})()"""
"""Kept over the pages of one visit. The time of the last tap is used up by the first thing that was waited for."""
FIND = """([selector, text]) => {
  const found = [...document.querySelectorAll(selector)]
    .find((one) => one.checkVisibility() && one.textContent.replace(/\\s+/g, " ").trim().startsWith(text));
  if (found) window.seen();
  return found;
}"""
SIGHT = """async (one) => {
  for (let still = 0, last = NaN; still < 6;) { // a page that is being laid out or brought into view is not judged yet
    await new Promise(requestAnimationFrame);
    const { top } = one.getBoundingClientRect();
    still = top === last && document.readyState === "complete" ? still + 1 : 0;
    last = top;
  }
  const box = one.getBoundingClientRect();
  const menu = document.querySelector("nav.menu:not(:has(:focus))")?.getBoundingClientRect().top ?? innerHeight;
  return one.closest("nav.menu, header") !== null || (box.top >= 0 && box.bottom <= Math.min(innerHeight, menu)); }"""


@dataclass(frozen=True)
class Step:
    """Something to tap, by a selector and how its text begins.

    typed: what is written there in place of what stood; name: what people see, where it is not that text.
    """

    selector: str
    text: str = ""
    name: str = ""
    typed: str = ""


@dataclass(frozen=True)
class Task:
    """done: what can be seen once it is done; budget: of taps; peers: what is known of others; before: not counted."""

    key: str
    name: str
    steps: tuple[Step, ...]
    done: tuple[str, str]
    budget: int
    peers: str
    start: str = "/"
    before: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Measured:
    """aside: how many of the things to tap were not on the screen yet, so that the page had to be moved."""

    taps: int
    keys: int
    aside: int
    seconds: float


def pad(where: str) -> str:
    """The buttons of a scale in one form."""
    return f"{where} .pad button"


SAVED = ("#toast", "Saved")
RATED = Step(pad('#main form[action="/rate/"]:has([value="pain.now"])'), "7")
OPEN_USUAL = Step("#dose a", "Kratom 2.5 g")
NO_PAIN = "no pain score in KratomTracker and PsychonautWiki Journal; pain-tracker and StudyU have one: taps not known"
PEG = 'form[action="/check/peg/"]'
TASKS = (
    Task(
        "rate",
        "Rate the pain",
        (RATED,),
        SAVED,
        1,
        NO_PAIN,
    ),
    Task(
        "again",
        "Log a usual dose again, with the pain",
        (OPEN_USUAL, Step(pad("#dose .again"), "6")),
        SAVED,
        2,
        "a list of recent or preset doses in KratomTracker, PsychonautWiki Journal, pain-tracker and MedTimer "
        "(without a pain score in three of them): taps not known",
    ),
    Task(
        "amount",
        "Log a dose of another amount, with the pain",
        (
            Step("#dose a", "Log something else"),
            Step("#id_amount", name="How much", typed="3.5"),
            Step(pad('form[action="/dose/new/"]'), "6"),
        ),
        SAVED,
        3,
        "PsychonautWiki Journal asks in five pages (search, interactions, route, dose, time): taps not known",
    ),
    Task(
        "effect",
        "Note an effect",
        (
            Step("#noticed > summary", "Did you notice something?"),
            Step("#effects .taps button", "Constipation"),
            Step('#effects form[data-keep="effect"] .primary', "Save"),
        ),
        SAVED,
        3,
        "an effect of its own with a time in PsychonautWiki Journal and Nightscout: taps not known",
    ),
    Task(
        "check-in",
        "Check in after a dose",
        (
            Step('a[href="/checkin/"]', "How is it now?"),
            Step(pad('form[action="/checkin/"]'), "4"),
        ),
        ("#main h1", "Thank you"),
        3,
        "a question at the time of an effect: in part PsychonautWiki Journal, no other seen: taps not known",
    ),
    Task(
        "morning",
        "Morning check-in, of two questions",
        (
            Step('a[href="/checkin/"]', "Morning"),
            Step(pad('form[action="/checkin/"]:has([value="sleep.quality"])'), "6"),
            Step(pad('form[action="/checkin/"]:has([value="mood"])'), "5"),
        ),
        ("#main h1", "Thank you"),
        3,
        "a daily check-in in Flaredown and StudyU: taps not known",
    ),
    Task(
        "undo",
        "Undo the last entry",
        (Step("#toast button", "Undo"),),
        ("#toast", "Undone"),
        1,
        "not known",
        before=(RATED, Step(*SAVED)),
    ),
    Task(
        "correct",
        "Correct an entry",
        (
            Step("#log .entry a", "Edit", name="Edit, beside the entry"),
            Step("#id_value", name="Value", typed="4"),
            Step('form[data-keep="edit"] .primary', "Save the correction"),
        ),
        ("#toast", "Corrected"),
        3,
        "not known; no peer keeps what the entry was before (Nightscout in part)",
        before=(RATED, Step(*SAVED)),
    ),
    Task(
        "flare",
        "Rate the pain on a bad day",
        (
            Step("a.flare-way", "Bad day"),
            Step(".flare-three a", "How bad is it now"),
            Step(pad(".flare-pad"), "8"),
        ),
        (".flare-saved", "Saved"),
        3,
        "a calm mode for flares in pain-tracker only: taps not known",
    ),
    Task(
        "flare-first",
        "The same, in a browser that opens with *Bad day*",
        (Step(".flare-three a", "How bad is it now"), Step(pad(".flare-pad"), "8")),
        (".flare-saved", "Saved"),
        2,
        "as above",
        start="/flare/",
    ),
    Task(
        "where",
        "Say where it hurts, with the pain",
        (
            Step("#main a", "Say where it hurts, too"),
            Step('.side-front [data-place="left_shoulder"]', name="the left shoulder of the figure"),
            Step(pad('form[action="/where/"]'), "6"),
        ),
        SAVED,
        3,
        "a body map in pain-tracker and StudyU: taps not known",
    ),
    Task(
        "peg",
        "Fill in PEG, the three questions of the week",
        (
            Step('a[href="/check/peg/"]', name="PEG, under *If you like*"),
            *(
                Step(f"{PEG} fieldset:nth-of-type({number}) label", "5", name=f"5 of question {number}")
                for number in (1, 2, 3)
            ),
            Step(f"{PEG} .primary", "Save"),
        ),
        ("#score-title", ""),
        5,
        "a score of its own like it in pain-tracker, in part StudyU: taps not known",
    ),
    Task(
        "helps",
        "See whether it helps",
        (Step("nav.menu a", "Balance"),),
        ("#answer .verdict h2", ""),
        1,
        "with and without, or a correlation, in KratomTracker (in part), pain-tracker and StudyU: taps not known",
    ),
    Task(
        "report",
        "A report for a visit",
        (
            Step("nav.menu a", "More"),
            Step('#main a[href="/report/"]', name="For my clinician"),
            Step('form[action="/report/"] .primary', "Show the report"),
        ),
        ("article.report", ""),
        3,
        "pain-tracker and Nightscout; in part MedTimer, Flaredown, StudyU: taps not known",
    ),
)


def take(page: Page, step: Step) -> bool:
    """Tap it as soon as it can be seen, and write there; False where the page had to be moved first."""
    found = page.wait_for_function(FIND, arg=[step.selector, step.text], timeout=120_000).as_element()
    assert found is not None
    in_sight = bool(found.evaluate(SIGHT))
    found.tap()
    if step.typed:
        found.press("End")
        for _ in found.input_value():
            found.press("Backspace")
        found.type(step.typed)
    return in_sight


def measure(task: Task, page: Page) -> Measured:
    """Do it, as a thumb does; gives what the browser was given, and how long it took to answer."""
    page.add_init_script(COUNTED)
    page.goto(task.start)
    page.wait_for_load_state("load")
    for step in task.before:
        take(page, step)
    page.evaluate("sessionStorage.removeItem('hand')")
    aside = sum(not take(page, step) for step in task.steps)
    page.wait_for_function(FIND, arg=list(task.done), timeout=120_000)
    hand: dict[str, Any] = page.evaluate("JSON.parse(sessionStorage.hand)")
    return Measured(hand["taps"], hand["keys"], aside, hand["waited"] / 1000)


def steps(task: Task) -> str:
    return ", ".join(
        f"{step.name or step.text}{f' ({step.typed})' if step.typed else ''}" for step in task.steps
    ).replace("|", "/")


def row(task: Task, found: Measured) -> str:
    cells = (task.name, found.taps, found.keys, found.aside, f"{found.seconds:.2f}", steps(task), task.peers)
    return f"| {' | '.join(map(str, cells))} |"


def told() -> dict[str, str]:
    """The rows that stand on the page, by task."""
    lines = PAGE.read_text(encoding="utf-8").splitlines()
    return {task.name: line for task in TASKS for line in lines if line.startswith(f"| {task.name} |")}


def page(found: dict[str, Measured]) -> str:
    """docs/taps.md as it has to be."""
    head = f"| {' | '.join(HEAD)} |\n|{' --- |' * len(HEAD)}"
    rows = "\n".join(row(task, found[task.key]) for task in TASKS)
    return WRITTEN.sub(lambda _match: f"{head}\n{rows}\n", PAGE.read_text(encoding="utf-8"))


class Collected:
    """A plugin of pytest: what the tests measured, whether or not the page says so already."""

    def __init__(self) -> None:
        self.found: dict[str, Measured] = {}

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.when == "call":
            values = dict(report.user_properties).get(PROPERTY)
            if isinstance(values, list):
                self.found[str(values[0])] = Measured(*values[1:])


def main() -> None:
    collected = Collected()
    pytest.main(["-q", "--tb=no", "-p", "no:cacheprovider", str(ROOT / "tests/browser/test_taps.py")], [collected])
    PAGE.write_text(page(collected.found), encoding="utf-8")


if __name__ == "__main__":
    main()
