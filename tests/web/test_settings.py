"""More: profile, people, taking data along, erasing, locking."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise import diary_file
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.knowledge.load import load
from counterpoise.safety.rules.groups import CONDITIONS, groups_of
from counterpoise.web.settings.profile import GROUPS
from tests.web.parsed import parsed

Enter = Callable[..., Client]
PROFILE = {"name": "Alice", "time_zone": "America/New_York"}


def test_the_profile_is_kept_as_said_and_its_correction_taken_back(browser_of_alice: Client, alice: m.Person) -> None:
    said = {"country": "US", "birth_year": "1975", "conditions": "osteoarthritis\n\n migraine ", "pregnant": "no"}
    browser_of_alice.post("/settings/profile/", PROFILE | said)
    person = diary(m.Person.objects.get()).person
    assert (person.birth_year, person.conditions, person.pregnant) == (1975, ("osteoarthritis", "migraine"), False)
    assert person.nursing is None  # not said is unknown
    browser_of_alice.post("/settings/profile/undo/")
    assert diary(m.Person.objects.get()).person.birth_year is None


def test_illnesses_are_ticked_or_typed_and_both_are_kept(browser_of_alice: Client, alice: m.Person) -> None:
    said = {"groups": ["liver_disease", "breathing_disease"], "conditions": "osteoarthritis"}
    more = {"surgery_on": "2026-12-01", "safety_critical": "yes", "region": " TX "}
    browser_of_alice.post("/settings/profile/", PROFILE | said | more)
    person = diary(m.Person.objects.get()).person
    assert person.conditions == ("liver_disease", "breathing_disease", "osteoarthritis")
    assert (str(person.surgery_on), person.safety_critical, person.region) == ("2026-12-01", True, "TX")
    page = parsed(browser_of_alice.get("/settings/profile/").content.decode())
    ticked = [box.attributes["value"] for box in page.all("input") if "checked" in box.attributes]
    assert ticked == ["liver_disease", "breathing_disease"]
    (free,) = [area for area in page.all("textarea") if area.attributes["name"] == "conditions"]
    assert free.text == "osteoarthritis"
    browser_of_alice.post("/settings/profile/", PROFILE | {"conditions": "osteoarthritis"})
    person = diary(m.Person.objects.get()).person
    assert (person.conditions, person.surgery_on, person.safety_critical) == (("osteoarthritis",), None, None)


def test_the_order_of_illnesses_from_a_file_stays(browser_of_alice: Client, alice: m.Person) -> None:
    m.Person.objects.filter(pk=alice.pk).update(conditions=["migraine", "liver_disease"])
    said = {"groups": ["liver_disease"], "conditions": "migraine"}
    browser_of_alice.post("/settings/profile/", PROFILE | {"country": "US"} | said)
    assert diary(m.Person.objects.get()).person.conditions == ("migraine", "liver_disease")
    assert not m.Change.objects.exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"surgery_on": "soon"}, "“soon” is not a day, such as 2026-05-01."),
        ({"groups": ["gout"]}, "gout is not one of the available choices"),
        ({"safety_critical": "often"}, "often is not one of the available choices"),
    ],
)
def test_a_profile_that_cannot_be_is_refused_whole(
    browser_of_alice: Client, said: dict[str, str | list[str]], words: str
) -> None:
    answer = browser_of_alice.post("/settings/profile/", PROFILE | {"birth_year": "1980"} | said)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert m.Person.objects.get().birth_year is None


def test_every_illness_to_tick_has_a_rule() -> None:
    assert tuple(GROUPS) == CONDITIONS
    assert all(groups_of(load(), key) == [key] for key in GROUPS)


def test_a_year_out_of_range_is_refused(browser_of_alice: Client) -> None:
    answer = browser_of_alice.post("/settings/profile/", PROFILE | {"birth_year": "75"})
    assert answer.status_code == 422
    assert m.Person.objects.get().birth_year is None


@pytest.mark.parametrize(("for_", "lands"), [("new", "/start/"), ("me", "/")])
def test_a_link_for_somebody_else_is_shown_once(browser_of_alice: Client, for_: str, lands: str) -> None:
    page = browser_of_alice.post("/settings/people/", {"for": for_}).content.decode()
    link = re.search(r'http://localhost(/enter/[^\s"]+)"', page)
    assert link
    assert "/enter/" not in browser_of_alice.get("/settings/people/").content.decode()
    other = Client(headers={"host": "localhost"})
    other.get(link[1])
    assert other.get("/start/" if lands == "/start/" else "/").status_code == 200
    assert other.get("/").status_code == (302 if lands == "/start/" else 200)


def test_the_diary_file_holds_everything(browser_of_alice: Client, alice: m.Person, usual_dose: m.Dose) -> None:
    answer = browser_of_alice.get("/settings/export/diary.json")
    assert diary_file.read(answer.content) == diary(alice)
    assert "Alice" not in json.dumps(json.loads(answer.content))
    assert re.search(r'filename="counterpoise-\d{4}-\d\d-\d\d\.json"', answer["Content-Disposition"])


def test_the_tables_can_be_opened(browser_of_alice: Client, usual_dose: m.Dose) -> None:
    answer = browser_of_alice.get("/settings/export/tables.zip")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        assert b"kratom" in archive.read("doses.csv")


@pytest.mark.django_db(transaction=True)
def test_a_diary_is_erased_only_by_its_name(browser_of_alice: Client, usual_dose: m.Dose) -> None:
    assert browser_of_alice.post("/settings/erase/", {"name": "alice?"}).status_code == 422
    assert m.Person.objects.exists()
    answer = browser_of_alice.post("/settings/erase/", {"name": "Alice"})
    assert "The diary is erased" in answer.content.decode()
    assert not m.Person.objects.exists()
    assert browser_of_alice.get("/").status_code == 403


def test_locking_ends_the_session_and_clears_the_browser(browser_of_alice: Client) -> None:
    answer = browser_of_alice.post("/settings/sign-out/")
    assert "storage" in answer["Clear-Site-Data"]
    assert answer.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == 0
    assert browser_of_alice.get("/").status_code == 403


BEFORE = {"kratom_since": "2024-03", "kratom_per_day": "5", "kratom_amount": "2.5 g"}


def told_before() -> list[tuple[str | None, float | None, float | None, str | None]]:
    return [(one.since, one.per_day, one.amount, one.unit) for one in diary(m.Person.objects.get()).person.history]


def test_kratom_before_the_diary_is_told_corrected_and_taken_out(browser_of_alice: Client) -> None:
    page = "/settings/profile/"
    browser_of_alice.post(page, PROFILE | BEFORE)
    assert told_before() == [("2024-03", 5, 2.5, "g")]
    text = browser_of_alice.get(page).content.decode()
    assert "The first weeks of use have rules of their own" in text
    assert 'value="2.5 g"' in text
    told = "Before this record: Kratom, since March 2024, about 5 times a day, 2.5 g each."
    assert told in browser_of_alice.get("/safety/").content.decode()
    browser_of_alice.post(page, PROFILE | BEFORE | {"kratom_since": "2023"})
    assert told_before() == [("2023", 5, 2.5, "g")]
    browser_of_alice.post(page + "undo/")
    assert told_before() == [("2024-03", 5, 2.5, "g")]
    browser_of_alice.post(page, PROFILE)
    assert told_before() == [], "left empty is taken out"
    browser_of_alice.post(page + "undo/")
    assert told_before() == [("2024-03", 5, 2.5, "g")]


def test_what_was_saved_together_is_taken_back_together(browser_of_alice: Client) -> None:
    browser_of_alice.post("/settings/profile/", PROFILE | {"country": "US"} | BEFORE | {"birth_year": "1970"})
    browser_of_alice.post("/settings/profile/undo/")
    assert (told_before(), m.Person.objects.get().birth_year) == ([], None)
    browser_of_alice.post("/settings/profile/undo/")
    assert (len(told_before()), m.Person.objects.get().birth_year) == (1, 1970)


def test_use_that_a_file_told_of_is_corrected_and_an_ended_one_left_alone(
    browser_of_alice: Client, alice: m.Person
) -> None:
    for use in (
        d.PastUse(id="a", substance="kratom", since="2015", until="2017", per_day=1),
        d.PastUse(id="b", substance="Kratom", since="2020"),
        d.PastUse(id="c", substance="tramadol", since="2010"),
    ):
        entries.add(alice, replace(use, source="file"), timezone.now())
    browser_of_alice.post("/settings/profile/", PROFILE | {"kratom_since": "2021"})
    assert [since for since, *_more in told_before()] == ["2015", "2021", "2010"]


@pytest.mark.parametrize("said", [{"kratom_since": "lately"}, {"kratom_since": "2199"}, {"kratom_amount": "some"}])
def test_what_cannot_be_of_the_time_before_is_refused_whole(browser_of_alice: Client, said: dict[str, str]) -> None:
    assert browser_of_alice.post("/settings/profile/", PROFILE | {"birth_year": "1970"} | said).status_code == 422
    assert (told_before(), m.Person.objects.get().birth_year) == ([], None)


def test_every_field_says_what_uses_it_and_countries_have_names(browser_of_alice: Client, alice: m.Person) -> None:
    m.Person.objects.filter(pk=alice.pk).update(country="GB")
    text = browser_of_alice.get("/settings/profile/").content.decode()
    assert "A clinician will ask." not in text
    assert '<option value="GB" selected>United Kingdom</option>' in text
    assert "Such as TX" not in text
    assert "we read of no law there" in text
