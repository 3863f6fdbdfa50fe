"""`counterpoise fhir`, as typed."""

from __future__ import annotations

import base64
import json
from pathlib import Path

from tests.commands.conftest import Run, refused
from tests.exchange.conftest import FILES


def test_a_diary_file_becomes_a_bundle_and_a_summary(run: Run, tmp_path: Path) -> None:
    run("simulate", "--days", "3", "-o", "diary.json")
    (tmp_path / "report.pdf").write_bytes(b"%PDF-1.7 a report")
    done = run("fhir", "out.json", "--diary", "diary.json", "--pdf", "report.pdf")
    assert done.returncode == 0, done.stderr
    assert "resources of FHIR R4. It is not encrypted." in done.stdout
    made = json.loads((tmp_path / "out.json").read_text())
    assert (made["resourceType"], made["type"]) == ("Bundle", "collection")
    assert "Binary" in {entry["resource"]["resourceType"] for entry in made["entry"]}
    assert (tmp_path / "out.json").stat().st_mode & 0o777 == 0o600
    assert "is there already" in refused(run("fhir", "out.json", "--diary", "diary.json"))
    run("fhir", "out.json", "--diary", "diary.json", "--document", "--force", "--name", "Jo Doe")
    made = json.loads((tmp_path / "out.json").read_text())
    assert made["type"] == "document"
    assert made["entry"][0]["resource"]["resourceType"] == "Composition"
    assert made["entry"][1]["resource"]["name"] == [{"text": "Jo Doe"}]


def test_the_report_is_drawn_and_put_in(run: Run, tmp_path: Path) -> None:
    run("simulate", "--days", "10", "-o", "diary.json")
    done = run("fhir", "out.json", "--diary", "diary.json", "--report", "--document")
    assert done.returncode == 0, done.stderr
    made = json.loads((tmp_path / "out.json").read_text())
    (held,) = [one["resource"] for one in made["entry"] if one["resource"]["resourceType"] == "Binary"]
    assert base64.b64decode(held["data"]).startswith(b"%PDF")
    both = refused(run("fhir", "x.json", "--diary", "diary.json", "--report", "--pdf", "r.pdf"))
    assert "not allowed with argument" in both


def test_the_files_of_two_people_name_two_patients(run: Run, tmp_path: Path) -> None:
    names = []
    for seed in ("1", "1", "2"):
        run("simulate", "--days", "2", "--seed", seed, "-o", "diary.json")
        done = run("fhir", "out.json", "--diary", "diary.json", "--force")
        assert done.returncode == 0, done.stderr
        made = json.loads((tmp_path / "out.json").read_text())
        names.append({one["resource"]["id"] for one in made["entry"] if one["resource"]["resourceType"] == "Patient"})
    assert names[0] == names[1], "the same file names the same person every time"
    assert not names[0] & names[2]


def test_the_journal_is_written_out(run: Run, tmp_path: Path) -> None:
    run("import", FILES / "kratomtracker.json", "--partly")
    assert "of FHIR R4" in run("fhir", "out.json").stdout
    made = json.loads((tmp_path / "out.json").read_text())
    assert "MedicationAdministration" in {entry["resource"]["resourceType"] for entry in made["entry"]}


def test_bad_input_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "no.pdf").write_text("words")
    assert "out.xml: the name has to end in .json" in refused(run("fhir", "out.xml"))
    assert "nowhere.json: No such file" in refused(run("fhir", "out.json", "--diary", "nowhere.json"))
    assert "no.pdf: no PDF" in refused(run("fhir", "out.json", "--diary", "nowhere.json", "--pdf", "no.pdf"))
    assert "--person: chooses among" in refused(run("fhir", "o.json", "--diary", "d.json", "--person", "Me"))
