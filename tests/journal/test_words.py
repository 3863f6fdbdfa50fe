"""The words of the command line that look after the journal: `check`, and choosing whose diary is meant."""

import datetime as dt
import shutil
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from counterpoise import cli
from counterpoise import diary as d
from counterpoise.commands import Refused, people
from counterpoise.journal import entries
from counterpoise.journal.models import Person

NOW = dt.datetime.now(dt.UTC)


def checked(capsys: pytest.CaptureFixture[str]) -> tuple[int, dict[str, str]]:
    """The exit code, and each line's verdict by its name."""
    code = cli.main(["check"])
    out, err = capsys.readouterr()
    assert err == ""
    lines = [line.split("  ", 1) for line in out.splitlines()]
    return code, {rest.split(":")[0]: verdict for verdict, rest in lines}


def test_all_is_well(journal_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = checked(capsys)
    names = ["data folder", "disk space", "database", "tables", "clock", "facts", "compiled kernels"]
    assert (code, said) == (0, dict.fromkeys(names, "ok"))


def test_before_the_first_start_nothing_is_wrong_and_nothing_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COUNTERPOISE_DATA", str(tmp_path / "none" / "yet"))
    code, said = checked(capsys)
    assert code == 0
    assert set(said.values()) == {"ok"}
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_others_can_read_is_named(journal_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    journal_file.parent.chmod(0o755)
    assert checked(capsys)[0] == 2
    cli.main(["check"])
    assert f"others on this machine can read {journal_file.parent}; `chmod go= " in capsys.readouterr().out


def test_a_database_that_others_can_read_is_named(journal_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    journal_file.chmod(0o644)
    code, said = checked(capsys)
    assert (code, said["data folder"]) == (2, "!!")


def test_a_full_disk_is_named(
    journal_file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = shutil.disk_usage("/")
    monkeypatch.setattr("shutil.disk_usage", lambda _path: real._replace(free=10**6))
    code, said = checked(capsys)
    assert (code, said["disk space"], said["database"]) == (2, "!!", "ok")


def test_a_damaged_database_is_named_and_left_alone(journal_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    content = bytearray(journal_file.read_bytes())
    content[8192:40960] = b"\x55" * 32768
    journal_file.write_bytes(content)
    code, said = checked(capsys)
    assert (code, said["database"]) == (2, "!!")
    assert "tables" not in said
    assert journal_file.read_bytes() == bytes(content)


def test_a_row_that_leads_nowhere_is_named(journal_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alice = Person.objects.create(name="Alice", time_zone="UTC")
    entries.add(alice, d.Rating(at=NOW, measure="mood", value=1.0), NOW)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.execute("DELETE FROM journal_person")
    code, said = checked(capsys)
    assert (code, said["database"]) == (2, "!!")


def test_a_newer_database_is_named(journal_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO django_migrations (app, name, applied) VALUES ('journal', '0999', '2030-01-01')")
    code, said = checked(capsys)
    assert (code, said["tables"]) == (2, "!!")


def test_a_clock_set_back_is_named(journal_file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    alice = Person.objects.create(name="Alice", time_zone="UTC")
    entries.add(alice, d.Rating(at=NOW, measure="mood", value=1.0), NOW + dt.timedelta(days=2))
    code, said = checked(capsys)
    assert (code, said["clock"]) == (2, "!!")


@pytest.fixture
def _open(monkeypatch: pytest.MonkeyPatch) -> None:
    """The test's database is open already."""
    monkeypatch.setattr("counterpoise.web.setup.opened", lambda: None)


@pytest.mark.usefixtures("_open")
class TestWhoseDiary:
    def test_the_only_one_needs_no_name(self, alice: Person) -> None:
        Person.objects.create(name="Sample diary", sample=True, time_zone="UTC")
        assert people.chosen(None) == alice

    def test_among_several_a_name_is_needed(self, alice: Person, bob: Person) -> None:
        with pytest.raises(Refused, match="--person is missing; it is one of: Alice, Bob"):
            people.chosen(None)
        assert people.chosen("bob") == bob

    def test_the_refusal_holds_a_whole_command_and_picks_nobody(
        self, alice: Person, bob: Person, capsys: pytest.CaptureFixture[str]
    ) -> None:
        alice.name = "Alice Roe"
        alice.save()
        assert cli.main(["devices", "--pair", "12 34"]) == 2
        said = "it is one of: 'Alice Roe', Bob. As in: ./x devices --pair '12 34' --person NAME\n"
        assert capsys.readouterr().err.endswith(said)

    def test_a_name_nobody_has_is_refused(self, alice: Person) -> None:
        with pytest.raises(Refused, match="--person Carol: nobody here has that name; it is one of: Alice"):
            people.chosen("Carol")

    def test_a_name_written_exactly_so_comes_first(self, db: Any) -> None:
        small, large = (Person.objects.create(name=name, time_zone="UTC") for name in ("änne", "Änne"))
        assert (people.chosen("änne"), people.chosen("Änne")) == (small, large)

    def test_nobody_yet_is_said(self, db: Any) -> None:
        with pytest.raises(Refused, match="There is no diary here yet"):
            people.chosen(None)
