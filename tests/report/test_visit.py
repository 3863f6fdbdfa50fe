"""What the record asks before a visit, and what changed: neutral, and honest about what is not known."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from typing import Any

import pytest

from counterpoise import diary as d
from counterpoise.knowledge.load import load
from counterpoise.report.asking import questions
from counterpoise.report.changed import Since, changed
from counterpoise.safety.finding import Finding
from tests.house.test_words import ADVICE, ORDER

NOW = dt.datetime(2026, 5, 20, 12, tzinfo=dt.UTC)
FIRST = dt.date(2026, 5, 1)
UPWARDS = re.compile(r"\b(?:more kratom|higher|raise|increase|start|another dose|try)\b", re.I)


def at(day: int, month: int = 5, hour: int = 8) -> dt.datetime:
    return dt.datetime(2026, month, day, hour, tzinfo=dt.UTC)


def diary(person: d.Person | None = None, **lists: Any) -> d.Diary:
    about = person or d.Person(time_zone="UTC")
    return d.Diary(person=about, **({"doses": (), "ratings": ()} | lists))


def doses(first: int, last: int, times: int, amount: float | None = 2.0, month: int = 5) -> list[d.Dose]:
    hours = [(day, hour) for day in range(first, last + 1) for hour in range(8, 8 + times)]
    return [d.Dose(at=at(day, month, hour), substance="kratom", amount=amount, unit="g") for day, hour in hours]


def finding(title: str, severity: Any = "warning", day: int = 10, **more: Any) -> Finding:
    given: dict[str, Any] = {"rule": "x.y", "reason": "", "because": (), "actions": (), "sources": ()} | more
    return Finding(title=title, severity=severity, cause=title, at=at(day), **given)


def since(read: d.Diary, findings: Sequence[Finding] = ()) -> Since:
    return changed(read, load(), findings, FIRST, NOW)


FULL = diary(
    d.Person(time_zone="UTC", medicines=(d.Medicine(name="alprazolam", since="2026-05-03"),)),
    products=(d.Product(id="p", substance="kratom", name="Green"),),
    lots=(d.Lot(id="l", product="p"),),
    doses=(d.Dose(at=at(19), substance="kratom", amount=2.0, unit="g", lot="l"),),
    effects=(d.Effect(at=at(18), kind="nausea"), d.Effect(at=at(19), kind="nausea")),
    labs=(d.Lab(at=at(2), analyte="zonulin", value=1.0, unit="ng/mL"),),
)


def asked(read: d.Diary, findings: Sequence[Finding] = (), verdict: str | None = None) -> tuple[str, ...]:
    found = questions(read, load(), findings, None if verdict is None else {"verdict": verdict}, NOW)
    return tuple(one.text for one in found)


def test_the_record_gives_rise_to_questions() -> None:
    found = "\n".join(asked(FULL, [finding("Kratom together with alprazolam", actions=("blood_test",))], "cannot_tell"))
    for part in ("together with alprazolam", "cannot tell yet", "2 times in 30 days", "zonulin", "certificate"):
        assert part in found
    assert "Is it time for a blood test" in found
    assert "Do my medicines" in found


@pytest.mark.parametrize("verdict", ["cannot_tell", "no_clear_help", "worse", "helps", None])
def test_none_of_them_says_what_to_do_or_goes_up(verdict: str | None) -> None:
    for read in (FULL, diary()):
        for text in asked(read, [finding("A dose above the plan")], verdict):
            assert "?" in text
            assert len(text) <= 200
            assert not ADVICE.search(text)
            assert not ORDER.search(text)
            assert not UPWARDS.search(text)


def test_an_emergency_is_no_question_and_a_long_title_still_fits() -> None:
    found = asked(diary(), [finding("A seizure", "emergency"), finding("x" * 300, "urgent")])
    assert not any("seizure" in text for text in found)
    assert [len(text) for text in found if "xxx" in text] == [200]


def test_an_empty_record_asks_for_the_blood_test_that_is_not_there() -> None:
    assert asked(diary()) == ("There is no blood test on my record. Is one of the liver of use, and when?",)


def test_what_was_and_what_is_stand_side_by_side() -> None:
    read = diary(doses=tuple(doses(24, 30, 2, 2.0, month=4) + doses(13, 19, 3, 2.5)))
    told = {one.label: (one.then, one.now) for one in since(read).side_by_side}
    assert told["Kratom, doses on a day with entries"] == ("2", "3")
    assert told["Kratom, usual dose"] == ("2 g", "2.5 g")
    assert told["PEG (pain and everyday life, 0 to 10)"] == ("not filled in", "not filled in")


def test_what_is_not_known_is_said_and_never_zero() -> None:
    for read in (diary(), diary(doses=tuple(doses(18, 19, 1)))):
        told = {one.label: (one.then, one.now) for one in since(read).side_by_side}
        assert told["Kratom, doses on a day with entries"] == ("not known", "not known")
    read = diary(doses=tuple(doses(13, 19, 1, None)))
    assert since(read).side_by_side[1].now == "not known"


def test_noted_days_without_a_dose_are_none_and_not_unknown() -> None:
    ratings = tuple(d.Rating(at=at(day), measure="pain.now", value=3) for day in range(13, 20))
    told = since(diary(ratings=ratings)).side_by_side
    assert (told[0].now, told[1].now) == ("0", "no dose noted")


def test_peg_is_the_last_before_and_the_last_since_and_a_skipped_item_is_unknown() -> None:
    filled = [
        d.Questionnaire(at=at(20, 4), instrument="peg", answers=(6.0, 6.0, 6.0)),
        d.Questionnaire(at=at(9), instrument="peg", answers=(3.0, 4.0, 5.0)),
    ]
    told = since(diary(questionnaires=tuple(filled))).side_by_side[2]
    assert (told.then, told.now) == ("6 (20 April 2026)", "4 (9 May 2026)")
    skipped = d.Questionnaire(at=at(12), instrument="peg", answers=(3.0, None, 5.0))
    assert since(diary(questionnaires=(*filled, skipped))).side_by_side[2].now == "not known"


def test_what_is_new_is_told_with_its_day() -> None:
    before = d.Effect(at=at(20, 4), kind="nausea")
    read = diary(
        d.Person(
            time_zone="UTC",
            medicines=(
                d.Medicine(name="alprazolam", since="2026-05-03"),
                d.Medicine(name="ibuprofen", since="2020"),
                d.Medicine(name="aspirin", since="2026-04-01", until="2026-05-02"),
            ),
        ),
        effects=(before, d.Effect(at=at(18), kind="nausea"), d.Effect(at=at(19), kind="itching")),
        labs=(d.Lab(at=at(2), analyte="ALT", value=31.0, unit="U/L"),),
    )
    new = dict(since(read, [finding("Found", day=5), finding("Now")]).new)
    assert new["New medicines"] == ("alprazolam (3 May 2026)",)
    assert new["Medicines that ended"] == ("aspirin (2 May 2026)",)
    assert new["Effects not noted in the 90 days before"] == ("Itching (19 May 2026)",)
    assert new["Blood tests"] == ("ALT: 31 U/L (2 May 2026)",)
    assert new["Found by the safety rules"] == ("Found", "Now")
    assert since(diary()).new == ()
