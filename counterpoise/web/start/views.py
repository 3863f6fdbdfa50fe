"""The first visit: what this is, three ways to begin, and one for whoever only helps somebody."""

from __future__ import annotations

from django.contrib.sessions.backends.db import SessionStore
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from counterpoise.journal.models import Person
from counterpoise.web.access.doorway import OWN
from counterpoise.web.settings import earlier
from counterpoise.web.start import named, sample
from counterpoise.web.start.forms import StartForm, name_taken
from counterpoise.web.today import asking, measures
from counterpoise.web.visit import Visit

THEN = {"bring": "bring", "code": "profile_accept"}
"""Where a new diary may lead to at once, by what the address says."""


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    return render(request, "start/start.html", {"own": _own(request)})


@require_http_methods(["GET", "POST"])
def start_diary(request: HttpRequest) -> HttpResponse:
    """A new diary; then to the first rating, to bringing what was recorded elsewhere, or to the code of somebody who is
    helped: to write for others one needs a diary of one's own, which may stay empty.

    Sent twice, it is begun once, and both answers lead on: a browser shows the last one only.
    """
    then = THEN.get(request.GET.get("then", ""), "start_first")
    if _own(request):
        return redirect(then if request.method == "POST" else "today")
    form = StartForm(request.POST or None, initial={"name": "" if then == "profile_accept" else _free_name()})
    if request.method == "POST" and (_begun(request, form) or _begun_meanwhile(request)):
        return redirect(then)
    if then == "profile_accept":
        form.fields["name"].label = _("What do they call you?")  # asked here alone: the next page has it filled in
        form.fields["name"].help_text = _("It stands beside every entry that you write for them, and names your diary.")
    context = {"form": form, "then": then, "others": Person.objects.filter(sample=False).exists()}
    return render(request, "start/diary.html", context, status=422 if form.is_bound else 200)


@require_GET
def first(request: Visit) -> HttpResponse:
    """The first rating, by one tap; or not yet."""
    return render(request, "start/first.html", {"ask": asking.fresh(measures.pain())})


@require_POST
def start_sample(request: HttpRequest) -> HttpResponse:
    """Look around in the diary of a simulated person."""
    sample.enter(request, timezone.now())
    return redirect("balance" if request.POST.get("then") == "balance" else "today")


@require_POST
def remove_sample(request: HttpRequest) -> HttpResponse:
    sample.leave(request)
    return redirect("today")


@require_GET
def about(request: HttpRequest) -> HttpResponse:
    return render(request, "start/about.html")


def _begun(request: HttpRequest, form: StartForm) -> bool:
    """Begin the diary in this session, both or neither; not where something is wrong, which the form then says.

    The session keeps its key: it is as old as the link by which it was let in, and an answer that never arrives would
    leave the browser with one that opens nothing.
    """
    if not form.is_valid():
        return False
    said, session = form.cleaned_data, request.session
    about = {"name": said["name"], "time_zone": said["time_zone"], "country": said["country"] or None}
    try:
        with transaction.atomic():
            person = Person.objects.create(**about)
            earlier.keep(person, said, timezone.now())
            session[OWN] = str(person.pk)
            sample.leave(request)
            session.save()
    except IntegrityError:  # somebody took the name since the form looked
        form.add_error("name", name_taken())
        return False
    return True


def _begun_meanwhile(request: HttpRequest) -> bool:
    """Whether the same form, sent a moment before, has begun it: what this request knows of its session is older."""
    return OWN in SessionStore(request.session.session_key)


def _free_name() -> str:
    """A name to start from, where nobody has it yet: one thing less to think of."""
    name = named.unnamed()
    return "" if Person.objects.filter(name__iexact=name).exists() else name


def _own(request: HttpRequest) -> bool:
    """Whether this browser has a diary of its own, whatever is open just now."""
    own = request.session.get(OWN)
    return own is not None and Person.objects.filter(pk=own).exists()
