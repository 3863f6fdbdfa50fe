"""Passkeys: adding one, and opening the lock with one (WebAuthn, by fido2).

A passkey belongs to a name of this installation, its RP id: the host in the address, without the port. `localhost` is
one, and so is a name in the home network that is served with a certificate the browser trusts; a number (127.0.0.1) is
none. What the authenticator signs names the whole origin, with the port, and that has to be the one it was asked from.
"""

from __future__ import annotations

import datetime as dt
import ipaddress
import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.request import split_domain_port
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from counterpoise.journal import app_lock
from counterpoise.journal import models as m
from counterpoise.web.lock import changing, state

ASKED = "passkey_asked"
"""Key of the session: what was asked last, good for one answer."""
UNFIT = (ValueError, KeyError, TypeError, AttributeError, RecursionError)
"""What comes of an answer that no authenticator gives."""
MOST = 20
LONGEST_LABEL = 100


def rp_id(request: HttpRequest) -> str | None:
    """The name that passkeys of this address belong to; None: a number, which can have none."""
    host = split_domain_port(request.get_host())[0]
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return host
    return None


def may_open(request: HttpRequest, lock: m.AppLock) -> bool:
    """Whether there is a passkey for this lock at this name."""
    return m.Passkey.objects.filter(person=lock.person_id, rp_id=rp_id(request) or "").exists()


@require_POST
def add_begin(request: Any) -> HttpResponse:
    """What the browser needs to make a passkey."""
    if refused := changing.refused(request):
        return refused
    known = m.Passkey.objects.filter(person=request.own, rp_id=rp_id(request) or "")
    if rp_id(request) is None or known.count() >= MOST:
        return HttpResponse(status=422)
    asked, request.session[ASKED] = _server(request).register_begin(
        PublicKeyCredentialUserEntity(id=request.own.pk.bytes, name=_("Diary"), display_name=_("Diary")),
        credentials=[AttestedCredentialData(bytes(one.credential)) for one in known],
        resident_key_requirement=ResidentKeyRequirement.PREFERRED,
        user_verification=UserVerificationRequirement.REQUIRED,
    )
    return JsonResponse(dict(asked))


@require_POST
def add(request: Any) -> HttpResponse:
    """Keep the passkey that the browser made."""
    if refused := changing.refused(request):
        return refused
    asked = request.session.pop(ASKED, None)
    try:
        made = _server(request).register_complete(asked, json.loads(request.POST.get("credential", "")))
        assert made.credential_data is not None  # noqa: S101
    except UNFIT:
        return changing.page(request, status=422, wrong=_("The passkey was not added. Please try again."))
    now = timezone.now()
    label = request.POST.get("label", "").strip()[:LONGEST_LABEL] or _("Passkey")
    told = {"rp_id": rp_id(request), "credential": bytes(made.credential_data), "made_at": now}
    code = app_lock.add_passkey(m.Passkey(person=request.own, label=label, **told))
    return changing.put_on(request, code)


@require_POST
def remove(request: Any, key: str) -> HttpResponse:
    """Forget a passkey; the last way to open it stays, until the lock is taken off."""
    if refused := changing.refused(request):
        return refused
    one = get_object_or_404(m.Passkey, pk=key, person=request.own)
    lock = app_lock.lock_of(request.own)
    if lock is not None and not lock.passphrase and m.Passkey.objects.filter(person=request.own).count() == 1:
        wrong = _("This is the only thing that opens the lock. Add another, or take the lock off.")
        return changing.page(request, status=422, wrong=wrong)
    one.delete()
    app_lock.shut_everywhere(request.own)
    return changing.put_on(request, None)


@require_POST
def open_begin(request: Any) -> HttpResponse:
    """What the browser needs to use a passkey of the lock that is shut."""
    return HttpResponse(status=409) if request.locked is None else ask(request, request.locked)


@require_POST
def open_with(request: Any) -> HttpResponse:
    """Open the lock with a passkey."""
    from counterpoise.web.lock import opening

    if request.locked is None:
        return redirect("today")
    lock, now = request.locked, timezone.now()
    if not answered(request, lock, now):
        return opening.page(request, status=422, wrong=_("The passkey did not open it. Please try again."))
    response = redirect(opening.then(request.POST.get("then", "")))
    state.open_here(request, response, lock, now)
    return response


def ask(request: HttpRequest, lock: m.AppLock) -> HttpResponse:
    """Ask for a passkey of this lock."""
    asked, request.session[ASKED] = _server(request).authenticate_begin(
        credentials=_known(request, lock), user_verification=UserVerificationRequirement.REQUIRED
    )
    return JsonResponse(dict(asked))


def answered(request: HttpRequest, lock: m.AppLock, now: dt.datetime) -> bool:
    """Whether a passkey of this lock signed what was asked last."""
    asked = request.session.pop(ASKED, None)
    try:
        used = _server(request).authenticate_complete(
            asked, _known(request, lock), json.loads(request.POST.get("credential", ""))
        )
    except UNFIT:
        return False
    m.Passkey.objects.filter(person=lock.person_id, credential=bytes(used)).update(used_at=now)
    app_lock.opened(lock)
    return True


def _known(request: HttpRequest, lock: m.AppLock) -> list[AttestedCredentialData]:
    rows = m.Passkey.objects.filter(person=lock.person_id, rp_id=rp_id(request) or "")
    return [AttestedCredentialData(bytes(row.credential)) for row in rows]


def _server(request: HttpRequest) -> Fido2Server:
    """For this address and no other: what was signed for another port or another page is refused."""
    here = f"{request.scheme}://{request.get_host()}"
    entity = PublicKeyCredentialRpEntity(name="Counterpoise", id=rp_id(request) or "")
    return Fido2Server(entity, verify_origin=lambda origin: origin == here)
