"""`counterpoise kinetics`: levels in blood by command, as JSON and in words; bad values are refused by name."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.commands.conftest import Run, refused

FIGURES = {"cmax_ng_ml", "tmax_h", "auc_ng_h_ml", "half_life_h", "accumulation"}
ANALYTES = ("mitragynine", "7-hydroxymitragynine")


def told(run: Run, *words: str) -> dict[str, Any]:
    done = run("kinetics", "--json", *words)
    assert (done.returncode, done.stderr) == (0, "")
    (line,) = done.stdout.splitlines()
    found: dict[str, Any] = json.loads(line)
    return found


def test_the_json_holds_what_is_promised_and_nothing_else(run: Run) -> None:
    found = told(run, "--mg", "39")
    assert found.keys() == {*ANALYTES, "ratio_7oh_to_mg_auc_molar"}
    assert all(found[analyte].keys() == FIGURES for analyte in ANALYTES)
    figures = [found["ratio_7oh_to_mg_auc_molar"], *(one for name in ANALYTES for one in found[name].values())]
    for one in figures:
        assert one.keys() == {"median", "p05", "p95"}
        assert one["p05"] <= one["median"] <= one["p95"]
    assert found["mitragynine"]["accumulation"] == {"median": 1.0, "p05": 1.0, "p95": 1.0}


def test_what_was_measured_after_one_cup_of_tea_is_found(run: Run) -> None:
    """Rows 1 to 4, 6 and 7 with the window and limit that hold unless told otherwise."""
    found = told(run, "--mg", "39")
    plain, made = (found[name] for name in ANALYTES)
    assert 20.0 <= plain["cmax_ng_ml"]["median"] <= 70.5
    assert 0.75 <= plain["tmax_h"]["median"] <= 1.5
    assert 129 <= plain["auc_ng_h_ml"]["median"] <= 542
    assert 31.9 <= plain["half_life_h"]["median"] <= 50.2
    assert 4.9 <= made["cmax_ng_ml"]["median"] <= 9.2
    assert 0.75 <= made["tmax_h"]["median"] <= 2.5
    assert 25.2 <= made["auc_ng_h_ml"]["median"] <= 52.2
    assert 5.03 <= made["half_life_h"]["median"] <= 6.52
    assert 0.2 <= found["ratio_7oh_to_mg_auc_molar"]["median"] <= 0.3


def test_daily_doses_add_up_and_a_short_window_reads_a_shorter_half_life(run: Run) -> None:
    once = told(run, "--mg", "12", "--window", "24")
    daily = told(run, "--mg", "12", "--every", "24", "--doses", "8", "--window", "24")
    assert 1.2 < daily["mitragynine"]["accumulation"]["median"] < 2
    for name in ("cmax_ng_ml", "auc_ng_h_ml", "half_life_h"):
        assert daily["mitragynine"][name]["median"] > once["mitragynine"][name]["median"]
    assert 7.2 <= daily["mitragynine"]["half_life_h"]["median"] <= 39.3
    often = told(run, "--mg", "12", "--every", "8", "--doses", "24")
    assert often["mitragynine"]["accumulation"]["median"] > daily["mitragynine"]["accumulation"]["median"]


def test_below_the_limit_nothing_can_be_read(run: Run) -> None:
    found = told(run, "--mg", "1", "--loq", "100")
    assert found["mitragynine"]["half_life_h"] == {"median": None, "p05": None, "p95": None}
    assert "could not be read in anybody" in run("kinetics", "--mg", "1", "--loq", "100").stdout


def test_the_seed_decides_and_people_can_be_counted(run: Run) -> None:
    assert told(run, "--mg", "20", "--seed", "4") == told(run, "--mg", "20", "--seed", "4")
    assert told(run, "--mg", "20", "--seed", "4") != told(run, "--mg", "20", "--seed", "5")
    alone = told(run, "--mg", "20", "--people", "1")["mitragynine"]["cmax_ng_ml"]
    assert alone["p05"] == alone["median"] == alone["p95"]


def test_in_words_it_tells_whom_it_is_about_and_suggests_nothing(run: Run) -> None:
    said = run("kinetics", "--mg", "39", "--doses", "15").stdout
    assert said.splitlines()[0] == (
        "15 doses of 39 mg of mitragynine, 24 h apart; all figures after the last one, in 500 simulated people."
    )
    for part in (
        "Mitragynine:",
        "7-hydroxymitragynine:",
        "90 % of people",
        "For plain leaf that is swallowed",
        "not you",
    ):
        assert part in said
    assert "we know of nothing measured there" not in said
    assert "we know of nothing measured there" in run("kinetics", "--mg", "54").stdout


@pytest.mark.parametrize(
    ("option", "value", "allowed"),
    [
        ("--mg", "0", "from 0.001 to 1000"),
        ("--mg", "-3", "from 0.001"),
        ("--mg", "nan", "from 0.001"),
        ("--mg", "two", "from 0.001"),
        ("--mg", "5e-324", "from 0.001"),
        ("--mg", "1_0", "from 0.001"),
        ("--mg", "\N{ARABIC-INDIC DIGIT THREE}", "from 0.001"),
        ("--mg", "1001", "to 1000"),
        ("--every", "0", "from 0.1 to 720"),
        ("--every", "1e-300", "from 0.1 to 720"),
        ("--every", "inf", "to 720"),
        ("--doses", "0", "from 1 to 1000"),
        ("--doses", "1.5", "from 1 to 1000"),
        ("--people", "0", "from 1 to 10000"),
        ("--people", "9" * 30, "from 1 to 10000"),
        ("--window", "0", "from 0.001 to 2400"),
        ("--loq", "-0.1", "from 0.001 to 1000"),
        ("--seed", "x", "a whole number"),
    ],
)
def test_a_bad_value_is_refused_with_option_value_and_what_is_allowed(
    run: Run, option: str, value: str, allowed: str
) -> None:
    words = [] if option == "--mg" else ["--mg=39"]
    line = refused(run("kinetics", *words, f"{option}={value}"))
    assert option in line
    assert f"{value[:30]}" in line
    assert allowed in line


def test_the_least_of_everything_still_gives_figures(run: Run) -> None:
    least = ("--mg", "0.001", "--every", "0.1", "--doses", "1000", "--window", "0.001", "--loq", "0.001")
    top = told(run, *least)["mitragynine"]["cmax_ng_ml"]
    assert 0 < top["p05"] < top["median"] < top["p95"]


def test_the_dose_has_to_be_given(run: Run) -> None:
    assert "--mg" in refused(run("kinetics"))
