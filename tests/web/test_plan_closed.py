"""What is closed to a plan or a step made alone, and how far above what is known somebody is asked back."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.web.safety import reviewing
from counterpoise.web.today import saving
from tests.web.parsed import parsed
from tests.web.planned import AGREED, DOWN, NEW, act, daily, g, new_id, problem, soon, today, write, write_over

DOCTOR = {"agreed_with": "Dr Okafor", "who": "doctor"}
ALONE = {"agreed_with": ""}


def took(person: m.Person, size: float, times: int, days: int = 29) -> None:
    """So many doses a day, up to yesterday."""
    now = timezone.now()
    for day in range(1, days):
        for place in range(times):
            at = now - dt.timedelta(days=day, minutes=place)
            entries.add(person, d.Dose(at=at, substance="kratom", amount=size, unit="g"), now)


def day(person: m.Person, ahead: int) -> str:
    return (today(person) + dt.timedelta(days=ahead)).isoformat()


def has(answer: Any, name: str) -> bool:
    """Whether a page offers a tick."""
    return any(e.attributes.get("name") == name for e in parsed(answer.content.decode()).all("input"))


def test_going_up_the_date_is_near(browser_of_alice: Client, alice: m.Person) -> None:
    far = write(browser_of_alice, direction="up", meeting_on=soon(alice, 91))
    assert "is more than 90 days away" in problem(far, "meeting_on")
    assert write(browser_of_alice, direction="up", meeting_on=soon(alice, 90)).status_code == 302


def test_a_plan_far_above_the_record_is_asked_about(browser_of_alice: Client, alice: m.Person) -> None:
    took(alice, 3.6, 5)
    up = {"direction": "up", "meeting_on": soon(alice), "start": "3.6 g"}
    high = up | {"step": "20 g", "ceiling_per_day": "600 g"}
    answer = write(browser_of_alice, **high, **ALONE, seen_raised="on")
    assert "This is 3233 % more than the most in one day on your record: 18 g." in answer.content.decode()
    assert "Nobody is named under" in answer.content.decode()
    assert not has(answer, "seen_raised")
    friend = write(browser_of_alice, **high, agreed_with="Bo", who="other", seen_raised="on")
    assert (friend.status_code, has(friend, "seen_raised")) == (422, False)
    assert has(write(browser_of_alice, **high, **DOCTOR), "seen_raised")
    assert not m.Plan.objects.exists()
    assert write(browser_of_alice, **up, **ALONE, step="0.5 g", ceiling_per_day="20 g").status_code == 302
    assert write(browser_of_alice, **high, **DOCTOR, seen_raised="on").status_code == 302


def test_steps_up_shorter_than_the_blood_needs_are_asked_about(browser_of_alice: Client, alice: m.Person) -> None:
    up = {"direction": "up", "meeting_on": soon(alice), "start": "1 g"}
    quick = write(browser_of_alice, **up, **ALONE, min_days_per_step="1")
    assert "Each step is kept at least 1 day here." in quick.content.decode()
    assert "Keep each step at least 10 days" in problem(quick, "min_days_per_step")
    assert write(browser_of_alice, **up, **ALONE, min_days_per_step="10").status_code == 302
    said = up | DOCTOR | {"min_days_per_step": "1", "seen_raised": "on"}
    assert write(browser_of_alice, **said).status_code == 302


def test_a_step_up_waits_for_the_date_and_is_asked_about(browser_of_alice: Client, alice: m.Person) -> None:
    took(alice, 3.5, 5)
    write(browser_of_alice, direction="up", meeting_on=soon(alice), start="3.5 g", step="0.5 g")
    key = m.Plan.objects.get().pk
    up = {"kind": "up", "amount": "23.5 g"} | DOCTOR
    assert "A step up comes after the date with a professional" in problem(act(browser_of_alice, key, "step", up), "on")
    asked = act(browser_of_alice, key, "step", up | {"on": soon(alice)}).content.decode()
    assert "This is 571 % more than 3.5 g, which is in force." in asked
    assert "The most in one day on your record: 17.5 g." in asked
    as_agreed = up | {"on": soon(alice), "amount": "4 g"}
    assert act(browser_of_alice, key, "step", as_agreed).status_code == 302
    assert "comes 5 days after the step before" in act(
        browser_of_alice, key, "step", up | {"on": soon(alice, 35), "amount": "4.5 g"}
    ).content.decode()  # fmt: skip


@pytest.mark.parametrize("sent", [{"doses_per_day": "0"}, {"amount": "0.5 g"}])
def test_a_steep_step_is_not_made_alone(browser_of_alice: Client, alice: m.Person, sent: dict[str, str]) -> None:
    daily(alice)
    write(browser_of_alice, **DOWN, doses_per_day="1", who="doctor")
    key, step = m.Plan.objects.get().pk, {"kind": "down", "seen_large": "on"} | sent
    for whom in ({}, {"agreed_with": "me"}, {"agreed_with": "my wife", "who": "other"}):
        answer = act(browser_of_alice, key, "step", step | whom)
        assert "Make the step smaller" in problem(answer, next(iter(sent)))
        assert not has(answer, "seen_large")
    assert diary(alice).plans[0].steps == ()
    assert act(browser_of_alice, key, "step", step | DOCTOR).status_code == 302
    assert diary(alice).plans[0].steps[0].agreed_with == "Dr Okafor (doctor)"


def test_a_step_made_alone_in_a_doctors_plan_says_so(browser_of_alice: Client, alice: m.Person) -> None:
    write(browser_of_alice, **DOWN, who="doctor")
    key = m.Plan.objects.get().pk
    act(browser_of_alice, key, "hold")
    assert diary(alice).plans[0].steps[0].agreed_with is None  # tapped by the person alone
    assert "last step made alone" not in browser_of_alice.get("/").content.decode()
    act(browser_of_alice, key, "step", {"kind": "down", "amount": "1.8 g"} | DOCTOR)
    assert "last step made alone" not in browser_of_alice.get("/").content.decode()
    act(browser_of_alice, key, "step", {"kind": "down", "amount": "1.7 g", "seen_large": "on"})
    for path in ("/", "/plan/"):
        assert "last step made alone" in browser_of_alice.get(path).content.decode()
    assert "agreed with Dr Ng (doctor), last step made alone" in browser_of_alice.get("/plan/").content.decode()


def test_a_step_that_was_undone_is_told_no_more(browser_of_alice: Client, alice: m.Person) -> None:
    daily(alice)
    write(browser_of_alice, **DOWN)
    key = m.Plan.objects.get().pk
    act(browser_of_alice, key, "step", {"kind": "down", "amount": "0.5 g", "seen_large": "on"} | DOCTOR)
    assert "The step takes 75 % at once" in browser_of_alice.get("/plan/").content.decode()
    act(browser_of_alice, key, "back")
    assert diary(alice).plans[0].steps[-1].amount == g(2)
    assert "The step takes" not in browser_of_alice.get("/plan/").content.decode()


def test_what_a_new_plan_ends_is_said_before(browser_of_alice: Client, alice: m.Person) -> None:
    assert "Saving this ends" not in browser_of_alice.get(NEW).content.decode()
    write(browser_of_alice, **(DOWN | DOCTOR))
    ends = "Saving this ends the plan in force: going down, agreed with Dr Okafor (doctor)."
    assert ends in browser_of_alice.get(NEW).content.decode()
    assert ends not in browser_of_alice.get(f"/plan/{m.Plan.objects.get().pk}/").content.decode()


@pytest.mark.parametrize("whom", ["me", "Myself", "nobody", "-", "n/a", "just me"])
def test_words_that_name_nobody_are_alone(browser_of_alice: Client, alice: m.Person, whom: str) -> None:
    daily(alice)
    steep = DOWN | {"step": "80 %", "agreed_with": whom, "seen_steep": "on"}
    assert write(browser_of_alice, **steep, who="other").status_code == 422
    assert write(browser_of_alice, agreed_with=whom).status_code == 302
    assert diary(alice).plans[0].agreed_with is None


def test_who_it_was_stays_with_a_correction(browser_of_alice: Client, alice: m.Person) -> None:
    write(browser_of_alice, **DOCTOR)
    path = f"/plan/{m.Plan.objects.get().pk}/"
    page = parsed(browser_of_alice.get(path).content.decode())
    kept = {
        e.attributes["value"] for e in page.all("input") if "checked" in e.attributes and e.attributes["name"] == "who"
    }
    assert kept == {"doctor"}
    assert "What is the name?" in problem(
        browser_of_alice.post(path, AGREED | {"agreed_with": "", "who": "nurse"}), "agreed_with"
    )
    browser_of_alice.post(path, AGREED | {"agreed_with": "Dr Okafor", "who": "other"})
    assert diary(alice).plans[0].agreed_with == "Dr Okafor"


def test_a_limit_that_is_left_out_is_going_up(browser_of_alice: Client, alice: m.Person) -> None:
    write(browser_of_alice, start="2 g", ceiling_per_dose="2 g", ceiling_per_day="4 g", doses_per_day="2")
    path = f"/plan/{m.Plan.objects.get().pk}/"

    def sent(**more: str) -> Any:
        seen = saving.seen([m.Plan.objects.get()])
        return browser_of_alice.post(path, AGREED | {"seen": seen} | more)

    for field in ("start", "ceiling_per_dose", "ceiling_per_day", "doses_per_day"):
        assert "leaving it out is going up" in problem(sent(), field)
        assert "leaving it out is going up" in problem(write(browser_of_alice), field)
    assert sent(start="2 g", doses_per_day="2").status_code == 302  # what is said keeps what is not


def test_a_new_plan_is_held_against_the_one_before(browser_of_alice: Client, alice: m.Person) -> None:
    write(browser_of_alice, start="2 g", ceiling_per_day="4 g", doses_per_day="2")
    high = {"start": "40 g", "step": "1 %", "doses_per_day": "12"} | ALONE
    down = write(browser_of_alice, direction="down", **high)
    assert "Write down less" in problem(down, "start")
    assert "than a usual day before: 4 g" in down.content.decode()
    browser_of_alice.post(f"/plan/{m.Plan.objects.get().pk}/end/")
    assert write(browser_of_alice, start="20 g", ceiling_per_day="80 g", **ALONE).status_code == 422
    took(alice, 5, 4)
    down = {"direction": "down", "step": "10 %", "doses_per_day": "4"} | ALONE
    assert write_over(browser_of_alice, **down, start="5 g").status_code == 302, "a taper begins at what is really used"


def test_a_dose_or_two_on_record_say_nothing_of_a_day(browser_of_alice: Client, alice: m.Person) -> None:
    took(alice, 2, 1, days=3)
    said = {"start": "2 g", "doses_per_day": "4", "ceiling_per_day": "8 g"} | ALONE
    assert write(browser_of_alice, **said).status_code == 302


def test_a_step_is_held_against_its_own_day(browser_of_alice: Client, alice: m.Person) -> None:
    write(browser_of_alice, **DOWN, doses_per_day="3")
    key = m.Plan.objects.get().pk

    def step(ahead: int, kind: str, **more: str) -> Any:
        return act(browser_of_alice, key, "step", {"kind": kind, "on": day(alice, ahead), "seen_large": "on"} | more)

    assert step(2, "down", amount="1 g", doses_per_day="2").status_code == 302
    assert "1.9 g is more than 1 g" in problem(step(3, "down", amount="1.9 g"), "amount")
    assert "would then go up" in problem(step(1, "down", amount="0.9 g"), "amount")
    assert "that is a step down" in problem(step(3, "back", amount="0.1 g"), "amount")
    assert "0 is less than is in force" in problem(step(3, "back", doses_per_day="0"), "doses_per_day")
    assert "A hold changes nothing" in problem(step(3, "hold", amount="1.5 g"), "amount")
    assert "A hold changes nothing" in problem(step(3, "hold", doses_per_day="1"), "doses_per_day")
    assert step(1, "down", amount="1.9 g").status_code == 302
    assert step(3, "back", amount="1.9 g", doses_per_day="3").status_code == 302


def test_a_steep_step_of_a_plan_that_has_not_begun_is_told(browser_of_alice: Client, alice: m.Person) -> None:
    daily(alice)
    write(browser_of_alice, **DOWN, from_=day(alice, 1))
    key, sent = m.Plan.objects.get().pk, {"kind": "down", "on": day(alice, 1), "agreed_with": "Dr Ng"}
    assert (
        "The step takes 95 % at once" in act(browser_of_alice, key, "step", sent | {"amount": "0.1 g"}).content.decode()
    )
    assert act(browser_of_alice, key, "step", sent | {"amount": "1.8 g"}).status_code == 302


@pytest.mark.parametrize(
    "text",
    ["2-3 g", "1e5 g", "2g 3", "2 g<b>", "2 g/day", "1/0 g", "0/2 g", "-1/2 g", "3 bananas", "2 g a day", "5 min"],
)
def test_an_amount_of_nothing_known_is_refused(browser_of_alice: Client, text: str) -> None:
    said = problem(write(browser_of_alice, ceiling_per_dose=text), "ceiling_per_dose")
    assert "is not an amount" in said or "Known are: g, mg, capsules" in said
    assert not m.Plan.objects.exists()


@pytest.mark.parametrize(
    ("text", "amount", "unit"),
    [
        ("1/2 g", 0.5, "g"),
        ("2 1/2 g", 2.5, "g"),
        ("2 Grams", 2, "g"),
        ("2 tbsp", 2, "tablespoon"),
        ("2 caps", 2, "capsule"),
    ],
)
def test_amounts_as_people_write_them(
    browser_of_alice: Client, alice: m.Person, text: str, amount: float, unit: str
) -> None:
    write(browser_of_alice, ceiling_per_dose=text)
    assert diary(alice).plans[0].ceiling_per_dose == d.Quantity(amount=amount, unit=unit)


def test_the_persons_own_unit_fits(browser_of_alice: Client, alice: m.Person) -> None:
    assert "no unit of a dose" in problem(write(browser_of_alice, start="3 scoops"), "start")
    entries.add(alice, d.Dose(at=timezone.now(), substance="kratom", amount=1, unit="scoops"), timezone.now())
    assert write(browser_of_alice, start="3 scoops").status_code == 302
    sent = {"kind": "down", "amount": "2 ladles"}
    assert "scoops" in problem(act(browser_of_alice, m.Plan.objects.get().pk, "step", sent), "amount")


@pytest.mark.parametrize("amount", ["2-3", "1/2", "2 g", "2 1/2"])
def test_the_amount_of_a_dose_is_one_number(browser_of_alice: Client, amount: str) -> None:
    said = {"substance": "kratom", "amount": amount, "unit": "g"}
    assert browser_of_alice.post("/dose/new/", said).status_code == 422
    assert not m.Dose.objects.exists()


def test_today_says_once_how_long_ago_the_last_dose_was(
    browser_of_alice: Client, alice: m.Person, usual_dose: m.Dose
) -> None:
    assert "since kratom 2.5 g" in browser_of_alice.get("/since/").content.decode()
    write(browser_of_alice)
    for path in ("/", "/since/"):
        page = browser_of_alice.get(path).content.decode()
        assert "since kratom 2.5 g" not in page
        assert "Last dose 2 h ago" in page


def test_help_stands_where_a_plan_goes_up_too(browser_of_alice: Client, alice: m.Person) -> None:
    write(browser_of_alice, direction="up", meeting_on=soon(alice))
    assert "Treatments exist; buprenorphine is one." in browser_of_alice.get("/plan/").content.decode()


def test_a_unit_that_cannot_be_held_against_the_record_is_asked_about(
    browser_of_alice: Client, alice: m.Person
) -> None:
    took(alice, 2, 3)
    much = {"start": "40 teaspoons", "doses_per_day": "3"}
    alone = write(browser_of_alice, **much, **ALONE)
    assert "Write it in the unit of your record" in problem(alone, "start")
    assert "Your record of the last weeks is in g." in alone.content.decode()
    assert has(write(browser_of_alice, **much, **DOCTOR), "seen_raised")
    assert not m.Plan.objects.exists()
    assert write(browser_of_alice, **much, **DOCTOR, seen_raised="on").status_code == 302


def test_where_no_amount_is_on_record_any_unit_fits(browser_of_alice: Client) -> None:
    assert write(browser_of_alice, start="4 teaspoons", **ALONE).status_code == 302


def test_a_dose_past_the_number_in_the_plan_is_asked_about_before_it_is_saved(
    browser_of_alice: Client, alice: m.Person
) -> None:
    now = timezone.now()
    since = now - dt.timedelta(days=3)
    agreed = d.Plan(
        substance="kratom",
        direction="hold",
        agreed_with="Dr Ng",
        from_=since.date(),
        doses_per_day=2,
        recorded_at=since,
    )
    entries.add(alice, agreed, since)
    noon = dt.datetime.combine(today(alice), dt.time(12), ZoneInfo(alice.time_zone))
    said = []
    for minute in range(4):
        dose = d.Dose(id=new_id(), at=noon + dt.timedelta(minutes=minute), substance="kratom", amount=1, unit="g")
        found = reviewing.with_new(alice, dose, noon + dt.timedelta(minutes=minute))
        said.append([one.reason for one in found.asked if one.rule == "plan.too_many"])
        entries.add(alice, dose, now)
    assert said[:2] == [[], []]
    assert said[2][0].startswith("3 doses today; the plan: at most 2 doses.")
