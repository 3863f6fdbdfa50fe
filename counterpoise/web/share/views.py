"""The person's side of a link: making one, seeing every use of it, ending it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from counterpoise.journal import models as m
from counterpoise.journal import proposals, sharing
from counterpoise.web.devices.door import over_network
from counterpoise.web.lock import confirming
from counterpoise.web.moments import clock
from counterpoise.web.share import telling
from counterpoise.web.share.address import usable, whole
from counterpoise.web.share.forms import ShareForm
from counterpoise.web.share.sections import titles
from counterpoise.web.today.saving import sent_id
from counterpoise.web.visit import Visit


@require_GET
def shares(request: Visit) -> HttpResponse:
    """Every link, and everything that was written back."""
    now = timezone.now()
    links = [_shown(one, now) for one in sharing.all_of(request.person)]
    context = {
        "links": [one for one in links if one["open"]],
        "ended": [one for one in links if not one["open"]],
        "said": [telling.line(one) for one in proposals.of(request.person)],
        "done": telling.toast(request.GET.get("done", "")),
    }
    return render(request, "share/share.html", context)


@require_http_methods(["GET", "POST"])
def new(request: Visit) -> HttpResponse:
    """Make a link. Its secret is shown by this one answer and never again."""
    if request.person.sample:
        told = {"heading": _("This is the sample diary"), "text": _("A link is made for a diary of your own.")}
        return render(request, "error.html", told, status=409)
    if usable() is None and over_network(request):  # a link opens where it was made: at the computer, and not here
        return render(request, "devices/computer.html", status=403)
    if ask := confirming.first(request, confirming.SHARE):
        return ask
    now = timezone.now()
    form = ShareForm(clock(request.person, now).date(), request.POST or None)
    if request.method == "POST" and form.is_valid():
        share = form.share(request.person, now)
        share.pk = uuid.UUID(sent_id(request))
        if m.Share.objects.filter(pk=share.pk).exists():
            return redirect("share")  # sent twice: it was made, and shown, the first time
        secret = sharing.make(share)
        link = f"{whole(request, reverse('shared_door'))}#{secret}"
        made = {"link": link, "one": _shown(share, now), "only_here": usable() is None}
        return render(request, "share/made.html", made)
    context = {"form": form, "id": request.POST.get("id") or m.new_id(), "only_here": usable() is None}
    return render(request, "share/new.html", context, status=422 if form.is_bound else 200)


@require_GET
def one(request: Visit, key: uuid.UUID) -> HttpResponse:
    """One link, with every use of it."""
    share = _find(request, key)
    pages = telling.pages()
    views = [(clock(request.person, view.at), pages[view.page]) for view in sharing.views(share)[:500]]
    context = {"one": _shown(share, timezone.now()), "views": views}
    return render(request, "share/one.html", context)


@require_POST
def revoke(request: Visit, key: uuid.UUID) -> HttpResponse:
    """End a link; whoever is looking by it sees nothing more from the next click on."""
    sharing.revoke(_find(request, key), timezone.now())
    return redirect(f"{reverse('share')}?done=ended")


def _find(request: Visit, key: uuid.UUID) -> m.Share:
    try:
        return sharing.find(request.person, key)
    except m.Share.DoesNotExist:
        raise Http404 from None


def _shown(share: m.Share, now: dt.datetime) -> dict[str, Any]:
    names = titles()
    views = sharing.views(share)
    latest = views.first()
    return {
        "row": share,
        "open": sharing.is_open(share, now),
        "until": clock(share.person, share.expires_at),
        "ended_at": clock(share.person, share.revoked_at) if share.revoked_at else None,
        "made_at": clock(share.person, share.made_at),
        "shows": [names[key] for key in share.sections if key in names],
        "hides": [title for key, title in names.items() if key not in share.sections],
        "opened": views.filter(page="opened").count(),
        "latest": clock(share.person, latest.at) if latest is not None else None,
    }
