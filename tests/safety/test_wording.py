"""Words of the packs among words that people typed, and units as laboratories print them."""

from __future__ import annotations

import datetime as dt

import pytest

from counterpoise.diary import Diary, Dose, Effect, Lab, PastUse, Person
from counterpoise.knowledge.load import load
from counterpoise.safety.blood import unit_of, value_of
from counterpoise.safety.case import Case
from counterpoise.safety.rules import groups, signs
from counterpoise.safety.rules.groups import groups_of
from counterpoise.safety.use import first_day
from counterpoise.safety.wording import names_one

NOW = dt.datetime(2026, 5, 20, 17, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("COPD", True),
        ("mild copd, since 2019", True),
        ("Sleep-apnea", True),
        ("sleep  apnoea", True),
        ("no copd", False),
        ("copdx", False),
        ("apnea of something", False),
        ("", False),
    ],
)
def test_whole_words_are_found_whatever_their_case_and_marks(text: str, found: bool) -> None:
    assert names_one(text, ("copd", "sleep apnea", "sleep apnoea")) is found


@pytest.mark.parametrize(
    ("condition", "groups"),
    [
        ("Hepatitis C, treated", ["liver_disease"]),
        ("Wilson's disease", ["liver_disease"]),
        ("long_qt", ["heart_rhythm"]),
        ("epilepsy and asthma", ["seizure_disorder", "breathing_disease"]),
        ("non-alcoholic fatty liver", ["liver_disease"]),
        ("Bipolar II", ["psychosis_bipolar"]),
        ("osteoarthritis", []),
        ("migraine", []),
        ("fibromyalgia", []),
        ("high blood pressure", []),
        ("depression", []),
        ("ankylosing spondylitis", []),
        ("no history of seizures", []),
        ("No: asthma since birth", ["breathing_disease"]),
        ("Diabetes no, epilepsy yes", ["seizure_disorder"]),
        ("smoker (no). Epilepsy", ["seizure_disorder"]),
        ("Epilepsy (no seizures since 2010)", ["seizure_disorder"]),
        ("asthma not controlled", ["breathing_disease"]),
        ("no allergies; asthma", ["breathing_disease"]),
        ("not well controlled asthma", ["breathing_disease"]),
        ("hepatitis B, vaccinated too late", ["liver_disease"]),
        ("denies seizures", []),
        ("asthma: no", []),
        ("no history of asthma", []),
        ("no asthma or epilepsy", []),
        ("hepatitis B vaccination", []),
        ("Epilepsy: no. Asthma", ["breathing_disease"]),
        ("I don't have asthma", []),
        ("liver function normal", []),
        ("no heart, liver or lung disease", []),
        ("no asthma, COPD, or epilepsy", []),
        ("epilepsy - none", []),
        ("liver disease = no", []),
        ("family history of epilepsy", []),
        ("my back brace fits badly", []),
        ("liver spots", []),
        ("in recovery from surgery", []),
        ("never seizure free", ["seizure_disorder"]),
        ("not seizure free", ["seizure_disorder"]),
        ("former heroin user", ["substance_use"]),
        ("opioid dependent", ["substance_use"]),
        ("AUD", ["substance_use"]),
        ("drug addict", ["substance_use"]),
        ("HCV", ["liver_disease"]),
        ("CHF", ["heart_rhythm"]),
        ("prolonged QTc", ["heart_rhythm"]),
        ("cirrosis", ["liver_disease"]),
        ("epilepsey", ["seizure_disorder"]),
        ("hepititis", ["liver_disease"]),
        ("fits", ["seizure_disorder"]),
        ("I have fits", ["seizure_disorder"]),
        ("my mother has epilepsy", []),
        ("epilepsy runs in my family", []),
        ("liver disease (family)", []),
        ("healthy liver", []),
        ("liver not normal", ["liver_disease"]),
        ("liver enzymes fine", []),
        ("in recovery", ["substance_use"]),
        ("in recovery from alcohol", ["substance_use"]),
        ("schizofrenia", ["psychosis_bipolar"]),
        ("never had a seizure", []),
        ("not been diagnosed with asthma", []),
        ("liver tests normal now", ["liver_disease"]),
        ("epilepsy with normal EEG", ["seizure_disorder"]),
        ("asthma, fine on inhaler", ["breathing_disease"]),
        ("no allergies, asthma", ["breathing_disease"]),
        ("no allergies but asthma", ["breathing_disease"]),
        ("asthma no", []),
        ("seizure free since 2010", ["seizure_disorder"]),
        ("recovering alcoholic", ["substance_use"]),
        ("I do not have liver disease or epilepsy", []),
        ("bronchitis", []),
        ("osteoporosis", []),
        ("keratitis", []),
        ("conversion disorder", []),
        ("adduction injury", []),
        ("adductor strain", []),
        ("dermatitis", []),
        ("pancreatitis", []),
        ("arthritis", []),
        ("diverticulitis", []),
        ("spinal stenosis", []),
        ("neurosis", []),
        ("sarcoidosis", []),
        ("scoliosis", []),
        ("scleroderma", []),
        ("anemia", []),
        ("panic disorder", []),
        ("hypertension", []),
        ("epilepsy? no", []),
        ("my father and I have epilepsy", ["seizure_disorder"]),
        ("psoriasis", []),
        ("ptosis", []),
        ("kyphosis", []),
        ("endometriosis", []),
        ("no problems with liver", ["liver_disease"]),
        ("never-ending seizures", ["seizure_disorder"]),
        ("smoker, no COPD", []),
        ("COPD, no asthma", ["breathing_disease"]),
        ("mild asthma or copd, not sure", ["breathing_disease"]),
        ("not well controlled asthma or epilepsy", ["seizure_disorder", "breathing_disease"]),
        ("liver: not good", ["liver_disease"]),
        ("asthma: none since childhood", ["breathing_disease"]),
        ("liver", ["liver_disease"]),
        ("normal", []),
    ],
)
def test_conditions_lead_to_their_groups(condition: str, groups: list[str]) -> None:
    assert groups_of(load(), condition) == groups


@pytest.mark.parametrize(
    ("test", "value", "unit", "plain"),
    [
        ("alt", 2.0, "µkat/L", 120),
        ("alt", 2.0, "\u03bckat/l", 120),
        ("alt", 2.0, "ukat / L", 120),
        ("alt", 40.0, "units/L", 40),
        ("bilirubin", 17.1, "umol/L", 1.0),
        ("bilirubin", 1.2, "mg/dl", 1.2),
        ("creatinine", 88.4, "µmol/L", 1.0),
        ("creatinine", 0.0884, "mmol/L", 1.0),
        ("alp", 1000.0, "nkat/L", 60),
        ("alt", 40.0, "UI/L", 40),
        ("alt", 40.0, "IE/L", 40),
        ("bilirubin", 1.2, "mg%", 1.2),
        ("creatinine", 1.0, "mg / 100 mL", 1.0),
    ],
)
def test_units_convert_as_laboratories_print_them(test: str, value: float, unit: str, plain: float) -> None:
    found = value_of(Lab(at=NOW, analyte=test, value=value, unit=unit), load().blood[test])
    assert found is not None
    assert found.plain == pytest.approx(plain, rel=2e-3)


@pytest.mark.parametrize(("test", "unit"), [("alt", "mg/dL"), ("bilirubin", "U/L"), ("creatinine", "g"), ("alt", "")])
def test_a_unit_of_something_else_is_not_known(test: str, unit: str) -> None:
    assert unit_of(load().blood[test], unit) is None


@pytest.mark.parametrize(
    ("printed", "key"),
    [
        ("ALT (SGPT)", "alt"),
        ("SGPT (ALT)", "alt"),
        ("ALT SGPT", "alt"),
        ("AST (SGOT)", "ast"),
        ("ALAT (GPT)", "alt"),
        ("ALT/GPT", "alt"),
        ("Alanine Aminotransferase (ALT)", "alt"),
        ("S-ALAT", "alt"),
        ("BILI TOTAL", "bilirubin"),
        ("Bilirubin (total)", "bilirubin"),
        ("Bilirubin, Total (mg/dL)", "bilirubin"),
        ("Alkaline Phos", "alp"),
        ("creat", "creatinine"),
        ("creatinine, serum", "creatinine"),
        ("bilirubin, direct", None),
        ("Bilirubin (direct)", None),
        ("AST/ALT", None),
        ("AST/ALT ratio", None),
        ("creatinine, urine", None),
        ("U-creatinine", None),
        ("creatinine clearance", None),
        ("liver", None),
        ("serum", None),
        ("", None),
    ],
)
def test_a_blood_test_is_known_as_laboratories_print_it(printed: str, key: str | None) -> None:
    found = load().blood_test(printed)
    assert (found and found.key) == key


def case(*history: PastUse, doses: tuple[Dose, ...] = ()) -> Case:
    person = Person(time_zone="America/Chicago", history=history)
    return Case(Diary(person=person, doses=doses, ratings=()), load(), NOW)


def kratom(days_ago: float, amount: float | None = 2.0) -> Dose:
    return Dose(at=NOW - dt.timedelta(days=days_ago), substance="kratom", amount=amount, unit="g" if amount else None)


def test_the_first_day_of_use_is_the_first_that_is_told() -> None:
    dose = kratom(10)
    assert first_day(case()) is None
    assert first_day(case(doses=(dose,))) == dt.date(2026, 5, 10)
    assert first_day(case(PastUse(substance="kratom", since="2022"), doses=(dose,))) == dt.date(2022, 12, 31)
    assert first_day(case(PastUse(substance="kratom", since="2026"), doses=(dose,))) == dt.date(2026, 5, 10)
    assert first_day(case(PastUse(substance="kratom", since="2026-02"), doses=(dose,))) == dt.date(2026, 2, 28)
    assert first_day(case(PastUse(substance="kratom", since="2026-02-30"), doses=(dose,))) == dt.date(2026, 2, 28)
    assert first_day(case(PastUse(substance="kratom", since="0000"), doses=(dose,))) == dt.date(1, 12, 31)
    assert first_day(case(PastUse(substance="kratom"), doses=(dose,))) is None
    assert first_day(case(PastUse(substance="alcohol", since="2001"), doses=(dose,))) == dt.date(2026, 5, 10)


def test_an_illness_is_told_in_the_words_of_the_person() -> None:
    person = Person(time_zone="America/Chicago", conditions=("sleep apnea i think", "arthritus"))
    told = {
        one.rule: one for one in groups.find(Case(Diary(person=person, doses=(kratom(1),), ratings=()), load(), NOW))
    }
    assert told["groups.breathing_disease"].reason.startswith("You told us: “sleep apnea i think”.")
    other = told["groups.not_covered"]
    assert other.reason.startswith("You told us: “arthritus”. This is not a warning.")
    assert other.actions == ("bring_the_record",)


def causes(*conditions: str) -> dict[str, str]:
    person = Person(time_zone="America/Chicago", conditions=conditions)
    record = Diary(person=person, doses=(kratom(1),), ratings=())
    found = [one for one in groups.find(Case(record, load(), NOW)) if one.rule != "groups.law"]
    assert len({one.rule for one in found}) == len(found)
    return {one.rule: one.cause for one in found}


def test_another_illness_is_another_cause() -> None:
    first, second = "groups.breathing_disease", "groups.not_covered"
    before = causes("asthma", "migraine")
    after = causes("asthma", "respiratory failure, home oxygen", "migraine", "kidney failure on dialysis")
    assert before[first] != after[first]
    assert before[second] != after[second]
    assert before == causes("Migraine", "asthma ", "asthma")
    assert "asthma" not in before[first]


def test_when_use_began_is_said_only_where_it_was_told() -> None:
    def early(*history: PastUse) -> str:
        person = Person(time_zone="America/Chicago", history=history)
        sign = Effect(at=NOW - dt.timedelta(hours=1), kind="dark_urine")
        record = Diary(person=person, doses=(kratom(1),), ratings=(), effects=(sign,))
        (found,) = (one for one in signs.find(Case(record, load(), NOW)) if one.rule == "signs.liver_early")
        assert found.title == "Dark urine: see a doctor today"
        return found.reason

    assert "When your use began is not told here." in early()
    day = (NOW - dt.timedelta(days=8)).date().isoformat()
    assert "You told that use began about 1 week ago." in early(PastUse(substance="kratom", since=day))
