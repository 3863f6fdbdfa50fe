"""A backup is whole, checked and private; a restore changes everything or nothing."""

import datetime as dt
import json
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pyrage
import pytest
from django.db import connection

from counterpoise import diary as d
from counterpoise.journal import backup, diaries, entries, erase, hold, locks, models
from counterpoise.journal import restore as restoring
from counterpoise.journal.backup import BadBackup, Copy
from counterpoise.journal.models import Person
from counterpoise.journal.opening import open_journal
from tests.house.tree import ROOT
from tests.journal.conftest import Clock

AT = dt.datetime(2026, 5, 1, 8, tzinfo=dt.UTC)
NOW = dt.datetime(2026, 6, 1, 12, tzinfo=dt.UTC)
IDENTITY = pyrage.x25519.Identity.generate()
LOCK = locks.Keys((str(IDENTITY.to_public()),))
MARKER = "Zyxwv-marker"


class Identity:
    """The secret key that belongs to LOCK."""

    def unseal(self, sealed: bytes) -> bytes:
        plain: bytes = pyrage.decrypt(sealed, [IDENTITY])
        return plain


@pytest.fixture
def alice(journal_file: Path, clock: Clock) -> Person:
    """A person with two ratings, in a journal on disk."""
    person = Person.objects.create(name="Alice", time_zone="UTC")
    for n in (1, 2):
        entries.add(person, d.Rating(id=f"r{n}", at=AT, measure="mood", value=float(n), note=MARKER), clock())
    return person


def restored(copy: Copy) -> Path | None:
    """Restore as the program does: nobody else is there, and it is opened at once."""
    connection.close()
    old = restoring.restore(copy, NOW)
    open_journal()
    return old


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith("-shm")}


def test_a_backup_restores_what_was_there(alice: Person, journal_file: Path, tmp_path: Path, clock: Clock) -> None:
    before = diaries.diary(alice)
    made = backup.make(tmp_path / "b.age", LOCK, NOW)
    assert made.counts["journal_rating"] == 2
    entries.add(alice, d.Rating(id="r3", at=AT, measure="mood", value=3.0), clock())
    after = diaries.diary(alice)
    old = restored(backup.opened((tmp_path / "b.age").read_bytes(), Identity()))
    assert diaries.diary(alice) == before
    assert old is not None
    with closing(sqlite3.connect(old)) as kept:
        assert kept.execute("SELECT count(*) FROM journal_rating").fetchone() == (len(after.ratings),)
        assert kept.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert connection.cursor().execute("PRAGMA journal_mode").fetchone() == ("wal",)
    modes = {path.stat().st_mode & 0o777 for path in journal_file.parent.iterdir()}
    assert modes == {0o600}
    assert not list(journal_file.parent.glob("*.restoring"))


def test_a_backup_is_restored_on_a_new_machine(alice: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    copy = backup.make(tmp_path / "b.age", LOCK, NOW)
    monkeypatch.setenv("COUNTERPOISE_DATA", str(tmp_path / "new"))
    assert restoring.restore(copy, NOW) is None
    assert (tmp_path / "new" / "journal.sqlite3").read_bytes()[:15] == b"SQLite format 3"
    assert (tmp_path / "new" / "secret-key").read_bytes() == copy.secret


def test_nothing_of_a_backup_can_be_read_without_the_key(alice: Person, tmp_path: Path) -> None:
    file = tmp_path / "b.age"
    backup.make(file, LOCK, NOW)
    assert MARKER.encode() not in file.read_bytes()
    assert file.read_bytes().startswith(b"age-encryption.org/v1")
    assert file.stat().st_mode & 0o777 == 0o600
    assert sorted(path.name for path in tmp_path.iterdir()) == ["b.age", "data"]


def test_a_backup_taken_while_others_write_holds_one_moment(alice: Person, journal_file: Path) -> None:
    """A writer adds pairs, each in one transaction; a copy never holds half of one."""
    stop, written = threading.Event(), threading.Event()

    def write() -> None:
        with closing(sqlite3.connect(journal_file, timeout=30)) as database:
            database.execute("CREATE TABLE pair (x)")
            while not stop.is_set():
                with database:
                    database.execute("INSERT INTO pair VALUES (1)")
                    database.execute("INSERT INTO pair VALUES (2)")
                written.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        assert written.wait(30)
        copies = [backup.taken(NOW) for _ in range(5)]
    finally:
        stop.set()
        writer.join()
    counts = [copy.counts["pair"] for copy in copies]
    assert all(count % 2 == 0 for count in counts)
    assert counts[0] > 0
    assert backup.opened(LOCK.seal(backup._packed(copies[-1])), LOCK) == copies[-1]


def test_a_backup_holds_nothing_of_what_is_still_being_erased(alice: Person, journal_file: Path) -> None:
    connection.cursor().execute("PRAGMA secure_delete=OFF")
    models.Rating.objects.all().delete()
    assert MARKER.encode() in journal_file.with_name("journal.sqlite3-wal").read_bytes()
    assert MARKER.encode() not in backup.taken(NOW).database


def test_a_file_that_is_there_is_never_replaced(alice: Person, tmp_path: Path) -> None:
    file = tmp_path / "b.age"
    file.write_text("dear")
    with pytest.raises(BadBackup, match=r"b\.age exists already"):
        backup.make(file, LOCK, NOW)
    assert file.read_text() == "dear"


def test_a_backup_that_does_not_read_back_is_not_kept(
    alice: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup, "write_private", lambda path, content: path.write_bytes(content[:-20]))
    with pytest.raises(BadBackup):
        backup.make(tmp_path / "b.age", LOCK, NOW)
    assert not list(tmp_path.glob("b.age*"))


def test_a_damaged_database_is_not_backed_up(alice: Person, journal_file: Path, tmp_path: Path) -> None:
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = bytearray(journal_file.read_bytes())
    content[8192:40960] = b"\x55" * 32768
    journal_file.write_bytes(content)
    with pytest.raises(BadBackup, match="The database is damaged"):
        backup.make(tmp_path / "b.age", LOCK, NOW)
    assert not list(tmp_path.glob("b.age*"))


def flipped(sealed: bytes) -> bytes:
    middle = len(sealed) // 2
    return sealed[:middle] + bytes([sealed[middle] ^ 1]) + sealed[middle + 1 :]


SPOILT = [flipped, lambda sealed: sealed[:-1], lambda sealed: b"", lambda sealed: b"{}" * 500]


@pytest.mark.parametrize("spoil", SPOILT, ids=("flipped", "cut", "empty", "other"))
def test_a_spoiled_backup_is_refused(alice: Person, tmp_path: Path, spoil: Callable[[bytes], bytes]) -> None:
    identity = tmp_path / "identity"
    identity.write_text(f"# made by age-keygen\n{IDENTITY}\n")
    sealed = LOCK.seal(backup._packed(backup.taken(NOW)))
    assert backup.opened(sealed, locks.Identities(identity)).counts["journal_rating"] == 2
    with pytest.raises(BadBackup, match="does not open this file, or the file is damaged"):
        backup.opened(spoil(sealed), locks.Identities(identity))


@pytest.mark.parametrize("change", ["counts", "sha256", "format", "version"])
def test_a_manifest_that_lies_is_refused(alice: Person, change: str) -> None:
    copy = backup.taken(NOW)
    lie = {
        "counts": copy.counts | {"journal_rating": 3},
        "sha256": {"journal.sqlite3": "0", "secret-key": "0"},
        "format": "another",
        "version": 2,
    }[change]
    false = replace(copy, manifest=copy.manifest | {change: lie})
    with pytest.raises(BadBackup):
        backup.opened(LOCK.seal(backup._packed(false)), LOCK)


def test_a_backup_of_a_newer_version_changes_nothing(alice: Person, journal_file: Path) -> None:
    copy = backup.taken(NOW)
    newer = replace(copy, manifest=copy.manifest | {"migrations": [["journal", "0999_later"]]})
    connection.close()
    before = contents(journal_file.parent)
    with pytest.raises(BadBackup, match="newer version"):
        restoring.restore(newer, NOW)
    assert contents(journal_file.parent) == before


def test_a_restore_that_cannot_be_finished_changes_nothing(
    alice: Person, journal_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = backup.taken(NOW)

    def full(path: Path, _content: bytes) -> None:
        path.write_bytes(b"half")
        raise OSError(28, "No space left on device")

    before = diaries.diary(alice)
    connection.close()
    monkeypatch.setattr(restoring, "write_private", full)
    with pytest.raises(OSError, match="No space left"):
        restoring.restore(copy, NOW)
    assert diaries.diary(alice) == before
    assert not list(journal_file.parent.glob("*.restoring"))
    assert not list(journal_file.parent.glob("journal-before*"))


def test_what_was_erased_stays_erased_after_a_restore(alice: Person, journal_file: Path, clock: Clock) -> None:
    bob = Person.objects.create(name="Bob", time_zone="UTC")
    bobs = entries.add(bob, d.Rating(id="b1", at=AT, measure="mood", value=1.0, note="Bob's secret"), clock())
    entries.add(bob, d.Rating(id="b2", at=AT, measure="mood", value=2.0), clock())
    copy = backup.taken(NOW)
    erase.erase_person(alice)
    erase.erase_entry(bobs)
    old = restored(copy)
    assert old is not None
    assert old.exists()
    assert [person.name for person in Person.objects.all()] == ["Bob"]
    assert [rating.id for rating in diaries.diary(bob).ratings] == ["b2"]
    held = b"".join(contents(journal_file.parent).values())
    assert MARKER.encode() not in held
    assert b"Bob's secret" not in held


def test_a_damaged_journal_can_be_restored_over(alice: Person, journal_file: Path) -> None:
    copy = backup.taken(NOW)
    before = diaries.diary(alice)
    connection.close()
    journal_file.write_bytes(b"rubbish" * 1000)
    old = restored(copy)
    assert diaries.diary(alice) == before
    assert old is not None
    assert old.read_bytes().startswith(b"rubbish")


def test_a_journal_that_was_never_closed_is_kept_whole(
    alice: Person, journal_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a power cut, the newest entries stand only in the log beside the database."""
    copy = backup.taken(NOW)
    crashed = after_a_power_cut(journal_file, tmp_path)
    monkeypatch.setenv("COUNTERPOISE_DATA", str(crashed.parent))
    old = restoring.restore(copy, NOW)
    assert old is not None
    assert (ratings_in(old), ratings_in(crashed)) == (2, 2)
    assert not old.with_name(f"{old.name}-wal").exists()


def test_a_restore_that_fails_at_the_last_moment_keeps_what_was_there(
    alice: Person, journal_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_what: str) -> None:
        raise OSError(28, "No space left on device")

    copy = backup.taken(NOW)
    crashed = after_a_power_cut(journal_file, tmp_path)
    monkeypatch.setenv("COUNTERPOISE_DATA", str(crashed.parent))
    monkeypatch.setattr(erase, "leave_work", full)
    with pytest.raises(OSError, match="No space left"):
        restoring.restore(copy, NOW)
    assert ratings_in(crashed) == 2
    assert sorted(path.name for path in crashed.parent.iterdir()) == ["in-use", "journal.sqlite3"]


def after_a_power_cut(journal_file: Path, tmp_path: Path) -> Path:
    """The database as a power cut leaves it: what is newest stands in its log."""
    folder = tmp_path / "crashed"
    folder.mkdir(mode=0o700)
    for path in (journal_file, journal_file.with_name("journal.sqlite3-wal")):
        (folder / path.name).write_bytes(path.read_bytes())
    return folder / journal_file.name


def ratings_in(file: Path) -> int:
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        count: int = database.execute("SELECT count(*) FROM journal_rating").fetchone()[0]
        return count


# The words, as a person types them.


def counterpoise(*typed: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "counterpoise", *map(str, typed)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL)


@pytest.fixture
def identity(tmp_path: Path) -> Path:
    file = tmp_path / "identity"
    file.write_text(f"{IDENTITY}\n")
    return file


def test_the_words_backup_and_restore(alice: Person, journal_file: Path, tmp_path: Path, identity: Path) -> None:
    file = tmp_path / "b.age"
    made = counterpoise("backup", file, "--key", str(IDENTITY.to_public()))
    assert (made.returncode, made.stderr) == (0, "")
    assert "written, opened again and checked" in made.stdout
    Person.objects.all().delete()
    connection.close()
    hold.release()
    put = counterpoise("restore", file, "--identity", identity)
    assert (put.returncode, put.stderr) == (0, "")
    assert "is kept as" in put.stdout
    assert len(diaries.diary(alice).ratings) == 2


def test_a_restore_is_refused_while_the_journal_is_open(
    alice: Person, journal_file: Path, tmp_path: Path, identity: Path
) -> None:
    file = tmp_path / "b.age"
    backup.make(file, LOCK, NOW)
    before = contents(journal_file.parent)
    put = counterpoise("restore", file, "--identity", identity)
    assert put.returncode == 2
    assert "Counterpoise is running in" in put.stderr
    assert put.stderr.count("\n") == 1
    assert contents(journal_file.parent) == before


def test_a_wrong_key_or_a_flipped_byte_changes_nothing(
    alice: Person, journal_file: Path, tmp_path: Path, identity: Path
) -> None:
    file, spoiled, wrong = tmp_path / "b.age", tmp_path / "spoiled.age", tmp_path / "wrong"
    backup.make(file, LOCK, NOW)
    spoiled.write_bytes(flipped(file.read_bytes()))
    wrong.write_text(str(pyrage.x25519.Identity.generate()))
    connection.close()
    hold.release()
    before = contents(journal_file.parent)
    spoiling: list[list[str | Path]] = [
        [file, "--identity", wrong],
        [spoiled, "--identity", identity],
        [file, "--identity", file],
    ]
    for typed in spoiling:
        put = counterpoise("restore", *typed)
        assert (put.returncode, put.stdout, put.stderr.count("\n")) == (2, "", 1)
        assert "Traceback" not in put.stderr
    assert contents(journal_file.parent) == before


def test_bad_words_are_refused_in_one_line(alice: Person, tmp_path: Path) -> None:
    short = tmp_path / "short"
    short.write_text("short\n")
    new = tmp_path / "b.age"
    cases: list[tuple[list[str | Path], str]] = [
        (["backup", new], "A key or --passphrase-file is needed"),
        (["backup", new, "--key", "age1x"], "--key age1x: not an age public key"),
        (["backup", new, "--key", "age1x", "--passphrase-file", short], "only one of them"),
        (["backup", new, "--passphrase-file", short], "too short; at least 10 characters"),
        (["backup", tmp_path / "no" / "b.age", "--key", str(IDENTITY.to_public())], "No such file"),
        (["restore", tmp_path / "none.age", "--identity", short], "No such file"),
        (["restore", short, "--identity", short], "no age identity"),
    ]
    for typed, said in cases:
        run = counterpoise(*typed)
        assert (run.returncode, run.stdout) == (2, "")
        assert said in run.stderr
        assert run.stderr.count("\n") == 1
    assert not new.exists()


@pytest.mark.study
def test_a_passphrase_locks_and_opens(alice: Person, journal_file: Path, tmp_path: Path) -> None:
    words, wrong, file = tmp_path / "words", tmp_path / "wrong", tmp_path / "b.age"
    words.write_text("correct horse battery staple\n")
    wrong.write_text("correct horse battery stable\n")
    made = counterpoise("backup", file, "--passphrase-file", words)
    assert made.returncode == 0
    assert made.stderr == ""  # that it takes some seconds is for a person at a terminal
    connection.close()
    hold.release()
    refused = counterpoise("restore", file, "--passphrase-file", wrong)
    assert refused.returncode == 2
    assert "The passphrase does not open this file" in refused.stderr
    assert counterpoise("restore", file, "--passphrase-file", words).returncode == 0


def test_the_manifest_says_what_is_in_it(alice: Person) -> None:
    manifest = json.loads(json.dumps(backup.taken(NOW).manifest))
    assert (manifest["format"], manifest["version"]) == ("counterpoise-backup", 1)
    assert manifest["made_at"] == "2026-06-01T12:00:00+00:00"
    assert ["journal", "0001_initial"] in manifest["migrations"]
    assert manifest["counts"]["journal_person"] == 1
