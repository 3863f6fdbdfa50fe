"""What the columns of a table mean, as a person says it. Its JSON form is what `--map` reads."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Annotated, Any, ClassVar, Literal

from pydantic import ConfigDict, Field, TypeAdapter, with_config

from counterpoise import diary_file
from counterpoise.diary.base import Key, Name, Positive, Unit, Zone, says
from counterpoise.exchange.part import parsed
from counterpoise.exchange.understood import BadFile
from counterpoise.text import _

Column = Annotated[str, Field(min_length=1, max_length=200)]
Clock = Annotated[str, Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")]

part = with_config(ConfigDict(extra="forbid", strict=True, allow_inf_nan=False))
"""Decorates every part: an unknown key is a slip of the pen, and refused."""

NOTHING = ("", "NA", "N/A", "n/a", "NaN", "nan", "null", "NULL", "None", "-")
UNKNOWN = ("?", "unknown")
NOT_TAKEN = ("0", "no", "none", "false")


@part
@dataclass(frozen=True, slots=True, kw_only=True)
class When:
    """Where the time of a row stands."""

    column: Annotated[Column, says("The column with the date, or with date and time.")]
    format: Annotated[
        Name | None,
        says("How it is written: iso, epoch_s, epoch_ms or strptime codes (%d/%m/%Y %H:%M); none: found out."),
    ] = None
    time_column: Annotated[Column | None, says("The column with the time of day, when it stands apart.")] = None
    time_format: Annotated[Name | None, says("How that is written, such as %H:%M; none: found out.")] = None
    time_of_day: Annotated[Clock | None, says("For rows that give only a date: the time to write, such as 20:00.")] = (
        None
    )
    zone: Annotated[Zone | None, says("IANA time zone of the times; none: the person's.")] = None


@part
@dataclass(frozen=True, slots=True, kw_only=True)
class DayNumber:
    """A column that counts days; it is only compared with the dates, and differences are pointed out."""

    column: Annotated[Column, says("The column.")]
    first: Annotated[float, says("Its number on the first date of the file.")] = 1.0


@part
@dataclass(frozen=True, slots=True, kw_only=True)
class TakenWhen:
    """Which rows mean that something was taken."""

    column: Annotated[Column, says("The column.")]
    equals: Annotated[
        Annotated[tuple[str, ...], Field(min_length=1)], says("What the cell says when it was taken: 1, yes …")
    ]


@part
@dataclass(frozen=True, slots=True, kw_only=True)
class DoseColumns:
    """A substance taken in some rows."""

    substance: Annotated[Key | None, says("The substance, when it is the same in every row.")] = None
    substance_column: Annotated[Column | None, says("The column that names it, when it is not.")] = None
    amount: Annotated[Positive | None, says("The amount, when it is the same in every row.")] = None
    amount_column: Annotated[Column | None, says("The column with the amount.")] = None
    unit: Annotated[Unit | None, says("The unit, when it is the same in every row.")] = None
    unit_column: Annotated[Column | None, says("The column with the unit.")] = None
    of: Annotated[Key | None, says("What the amount counts, when not the product: mitragynine.")] = None
    taken_when: Annotated[TakenWhen | None, says("Which rows count; none: those with an amount or a substance.")] = None
    once_a_day: Annotated[bool, says("Several such rows of one date are one dose, at the time of the first.")] = False


@part
@dataclass(frozen=True, slots=True, kw_only=True)
class RatingColumn:
    """A measure rated in some rows."""

    column: Annotated[Column, says("The column with the value.")]
    measure: Annotated[Key, says("pain.now, mood … or a name of your own.")]
    low: Annotated[float, says("The number in the file that means the low end of the measure.")]
    high: Annotated[float, says("The number in the file that means its high end.")]
    name: Annotated[Name | None, says("What pages call a measure of your own; none: the column.")] = None
    higher_is_better: Annotated[bool | None, says("Needed for a measure of your own.")] = None
    words: Annotated[dict[str, float], says('Numbers for words: {"bad": 1, "good": 5}.')] = field(default_factory=dict)


@part
@dataclass(frozen=True, slots=True, kw_only=True)
class EffectColumn:
    """Effects noticed in some rows."""

    column: Annotated[Column, says("The column.")]
    kind: Annotated[Key | None, says("The effect it stands for; none: the cell names it.")] = None
    none: Annotated[tuple[str, ...], says("What the cell says when there was none.")] = NOT_TAKEN
    severity: Annotated[
        dict[str, Annotated[int, Field(ge=1, le=3)]], says('Severity for what the cell says: {"bad": 3}.')
    ] = field(default_factory=dict)
    separator: Annotated[str | None, says("What stands between several effects in one cell, such as ;.")] = None


@part
@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """What the columns of a table mean."""

    FORMAT: ClassVar[str] = "counterpoise-csv-map"
    VERSION: ClassVar[int] = 1

    when: Annotated[When, says("Where the time stands.")]
    doses: Annotated[tuple[DoseColumns, ...], says("What was taken.")] = ()
    ratings: Annotated[tuple[RatingColumn, ...], says("What was rated.")] = ()
    effects: Annotated[tuple[EffectColumn, ...], says("What was noticed.")] = ()
    note_column: Annotated[Column | None, says("Free words; they go to the first record of the row.")] = None
    id_column: Annotated[Column | None, says("A name for each row that stays the same from file to file.")] = None
    day_number: Annotated[DayNumber | None, says("A day number to compare with the date.")] = None
    source: Annotated[Key, says("A name for where the file comes from; ids count within it.")] = "csv"
    header: Annotated[bool, says("Whether the first row names the columns; else they are column 1, column 2 …")] = True
    encoding: Annotated[
        Literal["utf-8", "utf-16", "windows-1252"] | None, says("How letters are stored; none: found out.")
    ] = None
    delimiter: Annotated[
        Annotated[str, Field(min_length=1, max_length=1)] | None, says("What separates columns; none: found out.")
    ] = None
    decimal: Annotated[Literal[".", ","] | None, says("The decimal mark; none: found out.")] = None
    missing: Annotated[tuple[str, ...], says("What a cell without a value says; missing is never 0.")] = NOTHING
    unknown: Annotated[tuple[str, ...], says("What an amount says when it was taken but not measured.")] = UNKNOWN

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Mapping:
        """Raises BadFile naming the key, its value and what is allowed."""
        body = {key: value for key, value in data.items() if key not in ("format", "version")}
        if data.get("format", cls.FORMAT) != cls.FORMAT or data.get("version", cls.VERSION) != cls.VERSION:
            raise BadFile("format", _("not a map of columns that this program knows"))
        try:
            return diary_file.load(cls, body)
        except diary_file.BadDiary as error:
            raise BadFile(error.place, error.problem) from None

    def to_json(self) -> dict[str, Any]:
        """Plain JSON values; `from_json` gives the same mapping back."""
        return {
            "format": self.FORMAT,
            "version": self.VERSION,
            **TypeAdapter(Mapping).dump_python(self, mode="json", exclude_none=True, exclude_defaults=True),
        }


def read(data: bytes) -> Mapping:
    """A mapping from its file. Raises BadFile."""
    found = parsed(data)
    if not isinstance(found, dict):
        raise BadFile("", _("not a map of columns: a JSON object is expected"))
    return Mapping.from_json(found)


def write(mapping: Mapping) -> str:
    """A mapping as its file."""
    return json.dumps(mapping.to_json(), ensure_ascii=False, indent=1) + "\n"
