"""What another page does to an entry in the moment before this one's turn: nothing is undone by it, nothing fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.journal.erase import erase_entry
from counterpoise.web.today import saving
from tests.web.parsed import parsed
from tests.web.planned import AGREED, DOWN, NEW, write

Before = Callable[[Callable[[], object]], None]


@pytest.fixture
def before(monkeypatch: pytest.MonkeyPatch) -> Before:
    """Let something happen once, when a page is about to write."""

    def first(happens: Callable[[], object]) -> None:
        left, writing = [happens], entries.writing

        @contextmanager
        def behind(person: m.Person) -> Iterator[None]:
            while left:
                left.pop()()
            with writing(person):
                yield

        monkeypatch.setattr(entries, "writing", behind)

    return first


def test_what_two_pages_bring_back_at_once_is_there(
    browser_of_alice: Client, alice: m.Person, usual_dose: m.Dose, before: Before
) -> None:
    entries.remove(usual_dose, timezone.now())
    before(lambda: entries.undo(usual_dose, timezone.now()))
    said = browser_of_alice.post(f"/entry/dose/{usual_dose.pk}/restore/")["Location"]
    assert len(diary(alice).doses) == 1
    assert "done=restored" in said


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("step", ["", "delete/", "restore/", "undo"])
def test_what_was_erased_for_good_meanwhile_is_not_found(
    browser_of_alice: Client, usual_dose: m.Dose, before: Before, step: str
) -> None:
    before(lambda: erase_entry(usual_dose))
    said = {"substance": "kratom", "amount": "2", "unit": "g", "row": f"dose/{usual_dose.pk}"}
    address = "/undo/" if step == "undo" else f"/entry/dose/{usual_dose.pk}/{step}"
    assert browser_of_alice.post(address, said).status_code == 404
    assert not m.Dose.objects.exists()


def test_a_page_loaded_again_after_an_undo_does_not_say_that_it_is_saved(browser_of_alice: Client) -> None:
    said = {"substance": "Kratom", "amount": "2", "unit": "g"}
    address = browser_of_alice.post("/dose/new/", said)["Location"]
    assert "Saved: Kratom 2 g" in browser_of_alice.get(address).content.decode()
    browser_of_alice.post("/undo/", {"row": f"dose/{m.Dose.objects.get().pk}", "seen": "0"})
    for page in (address, address.replace("/?", "/flare/?")):
        text = browser_of_alice.get(page).content.decode()
        assert "Saved: " not in text
        assert 'class="toast"' not in text


def test_two_taps_on_the_plan_at_once_record_one_hold(
    browser_of_alice: Client, alice: m.Person, before: Before
) -> None:
    write(browser_of_alice, **DOWN)
    plan = m.Plan.objects.get()
    address, seen = f"/plan/{plan.pk}/hold/", {"seen": saving.seen([plan])}
    before(lambda: browser_of_alice.post(address, seen))
    assert browser_of_alice.post(address, seen)["Location"].startswith("/plan/?done=behind")
    assert [step.kind for step in diary(alice).plans[0].steps] == ["hold"]


def test_a_hold_recorded_while_the_plan_ends_stays(browser_of_alice: Client, alice: m.Person, before: Before) -> None:
    write(browser_of_alice, **DOWN)
    plan = m.Plan.objects.get()
    before(lambda: browser_of_alice.post(f"/plan/{plan.pk}/hold/", {"seen": saving.seen([plan])}))
    browser_of_alice.post(f"/plan/{plan.pk}/end/")
    assert [step.kind for step in diary(alice).plans[0].steps] == ["hold"]
    assert diary(alice).plans[0].ended_on is not None


def test_a_plan_corrected_by_two_at_once_keeps_the_first_and_asks_the_other(
    browser_of_alice: Client, alice: m.Person, before: Before
) -> None:
    write(browser_of_alice, **DOWN)
    plan = m.Plan.objects.get()
    address, said = f"/plan/{plan.pk}/", AGREED | DOWN | {"seen": saving.seen([plan])}
    before(lambda: browser_of_alice.post(address, said | {"agreed_with": "Dr Lee"}))
    assert browser_of_alice.post(address, said | {"agreed_with": "Dr Sen"}).status_code == 409
    assert diary(alice).plans[0].agreed_with == "Dr Lee"


@pytest.mark.parametrize("new", [False, True])
def test_a_goal_added_in_the_moment_before_a_plan_is_saved_stays(
    browser_of_alice: Client, alice: m.Person, before: Before, new: bool
) -> None:
    write(browser_of_alice, **AGREED, goals="Walk\nCook")
    address = NEW if new else f"/plan/{m.Plan.objects.get().pk}/"
    said = AGREED | {"goals": "Walk", "goals_shown": ["Walk", "Cook"]}
    before(lambda: entries.add(alice, d.Goal(text="Swim"), timezone.now()))
    assert browser_of_alice.post(address, said).status_code == 302
    assert [goal.text for goal in diary(alice).goals] == ["Walk", "Swim"]


def test_a_dose_refused_for_a_value_has_still_not_seen_what_was_saved_since(
    browser_of_alice: Client, alice: m.Person, usual_dose: m.Dose
) -> None:
    address = f"/entry/dose/{usual_dose.pk}/"
    old = {"substance": "Kratom", "unit": "g", "seen": saving.seen([usual_dose])}
    assert browser_of_alice.post(address, old | {"amount": "2"}).status_code == 302
    refused = browser_of_alice.post(address, old | {"amount": "-3"})
    assert refused.status_code == 422
    (mark,) = {
        one.attributes["value"]
        for one in parsed(refused.content.decode()).all("input")
        if one.attributes.get("name") == "seen"
    }
    assert browser_of_alice.post(address, old | {"amount": "3", "seen": mark}).status_code == 409
    assert diary(alice).doses[0].amount == 2
