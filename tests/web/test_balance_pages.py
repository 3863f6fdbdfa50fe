"""The balance: answers on demand, kept until the diary changes, refused where they must be."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from django.test import Client

from counterpoise import assessment, diary_file
from counterpoise.diary import Diary, Plan
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary, record
from counterpoise.journal.entries import add, change
from counterpoise.journal.erase import person_erased
from counterpoise.web import kernels
from counterpoise.web.balance import answering
from counterpoise.web.balance import views as balance_views
from counterpoise.web.timeline import measures
from counterpoise.web.tongue import together
from tests.house.test_words import advice
from tests.house.tree import ROOT
from tests.science.people import END, crowded, first
from tests.science.people import person as simulated
from tests.web.diaries import CHICAGO, brought, rate, somebody, take, visit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_kept() -> Iterator[None]:
    answering._answers.clear()
    yield
    answering._answers.clear()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Diary, str, str]]:
    """What the science was asked; it answers as about an empty record."""
    questions: list[tuple[Diary, str, str]] = []
    honest = assessment.assess

    def assess(diary: Diary, rng: np.random.Generator, **about: Any) -> Any:
        questions.append((diary, about["substance"], about["measure"]))
        return honest(diary, rng, **about)

    monkeypatch.setattr(assessment, "assess", assess)
    return questions


@pytest.fixture
def alice() -> m.Person:
    """Three days of record: too short for an answer, so that none is worked out."""
    person = somebody("Alice")
    for day in range(1, 4):
        rate(person, dt.datetime(2026, 5, day, 8, tzinfo=CHICAGO), 6)
        take(person, dt.datetime(2026, 5, day, 8, tzinfo=CHICAGO))
    person.refresh_from_db()
    return person


def helped(name: str, days: int) -> m.Person:
    """Somebody whose record shows that doses help."""
    person = somebody(name)
    brought(person, simulated("typical", first("helps", "typical", days), days))
    return person


def test_a_diary_without_a_dose_says_what_the_page_is_for() -> None:
    assert "No dose is recorded yet" in visit(somebody("Alice")).get("/balance/").text


def test_the_page_comes_at_once_and_asks_for_the_answer_afterwards(
    alice: m.Person, asked: list[tuple[Diary, str, str]]
) -> None:
    page = visit(alice).get("/balance/").text
    assert 'hx-get="/balance/answer?substance=kratom&amp;measure=pain.now"' in page
    assert "Working it out" in page
    assert asked == []


def test_without_javascript_the_answer_is_a_link_away(alice: m.Person) -> None:
    page = visit(alice).get("/balance/").text
    assert "wait=1" in page
    assert "This record cannot tell yet." in visit(alice).get("/balance/?wait=1").text


def test_too_short_a_record_says_what_is_missing(alice: m.Person) -> None:
    answer = visit(alice).get("/balance/answer").text
    assert "This record cannot tell yet." in answer
    assert "37 more ratings of pain" in answer
    assert "<picture>" not in answer


def test_the_answer_is_kept_until_the_diary_changes(alice: m.Person, asked: list[tuple[Diary, str, str]]) -> None:
    client = visit(alice)
    for _ in range(3):
        client.get("/balance/answer")
    assert len(asked) == 1
    assert "This record cannot tell yet." in client.get("/balance/").text
    row = m.Rating.objects.filter(person=alice).first()
    assert row is not None
    old = record(row)
    change(row, type(old)(at=old.at, measure="pain.now", value=2), END)
    assert "Working it out" in client.get("/balance/").text
    client.get("/balance/answer")
    assert len(asked) == 2
    assert 2 in {rating.value for rating in asked[1][0].ratings}


def test_the_answer_is_kept_by_person_substance_and_measure(
    alice: m.Person, asked: list[tuple[Diary, str, str]]
) -> None:
    bob = somebody("Bob")
    take(bob, dt.datetime(2026, 5, 1, 8, tzinfo=CHICAGO))
    take(alice, dt.datetime(2026, 5, 1, 8, tzinfo=CHICAGO), substance="ibuprofen")
    rate(alice, dt.datetime(2026, 5, 1, 8, tzinfo=CHICAGO), 6, "mood")
    visit(alice).get("/balance/answer")
    visit(alice).get("/balance/answer?substance=ibuprofen")
    visit(alice).get("/balance/answer?measure=mood")
    visit(bob).get("/balance/answer")
    assert [(substance, measure) for _diary, substance, measure in asked] == [
        ("kratom", "pain.now"),
        ("ibuprofen", "pain.now"),
        ("kratom", "mood"),
        ("kratom", "pain.now"),
    ]
    assert len(asked[3][0].doses) == 1


def test_only_so_many_answers_are_kept(alice: m.Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answering, "KEPT", 1)
    take(alice, dt.datetime(2026, 5, 1, 8, tzinfo=CHICAGO), substance="ibuprofen")
    alice.refresh_from_db()
    answering.answer(alice, "kratom", "pain.now")
    answering.answer(alice, "ibuprofen", "pain.now")
    assert answering.kept(alice, "kratom", "pain.now") is None
    assert answering.kept(alice, "ibuprofen", "pain.now") is not None


def test_nothing_of_an_erased_person_stays_in_memory(alice: m.Person) -> None:
    visit(alice).get("/timeline/")
    visit(alice).get("/balance/answer")
    assert answering._answers
    person_erased.send(sender=m.Person, key=alice.pk)
    assert not answering._answers
    assert measures._recorded.cache_info().currsize == 0


def test_what_was_taken_most_often_is_asked_first(alice: m.Person) -> None:
    for hour in range(5):
        take(alice, dt.datetime(2026, 5, 2, hour, tzinfo=CHICAGO), substance="ibuprofen")
    page = visit(alice).get("/balance/")
    assert page.context["question"].substance.key == "ibuprofen"
    assert [choice.key for choice in page.context["question"].substances] == ["ibuprofen", "kratom"]


def test_7_hydroxymitragynine_is_refused_with_the_reason_whatever_it_is_called() -> None:
    person = somebody("Alice")
    for day in range(1, 29):
        take(person, dt.datetime(2026, 5, day, 8, tzinfo=CHICAGO), substance="7-OH")
        rate(person, dt.datetime(2026, 5, day, 8, tzinfo=CHICAGO), 6)
    page = visit(person).get("/balance/?wait=1")
    assert page.context["question"].substance.key == "7-hydroxymitragynine"
    assert page.context["said"].headline == "No answer is given about this."
    assert page.context["said"].why
    assert page.context["said"].basis == ""
    assert page.context["rows"] == []


def test_while_kernels_are_compiled_the_page_says_how_far_it_is(
    alice: m.Person, monkeypatch: pytest.MonkeyPatch, asked: list[tuple[Diary, str, str]]
) -> None:
    monkeypatch.setattr(kernels, "state", lambda: kernels.Preparing(2, 4))
    answer = visit(alice).get("/balance/answer").text
    assert "2 of 4 parts are ready" in answer
    assert 'hx-trigger="load delay:1s"' in answer
    assert '<progress value="2" max="4"' in answer
    assert asked == []
    assert visit(alice).get("/balance/picture.svg").status_code == 404


def test_a_rating_off_its_scale_is_said_in_one_plain_line(alice: m.Person) -> None:
    m.Rating.objects.filter(person=alice).update(value=70)
    answer = visit(alice).get("/balance/answer").text
    assert "rating 70 is not on the scale from 0 to 10" in answer
    assert "Traceback" not in answer


def test_a_clear_record_gets_figures_a_picture_and_a_table() -> None:
    person = helped("Alice", 60)
    client = visit(person)
    answer = client.get("/balance/answer")
    assert answer.context["said"].headline.startswith("In this record it helps")
    rows = answer.context["rows"]
    assert [row["name"] for row in rows][:2] == ["On average over 4 hours", "At its peak"]
    assert all(len(row["intervals"]) == 3 for row in rows)
    assert answer.text.count('scope="row"') == len(rows)
    for look in ("", "&theme=dark", "&wide=1"):
        picture = client.get(f"/balance/picture.svg?substance=kratom&measure=pain.now{look}")
        assert picture["Content-Type"] == "image/svg+xml"
        assert "less pain →" in picture.text
    assert advice(answer.text) == []
    assert "What no diary can tell apart" in answer.text
    kept = answering.kept(m.Person.objects.get(pk=person.pk), "kratom", "pain.now")
    assert kept is not None
    assert f"{kept.answers['relief_4h']['mean']:.1f}" == rows[0]["mean"].replace("−", "-")


@pytest.fixture
def busy() -> m.Person:
    """Several doses a day, effects noted, another substance, doses without a rating or an amount."""
    person = somebody("Alice")
    brought(person, crowded(END))
    return person


def test_a_crowded_record_is_shown_whole(busy: m.Person) -> None:
    answer = visit(busy).get("/balance/answer")
    said, page = answer.context["said"], answer.text
    assert answer.context["rows"][0]["name"] == "Beside what still acts"
    assert said.surer.startswith("At the times it is usually taken")
    assert page.index(together(said.surer)) < page.index("How much, and how sure")
    assert {one.name: one.verdict for one in said.effects.told} == {"Nausea": "linked", "Constipation": "cannot_tell"}
    assert 'class="badge linked">linked to doses' in page
    assert 'class="badge cannot_tell">cannot tell yet' in page
    assert "Itching, once, at worst mild" in page
    assert "does not show that the dose is its cause" in page
    assert [one.name in page and together(one.relief) in page for one in said.amounts.amounts] == [True, True]
    assert advice(page) == []


def test_a_percent_sign_and_a_unit_stay_on_the_line_of_their_figure() -> None:
    assert (
        together("1.3 points (90 % interval 1 to 1.7); a % alone")
        == "1.3 points (90\u00a0% interval 1 to 1.7); a % alone"
    )
    assert (
        together("kratom 2,5 g, 3 h 20 min ago: 2 good days")
        == "kratom 2,5\u00a0g, 3\u00a0h 20\u00a0min ago: 2 good days"
    )


def test_cautions_beyond_the_first_three_are_a_tap_away(busy: m.Person) -> None:
    answer = visit(busy).get("/balance/answer")
    first, more = answer.context["cautions"], answer.context["more_cautions"]
    assert len(first) == balance_views.CAUTIONS_AT_ONCE
    assert [*first, *more] == list(answer.context["said"].cautions)
    assert any("have no rating close to them" in caution for caution in first)
    assert any("ibuprofen" in caution for caution in more)
    assert all(answer.text.count(together(caution)) == 1 for caution in (*first, *more))
    assert f"{len(more)} more things to bear in mind" in answer.text
    short = answer.text[answer.text.index("<details>") : answer.text.index("</details>")]
    assert all(together(caution) in short for caution in more)


def test_what_would_make_it_clearer_is_read_first_where_nothing_can_be_told(busy: m.Person) -> None:
    cannot = visit(busy).get("/balance/answer").text
    helps = visit(helped("Carol", 60)).get("/balance/answer").text
    assert cannot.index("What would make it clearer") < cannot.index("How much, and how sure")
    assert helps.index("What would make it clearer") > helps.index("How much, and how sure")
    for page in (cannot, helps):
        assert "two more weeks kept like the last two: an interval about" in page
        assert re.search(r"about \d+.% narrower than today(&#x27;|')s", page), "than what"
        assert "the truth lies in it nine times out of ten" in page
    assert helps.index("“90 %” beside two figures: the truth lies") < helps.index("Amounts compared")


def test_ratings_only_soon_after_doses_still_get_their_figures() -> None:
    person = somebody("Alice")
    brought(person, simulated("only_after_doses", 1))
    answer = visit(person).get("/balance/answer")
    assert answer.context["said"].headline == "This record cannot tell yet."
    assert "Only a best guess" in answer.text
    assert len(answer.context["rows"]) >= 3


def test_the_change_that_matters_is_that_of_the_plan(alice: m.Person) -> None:
    assert answering.answer(alice, "kratom", "pain.now").meaningful == 1
    plan = {"substance": "kratom", "direction": "hold", "from": "2026-05-01", "meaningful_change": 2.0}
    add(alice, diary_file.load(Plan, plan), END)
    alice.refresh_from_db()
    assert answering.answer(alice, "kratom", "pain.now").meaningful == 2


def test_a_long_diary_is_read_only_as_far_back_as_an_answer_looks(asked: list[tuple[Diary, str, str]]) -> None:
    person = somebody("Alice")
    for year in range(2018, 2027):
        take(person, dt.datetime(year, 5, 1, 8, tzinfo=CHICAGO))
        rate(person, dt.datetime(year, 5, 1, 8, tzinfo=CHICAGO), 6)
    visit(person).get("/balance/answer")
    assert {dose.at.year for dose in asked[0][0].doses} == {2025, 2026}


def test_the_answer_is_that_of_the_command_line() -> None:
    person = helped("Alice", 45)
    page = dict(answering.answer(person, "kratom", "pain.now").answers)
    command = assessment.assess(diary(person), np.random.default_rng(1)).to_json()
    for one in (page, command):
        one["diagnostics"] = {key: value for key, value in one["diagnostics"].items() if key != "seconds"}
    assert page == command


def test_the_method_and_the_trap_of_correlations_are_told(alice: m.Person) -> None:
    client = visit(alice)
    assert "Why no correlation is shown" in client.get("/balance/").text
    method = client.get("/balance/method").text
    assert "fewer than 14 days, 40 ratings or 10 doses" in method
    assert advice(method) == []


def test_the_method_says_what_is_made_of_how_a_record_is_kept(alice: m.Person) -> None:
    method = " ".join(visit(alice).get("/balance/method").text.split())
    for said in (
        "is part of the model",
        "Doses without a rating are reckoned with",
        "nothing lies below some value",
        "fewer than 10 % of the ratings are made with a dose or more than 6 hours after one",
        "Other substances with at least 10 doses in the record are effects of their own",
        "The sleep of the night before and the activity of the day before",
        "differ by less than 0.3 points over 4 hours with a probability of at least 80 %",
        "at least 1.5 times as often at the peak of a usual dose as with nothing acting",
        "A link is not a cause",
    ):
        assert said in method
    for no_longer in ("right only if pain is rated with the doses", "all of it leans", "than % of"):
        assert no_longer not in method


def test_the_figures_about_simulated_people_are_those_that_were_measured(alice: m.Person) -> None:
    """The table under "Why no correlation is shown" is that of bench/RESULTS.md."""
    written = (ROOT / "bench" / "RESULTS.md").read_text(encoding="utf-8").split("## What a correlation would say")[1]
    measured = {found[0]: found[1:] for line in written.split("\n## ")[0].splitlines() if (found := cells(line))}
    page = visit(alice).get("/balance/").text
    for kind, truth in (("typical", "{:.1f} points less pain"), ("null", "no effect at all")):
        true, correlation, fall, told = measured[kind]
        row = page[page.index(f'<th scope="row">{truth.format(float(true))}') :]
        shown = row[: row.index("</tr>")]
        assert f"<td>{correlation}</td><td>{fall}</td>" in shown
        assert f"<td>{float(told):.1f} points" in shown


def cells(line: str) -> list[str]:
    """The cells of a line of a table."""
    return [cell.strip() for cell in line.strip("|").split("|")] if line.startswith("| ") else []


def test_the_general_curve_says_where_it_comes_from(alice: m.Person) -> None:
    page = visit(alice).get("/balance/method").text
    assert "The effect is strongest after: 1.3 h (90 %: 0.8 to 2.3 h)" in page
    assert "our choice, not a measurement" in page
    assert "reviewed 23 Nov 2026" in page


def test_alice_is_never_answered_about_bob(alice: m.Person) -> None:
    bob = somebody("Bob")
    take(bob, dt.datetime(2026, 5, 1, 8, tzinfo=CHICAGO), substance="bobs secret tea")
    client = visit(alice)
    for path in ("", "answer", "method"):
        page = client.get(f"/balance/{path}", {"substance": "bobs secret tea"})
        assert page.status_code == 200
        assert "secret" not in page.text
    assert client.get("/balance/picture.svg", {"substance": "bobs secret tea"}).status_code == 404


def test_strangers_see_nothing() -> None:
    for path in ("", "answer", "picture.svg", "method"):
        assert Client().get(f"/balance/{path}").status_code == 403
