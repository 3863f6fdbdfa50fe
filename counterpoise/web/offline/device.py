"""What a page tells the device, so that it can write without a network: no secret, and nothing of the diary."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

from django.utils.crypto import salted_hmac

from counterpoise.journal.models import Consent, Person
from counterpoise.journal.outbox_key import public_key

SHOWS_THE_RECORD = {"day", "timeline", "balance", "plan", "safety", "products", "flare_taken", "arrived"}
"""Pages that come anew when something has arrived, by name. Today exchanges its parts; the others stay as they are."""


OF_PAGE = "Counterpoise-Diary"
"""What every part that a page asks for carries: of which diary the page is (`ForDevice.page`)."""


@dataclass(frozen=True)
class ForDevice:
    """The key to seal to; whose diary entries are for and who writes them, as a mark that only this server understands;
    the country, and from what it was guessed, for the emergency numbers that are kept; of which diary the page is."""

    key: str
    mark: str
    country: str
    page: str


def for_device(person: Person | None, consent: Consent | None = None, country: str = "") -> ForDevice:
    key = base64.b64encode(public_key()).decode()
    page = mark_of(person, consent) if person else ""
    mark = "" if person and person.sample else page  # nothing is kept for a simulated person
    return ForDevice(key, mark, country, page)


def of_another(request: Any) -> bool:
    """Whether a part of a page is asked for, or sent, whose diary is not the one that is open by now.

    In another tab, one changed over: the part would be that of one diary under the name of the other.
    """
    said = request.headers.get(OF_PAGE)
    return bool(said) and (request.person is None or said != mark_of(request.person, request.consent))


@dataclass(frozen=True)
class Known:
    """A diary that entries on this device may be for: its mark, the person's name (none: one's own), whether the
    consent to write there has ended."""

    mark: str
    name: str
    over: bool


def known(own: Person | None, here: str) -> list[Known]:
    """The diaries that whoever's browser this is has or had open, without the one that is open now."""
    if own is None:
        return []
    consents = Consent.objects.filter(carer=own).select_related("person").order_by("made_at")
    theirs = [Known(mark_of(one.person, one), one.person_name, one.ended_at is not None) for one in consents]
    return [one for one in (Known(mark_of(own), "", False), *theirs) if one.mark != here]


def mark_of(person: Person, consent: Consent | None = None) -> str:
    """Stands for a diary on the device, and for the consent of whoever writes there for somebody else.

    An entry that waits reaches no other diary, and is never saved as if somebody else had written it.
    """
    whose = str(person.pk) if consent is None else f"{person.pk} {consent.pk}"
    return salted_hmac("counterpoise outbox", whose, algorithm="sha256").hexdigest()[:32]
