"""The sentences of the answers: what this record shows, in plain words. None of them says what to do."""

from counterpoise.science.clearer import Clearer
from counterpoise.science.findings import Compared, Estimate, Size, ToleranceVerdict, Verdict
from counterpoise.science.habits import AFTER_H
from counterpoise.science.pharmacology.amounts import LARGEST
from counterpoise.science.question import Question
from counterpoise.science.record import Record
from counterpoise.text import _, local, ngettext
from counterpoise.units import sized


def why(
    question: Question,
    *,
    verdict: Verdict,
    size: Size | None,
    relief: Estimate,
    nearly_same: Compared | None,
    record: Record,
) -> str:
    """The verdict in one sentence, then what belongs beside it."""
    low, high = relief.interval_90
    values = {
        "substance": question.substance_name,
        "the_measure": question.the_measure,
        "mean": points(relief.mean),
        "worse": points(-relief.mean),
        "low": points(low),
        "high": points(high),
    }
    match verdict, size:
        case "helps", "clear":
            text = _(
                "In the 4 hours after a usual dose of {substance}, {the_measure} was {mean} points better "
                "than it would have been without it (90 % interval {low} to {high}); this includes what "
                "expecting relief does."
            )
        case "helps", _size:
            text = _(
                "In the 4 hours after a usual dose of {substance}, {the_measure} was a little better than it "
                "would have been without it: {mean} points (90 % interval {low} to {high}); this "
                "includes what expecting relief does."
            )
        case "worse", _size:
            text = _(
                "In the 4 hours after a usual dose of {substance}, {the_measure} was {worse} points worse "
                "than it would have been without it (90 % interval of the change {low} to {high})."
            )
        case "no_clear_help", _size:
            text = _(
                "A usual dose of {substance} makes no difference to {the_measure} that would matter in this record: "
                "{mean} points of relief over 4 hours (90 % interval {low} to {high})."
            )
        case _:
            text = _(
                "Whether {substance} changes {the_measure} enough to matter is open: over the 4 hours after a usual "
                "dose, anything from {low} to {high} points of relief fits this record (below 0 is worse)."
            )
    sentences = [text.format(**values)]
    if nearly_same is not None and verdict == "helps":
        sentences.insert(0, about_as_much(record, nearly_same))
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


def several() -> str:
    """Where zero exposure is hardly ever seen."""
    return _(
        "With several doses a day something nearly always still acts: what a dose would do by itself is an "
        "extrapolation. What it adds at the times it is usually taken is the surer figure."
    )


def without_rating(record: Record, past: float | None) -> str:
    """How many doses had no rating, and what that costs."""
    missing = len(record.doses) - record.rated
    text = ngettext(
        "{count} of {all} doses has no rating close to it; that it came when it was bad is reckoned with.",
        "{count} of {all} doses have no rating close to them; that they came when it was bad is reckoned with.",
        missing,
    )
    said = text.format(count=missing, all=len(record.doses))
    if past is not None and past < 0.995:
        cost = _("Had they been rated, the interval of this answer would be about {share} % narrower than it is.")
        said += " " + cost.format(share=round(100 * (1 - past)))
    return said


def cautions(
    verdict: Verdict, record: Record, *, daily: bool = False, often: bool = False, past: float | None = None
) -> tuple[str, ...]:
    """What to bear in mind with the numbers. past: width of the interval had every dose been rated, as a share."""
    said = []
    if verdict == "helps":
        said.append(expectation())
    if daily:
        said.append(withdrawal())
    if often:
        said.append(several())
    if record.rated < len(record.doses):
        said.append(without_rating(record, past))
    unknown, slips, converted = (
        int(flags.sum()) for flags in (record.amounts.unknown, record.amounts.slips, record.amounts.converted)
    )
    if unknown:
        text = ngettext(
            "{count} dose of unknown amount is taken to be like the others, and how far it may differ is reckoned with.",  # noqa: E501
            "{count} doses of unknown amount are taken to be like the others, and how far they may differ is reckoned with.",  # noqa: E501
            unknown,
        )
        said.append(text.format(count=unknown))
    if converted:
        text = ngettext(
            "{count} dose in a unit that does not convert is compared by what is usual in that unit.",
            "{count} doses in a unit that does not convert are compared by what is usual in that unit.",
            converted,
        )
        said.append(text.format(count=converted))
    if slips:
        text = ngettext(
            "{count} dose of more than {times:g} times the usual amount is treated as unknown: is it written right?",
            "{count} doses of more than {times:g} times the usual amount are treated as unknown: are they written right?",  # noqa: E501
            slips,
        )
        said.append(text.format(count=slips, times=LARGEST))
    return tuple(said)


def clearer_if(question: Question, record: Record, clear: Clearer, *, around_doses: bool) -> tuple[str, ...]:
    """What in the recording would narrow the answer, and by how much; never more of a dose."""
    if around_doses:
        text = _("{measure} rated at other times, too: more than {hours:g} hours after a dose, and when none is taken")
        return (text.format(measure=question.measure_name, hours=AFTER_H),)
    said = [_("two more weeks kept like the last two: {narrower}").format(narrower=narrower(clear.as_now))]
    if clear.each_rated is not None:
        text = _("the same with {measure} rated at each dose: {narrower}")
        said.append(text.format(measure=question.measure_name, narrower=narrower(clear.each_rated)))
    if clear.alternating is not None:
        text = _(
            "the same with the usual dose and lower amounts already taken in turn, in random order, as agreed with a "
            "clinician: {narrower}"
        )
        said.append(text.format(narrower=narrower(clear.alternating)))
    if record.amounts.unknown.any():
        said.append(_("the amount noted with each dose"))
    if any(dose.reason is None for dose in record.doses):
        said.append(_("the reason noted with each dose"))
    return tuple(said)


def narrower(share: float) -> str:
    """What becomes of the interval of relief."""
    percent = round(100 * (1 - share))
    if percent < 1:
        return _("an interval no narrower than today's")
    return _("an interval about {percent} % narrower than today's").format(percent=percent)


def too_short(question: Question, record: Record, least: tuple[int, int, int]) -> tuple[str, tuple[str, ...]]:
    """Why nothing is said yet, and what is missing. How many doses an answer rests on is never said: nobody is to
    count towards it."""
    days, ratings, doses = least
    text = _(
        "From first to last entry this record spans {days}, with {ratings} of {measure} and {doses} of {substance}."
    )
    held = int(record.days), record.ratings, len(record.doses)
    sentences = [
        text.format(
            days=ngettext("{count} day", "{count} days", held[0]).format(count=held[0]),
            ratings=ngettext("{count} rating", "{count} ratings", held[1]).format(count=held[1]),
            doses=ngettext("{count} dose", "{count} doses", held[2]).format(count=held[2]),
            measure=question.measure_name,
            substance=question.substance_name,
        )
    ]
    if record.days < days or record.ratings < ratings:
        text = _("An answer needs at least {least_days} days and {least_ratings} ratings.")
        sentences.append(text.format(least_days=days, least_ratings=ratings))
    if len(record.doses) < doses:
        sentences.append(_("So few doses cannot tell for now. That it cannot tell is never a reason for a dose."))
    missing = []
    if record.ratings < ratings:
        short = ratings - record.ratings
        more = ngettext("{count} more rating of {measure}", "{count} more ratings of {measure}", short)
        missing.append(more.format(count=short, measure=question.measure_name))
    if record.days < days:
        short = days - int(record.days)
        missing.append(ngettext("{count} more day of record", "{count} more days of record", short).format(count=short))
    return " ".join(sentences), tuple(missing)


def only_around_doses(question: Question) -> str:
    """Why nothing is said where hardly anything was rated but with doses or soon after them."""
    text = _(
        "Hardly any rating of {measure} was made but with a dose of {substance} or within {hours:g} hours after one, "
        "so that how it is without a dose was hardly seen."
    )
    return text.format(measure=question.measure_name, substance=question.substance_name, hours=AFTER_H)


def all_alike(question: Question) -> str:
    """Why nothing is said of ratings that hardly ever differ."""
    text = _("Nearly all ratings of {measure} are the same, so that no change can be seen in them.")
    return text.format(measure=question.measure_name)


def one_change(question: Question) -> str:
    """Why nothing is said where doses began, or ended, once or twice and went on evenly."""
    text = _(
        "Times with much and times with little {substance} acting hardly ever took turns, so that whatever else "
        "changed with them would look the same."
    )
    return text.format(substance=question.substance_name)


def few_days(record: Record, rated: int, dosed: int) -> str:
    """Why nothing is said of entries that crowd on a few days; on how many days of doses it rests is never said."""
    sentences = []
    if record.rated_days < rated:
        text = _("The ratings of this record crowd on a few days; an answer needs them on at least {rated} days.")
        sentences.append(text.format(rated=rated))
    if record.dosed_days < dosed:
        sentences.append(
            _(
                "The doses of this record lie on few days, which cannot tell for now. That it cannot tell is never a "
                "reason for a dose."
            )
        )
    return " ".join(sentences)


def unreliable() -> str:
    """Why nothing is told where the draws did not carry the answer."""
    return _(
        "More than one story fits this record, and how likely each is could not be worked out reliably. The figures "
        "are only rough guesses."
    )


def extrapolated(question: Question) -> str:
    """Why too little relief is not told of several doses a day."""
    text = _(
        "With so many doses a day some {substance} acts nearly all the time, so that what one dose does by itself is "
        "hardly seen. What it adds at the times it is usually taken is the surer figure."
    )
    return text.format(substance=question.substance_name)


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
        return _(
            "The record does not settle whether a usual dose does less now than at its start, nor tell that from a "
            "slow change of the pain itself."
        )
    return ""


def lowest(record: Record, question: Question, candidates: int, least: float, nearly: Compared | None) -> str:
    """What the least amount was chosen from, and a lower one that did about as much as the usual dose."""
    text = ngettext(
        "The least of {count} amount in this record, up to the usual dose, whose relief over 4 hours is {change} or more.",  # noqa: E501
        "The least of {count} amounts in this record, up to the usual dose, whose relief over 4 hours is {change} or more.",  # noqa: E501
        candidates,
    )
    said = text.format(count=candidates, change=amount(question.meaningful * question.scale.point))
    if nearly is not None and nearly.amount != least:
        said = f"{about_as_much(record, nearly)} {said}"
    return said


def looks_down(record: Record, nearly: Compared) -> str:
    """Why no least amount is named where one below it did about as much as the usual dose: the answer to what is least
    never lies above an amount that already did."""
    text = _("That has a probability of {probability} %; whether still less would do is not settled.")
    return f"{about_as_much(record, nearly)} {text.format(probability=round(100 * min(nearly.nearly_same, 0.99)))}"


def not_led_back() -> str:
    """Why no least amount is named where what would be named lies above all that was taken lately."""
    return _(
        "What was taken in the last two weeks lies below the usual dose, and whether less would do is not settled."
    )


def about_as_much(record: Record, nearly: Compared) -> str:
    """ "1.5 g did about as much as the usual 2 g"."""
    text = _("In this record {amount} did about as much as the usual {usual}.")
    return text.format(amount=_sized(record, nearly.amount), usual=_sized(record, record.amounts.usual))


def _sized(record: Record, value: float | None) -> str:
    return "" if value is None else sized(round(value, 3), record.amounts.unit or "")


def no_lowest(record: Record, question: Question, candidates: int) -> str:
    """Why no amount is named."""
    if record.amounts.usual is None:
        return no_amount()
    if question.ceiling == 0:
        return _(
            "The ceiling of the plan is in another unit than the doses, so that no amount is known to be below it."
        )
    if candidates == 0:
        return _("No amount up to the usual dose was recorded often enough in the last 90 days.")
    text = _(
        "For none of the amounts up to the usual dose is relief of {change} or more over 4 hours at least 80 % "
        "probable in this record."
    )
    return text.format(change=amount(question.meaningful * question.scale.point))


def not_split(for_pain: int, others: int) -> str:
    """Why doses for pain are not told apart. How many it would take is not said: nobody is to count towards it."""
    if others == 0:
        return _("All doses were taken for pain, so relief_4h says it.")
    text = _("This record holds {pain} doses for pain and {others} others, and cannot tell the two apart.")
    return text.format(pain=for_pain, others=others)


def not_carried() -> str:
    """Why doses for pain could not be told apart although there are enough."""
    return _("The record is too uneven to tell doses for pain apart from the others.")


def no_amount() -> str:
    """Why there is no usual dose."""
    return _("No dose in this record has a known amount.")


def no_price() -> str:
    """Why there is no sum of money."""
    return _("What it costs in money is not part of these answers.")


def too_short_for_effects() -> str:
    """Why nothing is said of a link while the record cannot carry any answer."""
    return _("The record is too short to tell what it goes with.")


def too_few_times(least: int) -> str:
    """Why nothing is said of an effect that hardly came."""
    return _("Noted too seldom to tell what it goes with: {least} separate times are needed.").format(least=least)


def noted_with_doses() -> str:
    """Why nothing is said of an effect that was mostly noted as a dose was taken."""
    return _("Mostly noted along with a dose: whether it came before that dose or after it cannot be told.")


def effect_unclear() -> str:
    """Why a ratio is given and no verdict."""
    return _("The record does not tell yet whether it comes oftener while a dose acts.")


def points(value: float) -> str:
    """A relief as people say it: one decimal, no minus before a nought."""
    return local(f"{value + 0.0:.1f}" if abs(value) >= 0.05 else "0.0")


def amount(value: float) -> str:
    """An amount as it was written."""
    return local(f"{round(value, 3):g}")
