"""`counterpoise knowledge check` and `show`: what is known, who says so, and what waits for somebody to look."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from counterpoise import cli
from counterpoise.knowledge import load as shipped
from counterpoise.knowledge.load import Knowledge
from tests.commands.conftest import Run, refused


def test_check_tells_what_is_unread_and_what_is_old_and_that_is_no_failure(run: Run) -> None:
    done = run("knowledge", "check", "--now", "2026-11-26")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("The packs are sound: ")
    assert "Without a source: none." in done.stdout
    assert "  substances/kratom/substance.toml: facts.chronic_pain_trial (R, 2026-11-23)" in done.stdout
    assert "0 statements were last looked at more than 12 months before 2026-11-26." in done.stdout
    assert "measured numbers have no spread given:\n  " in done.stdout
    assert "findings in people do not say in whom:\n  " in done.stdout
    later = run("knowledge", "check", "--now", "2027-11-24")
    assert later.returncode == 0
    assert "  substances/kratom/substance.toml: facts.mitragynine_half_life (V, 2026-11-23)" in later.stdout


def test_check_as_json(run: Run) -> None:
    told = json.loads(run("knowledge", "check", "--now", "2028-01-01", "--json").stdout)
    assert told.keys() == {
        "now",
        "files",
        "statements",
        "unsourced",
        "unverified",
        "stale",
        "ahead",
        "without_spread",
        "without_population",
    }
    assert told["unsourced"] == []
    assert {"file", "entry", "tag", "reviewed"} == told["unverified"][0].keys()
    assert len(told["stale"]) == told["statements"] > len(told["unverified"]) > 0


def test_show_tells_a_pack_by_any_of_its_names(run: Run) -> None:
    shown = run("knowledge", "show", "ketum")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert shown.stdout.startswith("Kratom\n")
    assert shown.stdout == run("knowledge", "show", "kratom").stdout
    assert "not checked against the original" in shown.stdout


def test_show_as_json_can_be_read_by_itself(run: Run) -> None:
    told = json.loads(run("knowledge", "show", "7OH", "--json").stdout)
    assert told["key"] == "7-hydroxymitragynine"
    assert told["facts"]["another_drug"]["sources"][0]["title"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["show"], "show: NAME is missing; it is one of: 7-hydroxymitragynine, alcohol"),
        (["show", "moonleaf"], "moonleaf: no such substance; it is one of: 7-hydroxymitragynine, alcohol"),
        (["show", "kratom", "--now", "2026-11-26"], "--now: not allowed with show"),
        (["check", "kratom"], "kratom: not allowed with check"),
        (["check", "--now", "soon"], "soon: not allowed; a date such as 2027-01-31"),
        (["erase"], "invalid choice: 'erase'"),
    ],
)
def test_bad_words_are_refused_in_one_line(run: Run, words: list[str], said: str) -> None:
    assert said in refused(run("knowledge", *words))


def test_a_broken_pack_is_named_with_its_entry_and_the_reason(
    db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    packs = tmp_path / "knowledge"
    shutil.copytree(Path(shipped.__file__).parent, packs, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    law = packs / "jurisdictions.toml"
    law.write_text(law.read_text(encoding="utf-8").replace('"no ban read of"', '"legal"', 1), encoding="utf-8")
    monkeypatch.setattr(shipped, "load", lambda: Knowledge(packs))
    assert cli.main(["knowledge", "check"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    (line,) = said.err.splitlines()
    assert line.startswith("counterpoise: jurisdictions.toml: US.substances.kratom.standing: must be one of 'banned'")
    assert cli.main(["check"]) == 2
    assert "!!  facts: jurisdictions.toml: US.substances.kratom.standing" in capsys.readouterr().out


def test_a_terminal_without_our_signs_is_no_failure(run: Run) -> None:
    done = run("knowledge", "show", "kratom", PYTHONIOENCODING="ascii")
    assert (done.returncode, done.stderr) == (0, "")
    assert "?" in done.stdout


def test_an_option_is_written_out(run: Run) -> None:
    assert "--jso" in refused(run("knowledge", "check", "--jso"))
