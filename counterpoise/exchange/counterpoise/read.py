"""A diary file of Counterpoise: everything in it is a record already."""

from __future__ import annotations

import re

from counterpoise import diary_file
from counterpoise.diary import Diary
from counterpoise.exchange.understood import EXAMPLES, BadFile, Context, Notice, Understood
from counterpoise.knowledge.load import load
from counterpoise.text import _

_FORMAT = re.compile(rb'"format"\s*:\s*"' + Diary.FORMAT.encode())


def sniff(_name: str, data: bytes) -> bool:
    """Whether a file is one: its format says so."""
    return data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and bool(_FORMAT.search(data))


def read(data: bytes, context: Context) -> Understood:
    """The diary as it stands in the file; its own time zone counts. Raises BadFile with the path of the problem."""
    try:
        diary = diary_file.read(data)
    except diary_file.BadDiary as error:
        raise BadFile(error.place, error.problem) from None
    _refuse_ratings_off_their_scale(diary)
    return Understood(format="counterpoise", diary=diary, notices=_ahead(diary, context))


def _ahead(diary: Diary, context: Context) -> tuple[Notice, ...]:
    """Entries after now: a year mistyped would be the last moment that answers look back from."""
    now = context.now
    lists = {name: getattr(diary, name) for name in ("doses", "ratings", "effects")}
    places = [f"{name}[{n}].at" for name, all_ in lists.items() for n, one in enumerate(all_) if now and one.at > now]
    return (Notice(_("the time lies in the future"), tuple(places[:EXAMPLES]), len(places)),) if places else ()


def _refuse_ratings_off_their_scale(diary: Diary) -> None:
    """A single one among thousands would leave the record without an answer."""
    scales = {own.key: (own.low, own.high) for own in diary.measures}
    scales |= {key: (measure.low, measure.high) for key, measure in load().measures.items()}
    for index, rating in enumerate(diary.ratings):
        low, high = scales.get(rating.measure, (rating.value, rating.value))
        if not low <= rating.value <= high:
            text = _("{value:g} is not on the scale of {measure}, {low:g} to {high:g}")
            problem = text.format(value=rating.value, measure=rating.measure, low=low, high=high)
            raise BadFile(f"ratings[{index}].value", problem)
