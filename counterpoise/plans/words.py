"""Where the person stands, in plain sentences: what was, and beside it what the plan says. They never prompt."""

from __future__ import annotations

import datetime as dt

from counterpoise.diary import Plan, Quantity
from counterpoise.plans import who
from counterpoise.plans.amounts import Tally
from counterpoise.plans.current import alone
from counterpoise.plans.raised import Raised
from counterpoise.plans.sooner import Sooner
from counterpoise.plans.standing import WEEKDAYS, Standing
from counterpoise.plans.steep import Steep
from counterpoise.plans.steps import last_change
from counterpoise.plans.taper import Down, Hold
from counterpoise.plans.use import Used
from counterpoise.text import _, local, ngettext
from counterpoise.units import bent, sized


def made_alone() -> str:
    return _("made alone")


def with_whom(plan: Plan) -> str:
    """ "agreed with Dr Ng"; else that it was made alone."""
    return whom(plan.agreed_with)


def whom(agreed_with: str | None) -> str:
    """The same of a plan or a step."""
    if who.nobody(agreed_with):
        return made_alone()
    return _("agreed with {name}").format(name=who.said(agreed_with))


def mark(standing: Standing) -> str:
    """ "made alone", "last step made alone"; empty where neither is so."""
    if alone(standing.plan):
        return made_alone()
    last = last_change(standing.stages)
    return _("last step made alone") if last.kind is not None and who.nobody(last.agreed_with) else ""


def direction(plan: Plan) -> str:
    return {"up": _("going up"), "hold": _("staying as it is"), "down": _("going down")}[plan.direction]


def last_dose(standing: Standing) -> str:
    """ "Last dose 3 h 10 min ago; the plan: at least 4 h."."""
    if standing.since_last is None:
        return ""
    ago, hours = span(standing.since_last), standing.plan.hours_between
    if standing.last_is_another_drug:
        said = _("Last dose {ago} ago. It was another drug than leaf: it is in none of the amounts.").format(ago=ago)
        least = hours and _("The plan: at least {gap} between doses.").format(gap=span(dt.timedelta(hours=hours)))
        return f"{said} {least}" if least else said
    if not hours:
        return _("Last dose {ago} ago.").format(ago=ago)
    return _("Last dose {ago} ago; the plan: at least {gap}.").format(ago=ago, gap=span(dt.timedelta(hours=hours)))


def so_far(standing: Standing) -> str:
    """ "Today: 2 doses, 4 g so far; the plan: at most 3 doses, 6 g."; an amount that is not known is said to be so."""
    count = len(standing.doses_under_it)
    most = _most(standing)
    if count < len(standing.doses_today):  # the day on which it was written down: those before are not under it
        said = _whole_day(standing)
    elif not count:
        said = _("Today: no dose recorded so far")
    elif standing.at_day_ceiling and standing.plan.ceiling_per_day is not None:
        said = _("Today so far {amount}").format(amount=_taken(standing.taken_today))
        most = amount(standing.plan.ceiling_per_day)
    else:
        doses = ngettext("{n} dose", "{n} doses", count).format(n=count)
        said = _("Today: {doses}, {amount} so far").format(doses=doses, amount=_taken(standing.taken_today))
    return _("{said}; the plan: at most {most}.").format(said=said, most=most) if most else f"{said}."


def _whole_day(standing: Standing) -> str:
    """On the day on which a plan is written down: all doses of that day, so that nothing reads as left of it.

    "Today in all: 11 doses, 27 g; 1 of them since the plan was written down".
    """
    count, since = len(standing.doses_today), len(standing.doses_under_it)
    doses = ngettext("{n} dose", "{n} doses", count).format(n=count)
    said = _("Today in all: {doses}, {amount}").format(doses=doses, amount=_taken(standing.all_today))
    if not since:
        return _("{said}; none of them since the plan was written down").format(said=said)
    return _("{said}; {n} of them since the plan was written down").format(said=said, n=since)


def sooner(found: Sooner) -> str:
    """ "Sooner than 4 h after the dose before: 3 of 20 doses."."""
    text = ngettext(
        "Sooner than {least} after the dose before: {count} of {known} dose.",
        "Sooner than {least} after the dose before: {count} of {known} doses.",
        found.known,
    )
    return text.format(least=span(found.least), count=found.count, known=found.known)


def dose_free(standing: Standing) -> str:
    """That today is one of the days without a dose."""
    if not standing.dose_free_today:
        return ""
    return _("{day} is a day without a dose in the plan.").format(day=weekday(WEEKDAYS[standing.today.weekday()]))


def stage(standing: Standing) -> str:
    """ "Since 3 June 2026: 2 g a dose, at most 3 doses a day. Day 5; the plan: at least 10 days."."""
    parts = [a_dose(standing.amount)] if standing.amount is not None else []
    if standing.doses_per_day is not None:
        parts.append(doses_a_day(standing.doses_per_day))
    what = ", ".join(parts) or _("no amount was agreed")
    text = _("Since {day}: {what}. Day {n}; the plan: at least {least}.")
    if standing.plan.min_days_per_step is None:
        text = _("Since {day}: {what}. Day {n}; how long was not agreed, and here it is at least {least}.")
    said = text.format(day=day(standing.step_on), what=what, n=standing.step_days + 1, least=days(standing.min_days))
    return " ".join([said, _("You recorded a hold.")]) if standing.held else said


def a_dose(quantity: Quantity) -> str:
    """ "2 g a dose"."""
    return _("{amount} a dose").format(amount=amount(quantity))


def at_most(quantity: Quantity) -> str:
    """ "at most 2 g"."""
    return _("at most {amount}").format(amount=amount(quantity))


def days(count: int) -> str:
    """ "1 day", "10 days"."""
    return ngettext("{n} day", "{n} days", count).format(n=count)


def doses_a_day(most: int) -> str:
    """ "at most 3 doses a day"."""
    return ngettext("at most {n} dose a day", "at most {n} doses a day", most).format(n=most)


def review(standing: Standing) -> str:
    """When it is looked at again."""
    on = standing.plan.review_on
    if on is None:
        return _("No day for a review was agreed.")
    texts = {"due": _("The review is today."), "overdue": _("The review was due on {day}.")}
    text = texts[standing.review] if standing.review else _("The review is on {day}.")
    return text.format(day=day(on))


def next_down(down: Down) -> str:
    """ "The plan: 10 % less, 1.8 g, not before 3 June 2026." """
    less = f"{local(f'{down.percent:g}')} %" if down.percent is not None else amount(down.less)
    left = _("none") if down.amount is None else amount(down.amount)
    text = _("The plan: {less} less, {left}, not before {day}.")
    return text.format(less=less, left=left, day=day(down.not_before))


def hold(found: Hold) -> str:
    """Why no step down is due."""
    value, on = local(f"{found.rating.value:g}"), day(found.rating.at.date())
    if found.why == "high":
        text = _("Withdrawal was {value} of 10 on {day}; from {line} on, no step down is made for now.")
    else:
        text = _("Withdrawal was {value} of 10 on {day} and {line} before the step: no step down is made for now.")
    return text.format(value=value, day=on, line=local(f"{found.line:.2g}"))


def one_back(before: Quantity) -> str:
    return _("One step back, to the amount before: {amount}").format(amount=amount(before))


def too_steep(found: Steep) -> str:
    """What is told before a plan is agreed that goes down fast."""
    if found.share >= 1:
        return _(
            "This stops from one day to the next. After long daily use that can bring strong withdrawal, pain and "
            "despair. It is done with help, in small steps."
        )
    if found.of == "start":
        text = _(
            "This plan begins {percent} % below what was used in the weeks before. After long daily use that can bring "
            "strong withdrawal and pain. Smaller steps are easier on the body."
        )
        return text.format(percent=f"{100 * found.share:.0f}")
    text = _(
        "The step takes {percent} % at once. After long daily use that can bring strong withdrawal and pain. Smaller "
        "steps are easier on the body."
    )
    return text.format(percent=f"{100 * found.share:.0f}")


def raised(found: Raised) -> str:
    """What is told of a plan or a step that lies far above what is known."""
    text = {
        "in_force": _("This is {percent} % more than {known}, which is in force."),
        "most_dose": _("This is {percent} % more than the most in one dose on your record: {known}."),
        "most_day": _("This is {percent} % more than the most in one day on your record: {known}."),
        "usual_dose": _("This is {percent} % more than a usual dose before: {known}."),
        "usual_day": _("This is {percent} % more than a usual day before: {known}."),
        "doses": _("This is {percent} % more doses a day than before: {known}."),
    }[found.of]
    known = local(f"{found.doses or 0:.2g}")
    if found.known is not None:
        known = sized(float(f"{found.known.amount:.3g}"), found.known.unit)
    return text.format(percent=f"{100 * found.share:.0f}", known=known)


def most_on_record(known: Used | None) -> str:
    """ "The most in one day on your record: 18 g."; empty where the record does not say it."""
    if known is None or known.most_in_a_day is None or not known.whole:
        return ""
    most = known.most_in_a_day
    return _("The most in one day on your record: {most}.").format(most=sized(float(f"{most.amount:.3g}"), most.unit))


def amount(quantity: Quantity | None) -> str:
    """ "2 g", "3 capsules"."""
    return _("amount unknown") if quantity is None else sized(quantity.amount, quantity.unit)


def unit(name: str) -> str:
    """A unit by its own name: "capsules"."""
    return bent(name, 2)


def span(length: dt.timedelta) -> str:
    """ "3 h 10 min", "4 h", "2 days 4 h"."""
    minutes = int(length.total_seconds() // 60)
    days, hours, rest = minutes // 1440, minutes // 60 % 24, minutes % 60
    if days:
        said = ngettext("{n} day", "{n} days", days).format(n=days)
        return f"{said} {_('{h} h').format(h=hours)}" if hours else said
    if hours:
        said = _("{h} h").format(h=hours)
        return f"{said} {_('{m} min').format(m=rest)}" if rest else said
    return _("{m} min").format(m=rest)


def day(date: dt.date) -> str:
    """ "3 June 2026"."""
    return _("{day} {month} {year}").format(day=date.day, month=_month(date.month), year=date.year)


def moment(at: dt.datetime) -> str:
    """ "3 June 2026 at 08:05", on the clock of the time given."""
    return _("{day} at {time}").format(day=day(at.date()), time=f"{at:%H:%M}")


def day_in_part(told: str) -> str:
    """ "2026", "June 2026", "3 June 2026": as much of a date as was told. 31 June stays as it was told."""
    year, month, of_month = (int(part) for part in (*told.split("-"), "0", "0")[:3])
    if of_month:
        try:
            return day(dt.date(year, month, of_month))
        except ValueError:  # from a file
            return told
    return _("{month} {year}").format(month=_month(month), year=year) if month else str(year)


def _month(number: int) -> str:
    months = (
        *(_("January"), _("February"), _("March"), _("April"), _("May"), _("June"), _("July"), _("August")),
        *(_("September"), _("October"), _("November"), _("December")),
    )
    return months[number - 1]


def weekday(short: str) -> str:
    return {
        "Mon": _("Monday"),
        "Tue": _("Tuesday"),
        "Wed": _("Wednesday"),
        "Thu": _("Thursday"),
        "Fri": _("Friday"),
        "Sat": _("Saturday"),
        "Sun": _("Sunday"),
    }[short]


def _taken(taken: Tally | None) -> str:
    """ "4 g", "4 g and 1 of unknown amount", "amount unknown"."""
    if taken is None or not taken.counted:
        return _("amount unknown")
    said = sized(float(f"{taken.known:.6g}"), taken.unit)
    if not taken.unknown:
        return said
    return _("{amount} and {n} of unknown amount").format(amount=said, n=taken.unknown)


def _most(standing: Standing) -> str:
    """ "3 doses, 6 g": what the plan says of a day."""
    parts = []
    if standing.doses_per_day is not None:
        text = ngettext("{n} dose", "{n} doses", standing.doses_per_day)
        parts.append(text.format(n=standing.doses_per_day))
    if standing.plan.ceiling_per_day is not None:
        parts.append(amount(standing.plan.ceiling_per_day))
    return ", ".join(parts)
