"""The text that explains an archive to whoever unpacks it."""

from __future__ import annotations

import datetime as dt

from counterpoise.text import _


def readme(now: dt.datetime) -> str:
    """README.txt."""
    told = _(
        "Everything that Counterpoise kept about one person, on {day}.\n"
        "\n"
        "It is not encrypted: whoever has this file can read it. Keep it as you would keep a medical file.\n"
        "\n"
        "diary.json       The diary as it stands: doses, ratings, effects, bags, medicines, plans and the rest. Other\n"
        "                 programs can read it; the format is called counterpoise-diary.\n"
        "tables/          The same as tables for any spreadsheet, one for each kind of entry. datapackage.json tells\n"
        "                 what each column means.\n"
        "fhir.json        The same for other health software (FHIR R4), with what the safety rules found.\n"
        "report.pdf       The report for a visit to a professional, over the whole record (ten years at most). It is\n"
        "                 missing where a rating lies off its scale, since no answer can be worked out then.\n"
        "history.json     What lies behind the diary: every record with each of its earlier states, what was deleted,\n"
        "                 which file brought what, and which findings were set aside.\n"
        "attachments/     The files that were kept: certificates and photos of bags, lists of recalls.\n"
        "manifest.json    The size and the SHA-256 of every file here, and how many records there are.\n"
        "\n"
        "To put it back: in Counterpoise, More, Take my data along, Put an archive back. Or in a terminal:\n"
        "\n"
        "    ./x unarchive FILE --name NAME\n"
        "\n"
        "Everything is checked first. If a single byte was changed, it says in which file, and nothing is put back.\n"
        "What is not in here: the name of the diary, links into Counterpoise, and anything of other people.\n"
    )
    return told.format(day=now.date().isoformat())
