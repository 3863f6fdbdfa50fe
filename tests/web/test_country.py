"""Whose numbers are shown where nobody said a country: the clock knows better than the language where one is."""

from __future__ import annotations

from collections.abc import Callable
from zoneinfo import available_timezones

import pytest
from django.test import Client

from counterpoise.journal import models as m
from counterpoise.knowledge.load import load
from counterpoise.web.country import countries_in
from counterpoise.web.moments import zones

Enter = Callable[..., Client]
AMERICAN = {"accept-language": "en-US,en;q=0.9"}


def of(zone: str, country: str | None = None) -> m.Person:
    return m.Person.objects.create(name=f"in {zone}", time_zone=zone, country=country)


@pytest.mark.parametrize(
    ("zone", "reads", "called"),
    [
        ("Europe/Berlin", "en-US,en;q=0.9", "112"),
        ("Europe/Berlin", "de", "112"),
        ("Europe/London", "en-US", "999"),
        ("US/Eastern", "en-GB", "911"),  # an older name of a zone
        ("America/Puerto_Rico", "en-GB", "911"),  # a part of a country
        ("Africa/Nairobi", "en-US", "112"),  # of a country whose number is not known: not that of another
        ("UTC", "en-GB", "999"),  # no country's clock: the language is all there is
        ("UTC", "en", "112"),
    ],
)
def test_where_no_country_was_said_the_time_zone_goes_before_the_language(
    zone: str, reads: str, called: str, enter: Enter
) -> None:
    browser, said = enter(of(zone)), {"accept-language": reads}
    sign = browser.post("/effect/", {"kind": "seizure"}, headers=said)
    for page in (browser.get("/emergency/", headers=said), browser.get("/offline/emergency/", headers=said), sign):
        text = page.content.decode()
        assert f'href="tel:{called}"' in text
        assert all(f'href="tel:{other}"' not in text for other in {"112", "911", "999"} - {called})


def test_that_it_was_guessed_stands_at_the_numbers_with_a_way_to_say_it(enter: Enter) -> None:
    browser = enter(of("Europe/Berlin"))
    note = '<p>Numbers of Germany: guessed from the time zone. <a href="/settings/profile/#id_country">'
    for page in (
        browser.get("/emergency/", headers=AMERICAN),
        browser.post("/effect/", {"kind": "seizure"}, headers=AMERICAN),
    ):
        text = page.content.decode()
        assert text.index('href="tel:112"') - text.index(note) < 1000
    assert 'id="id_country"' in browser.get("/settings/profile/").content.decode()
    kept = browser.get("/offline/emergency/", headers=AMERICAN).content.decode()
    assert "Numbers of Germany: guessed from the time zone." in kept
    assert "/settings/profile/" not in kept
    m.Person.objects.update(country="DE")
    assert "guessed" not in browser.get("/emergency/", headers=AMERICAN).content.decode()


def test_a_country_without_numbers_of_ours_lends_no_name_to_those_that_work_in_most_places(enter: Enter) -> None:
    page = enter(of("Africa/Nairobi")).get("/emergency/", headers=AMERICAN).content.decode()
    assert "The numbers of this place are not known to us" in page
    assert "guessed" not in page


def test_of_a_zone_that_several_countries_keep_the_language_tells_which(enter: Enter) -> None:
    assert set(countries_in("Asia/Singapore")) >= {"SG", "MY"}
    known = load().emergency.countries
    assert {"DE", "DK", "SE"} <= set(countries_in("Europe/Berlin")) & set(known)
    browser = enter(of("Europe/Berlin"))
    for reads, name in (("da-DK", "Denmark"), ("pl-PL", "Germany"), ("da", "Germany")):
        page = browser.get("/emergency/", headers={"accept-language": reads}).content.decode()
        assert f"Numbers of {name}: guessed from the time zone" in page


def test_behind_the_lock_it_is_the_country_of_whose_browser_this_is(locked: Client, alice: m.Person) -> None:
    m.Person.objects.filter(pk=alice.pk).update(country=None, time_zone="Europe/Berlin")
    locked.post("/lock/now/")
    page = locked.get("/emergency/", headers=AMERICAN).content.decode()
    assert "Numbers of Germany: guessed from the time zone. Somewhere else? Choose below." in page
    assert 'href="tel:911"' not in page


def test_in_the_sample_it_is_the_country_of_whose_browser_this_is(enter: Enter) -> None:
    browser = enter(of("Europe/Berlin"))
    browser.post("/start/sample/")
    assert "Numbers of Germany" in browser.get("/emergency/", headers=AMERICAN).content.decode()
    nobody = enter(None)
    nobody.post("/start/sample/")
    assert 'href="tel:000"' in nobody.get("/emergency/", headers={"accept-language": "en-AU"}).content.decode()


def test_what_a_phone_keeps_is_fetched_anew_when_the_guess_changes(enter: Enter) -> None:
    browser = enter(of("Europe/Berlin"))
    assert 'data-country="DE zone"' in browser.get("/", headers=AMERICAN).content.decode()
    m.Person.objects.update(time_zone="Europe/Vienna")
    assert 'data-country="AT zone"' in browser.get("/", headers=AMERICAN).content.decode()


def test_every_zone_that_can_be_chosen_is_of_a_country_or_known_to_be_of_none() -> None:
    without = {zone for zone in zones() if not countries_in(zone)}
    assert without == {"UTC", "Antarctica/Troll"}
    of_country = {places[0] for zone in available_timezones() if (places := countries_in(zone))}
    assert set(load().emergency.countries) <= of_country
