"""What is left out of a report is not in the diary it is made of; and what is left says nothing false."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from counterpoise import assessment, diary_file
from counterpoise import diary as d
from counterpoise.knowledge.load import load
from counterpoise.report.clinician import KEYS, SECTIONS, Chosen, written
from counterpoise.report.document import Document
from counterpoise.report.shown import shown
from counterpoise.safety.review import review
from tests.report.reported import words

ZONE = dt.timezone(dt.timedelta(hours=-5))
NOW = dt.datetime(2026, 6, 30, 20, tzinfo=ZONE)
FIRST, LAST = dt.date(2026, 6, 1), dt.date(2026, 6, 30)


def at(day: int, hour: int = 9) -> dt.datetime:
    return dt.datetime(2026, 6, day, hour, tzinfo=ZONE)


def whole() -> d.Diary:
    """A secret in everything."""
    early = dt.datetime(2026, 5, 31, 23, tzinfo=ZONE)
    leaf = d.Dose(id="d1", at=at(29), substance="kratom", amount=7.77, unit="g", lot="l", rating="r1", note="n-dose")
    return d.Diary(
        person=d.Person(
            time_zone="America/Bogota",
            birth_year=1944,
            conditions=("c-condition",),
            medicines=(d.Medicine(id="m", name="alprazolam", note="n-medicine"),),
            history=(d.PastUse(id="h", substance="kratom", amount=3.33, unit="g"),),
        ),
        products=(d.Product(id="p", substance="kratom", name="p-product", form="powder"),),
        lots=(d.Lot(id="l", product="p", lot_number="l-lot"),),
        doses=(
            leaf,
            d.Dose(id="d2", at=at(28), substance="alcohol", amount=4.44, unit="drink"),
            d.Dose(id="d0", at=early, substance="kratom", amount=9.99, unit="g"),
        ),
        ratings=(
            d.Rating(id="r1", at=at(29), measure="pain.now", value=6.0, note="n-rating"),
            d.Rating(id="r2", at=at(27), measure="withdrawal", value=3.0),
        ),
        effects=(d.Effect(id="e", at=at(26), kind="e-effect", note="n-effect"),),
        labs=(d.Lab(id="lab", at=at(25), analyte="ALT", value=55.5, unit="U/L"),),
        questionnaires=(
            d.Questionnaire(id="q1", at=at(24), instrument="peg", answers=(7.0, 6.0, 5.0)),
            d.Questionnaire(id="q2", at=at(23), instrument="kds", answers=(1.0,)),
        ),
        goals=(d.Goal(id="g", text="g-goal"),),
        plans=(
            d.Plan(id="pl", substance="kratom", direction="hold", from_=FIRST, agreed_with="w-whom", note="n-plan"),
        ),
        extra={"x": "x-extra"},
    )


SECRETS = {
    "who": ("1944", "c-condition", "g-goal"),
    "taken": ("7.77", "p-product", "l-lot", "w-whom", "3.33"),
    "medicines": ("alprazolam", "alcohol", "4.44"),
    "harms": ("e-effect",),
    "labs": ("55.5",),
    "pain": ("peg", '"pain.now"'),
    "dependence": ("kds",),
}
ALWAYS_OUT = ("9.99", "x-extra", "n-plan", "n-medicine")


def cut(*sections: str) -> str:
    return diary_file.write(shown(whole(), FIRST, LAST, sections, load()))


@pytest.mark.parametrize("section", SECTIONS)
def test_what_another_section_tells_is_not_there(section: str) -> None:
    left = cut(section)
    shares = {"benefit": ("taken", "pain"), "dependence": ("taken",)}.get(section, ())
    told = {secret for other in shares for secret in SECRETS[other]}
    for other, secrets in SECRETS.items():
        for secret in secrets if other != section else ():
            assert secret not in left or secret in told, (section, secret)
    assert all(secret not in left for secret in ALWAYS_OUT)
    assert "n-" not in left, "notes are for the person"


def test_each_section_finds_what_it_tells() -> None:
    for section, secrets in SECRETS.items():
        assert all(secret in cut(section) for secret in secrets), section


def test_notes_go_out_only_with_the_list_of_entries() -> None:
    told = cut("taken", "pain", "harms", "entries")
    assert all(note in told for note in ("n-dose", "n-rating", "n-effect"))
    assert "n-dose" not in cut("entries"), "the list tells of sections that are shown"


def test_nothing_chosen_leaves_the_days_with_an_entry_and_no_more() -> None:
    left = shown(whole(), FIRST, LAST, (), load())
    assert left == d.Diary(
        person=d.Person(time_zone="America/Bogota"), doses=(), ratings=(), questionnaires=left.questionnaires
    )
    assert {one.instrument for one in left.questionnaires} == {"left_out"}
    assert [one.at.day for one in left.questionnaires] == [23, 24, 26, 27, 28, 29]


def document(diary: d.Diary, *sections: str) -> Document:
    answers = assessment.assess(diary, np.random.default_rng(1), now=NOW).to_json()
    chosen = Chosen(FIRST, LAST, frozenset(sections))
    return written(diary, load(), answers, review(diary, load(), NOW), NOW, chosen)


def told(diary: d.Diary, key: str, *sections: str) -> list[str]:
    (section,) = [one for one in document(diary, *sections).sections if one.key == key]
    return [text for block in section.blocks for text in words(block)]


def test_what_is_shown_reads_the_same_as_in_the_whole_report() -> None:
    """Left out is left out, never turned into "none"."""
    part = shown(whole(), FIRST, LAST, ("medicines", "unknown"), load())
    assert any("kratom" in text.lower() for text in told(part, "medicines", "medicines", "unknown"))
    assert not any("No pair was found" in text for text in told(part, "medicines", "medicines", "unknown"))
    assert told(part, "unknown", "unknown") == told(whole(), "unknown", "unknown")
    pain = shown(whole(), FIRST, LAST, ("pain",), load())
    assert told(pain, "pain", "pain") == told(whole(), "pain", "pain")
    with_plan = shown(whole(), FIRST, LAST, ("taken", "medicines"), load())
    assert not any("No plan" in text for text in told(with_plan, "taken", "taken"))


def test_the_next_visit_is_the_next_from_today_on_whatever_days_were_chosen() -> None:
    """One between the last day shown and today is past; it must not stand in the way of the next."""
    visits = (
        d.Appointment(id="v1", on=LAST - dt.timedelta(days=2), questions=(d.Question(text="past"),), agreed="secret"),
        d.Appointment(
            id="v2",
            on=LAST + dt.timedelta(days=9),
            questions=(d.Question(text="next"),),
            bring=(d.ToBring(text="b-bag"),),
        ),
    )
    until = LAST - dt.timedelta(days=10)
    part = shown(replace(whole(), appointments=visits), FIRST, until, ("questions",), load())
    assert any("next" in text for text in told(part, "questions", "questions"))
    assert all(secret not in diary_file.write(part) for secret in ("secret", "b-bag"))


def test_a_report_of_a_cut_diary_can_be_written_whatever_is_chosen() -> None:
    for key in KEYS:
        part = shown(whole(), FIRST, LAST, (key,), load())
        assert [one.key for one in document(part, key).sections if not one.left_out] == ["glance", key]
