"""A page of the settings that lay open takes nothing back that was saved since, above all nothing of health."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.web.settings.meanwhile import both
from tests.web.parsed import parsed

PAGE = "/settings/profile/"


def sent(page: str, of: str) -> dict[str, Any]:
    """What a browser sends of the form that has this field, when nobody touches it."""
    forms = parsed(page).all("form")
    form = next(one for one in forms if of in [part.attributes.get("name") for part in one.all()])
    found: dict[str, Any] = {}
    for part in form.all():
        name, value = part.attributes.get("name", ""), part.attributes.get("value", "")
        if part.tag == "textarea":
            found[name] = "".join(str(text) for text in part.inside).strip().replace("\n", "\r\n")
        elif part.tag == "select":
            options = list(part.all("option"))
            chosen = next((one for one in options if "selected" in one.attributes), options[0])
            found[name] = chosen.attributes["value"]
        elif part.tag == "input" and part.attributes.get("type") == "checkbox":
            found.setdefault(name, []).extend([value] if "checked" in part.attributes else [])
        elif part.tag == "input":
            found[name] = value
    return found


def opened(client: Client, address: str = PAGE, of: str = "time_zone") -> dict[str, Any]:
    return sent(client.get(address).content.decode(), of)


def person() -> d.Person:
    return diary(m.Person.objects.get()).person


def test_a_page_that_lay_open_takes_nothing_back(browser_of_alice: Client, alice: m.Person) -> None:
    old, other = opened(browser_of_alice), opened(browser_of_alice)
    told = {"allergies": "penicillin", "pregnant": "yes", "groups": ["liver_disease"], "kratom_since": "2024"}
    browser_of_alice.post(PAGE, other | told | {"name": "Alice B", "weight_kg": "72.5"})
    answer = browser_of_alice.post(PAGE, old | {"region": "Bayern", "allergies": "latex", "conditions": "gout"})
    assert answer.status_code == 302
    now = person()
    assert (now.region, now.pregnant, now.weight_kg) == ("Bayern", True, 72.5)
    assert (now.allergies, now.conditions) == (("penicillin", "latex"), ("liver_disease", "gout"))
    assert [one.since for one in now.history] == ["2024"]
    assert m.Person.objects.get().name == "Alice B"


def test_two_answers_to_one_question_are_both_shown_and_asked_back(browser_of_alice: Client, alice: m.Person) -> None:
    old, other = opened(browser_of_alice), opened(browser_of_alice)
    browser_of_alice.post(PAGE, other | {"pregnant": "yes", "allergies": "penicillin", "birth_year": "1990"})
    answer = browser_of_alice.post(PAGE, old | {"pregnant": "no", "region": "Bayern"})
    assert answer.status_code == 409
    page = answer.content.decode()
    (notice,) = [one for one in parsed(page).all("div") if one.attributes.get("role") == "alert"]
    assert "Pregnant: yes" in " ".join(notice.text.split())
    assert (person().pregnant, person().region) == (True, None), "what was saved first stands until it is chosen"
    again = sent(page, "time_zone")
    assert (again["pregnant"], again["region"], again["allergies"]) == ("no", "Bayern", "penicillin")
    assert browser_of_alice.post(PAGE, again).status_code == 302
    now = person()
    assert (now.pregnant, now.region, now.allergies, now.birth_year) == (False, "Bayern", ("penicillin",), 1990)


def test_a_page_refused_for_a_value_has_still_not_seen_the_rest(browser_of_alice: Client, alice: m.Person) -> None:
    old, other = opened(browser_of_alice), opened(browser_of_alice)
    browser_of_alice.post(PAGE, other | {"pregnant": "yes"})
    refused = browser_of_alice.post(PAGE, old | {"birth_year": "75"})
    assert refused.status_code == 422
    browser_of_alice.post(PAGE, sent(refused.content.decode(), "time_zone") | {"birth_year": "1975"})
    assert (person().pregnant, person().birth_year) == (True, 1975)


def test_past_use_corrected_or_taken_out_elsewhere_stays_so(browser_of_alice: Client, alice: m.Person) -> None:
    browser_of_alice.post(PAGE, opened(browser_of_alice) | {"kratom_since": "2023", "kratom_amount": "2.5 g"})
    old = opened(browser_of_alice)
    browser_of_alice.post(PAGE, old | {"kratom_since": "2021"})
    browser_of_alice.post(PAGE, old | {"kratom_per_day": "3"})
    assert [(one.since, one.per_day, one.amount) for one in person().history] == [("2021", 3, 2.5)]
    old = opened(browser_of_alice)
    browser_of_alice.post(PAGE, old | {"kratom_since": "", "kratom_per_day": "", "kratom_amount": ""})
    browser_of_alice.post(PAGE, old | {"region": "Bayern"})
    assert (person().history, person().region) == ((), "Bayern")


def test_odd_marks_of_what_was_seen_do_no_harm(browser_of_alice: Client, alice: m.Person) -> None:
    said = opened(browser_of_alice)
    for mark in ("", "x", "9" * 30, "-1/", "0/not-a-key", "²/"):
        assert browser_of_alice.post(PAGE, said | {"seen": mark, "pregnant": "yes"}).status_code in (302, 409), mark
    assert person().pregnant


def test_taking_back_sent_twice_takes_back_once(browser_of_alice: Client, alice: m.Person) -> None:
    for told in ({"pregnant": "yes", "allergies": "penicillin"}, {"kratom_since": "2024"}):
        browser_of_alice.post(PAGE, opened(browser_of_alice) | told)
        back = {"seen": _of_undo(browser_of_alice)}
        assert browser_of_alice.post(f"{PAGE}undo/", back).status_code == 302
        assert browser_of_alice.post(f"{PAGE}undo/", back).status_code == 409
        assert (person().pregnant, person().allergies, person().history) == (None, (), ())


def _of_undo(client: Client) -> str:
    (form,) = [
        one for one in parsed(client.get(PAGE).content.decode()).all("form") if "undo" in one.attributes["action"]
    ]
    (mark,) = [one for one in form.all("input") if one.attributes["name"] == "seen"]
    return mark.attributes["value"]


def test_a_medicine_and_a_blood_test_that_lay_open_ask_back(browser_of_alice: Client, alice: m.Person) -> None:
    now = timezone.now()
    medicine = entries.add(alice, d.Medicine(name="Sertraline", dose="50 mg"), now)
    lab = entries.add(alice, d.Lab(at=now, analyte="alt", value=30, unit="U/L"), now)
    cases = [
        (f"/settings/medicines/{medicine.pk}/", "dose", {"dose": "100 mg"}, {"since": "2024"}, "100 mg"),
        (f"/settings/labs/{lab.pk}/", "value", {"value": "300"}, {"upper_limit": "40"}, "300"),
    ]
    for address, of, first, second, stands in cases:
        old = opened(browser_of_alice, address, of)
        assert browser_of_alice.post(address, old | first).status_code == 302
        before = diary(alice)
        answer = browser_of_alice.post(address, old | second)
        assert diary(alice).person.medicines == before.person.medicines
        assert diary(alice).labs == before.labs
        assert answer.status_code == 409
        (notice,) = [one for one in parsed(answer.content.decode()).all("p") if one.attributes.get("role") == "alert"]
        assert stands in notice.text
        wrong = browser_of_alice.post(address, old | second | {of: "x" * 999})
        assert wrong.status_code == 422
        later = sent(wrong.content.decode(), of) | {of: old[of]}
        assert browser_of_alice.post(address, later).status_code == 409, "nor has a page refused for a value seen more"
        again = sent(answer.content.decode(), of)
        assert again | second == again, "what was typed is still there"
        assert browser_of_alice.post(address, again).status_code == 302
    assert [(one.value, one.upper_limit) for one in diary(alice).labs] == [(30, 40)]


def test_lists_keep_what_either_added_without_what_either_took_out() -> None:
    was, said, now = {"a": ("x", "y", "z")}, {"a": ("x", "z", "mine")}, {"a": ("y", "z", "theirs")}
    assert both(was, said, now) == ({"a": ("z", "theirs", "mine")}, [])
