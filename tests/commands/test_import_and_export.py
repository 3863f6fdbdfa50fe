"""`counterpoise import` and `counterpoise export`, as typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from counterpoise import diary_file
from tests.commands.conftest import Run, refused
from tests.exchange.conftest import FILES


def test_a_file_is_shown_and_saved_and_adds_nothing_twice(run: Run) -> None:
    dry = run("import", FILES / "kratomtracker_old.json", "--dry-run", "--partly")
    first = run("import", FILES / "kratomtracker_old.json", "--partly")
    second = run("import", FILES / "kratomtracker_old.json", "--partly")
    assert "9 new records; nothing was saved." in dry.stdout
    assert "a diary" not in second.stdout
    assert "one is started for Me, time zone Europe/Berlin" in first.stdout
    assert "9 new records saved." in first.stdout
    assert "0 new records saved." in second.stdout
    assert first.returncode == second.returncode == 0


def test_what_was_not_understood_stops_the_import_unless_told_otherwise(run: Run) -> None:
    line = refused(run("import", FILES / "psychonautwiki.json"))
    assert "experiences[1].ingestions[5].dose" in line
    assert "--partly" in line
    assert "9 new records saved." in run("import", FILES / "psychonautwiki.json", "--partly").stdout


def test_several_files_are_all_saved_or_none(run: Run) -> None:
    line = refused(run("import", FILES / "kratomtracker_list.json", FILES / "kratomtracker.csv"))
    assert "kratomtracker.csv: an amount above 0 in g is expected (row 9, amount_g: 'two')" in line
    assert "There is no diary here yet" in refused(run("export", "all.json"))


def test_a_table_without_a_map_gets_one_to_start_from(run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Date,Pain\n2026-05-01 08:00,7\n", encoding="utf-8")
    asked = run("import", "t.csv")
    assert "t.csv: a table; save the map above" in refused(asked)
    (tmp_path / "map.json").write_text(asked.stdout, encoding="utf-8")
    assert "1 new record saved." in run("import", "t.csv", "--map", "map.json").stdout


def test_a_date_that_fits_two_ways_is_named_with_the_map(run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Date,Pain\n03/04/2026 08:00,7\n", encoding="utf-8")
    line = refused(run("import", "t.csv"))
    assert "when.format has to be one of %d/%m/%Y %H:%M, %m/%d/%Y %H:%M, as '03/04/2026 08:00' fits them all" in line


def test_the_whole_diary_comes_back_from_its_export(run: Run, tmp_path: Path) -> None:
    run("import", FILES / "kratomtracker.json", FILES / "psychonautwiki.json", "--partly")
    assert "12 doses, 0 ratings" in run("export", "all.json").stdout
    again = run("import", "all.json")
    assert "0 new records saved." in again.stdout
    assert (tmp_path / "all.json").stat().st_mode & 0o777 == 0o600
    written = diary_file.read((tmp_path / "all.json").read_bytes())
    assert len(written.doses) == 12
    assert run("export", "all.zip").returncode == 0


def test_a_file_that_is_there_is_not_overwritten(run: Run, tmp_path: Path) -> None:
    run("import", FILES / "kratomtracker_list.json")
    (tmp_path / "all.json").write_text("mine", encoding="utf-8")
    assert "all.json: is there already; --force replaces it" in refused(run("export", "all.json"))
    assert (tmp_path / "all.json").read_text(encoding="utf-8") == "mine"
    assert run("export", "all.json", "--force").returncode == 0
    assert json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))["format"] == "counterpoise-diary"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["all.json", "data"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["import", "none.csv"], "none.csv: No such file"),
        (["import", "."], ".: Is a directory"),
        (["import", "broken.json"], "broken.json: line 1, column 6: not readable as JSON"),
        (["import", "broken.json", "--format", "xml"], "'xml' found; counterpoise, fhir, psychonautwiki"),
        (["import", "t.csv", "--map", "broken.json"], "broken.json: line 1, column 6: not readable as JSON"),
        (["import", "t.csv", "--map", "map.json"], "map.json: when.column: is missing"),
        (["export", "all.txt"], "all.txt: the name has to end in one of: .json, .zip"),
    ],
)
def test_bad_input_is_refused_in_one_line(run: Run, tmp_path: Path, words: list[str], message: str) -> None:
    (tmp_path / "broken.json").write_text('{"a":', encoding="utf-8")
    (tmp_path / "t.csv").write_text("Date,Pain\n2026-05-01 08:00,7\n", encoding="utf-8")
    (tmp_path / "map.json").write_text('{"when": {}}', encoding="utf-8")
    assert message in refused(run(*words))


def test_a_rating_off_its_scale_is_refused(run: Run, tmp_path: Path) -> None:
    diary = {"format": "counterpoise-diary", "version": 1, "person": {"time_zone": "Europe/Berlin"}, "doses": []}
    rating = {"at": "2026-05-01T08:11:00+02:00", "measure": "pain.now", "value": -1}
    (tmp_path / "d.json").write_text(json.dumps({**diary, "ratings": [rating]}))
    line = refused(run("import", "d.json"))
    assert "d.json: ratings[0].value: -1 is not on the scale of pain.now, 0 to 10" in line
    assert "no diary" in refused(run("export", "out.json"))


def test_a_time_in_the_future_is_pointed_out(run: Run, tmp_path: Path) -> None:
    diary = {"format": "counterpoise-diary", "version": 1, "person": {"time_zone": "Europe/Berlin"}, "ratings": []}
    dose = {"at": "2150-05-01T08:11:00+02:00", "substance": "kratom"}
    (tmp_path / "d.json").write_text(json.dumps({**diary, "doses": [dose]}))
    assert "the time lies in the future (doses[0].at)" in run("import", "d.json", "--dry-run").stdout


def test_a_diary_in_utf_16_is_read(run: Run, tmp_path: Path) -> None:
    diary = {"format": "counterpoise-diary", "version": 1, "person": {"time_zone": "Europe/Berlin"}, "doses": []}
    rating = {"at": "2026-05-01T08:11:00+02:00", "measure": "pain.now", "value": 4}
    (tmp_path / "d.json").write_text(json.dumps({**diary, "ratings": [rating]}), encoding="utf-16")
    assert "1 new record saved." in run("import", "d.json").stdout


def test_a_refused_passphrase_is_one_line(run: Run, tmp_path: Path) -> None:
    (tmp_path / "words").write_text("right words for this\n")
    (tmp_path / "b.age").write_text("no backup")
    assert "b.age" in refused(run("restore", "b.age", "--passphrase-file", "words"))


def test_a_disk_that_is_full_at_the_last_moment_saves_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from django.db import OperationalError

    from counterpoise import cli
    from counterpoise.commands import export, import_

    def full(*_args: object) -> int:
        raise OperationalError("database or disk is full")

    monkeypatch.setattr(import_, "_import", full)
    monkeypatch.setattr(export, "run", full)
    assert cli.main(["import", "d.json"]) == cli.main(["export", "d.json"]) == 2
    assert capsys.readouterr().err.splitlines() == [
        "counterpoise: Nothing was saved: database or disk is full",
        "counterpoise: The journal cannot be read or written: database or disk is full",
    ]
