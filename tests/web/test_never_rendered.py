"""Every page of a full diary, as it is drawn: nothing on it is what must never be said."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import models as m
from counterpoise.knowledge.load import load
from tests import never
from tests.safety import made_up
from tests.web.diaries import brought, somebody, visit
from tests.web.test_every_address import ALL, Address

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
BREAKS = re.compile(r"<(?!/?(?:a|b|em|i|span|strong|kbd|code|sup|sub)\b)[^>]*>")
SPOKEN = re.compile(r"\b(?:placeholder|title|aria-label|alt|content|data-failed|data-another|data-old)=\"([^\"]*)\"")
QUOTED = [f"“{claim.claim}”" for claim in load().claims.values()]
"""What people say, in quotation marks: the answers to it are held to the rule."""
ENDING = {"erase", "sign_out", "entry_erase", "remove_sample"}
NO_PAGE = re.compile(r"picture|_data$|^export_|^api_")


def seen(page: str) -> list[str]:
    """What a page says, in pieces as they stand together, and what it says to those who do not see it."""
    page = re.sub(r"<script\b.*?</script>|<style\b.*?</style>|<!--.*?-->", " ", page, flags=re.S)
    pieces = [re.sub(r"<[^>]*>", "", piece) for piece in BREAKS.split(page)]
    return [text for piece in (*pieces, *SPOKEN.findall(page)) if (text := _without_quotes(html.unescape(piece)))]


def _without_quotes(text: str) -> str:
    text = " ".join(text.split())
    for quoted in QUOTED if "“" in text else ():
        text = text.replace(quoted, "…")
    return text


def full() -> m.Person:
    """Two months with doses, ratings, every kind of effect, other substances, medicines, a bag and blood tests."""
    now = timezone.now().astimezone(dt.UTC)
    hours = [dt.timedelta(hours=8 * n) for n in range(180)]
    doses = [
        d.Dose(id=f"d{n}", at=now - back, substance="kratom", amount=2.0 + n % 3, unit="g", reason="pain", lot="l")
        for n, back in enumerate(hours)
    ]
    others = ("7-hydroxymitragynine", "alcohol", "diphenhydramine", "oxycodone")
    doses += [d.Dose(id=f"o{n}", at=now - DAY * n / 8, substance=name) for n, name in enumerate(others)]
    doses.append(d.Dose(id="large", at=now - DAY / 24, substance="kratom", amount=12.0, unit="g"))
    ratings = [
        d.Rating(id=f"r{n}", at=now - back, measure="pain.now", value=float(n % 11)) for n, back in enumerate(hours)
    ]
    effects = [d.Effect(id=f"e{n}", at=now - DAY / 12, kind=kind) for n, kind in enumerate(load().effects)]
    about = d.Person(
        time_zone="America/Chicago",
        country="US",
        birth_year=1975,
        conditions=("liver_disease", "epilepsy"),
        pregnant=True,
        surgery_on=(now + 10 * DAY).date(),
        medicines=tuple(d.Medicine(id=name, name=name) for name in ("alprazolam", "fluoxetine", "naltrexone")),
    )
    whole = d.Diary(
        person=about,
        products=(d.Product(id="p", substance="kratom", name="Green powder", form="powder"),),
        lots=(d.Lot(id="l", product="p", lot_number="A17", expires_on=(now - DAY).date()),),
        doses=tuple(doses),
        ratings=tuple(ratings),
        effects=tuple(effects),
        labs=(d.Lab(id="alt", at=now - DAY, analyte="ALT", value=900.0, unit="U/L", upper_limit=40.0),),
    )
    person = somebody("Full")
    brought(person, whole)
    return person


def paths(address: Address, person: m.Person) -> list[str]:
    """The address filled in with what the diary holds; none where that takes something else."""
    effect, dose = m.Effect.objects.filter(person=person)[0], m.Dose.objects.filter(person=person)[0]
    examples: dict[str, list[Any]] = {
        "day": [timezone.now().date().isoformat()],
        "page": list(load().pages),
        "substance": list(load().substances),
        "kind": ["dose", "effect"],
        "key": [dose.pk, effect.pk],
    }
    match sorted(address.arguments):
        case []:
            return [reverse(address.name)]
        case ["key", "kind"]:
            pairs = (("dose", dose.pk), ("effect", effect.pk))
            return [reverse(address.name, kwargs={"kind": kind, "key": key}) for kind, key in pairs]
        case [name] if name in examples:
            return [reverse(address.name, kwargs={name: value}) for value in examples[name]]
    return []


def _read(address: Address) -> bool:
    return address.name not in ENDING and not NO_PAGE.search(address.name)


def told(client: Client, addresses: list[str]) -> tuple[int, list[str]]:
    """How many pages there were, and what must not be said on them."""
    pages, wrong = 0, []
    for path in addresses:
        answer = client.get(path)
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            pages += 1
            wrong += [f"{path}: {one}" for text in seen(answer.content.decode()) for one in never.offences(text)]
    return pages, wrong


def test_no_page_of_a_full_diary_says_it(monkeypatch: pytest.MonkeyPatch) -> None:
    made_up.put_in(monkeypatch)
    person = full()
    addresses = [path for address in ALL if _read(address) for path in paths(address, person)]
    pages, wrong = told(visit(person), [*addresses, "/learn/law/?understood=yes", "/learn/?q=dose"])
    assert wrong == []
    assert pages > 40


def test_no_page_of_an_empty_diary_says_it() -> None:
    pages, wrong = told(
        visit(somebody("Empty")), [reverse(one.name) for one in ALL if _read(one) and not one.arguments]
    )
    assert wrong == []
    assert pages > 15


def test_nor_does_what_is_answered_to_a_dose(monkeypatch: pytest.MonkeyPatch) -> None:
    made_up.put_in(monkeypatch)
    person = full()
    client = visit(person)
    like = m.Dose.objects.get(person=person, source_id="large")
    m.Dose.objects.filter(person=person, source_id="large").update(at=timezone.now() - 5 * DAY)
    person.refresh_from_db()
    for sent in ({"pain": "5"}, {"pain": "5", "as_it_was": "yes"}):
        answer = client.post(f"/dose/again/{like.pk}/", sent, headers={"hx-request": "true"})
        assert [one for text in seen(answer.content.decode()) for one in never.offences(text)] == []


def test_an_offence_on_a_page_would_be_seen() -> None:
    page = '<p>Fine.</p><button title="Next dose at 8"><span>Take</span> more <b>now</b>.</button>'
    assert {one for text in seen(page) for one in never.offences(text)} == {"Next dose at 8", "Take more now."}
