"""What another page does to an entry in the moment before this one's turn: nothing is undone by it, nothing fails."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from django.test import Client
from django.utils import timezone

from counterpoise.journal import entries
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.journal.erase import erase_entry

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
