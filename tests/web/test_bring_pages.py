"""Bringing a file in by the page: looked at first, all or nothing, the same file twice adds nothing, undone."""

from __future__ import annotations

import dataclasses
import datetime as dt
import json
import os
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from counterpoise import diary as d
from counterpoise import diary_file, place
from counterpoise.exchange import formats
from counterpoise.journal import models as m
from counterpoise.journal.diaries import diary
from counterpoise.web import warming
from counterpoise.web.bring import holding, reading
from counterpoise.web.bring.preview import profile_name
from tests.web.diaries import CHICAGO, rate, somebody, visit

pytestmark = pytest.mark.django_db
TABLE = b"""date,day,pain,grams,note
2026-05-01 08:00,1,6,2,first
2026-05-01 14:00,1,3,,
2026-05-02 08:00,3,7,1.5,
2026-05-03 08:00,3,4,?,
"""


@pytest.fixture(autouse=True)
def _folder() -> Iterator[None]:
    holding.sweep(None)
    reading.forget()
    yield
    holding.sweep(None)


def waiting() -> list[Path]:
    folder = place.data_folder() / "brought"
    return sorted(folder.iterdir()) if folder.exists() else []


def a_diary() -> bytes:
    at = dt.datetime(2026, 5, 1, 8, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
    ratings = tuple(d.Rating(at=at + dt.timedelta(days=i), measure="pain.now", value=6) for i in range(3))
    doses = tuple(d.Dose(at=at + dt.timedelta(days=i), substance="kratom", amount=2, unit="g") for i in range(2))
    person = d.Person(time_zone="America/Chicago", birth_year=1975)
    return diary_file.write(d.Diary(person=person, ratings=ratings, doses=doses)).encode()


def give(client: Client, data: bytes, name: str = "diary.json") -> Any:
    return client.post("/bring/", {"file": SimpleUploadedFile(name, data)})


def said(page: Any) -> dict[str, str]:
    """What the form of the columns says when nothing is changed in it."""
    fields: dict[str, str] = {}
    for form in [page.context["whole"], *page.context["parts"]]:
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                fields[field.html_name] = str(value)
    return fields


def test_a_diary_is_looked_at_before_anything_is_saved() -> None:
    alice = somebody("Alice")
    client = visit(alice)
    assert give(client, a_diary())["Location"] == "/bring/look"
    page = client.get("/bring/look").text
    assert "5 new records" in page
    assert "From Fri 1 May 2026 to Sun 3 May 2026" in page
    assert "Fri 1 May 2026 08:00: Kratom 2 g" in page
    assert "year of birth" in page
    assert diary(alice).doses == ()


def test_bringing_it_in_saves_all_and_forgets_the_file() -> None:
    alice = somebody("Alice")
    client = visit(alice)
    give(client, a_diary())
    assert len(waiting()) == 1
    assert client.post("/bring/confirm")["Location"] == "/bring/"
    assert (len(diary(alice).doses), len(diary(alice).ratings)) == (2, 3)
    assert waiting() == []
    page = client.get("/bring/").text
    assert "3 ratings, 2 doses" in page
    assert "diary.json" in page
    assert client.post("/bring/confirm").status_code == 422


def test_one_of_a_kind_is_told_as_one() -> None:
    client = visit(somebody("Alice"))
    at = dt.datetime(2026, 5, 1, 8, tzinfo=dt.UTC)
    person = d.Person(time_zone="UTC", medicines=(d.Medicine(name="sertraline"),))
    doses = tuple(d.Dose(at=at + dt.timedelta(days=i), substance="kratom", amount=2, unit="g") for i in range(2))
    give(client, diary_file.write(d.Diary(person=person, doses=doses, ratings=())).encode())
    client.post("/bring/confirm")
    page = client.get("/bring/").text
    assert "2 doses, 1 medicine. " in page
    assert "2 doses, 1 medicine" in page.partition("It can be undone below.")[2], "in the list of files as well"


def test_a_file_is_read_once_from_the_look_to_the_bringing_in(monkeypatch: pytest.MonkeyPatch) -> None:
    times: list[str] = []
    honest = formats.read

    def read(name: str, *given: Any, **more: Any) -> Any:
        times.append(name)
        return honest(name, *given, **more)

    monkeypatch.setattr(formats, "read", read)
    client = visit(somebody("Alice"))
    give(client, a_diary())
    client.get("/bring/look")
    client.post("/bring/confirm")
    assert times == ["diary.json"]
    give(client, a_diary())
    assert len(times) == 2  # the diary has changed since


def test_the_same_file_twice_is_0_new() -> None:
    alice = somebody("Alice")
    client = visit(alice)
    for _ in range(2):
        give(client, a_diary())
        client.post("/bring/confirm")
    give(client, a_diary())
    page = client.get("/bring/look").text
    assert "0 new: all of it is here already" in page
    assert "Bring it in" not in page
    assert (len(diary(alice).doses), m.Import.objects.count()) == (2, 1)


def test_what_a_file_brought_can_be_undone_and_brought_again() -> None:
    alice = somebody("Alice")
    client = visit(alice)
    give(client, a_diary())
    client.post("/bring/confirm")
    receipt = m.Import.objects.get()
    client.post(f"/bring/{receipt.pk}/undo")
    assert diary(alice).doses == ()
    assert "taken out again" in client.get("/bring/").text
    give(client, a_diary())
    assert "5 new records" in client.get("/bring/look").text
    client.post("/bring/confirm")
    assert len(diary(alice).doses) == 2


def test_what_is_here_already_and_says_something_else_is_pointed_out_and_stays() -> None:
    alice = somebody("Alice")
    client = visit(alice)
    data = json.loads(a_diary())
    data["ratings"] = [{"id": "r1", "at": "2026-05-01T08:00:00-05:00", "measure": "pain.now", "value": 6}]
    give(client, json.dumps(data).encode())
    client.post("/bring/confirm")
    data["ratings"][0]["value"] = 2
    give(client, json.dumps(data).encode())
    assert "1 more says something else here; what is here stays" in client.get("/bring/look").text


def test_leaving_it_deletes_the_file() -> None:
    client = visit(somebody("Alice"))
    give(client, a_diary())
    client.post("/bring/cancel")
    assert waiting() == []
    assert client.get("/bring/look").status_code == 422


def test_a_waiting_file_is_for_its_owner_only() -> None:
    give(visit(somebody("Alice")), a_diary())
    (file,) = waiting()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert "diary" not in file.name


def test_a_waiting_file_is_deleted_after_an_hour() -> None:
    client = visit(somebody("Alice"))
    give(client, a_diary())
    (file,) = waiting()
    long_ago = time.time() - 3601
    os.utime(file, (long_ago, long_ago))
    assert "not kept any longer" in client.get("/bring/look").text
    assert waiting() == []


def test_no_file_waits_any_longer_once_the_server_starts_anew() -> None:
    give(visit(somebody("Alice")), a_diary())
    warming.start().join()
    assert waiting() == []


def test_a_second_file_takes_the_place_of_the_first() -> None:
    client = visit(somebody("Alice"))
    give(client, a_diary())
    give(client, a_diary())
    assert len(waiting()) == 1


def test_a_table_asks_what_its_columns_mean_and_shows_how_it_was_read() -> None:
    alice = somebody("Alice")
    client = visit(alice)
    assert give(client, TABLE, "log.csv")["Location"] == "/bring/columns"
    page = client.get("/bring/columns")
    assert [part.column.name for part in page.context["parts"]] == ["date", "day", "pain", "grams", "note"]
    answer = client.post("/bring/columns", said(page) | {"c3-substance": "kratom", "c3-unit": "g"})
    assert answer.status_code == 302, answer.text
    look = client.get("/bring/look").text
    assert "Kratom 2 g" in look
    assert "does not fit the date" in look
    assert "a rating, Pain now, from 0 to 10" in look
    client.post("/bring/confirm")
    found = diary(alice)
    assert [rating.value for rating in found.ratings] == [6, 3, 7, 4]
    assert [dose.amount for dose in found.doses] == [2, 1.5, None]
    assert {rating.at.utcoffset() for rating in found.ratings} == {dt.timedelta(hours=-5)}


def test_what_the_columns_mean_can_be_changed_before_it_is_saved() -> None:
    client = visit(somebody("Alice"))
    give(client, TABLE, "log.csv")
    first = said(client.get("/bring/columns")) | {"c3-substance": "kratom", "c3-unit": "g", "c2-high": "100"}
    client.post("/bring/columns", first)
    again = client.get("/bring/columns")
    assert said(again)["c2-high"] == "100"
    client.post("/bring/columns", said(again) | {"c2-high": "10", "c2-measure": "own", "c2-better": "no"})
    client.post("/bring/confirm")
    own = m.OwnMeasure.objects.get()
    assert (own.key, own.low, own.high, own.higher_is_better) == ("pain", 0, 10, False)


def test_the_same_table_read_by_another_clock_is_pointed_out() -> None:
    client = visit(somebody("Alice"))
    meaning = {"c3-substance": "kratom", "c3-unit": "g"}

    def looked_at(zone: str) -> str:
        give(client, TABLE, "log.csv")
        client.post("/bring/columns", said(client.get("/bring/columns")) | meaning | {"zone": zone})
        return str(client.get("/bring/look").text)

    assert "A file of this name" not in looked_at("America/Chicago")
    client.post("/bring/confirm")
    assert "A file of this name was brought in on" in looked_at("Asia/Tokyo")
    assert "A file of this name" not in looked_at("America/Chicago")


def test_a_column_of_yes_and_no_becomes_doses_of_unknown_amount() -> None:
    alice = somebody("Alice")
    client = visit(alice)
    give(client, b"when,melatonin,mood\n2026-05-01,1,60\n2026-05-02,0,70\n", "n.csv")
    page = client.get("/bring/columns")
    more = {"c1-role": "taken", "c1-substance": "melatonin", "c1-equals": "1, yes", "time_of_day": "21:30"}
    answer = client.post("/bring/columns", said(page) | more)
    assert answer.status_code == 302, answer.text
    client.post("/bring/confirm")
    (dose,) = diary(alice).doses
    assert (dose.substance, dose.amount, dose.at.hour, dose.at.minute) == ("melatonin", None, 21, 30)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"c0-role": ""}, "No column is said to be the date"),
        ({"c4-role": "when"}, "Two columns are said to be the date"),
        ({"c2-role": "", "c3-role": ""}, "Nothing to bring in"),
        ({"c2-high": ""}, "is needed"),
        ({"c2-high": "0"}, "ratings[0].high"),
        ({"zone": "Mars/Crater"}, "Mars/Crater"),
    ],
)
def test_columns_that_make_no_sense_are_refused_in_plain_words(change: dict[str, str], words: str) -> None:
    client = visit(somebody("Alice"))
    give(client, TABLE, "log.csv")
    fields = said(client.get("/bring/columns")) | {"c3-substance": "kratom", "c3-unit": "g"}
    answer = client.post("/bring/columns", fields | change)
    assert answer.status_code == 422
    assert words in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "a PDF file; a text file (JSON or CSV) is expected"),
        (b"hello", "not a file that this program reads"),
        (b'{"format": "counterpoise-diary", "version": 9}', "version"),
        (b'{"format": "counterpoise-diary", "version": 1, "person": {"time_zone": "X"}}', "person.time_zone"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_by_name_in_one_line(data: bytes, words: str) -> None:
    client = visit(somebody("Alice"))
    answer = give(client, data, "mine.json")
    assert answer.status_code == 422
    assert words in answer.text
    assert waiting() == []
    assert "Traceback" not in answer.text


def test_without_a_file_the_page_asks_for_one() -> None:
    assert "Please choose a file first" in visit(somebody("Alice")).post("/bring/").text


def test_a_file_above_the_limit_is_refused_before_it_is_read(settings: Any) -> None:
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 100
    answer = give(visit(somebody("Alice")), a_diary())
    assert answer.status_code == 422
    assert "too large" in answer.text


def test_the_sample_diary_takes_no_file() -> None:
    sample = m.Person.objects.create(name="Sample", time_zone="UTC", sample=True)
    client = visit(None)
    session = client.session
    session["sample"] = sample.name
    session.save()
    assert "This is the sample diary" in give(client, a_diary()).text
    assert diary(sample).doses == ()
    assert waiting() == []


def test_alice_never_reaches_what_bob_brings() -> None:
    alice, bob = somebody("Alice"), somebody("Bob")
    rate(bob, dt.datetime(2026, 5, 1, 8, tzinfo=CHICAGO), 6)
    his = visit(bob)
    give(his, a_diary(), "bobs-secret.json")
    token = his.session["brought"]
    hers = visit(alice)
    session = hers.session
    session["brought"] = token  # even with his token in her session
    session.save()
    for answer in (
        hers.get("/bring/look"),
        hers.get("/bring/columns"),
        hers.post("/bring/confirm"),
        hers.get("/bring/"),
    ):
        assert "bobs-secret" not in answer.text
    his.post("/bring/confirm")
    receipt = m.Import.objects.get()
    assert hers.post(f"/bring/{receipt.pk}/undo").status_code == 404
    assert "bobs-secret" not in hers.get("/bring/").text
    assert m.Import.objects.get().undone_at is None
    assert diary(alice).doses == ()


def test_strangers_see_nothing_and_a_get_changes_nothing() -> None:
    for path in ("", "look", "columns"):
        assert Client().get(f"/bring/{path}").status_code == 403
    client = visit(somebody("Alice"))
    for path in ("confirm", "cancel"):
        assert client.get(f"/bring/{path}").status_code == 405


def test_the_form_is_safe_from_other_sites() -> None:
    alice = somebody("Alice")
    client = Client(enforce_csrf_checks=True)
    session = client.session
    session["entered"], session["person"] = True, str(alice.pk)
    session.save()
    assert give(client, a_diary()).status_code == 403


def test_htmx_is_told_where_to_go() -> None:
    client = visit(somebody("Alice"))
    answer = client.post("/bring/", {"file": SimpleUploadedFile("d.json", a_diary())}, headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == "/bring/look"


def test_the_sample_cannot_be_emptied_by_undoing_its_making(alice: m.Person) -> None:
    alice.sample = True
    alice.save()
    receipt = m.Import.objects.create(person=alice, at=timezone.now(), format="counterpoise", file_name="made-up.json")
    client = visit(None)
    session = client.session
    session["sample"] = alice.name
    session.save()
    assert "made-up.json" not in client.get("/bring/").content.decode()
    assert client.post(f"/bring/{receipt.pk}/undo").status_code == 404
    receipt.refresh_from_db()
    assert receipt.undone_at is None


def test_every_line_about_the_person_has_words() -> None:
    """A file may bring any of them."""
    lists = {"medicines", "history"}
    assert all(profile_name(field.name) for field in dataclasses.fields(d.Person) if field.name not in lists)
