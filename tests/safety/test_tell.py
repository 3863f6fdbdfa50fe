"""What to tell a doctor holds what was recorded, and says what is not known."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from counterpoise.diary import (
    Assay,
    Diary,
    Dose,
    Effect,
    Lab,
    Lot,
    Medicine,
    PastUse,
    Person,
    Product,
    UnitWeight,
)
from counterpoise.knowledge.load import load
from counterpoise.safety.tell import what_to_tell
from counterpoise.text import use_language

NOW = dt.datetime(2026, 5, 20, 17, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)


def told(**lists: object) -> list[str]:
    person = lists.pop("person", Person(time_zone="America/Chicago"))
    whole: dict[str, object] = {"person": person, "doses": (), "ratings": ()} | lists
    return what_to_tell(Diary(**whole), load(), NOW)  # type: ignore[arg-type]


def test_it_tells_what_is_used_how_much_and_when() -> None:
    doses = tuple(Dose(at=NOW - HOUR * 24 * day, substance="kratom", amount=1.5 + day, unit="g") for day in range(3))
    unknown = Dose(at=NOW - 2 * HOUR, substance="kratom")
    (line, *_rest) = told(doses=(*doses, unknown))
    assert line == (
        "Kratom: 4 doses on 3 of the last 30 days, 1.5 to 3.5 g each (1 in another unit or not known); "
        "first noted 18 May 2026, last 20 May 2026 at 12:00."
    )


def test_unknown_amounts_are_not_none() -> None:
    (line, *_rest) = told(doses=(Dose(at=NOW, substance="kratom"),))
    assert "amounts not known" in line


def test_the_days_counted_are_the_days_said() -> None:
    doses = [Dose(at=NOW - 8 * HOUR * n, substance="kratom", amount=2, unit="tablet") for n in range(200)]
    (line, *_rest) = told(doses=tuple(doses))
    assert "89 doses on 30 of the last 30 days, 2 tablets each" in line


def test_a_glass_of_wine_is_no_dose() -> None:
    wine = [
        Dose(at=NOW - 24 * HOUR * day, substance="alcohol", amount=size, unit="glass")
        for day, size in enumerate((2, 1))
    ]
    (line, *_rest) = told(doses=tuple(wine))
    assert line.startswith("Alcohol: noted 2 times on 2 of the last 30 days, 1 to 2 glasses each; ")


def test_medicines_that_ended_are_left_out_and_none_written_down_is_not_none() -> None:
    medicines = (
        Medicine(name="sertraline", dose="50 mg", since="2024-05"),
        Medicine(name="alprazolam", as_needed=True, until="2026-05"),
        Medicine(name="codeine", until="2026-04-30"),
    )
    lines = told(person=Person(time_zone="America/Chicago", medicines=medicines))
    assert "Other medicines: sertraline, 50 mg, since May 2024; alprazolam, when needed." in lines
    assert any("does not mean that there are none" in line for line in told())


def test_numbers_are_written_as_the_language_writes_them() -> None:
    doses = tuple(Dose(at=NOW - HOUR * n, substance="kratom", amount=n + 0.5, unit="g") for n in (2, 1))
    with use_language("es"):
        lines = told(doses=doses, labs=(Lab(at=NOW - HOUR, analyte="INR", value=2.5, unit="INR"),))
    assert "1,5 a 2,5 g" in lines[0]
    assert "2,5" in lines[-1]
    assert not any("2.5" in line for line in lines)


def test_signs_and_blood_come_with_their_dates_on_the_clock_at_home() -> None:
    late = dt.datetime(2026, 5, 20, 3, tzinfo=dt.UTC)  # the evening of the 19th in Chicago
    effects = (Effect(at=late, kind="Dark urine"), Effect(at=late, kind="dry_mouth", severity=1))
    labs = (
        Lab(at=late, analyte="GPT", value=120.0, unit="U/L", upper_limit=40.0),
        Lab(at=late, analyte="INR", value=1.0, unit="INR"),
    )
    lines = told(effects=effects, labs=labs)
    assert "Dark urine: noted 19 May 2026." in lines
    assert "ALT: 120 U/L on 19 May 2026 (upper limit 40 U/L)." in lines
    assert "INR: 1 on 19 May 2026 (upper limit not given)." in lines
    assert not any("Dry mouth" in line for line in lines)


def test_use_before_the_record_and_illnesses_are_told() -> None:
    person = Person(
        time_zone="America/Chicago",
        conditions=("liver_disease",),
        nursing=True,
        surgery_on=dt.date(2026, 6, 1),
        history=(
            PastUse(substance="kratom", since="2022", per_day=5, amount=2, unit="teaspoon"),
            PastUse(substance="kratom"),
        ),
    )
    lines = told(person=person)
    assert "Before this record: Kratom, since 2022, about 5 times a day, 2 teaspoons each." in lines
    assert "Before this record: Kratom, since when is not told." in lines
    assert "Illnesses and the like: liver disease, breast-feeding." in lines
    assert "Operation planned on 1 June 2026." in lines


LEAF = Product(id="p", substance="kratom", name="Green powder", form="capsule", vendor="Leaf & Root")
SHOT = Product(id="x", substance="kratom", name="Gold shot", form="extract")
MEASURED = (
    Assay(analyte="mitragynine", value=14.0, unit="mg/g", date=dt.date(2026, 3, 4)),
    Assay(analyte="lead", value=0.4, unit="ppm", passed=False),
)


def test_leaf_and_extract_are_never_one_range_and_weighed_capsules_are_known() -> None:
    weighed = Lot(id="l", product="p", lot_number="A17", unit_weights=(UnitWeight(unit="capsule", grams=0.5),))
    lots = (replace(weighed, assays=MEASURED), Lot(id="e", product="x"))
    grams = tuple(Dose(at=NOW - HOUR * n, substance="kratom", amount=2, unit="g", lot="l") for n in (3, 4))
    capsules = Dose(at=NOW - HOUR, substance="kratom", amount=6, unit="capsule", lot="l")
    extract = Dose(at=NOW - 2 * HOUR, substance="kratom", amount=0.2, unit="g", lot="e")
    lines = told(doses=(*grams, extract, capsules), lots=lots, products=(LEAF, SHOT))
    assert lines[0].startswith("Kratom: 3 doses on 1 of the last 30 days, 2 to 3 g each; first noted")
    assert lines[1].startswith("Kratom, extract: 1 dose on 1 of the last 30 days, 0.2 g each; first noted")
    assert lines[2:4] == [
        "From the bag Green powder (from Leaf & Root, lot A17): 3 doses. A gram holds about 14 mg of mitragynine, by a "
        "laboratory (reported 4 March 2026). Tested for: metals, alkaloids. Failed, by the laboratory: Lead.",
        "From the bag Gold shot: 1 dose. Its strength was not measured. No test of it is known here.",
    ]


def test_a_bag_that_is_another_drug_is_told_as_one() -> None:
    strong = Lot(id="l", product="p", assays=(Assay(analyte="7-hydroxymitragynine", value=300.0, unit="mg/g"),))
    doses = tuple(
        Dose(at=NOW - HOUR * n, substance="kratom", amount=n, unit="g", lot=lot) for n, lot in ((1, "l"), (2, None))
    )
    lines = told(doses=doses[::-1], lots=(strong,), products=(LEAF,))
    assert sorted(line.partition(":")[0] for line in lines[:2]) == ["7-hydroxymitragynine (7-OH)", "Kratom"]
    assert "which is another drug than leaf" in lines[2]
