"""What is set now, a line for each part of the settings: it stands beside the heading while the part is folded."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from counterpoise.checkins.chosen import INSTRUMENTS, Chosen, Round
from counterpoise.knowledge.load import load
from counterpoise.report import names


def lines(chosen: Chosen, *, feed: bool, browsers: int) -> dict[str, str]:
    """The lines, by part. feed: whether there is an address for a calendar; browsers: how many are called."""
    morning = _("Morning: {what}").format(what=_round(chosen.morning))
    evening = _("Evening: {what}").format(what=_round(chosen.evening))
    forms = [
        f"{names.instrument(load().instruments[key])}: {often(chosen.instruments.get(key, 0))}" for key in INSTRUMENTS
    ]
    quiet = _("From {begin} to {end}").format(begin=f"{chosen.quiet_from:%H:%M}", end=f"{chosen.quiet_to:%H:%M}")
    called = ngettext("On, in {count} browser", "On, in {count} browsers", browsers).format(count=browsers)
    put_in, left_out = _("Questions after doses: put in"), _("Questions after doses: left out")
    return {
        "rounds": f"{morning} · {evening}",
        "forms": " · ".join(forms),
        "quiet": quiet if chosen.quiet_from != chosen.quiet_to else _("No quiet hours"),
        "after_doses": put_in if chosen.in_calendar else left_out,
        "feed": _("On: there is an address") if feed else _("Off"),
        "push": called if browsers else _("Off"),
    }


def often(days: int) -> str:
    """How often a questionnaire comes, in words."""
    weeks = days // 7
    return ngettext("every week", "every {weeks} weeks", weeks).format(weeks=weeks) if weeks else _("not at all")


def _round(one: Round | None) -> str:
    if one is None or not one.measures:
        return _("nothing")
    count = len(one.measures)
    return ngettext("{count} question at {at}", "{count} questions at {at}", count).format(
        count=count, at=f"{one.at:%H:%M}"
    )
