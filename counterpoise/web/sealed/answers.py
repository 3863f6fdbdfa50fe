"""What comes back from a file: held against the file's key, then kept as it was said until the person answers."""

from __future__ import annotations

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from counterpoise.diary_file import BadDiary
from counterpoise.exchange.sealed import signed
from counterpoise.journal import models as m
from counterpoise.journal import proposals, sealed
from counterpoise.plans.proposal import Proposal
from counterpoise.report import names
from counterpoise.web.moments import clock
from counterpoise.web.sealed import views
from counterpoise.web.sealed.forms import SealForm
from counterpoise.web.share.forms import WriteForm
from counterpoise.web.visit import Visit

LONGEST = 10_000
"""Signs that a comment holds."""


@require_POST
def bring(request: Visit) -> HttpResponse:
    """Take the answer that was brought. It waits for the person; nothing of it takes effect here."""
    now = timezone.now()
    try:
        row = _kept(request, now)
    except (signed.BadProposal, BadDiary) as problem:
        form = SealForm(clock(request.person, now).date())
        return views.page(request, form, problem=str(problem))
    return redirect("proposal", key=row.pk)


@require_POST
def close(request: Visit, key: uuid.UUID) -> HttpResponse:
    """Take no answer to a file any more."""
    file = sealed.find(request.person, key)
    if file is None:
        raise Http404
    sealed.close(file, timezone.now())
    return redirect(f"{reverse('sealed')}#given")


def _kept(request: Visit, now: dt.datetime) -> m.Proposal:
    given = request.FILES.get("file")
    if given is None:
        raise signed.BadProposal(_("No file was chosen"))
    found = signed.read(given.read(signed.LARGEST + 1))
    file = sealed.find(request.person, found.file)
    if file is None:
        raise signed.BadProposal(_("The answer is not to a file that you gave"))
    if file.closed_at is not None or not file.may_comment:
        raise signed.BadProposal(_("You take no answers to that file"))
    said = signed.checked(found, bytes(file.public_key))
    return proposals.keep(request.person, _proposal(said, file, now), "file", now)


def _proposal(said: signed.Said, file: m.SealedFile, now: dt.datetime) -> Proposal:
    """What was said. A plan that cannot be read as one is kept as words, with what is missing: nothing is lost."""
    at = min(said.said_at, now).astimezone(ZoneInfo(file.person.time_zone))
    data = QueryDict(mutable=True)
    for name, values in said.fields.items():
        data.setlist(name, values)
    data.setdefault("substance", names.substance("kratom"))  # as the form has it; an emptied field does not come along
    form = WriteForm(at.date(), data)
    if form.is_valid():
        return form.proposal(at)
    words = [*said.fields.get("comment", ()), _("What follows could not be read as a plan, and stands here as words.")]
    words += [f"{_label(form, name)}: {', '.join(said.fields[name])}" for name in _plan_fields(form, said)]
    words += [f"({_label(form, name)}: {errors[0]})" for name, errors in form.errors.items()]
    author = form.cleaned_data.get("author") or " ".join(said.fields.get("author", ())).strip()[:200]
    return Proposal(author=author or _("no name given"), role=None, said_at=at, comment=_fitting("\n".join(words)))


def _fitting(text: str) -> str:
    """As much as a comment holds; that there is more is said."""
    if len(text) <= LONGEST:
        return text
    more = _("[This was longer than a comment can be. All of it stands in the file.]")
    return f"{text[: LONGEST - len(more) - 1]}\n{more}"


def _plan_fields(form: WriteForm, said: signed.Said) -> list[str]:
    return [name for name in said.fields if name not in ("author", "role", "comment") and name in form.fields]


def _label(form: WriteForm, name: str) -> str:
    return str(form.fields[name].label) if name in form.fields else _("In all")
