"""Records of the packs as the pages draw them: in the language in use, each with who says so."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from counterpoise.knowledge.load import load
from counterpoise.knowledge.records import Fact, Page, Prior, Section
from counterpoise.report import facts, names
from counterpoise.web.access.ways import open_here
from counterpoise.web.sourced import told


def fact(record: Fact, anchor: str) -> dict[str, Any]:
    """One fact; `anchor` is the name under which a link reaches it."""
    return {
        "anchor": anchor,
        "label": _(record.label),
        "text": facts.value(record),
        "population": _(record.population) if record.population else "",
        "note": _(record.note) if record.note else "",
        **told(record),
    }


def prior(record: Prior, anchor: str) -> dict[str, Any]:
    """What is assumed beforehand, drawn like a fact."""
    note = _(record.note) if record.note else ""
    return {"anchor": anchor, "label": _(record.label), "text": facts.prior(record), "note": note, **told(record)}


def section(key: str, record: Section) -> dict[str, Any]:
    """One section of a page to read, with the facts and the ways on that it names."""
    named = [(name, load().fact(name)) for name in record.facts]
    packs = dict.fromkeys(name.partition("/")[0] for name in record.facts)
    return {
        "key": key,
        "title": _(record.title),
        "paragraphs": [_(paragraph) for paragraph in record.text],
        "points": [_(point) for point in record.points],
        "facts": [fact(found, name.replace("/", "-")) for name, found in named if found is not None],
        "see": [*(way_on(name) for name in record.see if "/" in name or open_here(name)), *map(whole, packs)],
        **told(record),
    }


def page(record: Page) -> dict[str, str]:
    """A page to read, as a list shows it."""
    address = reverse("learn_page", args=[record.key])
    return {"title": _(record.title), "summary": _(record.summary), "address": address}


def whole(substance: str) -> dict[str, str]:
    """All that is known of a substance."""
    title = _("{substance}: all facts").format(substance=names.substance(substance))
    return {"title": title, "address": reverse("learn_substance", args=[substance])}


def way_on(name: str) -> dict[str, str]:
    """Title and address of "learn/page", or of one of our own pages by the name of its view."""
    _room, slash, key = name.partition("/")
    if slash:
        return page(load().pages[key])
    return {"title": ways()[name], "address": reverse(name)}


def ways() -> dict[str, str]:
    """Our own pages that a section may lead on to, by the names of their views."""
    return {
        "today": _("Today"),
        "balance": _("Balance"),
        "balance_method": _("How this is computed"),
        "emergency": _("Emergency"),
        "export": _("Take my data along"),
        "learn_analytes": _("What laboratories look for"),
        "learn_instruments": _("Questionnaires"),
        "learn_law": _("What we read of the law"),
    }
