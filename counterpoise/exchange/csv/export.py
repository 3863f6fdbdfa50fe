"""A diary as tables: a zip with a CSV file for each kind of record, and a dictionary of their columns.

For spreadsheets and statistics. It leaves out trials and what the diary keeps under `extra`; the diary file does not.
"""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Any

from counterpoise import diary as d
from counterpoise import diary_file

_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")
_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NO_DATE = (1980, 1, 1, 0, 0, 0)
"""Every file in the zip carries the same date, so that the same diary gives the same bytes."""
_OWN_TABLES = ("assays", "certificates", "unit_weights", "answers", "questions", "bring")
"""Lists inside a record: tables of their own, which name their record."""
_QUANTITIES = ("start", "step", "ceiling_per_dose", "ceiling_per_day")
Row = dict[str, Any]


def write(diary: d.Diary) -> bytes:
    """The zip of `files`."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files(diary):
            _put(archive, name, content)
    return buffer.getvalue()


def files(diary: d.Diary) -> Iterator[tuple[str, bytes]]:
    """The tables by name. Cells are RFC 4180 in UTF-8 with a byte order mark; missing is empty; none is a formula."""
    dictionary = []
    for name, columns, rows in _tables(diary):
        yield f"{name}.csv", b"\xef\xbb\xbf" + _csv(columns, rows).encode()
        dictionary.append(_described(name, columns))
    package = {"name": "counterpoise-diary", "resources": dictionary}
    yield "datapackage.json", (json.dumps(package, ensure_ascii=False, indent=1) + "\n").encode()


def cell(value: Any) -> str:
    """A value as a cell. Text that a spreadsheet could run as a formula gets a leading apostrophe."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case list():
            return cell("; ".join(map(str, value)))
    text = str(value)
    return f"'{text}" if text.startswith(_RUNS) and not _NUMBER.fullmatch(text) else text


def _tables(diary: d.Diary) -> Iterator[tuple[str, list[str], list[Row]]]:
    """Name, columns and rows of every table, empty ones too: their columns tell what was not recorded."""
    person = diary_file.dump(diary.person)
    about = {"medicines", "history"}
    profile = [{key: value for key, value in person.items() if key not in about}]
    yield "person", [f.name for f in fields(d.Person) if f.name not in about], profile
    yield _table("medicines", d.Medicine, diary.person.medicines)
    yield _table("history", d.PastUse, diary.person.history)
    for name, kind in _KINDS.items():
        yield _table(name, kind, getattr(diary, name))
    yield _inside("assays", "lot", d.Assay, diary.lots)
    yield _inside("certificates", "lot", d.Certificate, diary.lots)
    yield _inside("unit_weights", "lot", d.UnitWeight, diary.lots)
    yield _inside("questions", "appointment", d.Question, diary.appointments)
    yield _inside("bring", "appointment", d.ToBring, diary.appointments)
    yield "answers", ["questionnaire", "source", "item", "answer"], _answers(diary.questionnaires)


_KINDS: dict[str, type[d.Record]] = {
    "products": d.Product,
    "lots": d.Lot,
    "measures": d.OwnMeasure,
    "doses": d.Dose,
    "ratings": d.Rating,
    "effects": d.Effect,
    "labs": d.Lab,
    "questionnaires": d.Questionnaire,
    "goals": d.Goal,
    "plans": d.Plan,
    "appointments": d.Appointment,
}


def _table(name: str, kind: type[Any], records: Sequence[Any]) -> tuple[str, list[str], list[Row]]:
    return name, _columns(kind), [_flat(diary_file.dump(record)) for record in records]


def _inside(name: str, of: str, kind: type[Any], records: Sequence[Any]) -> tuple[str, list[str], list[Row]]:
    rows = [
        {of: record.id, "source": record.source, **_flat(diary_file.dump(part))}
        for record in records
        for part in getattr(record, name)
    ]
    return name, [of, "source", *_columns(kind)], rows


def _answers(questionnaires: Sequence[d.Questionnaire]) -> list[Row]:
    return [
        {"questionnaire": one.id, "source": one.source, "item": n, "answer": answer}
        for one in questionnaires
        for n, answer in enumerate(one.answers, 1)
    ]


def _columns(kind: type[Any]) -> list[str]:
    """The fields of a record, with local date and time beside an instant, and a quantity as amount and unit."""
    found: list[str] = []
    for f in fields(kind):
        if f.name in _OWN_TABLES:
            continue
        if f.name == "at":
            found += ["at", "date", "time"]
        elif f.name in ("size", "price", "labelled") or (kind is d.Plan and f.name in _QUANTITIES):
            found += [f"{f.name}_amount", f"{f.name}_{'currency' if f.name == 'price' else 'unit'}"]
        elif f.name == "kept":
            found += [f"kept_{part.name}" for part in fields(d.Kept)]
        else:
            found.append(f.name.rstrip("_"))
    return found


def _flat(values: dict[str, Any]) -> Row:
    """JSON values of a record in one row."""
    row: Row = {}
    for key, value in values.items():
        if isinstance(value, dict):
            row |= {f"{key}_{part}": inner for part, inner in value.items()}
        elif key not in _OWN_TABLES:
            row[key] = value
    if "at" in row:
        row["date"], row["time"] = row["at"][:10], row["at"][11:19]
    return row


def _csv(columns: list[str], rows: list[Row]) -> str:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([cell(row.get(column)) for column in columns] for row in rows)
    return text.getvalue()


def _described(name: str, columns: list[str]) -> dict[str, Any]:
    """One table of the dictionary, in the words of the diary's schema."""
    definitions = diary_file.schema()["$defs"]
    titles = {**{key: kind.__name__ for key, kind in _KINDS.items()}, **_OTHER_KINDS}
    told = definitions.get(titles.get(name, ""), {}).get("properties", {})
    named = [
        {"name": column, "description": text} if (text := _meaning(column, told)) else {"name": column}
        for column in columns
    ]
    return {"name": name.replace("_", "-"), "path": f"{name}.csv", "schema": {"fields": named, "missingValues": [""]}}


_OTHER_KINDS = {
    "person": "Person",
    "medicines": "Medicine",
    "history": "PastUse",
    "assays": "Assay",
    "certificates": "Certificate",
    "unit_weights": "UnitWeight",
    "questions": "Question",
    "bring": "ToBring",
}
_WORDS = {
    "date": "The local date of `at`.",
    "time": "The local time of day of `at`.",
    "source": "Where it came from; empty: recorded here.",
    "lot": "The id of its lot.",
    "appointment": "The id of its appointment.",
    "questionnaire": "The id of its questionnaire.",
    "item": "The number of the question, from 1.",
    "answer": "The answer; empty: skipped.",
}


def _meaning(column: str, told: dict[str, Any]) -> str | None:
    whole = column.removesuffix("_amount").removesuffix("_unit").removesuffix("_currency")
    kept = _of_kept().get(column.removeprefix("kept_")) if column.startswith("kept_") else None
    found = told.get(column) or told.get(whole) or kept or {}
    return found.get("description") or _WORDS.get(column)


def _of_kept() -> dict[str, Any]:
    found: dict[str, Any] = diary_file.schema()["$defs"]["Kept"]["properties"]
    return found


def _put(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    info = zipfile.ZipInfo(name, _NO_DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = 0o600 << 16
    archive.writestr(info, content)
