"""An archive holds everything of one person; put back, it is the same person, with the whole history."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pypdfium2
import pytest
from django.apps import apps
from hypothesis import HealthCheck, given, settings

from counterpoise import diary as d
from counterpoise import diary_file
from counterpoise.journal import archive, bring, diaries, entries, erase, outbox, proposals, sharing
from counterpoise.journal import models as m
from counterpoise.journal.archive import tables
from counterpoise.journal.archive.zipped import BadArchive
from counterpoise.science.scale import OffScale
from tests.diary.strategies import diaries as any_diary
from tests.journal.archived import AT, NOW, PDF, archived, fill, linked, put_back, raw
from tests.journal.conftest import Clock


def test_every_table_that_holds_something_of_a_person_is_archived_or_says_why_not() -> None:
    """A new table: name it in `archive.tables`, or say there why it stays."""
    known = {*tables.TABLES.values(), *tables.LEFT_OUT}
    assert set(apps.get_app_config("journal").get_models()) == known
    assert not set(tables.TABLES.values()) & tables.LEFT_OUT.keys()
    assert all(len(reason) > 20 for reason in tables.LEFT_OUT.values())


def test_every_column_of_a_person_is_archived_or_left_out_on_purpose() -> None:
    columns = {field.name for field in m.Person._meta.concrete_fields}
    assert columns - {*diaries.PROFILE, "trials", "extra"} == {"id", "name", "sample", "revision"}


def test_the_example_has_something_in_every_table(alice: m.Person, clock: Clock) -> None:
    fill(alice, clock)
    empty = {name for name, rows in raw(alice).items() if not rows}
    assert empty == {"appointment", "measure", "effect", "lab", "questionnaire", "goal", "plan", "past_use"}


def test_any_program_opens_it_and_the_manifest_tells_what_is_in_it(alice: m.Person, clock: Clock) -> None:
    fill(alice, clock, "Alice-")
    with zipfile.ZipFile(io.BytesIO(archived(alice))) as opened:
        assert opened.testzip() is None
        manifest = json.loads(opened.read("manifest.json"))
        told = {file["name"]: (file["size"], file["sha256"]) for file in manifest["files"]}
        found = {name: opened.read(name) for name in opened.namelist() if name != "manifest.json"}
    assert told == {name: (len(data), hashlib.sha256(data).hexdigest()) for name, data in found.items()}
    assert diary_file.read(found["diary.json"]) == diaries.diary(alice)
    assert manifest["diary_sha256"] == archive.diary_digest(alice) == told["diary.json"][1]
    assert (manifest["format"], manifest["version"], manifest["made_at"]) == (
        "counterpoise-archive",
        1,
        "2026-06-02T12:00:00+00:00",
    )
    assert manifest["counts"]["diary"] == {"products": 1, "ratings": 2, "doses": 1, "medicines": 1}
    assert manifest["counts"]["history"]["dose"] == 2
    assert found["attachments/document-0001.pdf"] == PDF + b"Alice-"
    assert found["attachments/recall_list-0001.txt"].endswith(b"Alice-")
    assert "tables/doses.csv" in found
    resources = [entry["resource"]["resourceType"] for entry in json.loads(found["fhir.json"])["entry"]]
    assert {"Patient", "Consent"} <= set(resources), "what others were given to read goes along"
    assert "manifest.json" in found["README.txt"].decode()


def report_of(person: m.Person) -> str:
    with zipfile.ZipFile(io.BytesIO(archived(person))) as opened:
        pages = pypdfium2.PdfDocument(opened.read("report.pdf"))
        return "\n".join(page.get_textpage().get_text_range() for page in pages)


def test_the_report_is_in_it_and_says_what_few_entries_cannot_tell(alice: m.Person, clock: Clock) -> None:
    assert "No dose was recorded in these days" in report_of(alice)  # nothing at all
    fill(alice, clock)
    told = " ".join(report_of(alice).split())
    assert "1 May 2026 to 2 June 2026" in told  # from the first entry on
    assert "This record cannot tell yet" in told
    assert "Left out by the person" not in told
    assert alice.name not in told


def test_a_rating_off_its_scale_keeps_only_the_report_out(alice: m.Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def off(*_args: object, **_more: object) -> None:
        raise OffScale("a rating of 12 of 10")

    monkeypatch.setattr("counterpoise.journal.archive.forms.assessment.assess", off)
    with zipfile.ZipFile(io.BytesIO(archived(alice))) as opened:
        assert "report.pdf" not in opened.namelist()
        assert "fhir.json" in opened.namelist()


def test_the_report_goes_back_ten_years_at_most(alice: m.Person, clock: Clock) -> None:
    entries.add(alice, d.Rating(at=AT.replace(year=1990), measure="pain.now", value=6), clock())
    assert "2 June 2016 to 2 June 2026" in " ".join(report_of(alice).split())


def test_the_same_state_gives_the_same_bytes_and_nothing_of_anybody_else(
    alice: m.Person, bob: m.Person, clock: Clock
) -> None:
    fill(alice, clock, "Alice-")
    first = archived(alice)
    fill(bob, clock, "Bobs-")
    assert archived(alice) == first
    with zipfile.ZipFile(io.BytesIO(first)) as opened:
        assert not any(
            mark in opened.read(name) for name in opened.namelist() for mark in (b"Bob", bob.pk.hex.encode())
        )
        assert not any(alice.name.encode() + b'"' in opened.read(name) for name in opened.namelist())


def test_put_back_beside_the_one_it_was_taken_of_everything_is_equal(alice: m.Person, clock: Clock) -> None:
    fill(alice, clock)
    data = archived(alice, drawn=False)
    before = raw(alice)
    twin = put_back(data, "Alice again")
    assert twin.pk != alice.pk
    assert raw(alice) == before
    assert archive.diary_digest(twin) == archive.diary_digest(alice)
    assert archive.history_digest(twin) == archive.history_digest(alice)
    assert diaries.diary(twin) == diaries.diary(alice)
    by = outbox.said_under(m.Held.objects.get(person=twin))
    assert by == m.Consent.objects.get(person=twin), "who wrote what waits comes along, too"
    counts = {name: len(rows) for name, rows in raw(twin).items()}
    assert counts == {name: len(rows) for name, rows in before.items()}


def test_put_back_into_an_empty_installation_every_column_is_what_it_was(journal_file: Path, clock: Clock) -> None:
    alice = m.Person.objects.create(name="Alice", time_zone="America/New_York")
    fill(alice, clock)
    erase.erase_entry(entries.add(alice, d.Rating(id="erased", at=AT, measure="mood", value=1), clock()))
    data, before = archived(alice), raw(alice)
    m.Person.objects.all().delete()
    m.Erased.objects.all().delete()
    back = put_back(data, "Alice")
    assert back.pk == alice.pk
    assert raw(back) == before
    assert archived(back) == data  # to the last byte
    again = d.Diary(
        person=d.Person(time_zone="UTC"), doses=(), ratings=(d.Rating(id="erased", at=AT, measure="mood", value=1),)
    )
    assert bring.prospect(back, again).kinds["rating"].deleted == 1  # what was erased stays erased there, too


def test_a_history_goes_on_where_it_ended(alice: m.Person, clock: Clock) -> None:
    fill(alice, clock)
    twin = put_back(archived(alice, drawn=False), "Alice again")
    rating = m.Rating.objects.get(person=twin, measure="pain.now")
    assert [change.before["value"] for change in entries.history(rating)] == [6.0]
    entries.undo(rating, clock())
    assert diaries.record(rating).value == 6.0
    lot = m.Lot.objects.get(person=twin, source="app1")
    entries.undo(lot, clock())
    dose = m.Dose.objects.get(person=twin, deleted_at=None)
    assert (dose.lot_id, dose.rating_id) == (lot.pk, rating.pk)
    assert [bytes(row.data) for row in m.Document.objects.filter(person=twin)] == [PDF]
    entries.undo_profile(twin, clock())
    assert diaries.profile(twin).birth_year is None


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(any_diary())
@pytest.mark.django_db
def test_any_diary_comes_back_equal(written: d.Diary) -> None:
    person = m.Person.objects.create(name=f"Ann {m.Person.objects.count()}", time_zone="UTC")
    bring.bring(person, written, m.Import(at=NOW, format="counterpoise", file_name="diary.json"))
    twin = put_back(archived(person, drawn=False), f"Twin {m.Person.objects.count()}")
    assert diary_file.write(diaries.diary(twin)) == diary_file.write(diaries.diary(person))
    assert archive.history_digest(twin) == archive.history_digest(person)


def test_what_was_erased_here_since_stays_erased(journal_file: Path, clock: Clock) -> None:
    alice = m.Person.objects.create(name="Alice", time_zone="UTC")
    fill(alice, clock)
    rating = entries.add(alice, d.Rating(id="secret", at=AT, measure="mood", value=1, note="Zyxwv"), clock())
    data = archived(alice, drawn=False)
    erase.erase_entry(rating)
    back = archive.bring_back(archive.opened(io.BytesIO(data)), "Alice again", NOW)
    assert back.erased_again == 1
    assert archive.diary_digest(back.person) == archive.diary_digest(alice)
    assert not any(b"Zyxwv" in path.read_bytes() for path in journal_file.parent.rglob("*") if path.is_file())


def test_a_link_for_somebody_else_comes_back_ended_and_opens_nothing(alice: m.Person, clock: Clock) -> None:
    now = clock()
    share, token = linked(alice, "Dr Weber", now)
    twin = put_back(archived(alice, drawn=False), "Twin")
    (theirs,) = m.Share.objects.filter(person=twin)
    assert (theirs.label, theirs.revoked_at) == ("Dr Weber", NOW)
    assert theirs.digest != share.digest
    share.refresh_from_db()
    assert sharing.is_open(share, now)
    held = sharing.enter(token, now)
    assert held is not None
    assert m.ShareSession.objects.get().share == share


def test_what_somebody_else_said_and_was_erased_here_stays_erased(journal_file: Path, clock: Clock) -> None:
    alice = m.Person.objects.create(name="Alice", time_zone="UTC")
    fill(alice, clock)
    data = archived(alice, drawn=False)
    proposals.erase(m.Proposal.objects.get(person=alice))
    back = archive.bring_back(archive.opened(io.BytesIO(data)), "Alice again", NOW)
    assert back.erased_again == 1
    assert not m.Proposal.objects.exists()


def test_an_erased_person_comes_back_as_somebody_new_and_stays(journal_file: Path, clock: Clock) -> None:
    alice = m.Person.objects.create(name="Alice", time_zone="UTC")
    fill(alice, clock)
    data, before, key = archived(alice, drawn=False), archive.diary_digest(alice), alice.pk
    erase.erase_person(alice)
    back = put_back(data, "Alice")
    assert back.pk != key
    assert archive.diary_digest(back) == before
    erase.leave_work(erase.AFTER_RESTORE)
    erase.finish()
    assert archive.diary_digest(back) == before


@pytest.mark.parametrize(
    ("name", "said"), [("bob", "another diary here is called bob"), ("  ", "1 to 100"), ("x" * 101, "1 to 100")]
)
def test_a_name_that_cannot_be_is_refused(alice: m.Person, bob: m.Person, name: str, said: str) -> None:
    data = archived(alice, drawn=False)
    with pytest.raises(BadArchive, match=said):
        put_back(data, name)
    assert m.Person.objects.count() == 2


def test_whoever_writes_does_not_wait_for_an_archive_and_is_not_in_it(journal_file: Path, clock: Clock) -> None:
    import sqlite3
    from contextlib import closing

    alice = m.Person.objects.create(name="Alice", time_zone="UTC")
    fill(alice, clock)
    plain = archived(alice)

    class Interrupted(io.BytesIO):
        """While the first bytes are written, somebody else writes to the journal."""

        done = False

        def write(self, data: object) -> int:
            if not self.done:
                self.done = True
                diaries.revision(alice)  # the reading has begun
                with closing(sqlite3.connect(journal_file, timeout=0.2)) as other:
                    other.execute("UPDATE journal_person SET birth_year = 1950")
                    other.commit()
            return super().write(data)  # type: ignore[arg-type]

    file = Interrupted()
    archive.write(file, alice, NOW)
    assert file.getvalue() == plain
    assert diaries.profile(alice).birth_year == 1950
