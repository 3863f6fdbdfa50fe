"""The report for a visit: every section says its part or that it is left out, and nothing that must not be said."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from counterpoise import diary as d
from counterpoise.knowledge.load import load
from counterpoise.report.clinician import APPENDICES, KEYS, Chosen, taken, written, written_from_the_rest
from counterpoise.report.document import Document, Picture, Section, Table
from tests.never import offences
from tests.report.people import MARKUP, NOW, PEOPLE, person
from tests.report.reported import answers, chosen, document, findings, words
from tests.report.told import LESS, SAME, USUAL, with_amounts

LOOKS_DOWN = "did about as much as the usual"
"""A lower amount beside the usual dose: it names one that was taken often, and never a higher one."""
LONG = 12
"""Shorter texts may stand in more than one place by chance."""


def section(made: Document, key: str) -> Section:
    return next(one for one in made.sections if one.key == key)


def said(one: Section) -> str:
    return "\n".join(text for block in one.blocks for text in words(block))


def whole(made: Document) -> str:
    return "\n".join([made.title, *(one.title for one in made.sections), *map(said, made.sections)])


@pytest.mark.parametrize("name", PEOPLE)
def test_all_sections_stand_in_their_order_and_say_something(name: str) -> None:
    made = document(name)
    assert tuple(one.key for one in made.sections) == ("glance", *KEYS)
    assert KEYS[0] == "questions"
    assert [one.key for one in made.sections if one.appendix] == list(APPENDICES)
    assert all(said(one).strip() for one in made.sections)


@pytest.mark.parametrize("name", PEOPLE)
def test_rows_are_as_long_as_their_heads_and_pictures_are_told(name: str) -> None:
    for one in document(name).sections:
        for block in one.blocks:
            if isinstance(block, Table):
                assert {len(row) for row in block.rows} <= {len(block.head)}
            if isinstance(block, Picture):
                assert len(block.description) > LONG
                assert "<svg" in block.svg


@pytest.mark.parametrize("name", PEOPLE)
def test_nothing_is_said_that_must_never_be(name: str) -> None:
    found = offences(whole(document(name)))
    assert [one for one in found if LOOKS_DOWN not in one] == []


@pytest.mark.parametrize("key", KEYS)
def test_what_is_left_out_is_marked_and_leaves_nothing_of_its_own(key: str) -> None:
    full, without = document("escalation"), document("escalation", (key,))
    left = section(without, key)
    assert left.left_out
    assert left.blocks == ()
    rest = "\n".join(said(one) for one in full.sections if one.key != key)
    own = {text for block in section(full, key).blocks for text in words(block) if len(text) > LONG}
    there = whole(without)
    assert [text for text in own if text not in rest and text in there] == []


def test_a_section_left_out_takes_its_findings_along() -> None:
    there = whole(document("escalation", ("medicines", "labs", "who", "dependence")))
    for word in ("alprazolam", "sertraline", "ALT", "Driving", "low back pain", "Self-check"):
        assert word not in there
    assert "ALT" in said(section(document("escalation"), "findings"))


def test_entries_of_a_section_left_out_are_not_listed() -> None:
    listed = said(section(document("escalation", ("taken", "harms")), "entries"))
    assert "Kratom" not in listed
    assert "Drowsy" not in listed
    assert "Pain now" in listed


def test_leaf_extract_and_another_drug_are_rows_of_their_own() -> None:
    table = next(b for b in section(document("escalation"), "taken").blocks if isinstance(b, Table))
    rows = {row[0]: row for row in table.rows}
    assert rows["Kratom, powder"][1] != rows["Kratom, extract"][1]
    other = next(name for name in rows if name.startswith("7-hydroxymitragynine"))
    assert "another drug, never counted as kratom" in other
    assert rows[other][1] == "10 doses noted, 10 mg"


def test_an_extract_is_told_apart_from_leaf_wherever_doses_are_told() -> None:
    made = document("escalation")
    assert "15:05 Kratom (extract) 0.3 g" in said(section(made, "entries"))
    assert "Kratom, powder: doses on a day with entries" in said(section(made, "taken"))


def test_grams_from_a_bag_over_the_limit_are_never_grams_of_7_oh() -> None:
    paper = d.Assay(analyte="7-hydroxymitragynine", value=300.0, unit="mg/g")
    product = d.Product(id="p", substance="kratom", name="Green powder", form="powder")
    doses = tuple(
        d.Dose(id=str(n), at=NOW - dt.timedelta(days=n), substance="kratom", amount=2.5, unit="g", lot="l")
        for n in (1, 2, 3)
    )
    lot = d.Lot(id="l", product="p", lot_number="A17", assays=(paper,))
    diary = d.Diary(
        person=d.Person(time_zone="Europe/Berlin"), doses=doses, ratings=(), products=(product,), lots=(lot,)
    )
    made = written(diary, load(), answers("thin"), (), NOW, chosen("thin"))
    taken, entries = section(made, "taken"), said(section(made, "entries"))
    bag = (
        "Green powder (powder), lot A17 – its certificate shows more 7-OH than leaf holds, so it is not counted as leaf"
    )
    table = next(b for b in taken.blocks if isinstance(b, Table))
    assert [row[:2] for row in table.rows] == [(f"Kratom as noted: {bag}", "3 doses noted, 2.5 g")]
    assert [b.title.startswith(f"Kratom as noted: {bag}") for b in taken.blocks if isinstance(b, Picture)] == [True]
    assert f"Kratom 2.5 g from {bag}" in entries
    assert "7-hydroxymitragynine (7-OH)" not in said(taken) + entries


def test_a_plan_made_alone_is_marked_and_counted_against_the_record() -> None:
    text = said(section(document("escalation"), "taken"))
    assert "made alone" in text
    assert "Above 3 g in " in text


def test_what_is_open_in_the_papers_of_a_bag_is_said_and_not_asked() -> None:
    text = said(section(document("escalation"), "products"))
    assert "open: No lab is named." in text
    assert "Is there a lab behind it?" not in text


def test_a_pair_that_rests_on_opioids_shows_both_halves_with_their_grades() -> None:
    (table,) = [block for block in section(document("escalation"), "findings").blocks if isinstance(block, Table)]
    (evidence,) = [row[-1] for row in table.rows if "alprazolam together with 7-hydroxymitragynine" in row[1]]
    assert re.fullmatch(r"\[\d+\] people, no trial, not checked\n\[\d+\] animals only, our choice", evidence)


def test_little_data_cannot_tell_and_missing_is_said() -> None:
    made = document("thin")
    assert "cannot tell yet" in said(section(made, "benefit"))
    assert "No effect was noted in these days; that does not show that there was none." in said(section(made, "harms"))
    assert "have no entry" in said(section(made, "unknown"))
    assert "Not told: year of birth" in said(section(made, "who"))


def test_an_effect_is_told_with_its_interval_and_limits() -> None:
    text = said(section(document("benefit"), "benefit"))
    for part in ("In this record it helps", "90 % interval", "not randomised", "confounding by indication", "expected"):
        assert part in text


LEAST = "What is the least amount that did enough?"
SETTLED = (
    "In this record 1.5 g did about as much as the usual 2 g. That has a probability of 87 %; whether still less would "
    "do is not settled."
)


def test_the_least_amount_is_not_called_untold_beside_one_that_did_about_as_much() -> None:
    def told(*amounts: dict[str, Any], verdict: str = "helps") -> str:
        reasons = {"duration_h": "Not narrowed.", "tolerance": "Not settled.", "lowest_effective_dose": SETTLED}
        given = with_amounts(*amounts, reasons=reasons, verdict=verdict)
        return said(section(written(person("benefit"), load(), given, (), NOW, chosen("benefit")), "benefit"))

    as_much = told(SAME, USUAL)
    assert f"{LEAST} {SETTLED}" in as_much
    assert as_much.count(LEAST) == 1
    for cannot in (told(LESS, USUAL), told(SAME, USUAL, verdict="cannot_tell")):
        assert f"How long? {LEAST} Is it wearing off?" in cannot
        assert SETTLED not in cannot


def test_doses_that_do_nothing_are_not_said_to_help() -> None:
    assert "it helps" not in said(section(document("none"), "benefit"))


def test_no_picture_of_an_answer_that_cannot_be_given() -> None:
    assert not any(isinstance(block, Picture) for block in section(document("taper"), "benefit").blocks)


def test_a_scale_that_was_not_filled_in_is_not_zero() -> None:
    assert "Not filled in in these days: Self-check" in said(section(document("none"), "dependence"))
    assert "No blood test is written down" in said(section(document("none"), "labs"))


def test_a_skipped_question_leaves_no_peg_score() -> None:
    skipped = d.Questionnaire(id="q", at=NOW - dt.timedelta(days=1), instrument="peg", answers=(5.0, None, 5.0))
    diary = replace(person("none"), questionnaires=(skipped,))
    made = written(diary, load(), answers("none"), (), NOW, chosen("none"))
    assert "not filled in in these days" in said(section(made, "pain"))


def test_taper_tells_withdrawal_and_both_scores() -> None:
    text = said(section(document("taper"), "dependence"))
    assert "Withdrawal, 0 to 10: " in text
    assert "8, 2 times filled in, before: 16" in text


def test_lab_values_stand_beside_their_limit_with_the_pattern() -> None:
    text = said(section(document("escalation"), "labs"))
    assert "190 U/L" in text
    assert "40 U/L" in text
    assert "gives 5.7" in text


def test_a_value_just_above_its_limit_says_so_and_the_one_before_is_found() -> None:
    labs = tuple(
        d.Lab(id=str(days), at=NOW - dt.timedelta(days=days), analyte="ALT", value=value, unit="U/L", upper_limit=35.0)
        for days, value in ((400, 30.0), (3, 38.0))
    )
    diary = d.Diary(person=d.Person(time_zone="Europe/Berlin"), doses=(), ratings=(), labs=labs)
    for kept, before in ((labs, "30 U/L, 27 May 2025"), (labs[1:], "not in these days")):
        made = written(replace(diary, labs=kept), load(), answers("thin"), (), NOW, chosen("thin"))
        table = next(b for b in section(made, "labs").blocks if isinstance(b, Table))
        assert table.rows[0][4:] == ("1.09, above the limit", before)


def test_every_number_of_a_source_is_in_the_list() -> None:
    made = document("escalation")
    listed = next(b for b in section(made, "method").blocks if isinstance(b, Table))
    assert [row[0] for row in listed.rows] == [str(n + 1) for n in range(len(listed.rows))]
    assert listed.head == ("No.", "Source", "Last reviewed")
    assert all(row[1] and row[2] for row in listed.rows)
    marked = [row for row in said(section(made, "medicines")).splitlines() if "not checked" in row]
    assert marked


def test_only_the_days_chosen_are_told() -> None:
    days = Chosen(dt.date(2026, 6, 1), dt.date(2026, 6, 10))
    made = written(person("escalation"), load(), answers("escalation"), findings("escalation"), NOW, days)
    assert "PEG (pain, enjoyment of life, general activity): not filled in" in said(section(made, "pain"))
    assert "of 10 days" in said(section(made, "taken"))


@pytest.mark.parametrize(
    ("noted", "days", "text"),
    [(1, 90, "Taken, on 1 day with entries out of 90 days"), (3, 1, "Taken, on 3 days with entries out of 1 day")],
)
def test_one_day_is_no_days(noted: int, days: int, text: str) -> None:
    assert taken._caption(noted, days) == text


def test_a_note_is_told_as_it_was_written() -> None:
    assert MARKUP in said(section(document("escalation"), "entries"))


@pytest.mark.parametrize(
    ("days", "head", "cell"), [(3, "How often", "1 of 3 noted days"), (14, "Per 30 noted days", "2.1")]
)
def test_a_rate_is_told_of_enough_days_only(days: int, head: str, cell: str) -> None:
    rated = [d.Rating(at=NOW - dt.timedelta(days=n), measure="pain.now", value=4.0) for n in reversed(range(days))]
    slow = d.Effect(at=NOW, kind="slow_breathing", severity=2)
    diary = d.Diary(person=d.Person(time_zone="UTC"), doses=(), ratings=tuple(rated), effects=(slow,))
    made = written(diary, load(), answers("thin"), (), NOW, chosen("thin"))
    table = next(b for b in section(made, "harms").blocks if isinstance(b, Table))
    assert (table.head[-2], table.rows[0][-2]) == (head, cell)


def test_entries_tell_when_an_effect_was_and_what_was_taken_before_a_warning_sign() -> None:
    def at(hour: int, minute: int, day: int = 29) -> dt.datetime:
        return dt.datetime(2026, 6, day, hour, minute, tzinfo=dt.UTC)

    doses = (
        d.Dose(at=at(23, 0, 28), substance="kratom", amount=2.0, unit="g"),
        d.Dose(at=at(19, 20), substance="alprazolam", amount=0.5, unit="mg"),
        d.Dose(at=at(19, 37).replace(second=40), substance="7-hydroxymitragynine", amount=10.0, unit="mg"),
        d.Dose(at=at(19, 38), substance="kratom", amount=1.0, unit="g"),
    )
    effects = (
        d.Effect(at=at(1, 0), kind="seizure"),
        d.Effect(at=at(9, 5), kind="nausea", severity=1),
        d.Effect(at=at(19, 37), kind="slow_breathing", severity=2),
    )
    pain = [(8, 10, 6.0), (12, 0, 7.0), (19, 30, 9.0), (21, 0, 6.0)]
    rated = [d.Rating(at=at(hour, minute), measure="pain.now", value=value) for hour, minute, value in pain]
    slept = d.Rating(at=at(7, 0), measure="sleep.quality", value=5.0)
    diary = d.Diary(person=d.Person(time_zone="UTC"), doses=doses, ratings=(slept, *rated), effects=effects)

    def told(*without: str) -> tuple[str, str]:
        made = written(diary, load(), answers("thin"), (), NOW, chosen("thin", without))
        table = next(b for b in section(made, "entries").blocks if isinstance(b, Table))
        return said(section(made, "entries")), next(f"{row[2]} | {row[3]}" for row in table.rows if "29" in row[0])

    all_, day = told()
    assert day == (
        "Sleep 5; Pain now 6, 7, 9, 6 (lowest 08:10, highest 19:30) | "
        "01:00 Seizure (fit), not told how bad (before it: 28 June 2026 23:00 Kratom 2 g); 09:05 Nausea, mild; "
        "19:37 Slow or shallow breathing, moderate "
        "(before it: 19:20 alprazolam 0.5 mg; 19:37 7-hydroxymitragynine (7-OH) 10 mg)"
    )
    caution = "in the 12 hours before it. That it was taken before does not show that it is the cause."
    assert caution in all_
    all_, day = told("taken")
    assert day.endswith("19:37 Slow or shallow breathing, moderate")
    assert caution not in all_


def test_an_empty_diary_makes_a_report() -> None:
    empty = d.Diary(person=d.Person(time_zone="Europe/Berlin"), doses=(), ratings=())
    made = written(empty, load(), answers("thin"), (), NOW, chosen("thin"))
    assert "No dose was recorded in these days" in said(section(made, "taken"))


def test_days_and_sections_that_cannot_be_are_refused() -> None:
    with pytest.raises(ValueError, match="must not be after"):
        Chosen(dt.date(2026, 2, 1), dt.date(2026, 1, 1))
    with pytest.raises(ValueError, match="liver"):
        Chosen(dt.date(2026, 1, 1), dt.date(2026, 1, 1), frozenset({"liver"}))


def test_questions_of_the_next_visit_are_told_in_their_words() -> None:
    text = said(section(document("escalation"), "questions")).splitlines()
    assert text == ["Visit: 2 July 2026, Dr Ng.", "Wants from it: less fog.", "Is my liver well?"]
    assert said(section(document("thin"), "questions")) == "No question is written down."


def test_pairs_say_why_in_half_a_sentence_with_their_evidence() -> None:
    tables = [block for block in section(document("escalation"), "medicines").blocks if isinstance(block, Table)]
    rows = {row[1]: row for row in tables[1].rows}
    assert tables[1].head[2:] == ("Why, in short", "Evidence")
    why, evidence = rows["Gabapentin together with Kratom"][2:]
    assert why == "Together with opioids these two can slow breathing."
    assert "people, no trial, not checked" in evidence
    why, evidence = rows["alprazolam together with 7-hydroxymitragynine (7-OH)"][2:]
    assert why == "7-OH is an opioid. Opioids and benzodiazepines together can stop the breathing."
    assert "not checked" in evidence


def test_a_picture_of_benefit_has_a_key() -> None:
    (picture,) = (block for block in section(document("benefit"), "benefit").blocks if isinstance(block, Picture))
    assert all(word in picture.key for word in ("dot", "thick bar", "50 %", "90 %", "95 %", "no change", "matters (2)"))


def test_where_doses_may_be_left_out_it_is_not_said_that_none_was_recorded() -> None:
    only = d.Dose(id="i", at=NOW - dt.timedelta(days=2), substance="ibuprofen", amount=400.0, unit="mg")
    diary = d.Diary(person=d.Person(time_zone="Europe/Berlin"), doses=(only,), ratings=())

    def told(*without: str) -> str:
        made = written_from_the_rest(diary, load(), NOW, chosen("thin", without), np.random.default_rng(1))
        assert "ibuprofen" not in whole(made).lower()
        return said(section(made, "taken"))

    assert "No dose is shown for these days. Something is left out here" in told("medicines", "method")
    assert "No dose was recorded" not in told("medicines", "method")


def test_a_report_and_a_link_say_which_days_the_answer_rests_on() -> None:
    assert "whatever days are shown here; a link or a file" in said(section(document("benefit"), "benefit"))
    cut = replace(chosen("benefit"), these_days_only=True)
    made = written(person("benefit"), load(), answers("benefit"), (), NOW, cut)
    assert "It rests on the days shown here and no others" in said(section(made, "benefit"))
    assert "whatever days are shown" not in said(section(made, "benefit"))


def test_a_plan_that_begins_later_says_so() -> None:
    later = replace(person("taper").plans[0], id="later", from_=dt.date(2026, 7, 9), steps=(), agreed_with="Dr Lee")
    diary = replace(person("taper"), plans=(*person("taper").plans, later))
    made = written(diary, load(), answers("taper"), (), NOW, chosen("taper"))
    assert "A plan begins on 9 July 2026: Kratom, going down, agreed with Dr Lee." in said(section(made, "taken"))
    assert "begins on 9 July 2026" in said(section(made, "plan"))
    rest = written_from_the_rest(diary, load(), NOW, chosen("taper", ("labs",)), np.random.default_rng(1))
    assert "begins on 9 July 2026" in said(section(rest, "taken"))


def test_itching_beside_a_raised_liver_value_is_told_with_it_and_only_where_both_are_shown() -> None:
    assert "Itching, and a raised liver value" in said(section(document("escalation"), "harms"))
    assert "other signs of the liver" not in whole(document("escalation"))
    assert "liver value" not in whole(document("escalation", ("labs",)))


def test_what_is_left_out_is_in_no_other_section_either() -> None:
    """Alcohol is told with the other medicines, withdrawal with dependence; the answers reckon with both."""
    none = person("none")
    late = none.doses[-60:]
    drinks = [d.Dose(id=f"s{one.id}", at=one.at, substance="alcohol", amount=4.25, unit="drink") for one in late]
    early = [
        d.Rating(id=f"w{one.id}", at=one.at - dt.timedelta(hours=1), measure="withdrawal", value=6.5) for one in late
    ]
    full = replace(none, doses=(*none.doses, *drinks), ratings=(*none.ratings, *early))

    def told(*without: str) -> str:
        rest = chosen("none", without)
        return whole(written_from_the_rest(full, load(), NOW, rest, np.random.default_rng(1))).lower()

    everything = told("method")
    assert all(word in everything for word in ("4.25", "alcohol was recorded, too", "mornings withdrawal was rated"))
    little = told("medicines", "dependence", "taken", "plan", "method")
    assert "alcohol" not in little
    assert "mornings withdrawal" not in little
    assert "4.25" not in told("medicines", "method")
