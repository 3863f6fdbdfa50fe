"""Before a dose: what is new about the entry comes first, and what was confirmed before is a line, never gone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.web.safety import confirmations
from tests.web.parsed import parsed
from tests.web.test_findings_around_logging import FIRST, HX, logged, sent_on

LEAF = {"substance": "Kratom", "amount": "2.5", "unit": "g"}
LOAD = "3 things that make you sleepy act at the same time"
MANY = "250 g of kratom at once is more than any reported: is the amount right?"
BUTTON = "Log it as it was"


@pytest.fixture
def stacked(alice: m.Person) -> m.Person:
    """Kratom on five days before; then Xanax, kratom and 7-OH within hours."""
    for day in range(1, 7):
        logged(alice, "kratom", day * 24 * 60 + 180, 2.5, "g")
    for substance, minutes, amount, unit in (
        ("xanax", 180, 0.5, "mg"),
        ("kratom", 120, 2.5, "g"),
        ("7-OH", 60, 8, "mg"),
    ):
        logged(alice, substance, minutes, amount, unit)
    return alice


def send(client: Client, **more: str) -> str:
    """A dose as the form sends it, with an id of its own."""
    text: str = client.post("/dose/new/", LEAF | {"id": str(m.new_id())} | more).content.decode()
    return text


def confirm(client: Client, text: str, **more: Any) -> None:
    """What the step sends when the button is tapped, each mark of what stood there with it."""
    marks = [one.attributes["value"] for one in parsed(text).all("input") if one.attributes.get("name") == "shown"]
    sent: dict[str, Any] = sent_on(text) | {"shown": marks, "as_it_was": "yes"} | more
    assert client.post("/dose/new/", sent).status_code == 302


def cards(text: str) -> list[tuple[str, bool]]:
    """The findings of the step by their headings, as they stand, and whether each is open; not those inside a line."""
    step = text[text.index('class="before"') :]
    found = []
    for part in step.split('<article class="card finding')[1:]:
        heading = part[part.index("<h3") :].split(">", 1)[1].split("<")[0]
        found.append((heading.strip(), "<details open>" in part[: part.index("<h3")]))
    return found


def test_what_is_new_about_the_amount_comes_first_and_open_above_what_was_confirmed(
    browser_of_alice: Client, stacked: m.Person
) -> None:
    confirm(browser_of_alice, send(browser_of_alice))
    text = send(browser_of_alice, amount="250")
    assert cards(text)[0] == (MANY, True)
    assert "100 times the usual" not in text, "both of the amount are one card"
    assert "The middle of your amounts of the last 30 days is 2.5 g." in text
    order = [FIRST, "Not saved yet.", MANY, "Correct the amount", LOAD, BUTTON]
    assert sorted(order, key=text.index) == order
    assert (LOAD, True) in cards(text), "with so much it is graver than what was confirmed"
    assert text.index("</form>") > max(text.index(heading) for heading, _open in cards(text)), (
        "nothing under the button"
    )


def test_an_emergency_stands_above_what_is_asked_about_the_amount(browser_of_alice: Client, stacked: m.Person) -> None:
    at = timezone.now() - dt.timedelta(minutes=10)
    entries.add(stacked, d.Effect(id=str(m.new_id()), at=at, kind="sedation", severity=3), timezone.now())
    text = send(browser_of_alice, amount="250")
    order = [FIRST, "Not saved yet.", "Call first. Then log.", "tel:911", MANY, BUTTON]
    assert sorted(order, key=text.index) == order


def test_correcting_the_amount_leads_back_to_the_field_as_it_was_filled(
    browser_of_alice: Client, stacked: m.Person
) -> None:
    before = len(diary(stacked).doses)
    text = send(browser_of_alice, amount="250", note="at lunch")
    form = browser_of_alice.post("/dose/new/", sent_on(text) | {"back": "amount"}).content.decode()
    (field,) = [one for one in parsed(form).all("input") if one.attributes.get("name") == "amount"]
    assert field.attributes["value"] == "250"
    assert "autofocus" in field.attributes
    assert "at lunch" in form
    assert len(diary(stacked).doses) == before
    back = browser_of_alice.post("/dose/new/", sent_on(text) | {"back": "yes"}).content.decode()
    assert "autofocus" not in back


@pytest.mark.parametrize("then", ["", "flare"])
def test_a_dose_like_an_earlier_one_is_corrected_in_the_form(
    browser_of_alice: Client, stacked: m.Person, then: str
) -> None:
    logged(stacked, "kratom", 2000, 250, "g")
    row = m.Dose.objects.get(amount=250)
    text = browser_of_alice.post(f"/dose/again/{row.pk}/", {"id": str(m.new_id()), "then": then}).content.decode()
    assert "Correct the amount" in text
    sent = sent_on(text) | {"back": "amount"}
    address = browser_of_alice.post(f"/dose/again/{row.pk}/", sent)["Location"]
    inside = browser_of_alice.post(f"/dose/again/{row.pk}/", sent, headers=HX)
    assert inside["HX-Redirect"] == address
    form = browser_of_alice.get(address).content.decode()
    (field,) = [one for one in parsed(form).all("input") if one.attributes.get("name") == "amount"]
    assert float(field.attributes["value"] or 0) == 250
    assert "autofocus" in field.attributes
    assert ('name="then" value="flare"' in form) is bool(then)


def test_a_correction_that_slips_leads_back_to_the_field_too(browser_of_alice: Client, stacked: m.Person) -> None:
    row = m.Dose.objects.filter(substance="kratom").latest("at")
    page, sent = f"/entry/dose/{row.pk}/", LEAF | {"amount": "250"}
    text = browser_of_alice.post(page, sent).content.decode()
    assert cards(text)[0] == (MANY, True)
    form = browser_of_alice.post(page, sent_on(text) | {"back": "amount"}).content.decode()
    (field,) = [one for one in parsed(form).all("input") if one.attributes.get("name") == "amount"]
    assert (field.attributes["value"], "autofocus" in field.attributes) == ("250", True)


def short(text: str) -> bool:
    """Whether the load stands in the one line of what was confirmed before, above the button."""
    assert FIRST in text, "never gone"
    assert text.index(LOAD) < text.index(BUTTON)
    line = 'id="still">Still so: '
    return line in text and text.index(line) < text.index(LOAD)


def test_what_was_confirmed_is_one_line_before_leaf_once_more_and_opens_to_the_whole(
    browser_of_alice: Client, stacked: m.Person
) -> None:
    first = send(browser_of_alice)
    assert cards(first)[0] == (LOAD, True)
    assert not short(first)
    confirm(browser_of_alice, first)
    for _time in range(2):
        text = send(browser_of_alice)
        assert short(text)
        assert cards(text)[0] == (f"Still so: {LOAD}", False), "a line"
        assert "Nothing more that makes you drowsy until this has passed" in text, "it opens to the whole"
        assert {heading for heading, _open in cards(first)} <= {heading for heading, _open in cards(text)}
        confirm(browser_of_alice, text)


def test_what_is_new_or_more_stands_open(browser_of_alice: Client, stacked: m.Person) -> None:
    confirm(browser_of_alice, send(browser_of_alice))
    for more in ({"amount": "4"}, {"substance": "7-OH", "amount": "8", "unit": "mg"}, {"substance": "xanax"}):
        assert not short(send(browser_of_alice, **more)), more
    text = send(browser_of_alice, substance="wine", amount="1", unit="glass")
    assert ("4 things that make you sleepy act at the same time", True) in cards(text)


def test_a_sign_that_was_confirmed_is_a_line_before_leaf_and_open_before_what_makes_drowsy(
    browser_of_alice: Client, stacked: m.Person
) -> None:
    at = timezone.now() - dt.timedelta(hours=3)
    over = d.Effect(id=str(m.new_id()), at=at, kind="slow_breathing", ended_at=at + dt.timedelta(minutes=9))
    entries.add(stacked, over, timezone.now())
    sign = "Slow or shallow breathing: to be looked at, even when it is over"
    text = send(browser_of_alice)
    assert cards(text)[0] == (sign, True)
    confirm(browser_of_alice, text)
    assert cards(send(browser_of_alice))[0] == (f"Still so: {sign}", False)
    assert cards(send(browser_of_alice, substance="xanax", amount="0.5", unit="mg"))[0] == (sign, True)
    entries.add(stacked, d.Effect(id=str(m.new_id()), at=timezone.now(), kind="confusion"), timezone.now())
    assert any(opened for _heading, opened in cards(send(browser_of_alice))), "another sign is new"


def test_what_came_without_a_look_is_read_whole(browser_of_alice: Client, stacked: m.Person) -> None:
    """As from a phone that had no network: nothing of it stood before any dose."""
    confirm(browser_of_alice, send(browser_of_alice))
    logged(stacked, "xanax", 1, 0.5, "mg")
    text = send(browser_of_alice)
    assert not short(text)
    confirm(browser_of_alice, text)
    assert short(send(browser_of_alice))


def test_what_did_not_stand_there_was_not_confirmed(browser_of_alice: Client, stacked: m.Person) -> None:
    confirm(browser_of_alice, send(browser_of_alice), shown=[])
    assert not short(send(browser_of_alice))


def test_another_browser_reads_it_whole_first(
    browser_of_alice: Client, stacked: m.Person, enter: Callable[..., Client]
) -> None:
    confirm(browser_of_alice, send(browser_of_alice))
    assert not short(send(enter(stacked)))
    assert short(send(browser_of_alice))


def test_once_a_day_it_is_read_whole(
    browser_of_alice: Client, stacked: m.Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    confirm(browser_of_alice, send(browser_of_alice))
    assert short(send(browser_of_alice))
    monkeypatch.setattr(confirmations, "HOLDS", dt.timedelta())
    assert not short(send(browser_of_alice))


def test_the_session_tells_no_medicine_and_no_illness(browser_of_alice: Client, stacked: m.Person) -> None:
    confirm(browser_of_alice, send(browser_of_alice))
    kept = str(browser_of_alice.session["confirmed"])
    assert [word for word in ("load", "benzo", "kratom", "xanax", "opioid", "urgent") if word in kept.casefold()] == []
    assert [dose.id for dose in diary(stacked).doses if dose.id and dose.id in kept] == []


@pytest.mark.parametrize("before", [[], [2.5], [2.5, 3.0, 2.5, 2.0]])
def test_ten_times_too_much_is_asked_about_from_the_first_dose_on_and_keeps_nobody_from_logging(
    browser_of_alice: Client, alice: m.Person, before: list[float]
) -> None:
    for place, amount in enumerate(before):
        logged(alice, "kratom", (place + 1) * 24 * 60, amount, "g")
    text = send(browser_of_alice, amount="25")
    assert [heading for heading, _open in cards(text)] == ["Is this right? 25 g"]
    assert "Correct the amount" in text
    assert ("sharma-2025" in text or "Sharma" in text) == (not before), "a figure of a study carries its source"
    assert len(diary(alice).doses) == len(before)
    confirm(browser_of_alice, text)
    assert diary(alice).doses[-1].amount == 25.0
    assert cards(send(browser_of_alice, amount="2.5") + 'class="before"') == [], "what is less is never asked about"
