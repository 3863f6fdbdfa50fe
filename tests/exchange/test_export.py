"""Exports: the whole diary without loss, and tables that a spreadsheet opens without running anything."""

import csv
import datetime as dt
import io
import json
import zipfile
from dataclasses import fields

import pytest

from counterpoise import diary as d
from counterpoise import diary_file
from counterpoise.exchange.csv.export import cell
from counterpoise.exchange.exports import EXPORTS

AT = dt.datetime(2026, 5, 1, 8, 12, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
DIARY = diary_file.identified(
    d.Diary(
        person=d.Person(
            time_zone="America/Chicago", conditions=("arthritis", "=1+1"), medicines=(d.Medicine(name="ibuprofen"),)
        ),
        products=(d.Product(id="p1", substance="kratom", name='Green, "fine"'),),
        lots=(
            d.Lot(
                id="l1",
                product="p1",
                size=d.Quantity(amount=250.0, unit="g"),
                price=d.Price(amount=30.0, currency="USD"),
                kept=d.Kept(light="dark", child_lock=False),
                certificates=(d.Certificate(sha256="0" * 64),),
                assays=(d.Assay(analyte="mitragynine", value=14.2, unit="mg/g"),),
            ),
        ),
        doses=(
            d.Dose(id="d1", at=AT, substance="kratom", amount=2.0, unit="g", lot="l1", note='=HYPERLINK("x")'),
            d.Dose(id="d2", at=AT, substance="kratom", note="two\nlines"),
        ),
        ratings=(d.Rating(id="r1", at=AT, measure="pain.now", value=0.0),),
        questionnaires=(d.Questionnaire(id="q1", at=AT, instrument="peg", answers=(7.0, None)),),
        plans=(
            d.Plan(
                substance="kratom",
                direction="hold",
                from_=dt.date(2026, 5, 1),
                ceiling_per_day=d.Quantity(amount=6.0, unit="g"),
            ),
        ),
        appointments=(
            d.Appointment(
                id="v1",
                with_="Dr Ng",
                questions=(d.Question(text="Does it go together?", names=("labs", "harms")),),
                bring=(d.ToBring(text="The bag", packed=True),),
            ),
        ),
        extra={"kept": [1, 2]},
    )
)


@pytest.fixture(scope="module")
def archive() -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(EXPORTS[".zip"](DIARY)))


def rows(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    text = archive.read(f"{name}.csv").decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_json_loses_nothing() -> None:
    assert diary_file.read(EXPORTS[".json"](DIARY)) == DIARY


def test_every_list_of_a_diary_has_its_table(archive: zipfile.ZipFile) -> None:
    names = {name.removesuffix(".csv") for name in archive.namelist() if name.endswith(".csv")}
    assert names == {
        *d.RECORD_LISTS,
        "person",
        "medicines",
        "history",
        "assays",
        "certificates",
        "unit_weights",
        "answers",
        "questions",
        "bring",
    }


def test_an_unknown_amount_is_empty_and_a_zero_is_zero(archive: zipfile.ZipFile) -> None:
    assert [dose["amount"] for dose in rows(archive, "doses")] == ["2.0", ""]
    assert rows(archive, "ratings")[0]["value"] == "0.0"


def test_an_instant_stands_with_its_local_date_and_time(archive: zipfile.ZipFile) -> None:
    dose = rows(archive, "doses")[0]
    assert (dose["at"], dose["date"], dose["time"]) == ("2026-05-01T08:12:00-05:00", "2026-05-01", "08:12:00")


def test_parts_of_a_record_have_columns_or_tables_of_their_own(archive: zipfile.ZipFile) -> None:
    lot = rows(archive, "lots")[0]
    assert (lot["size_amount"], lot["size_unit"], lot["price_amount"], lot["price_currency"]) == (
        "250.0",
        "g",
        "30.0",
        "USD",
    )
    assay = rows(archive, "assays")[0]
    assert assay == {
        "lot": "l1",
        "source": "",
        **{field.name: "" for field in fields(d.Assay)},
        "analyte": "mitragynine",
        "value": "14.2",
        "unit": "mg/g",
    }
    assert (lot["kept_light"], lot["kept_child_lock"], lot["kept_heat"]) == ("dark", "false", "")
    assert rows(archive, "certificates")[0]["sha256"] == "0" * 64
    assert [answer["answer"] for answer in rows(archive, "answers")] == ["7.0", ""]
    visit = rows(archive, "appointments")[0]
    assert (visit["id"], visit["with"], visit["on"]) == ("v1", "Dr Ng", "")
    asked = {"appointment": "v1", "source": "", "text": "Does it go together?", "asked": "", "answer": ""}
    assert rows(archive, "questions") == [asked | {"names": "labs; harms"}]
    assert rows(archive, "bring")[0]["packed"] == "true"
    plan = rows(archive, "plans")[0]
    assert (plan["from"], plan["ceiling_per_day_amount"], plan["ceiling_per_day_unit"]) == ("2026-05-01", "6.0", "g")


def test_no_value_of_a_record_is_without_a_column(archive: zipfile.ZipFile) -> None:
    lost = []
    for name in d.RECORD_LISTS:
        (text,) = csv.reader([archive.read(f"{name}.csv").decode("utf-8-sig").splitlines()[0]])
        for record in getattr(DIARY, name):
            said = set(diary_file.dump(record)) - {
                "assays",
                "certificates",
                "unit_weights",
                "answers",
                "questions",
                "bring",
            }
            lost += [f"{name}.{key}" for key in said if not any(c == key or c.startswith(f"{key}_") for c in text)]
    assert lost == []


@pytest.mark.parametrize("text", ["=1+1", "+x", "-x", "@x", "\tx", "\rx", "=cmd|' /C calc'!A0", "-1+1", "＝1"])
def test_text_that_would_run_gets_an_apostrophe(text: str) -> None:
    assert cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["-1", "+1.5", "-2e3", "2 g", "a=b", ""])
def test_numbers_and_plain_words_stay_as_they_are(text: str) -> None:
    assert cell(text) == text


def test_no_cell_of_the_tables_would_run(archive: zipfile.ZipFile) -> None:
    assert rows(archive, "doses")[0]["note"] == '\'=HYPERLINK("x")'
    assert rows(archive, "person")[0]["conditions"] == "arthritis; =1+1"


def test_the_dictionary_names_every_column_and_tells_of_it(archive: zipfile.ZipFile) -> None:
    package = json.loads(archive.read("datapackage.json"))
    for resource in package["resources"]:
        first = archive.read(resource["path"]).decode("utf-8-sig").splitlines()[0]
        assert [field["name"] for field in resource["schema"]["fields"]] == first.split(",")
    silent = [f["name"] for r in package["resources"] for f in r["schema"]["fields"] if "description" not in f]
    assert silent == []


def test_the_same_diary_gives_the_same_bytes() -> None:
    assert EXPORTS[".zip"](DIARY) == EXPORTS[".zip"](DIARY)


def test_tables_are_written_as_spreadsheets_expect_them(archive: zipfile.ZipFile) -> None:
    raw = archive.read("doses.csv")
    assert raw.startswith(b"\xef\xbb\xbfid,source,")
    assert raw.count(b"\r\n") == 3
