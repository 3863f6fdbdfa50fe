"""The agreed plan in words, for the report and the page: one place, so that both say the same."""

from __future__ import annotations

from dataclasses import dataclass

from counterpoise.diary import Plan
from counterpoise.knowledge.load import Knowledge
from counterpoise.plans import taper, words
from counterpoise.plans.standing import Standing
from counterpoise.plans.steps import stages
from counterpoise.report import names
from counterpoise.text import _, local


@dataclass(frozen=True)
class Part:
    """One thing that was agreed, and what it says."""

    label: str
    text: str


@dataclass(frozen=True)
class Step:
    """The start or one step. share: its amount beside the largest of the plan, in percent; None where not known."""

    day: str
    kind: str
    amount: str
    more: str
    share: int | None


@dataclass(frozen=True)
class Said:
    """A plan in words. mark: that it, or its last step, was made alone, wherever it shows; else empty."""

    heading: str
    mark: str
    where: tuple[str, ...]
    agreed: tuple[Part, ...]
    steps: tuple[Step, ...]
    stop: tuple[str, ...]


def spoken(standing: Standing, packs: Knowledge, verdict: str | None = None) -> Said:
    """The plan in force and where it stands. verdict: of the answers, where they are at hand."""
    plan = standing.plan
    heading = _("{substance}: {direction}, {whom}").format(
        substance=names.substance(plan.substance), direction=words.direction(plan), whom=words.with_whom(plan)
    )
    mark = words.mark(standing)
    if mark and mark != words.made_alone():
        heading = f"{heading}, {mark}"
    return Said(heading, mark, _where(standing, packs), agreed(plan), _steps(plan), _stop(standing, verdict))


def in_lines(said: Said) -> list[str]:
    """The plan as lines of plain text."""
    lines = [said.heading, *said.where, *(f"{part.label}: {part.text}" for part in said.agreed)]
    lines += [" ".join(filter(None, (step.day, step.kind, step.amount, step.more))) for step in said.steps]
    return [*lines, *said.stop]


def shows_stop_rules(standing: Standing, verdict: str | None) -> bool:
    """Whether there is no benefit after the agreed time, as far as anybody can tell: the stop rules are shown."""
    if standing.plan.benefit_by is None:
        return verdict == "worse"
    return (standing.benefit_day_passed and verdict != "helps") or verdict == "worse"


def _where(standing: Standing, packs: Knowledge) -> tuple[str, ...]:
    held = taper.hold(standing, packs)
    down = taper.next_down(standing)
    said = [words.stage(standing), words.dose_free(standing)]
    if held is not None:
        said.append(words.hold(held))
    elif down is not None and not standing.held:
        said.append(words.next_down(down))
    elif standing.plan.direction == "up" and standing.kept_long_enough:
        said.append(
            _(
                "The agreed days have passed. Now comes the talk: does it help, what does it cost, what is the least "
                "that does?"
            )
        )
    said.append(_kept_lines(standing))
    if standing.plan.meeting_on is not None:
        said.append(_("Date with a professional: {day}.").format(day=words.day(standing.plan.meeting_on)))
    said.append(words.review(standing))
    return tuple(filter(None, said))


def _kept_lines(standing: Standing) -> str:
    """After a step down the most in one dose and in one day stay as they were agreed: that is said, not guessed."""
    plan = standing.plan
    if all(stage.kind != "down" for stage in standing.stages):
        return ""
    dose, day = plan.ceiling_per_dose, plan.ceiling_per_day
    lines = [_("at most {amount} in one dose").format(amount=words.amount(dose))] if dose is not None else []
    lines += [_("at most {amount} in one day").format(amount=words.amount(day))] if day is not None else []
    if not lines:
        return ""
    return _("The steps changed the amount of a dose. Not changed: {lines}.").format(lines=", ".join(lines))


def agreed(plan: Plan) -> tuple[Part, ...]:
    """What was agreed beside the amount and the days, part by part."""
    percent = f"{local(f'{plan.step_percent:g}')} %" if plan.step_percent is not None else ""
    size = percent or (words.amount(plan.step) if plan.step is not None else "")
    hours = f"{local(f'{plan.hours_between:g}')} h" if plan.hours_between else ""
    found = {
        _("One step"): size,
        _("In one dose, at most"): words.amount(plan.ceiling_per_dose) if plan.ceiling_per_dose else "",
        _("In one day, at most"): words.amount(plan.ceiling_per_day) if plan.ceiling_per_day else "",
        _("Between two doses, at least"): hours,
        _("Days without a dose"): ", ".join(words.weekday(day) for day in plan.dose_free_days),
        _("A change that matters"): _("{n} points").format(n=local(f"{plan.meaningful_change:g}"))
        if plan.meaningful_change
        else "",
        _("It should help by"): words.day(plan.benefit_by) if plan.benefit_by else "",
        _("Withdrawal is rated first on"): ", ".join(words.weekday(day) for day in plan.withdrawal_days),
        _("Withdrawal"): _("no step down at {value} or more").format(value=local(f"{plan.hold_at:g}"))
        if plan.hold_at is not None
        else "",
        _("Reasons to stop"): "; ".join(plan.stop_if),
    }
    return tuple(Part(label, text) for label, text in found.items() if text)


def _steps(plan: Plan) -> tuple[Step, ...]:
    found = stages(plan)
    sizes = [stage.amount.amount for stage in found if stage.amount is not None]
    units = {stage.amount.unit for stage in found if stage.amount is not None}
    kinds = {"up": _("step up"), "down": _("step down"), "back": _("one step back"), "hold": _("hold")}
    steps = []
    for stage in found:
        share = round(100 * stage.amount.amount / max(sizes)) if stage.amount and len(units) == 1 else None
        doses = "" if stage.doses_per_day is None else words.doses_a_day(stage.doses_per_day)
        whom = words.whom(stage.agreed_with)
        kind = kinds[stage.kind] if stage.kind else _("start")
        said = words.amount(stage.amount) if stage.amount else ""
        steps.append(Step(words.day(stage.on), kind, said, ", ".join(filter(None, (doses, whom))), share))
    return tuple(steps)


def _stop(standing: Standing, verdict: str | None) -> tuple[str, ...]:
    if not shows_stop_rules(standing, verdict):
        return ()
    if verdict in ("no_clear_help", "worse"):
        said = _("In this record no clear help shows by now. What was agreed for this:")
        if verdict == "worse":
            said = _("In this record it makes things worse. What was agreed for this:")
    else:
        said = _("The day by which it should help has passed. If it does not help, this was agreed:")
    rules = standing.plan.stop_if or (_("No stop rule was written down. Talk about it with somebody who knows you."),)
    careful = _("After long daily use, do not stop from one day to the next: go down with help.")
    return (said, *rules, careful)
