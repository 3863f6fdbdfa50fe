"""Putting an archive back: a person with the whole history, in one transaction, equal to the one that was archived."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError

from counterpoise import diary as d
from counterpoise import diary_file, json_text
from counterpoise.journal import bring, erase, erased
from counterpoise.journal import models as m
from counterpoise.journal.archive import making, tables
from counterpoise.journal.archive.making import HISTORY, HISTORY_VERSION
from counterpoise.journal.archive.reading import Opened
from counterpoise.journal.archive.zipped import ATTACHMENTS, BadArchive
from counterpoise.journal.diaries import PROFILE
from counterpoise.journal.entries import writing
from counterpoise.journal.rows import KINDS
from counterpoise.text import _

_DEEPEST = json_text.DEEPEST + 20
"""What was accepted at its own depth stands some levels deeper in a history."""
LONGEST_NAME = 100


@dataclass(frozen=True)
class Back:
    """Who was put back, and how many records were erased again because they had been erased here before."""

    person: m.Person
    erased_again: int


@dataclass(frozen=True)
class _History:
    """What history.json says."""

    person: uuid.UUID
    erased: list[str]
    rows: dict[str, list[dict[str, Any]]]


def here_already(opened: Opened) -> bool:
    """Whether the person of the archive keeps a diary here: putting it back makes a second one beside it."""
    return m.Person.objects.filter(pk=_history(opened).person).exists()


def bring_back(opened: Opened, name: str, now: dt.datetime) -> Back:
    """Put the person of a checked archive back under a name, beside whoever is here. Raises BadArchive, NotSaved.

    Keys stay what they were where nobody here has them, so that links and late devices find what they mean. What was
    erased here for good stays erased; a whole person who was erased here comes back as somebody new, since putting an
    archive back is nothing that happens by mistake. Links for somebody else, and consents by which somebody wrote, come
    back ended: they open nothing.
    """
    name = name.strip()
    if not 0 < len(name) <= LONGEST_NAME:
        raise BadArchive(_("the name of a diary has 1 to {most} characters").format(most=LONGEST_NAME))
    if not name.isprintable():
        raise BadArchive(_("the name of a diary is one line of signs that can be seen"))
    if m.Person.objects.filter(name__iexact=name, sample=False).exists():
        raise BadArchive(_("another diary here is called {name}; please choose a different name").format(name=name))
    history, whole = _history(opened), _diary(opened)
    renew = _taken(history)
    person = m.Person(id=m.new_id() if renew else history.person, name=name, **_profile(whole))
    try:
        with writing(person):
            person.save(force_insert=True)
            _fill(person, opened, history, renew=renew)
            _check_equal(person, opened)
            if not renew:
                gone = [m.Erased(digest=digest) for digest in history.erased]
                m.Erased.objects.bulk_create(gone, ignore_conflicts=True, batch_size=bring.AT_ONCE)
            again = erase.erase_again(person, history.person)
            m.Share.objects.filter(person=person, revoked_at=None).update(revoked_at=now)
            m.Consent.objects.filter(person=person, ended_at=None).update(ended_at=now)
    except IntegrityError as error:
        raise _not_ours(error) from None
    erase.finish()
    return Back(person, again)


def _fill(person: m.Person, opened: Opened, history: _History, *, renew: bool) -> None:
    """Every row, in an order in which what is pointed to comes first."""
    into = tables.Into(person, {}, opened.text)
    named = {entry.name for entry in opened.entries if entry.name.startswith(ATTACHMENTS)}
    try:
        for name, table in tables.TABLES.items():
            rows = history.rows.pop(name, [])
            into.keys[name] = tables.keys_of(table, rows, renew=renew)
            bring.insert(table, _columns(name, rows, into))
    except (KeyError, TypeError, ValueError, IndexError, AttributeError, ValidationError) as error:
        raise error if isinstance(error, BadArchive) else _not_ours(error) from None
    if history.rows:
        raise BadArchive(
            _("history.json: {key}: unknown key (written by a newer version?)").format(key=min(history.rows))
        )
    if extra := named - set(tables.attachment_names(person)):
        raise BadArchive(_("{file}: belongs to no record").format(file=min(extra)))


def _columns(name: str, rows: list[dict[str, Any]], into: tables.Into) -> Iterator[dict[str, Any]]:
    for key, row in zip(into.keys[name], rows, strict=True):
        if name in KINDS:
            yield tables.record_columns(KINDS[name], row, key, into)
        else:
            yield tables.beside_columns(tables.BESIDE_BY_NAME[name], row, key, into)


def _check_equal(person: m.Person, opened: Opened) -> None:
    """What stands in the tables now is what was archived, to the last letter."""
    for file, told, found in (
        ("diary.json", opened.manifest["diary_sha256"], making.diary_digest(person)),
        ("history.json", opened.manifest["history_sha256"], making.history_digest(person)),
    ):
        if told != found:
            raise BadArchive(
                _("{file}: does not give the diary that was archived; nothing was put back").format(file=file)
            )


def _taken(history: _History) -> bool:
    """Whether somebody here, or somebody erased here, has one of the keys."""
    if erased.is_person_erased(history.person) or m.Person.objects.filter(pk=history.person).exists():
        return True
    for name, table in tables.TABLES.items():
        if tables.has_own_key(table):
            found = [_key(row) for row in history.rows.get(name, [])]
            for start in range(0, len(found), bring.AT_ONCE):
                if table._default_manager.filter(pk__in=found[start : start + bring.AT_ONCE]).exists():
                    return True
    return False


def _profile(whole: d.Diary) -> dict[str, Any]:
    values = {name: getattr(whole.person, name) for name in PROFILE}
    listed = {name: list(value) if isinstance(value, tuple) else value for name, value in values.items()}
    return listed | {"trials": list(whole.trials), "extra": whole.extra}


def _diary(opened: Opened) -> d.Diary:
    try:
        return diary_file.read(opened.text("diary.json"))
    except diary_file.BadDiary as error:
        raise BadArchive(f"diary.json: {error}") from None


def _history(opened: Opened) -> _History:
    try:
        told = json_text.parsed(opened.text("history.json"), _DEEPEST)
        if (told["format"], told["version"]) != (HISTORY, HISTORY_VERSION):
            raise ValueError(told["format"])
        rows = defaultdict(list)
        for name, row in told["rows"]:
            rows[str(name)].append(dict(row))
        hashes = [digest for digest in told["erased"] if re.fullmatch("[0-9a-f]{64}", digest)]
        return _History(uuid.UUID(told["person"]), hashes, dict(rows))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _not_ours(error) from None


def _key(row: dict[str, Any]) -> uuid.UUID:
    try:
        return uuid.UUID(row["key"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _not_ours(error) from None


def _not_ours(error: Exception) -> BadArchive:
    """What is whole and yet not as we write it was made by someone else, or by a version that is not known yet."""
    return BadArchive(_("history.json: not as Counterpoise writes it ({problem})").format(problem=str(error)[:100]))
