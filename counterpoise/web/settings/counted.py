"""What an archive holds, and what was erased, in words and numbers."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import ngettext

from counterpoise.journal.archive import Opened
from counterpoise.journal.rows import KINDS
from counterpoise.web.bring.preview import kind_name


@dataclass(frozen=True)
class Line:
    """One kind of thing: how many stand in the diary, and how many are deleted and can be brought back."""

    name: str
    shown: int
    deleted: int


def counted(opened: Opened) -> list[Line]:
    """The records of an archive, then what is kept beside them."""
    rows, lines = dict(opened.in_history), []
    for kind in KINDS.values():
        shown, whole = opened.in_diary.get(kind.list_name, 0), rows.pop(kind.name, 0)
        if whole:
            lines.append(Line(table_name(kind.name), shown, whole - shown))
    return lines + [Line(table_name(name), count, 0) for name, count in rows.items()]


def table_name(name: str, count: int = 2) -> str:
    """What a table holds."""
    if name in KINDS:
        return kind_name(name, count)
    names = {
        "import": ngettext("file brought in", "files brought in", count),
        "set_aside": ngettext("finding set aside", "findings set aside", count),
        "document": ngettext("certificate", "certificates", count),
        "quiet_bag": ngettext("bag without reminders", "bags without reminders", count),
        "bag_photo": ngettext("photo of a bag", "photos of bags", count),
        "recall_list": ngettext("list of recalls", "lists of recalls", count),
        "share": ngettext("link for somebody else", "links for somebody else", count),
        "share_view": ngettext("view by a link", "views by a link", count),
        "sealed_file": ngettext("file for somebody else", "files for somebody else", count),
        "proposal": ngettext("word from somebody else", "words from somebody else", count),
        "consent": ngettext("consent to write here", "consents to write here", count),
        "held": ngettext("entry from a phone that waits", "entries from a phone that wait", count),
        "reminders": ngettext("choice of check-ins", "choices of check-ins", count),
        "change": ngettext("earlier state", "earlier states", count),
    }
    return names[name]
