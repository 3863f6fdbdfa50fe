"""What the export says, and what it does not."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from fhirpathpy import evaluate

from counterpoise import diary as d
from counterpoise.exchange.fhir import Scope, bundle, consent
from counterpoise.exchange.fhir.definition import PARTS
from counterpoise.exchange.fhir.kept import read_kept
from counterpoise.exchange.fhir.parts import moment
from counterpoise.knowledge.load import load
from counterpoise.text import use_language
from tests.exchange.fhir import people, tools


def kinds(name: str, type_: str) -> list[dict[str, Any]]:
    return [one for one in people.resources(name) if one["resourceType"] == type_]


def by_id(name: str, value: str) -> dict[str, Any]:
    (found,) = [
        one
        for one in people.resources(name)
        if any(n.get("value") == value for n in one.get("identifier", []) if isinstance(n, dict))
    ]
    return found


def test_one_administration_a_dose_at_its_own_moment_with_its_offset() -> None:
    made = kinds("clock changes", "MedicationAdministration")
    assert len(made) == 8
    first, second = (dt.datetime.fromisoformat(one["effectiveDateTime"]) for one in made[:2])
    assert second - first == dt.timedelta(hours=1)
    assert made[1]["effectiveDateTime"] == "2026-11-01T01:30:00-05:00"
    local_mean = dt.timezone(dt.timedelta(minutes=53, seconds=28))
    assert moment(dt.datetime(1900, 1, 1, tzinfo=local_mean)) == "1899-12-31T23:06:32+00:00"  # FHIR knows no seconds


def test_an_unknown_amount_is_said_and_never_zero() -> None:
    one = by_id("unknown amounts", "u0")
    assert "dosage" not in one
    assert one["note"] == [{"text": "Taken; the amount is not known."}]
    assert not re.search('"value": 0[,}]', json.dumps(kinds("unknown amounts", "MedicationAdministration")))


def test_milligrams_of_an_alkaloid_are_no_amount_of_the_product() -> None:
    one = by_id("unknown amounts", "u3")
    assert "dosage" not in one
    assert "28 mg of mitragynine" in one["note"][0]["text"]


def test_a_spoon_has_no_code_and_a_gram_has() -> None:
    assert by_id("unknown amounts", "u2")["dosage"]["dose"] == {"value": 1.5, "unit": "teaspoon"}
    assert by_id("unknown amounts", "u6")["dosage"]["dose"]["code"] == "g"


def test_a_bag_carries_its_lot_and_strength_and_a_bare_one_neither() -> None:
    full, bare = by_id("censored assays", "l1"), by_id("censored assays", "l2")
    assert full["batch"] == {"lotNumber": "A17", "expirationDate": "2027-05-01"}
    assert "batch" not in bare
    filled, empty = kinds("censored assays", "Substance")
    assert filled["ingredient"][0]["quantity"]["numerator"]["value"] == 14.2
    assert filled["ingredient"][0]["substanceCodeableConcept"]["coding"][0]["code"] == "EP479K822J"
    assert "ingredient" not in empty


def test_below_a_limit_is_below_it_and_never_zero() -> None:
    found = [one for one in kinds("censored assays", "Observation") if "focus" in one]
    said = [one.get("valueQuantity") or one.get("valueString") or one["dataAbsentReason"]["text"] for one in found]
    assert said[1] == {
        "value": 0.01,
        "comparator": "<",
        "unit": "%",
        "system": "http://unitsofmeasure.org",
        "code": "%",
    }
    assert (said[2]["value"], said[2]["comparator"]) == (0.02, "<")
    assert (said[3]["value"], said[3]["comparator"]) == (0.05, "<")
    assert said[4] == "below the limit of quantification, which is not given"
    assert said[5] == "not detected, limit not given"
    assert said[6] == "absent in 25 g"
    assert said[8] == "no result is given"
    assert said[9]["value"] == 0  # what a laboratory printed, unconfirmed
    assert found[9]["status"] == "preliminary"
    assert not any("subject" in one for one in found), "an assay is about a bag, not about the person"


def test_pain_and_peg_carry_their_codes_and_a_skipped_answer_gives_no_score() -> None:
    pain = [
        one for one in kinds("typical", "Observation") if one["code"].get("coding", [{}])[0].get("code") == "72514-3"
    ]
    assert len(pain) == sum(rating.measure == "pain.now" for rating in people.diary("typical").ratings)
    scores = [
        one for one in kinds("free text", "Observation") if one["code"].get("coding", [{}])[0].get("code") == "91147-9"
    ]
    assert scores[0]["valueQuantity"]["value"] == pytest.approx((7 + 6 + 5.5) / 3, abs=1e-4)
    assert "valueQuantity" not in scores[1]
    assert "dataAbsentReason" in scores[1]


def test_words_of_the_person_become_no_code() -> None:
    own = by_id("free text", "r1")
    assert "coding" not in own["code"]
    texts = [one["code"] for one in kinds("free text", "Condition")]
    assert {"text": "plan"} in texts


def test_an_amount_is_told_in_the_language_and_a_medicine_by_its_own_word_alone() -> None:
    """A name that is only guessed is no code and no other name."""
    diary = replace(
        people.empty(),
        person=d.Person(time_zone="UTC", medicines=(d.Medicine(id="m", name="alprazolan"),)),
        doses=(
            d.Dose(id="x", at=people.at("2026-06-20T20:00:00+02:00"), substance="alcohol", amount=2.5, unit="copa"),
        ),
    )
    with use_language("es"):
        made = [entry["resource"] for entry in bundle(diary, load(), None, (), people.END)["entry"]]
    (taken,) = (one["dosage"] for one in made if one["resourceType"] == "MedicationAdministration")
    told = [one.get("medicationCodeableConcept") for one in made if one["resourceType"] == "MedicationStatement"]
    assert (taken["text"], taken["dose"]) == ("2,5 copas", {"value": 2.5, "unit": "copa"})
    assert {"text": "alprazolan"} in told
    assert "alprazolam" not in json.dumps(made)


def test_only_severe_unwanted_effects_are_events_and_no_cause_is_named() -> None:
    (event,) = kinds("free text", "AdverseEvent")
    assert "suspectEntity" not in event
    assert event["severity"]["coding"][0]["code"] == "severe"


def test_heat_and_exercise_are_no_medicines() -> None:
    texts = {one["code"]["text"] for one in kinds("free text", "Observation")}
    assert {"Heat", "Exercise"} <= texts
    assert len(kinds("free text", "MedicationAdministration")) == 3


def test_no_name_and_no_place_unless_given() -> None:
    (patient,) = kinds("typical", "Patient")
    assert "name" not in patient
    whole = replace(people.diary("typical"), person=d.Person(time_zone="UTC", country="US", region="TX"))
    made = bundle(whole, load(), None, (), people.END)
    assert not {"name", "address", "telecom"} & made["entry"][0]["resource"].keys()


def test_findings_rest_on_entries_and_name_their_source() -> None:
    issues = kinds("free text", "DetectedIssue")
    assert issues
    assert all(one["severity"] in ("high", "moderate", "low") for one in issues)
    assert any("implicated" in one for one in issues)
    assert any("reference" in one for one in issues)


def test_the_same_values_give_the_same_bundle_and_another_person_other_ids() -> None:
    whole = people.diary("free text")
    first, second = (bundle(whole, load(), None, (), people.END) for _ in range(2))
    assert first == second
    other = bundle(whole, load(), None, (), people.END, who="another")
    ids = [{entry["fullUrl"] for entry in one["entry"]} for one in (first, other)]
    assert not ids[0] & ids[1]


def test_the_digest_tells_one_state_of_the_diary_from_another() -> None:
    digests = set()
    for whole in (people.diary("typical"), replace(people.diary("typical"), effects=())):
        digests.add(json.dumps(bundle(whole, load(), None, (), people.END)["entry"][-1]["resource"]["entity"]))
    assert len(digests) == 1 + bool(people.diary("typical").effects)


def test_the_pdf_comes_back_as_it_was() -> None:
    (held,) = kinds("typical", "Binary")
    (about,) = kinds("typical", "DocumentReference")
    assert base64.b64decode(held["data"]) == people.PDF
    assert about["content"][0]["attachment"]["url"] == f"urn:uuid:{held['id']}"


def test_a_consent_says_what_of_which_days_until_when_and_whether_it_stands() -> None:
    open_, ended, file = kinds("typical", "Consent")
    assert [one["status"] for one in (open_, ended, file)] == ["active", "inactive", "active"]
    assert open_["provision"]["period"]["end"] == "2026-07-05T22:00:00+00:00"
    assert open_["provision"]["dataPeriod"] == {"start": "2026-04-01", "end": "2026-06-30"}
    assert open_["provision"]["code"][0] == {"text": "Pain and function"}
    assert "end" not in file["provision"]["period"]
    assert "stays readable for whoever has it" in file["policyRule"]["text"]


def test_a_link_that_is_over_at_this_minute_stands_no_more() -> None:
    scope = Scope(people.diary("typical"), load(), people.END)
    (one, *_more) = people.shared()
    assert consent(scope, replace(one, over_at=people.END))["status"] == "inactive"
    assert consent(scope, replace(one, over_at=people.END + dt.timedelta(seconds=1)))["status"] == "active"


def plan_of(**more: Any) -> d.Plan:
    usual: dict[str, Any] = {"id": "p", "substance": "kratom", "direction": "hold", "from_": dt.date(2026, 6, 1)}
    return d.Plan(**(usual | more))


@pytest.mark.parametrize(
    ("plans", "said"),
    [
        ([{}], ["active"]),
        ([{"from_": dt.date(2026, 7, 1)}], ["draft"]),
        ([{"from_": dt.date(2026, 6, 30)}], ["active"]),
        ([{"ended_on": dt.date(2026, 7, 1)}], ["active"]),
        ([{"ended_on": dt.date(2026, 6, 30)}], ["completed"]),
        ([{"ended_on": dt.date(2026, 6, 20), "review_on": dt.date(2026, 6, 20)}], ["completed"]),
        ([{"ended_on": dt.date(2026, 6, 20), "review_on": dt.date(2026, 6, 21)}], ["revoked"]),
        ([{"ended_on": dt.date(2026, 6, 1)}], ["revoked"]),
        ([{}, {"id": "q", "substance": "Kratom", "from_": dt.date(2026, 6, 9)}], ["revoked", "active"]),
        ([{}, {"id": "q", "substance": "Kratom", "from_": dt.date(2026, 7, 9)}], ["active", "draft"]),
    ],
)
def test_a_plan_is_a_draft_in_force_completed_or_revoked(plans: list[dict[str, Any]], said: list[str]) -> None:
    whole = replace(people.empty(), plans=tuple(plan_of(**one) for one in plans))
    made = [entry["resource"] for entry in bundle(whole, load(), None, (), people.END)["entry"]]
    found = [one for one in made if one["resourceType"] == "CarePlan"]
    assert [one["status"] for one in found] == said
    states = {"draft": "not-started", "active": "in-progress", "completed": "completed", "revoked": "cancelled"}
    assert [one["activity"][0]["detail"]["status"] for one in found] == [states[one] for one in said]
    assert tools.medplum(found) == []
    assert [issue.message for one in found for issue in tools.pyrofile(one)] == []


def test_the_day_a_plan_begins_is_the_day_at_home() -> None:
    """At the end of 30 June in UTC it is the first of July in Auckland."""
    whole = replace(people.empty(), person=d.Person(time_zone="Pacific/Auckland"))
    whole = replace(whole, plans=(plan_of(from_=dt.date(2026, 7, 1)),))
    assert '"status": "active", "intent": "plan"' in json.dumps(bundle(whole, load(), None, (), people.END))


def test_a_visit_is_booked_or_took_place_only_where_that_was_written_down() -> None:
    visits = {one["identifier"][0]["value"]: one for one in kinds("free text", "Appointment")}
    assert {key: one["status"] for key, one in visits.items()} == {
        "v1": "booked",
        "v2": "fulfilled",
        "v3": "booked",  # its day has passed, and nobody said that it took place
        "v4": "proposed",
        "v5": "fulfilled",
    }
    first = visits["v1"]
    assert (first["start"], first["end"]) == ("2026-07-30T00:00:00-05:00", "2026-07-31T00:00:00-05:00")
    assert "The hour" not in first["comment"]
    assert first["comment"].startswith("The day is known, the hour is not.")
    assert first["participant"][1]["type"] == [{"text": "pain clinic"}]
    assert visits["v2"]["patientInstruction"].endswith("; The bag")
    assert "start" not in visits["v4"].keys() | visits["v5"].keys()


def test_what_is_kept_beside_is_in_the_published_definition() -> None:
    for name in people.NAMES:
        for one in people.resources(name):
            assert read_kept(one).keys() <= PARTS.keys()


MUSTS = (
    "Bundle.type = 'document'",
    "Bundle.identifier.system.exists() and Bundle.identifier.value.exists() and Bundle.timestamp.exists()",
    "Bundle.entry[0].resource.resourceType = 'Composition'",
    "Bundle.entry[0].resource.type.coding.where(system = 'http://loinc.org').code = '60591-5'",
    "Bundle.entry[0].resource.title.exists() and Bundle.entry[0].resource.date.exists()",
    "Bundle.entry[0].resource.author.exists() and Bundle.entry[0].resource.custodian.exists()",
    "Bundle.entry[0].resource.subject.reference = Bundle.entry.where(resource.resourceType = 'Patient').fullUrl",
    "Bundle.entry.resource.where(resourceType = 'Patient').count() = 1",
    *(
        f"Bundle.entry[0].resource.section.where(code.coding.code = '{code}').entry.exists()"
        for code in ("11450-4", "48765-2", "10160-0")
    ),
    "Bundle.entry[0].resource.section.all(text.status.exists() and title.exists())",
    "Bundle.entry[0].resource.section.entry.reference.subsetOf(%resource.entry.fullUrl)",
)


@pytest.mark.parametrize("name", people.NAMES)
def test_a_document_has_what_a_patient_summary_must_have(name: str) -> None:
    whole = people.made(name, "document")
    assert [must for must in MUSTS if evaluate(whole, must, {"resource": whole}) != [True]] == []


def test_nothing_known_is_said_as_no_information() -> None:
    text = json.dumps(people.made("empty", "document"))
    for code in ("no-problem-info", "no-allergy-info", "no-medication-info"):
        assert code in text
    assert "no-known" not in text


def answered(verdict: str) -> dict[str, Any]:
    relief = {"mean": 1.9, "interval_50": [1.6, 2.2], "interval_90": [1.2, 2.7], "interval_95": [1.0, 2.9]}
    return {
        "substance": "kratom",
        "measure": "pain.now",
        "verdict": verdict,
        "why": "Because the record says so.",
        "cautions": ["Mind this."],
        "relief_4h": relief,
        "window_days": 365,
        "diagnostics": {"doses": 40, "ratings": 90},
    }


@pytest.mark.parametrize("verdict", ["helps", "no_clear_help", "worse", "cannot_tell"])
def test_an_answer_carries_its_interval_and_method_or_says_that_it_cannot_be_told(verdict: str) -> None:
    made = bundle(people.empty(), load(), answered(verdict), (), people.END)
    (one,) = [entry["resource"] for entry in made["entry"] if entry["resource"]["resourceType"] == "Observation"]
    assert tools.medplum([one]) == []
    assert [issue.message for issue in tools.pyrofile(one)] == []
    notes = [note["text"] for note in one["note"]]
    assert notes[:2] == ["Because the record says so.", "Mind this."]
    assert "no diagnosis and no advice" in notes[2]
    if verdict == "cannot_tell":
        assert "component" not in one
    else:
        assert one["component"][0]["valueRange"]["low"]["value"] == 1.2
