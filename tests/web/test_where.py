"""Where it hurts, at the server: kept with the rating, corrected with its history, never made up."""

from __future__ import annotations

import re

from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary


def test_pain_and_places_are_one_rating(browser_of_alice: Client, alice: m.Person) -> None:
    answer = browser_of_alice.post("/where/", {"value": "6", "places": ["left_hand", "belly", "no such place"]})
    assert "done=saved" in answer["Location"]
    (rating,) = diary(alice).ratings
    assert (rating.value, rating.places) == (6, ("belly", "left_hand"))
    assert "belly, left hand or wrist" in browser_of_alice.get("/").content.decode()
    assert "belly, left hand or wrist" in browser_of_alice.get("/timeline/").content.decode()


def test_all_over_stands_above_the_figure_and_a_group_is_open_where_something_is_ticked(
    browser_of_alice: Client,
) -> None:
    page = browser_of_alice.get("/where/").content.decode()
    assert page.index('value="all_over"') < page.index('class="body-map"') < page.index('value="left_hand"')
    assert page.count('value="all_over"') == 1
    assert "<details open>" not in page
    browser_of_alice.post("/where/", {"value": "6", "places": ["left_hand", "all_over"]})
    again = browser_of_alice.get("/where/?again").content.decode()
    assert 'id="place-all_over" checked' in again
    assert re.findall(r"<details open><summary>([^<]+)", again) == ["Arms and hands"]


def test_none_ticked_is_not_said(browser_of_alice: Client, alice: m.Person) -> None:
    browser_of_alice.post("/where/", {"value": "6"})
    assert diary(alice).ratings[0].places is None


def test_a_value_that_is_none_saves_nothing(browser_of_alice: Client) -> None:
    assert browser_of_alice.post("/where/", {"value": "11", "places": ["belly"]}).status_code == 422
    assert not m.Rating.objects.exists()


def test_a_form_that_did_not_ask_leaves_the_places_and_own_words_stay(
    browser_of_alice: Client, alice: m.Person
) -> None:
    now = timezone.now()
    rating = d.Rating(id="r", at=now, measure="pain.now", value=5, places=("belly", "behind the eye"))
    row = entries.add(alice, rating, now)
    page = f"/entry/rating/{row.pk}/"
    browser_of_alice.post(page, {"value": "4"})
    assert diary(alice).ratings[0].places == ("belly", "behind the eye")
    browser_of_alice.post(page, {"value": "4", "places_asked": "yes", "places": ["left_knee"]})
    assert diary(alice).ratings[0].places == ("left_knee", "behind the eye")
    assert "where: belly, behind the eye" in browser_of_alice.get(page).content.decode()


def test_other_measures_have_no_body_map(browser_of_alice: Client, alice: m.Person) -> None:
    now = timezone.now()
    row = entries.add(alice, d.Rating(id="m", at=now, measure="mood", value=5), now)
    assert "body-map" not in browser_of_alice.get(f"/entry/rating/{row.pk}/").content.decode()


def test_nobody_elses_places_are_offered(browser_of_alice: Client, bob: m.Person) -> None:
    now = timezone.now()
    entries.add(bob, d.Rating(id="b", at=now, measure="pain.now", value=5, places=("belly",)), now)
    assert "Last time" not in browser_of_alice.get("/where/").content.decode()
