"""What others were given to read, for an export: every link and file, with what it shows and whether it stands."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from counterpoise.exchange.fhir import Shared
from counterpoise.journal import models as m
from counterpoise.journal import sealed, sharing
from counterpoise.report.clinician import titles


def given(person: m.Person) -> list[Shared]:
    """Earliest first. Neither the secret of a link nor its hash, no passphrase, and nobody's name leaves with it."""
    links = [_shared(one, "link", _over(one)) for one in sharing.all_of(person)]
    files = [_shared(one, "file", one.closed_at) for one in sealed.all_of(person)]
    return sorted([*links, *files], key=lambda one: (one.given_at, one.key))


def _over(link: m.Share) -> dt.datetime:
    return link.expires_at if link.revoked_at is None else min(link.revoked_at, link.expires_at)


def _shared(of: m.Share | m.SealedFile, by: Literal["link", "file"], over_at: dt.datetime | None) -> Shared:
    called = titles()
    sections = tuple(called[key] for key in called if key in of.sections)
    return Shared(
        key=str(of.pk),
        by=by,
        sections=sections,
        first=of.first,
        last=of.last,
        given_at=of.made_at,
        over_at=over_at,
    )
