"""What is asked: an amount, of what, how often a day. Kept in the session, so that no address carries it."""

from __future__ import annotations

import datetime as dt
import statistics
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.sessions.backends.base import SessionBase
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from counterpoise import diary as d
from counterpoise import units
from counterpoise.assessment import body
from counterpoise.journal import models as m
from counterpoise.journal.diaries import record
from counterpoise.knowledge.contents import another_drug
from counterpoise.knowledge.load import load
from counterpoise.plans.extracts import is_extract
from counterpoise.report import names
from counterpoise.web.mechanism.products import ALKALOID, Choice, form_key, lot_key
from counterpoise.web.today.forms import Amount

WINDOW = dt.timedelta(days=30)
MOST_A_DAY, MOST_DOSES, LEAST_MG, MOST_MG = 6, 500, 0.001, 1000.0
_SESSION = "mechanism"


@dataclass(frozen=True)
class Asked:
    """An amount of something, so many times a day."""

    amount: float
    what: Choice
    times: int

    @property
    def mg(self) -> float:
        """Milligrams of mitragynine, the median."""
        return self.amount * self.what.mg


class AskForm(forms.Form):
    """The form of the page. No amount is suggested: the field is empty, or holds what this person usually has."""

    amount = Amount(label=gettext_lazy("How much"))
    what = forms.ChoiceField(label=gettext_lazy("Of what"))
    times = forms.TypedChoiceField(label=gettext_lazy("How often a day"), coerce=int)

    def __init__(self, offered: Mapping[str, Choice], *args: Any, **kwargs: Any) -> None:
        self.offered = offered
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = [(key, one.name) for key, one in offered.items()]  # type: ignore[attr-defined]
        self.fields["times"].choices = [(n, often(n)) for n in range(1, MOST_A_DAY + 1)]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        what = self.offered.get(said.get("what", ""))
        if what is not None and what.mg and said.get("amount") and said["amount"] * what.mg < LEAST_MG:
            least = _("That would be less than {mg} mg of mitragynine; nothing of it could be seen.")
            self.add_error("amount", least.format(mg=names.number(LEAST_MG)))
        if what is not None and said.get("amount") and said["amount"] * what.mg > MOST_MG:
            most = _("That would be more than {mg} mg of mitragynine; up to that much can be shown.")
            self.add_error("amount", most.format(mg=names.number(MOST_MG)))
        return said

    def asked(self) -> Asked:
        """What a valid form asks."""
        said = self.cleaned_data
        return Asked(said["amount"], self.offered[said["what"]], said["times"])


def often(times: int) -> str:
    """ "once a day", "3 times a day"."""
    return _("once a day") if times == 1 else ngettext("{n} time a day", "{n} times a day", times).format(n=times)


def keep(session: SessionBase, person: m.Person, asked: Asked) -> None:
    """Remember the question for this person in this session, in place of an earlier one."""
    session[_SESSION] = {"person": str(person.pk), "amount": asked.amount, "what": asked.what.key, "times": asked.times}


def kept(session: SessionBase, person: m.Person, offered: Mapping[str, Choice]) -> Asked | None:
    """The question that was asked last, if it was this person's and what it was about is still there."""
    known = session.get(_SESSION)
    if known is None or known["person"] != str(person.pk) or known["what"] not in offered:
        return None
    return Asked(known["amount"], offered[known["what"]], known["times"])


def usual(person: m.Person, now: dt.datetime, offered: Mapping[str, Choice]) -> Asked | None:
    """The usual dose of leaf of the last days, as often as was usual; None where its mitragynine is not known at all.

    It is `median_low` of the amounts in the unit used most: an amount that was really taken.
    """
    rows = m.Dose.objects.filter(person=person, deleted_at=None, amount__isnull=False, at__gt=now - WINDOW, at__lte=now)
    leaf = [row for row in rows.select_related("lot__product").order_by("-at")[:MOST_DOSES] if _is_leaf(row)]
    kinds = Counter(_kind(row) for row in leaf)
    if not kinds:
        return None
    kind = kinds.most_common(1)[0][0]
    alike = [row for row in leaf if _kind(row) == kind]
    amount = statistics.median_low([row.amount for row in alike if row.amount is not None])
    latest = next(row for row in alike if row.amount == amount)
    found = _as_offered(latest, amount, offered)
    if found is None or not LEAST_MG <= found[0] * found[1].mg <= MOST_MG:
        return None
    return Asked(*found, _times_a_day(alike))


def _is_leaf(row: m.Dose) -> bool:
    """Whether it was leaf, also by what is known of its bag."""
    pack = load().substance(row.substance)
    lot: d.Lot | None = None if row.lot is None else record(row.lot)
    return pack is not None and pack.key == body.LEAF and another_drug(lot, load()) is None


def _kind(row: m.Dose) -> tuple[str, str | None, bool]:
    """What has to be the same for amounts to be compared: the unit, what it counts, and leaf or an extract of it."""
    product: d.Product | None = None if row.lot is None else record(row.lot.product)
    return units.canonical(row.unit or ""), row.of, is_extract(product, load(), row.substance)


def _as_offered(row: m.Dose, amount: float, offered: Mapping[str, Choice]) -> tuple[float, Choice] | None:
    """The amount of a dose as one of the choices: by what was counted, by its bag, or by the form it came in."""
    unit, pack = units.canonical(row.unit or ""), load().substances[body.LEAF]
    if row.of is not None:
        mg = units.converted(amount, unit, "mg") if row.of == pack.alkaloid else None
        return None if mg is None else (mg, offered[ALKALOID])
    grams = units.converted(amount, unit, "g")
    if row.lot is not None:
        own = offered.get(lot_key(row.lot, unit if grams is None else "g"))
        if own is not None:
            return None if own.reason else (amount if grams is None else grams, own)
    form = row.lot.product.form if row.lot is not None else None
    held = offered.get(form_key(form or next(iter(pack.potency))))
    return None if grams is None or held is None else (grams, held)


def _times_a_day(rows: Sequence[m.Dose]) -> int:
    """The usual number of doses on a day that held one."""
    counted = Counter(row.at.date() for row in rows)
    return min(MOST_A_DAY, statistics.median_low(counted.values()))
