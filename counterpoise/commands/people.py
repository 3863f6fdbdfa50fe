"""What the words that read the journal share: opening it, and choosing whose diary is meant."""

from __future__ import annotations

import argparse
import shlex
from typing import TYPE_CHECKING

from counterpoise.commands import NobodyNamed, Refused
from counterpoise.text import _

if TYPE_CHECKING:
    from counterpoise.journal.models import Person


def person_argument(parser: argparse.ArgumentParser) -> None:
    """Add --person."""
    parser.add_argument("--person", metavar="NAME", help=_("whose diary, where several people keep one here"))


def chosen(name: str | None) -> Person:
    """The person meant by --person, or the only one there is. The journal is open afterwards. Raises Refused."""
    from counterpoise.web.setup import opened

    opened()
    from counterpoise.journal.models import Person

    people = list(Person.objects.filter(sample=False).order_by("name"))
    names = ", ".join(person.name for person in people)
    if name is None and len(people) == 1:
        return people[0]
    if not people:
        raise Refused(_("There is no diary here yet; `counterpoise serve` starts one"))
    if name is None:
        as_typed = ", ".join(shlex.quote(person.name) for person in people)
        raise NobodyNamed(_("--person is missing; it is one of: {names}").format(names=as_typed))
    meant = [person for person in people if person.name.casefold() == name.casefold()]
    for person in sorted(meant, key=lambda person: person.name != name):  # exactly so first
        return person
    raise Refused(_("--person {name}: nobody here has that name; it is one of: {names}").format(name=name, names=names))
