"""What a medicine was read as is told to a doctor, too: a guess as a guess, and what is read as not taken as that."""

from __future__ import annotations

from dataclasses import replace

import pytest

from counterpoise import diary as d
from counterpoise.knowledge.load import load
from counterpoise.report.clinician import written
from counterpoise.report.document import Table
from tests.report.people import NOW, person
from tests.report.reported import answers, chosen
from tests.report.test_clinician import section


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("alprazolan", "probably: alprazolam (benzodiazepine, for anxiety or sleep)"),
        ("Xanax", "read as: alprazolam (benzodiazepine, for anxiety or sleep)"),
        ("codeine allergy", "read as not taken: codeine"),
        ("beer", "read as: alcohol (burdens the liver)"),  # its class of the same name is not said once more
        ("omeprazole", "read as: omeprazole (no rule of ours covers it)"),
        ("a herbal mixture", "not known to the rules"),
    ],
)
def test_a_report_says_what_the_name_of_a_medicine_was_read_as_and_whether_that_is_a_guess(
    typed: str, told: str
) -> None:
    diary = person("thin")
    diary = replace(diary, person=replace(diary.person, medicines=(d.Medicine(name=typed),)))
    made = written(diary, load(), answers("thin"), (), NOW, chosen("thin"))
    table = next(one for one in section(made, "medicines").blocks if isinstance(one, Table))
    ((name, _dose, _when, read),) = table.rows
    assert (name, read) == (typed, told)
