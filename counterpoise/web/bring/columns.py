"""What the columns of a table mean, as a form, one part a column; and back, as the mapping that the reader wants."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping as Anything
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from counterpoise.exchange.csv import Column, Mapping
from counterpoise.knowledge.load import load
from counterpoise.report import names
from counterpoise.web.moments import zones
from counterpoise.web.numbers import NumberField

OWN = "own"
_SIMPLE = {"note": "note_column", "id": "id_column"}


class WholeForm(forms.Form):
    """What holds for the whole table."""

    zone = forms.ChoiceField(label=gettext_lazy("Time zone of the times"))
    time_of_day = forms.TimeField(
        label=gettext_lazy("Time for rows that give only a date"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "zone", [(zone, zone.replace("_", " ")) for zone in zones()])


class ColumnForm(forms.Form):
    """What one column means. Only the fields of the role that was chosen count."""

    role = forms.ChoiceField(label=gettext_lazy("This column is"), required=False)
    format = forms.ChoiceField(label=gettext_lazy("Written as"), required=False)
    measure = forms.ChoiceField(label=gettext_lazy("What was rated"), required=False)
    low = NumberField(label=gettext_lazy("Lowest number of its scale"), required=False)
    high = NumberField(label=gettext_lazy("Highest number of its scale"), required=False)
    better = forms.ChoiceField(label=gettext_lazy("A higher number is"), required=False)
    substance = forms.CharField(label=gettext_lazy("Substance"), required=False, max_length=64)
    amount = NumberField(label=gettext_lazy("Amount each time, if known"), required=False, min_value=0.000001)
    unit = forms.CharField(label=gettext_lazy("Unit"), required=False, max_length=32)
    equals = forms.CharField(label=gettext_lazy("It was taken when the cell says"), required=False, max_length=64)
    once = forms.BooleanField(label=gettext_lazy("Once a day, however many rows say so"), required=False)
    kind = forms.CharField(label=gettext_lazy("Effect (empty: the cell names it)"), required=False, max_length=64)
    first = NumberField(label=gettext_lazy("Number of the first day"), required=False)

    def __init__(self, column: Column, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.column = column
        _choices(self, "role", _roles())
        _choices(self, "format", [(format_, _format(format_)) for format_ in column.formats] or [("", "")])
        known = [(key, _(measure.name)) for key, measure in load().measures.items()]
        _choices(self, "measure", [*known, (OWN, _("A measure of my own, named as the column"))])
        _choices(self, "better", [("yes", _("better")), ("no", _("worse"))])

    def clean(self) -> dict[str, Any]:
        """Say at once what a role cannot do without."""
        found: dict[str, Any] = super().clean() or {}
        needed = {"rating": ("low", "high"), "taken": ("substance", "equals")}.get(found.get("role", ""), ())
        for name in needed:
            if found.get(name) in (None, "") and name not in self.errors:
                self.add_error(name, _("is needed"))
        return found


def initial(mapping: Mapping, columns: Iterable[Column]) -> list[dict[str, Any]]:
    """What each part of the form says for a mapping."""
    known = dict(_said(mapping))
    starts = [_guess(column) | known.get(column.name, {}) for column in columns]
    return [
        {name: f"{value:g}" if isinstance(value, float) else value for name, value in start.items()} for start in starts
    ]


def mapping(whole: WholeForm, parts: list[ColumnForm], like: Mapping) -> dict[str, Any]:
    """The mapping that the form says, as JSON values; how the table is stored stays as in `like`."""
    said = {"zone": whole.cleaned_data["zone"]}
    at = whole.cleaned_data["time_of_day"]
    result: dict[str, Any] = {"when": said, "doses": [], "ratings": [], "effects": []}
    stored = {
        key: value for key, value in like.to_json().items() if key in ("encoding", "delimiter", "decimal", "header")
    }
    for part in parts:
        _place(result, part.column, part.cleaned_data)
    if at is not None and "time_column" not in said:
        said["time_of_day"] = f"{at:%H:%M}"
    return stored | _tidied(result)


def described(mapping: Mapping) -> list[tuple[str, str]]:
    """Each column that is read, and as what, in words."""
    roles = dict(_roles())
    return [(name, ", ".join([roles[said["role"]], *_details(said)])) for name, said in _said(mapping)]


def _details(said: Anything[str, Any]) -> Iterable[str]:
    if said.get("format"):
        yield _format(said["format"])
    if said["role"] == "rating":
        if said["measure"] != OWN:
            yield names.measure(said["measure"])
        yield _("from {low} to {high}").format(low=names.number(said["low"]), high=names.number(said["high"]))
    for key in ("substance", "unit", "kind"):
        if said.get(key):
            yield said[key]
    if said.get("equals"):
        yield _("where it says {words}").format(words=said["equals"])


def problem(parts: list[ColumnForm]) -> str | None:
    """What the parts say against each other, in one line; None where they agree."""
    roles = [part.cleaned_data.get("role", "") for part in parts]
    names = dict(_roles())
    for role in ("when", "clock", "substance", "unit", "note", "day", "id"):
        if roles.count(role) > 1:
            return _("Two columns are said to be {role}; one can be.").format(role=names[role])
    if "when" not in roles:
        return _("No column is said to be {role}; one is needed.").format(role=names["when"])
    if not {"rating", "amount", "taken", "substance", "effect"} & set(roles):
        return _("Nothing to bring in: say which columns hold ratings, doses or effects.")
    return None


def _roles() -> list[tuple[str, str]]:
    return [
        ("", _("left out")),
        ("when", _("the date, or date and time")),
        ("clock", _("the time of day")),
        ("rating", _("a rating")),
        ("amount", _("the amount of a dose")),
        ("taken", _("a yes when something was taken")),
        ("substance", _("the name of what was taken")),
        ("unit", _("the unit of the amount")),
        ("effect", _("an effect")),
        ("note", _("a note")),
        ("day", _("a day number, compared with the date")),
        ("id", _("a name of the row that stays the same")),
    ]


def _format(format_: str) -> str:
    """A way of writing a date, as a person writes it."""
    known = {
        "iso": _("2026-05-31 18:45"),
        "epoch_s": _("seconds since 1970"),
        "epoch_ms": _("milliseconds since 1970"),
    }
    text = known.get(format_, format_)
    parts = {"%d": "31", "%m": "05", "%Y": "2026", "%y": "26", "%H": "18", "%I": "06", "%M": "45", "%S": "00"}
    parts |= {"%p": "PM", "%b": "May", "%B": "May"}
    for code, example in parts.items():
        text = text.replace(code, example)
    return text


def _said(mapping: Mapping) -> Iterable[tuple[str, dict[str, Any]]]:
    when = mapping.when
    yield when.column, {"role": "when", "format": when.format}
    if when.time_column:
        yield when.time_column, {"role": "clock", "format": when.time_format}
    for dose in mapping.doses:
        about = {"substance": dose.substance, "unit": dose.unit, "amount": dose.amount, "once": dose.once_a_day}
        if dose.taken_when:
            yield dose.taken_when.column, {"role": "taken", "equals": ", ".join(dose.taken_when.equals), **about}
        if dose.amount_column:
            yield dose.amount_column, {"role": "amount", **about}
        if dose.substance_column:
            yield dose.substance_column, {"role": "substance"}
        if dose.unit_column:
            yield dose.unit_column, {"role": "unit"}
    for rating in mapping.ratings:
        known = rating.measure in load().measures
        better = {True: "yes", False: "no"}.get(rating.higher_is_better, "yes")  # type: ignore[arg-type]
        measure = rating.measure if known else OWN
        yield (
            rating.column,
            {"role": "rating", "measure": measure, "low": rating.low, "high": rating.high, "better": better},
        )
    for effect in mapping.effects:
        yield effect.column, {"role": "effect", "kind": effect.kind}
    for role, name in _SIMPLE.items():
        if getattr(mapping, name):
            yield getattr(mapping, name), {"role": role}
    if mapping.day_number:
        yield mapping.day_number.column, {"role": "day", "first": mapping.day_number.first}


def _guess(column: Column) -> dict[str, Any]:
    """A start for the fields of a column that has no role yet."""
    top = column.high if column.high is not None else 10.0
    round_top = next((end for end in (1.0, 4.0, 5.0, 7.0, 10.0, 100.0) if top <= end), top)
    return {"measure": OWN, "low": 0.0, "high": round_top, "better": "yes", "equals": "1", "first": column.low}


def _place(result: dict[str, Any], column: Column, said: Anything[str, Any]) -> None:
    """Put what one column means where the mapping has it."""
    name, role = column.name, said.get("role")
    shared = {"substance": said.get("substance"), "unit": said.get("unit"), "once_a_day": bool(said.get("once"))}
    match role:
        case "when":
            result["when"] |= {"column": name, "format": said.get("format")}
        case "clock":
            result["when"] |= {"time_column": name, "time_format": said.get("format")}
        case "rating":
            own = said["measure"] == OWN
            rating = {
                "column": name,
                "measure": name[:64] if own else said["measure"],
                "low": said["low"],
                "high": said["high"],
            }
            result["ratings"].append(rating | ({"higher_is_better": said["better"] == "yes"} if own else {}))
        case "amount":
            result["doses"].append({"amount_column": name, **shared})
        case "taken":
            equals = [word.strip() for word in said["equals"].split(",") if word.strip()]
            taken = {"column": name, "equals": equals}
            result["doses"].append({"taken_when": taken, "amount": said.get("amount"), **shared})
        case "substance" | "unit":
            result[f"{role}_column"] = name
        case "effect":
            result["effects"].append({"column": name, "kind": said.get("kind")})
        case "note" | "id":
            result[_SIMPLE[role]] = name
        case "day":
            result["day_number"] = {"column": name, "first": 1.0 if said.get("first") is None else said["first"]}


def _tidied(result: dict[str, Any]) -> dict[str, Any]:
    """Without what was not said; the columns that name substance and unit belong to the doses that need them."""
    substance, unit = result.pop("substance_column", None), result.pop("unit_column", None)
    if substance and not result["doses"]:
        result["doses"].append({})
    for dose in result["doses"]:
        if not dose.get("substance") and substance:
            dose["substance_column"] = substance
        if not dose.get("unit") and unit:
            dose["unit_column"] = unit
    return {key: _without_empty(value) for key, value in result.items() if value not in (None, "", [], {})}


def _without_empty(value: Any) -> Any:
    if isinstance(value, dict):
        kept = {key: _without_empty(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if inner is not None and inner != ""}
    return [_without_empty(inner) for inner in value] if isinstance(value, list) else value


def _choices(form: forms.Form, name: str, choices: list[tuple[str, str]]) -> None:
    form.fields[name].choices = choices  # type: ignore[attr-defined]
