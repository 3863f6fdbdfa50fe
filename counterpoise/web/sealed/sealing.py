"""The file itself: the report and the form drawn as pages are, then sealed."""

from __future__ import annotations

import base64
import datetime as dt
import secrets
from pathlib import Path
from zoneinfo import ZoneInfo

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils.translation import get_language

from counterpoise.exchange.sealed import seal as sealed
from counterpoise.journal import models as m
from counterpoise.report import names
from counterpoise.report.pdf import left_out, statement
from counterpoise.web.plan import beside
from counterpoise.web.report.drawn import in_blocks, pictures
from counterpoise.web.share.document import document
from counterpoise.web.share.forms import WriteForm

LOOK = ("style.css", "report/report.css", "plan/plan.css", "share/share.css")
"""The look of the pages: the file has it inside."""

PICTURES = "pictures-of-this-file"
"""Stands where a page asks for a picture; here each is inside."""


def sealing(file: m.SealedFile, words: str, now: dt.datetime) -> str:
    """Seal what the file shows at this moment, and keep what proves an answer to it. Gives the HTML."""
    found = sealed.seal(
        _report(file, now),
        _form(file, now) if file.may_comment else "",
        id_=str(file.pk),
        passphrase=words,
        language=get_language() or "en",
        style=_look(),
        random=secrets.token_bytes,
    )
    file.public_key = found.public_key
    file.save(force_insert=True)
    return found.html


def _report(file: m.SealedFile, now: dt.datetime) -> str:
    told = document(file, now)
    words = {"left_out": left_out(), "statement": statement(), "pictures": PICTURES}
    html: str = render_to_string("sealed/report.html", {"document": told, "sections": in_blocks(told), **words})
    for name, svg in pictures(told).items():
        data = base64.b64encode(svg.encode()).decode()
        html = html.replace(f"{PICTURES}?of={name}", f"data:image/svg+xml;base64,{data}")
    return html


def _form(file: m.SealedFile, now: dt.datetime) -> str:
    today = now.astimezone(ZoneInfo(file.person.time_zone)).date()
    form = WriteForm(today, initial={"substance": names.substance("kratom")})
    return render_to_string("sealed/write.html", {"form": form, "facts": beside.beside()})


def _look() -> str:
    paths = (finders.find(name) for name in LOOK)
    return "\n".join(Path(str(path)).read_text(encoding="utf-8") for path in paths if path)
