"""The report on a page: chosen by POST, remembered for the visit, the same document as the PDF, and nobody else's."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import pypdfium2
import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.report.clinician import KEYS
from counterpoise.report.drawing import LOOKS
from counterpoise.web.look import COOKIE
from tests.report.people import person
from tests.web.diaries import brought, somebody, visit

pytestmark = pytest.mark.django_db
CHOSEN = {"first": "2026-04-01", "last": "2026-06-30", "name": "", "sections": list(KEYS)}
ADDRESSES = ("/report/part", "/report/picture.svg?of=pain-0", "/report/report.pdf")


@pytest.fixture
def none() -> m.Person:
    """Somebody whose doses do nothing."""
    found = somebody("None")
    brought(found, person("none"))
    return found


def choose(client: Client, **other: object) -> Client:
    answer = client.post("/report/", CHOSEN | other)
    assert (answer.status_code, answer["Location"]) == (302, "/report/shown/")
    return client


def text(page: bytes) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page.decode())).split())


def test_the_form_offers_three_months_and_everything(none: m.Person) -> None:
    page = visit(none).get("/report/").content.decode()
    assert page.count(" checked") == len(KEYS)
    assert re.search(r'name="first" value="\d{4}-\d\d-\d\d"', page)


def test_page_pdf_and_pictures_show_what_was_chosen(none: m.Person) -> None:
    client = choose(visit(none), name="Ruth", sections=[key for key in KEYS if key != "benefit"])
    page = client.get("/report/shown/?wait=1")
    shown = text(page.content)
    for part in (
        "Ruth",
        "1 April 2026 to 30 June 2026",
        "Left out by the person.",
        "fibromyalgia",
        "not a medical device",
    ):
        assert part in shown
    assert "Method and limits" not in shown
    (first, *_rest) = re.findall(r'src="(/report/picture\.svg[^"]+)"', page.content.decode())
    assert b"<svg" in client.get(unescape(first)).content
    file = client.get("/report/report.pdf")
    assert file["Content-Type"] == "application/pdf"
    assert file["Cache-Control"] == "no-store"
    told = pypdfium2.PdfDocument(file.content)[0].get_textpage().get_text_range()
    assert "fibromyalgia" in told
    assert "Ruth" in told


def test_while_it_is_written_a_page_waits_for_it(none: m.Person) -> None:
    client = choose(visit(none), last="2026-06-29")
    page = client.get("/report/shown/").content.decode()
    assert "<progress" in page
    assert 'hx-get="/report/part"' in page
    assert "Report for a visit" in text(client.get("/report/part").content)
    assert "<progress" not in client.get("/report/shown/").content.decode()


def test_what_cannot_be_chosen_is_told_and_the_rest_is_kept(none: m.Person) -> None:
    client = visit(none)
    for wrong, told in (
        ({"first": "2026-07-01"}, "It lies before the first day"),
        ({"first": "soon"}, "is not a day"),
        ({"sections": []}, "Nothing would be shown"),
        ({"sections": ["liver"]}, "liver"),
    ):
        answer = client.post("/report/", CHOSEN | wrong)
        assert answer.status_code == 422
        assert told in text(answer.content)


def test_without_a_choice_there_is_no_report(none: m.Person) -> None:
    client = visit(none)
    assert client.get("/report/shown/")["Location"] == "/report/"
    assert [client.get(path).status_code for path in ADDRESSES] == [404, 404, 404]


def test_another_person_in_the_same_browser_sees_nothing_of_it(none: m.Person) -> None:
    client = choose(visit(none))
    session = client.session
    session["person"] = str(somebody("Bob").pk)
    session.save()
    assert [client.get(path).status_code for path in ADDRESSES] == [404, 404, 404]


def test_pictures_that_are_not_there(none: m.Person) -> None:
    client = choose(visit(none))
    for of in ("", "pain", "pain-9", "pain-x", "liver-0", "who-0"):
        assert client.get("/report/picture.svg", {"of": of}).status_code == 404


def test_it_is_written_anew_when_the_diary_changes(none: m.Person) -> None:
    client = choose(visit(none))
    assert "60 kg" not in text(client.get("/report/part").content)
    none.weight_kg = 60.0
    none.revision += 1
    none.save()
    assert "60 kg" in text(client.get("/report/part").content)


def test_an_empty_diary_has_a_report(db: None) -> None:
    client = choose(visit(somebody("New")))
    assert "No dose was recorded in these days" in text(client.get("/report/part").content)


@pytest.mark.parametrize("sections", [list(KEYS), ["benefit"]])
def test_benefit_is_that_of_kratom_whatever_is_taken_more_often(sections: list[str], none: m.Person) -> None:
    now = timezone.now()
    for hours in range(m.Dose.objects.filter(person=none).count() + 5):
        at = now - dt.timedelta(days=100, minutes=hours)
        entries.add(none, d.Dose(at=at, substance="caffeine", amount=100, unit="mg"), now)
    page = text(choose(visit(none), sections=sections).get("/report/shown/?wait=1").content)
    assert "A usual dose of kratom makes no difference" in page
    assert ("affeine" in page) == ("medicines" in sections), "left out with the other medicines"


def test_pictures_follow_the_theme_that_the_page_wears_and_stay_light_on_paper(none: m.Person) -> None:
    client = choose(visit(none))

    def screens() -> list[tuple[str, str]]:
        page = client.get("/report/shown/?wait=1").content.decode()
        figure = page.partition("<figure")[2].partition("</figure>")[0]
        assert '<img class="on-paper" src="/report/picture.svg?of=pain-0"' in figure
        on_screen = figure.partition("</picture>")[0]
        found = re.findall(r'<source media="([^"]+)" srcset="[^"]+of=([^"]+)"|<img( )src="[^"]+of=([^"]+)"', on_screen)
        return [(media or last, name or other) for media, name, last, other in found]

    dark, phone = "(prefers-color-scheme: dark)", "(max-width: 40rem)"
    assert screens() == [
        (f"{dark} and {phone}", "dark-narrow-pain-0"),
        (dark, "dark-pain-0"),
        (phone, "narrow-pain-0"),
        (" ", "pain-0"),
    ]
    client.cookies[COOKIE] = "theme-dark"
    assert screens() == [(phone, "dark-narrow-pain-0"), (" ", "dark-pain-0")]
    client.cookies[COOKIE] = "theme-light"
    assert screens() == [(phone, "narrow-pain-0"), (" ", "pain-0")]
    for name, theme in (("pain-0", "light"), ("dark-pain-0", "dark"), ("dark-narrow-pain-0", "dark")):
        svg = client.get("/report/picture.svg", {"of": name}).content.decode()
        assert [look for look in ("light", "dark") if LOOKS[look].ink in svg] == [theme]


def test_the_page_more_leads_to_it(none: m.Person) -> None:
    assert 'href="/report/"' in visit(none).get("/settings/").content.decode()
