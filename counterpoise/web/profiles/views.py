"""Writing for somebody else: letting them, becoming one who does, changing over, and ending it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.db import IntegrityError, transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from counterpoise.journal import consents
from counterpoise.journal import models as m
from counterpoise.web.access.links import mint
from counterpoise.web.lock import confirming
from counterpoise.web.moments import clock
from counterpoise.web.profiles import caring
from counterpoise.web.profiles.forms import AcceptForm, BeginForm, InviteForm, scopes
from counterpoise.web.profiles.written import listed
from counterpoise.web.share.limit import Tries
from counterpoise.web.start.forms import name_taken
from counterpoise.web.start.named import own_name
from counterpoise.web.today.saving import way_back

AT_THE_CODE = Tries()
MOMENT = dt.timedelta(minutes=1)


@require_GET
def profiles(request: Any) -> HttpResponse:
    return _page(request)


@require_http_methods(["GET", "POST"])
def invite(request: Any) -> HttpResponse:
    """Let somebody write here: the person says who they are to them, how much and what for, and gets a code.

    Where there is a lock, what opens it is said first: whoever finds the diary open would let himself in for good.
    """
    if _not_own(request):
        return redirect("settings")
    if ask := confirming.first(request, confirming.INVITE):
        return ask
    form = InviteForm(request.POST or None, initial={"person_name": own_name(request.own.name), "scope": caring.LOG})
    if request.method == "POST" and form.is_valid():
        return _code(request, m.CareCode(person=request.own, **form.cleaned_data))
    return render(request, "profiles/invite.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def void(request: Any) -> HttpResponse:
    """The code that waits, and the link that went with it, open nothing any more."""
    if _not_own(request):
        return redirect("settings")
    consents.void(request.own)
    return _back("void")


@require_http_methods(["GET", "POST"])
def accept(request: Any) -> HttpResponse:
    """Become one who writes for somebody, by their code."""
    if _not_own(request):
        return redirect("settings")
    form = AcceptForm(request.POST or None, initial={"carer_name": own_name(request.own.name)})
    if request.method == "POST" and form.is_valid():
        now, who = timezone.now(), str(request.own.pk)
        if not AT_THE_CODE.may_try(who, now):
            form.add_error("code", _("That were many wrong codes. Please wait ten minutes."))
        elif consent := consents.accept(form.cleaned_data["code"], request.own, form.cleaned_data["carer_name"], now):
            return _page(request, accepted=consent)
        else:
            AT_THE_CODE.was_wrong(who, now)
            form.add_error("code", _("This code opens nothing: it was used, is older than an hour, or mistyped."))
    return render(request, "profiles/accept.html", {"form": form}, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def begin(request: Any) -> HttpResponse:
    """Begin a diary for somebody who does not use these pages; how they agreed is kept, and they are asked later."""
    if _not_own(request):
        return redirect("settings")
    form = BeginForm(request.POST or None, initial={"carer_name": own_name(request.own.name)})
    now = timezone.now()
    if request.method == "POST" and (consent := _begun(request.own, form, now) or _just_begun(request.own, form, now)):
        link = f"{request.scheme}://{request.get_host()}/enter/{mint(consent.person, now)}"
        return _page(request, accepted=consent, link=link)
    return render(request, "profiles/begin.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def switch(request: Any, key: uuid.UUID) -> HttpResponse:
    """Open the diary of somebody one writes for."""
    consent = _held(key, carer=request.own)
    caring.write_for(request, consent)
    return redirect(way_back(request))


@require_POST
def back(request: Any) -> HttpResponse:
    """Back to one's own diary."""
    caring.write_for(request, None)
    return redirect("today")


@require_POST
def leave(request: Any, key: uuid.UUID) -> HttpResponse:
    """Hand back the consent to write for somebody."""
    consents.hand_back(_held(key, carer=request.own), timezone.now())
    return _back("left")


@require_POST
def end(request: Any, key: uuid.UUID) -> HttpResponse:
    """Nobody writes by this consent any more, from now on."""
    consents.end(_held(key, person=request.own), timezone.now())
    return _back("ended")


@require_POST
def confirm(request: Any, key: uuid.UUID) -> HttpResponse:
    """The person has seen who writes for them, and agrees."""
    consent = _held(key, person=request.own)
    m.Consent.objects.filter(pk=consent.pk, confirmed_at=None).update(confirmed_at=timezone.now())
    return redirect("profiles")


@require_POST
def told(request: Any, key: uuid.UUID) -> HttpResponse:
    """The person has read that a carer handed the consent back."""
    if not m.Consent.objects.filter(pk=key, person=request.own, handed_back=True).update(handed_back=False):
        raise Http404
    return redirect("today")


@require_GET
def written(request: Any, key: uuid.UUID) -> HttpResponse:
    """What was written by a consent, for the person alone: the latest days of it."""
    consent = m.Consent.objects.filter(pk=key, person=request.own).first() if request.own is not None else None
    if consent is None or _not_own(request):
        raise Http404
    return render(request, "profiles/written.html", {"consent": consent, "days": listed(consent)})


def _code(request: Any, said: m.CareCode) -> HttpResponse:
    """The code, and the link by which the one who is to write comes to where it is typed; both shown this once."""
    now = timezone.now()
    code = consents.invite(said, now)
    link = f"{request.scheme}://{request.get_host()}/enter/{mint(None, now, care=said)}"
    context = {"code": code, "link": link, "until": clock(request.own, now + consents.CODE_LASTS)}
    return render(request, "profiles/code.html", context)


def _begun(carer: m.Person, form: BeginForm, now: dt.datetime) -> m.Consent | None:
    """The diary and the consent, both or neither; None where something is wrong, which the form then says."""
    if not form.is_valid():
        return None
    said = form.cleaned_data
    about = {"time_zone": said["time_zone"], "country": said["country"] or None}
    kept = {name: said[name] for name in ("person_name", "carer_name", "purpose")}
    try:
        with transaction.atomic():
            person = m.Person.objects.create(name=said["person_name"], **about)
            return m.Consent.objects.create(
                person=person, carer=carer, **kept, scope=caring.WHOLE, given="said", made_at=now
            )
    except IntegrityError:  # somebody took the name since the form looked
        form.add_error("person_name", name_taken())
        return None


def _just_begun(carer: m.Person, form: BeginForm, now: dt.datetime) -> m.Consent | None:
    """What the same form, sent a moment before, has begun: a button tapped twice leads on, to a link that opens."""
    name, purpose = (form.data.get(said, "").strip() for said in ("person_name", "purpose"))
    begun = m.Consent.objects.filter(carer=carer, ended_at=None, given="said", made_at__gte=now - MOMENT)
    return begun.filter(person__name__iexact=name, purpose=purpose).first()


def _page(request: Any, **context: Any) -> HttpResponse:
    if _not_own(request):
        return redirect("settings")
    mine = m.Consent.objects.filter(person=request.own).order_by("-made_at")
    hers = m.Consent.objects.filter(carer=request.own, ended_at=None).order_by("person_name")
    now = timezone.now()
    waits = consents.waiting(request.own, now)
    shown = {
        "done": _done(request.GET.get("done", "")),
        "waits_until": clock(request.own, waits.made_at + consents.CODE_LASTS) if waits is not None else None,
        "for_me": [_told(one) for one in mine if one.ended_at is None],
        "ended": [_told(one) for one in mine if one.ended_at is not None],
        "i_write": [_told(one) for one in hers],
    }
    return render(request, "profiles/profiles.html", shown | context)


def _back(done: str) -> HttpResponse:
    return redirect(f"{reverse('profiles')}?done={done}")


def _done(what: str) -> str:
    said = {
        "void": _("The code opens nothing any more, and neither does the link."),
        "left": _("Handed back: you read and write nothing there any more. They are told so on their Today."),
        "ended": _("Taken back: they read and write nothing here any more."),
    }
    return said.get(what, "")


def _told(consent: m.Consent) -> dict[str, Any]:
    words = dict(scopes())
    return {"consent": consent, "scope": words.get(consent.scope, ""), "written": consents.written(consent)}


def _not_own(request: Any) -> bool:
    """The sample, or somebody without a diary of their own."""
    return request.own is None or request.person != request.own


def _held(key: uuid.UUID, **whose: Any) -> m.Consent:
    """A consent that holds, given by this person or to this carer; or 404."""
    found = m.Consent.objects.filter(pk=key, ended_at=None, **whose).first() if None not in whose.values() else None
    if found is None:
        raise Http404
    return found
