"""The sentences of the answers: what this record shows, in plain words. None of them says what to do."""

from counterpoise.science.findings import Estimate, Size, ToleranceVerdict, Verdict
from counterpoise.science.question import Question
from counterpoise.science.record import LARGEST, Record
from counterpoise.text import _, ngettext


def why(
    question: Question,
    *,
    verdict: Verdict,
    size: Size | None,
    relief: Estimate,
    nearly_same: float | None,
    record: Record,
) -> str:
    """The verdict in one sentence, then what belongs beside it."""
    low, high = relief.interval_90
    values = {
        "substance": question.substance_name,
        "measure": question.measure_name,
        "mean": points(relief.mean),
        "worse": points(-relief.mean),
        "low": points(low),
        "high": points(high),
    }
    match verdict, size:
        case "helps", "clear":
            text = _(
                "In the 4 hours after a usual dose of {substance}, {measure} was {mean} points better "
                "than it would have been without it (90 % interval {low} to {high}); this includes what "
                "expecting relief does."
            )
        case "helps", _size:
            text = _(
                "In the 4 hours after a usual dose of {substance}, {measure} was a little better than it "
                "would have been without it: {mean} points (90 % interval {low} to {high}); this "
                "includes what expecting relief does."
            )
        case "worse", _size:
            text = _(
                "In the 4 hours after a usual dose of {substance}, {measure} was {worse} points worse "
                "than it would have been without it (90 % interval of the change {low} to {high})."
            )
        case "no_clear_help", _size:
            text = _(
                "A usual dose of {substance} makes no difference to {measure} that would matter in this record: {mean} "
                "points of relief over 4 hours (90 % interval {low} to {high})."
            )
        case _:
            text = _(
                "This record cannot tell yet whether {substance} changes {measure} enough to matter: over the 4 hours "
                "after a usual dose, anything from {low} to {high} points of relief fits it (below 0 is worse)."
            )
    sentences = [text.format(**values)]
    if nearly_same is not None and verdict == "helps":
        same = _("In this record {amount} {unit} did nearly the same as the usual {usual} {unit}.")
        sentences.insert(0, same.format(amount=amount(nearly_same), usual=amount(record.usual), unit=record.unit))
    return " ".join(sentences)


def expectation() -> str:
    """Every `helps` says so."""
    return _("This includes what expecting relief does; a diary cannot separate the two.")


def withdrawal() -> str:
    """Wherever dosing is daily."""
    return _(
        "With doses nearly every day, part of this may be the end of withdrawal from the dose before; a "
        "diary without days off cannot tell."
    )


def cautions(verdict: Verdict, daily: bool, record: Record) -> tuple[str, ...]:
    """What to bear in mind with the numbers."""
    said = []
    if verdict == "helps":
        said.append(expectation())
    if daily:
        said.append(withdrawal())
    if record.unknown:
        text = ngettext(
            "{count} dose of unknown amount was counted as a usual dose.",
            "{count} doses of unknown amount were counted as a usual dose each.",
            record.unknown,
        )
        said.append(text.format(count=record.unknown))
    if record.slips:
        text = ngettext(
            "{count} dose of more than {times:g} times the usual amount was counted as a usual dose: is it written right?",  # noqa: E501
            "{count} doses of more than {times:g} times the usual amount were counted as a usual dose each: are they written right?",  # noqa: E501
            record.slips,
        )
        said.append(text.format(count=record.slips, times=LARGEST))
    return tuple(said)


def clearer_if(question: Question, record: Record, verdict: Verdict, *, apart: bool = True) -> tuple[str, ...]:
    """What in the recording, never in the dosing, would narrow the answer. apart: enough was rated between doses."""
    said = [] if apart else [rate_apart(question)]
    if verdict == "cannot_tell":
        said.append(_("more days with {measure} rated 4 times a day").format(measure=question.measure_name))
    if record.rated < 1:
        said.append(_("{measure} rated with each dose").format(measure=question.measure_name))
    if record.unknown:
        said.append(_("the amount noted with each dose"))
    if any(dose.reason is None for dose in record.doses):
        said.append(_("the reason noted with each dose"))
    return tuple(said)


def too_short(question: Question, record: Record, least: tuple[int, int, int]) -> tuple[str, tuple[str, ...]]:
    """Why nothing is said yet, and what is missing. Missing doses are stated, never asked for."""
    days, ratings, doses = least
    text = _(
        "This record cannot tell yet: it holds {days} days, {ratings} ratings of {measure} and {doses} "
        "doses of {substance}; an answer needs at least {least_days} days, {least_ratings} ratings and "
        "{least_doses} doses."
    )
    sentence = text.format(
        days=int(record.days),
        ratings=record.ratings,
        doses=len(record.doses),
        measure=question.measure_name,
        substance=question.substance_name,
        least_days=days,
        least_ratings=ratings,
        least_doses=doses,
    )
    missing = []
    if record.ratings < ratings:
        short = ratings - record.ratings
        more = ngettext("{count} more rating of {measure}", "{count} more ratings of {measure}", short)
        missing.append(more.format(count=short, measure=question.measure_name))
    if record.days < days:
        short = days - int(record.days)
        missing.append(ngettext("{count} more day of record", "{count} more days of record", short).format(count=short))
    return sentence, tuple(missing)


def unrated(question: Question, record: Record, least: float) -> tuple[str, tuple[str, ...]]:
    """Why nothing is said where doses lack their rating."""
    text = _(
        "This record cannot tell: {measure} was rated with {share} % of the doses, and below {least} % "
        "an answer would lean, because doses come when it is bad."
    )
    sentence = text.format(measure=question.measure_name, share=int(100 * record.rated), least=round(100 * least))
    return sentence, (_("rate {measure} with each dose").format(measure=question.measure_name),)


def leaning(question: Question, record: Record) -> str:
    """Why nothing bad is said where hardly anything was rated but with doses."""
    text = _(
        "This record cannot tell: only {share} % of the ratings of {measure} were made at other times than a dose. As "
        "doses come when it is bad, such a record leans towards harm, whatever {substance} does."
    )
    return text.format(share=int(100 * record.apart), measure=question.measure_name, substance=question.substance_name)


def rate_apart(question: Question) -> str:
    """What is missing then."""
    return _("{measure} rated at set times of the day as well, dose or no dose").format(measure=question.measure_name)


def no_duration(acts: bool) -> str:
    """Why there is no duration."""
    if acts:
        return _("The record does not narrow how long a dose acts beyond what was assumed before.")
    return _("Without a clear effect there is no telling how long it lasts.")


def tolerance(verdict: ToleranceVerdict, acts: bool) -> str:
    """What the verdict on tolerance rests on, where it is not plain."""
    if not acts:
        return _("Without a clear effect there is no telling whether it is wearing off.")
    if verdict == "cannot_tell":
        return _("The record does not settle whether a usual dose does less now than at its start.")
    return ""


def lowest(record: Record, question: Question, candidates: int) -> str:
    """What the least amount was chosen from."""
    text = ngettext(
        "The least of {count} amount in this record, up to the usual dose, whose relief over 4 hours is {change} or more.",  # noqa: E501
        "The least of {count} amounts in this record, up to the usual dose, whose relief over 4 hours is {change} or more.",  # noqa: E501
        candidates,
    )
    return text.format(count=candidates, change=amount(question.meaningful * question.scale.point))


def no_lowest(record: Record, question: Question, candidates: int) -> str:
    """Why no amount is named."""
    if record.usual is None:
        return no_amount()
    if question.ceiling == 0:
        return _(
            "The ceiling of the plan is in another unit than the doses, so that no amount is known to be below it."
        )
    if candidates == 0:
        return _("No amount up to the usual dose was recorded at least 5 times in the last 90 days.")
    text = _(
        "For none of the amounts up to the usual dose is relief of {change} or more over 4 hours at least 80 % "
        "probable in this record."
    )
    return text.format(change=amount(question.meaningful * question.scale.point))


def not_split(for_pain: int, others: int, least: int) -> str:
    """Why doses for pain are not told apart."""
    if others == 0:
        return _("All doses were taken for pain, so relief_4h says it.")
    text = _(
        "To tell doses for pain apart, at least {least} doses for pain and {least} others are needed; "
        "this record holds {pain} and {others}."
    )
    return text.format(least=least, pain=for_pain, others=others)


def not_carried() -> str:
    """Why doses for pain could not be told apart although there are enough."""
    return _("The record is too uneven to tell doses for pain apart from the others.")


def no_amount() -> str:
    """Why there is no usual dose."""
    return _("No dose in this record has a known amount.")


def no_price() -> str:
    """Why there is no cost."""
    return _("The cost is not worked out yet.")


def points(value: float) -> str:
    """A relief as people say it: one decimal, no minus before a nought."""
    return f"{value + 0.0:.1f}" if abs(value) >= 0.05 else "0.0"


def amount(value: float | None) -> str:
    """An amount as it was written."""
    return "" if value is None else f"{round(value, 3):g}"
