"""The journal against a plain model, in any order of adding, correcting, deleting, undoing and bringing files."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from counterpoise import diary as d
from counterpoise.journal import bring, diaries, entries
from counterpoise.journal.models import Import, Person, Rating, Row

AT = dt.datetime(2026, 5, 1, 8, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
VALUES = st.integers(0, 10).map(float)
FILED = [f"f{n}" for n in range(5)]


@dataclass
class Kept:
    """What the model knows of one rating."""

    now: d.Rating
    shown: bool = True
    before: list[tuple[str, d.Rating]] = field(default_factory=list)
    file: int | None = None  # which import brought it
    went_with: bool = False  # with its import

    def step(self, what: str, **to: Any) -> None:
        self.before.append((what, self.now))
        self.now = replace(self.now, **to)


class Journal(RuleBasedStateMachine):
    """One person's ratings, in the journal and in `kept`."""

    rows = Bundle("rows")

    @initialize()
    def start(self) -> None:
        self.person = Person.objects.create(name=f"Ann {Person.objects.count()}", time_zone="America/Chicago")
        self.kept: dict[str, Kept] = {}
        self.imports: list[Import] = []
        self.seconds = 0

    def now(self) -> dt.datetime:
        self.seconds += 1
        return dt.datetime(2026, 6, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=self.seconds)

    def row(self, name: str) -> Row:
        return row_of(self.person, name)

    @rule(target=rows, value=VALUES)
    def add(self, value: float) -> str:
        new = d.Rating(id=f"own{len(self.kept)}", at=AT, measure="mood", value=value)
        entries.add(self.person, new, self.now())
        self.kept[new.id] = Kept(new)
        return new.id

    @rule(name=rows)
    def send_again(self, name: str) -> None:
        original = self.kept[name].before[0][1] if self.kept[name].before else self.kept[name].now
        assert entries.add(self.person, original, self.now()).pk == self.row(name).pk

    @rule(name=rows, value=VALUES)
    def correct(self, name: str, value: float) -> None:
        kept = self.kept[name]
        entries.change(self.row(name), replace(kept.now, value=value), self.now())
        if kept.now.value != value:
            kept.step("edited", value=value)

    @rule(name=rows)
    def delete(self, name: str) -> None:
        entries.remove(self.row(name), self.now())
        self._delete(self.kept[name])

    def _delete(self, kept: Kept) -> None:
        if kept.shown:
            kept.step("deleted")
            kept.shown = False

    @rule(name=rows)
    def undo(self, name: str) -> None:
        kept = self.kept[name]
        entries.undo(self.row(name), self.now())
        if not kept.shown:
            kept.step("restored")
            kept.shown, kept.went_with = True, False
        elif kept.before and kept.before[-1][0] == "edited":
            kept.step("edited", value=kept.before[-1][1].value)
        else:
            self._delete(kept)

    @rule(
        target=rows,
        name=st.sampled_from(FILED),
        others=st.sets(st.sampled_from(FILED)),
        value=st.sampled_from([1.0, 2.0]),
    )
    def bring_a_file(self, name: str, others: set[str], value: float) -> str:
        names = sorted({name, *others})
        ratings = tuple(d.Rating(id=each, at=AT, measure="mood", value=value) for each in names)
        file = d.Diary(person=d.Person(time_zone="UTC"), doses=(), ratings=ratings)
        receipt = Import(at=self.now(), format="counterpoise", file_name="diary.json")
        expected = self._brought(ratings)
        assert bring.prospect(self.person, file).kinds == {"rating": expected}
        assert bring.bring(self.person, file, receipt).kinds == {"rating": expected}
        if expected.new:
            self.imports.append(receipt)
        return name

    def _brought(self, ratings: tuple[d.Rating, ...]) -> bring.Found:
        counts = {"new": 0, "known": 0, "differing": 0, "deleted": 0}
        for rating in ratings:
            kept = self.kept.get(rating.id)
            if kept is None:
                self.kept[rating.id] = Kept(rating, file=len(self.imports))
                counts["new"] += 1
            elif kept.shown:
                counts["known" if kept.now.value == rating.value else "differing"] += 1
            elif kept.went_with:
                kept.shown, kept.went_with, kept.file = True, False, len(self.imports)
                counts["new"] += 1
            else:
                counts["deleted"] += 1
        return bring.Found(**counts)

    @rule(which=st.integers(0, 3))
    def take_an_import_back(self, which: int) -> None:
        if which >= len(self.imports):
            return
        gone = [kept for kept in self.kept.values() if kept.file == which and kept.shown]
        already = Import.objects.get(pk=self.imports[which].pk).undone_at is not None
        assert bring.undo_import(self.imports[which], self.now()) == (0 if already else len(gone))
        for kept in () if already else gone:
            kept.shown, kept.went_with = False, True

    @invariant()
    def the_diary_is_what_is_shown(self) -> None:
        found = {rating.id: rating.value for rating in diaries.diary(self.person).ratings}
        assert found == {name: kept.now.value for name, kept in self.kept.items() if kept.shown}

    @invariant()
    def every_earlier_state_is_in_the_history(self) -> None:
        for name, kept in self.kept.items():
            found = [(each.what, entries.earlier(each).value) for each in entries.history(self.row(name))]
            assert found == [(what, before.value) for what, before in reversed(kept.before)]


def row_of(person: Person, name: str) -> Row:

    return Rating.objects.get(person=person, source_id=name)


@pytest.mark.django_db
def test_the_journal_does_what_a_plain_model_does() -> None:
    health = list(HealthCheck)
    run_state_machine_as_test(
        Journal,
        settings=settings(max_examples=25, stateful_step_count=20, deadline=None, suppress_health_check=health),
    )
