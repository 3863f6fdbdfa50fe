"""What the person agreed to show to others, as Consents: which parts, of which days, until when, and whether it stands.

A Consent holds no secret and no digest of one. It names nobody: who has the link or the file may read, whoever that is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from counterpoise.exchange.fhir.codes import coded, of_fhir
from counterpoise.exchange.fhir.parts import Resource, moment, span, without_none, words
from counterpoise.exchange.fhir.scope import Scope
from counterpoise.text import _


@dataclass(frozen=True, slots=True)
class Shared:
    """A link or a file that was given to somebody. key: its name, which opens nothing.

    sections: titles of what is shown. over_at: when it was or will be over; None: nobody said.
    """

    key: str
    by: Literal["link", "file"]
    sections: Sequence[str]
    first: dt.date
    last: dt.date
    given_at: dt.datetime
    over_at: dt.datetime | None


def consent(scope: Scope, shared: Shared) -> Resource:
    """Active until it was ended or is over, and inactive from then on; it stays, since it was given."""
    given, over = moment(shared.given_at), None if shared.over_at is None else moment(shared.over_at)
    stands = shared.over_at is None or scope.now < shared.over_at
    return scope.derived("Consent", "consent", shared.key) | {
        "status": "active" if stands else "inactive",
        "scope": of_fhir("consentscope", "patient-privacy"),
        "category": [coded("consent/sharing", "Consent to share")],
        "patient": scope.patient,
        "dateTime": given,
        "performer": [scope.patient],
        "policyRule": {"text": _rule(shared)},
        "provision": without_none(
            {
                "type": "permit",
                "period": span(given, over) or {"start": given},
                "actor": [{"role": {"text": _("May read")}, "reference": {"display": _whoever(shared)}}],
                "code": [{"text": said} for section in shared.sections if (said := words(section))],
                "dataPeriod": span(shared.first.isoformat(), shared.last.isoformat()),
            }
        ),
    }


def _rule(shared: Shared) -> str:
    if shared.by == "link":
        return _("The person chose what to show, and can take it back at any time.")
    return _(
        "The person chose what to show. A file that was handed over stays readable for whoever has it and its "
        "passphrase, also after the person closed it."
    )


def _whoever(shared: Shared) -> str:
    return _("Whoever has the link") if shared.by == "link" else _("Whoever has the file and its passphrase")
