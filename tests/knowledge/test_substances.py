"""Substances: found by any of their names, other drugs refused under any of theirs."""

from math import log, sqrt
from typing import get_args

import numpy as np
import pytest

from counterpoise import assessment
from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import Fact, KineticName, Kinetics
from counterpoise.safety.medicines import match
from counterpoise.science import priors
from counterpoise.science.pharmacology import exposure

KNOWLEDGE = load()
WITH_PRIORS = [key for key, pack in KNOWLEDGE.substances.items() if pack.kinetics]


@pytest.mark.parametrize("name", ["kratom", "Kratom", " KETUM ", "Mitragyna speciosa", "mitragyna-speciosa", "biak"])
def test_kratom_is_known_by_its_names(name: str) -> None:
    pack = KNOWLEDGE.substance(name)
    assert pack is not None
    assert pack.key == "kratom"
    assert pack.assessable


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("7-hydroxymitragynine", "7-hydroxymitragynine"),
        ("7-OH", "7-hydroxymitragynine"),
        ("7OH tablets", "7-hydroxymitragynine"),
        ("7 hydroxy chewables 15 mg", "7-hydroxymitragynine"),
        ("Kratom 7-OH", "7-hydroxymitragynine"),
        ("5 7-OH tabs", "7-hydroxymitragynine"),
        ("\N{FULLWIDTH DIGIT SEVEN}\N{FULLWIDTH LATIN CAPITAL LETTER O}H tabs", "7-hydroxymitragynine"),
        ("7-\N{CYRILLIC CAPITAL LETTER O}\N{CYRILLIC CAPITAL LETTER EN} tabs", "7-hydroxymitragynine"),
        ("7-0H", "7-hydroxymitragynine"),
        ("Super Seven Hydroxy", "7-hydroxymitragynine"),
        ("seven-oh", "7-hydroxymitragynine"),
        ("Pseudoindoxyl", "mitragynine-pseudoindoxyl"),
        ("mitragynine pseudoindoxyl shot", "mitragynine-pseudoindoxyl"),
        ("MGM-15", "mgm-15"),
        ("mgm16 gummies", "mgm-15"),
    ],
)
def test_other_drugs_are_refused_under_every_name(name: str, key: str) -> None:
    pack = KNOWLEDGE.substance(name)
    assert pack is not None
    assert pack.key == key
    assert not pack.assessable
    assert pack.refusal is not None
    assert "other drug" in pack.refusal.reason or "another drug" in pack.refusal.reason
    assert KNOWLEDGE.kinetics(name) is None, "nothing to compute an answer from"
    assert not pack.potency


@pytest.mark.parametrize("name", ["metamizole", "pseudoephedrine", "magnesium 250 mg malate", "mint tea blend", ""])
def test_what_has_no_pack_is_unlisted_and_gets_the_wide_priors(name: str) -> None:
    assert KNOWLEDGE.substance(name) is None
    assert KNOWLEDGE.kinetics(name) is KNOWLEDGE.unlisted


def test_kratom_has_priors_of_its_own_and_the_unlisted_are_wider() -> None:
    kratom = KNOWLEDGE.kinetics("ketum")
    assert kratom is KNOWLEDGE.substances["kratom"].kinetics
    assert kratom is not None
    for name in get_args(KineticName):
        assert getattr(KNOWLEDGE.unlisted, name).sd > getattr(kratom, name).sd, name


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Acetaminophen", "paracetamol"),
        ("APAP", "paracetamol"),
        ("naproxen-sodium", "naproxen"),
        ("Coffee", "caffeine"),
        ("energy drink", "caffeine"),
        ("Beer", "alcohol"),
        ("red wine", "alcohol"),
        ("Ethanol", "alcohol"),
        ("THC", "cannabis-thc"),
        ("marijuana", "cannabis-thc"),
        ("weed", "cannabis-thc"),
        ("cannabidiol", "cbd"),
        ("CBD oil", "cbd"),
        ("hot water bottle", "heat"),
        ("Walking", "exercise"),
    ],
)
def test_what_is_taken_beside_is_known_by_its_everyday_names(name: str, key: str) -> None:
    pack = KNOWLEDGE.substance(name)
    assert pack is not None
    assert pack.key == key
    assert pack.assessable
    assert KNOWLEDGE.kinetics(name) is pack.kinetics is not None


@pytest.mark.parametrize(
    "name",
    [
        *("delta-8-THC", "THCA", "kava", "kratom beer", "wine vinegar", "decaffeinated coffee", "CBN", "hemp"),
        *("17-OHP", "27-oh", "cetirizine 70% high", "vitamin d 107 ohio"),
        *("paracetamol with codeine", "naloxone", "naltrexone", "nortriptyline", "alcohol swab", "tea", "cold pack"),
    ],
)
def test_a_name_that_only_contains_one_is_not_taken_for_it(name: str) -> None:
    assert KNOWLEDGE.substance(name) is None


@pytest.mark.parametrize("key", WITH_PRIORS)
def test_nothing_is_believed_less_surely_than_of_what_has_no_pack(key: str) -> None:
    known = KNOWLEDGE.substances[key].kinetics
    assert known is not None
    for name in get_args(KineticName):
        assert getattr(known, name).sd <= getattr(KNOWLEDGE.unlisted, name).sd, name


@pytest.mark.parametrize("key", [key for key, pack in KNOWLEDGE.substances.items() if pack.classes])
def test_what_a_substance_counts_as_is_backed_by_a_fact_or_by_what_it_is(key: str) -> None:
    pack = KNOWLEDGE.substances[key]
    said = [pack.summary, *(f"{fact.label} {fact.value}" for fact in pack.facts.values())]
    words = {
        "opioid": "opioid",
        "other_sedative": "sleep",
        "cannabis": "cannabis",
        "alcohol": "beer",
        "gabapentinoid": "nerve pain",
        "snri": "serotonin",
        "tca": "serotonin",
        "qt_prolonging": "heart",
        "stimulant": "stimulant",
        "nsaid": "nsaid",
        "hepatotoxic": "liver",
        "cyp2d6_substrate": "cyp2d6",
    }
    for one in pack.classes:
        assert any(words[one] in text.casefold() for text in said), one


def test_kratom_itself_counts_as_nothing_beside_itself_and_other_drugs_as_opioids() -> None:
    opioids = {key for key, pack in KNOWLEDGE.substances.items() if "opioid" in pack.classes}
    assert opioids == {key for key, pack in KNOWLEDGE.substances.items() if not pack.assessable}
    assert KNOWLEDGE.substances["kratom"].classes == ()


@pytest.mark.parametrize("key", ["7-hydroxymitragynine", "mitragynine-pseudoindoxyl", "mgm-15"])
def test_another_drug_warns_of_itself_in_a_fact(key: str) -> None:
    warning = KNOWLEDGE.substances[key].facts["another_drug"]
    assert warning.established
    assert "left out of every answer about kratom" in str(warning.value)


def test_cannabis_comes_sooner_inhaled_than_eaten() -> None:
    cannabis = KNOWLEDGE.substances["cannabis-thc"].kinetics
    assert cannabis is not None
    inhaled, edible = cannabis.of_form("inhaled"), cannabis.of_form("edible")
    assert inhaled["absorption_beyond"].centre > edible["absorption_beyond"].centre
    assert inhaled["half_life_h"].centre < edible["half_life_h"].centre


def test_the_priors_are_those_of_the_response_model() -> None:
    named = get_args(KineticName)
    assert set(named) <= set(priors.NAMES)
    kratom = KNOWLEDGE.substances["kratom"].kinetics
    model = priors.Priors()
    for name in named:
        prior, place = getattr(kratom, name), priors.NAMES.index(name)
        assert (prior.centre, prior.sd) == (model.centre[place], model.spread[place]), name


def implied(kinetics: Kinetics) -> dict[str, exposure.Array]:
    """What 2,000 people drawn from the priors feel after one usual dose, before any tolerance."""
    rng = np.random.default_rng(1)
    drawn = {
        name: getattr(kinetics, name).centre * np.exp(getattr(kinetics, name).sd * rng.standard_normal(2000))
        for name in ("half_effect", "half_life_h", "absorption_beyond")
    }
    share = kinetics.slow_fraction
    slow = 1 / (1 + (1 / share.centre - 1) * np.exp(-share.sd * rng.standard_normal(2000)))
    rate = log(2) / drawn["half_life_h"]
    curve = exposure.Kinetics(
        rate[:, None], (drawn["absorption_beyond"] + rate / priors.FLIP_FLOP)[:, None], slow[:, None]
    )
    hours = np.arange(0.0, 72.0, 0.05)
    acting = curve.raw(hours[None, :] - exposure.LAG_H)
    acting /= acting.max(axis=1, keepdims=True)
    effect = acting / (drawn["half_effect"][:, None] + acting)
    peak = effect.argmax(axis=1)
    felt = effect >= effect.max(axis=1, keepdims=True) / 2
    return {
        "half_effect_after": hours[felt.argmax(axis=1)],
        "peak_after": hours[peak],
        "lasts": felt.sum(axis=1) * 0.05,
        "mean_of_4_hours": effect[:, hours < 4].mean(axis=1) / effect.max(axis=1),
    }


def off(told: Fact, drawn: exposure.Array) -> list[float]:
    """How far the told median and 90 % interval are from the drawn ones, as ratios."""
    assert isinstance(told.value, float)
    assert told.spread is not None
    said = [told.spread.low, told.value, told.spread.high]
    return [float(s) / float(d) for s, d in zip(said, np.quantile(drawn, [0.05, 0.5, 0.95]), strict=True) if s]


@pytest.mark.parametrize(
    "name", [*(key for key, pack in KNOWLEDGE.substances.items() if pack.kinetics), "anything else"]
)
def test_the_priors_imply_what_the_pack_says_they_imply(name: str) -> None:
    kinetics = KNOWLEDGE.kinetics(name)
    assert kinetics is not None
    drawn = implied(kinetics)
    for key, told in kinetics.implied.items():
        assert off(told, drawn[key]) == pytest.approx([1, 1, 1], abs=0.12), key


def test_the_content_of_leaf_follows_from_the_published_range() -> None:
    lowest, highest, expected_range_of_eight = 3.9, 62.1, 2.847
    powder = KNOWLEDGE.substances["kratom"].potency["powder"]
    assert powder.centre == pytest.approx(sqrt(lowest * highest), rel=0.01)
    assert powder.sd == pytest.approx(log(highest / lowest) / expected_range_of_eight, rel=0.01)
    for measured in (19.48, 13.3):
        assert abs(log(measured / powder.centre)) < 1.645 * powder.sd


def test_what_is_less_sure_is_wider() -> None:
    potency = KNOWLEDGE.substances["kratom"].potency
    assert potency["tea"].sd > potency["powder"].sd
    assert {"tincture", "other"}.isdisjoint(potency), "nothing is known, so nothing is assumed"


def test_units_people_log_in_are_offered_in_grams_first() -> None:
    kratom = KNOWLEDGE.substances["kratom"]
    assert kratom.default_unit == kratom.units[0] == "g"
    assert {"powder", "capsule", "leaf", "tea", "extract", "tincture"} <= set(kratom.forms)


def test_a_form_has_priors_of_its_own_where_the_pack_names_them_and_the_general_ones_elsewhere() -> None:
    kratom = KNOWLEDGE.substances["kratom"].kinetics
    assert kratom is not None
    general, capsule, extract = (kratom.of_form(form) for form in (None, "capsule", "extract"))
    assert (
        capsule["absorption_beyond"].centre < general["absorption_beyond"].centre < extract["absorption_beyond"].centre
    )
    assert extract["half_life_h"].centre < general["half_life_h"].centre
    assert kratom.of_form("powder") == kratom.of_form("tincture") == general
    assert set(kratom.forms) <= set(KNOWLEDGE.substances["kratom"].forms)


def test_a_form_reaches_the_science_as_values() -> None:
    kratom = KNOWLEDGE.substances["kratom"].kinetics
    place = priors.NAMES.index("absorption_beyond")
    assert assessment.priors(kratom, "capsule").centre[place] == 1.4
    assert assessment.priors(kratom).centre == priors.Priors().centre


@pytest.mark.parametrize("word", ["a beer", "Wine", "vino tinto", "Cerveza", "ron", "Bier", "Rotwein", "Sangría"])
def test_a_drink_is_alcohol_in_the_languages_of_its_drinkers(word: str) -> None:
    found = match(word, KNOWLEDGE)
    assert found is not None
    assert found.classes >= {"alcohol"}
