"""In which order findings stand."""

import datetime as dt

from counterpoise.diary import Diary, Dose, Effect, Lab, Medicine, Person
from counterpoise.knowledge.load import load
from counterpoise.safety.review import review

NOW = dt.datetime(2026, 5, 20, 17, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


def test_of_what_matters_equally_soon_signs_and_blood_stand_before_load_and_pairs() -> None:
    medicines = tuple(Medicine(name=name) for name in ("wine", "Xanax", "benadryl"))
    labs = (("ALT (SGPT)", 200.0, "U/L", 40.0), ("BILI TOTAL", 5.0, "mg%", 1.2))
    found = review(
        Diary(
            person=Person(time_zone="UTC", medicines=medicines),
            doses=(Dose(at=NOW, substance="kratom", amount=2.0, unit="g"),),
            ratings=(),
            effects=(Effect(at=NOW, kind="dark_urine"),),
            labs=tuple(Lab(at=NOW - DAY, analyte=n, value=v, unit=u, upper_limit=most) for n, v, u, most in labs),
        ),
        load(),
        NOW,
    )
    urgent = [one.rule.partition(".")[0] for one in found if one.severity == "urgent"]
    assert list(dict.fromkeys(urgent)) == ["signs", "labs", "load", "interaction"]


def test_what_was_not_checked_stands_last() -> None:
    person = Person(time_zone="UTC", conditions=("arthritis",), medicines=(Medicine(name="omeprazole"),))
    kratom = Dose(at=NOW, substance="kratom", amount=2.0, unit="g")
    itch = Effect(at=NOW, kind="itching", severity=1)
    found = review(Diary(person=person, doses=(kratom,), ratings=(), effects=(itch,)), load(), NOW)
    rules = [one.rule for one in found]
    assert "groups.not_covered" in rules
    assert all(rule.endswith(".not_covered") for rule in rules[rules.index("groups.not_covered") :])
    assert found[rules.index("groups.not_covered")].title.startswith("Not checked")
