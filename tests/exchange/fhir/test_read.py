"""What comes back of our own export, and what is read of bundles from elsewhere."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import replace
from typing import Any

import pytest

from counterpoise import diary as d
from counterpoise import diary_file
from counterpoise.exchange import formats
from counterpoise.exchange.fhir.bundle import bundle
from counterpoise.exchange.fhir.parts import words
from counterpoise.exchange.understood import BadFile, Understood
from counterpoise.knowledge.load import load
from tests.exchange.fhir import people

NOW = dt.datetime(2026, 11, 1, tzinfo=dt.UTC)
LOINC = "http://loinc.org"


def read(bundle: dict[str, Any], zone: str = "America/Chicago") -> Understood:
    return formats.read("b.json", json.dumps(bundle).encode(), zone, now=NOW)


def bundled(*resources: dict[str, Any]) -> dict[str, Any]:
    return {"resourceType": "Bundle", "type": "collection", "entry": [{"resource": one} for one in resources]}


def plain(records: Any) -> list[dict[str, Any]]:
    """Records as JSON values, in words as FHIR can hold them."""
    return sorted((_worded(diary_file.dump(one)) for one in records), key=lambda one: json.dumps(one, sort_keys=True))


def _worded(values: dict[str, Any]) -> dict[str, Any]:
    said = {key: words(value) if isinstance(value, str) else value for key, value in values.items()}
    return {key: value for key, value in said.items() if value is not None}


@pytest.mark.parametrize("name", people.NAMES)
def test_our_own_export_comes_back(name: str) -> None:
    whole = diary_file.identified(people.diary(name))
    back = read(people.made(name), whole.person.time_zone)
    assert back.not_understood == ()
    for kind in ("doses", "ratings", "effects", "labs", "questionnaires"):
        assert plain(getattr(back.diary, kind)) == plain(getattr(whole, kind)), kind
    for kind in ("plans", "goals", "appointments"):
        assert getattr(back.diary, kind) == getattr(whole, kind), kind
    assert plain(back.diary.person.medicines) == plain(whole.person.medicines)
    assert back.diary.person.conditions == tuple(words(one) for one in whole.person.conditions)
    assert back.diary.person.allergies == tuple(words(one) for one in whole.person.allergies)
    assert [lot.lot_number for lot in back.diary.lots] == [words(lot.lot_number) for lot in whole.lots]
    assert [product.name for product in back.diary.products] == [words(one.name) for one in whole.products]


@pytest.mark.parametrize("who", ["carer", "locked_screen", None])
def test_who_wrote_an_entry_comes_back(who: Any) -> None:
    whole = diary_file.identified(people.diary(people.NAMES[0]))
    kinds = ("doses", "ratings", "effects", "labs", "questionnaires")
    theirs: dict[str, Any] = {
        kind: tuple(replace(one, recorded_by=who) for one in getattr(whole, kind)) for kind in kinds
    }
    medicines = tuple(replace(one, recorded_by=who) for one in whole.person.medicines)
    whole = replace(whole, **theirs, person=replace(whole.person, medicines=medicines))
    back = read(bundle(whole, load(), None, [], people.END)).diary
    found = [one for kind in kinds for one in getattr(back, kind)] + list(back.person.medicines)
    assert found
    assert {one.recorded_by for one in found} == {who}


def test_the_summary_gives_its_medicines_and_repeats_no_entry() -> None:
    back = read(people.made("free text", "document"))
    assert len(back.diary.person.medicines) == 3
    assert not back.diary.doses
    assert not back.diary.ratings


PAIN: dict[str, Any] = {
    "resourceType": "Observation",
    "id": "o1",
    "status": "final",
    "code": {"coding": [{"system": LOINC, "code": "72514-3"}]},
    "effectiveDateTime": "2026-05-01T08:12:00-05:00",
    "valueInteger": 6,
}
ALT: dict[str, Any] = {
    "resourceType": "Observation",
    "id": "o2",
    "status": "final",
    "category": [
        {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/observation-category", "code": "laboratory"}]}
    ],
    "code": {"coding": [{"system": LOINC, "code": "1742-6", "display": "ALT"}]},
    "effectiveDateTime": "2026-05-01",
    "valueQuantity": {"value": 31, "unit": "U/L"},
    "referenceRange": [{"high": {"value": 40, "unit": "U/L"}}],
}
PEG: dict[str, Any] = {
    "resourceType": "QuestionnaireResponse",
    "id": "q1",
    "status": "completed",
    "authored": "2026-05-01T08:12:00-05:00",
    "item": [
        {"item": [{"linkId": "/75893-8", "answer": [{"valueInteger": 7}]}], "linkId": "g"},
        {"linkId": "91146-1", "answer": [{"valueInteger": 5}]},
        {"linkId": "75893-8", "answer": [{"valueInteger": 7}]},
        {"linkId": "91145-3"},
    ],
}


def medicine(**more: Any) -> dict[str, Any]:
    concept = {"coding": [{"display": "Sertraline 50 MG"}]}
    return {"resourceType": "MedicationStatement", "status": "active", "medicationCodeableConcept": concept, **more}


def test_pain_blood_values_and_peg_of_others() -> None:
    back = read(bundled(PAIN, ALT, PEG)).diary
    assert [(one.measure, one.value, one.source) for one in back.ratings] == [("pain.now", 6.0, "fhir")]
    (lab,) = back.labs
    assert (lab.analyte, lab.value, lab.unit, lab.upper_limit) == ("ALT", 31.0, "U/L", 40.0)
    assert lab.at == dt.datetime.fromisoformat("2026-05-01T12:00:00-05:00")
    (peg,) = back.questionnaires
    assert (peg.instrument, peg.answers) == ("peg", (7.0, None, 5.0))


def test_medicines_illnesses_and_allergies_of_others() -> None:
    reference = {"reference": "Medication/m1"}
    request = {"resourceType": "MedicationRequest", "status": "active", "medicationReference": reference}
    back = read(
        bundled(
            medicine(effectivePeriod={"start": "2025-03-04T10:00:00Z"}, dosage=[{"text": "one a day"}]),
            {**request, "authoredOn": "2026-01-02", "dosageInstruction": [{"asNeededBoolean": True}]},
            {"resourceType": "Medication", "id": "m1", "code": {"text": "Tramadol"}},
            {"resourceType": "Condition", "code": {"text": "Osteoarthritis of knee"}},
            {"resourceType": "AllergyIntolerance", "code": {"text": "Penicillin"}},
        )
    ).diary.person
    assert [(one.name, one.since, one.until, one.dose, one.as_needed) for one in back.medicines] == [
        ("Sertraline 50 MG", "2025-03-04", None, "one a day", None),
        ("Tramadol", "2026-01-02", None, None, True),
    ]
    assert back.conditions == ("Osteoarthritis of knee",)
    assert back.allergies == ("Penicillin",)


def test_kratom_given_elsewhere_is_a_dose_and_other_medicines_are_counted() -> None:
    given = {
        "resourceType": "MedicationAdministration",
        "status": "completed",
        "effectiveDateTime": "2026-05-01T08:00:00Z",
    }
    kratom = {**given, "medicationCodeableConcept": {"text": "Mitragyna speciosa"}}
    other = {**given, "medicationCodeableConcept": {"text": "Ceftriaxone"}}
    back = read(bundled(kratom, {**kratom, "dosage": {"dose": {"value": 2, "unit": "g"}}}, other))
    assert [(one.substance, one.amount, one.unit) for one in back.diary.doses] == [
        ("kratom", None, None),
        ("kratom", 2.0, "g"),
    ]
    assert {one.written for one in back.diary.doses} == {"Mitragyna speciosa"}
    assert {one.code: one.count for one in back.left_out} == {"others": 1}


@pytest.mark.parametrize(("key", "word"), [("kratom", "feel free"), ("exercise", "tai chi")])
def test_what_the_person_called_it_goes_out_in_words_and_comes_back(key: str, word: str) -> None:
    at = dt.datetime(2026, 5, 1, 8, tzinfo=dt.UTC)
    dose = d.Dose(id="d1", at=at, substance=key, written=word, amount=1.0, unit="bottle")
    made = bundle(d.Diary(person=d.Person(time_zone="UTC"), doses=(dose,), ratings=()), load(), None, (), NOW)
    assert f'"{word}, read as {load().substances[key].name}"' in json.dumps(made)
    assert read(made, "UTC").diary.doses == (dose,)


@pytest.mark.parametrize("word", [" ", "feel\nfree", "\u202efeel free\u2069", "\u200b", " feel  free "])
def test_a_word_of_blanks_or_that_turns_a_line_goes_out_and_comes_back_in_one_line_or_not_at_all(word: str) -> None:
    given = {"id": "d1", "at": "2026-05-01T08:00:00Z", "substance": "kratom", "amount": 1, "unit": "g", "written": word}
    head = {"format": "counterpoise-diary", "version": 1, "person": {"time_zone": "UTC"}, "ratings": []}
    diary = diary_file.read(json.dumps(head | {"doses": [given]}))
    assert diary.doses[0].written == ("feel free" if "feel" in word else None)
    assert diary_file.read(diary_file.write(diary)).doses == diary.doses
    made = bundle(diary, load(), None, (), NOW)
    assert read(made, "UTC").diary.doses == diary.doses


def test_what_is_over_refuted_unknown_or_of_another_kind_is_counted_and_not_brought_in() -> None:
    resolved = {"coding": [{"code": "resolved"}]}
    none = {
        "coding": [{"system": "http://hl7.org/fhir/uv/ips/CodeSystem/absent-unknown-uv-ips", "code": "no-allergy-info"}]
    }
    back = read(
        bundled(
            medicine(status="stopped"),
            medicine(status="not-taken"),
            {**PAIN, "status": "entered-in-error"},
            {**PAIN, "code": {"text": "Shoe size"}},
            {"resourceType": "Condition", "code": {"text": "Flu"}, "clinicalStatus": resolved},
            {"resourceType": "AllergyIntolerance", "code": none},
            {"resourceType": "Immunization"},
        )
    )
    assert back.diary.person == d.Person(time_zone="America/Chicago")
    assert not back.diary.ratings
    assert sum(one.count for one in back.left_out) == 7
    assert back.not_understood == ()


@pytest.mark.parametrize(
    "resource",
    [
        {**PAIN, "valueInteger": 60},
        {**PAIN, "effectiveDateTime": "2026-05-01"},
        {**PAIN, "effectiveDateTime": "2026-02-30T08:00:00Z"},
        {**ALT, "valueQuantity": {"value": 5, "unit": "U/L", "comparator": "<"}},
        {**ALT, "effectiveDateTime": None},
        {**PEG, "item": [{**PEG["item"][1], "answer": [{"valueString": "x"}]}, *PEG["item"][2:]]},
        medicine(medicationCodeableConcept={}),
        medicine(medicationCodeableConcept={"text": "x" * 300}),
        {"resourceType": "Condition"},
    ],
)
def test_what_cannot_be_read_is_named_and_the_rest_counts(resource: dict[str, Any]) -> None:
    back = read(bundled(resource, {**PAIN, "id": "o9", "valueInteger": 3}))
    assert len(back.not_understood) == 1
    assert back.not_understood[0].place.startswith("entry[0]")
    assert [one.value for one in back.diary.ratings] == [3.0]


CARE_PLAN = {"resourceType": "CarePlan", "status": "active", "intent": "plan", "title": "Take 9 g a day"}
VISIT = {
    "resourceType": "Appointment",
    "id": "v1",
    "status": "booked",
    "start": "2026-12-01T03:00:00Z",
    "end": "2026-12-01T04:00:00Z",
    "reasonCode": [{"coding": [{"display": "Back pain"}]}],
    "participant": [
        {"actor": {"reference": "Patient/1", "display": "Jo Doe"}, "status": "accepted"},
        {"actor": {"reference": "Practitioner/1", "display": "Dr Ng"}, "status": "accepted"},
    ],
}


def test_a_plan_of_somebody_else_is_never_made_the_persons() -> None:
    """Neither as it is nor with the beginnings of an entry of our own."""
    own = {"identifier": [{"system": "urn:counterpoise:entry", "value": "p"}]}
    goal = {"resourceType": "Goal", "lifecycleStatus": "active", "description": {"text": "Take more"}}
    back = read(bundled(CARE_PLAN, {**CARE_PLAN, **own}, {**CARE_PLAN, "title": "x" * 500}, goal))
    assert (back.diary.plans, back.diary.goals, back.not_understood) == ((), (), ())
    assert {one.code: one.count for one in back.left_out} == {"plans": 3, "goals": 1}
    first, second = back.notices
    assert str(first).startswith("2 × a plan of somebody else is not made yours: “Take 9 g a day” (entry[0]")
    assert len(second.text) < 200


@pytest.mark.parametrize(
    "kept", ["{", "[]", '{"id": "p", "substance": 3}', "[" * 100_000, '{"from": "2026-05-01"}', "1"]
)
def test_what_is_kept_of_a_plan_is_held_against_what_a_plan_may_be(kept: str) -> None:
    extension = [{"url": "urn:counterpoise:kept", "extension": [{"url": "plan", "valueString": kept}]}]
    own = {"identifier": [{"system": "urn:counterpoise:entry", "value": "p"}], "extension": extension}
    back = read(bundled({**CARE_PLAN, **own}, PAIN))
    assert back.diary.plans == ()
    assert [one.place for one in back.not_understood] == ["entry[0]"]
    assert len(back.diary.ratings) == 1


def test_a_visit_of_others_has_its_day_at_home_with_whom_and_what_about() -> None:
    back = read(bundled(VISIT, {**VISIT, "id": "v2", "status": "cancelled"}, {**VISIT, "id": "v3", "start": None}))
    (one,) = back.diary.appointments
    assert (one.on, one.with_, one.about) == (dt.date(2026, 11, 30), "Dr Ng", "Back pain")
    assert {left.code: left.count for left in back.left_out} == {"visits": 2}


def test_the_future_is_pointed_out() -> None:
    back = read(bundled({**PAIN, "effectiveDateTime": "2027-05-01T08:12:00-05:00"}))
    assert [str(one) for one in back.notices] == ["the time lies in the future (entry[0])"]


def test_several_people_in_one_bundle_are_refused() -> None:
    with pytest.raises(BadFile, match="the records of several people"):
        read(bundled({"resourceType": "Patient", "id": "a"}, {"resourceType": "Patient", "id": "b"}))


ANN, BEN = ({"resourceType": "Patient", "name": [{"text": name}]} for name in ("Ann", "Ben"))


@pytest.mark.parametrize(
    "resources",
    [
        (ANN, BEN, PAIN),
        ({**ANN, "id": "1"}, {**BEN, "id": "1"}, PAIN),
        ({**PAIN, "subject": {"reference": "Patient/1"}}, {**ALT, "subject": {"reference": "Patient/2"}}),
        ({**ANN, "id": "1"}, {**ALT, "subject": {"reference": "http://x.example/Patient/2"}}),
        tuple(
            {**PAIN, "subject": {"reference": "#p"}, "contained": [{**one, "id": "p"}], "valueInteger": value}
            for value, one in enumerate((ANN, BEN))
        ),
    ],
)
def test_two_people_are_told_apart_however_they_are_named(resources: Any) -> None:
    with pytest.raises(BadFile, match="the records of several people"):
        read(bundled(*resources))


@pytest.mark.parametrize(
    "resources",
    [
        ({**ANN, "id": "1"}, {**ANN, "id": "1", "meta": {"versionId": "2"}, "telecom": []}),
        ({**ANN, "id": "1"}, {**PAIN, "subject": {"reference": "http://x.example/Patient/1/_history/3"}}),
        (ANN, {**PAIN, "subject": {"reference": "Patient/1"}}),
        ({**ANN, "id": "1"}, {"resourceType": "Coverage", "patient": {"reference": "Patient/9"}}),
        ({"resourceType": "Group", "id": "g"}, {**PAIN, "subject": {"reference": "Group/g"}}),
    ],
)
def test_one_person_said_in_several_ways_is_one(resources: Any) -> None:
    read(bundled(*resources))


def test_a_number_of_hundreds_of_digits_is_none() -> None:
    long = int("9" * 400)
    back = read(bundled({**PAIN, "valueInteger": long}, {**ALT, "valueQuantity": {"value": long, "unit": "U/L"}}))
    assert len(back.not_understood) == 2


@pytest.mark.parametrize("odd", [None, 1, "x", [], {}, [1], {"coding": 1}, [[]]])
def test_odd_values_anywhere_never_break_the_reading(odd: Any) -> None:
    for base in (
        PAIN,
        ALT,
        PEG,
        VISIT,
        CARE_PLAN,
        medicine(),
        {"resourceType": "MedicationAdministration"},
        {"resourceType": "Condition"},
    ):
        for key in (*base, "identifier", "extension", "note", "dosage", "contained", "medicationReference"):
            if key != "resourceType":
                read(bundled({**base, key: odd}))
    read({"resourceType": "Bundle", "entry": odd})
    read({"resourceType": "Bundle", "entry": [{"resource": odd, "fullUrl": odd}]})


def test_an_entry_has_the_same_name_however_often_it_is_exported() -> None:
    again = {**PAIN, "id": "o7", "meta": {"versionId": "2"}}
    names = [read(bundled(one)).diary.ratings[0].id for one in (PAIN, again)]
    assert names[0] == names[1]
    assert replace(read(bundled(PAIN)).diary.ratings[0], id="") == replace(read(bundled(again)).diary.ratings[0], id="")
