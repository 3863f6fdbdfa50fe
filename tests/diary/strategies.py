"""Any diary at all: hypothesis strategies read off the records, so that a new field is tried without a word here."""

from __future__ import annotations

import datetime as dt
import types
from dataclasses import fields, is_dataclass, replace
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st
from pydantic import AwareDatetime
from pydantic.fields import FieldInfo

from counterpoise import diary as d

ZONES = ("America/New_York", "Asia/Tokyo", "Asia/Kathmandu", "Europe/Berlin", "Pacific/Kiritimati", "UTC")
TEXT = st.characters(exclude_categories=["Cs"])
JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(TEXT, max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(TEXT, max_size=5), inner, max_size=3),
    max_leaves=5,
)


@st.composite
def instants(draw: st.DrawFn) -> dt.datetime:
    """A moment with any whole-minute offset."""
    offset = dt.timezone(dt.timedelta(minutes=draw(st.integers(-14 * 60, 14 * 60))))
    return draw(st.datetimes(dt.datetime(1900, 1, 2), dt.datetime(2200, 12, 30))).replace(tzinfo=offset)


def records(kind: type[Any], **fixed: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Any record of a kind that the rules of its fields allow."""
    hints = get_type_hints(kind, include_extras=True)
    given = {f.name: _named(f.name, hints[f.name]) for f in fields(kind) if f.name not in fixed}
    return st.builds(kind, **given, **fixed)


@st.composite
def diaries(draw: st.DrawFn) -> d.Diary:
    """Any diary: records with and without ids, from several sources, links that lead somewhere."""
    lists = {name: _identified(draw(_lists(kind))) for name, kind in _LISTS.items()}
    products, lots, ratings = (lists[name] for name in ("products", "lots", "ratings"))
    lists["lots"] = [replace(lot, product=draw(_one(products))) for lot in lots] if _ids(products) else []
    lists["doses"] = [
        replace(dose, lot=draw(_one(lists["lots"], none=True)), rating=draw(_one(ratings, none=True)))
        for dose in lists["doses"]
    ]
    person = draw(_PERSON)
    own = {name: tuple(_identified(draw(_lists(kind)))) for name, kind in _OWN.items()}
    rest = {name: draw(_of(get_type_hints(d.Diary)[name])) for name in ("trials", "extra")}
    whole: dict[str, Any] = rest | {name: tuple(each) for name, each in lists.items()}
    return d.Diary(person=replace(person, **own), **whole)


_LISTS = {
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
_OWN = {"medicines": d.Medicine, "history": d.PastUse}


@cache
def _lists(kind: type[Any]) -> st.SearchStrategy[list[Any]]:
    return st.lists(records(kind), max_size=2)


def _identified(drawn: list[Any]) -> list[Any]:
    """Ids given twice are taken away: such records are known by their content."""
    seen: set[str] = set()
    result = []
    for record in drawn:
        result.append(replace(record, id="") if record.id in seen else record)
        seen.add(record.id)
    return result


def _ids(targets: list[Any]) -> list[str]:
    return [target.id for target in targets if target.id]


def _one(targets: list[Any], *, none: bool = False) -> st.SearchStrategy[Any]:
    ids = [*_ids(targets), *([None] if none else [])]
    return st.sampled_from(ids) if ids else st.none()


def _named(name: str, hint: Any) -> st.SearchStrategy[Any]:
    if name in ("zone", "time_zone"):
        known = st.sampled_from(ZONES)
        return known if name == "time_zone" else st.none() | known
    return _of(hint)


def _of(hint: Any, rules: tuple[Any, ...] = ()) -> st.SearchStrategy[Any]:
    if get_origin(hint) is Annotated:
        inner, *more = get_args(hint)
        found = tuple(rule for each in more for rule in (each.metadata if isinstance(each, FieldInfo) else [each]))
        return _of(inner, rules + found)
    if get_origin(hint) in (Union, types.UnionType):
        return st.one_of(*(_of(inner, rules) for inner in get_args(hint)))
    if get_origin(hint) is Literal:
        return st.sampled_from(get_args(hint))
    if get_origin(hint) is tuple:
        least = _rule(rules, "min_length") or 0
        return st.lists(_of(get_args(hint)[0]), min_size=least, max_size=least + 2).map(tuple)
    if is_dataclass(hint) and isinstance(hint, type):
        return records(hint)
    return _plain(hint, rules)


def _plain(hint: Any, rules: tuple[Any, ...]) -> st.SearchStrategy[Any]:
    low, above, high = (_rule(rules, name) for name in ("ge", "gt", "le"))
    if hint is str:
        pattern = _rule(rules, "pattern")
        if pattern is not None:
            return st.from_regex(pattern.replace(r"\d", "[0-9]").replace("$", r"\Z"))
        return st.text(TEXT, min_size=_rule(rules, "min_length") or 0, max_size=min(_rule(rules, "max_length"), 64))
    if hint is float:
        least = low if above is None else above
        return st.floats(least, high, exclude_min=above is not None, allow_nan=False, allow_infinity=False)
    if get_origin(hint) is dict:
        return st.dictionaries(st.text(TEXT, max_size=5), JSON, max_size=2)
    whole = {int: st.integers(low, high), bool: st.booleans(), dt.date: st.dates(), type(None): st.none()}
    return instants() if hint is AwareDatetime else whole[hint]


def _rule(rules: tuple[Any, ...], name: str) -> Any:
    return next((getattr(rule, name) for rule in rules if getattr(rule, name, None) is not None), None)


_PERSON = records(d.Person, medicines=st.just(()), history=st.just(()))
