"""The language of the pages: chosen by the browser until the person chooses, and numbers and dates that fit it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from babel import Locale
from babel.localedata import locale_identifiers
from babel.numbers import get_decimal_symbol
from django.template.defaultfilters import date
from django.test import Client
from django.utils import timezone, translation

from counterpoise import diary as d
from counterpoise import text
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.report import names
from counterpoise.web import numbers
from counterpoise.web.balance import answering
from counterpoise.web.formats.es import formats
from counterpoise.web.safety.reviewing import reviewed
from tests.house.tree import PACKAGE, inside

Enter = Callable[..., Client]


def test_the_browser_says_which_language_it_reads(browser_of_alice: Client) -> None:
    assert '<html lang="en">' in browser_of_alice.get("/").content.decode()
    answer = browser_of_alice.get("/", headers={"accept-language": "es-MX,es;q=0.9,en;q=0.5"})
    assert '<html lang="es">' in answer.content.decode()
    assert answer.headers["Content-Language"] == "es"


def test_who_chose_a_language_keeps_it_whatever_the_browser_says(browser_of_alice: Client) -> None:
    answer = browser_of_alice.post("/language/", {"language": "es", "next": "/settings/"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/settings/"
    cookie = answer.cookies["counterpoise_language"]
    assert cookie.value == "es"
    assert cookie["samesite"] == "Strict"
    assert cookie["httponly"]
    page = browser_of_alice.get("/settings/", headers={"accept-language": "en"}).content.decode()
    assert '<html lang="es">' in page
    assert '<button class="small" name="language" value="en" lang="en">English</button>' in page
    assert "<strong>Español</strong>" in page


def test_a_language_that_is_not_there_changes_nothing(browser_of_alice: Client) -> None:
    answer = browser_of_alice.post("/language/", {"language": "xx", "next": "/settings/"})
    assert "counterpoise_language" not in answer.cookies


def test_choosing_a_language_leads_to_no_other_site(browser_of_alice: Client) -> None:
    answer = browser_of_alice.post("/language/", {"language": "es", "next": "https://elsewhere.example/"})
    assert not answer.headers["Location"].startswith("http")


def test_somebody_who_was_just_let_in_can_choose(enter: Enter) -> None:
    browser = enter(None)
    browser.post("/language/", {"language": "es", "next": "/start/"})
    page = browser.get("/start/").content.decode()
    assert '<html lang="es">' in page
    assert "Empezar mi diario" in page


@pytest.mark.parametrize("written", ["2,5", "2.5", " 2,50 "])
@pytest.mark.parametrize("code", ["en", "es"])
def test_two_and_a_half_is_never_twenty_five(written: str, code: str) -> None:
    with text.use_language(code):
        assert numbers.number(written) == 2.5


def test_what_could_be_a_thousand_is_asked_about() -> None:
    with text.use_language("en"):
        assert numbers.number("1.125") == 1.125
        assert numbers.number("1,125") is None
    with text.use_language("es"):
        for written in ("1.125", "1,125"):
            assert numbers.two_ways(written)
            assert numbers.number(written) is None
            said = numbers.said_two_ways(written)
            assert "1125" in said
            assert "1,1250" in said


@pytest.mark.parametrize("value", [0.5, 0.125, 1.125, 2.0, 2.25, 12.3456, 999.999, 1234.5, 100000.0])
@pytest.mark.parametrize("code", ["en", "es", "es-MX"])
def test_what_is_shown_can_be_written_back(value: float, code: str) -> None:
    """A form that is opened and saved changes no amount."""
    with text.use_language(code):
        assert numbers.number(names.number(value)) == value


def test_numbers_stand_as_the_language_writes_them() -> None:
    assert text.local("1,234.5") == "1,234.5"
    with text.use_language("es"):
        assert text.local("1,234.5") == "1\N{NO-BREAK SPACE}234,5"
        assert text.local("−0.4") == "−0,4"
        assert text.local("1.125") == "1,1250"
        assert text.local("0.125") == "0,125"


def test_numbers_stand_as_the_country_writes_them(enter: Enter) -> None:
    said = ((one, "UTC") for one in ("MX", "AR", "ES", None))
    lived = ((None, zone) for zone in ("America/Mexico_City", "America/Guatemala", "Europe/Madrid", "Europe/Berlin"))
    shown_as = ("2.5 g", "2,5 g", "2,5 g", "2,5 g", "2.5 g", "2.5 g", "2,5 g", "2,5 g")
    for (country, zone), shown in zip((*said, *lived), shown_as, strict=True):
        person = m.Person.objects.create(name=f"somebody in {country or zone}", time_zone=zone, country=country)
        entries.add(person, d.Dose(at=timezone.now(), substance="kratom", amount=2.5, unit="g"), timezone.now())
        browser = enter(person)
        browser.post("/language/", {"language": "es"})
        reads = "en-US,en;q=0.9" if zone != "UTC" else "es"  # of a zone the browser's language decides nothing
        assert shown in browser.get("/", headers={"accept-language": reads}).content.decode()


def test_numbers_that_stand_in_a_template_are_written_in_the_language(
    browser_of_alice: Client, alice: m.Person, usual_dose: m.Dose
) -> None:
    alice.country = "ES"
    alice.save()
    assert "<td>+0.44</td><td>1.46</td>" in browser_of_alice.get("/balance/").content.decode()
    browser_of_alice.post("/language/", {"language": "es"})
    page = browser_of_alice.get("/balance/").content.decode()
    assert "<td>+0,44</td><td>1,46</td>" in page
    assert "<td>+0,58</td><td>0,41</td>" in page


def test_the_countries_with_a_point_are_those_that_unicode_knows() -> None:
    spoken = [Locale.parse(code) for code in locale_identifiers() if re.fullmatch("es_[A-Z]{2}", code)]
    assert {one.territory for one in spoken if get_decimal_symbol(one) == "."} == text.WITH_A_POINT["es"]
    assert text.regional("es", "MX") == "es-MX"
    assert [text.regional("es", "ES"), text.regional("en", "MX"), text.regional("es", "")] == ["es", "en", "es"]


def test_a_dose_written_with_a_comma_is_that_dose(browser_of_alice: Client, alice: m.Person) -> None:
    m.Person.objects.filter(pk=alice.pk).update(country="ES")
    browser_of_alice.post("/language/", {"language": "es"})
    answer = browser_of_alice.post("/dose/new/", {"substance": "Kratom", "amount": "2,5", "unit": "g"})
    assert answer.status_code in (200, 302), answer.content.decode()
    assert m.Dose.objects.get(person=alice).amount == 2.5
    assert "2,5 g" in browser_of_alice.get("/").content.decode()


def test_dates_have_their_words(browser_of_alice: Client) -> None:
    browser_of_alice.post("/language/", {"language": "es"})
    page = browser_of_alice.get("/").content.decode()
    months = "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
    assert any(f" de {month}" in page for month in months.split())


def test_every_date_with_a_month_or_a_weekday_in_words_has_its_spanish_form() -> None:
    written = "".join(path.read_text(encoding="utf-8") for path in inside(PACKAGE / "web", ".html"))
    used = {one for one in re.findall(r"""date:["']([^"']+)["']""", written) if re.search("[FMDl]", one)}
    assert len(used) > 8
    weekday_alone = {"D H:i"}
    assert used - set(formats.PATTERNS) == weekday_alone
    paired = dt.datetime(2026, 5, 7, 8, 30, tzinfo=dt.UTC)
    with translation.override("es"):
        assert date(paired, "j F, H:i") == "7 de mayo, 08:30"
        assert date(paired, "j M Y, H:i") == "7 may 2026, 08:30"


def test_what_was_found_in_one_language_is_said_anew_in_another(alice: m.Person) -> None:
    now = timezone.now()
    entries.add(alice, d.Effect(at=now, kind="jaundice"), now)
    titles = []
    for language in ("en", "es", "en"):
        with translation.override(language), text.use_language(language):
            titles.append([one.title for one in reviewed(alice, now)[0]])
    assert titles[0] == titles[2] != titles[1]


def test_an_answer_is_worked_out_again_for_another_language(alice: m.Person) -> None:
    with text.use_language("es"):
        answering.answer(alice, "kratom", "pain.now")
    for other in ("en", "es-MX"):
        with text.use_language(other):
            assert answering.kept(alice, "kratom", "pain.now") is None
