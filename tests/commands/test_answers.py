"""`counterpoise answers` and `counterpoise simulate`, as typed."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from counterpoise import diary_file
from counterpoise.diary import Rating
from counterpoise.science.pharmacology.exposure import curve
from counterpoise.science.priors import SIZE, Priors
from tests.commands.conftest import Run, refused
from tests.science.people import END, crowded, first, person


@pytest.fixture
def simulated(tmp_path: Path) -> Path:
    """The diary of a simulated person, in the program's working folder."""
    file = tmp_path / "simulated.json"
    file.write_text(diary_file.write(person("typical", 3, 20)), encoding="utf-8")
    return file


@pytest.fixture
def off_scale(tmp_path: Path) -> Path:
    """A diary in which a rating is typed wrongly."""
    rating = {"at": "2026-05-01T08:11:00-05:00", "measure": "pain.now", "value": 99}
    diary = {"format": "counterpoise-diary", "version": 1, "person": {"time_zone": "America/Chicago"}}
    file = tmp_path / "off_scale.json"
    file.write_text(json.dumps({**diary, "doses": [], "ratings": [rating]}), encoding="utf-8")
    return file


def test_the_journal_is_answered_as_its_file_is(run: Run, simulated: Path) -> None:
    run("import", simulated)
    journal, file = run("answers", "--json"), run("answers", "--json", simulated)
    assert journal.stderr == file.stderr == ""
    told, expected = json.loads(journal.stdout), json.loads(file.stdout)
    del told["diagnostics"]["seconds"], expected["diagnostics"]["seconds"]
    assert told == expected


def test_the_words_tell_amounts_effects_and_what_would_make_it_clearer(run: Run, tmp_path: Path) -> None:
    (tmp_path / "crowded.json").write_text(diary_file.write(crowded(END)), encoding="utf-8")
    done = run("answers", "crowded.json")
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[2].startswith("At the times it is usually taken, beside what still acts of earlier doses")
    for title in (
        "Amounts compared:",
        "Effects noted in these days:",
        "To bear in mind:",
        "What would make it clearer:",
    ):
        assert title in lines
    assert any(line.startswith("- Nausea, ") and "linked to doses. It was noted about" in line for line in lines)
    told = json.loads(run("answers", "--json", "crowded.json").stdout)
    assert told["several_daily"] is True
    usual = told["usual_dose"]["amount"]
    assert [one["amount"] for one in told["amounts"]] == [usual - 0.5, usual]
    assert any(line.startswith(f"- {usual - 0.5:g} g: ") for line in lines)
    assert told["interval_would_be"]["each_rated"] < told["interval_would_be"]["as_now"] < 1


@pytest.fixture
def foggy(tmp_path: Path) -> Path:
    """Doses help the pain of this person; whenever pain is rated, thinking is too, two points less clear at the peak of
    a dose."""
    diary = person("typical", first("helps", "typical", 60), 60)
    pain = [rating for rating in diary.ratings if rating.measure == "pain.now"]
    rating_h, dose_h = (np.array([entry.at.timestamp() / 3600 for entry in entries]) for entries in (pain, diary.doses))
    acting = curve(dose_h, np.ones(dose_h.size), rating_h, Priors().theta(np.zeros((1, SIZE))).kinetics)[0]
    clear = np.clip(np.round(np.random.default_rng(1).normal(6.5 - 2 * acting)), 0, 10)
    thinking = (
        Rating(id=f"t{i}", at=rating.at, measure="thinking", value=float(value))
        for i, (rating, value) in enumerate(zip(pain, clear, strict=True))
    )
    file = tmp_path / "foggy.json"
    file.write_text(diary_file.write(replace(diary, ratings=(*diary.ratings, *thinking))), encoding="utf-8")
    return file


def test_less_pain_and_less_life_are_both_seen_in_one_diary(run: Run, foggy: Path) -> None:
    pain, thinking = run("answers", foggy), run("answers", foggy, "--measure", "thinking")
    assert pain.stderr == thinking.stderr == ""
    assert pain.stdout.startswith("In this record it helps: less pain.")
    assert thinking.stdout.startswith("In this record it makes things worse: less clear thinking.")


def test_without_a_journal_one_line_says_so(run: Run) -> None:
    assert "There is no diary here yet" in refused(run("answers"))


def test_a_bad_file_among_several_keeps_no_other_from_its_answer(run: Run, simulated: Path, off_scale: Path) -> None:
    done = run("answers", "--json", off_scale, "missing.json", simulated)
    wrong, missing, answered = map(json.loads, done.stdout.splitlines())
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 2)
    assert wrong == {"file": str(off_scale), "error": "rating 99 is not on the scale from 0 to 10"}
    assert missing["error"] == "No such file or directory"
    assert answered["file"] == str(simulated)
    assert answered["verdict"]


def test_a_measure_that_one_file_lacks_is_said_of_that_file(run: Run, simulated: Path) -> None:
    done = run("answers", "--json", "--measure", "knees", simulated, simulated)
    assert [("knees" in json.loads(line)["error"]) for line in done.stdout.splitlines()] == [True, True]


def test_answering_a_file_leaves_the_data_folder_private(run: Run, tmp_path: Path) -> None:
    """It is made before anything is compiled into it: a diary too short for an answer tells as much as a long one."""
    short = tmp_path / "short.json"
    short.write_text(diary_file.write(person("typical", 3, 2)), encoding="utf-8")
    assert run("answers", short, NUMBA_CACHE_DIR="").returncode == 0
    assert stat.S_IMODE((tmp_path / "data").stat().st_mode) == 0o700


def test_a_person_is_not_chosen_among_files(run: Run, simulated: Path) -> None:
    assert "--person" in refused(run("answers", simulated, "--person", "Bob"))


@pytest.mark.parametrize("word", ["simulate", "answers"])
@pytest.mark.parametrize("seed", ["-1", "x", "1.5", "9" * 40])
def test_a_seed_is_a_whole_number(run: Run, word: str, seed: str) -> None:
    line = refused(run(word, f"--seed={seed}"))
    assert "--seed" in line
    assert seed in line
