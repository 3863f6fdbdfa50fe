"""The first lines of the report: what presses most, then the rest in a line each, and only what a section says."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from counterpoise import diary as d
from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import Severity
from counterpoise.report.clinician import glance, written
from counterpoise.report.clinician.reading import Reading
from counterpoise.report.document import Items, Table
from counterpoise.report.words import headline
from counterpoise.safety.finding import Finding
from tests.report.people import NOW, PEOPLE, person
from tests.report.reported import answers, chosen, document, findings, words
from tests.report.test_clinician import said, section, whole


@pytest.mark.parametrize("name", PEOPLE)
def test_the_first_lines_say_what_the_sections_say(name: str) -> None:
    made = document(name)
    first, rest = made.sections[0].blocks
    verdict = headline(answers(name))
    *_why, taken, benefit = words(rest)
    assert benefit.startswith(f"Benefit: {verdict}")
    assert said(section(made, "benefit")).startswith(verdict)
    low = answers(name)["verdict"] == "cannot_tell"
    assert ("90 %" in benefit) is not low
    table = next(block for block in section(made, "taken").blocks if isinstance(block, Table))
    drug, dose, count = table.rows[0][:3]
    how = f"usual dose {dose}; on average {count} doses"
    if count == "–":
        how = f"{dose.split(',')[0]} on "
    assert taken.startswith(f"Taken: {drug}: {how}")
    found = said(section(made, "findings"))
    assert isinstance(first, Items) == (findings(name) != ())
    assert all(title in found for title in words(first)[1:]), "each finding that is named stands in full below"


def test_the_first_lines_name_the_worst_and_how_soon() -> None:
    worst = document("escalation").sections[0].blocks[0]
    assert isinstance(worst, Items)
    assert worst.title == "Most pressing: Talk to someone today (3 of 4)", "the title is what sets it in bold"
    assert len(worst.items) == 3
    assert worst.items[-1] == "Gabapentin together with Kratom"


def glanced(*severities: Severity, at: dt.datetime | None = None) -> Items:
    """The first lines about findings of these degrees."""
    found = tuple(
        Finding(
            rule="use.many",
            severity=one,
            title=f"Found {n}",
            reason="It was seen.",
            cause=f"made:{n}",
            because=(),
            actions=(),
            sources=(),
            at=at,
        )
        for n, one in enumerate(severities)
    )
    first = next(iter(glance.blocks(Reading(person("thin"), load(), answers("thin"), found, NOW, chosen("thin")))))
    assert isinstance(first, Items)
    return first


def test_an_emergency_stands_there_with_its_day_and_time_where_the_person_lives() -> None:
    at = dt.datetime(2026, 6, 28, 23, 40, tzinfo=ZoneInfo(person("thin").person.time_zone))
    assert glanced("emergency", at=at.astimezone(dt.UTC)).items == ("Found 0 (28 June 2026 at 23:40)",)
    assert glanced("emergency").items == ("Found 0",), "of a moment that is not known none is told"
    assert glanced("warning", at=at).items == ("Found 0",)


def test_what_is_only_good_to_know_is_not_called_pressing() -> None:
    assert glanced("notice", "notice").title == "Good to know"
    assert glanced("notice", "notice", "notice", "notice").title == "Good to know (3 of 4)"
    assert glanced("warning", "notice").title == "Most pressing: Bring it up soon"


def told_of(doses: list[d.Dose], found: tuple[Finding, ...] = (), rated: int = 121) -> tuple[str, str]:
    """The first lines and the section on what is taken, with pain rated on each of so many days."""
    pain = tuple(d.Rating(at=NOW - dt.timedelta(days=n), measure="pain.now", value=4.0) for n in range(rated))
    diary = d.Diary(person=d.Person(time_zone="UTC"), doses=tuple(reversed(doses)), ratings=pain)
    made = written(diary, load(), answers("thin"), found, NOW, chosen("thin"))
    return said(made.sections[0]), said(section(made, "taken"))


def kratom(days: float, grams: float = 2.0, unit: str = "g") -> d.Dose:
    return d.Dose(at=NOW - dt.timedelta(days=days), substance="kratom", amount=grams, unit=unit)


def test_how_use_went_is_told_first_and_in_its_section_and_only_of_days_enough() -> None:
    """Few doses at the start and many at the end, with an entry on every day; and with none on most days."""
    early = [d.Dose(at=NOW - dt.timedelta(days=n), substance="kratom", amount=2.0, unit="g") for n in range(110, 118)]
    late = [d.Dose(at=NOW - dt.timedelta(hours=12 * n), substance="kratom", amount=2.0, unit="g") for n in range(56)]
    first, taken = told_of([*late, *early])
    assert "Doses on a day with entries: 0.3 in the first 28 days, 2.0 in the last." in first
    assert "in the first 28 days and in the last: 0.3 and 2.0 of Kratom, form not told." in taken
    assert "first 28 days" not in "".join(told_of([*late, *early], rated=0))


def test_of_a_single_day_no_habit_is_told() -> None:
    """Pain was rated on many days: that makes no habit of what was taken on one."""
    doses = [kratom(0.1, 25), kratom(0.15, 1, "teaspoon"), kratom(0.2, 25), kratom(0.25, 2.5)]
    first, taken = told_of(doses)
    assert "4 doses noted on 1 day, 2.5–25 g" in first
    assert "4 doses noted, 2.5–25 g\n–\n–\n1 of 121" in taken
    assert "usual dose" not in first + taken
    assert "on average" not in first + taken
    habit = [kratom(n + 0.2) for n in range(14)]
    assert "usual dose 2 g; on average 1.0 doses on a day with one." in told_of(habit)[0]
    assert "13 doses noted on 13 days, 2 g." in told_of(habit[:13])[0]


def test_where_doses_a_day_slowly_grew_it_is_said_that_no_rule_looks_at_it() -> None:
    """From a dose in two days to one and a half a day, with an entry every day; not where a rule told of a growth."""
    early = [kratom(n + 0.2) for n in range(92, 120, 2)]
    late = [kratom(n / 1.5) for n in range(1, 42)]
    unseen = "No safety rule looks at a slow growth of how often."
    for text in told_of([*late, *early]):
        assert text.count(unseen) == 1
    grown = Finding("use.more_often", "notice", "More", "It was seen.", "use.growth:kratom", (), (), ())
    assert unseen not in "".join(told_of([*late, *early], (grown,)))
    steady = [kratom(n + 0.2) for n in range(120)]
    assert unseen not in "".join(told_of(steady)), "nothing grew"
    assert unseen not in "".join(told_of([*late, *early], rated=0)), "days without an entry are not days without a dose"
    few = [kratom(n + 0.2) for n in range(0, 28, 4)]
    assert unseen not in "".join(told_of([*few, kratom(118)])), "seven days with a dose are few"
    assert unseen not in "".join(told_of(late)), "what was begun did not grow slowly"


@pytest.mark.parametrize(
    ("key", "there"),
    [
        ("who", "Conditions: low back pain, anxiety."),
        ("questions", "less fog"),
        ("taken", "usual dose 5.4 g"),
        ("benefit", "cannot tell yet"),
        ("medicines", "Gabapentin"),
    ],
)
def test_the_first_lines_tell_nothing_of_a_section_left_out(key: str, there: str) -> None:
    full, without = said(document("escalation").sections[0]), said(document("escalation", (key,)).sections[0])
    assert there in full
    assert there not in without
    if key in ("taken", "benefit"):
        assert "Left out by the person." in without


def test_the_first_lines_of_an_empty_record_say_that_nothing_is_known() -> None:
    empty = d.Diary(person=d.Person(time_zone="Europe/Berlin"), doses=(), ratings=())
    lines = said(written(empty, load(), answers("thin"), (), NOW, chosen("thin")).sections[0]).splitlines()
    assert "found nothing here" in lines[0]
    assert lines[1].startswith("Taken: No dose was recorded in these days, which does not show that none was taken.")
    assert not any(line.startswith("Why") for line in lines)
    hidden = chosen("thin", ("who", "questions"))
    lines = said(written(empty, load(), answers("thin"), (), NOW, hidden).sections[0]).splitlines()
    assert lines[1] == "Why: Left out by the person."


@pytest.mark.parametrize("without", ["harms", "medicines", "labs", "dependence", "taken", "who"])
def test_where_findings_are_left_out_it_is_never_said_that_there_is_none(without: str) -> None:
    record = person("rich")
    made = written(record, load(), answers("rich"), (), NOW, chosen("rich", (without,)))
    assert "found nothing" not in whole(made)
    first = words(made.sections[0].blocks[0])
    assert first == ["What the safety rules see in sections that are left out is not told here."]


def test_findings_are_counted_in_all_sections_only_where_all_are_shown() -> None:
    everything, part = whole(document("rich")), whole(document("rich", ("labs",)))
    assert "of the safety rules, in all sections: " in everything
    assert "What is left out is not counted here." not in everything
    assert "of the safety rules, in the sections that are shown: " in part
    assert "What is left out is not counted here." in part
    assert "in all sections" not in part
