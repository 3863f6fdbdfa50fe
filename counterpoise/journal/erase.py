"""Erasing for good: a person, or one record, from the tables, from every earlier state, and from the file itself.

What was deleted by hand can be restored; this cannot. First the rows go, in one transaction; then the database file is
written anew and its log emptied, so that no byte of them stays in either. Where another program still reads the old
state, that second half is finished later: at the latest when the journal is opened next.
"""

from __future__ import annotations

import json
import os
import uuid
from pathlib import Path

from django.contrib.sessions.models import Session
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections, transaction
from django.db.models import Q
from django.dispatch import Signal
from django.utils import timezone

from counterpoise import place
from counterpoise.journal import devices, erased
from counterpoise.journal import models as m
from counterpoise.journal.entries import writing
from counterpoise.journal.rows import KINDS, Kind, kind_of_row

person_erased = Signal()
"""Sent with `key`, the person's, after the rows went: whoever keeps something of theirs in memory drops it."""


IN_COPIES, AFTER_RESTORE = "copies ", "again "
"""What may be left to do: databases set aside by a restore hold what was erased; a restored one may hold it again."""


def erase_person(person: m.Person) -> bool:
    """Erase everything of a person. Gives False where the file still has to be finished (`finish`)."""
    key = person.pk
    with writing(person):
        leave_work(IN_COPIES)
        _erase_all_of(person)
    person_erased.send(sender=m.Person, key=key)
    return finish()


def erase_entry(row: m.Row) -> bool:
    """Erase one record, and what cannot stand without it (the lots of a product).

    Gives False where the file still has to be finished (`finish`).
    """
    with writing(row.person):
        leave_work(IN_COPIES)
        _erase(row)
    return finish()


def erase_again(person: m.Person, known_as: uuid.UUID) -> int:
    """Erase what was erased here of this person before an archive brought them back; `known_as` is their key in it.

    Gives the number of records. The file still has to be finished (`finish`).
    """
    gone = set(m.Erased.objects.values_list("digest", flat=True))
    count = _erase_what_is_gone(person, known_as, gone) if gone else 0
    if count:
        leave_work("")
    return count


def finish() -> bool:
    """Write the database file anew and empty its log, if erasing left that to do. False: others still read.

    After a restore it first erases again what was erased before and came back with the backup, and ends every link
    for somebody else and every pairing: the backup does not know which were ended since.
    """
    if not _work().exists():
        return True
    left = _work().read_text(encoding="ascii")
    if AFTER_RESTORE in left:
        _erase_again()
    if IN_COPIES in left:
        for copy in place.data_folder().glob("journal-before-restore-*"):
            copy.unlink()
    if _rewritten():
        _work().unlink()
    return not _work().exists()


def leave_work(what: str) -> None:
    """Remember, beside the database, what `finish` has to do."""
    with open(os.open(_work(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "w", encoding="ascii") as file:
        file.write(what)


def _erase_all_of(person: m.Person) -> None:
    m.Erased.objects.get_or_create(digest=erased.of_person(person.pk))
    m.Change.objects.filter(person=person).delete()
    for kind in reversed(KINDS.values()):
        kind.table.objects.filter(person=person).delete()
    _end_sessions(str(person.pk))
    m.Person.objects.filter(pk=person.pk).delete()  # and with it imports, links and what was set aside


def _erase_again() -> None:
    gone = set(m.Erased.objects.values_list("digest", flat=True))
    with transaction.atomic():
        for person in m.Person.objects.all() if gone else ():
            if erased.of_person(person.pk) in gone:
                _erase_all_of(person)
                continue
            _erase_what_is_gone(person, person.pk, gone)
    m.ShareSession.objects.all().delete()
    m.Share.objects.filter(revoked_at=None).update(revoked_at=timezone.now())  # some may have been ended since
    devices.end_all(timezone.now())  # a lost phone among them, maybe
    m.CalendarFeed.objects.all().delete()
    m.PushSubscription.objects.all().delete()


def _erase_what_is_gone(person: m.Person, known_as: uuid.UUID, gone: set[str]) -> int:
    count = 0
    for kind in KINDS.values():
        identities = kind.table.objects.filter(person=person).values_list("pk", "source", "source_id")
        back = [pk for pk, *identity in identities if erased.of_entry(known_as, kind.name, *identity) in gone]
        for row in kind.table.objects.filter(pk__in=back):
            _erase(row)
            count += 1
    for said in m.Proposal.objects.filter(person=person):
        if erased.of_proposal(known_as, said) in gone:
            m.Erased.objects.get_or_create(digest=erased.of_proposal(person.pk, said))
            said.delete()
            count += 1
    return count


def _erase(row: m.Row) -> None:
    kind = kind_of_row(row)
    for other, link in _pointing_to(kind):
        if link in _REQUIRED:
            for dependent in other.table.objects.filter(**{link: row}):
                _erase(dependent)
        _forget_link(row, other, link)
    m.Change.objects.filter(person=row.person, kind=kind.name, row=row.pk).delete()
    _forget_arrival(row, kind)
    m.SetAside.objects.filter(person=row.person).delete()  # their causes may name what is erased; they are seen again
    for source, id_ in ((row.source, row.source_id), (None, str(row.pk))):  # a phone names an entry by its key
        m.Erased.objects.get_or_create(digest=erased.of_entry(row.person.pk, kind.name, source, id_))
    row.delete()


def _forget_arrival(row: m.Row, kind: Kind) -> None:
    """What came from a device about this record: its receipts, and what was held."""
    receipts = m.Receipt.objects.filter(person=row.person, kind=kind.name, row=row.pk)
    came = [str(key) for key in receipts.values_list("entry", flat=True)]
    of_it = Q(entry__in=[*came, *_as_key(row.source_id)]) | Q(said__fields__entry=f"{kind.name}/{row.pk}")
    m.Held.objects.filter(of_it, person=row.person).delete()
    receipts.delete()


def _as_key(id_: str) -> list[str]:
    try:
        return [str(uuid.UUID(id_))]
    except ValueError:
        return []


_REQUIRED = ("product",)
"""Links that a record cannot be without."""


def _pointing_to(kind: Kind) -> list[tuple[Kind, str]]:
    return [(other, link) for other in KINDS.values() for link, target in other.links.items() if target == kind.name]


def _forget_link(row: m.Row, other: Kind, link: str) -> None:
    """Take the id out of the earlier states of records that named it; a state that cannot be without it goes."""
    states = m.Change.objects.filter(person=row.person, kind=other.name, **{f"before__{link}": row.source_id})
    if link in _REQUIRED:
        states.delete()
        return
    for state in states:
        del state.before[link]
        state.save(update_fields=["before"])


def _end_sessions(key: str) -> None:
    for session in Session.objects.all():
        if key in json.dumps(session.get_decoded()):
            session.delete()


def _work() -> Path:
    """This file stands in the data folder while the database file still has to be written anew."""
    return place.data_folder() / "erasing-unfinished"


def _rewritten() -> bool:
    """SQLite waits a while for others (busy_timeout) before it gives up."""
    database = connections[DEFAULT_DB_ALIAS]
    try:
        with database.cursor() as cursor:
            cursor.execute("VACUUM")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            busy, _log, _moved = cursor.fetchone()
    except OperationalError:
        return False
    return not busy
