"""One archive down, and up again: looked at first, then equal; and erasing with a proof."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from counterpoise import place
from counterpoise.journal import archive
from counterpoise.journal import models as m
from counterpoise.journal.archive.tables import TABLES
from counterpoise.web.bring import holding
from counterpoise.web.kernels import Preparing
from counterpoise.web.settings.counted import table_name
from tests.journal.archived import archived

Enter = Callable[..., Client]


@pytest.fixture(autouse=True)
def _folder() -> Iterator[None]:
    yield
    holding.sweep(None)


def taken(client: Client) -> tuple[Any, bytes]:
    answer = client.post("/settings/export/archive.zip")
    return answer, answer.content


def give(client: Client, data: bytes) -> Any:
    return client.post("/settings/put-back/", {"file": SimpleUploadedFile("a.zip", data)})


def waiting() -> int:
    folder = place.data_folder() / holding.FOLDER
    return len(list(folder.iterdir())) if folder.exists() else 0


def test_the_archive_comes_as_a_download_that_tells_nothing(
    browser_of_alice: Client, alice: m.Person, usual_dose: m.Dose
) -> None:
    answer, data = taken(browser_of_alice)
    opened = archive.opened(io.BytesIO(data))
    assert opened.manifest["diary_sha256"] == archive.diary_digest(alice)
    assert re.fullmatch(
        r'attachment; filename="counterpoise-archive-\d{4}-\d\d-\d\d\.zip"', answer["Content-Disposition"]
    )
    assert answer["Cache-Control"] == "no-store"
    assert int(answer["Content-Length"]) == len(data)
    with zipfile.ZipFile(io.BytesIO(data)) as files:
        assert not any(b"Alice" in files.read(name) for name in files.namelist())
    assert browser_of_alice.get("/settings/export/archive.zip").status_code == 405


def test_while_the_calculation_is_prepared_it_says_so_and_what_is_ready(
    browser_of_alice: Client, alice: m.Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("counterpoise.web.kernels.state", lambda: Preparing(3, 9))
    answer, data = taken(browser_of_alice)
    assert answer.status_code == 503
    assert b"3 of 9 parts are ready" in data


def test_it_is_looked_at_and_put_back_beside_the_first(
    browser_of_alice: Client, alice: m.Person, usual_dose: m.Dose
) -> None:
    answer = give(browser_of_alice, archived(alice, drawn=False))
    assert (answer.status_code, answer["Location"]) == (302, reverse("put_back_look"))
    page = browser_of_alice.get(answer["Location"]).content.decode()
    assert "The archive is whole" in page
    assert "It stays as it is" in page
    assert re.search(r"doses</th><td>1</td>", page)
    assert m.Person.objects.count() == 1
    taken_name = browser_of_alice.post("/settings/put-back/look", {"name": "alice"})
    assert taken_name.status_code == 422
    assert "another diary here is called alice" in taken_name.content.decode()
    done = browser_of_alice.post("/settings/put-back/look", {"name": "Twin"}, follow=True)
    twin = m.Person.objects.get(name="Twin")
    assert archive.history_digest(twin) == archive.history_digest(alice)
    assert waiting() == 0
    link = re.search(r"/enter/[\w-]+", done.content.decode())
    assert link
    assert browser_of_alice.get("/settings/erase/").content.decode().count("Alice") >= 1  # still in the own diary
    other = Client(headers={"host": "localhost"})
    other.get(link[0])
    assert "Twin" in other.get("/settings/erase/").content.decode()
    assert browser_of_alice.get("/settings/put-back/done").status_code == 302  # the link is shown once


def test_somebody_without_a_diary_begins_with_the_archive(enter: Enter, alice: m.Person, usual_dose: m.Dose) -> None:
    data = archived(alice, drawn=False)
    alice.delete()
    browser = enter(None)
    assert "/settings/put-back/" in browser.get("/start/").content.decode()
    give(browser, data)
    done = browser.post("/settings/put-back/look", {"name": "Alice"}, follow=True)
    assert "It is back" in done.content.decode()
    assert "/enter/" not in done.content.decode()
    assert browser.get("/").status_code == 200
    assert m.Dose.objects.get().person.name == "Alice"


@pytest.mark.parametrize("table", TABLES)
def test_every_table_of_an_archive_has_words(table: str) -> None:
    """The page that looks at an archive, and the one after erasing, name all that was there."""
    assert table_name(table, 1)
    assert table_name(table, 1) != table_name(table, 2)


def test_what_is_damaged_is_refused_and_not_kept(browser_of_alice: Client, alice: m.Person) -> None:
    data = archived(alice, drawn=False)
    middle = data.index(b"diary.json") + 40
    for wrong, said in (
        (data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :], "damaged: diary.json"),
        (b"nothing", "it is no zip"),
        (b"age-encryption.org/v1\n", "A passphrase locks this archive"),
    ):
        answer = give(browser_of_alice, wrong)
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert waiting() == 0
    assert "choose a file first" in browser_of_alice.post("/settings/put-back/").content.decode()
    assert "not kept any longer" in browser_of_alice.get("/settings/put-back/look").content.decode()


def test_it_can_be_left_and_another_browser_does_not_see_it(
    browser_of_alice: Client, alice: m.Person, bob: m.Person, enter: Enter
) -> None:
    give(browser_of_alice, archived(alice, drawn=False))
    assert enter(bob).get("/settings/put-back/look").status_code == 422
    assert waiting() == 1
    browser_of_alice.post("/settings/put-back/cancel")
    assert waiting() == 0
    assert m.Person.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_erasing_offers_the_archive_and_shows_the_proof(
    browser_of_alice: Client, alice: m.Person, usual_dose: m.Dose
) -> None:
    digest = archive.diary_digest(alice)
    assert "/settings/export/archive.zip" in browser_of_alice.get("/settings/erase/").content.decode()
    page = browser_of_alice.post("/settings/erase/", {"name": "Alice"}).content.decode()
    assert digest in page
    assert "none knows this person any more" in page
    assert re.search(r"<th scope=\"row\">dose</th><td>1</td>", page)
    assert "backups, archives and exported files made before" in page
