"""Blood tests: the newest of each beside its laboratory's limit and the one before; the pattern, where there is one."""

from __future__ import annotations

from collections.abc import Iterator

from counterpoise.diary import Lab
from counterpoise.report.clinician import found
from counterpoise.report.clinician.reading import Reading, on
from counterpoise.report.document import Block, Items, Table, Text
from counterpoise.safety.blood import name_of, written
from counterpoise.text import _, local

MOST = 10


def blocks(read: Reading) -> Iterator[Block]:
    """A table, and what the rules see in it. An earlier value may lie before the days that were chosen."""
    by_test: dict[str, list[Lab]] = {}
    for lab in read.within(read.diary.labs):
        by_test.setdefault(_key(read, lab), []).append(lab)
    if not by_test:
        yield Text(text=_("No blood test is written down for these days."))
        return
    order = [key for key in read.knowledge.blood if key in by_test]
    order += sorted(by_test.keys() - set(order))
    yield Table(
        caption=_("Blood tests, the newest of each"),
        head=(_("Test"), _("Value"), _("Day"), _("Upper limit"), _("Times the limit"), _("The one before")),
        rows=tuple(_row(read, key, by_test[key]) for key in order[:MOST]),
    )
    shown = found.of_section(read, "labs")
    if shown:
        yield Items(items=tuple(f"{one.title}. {one.reason} {found.evidence(read, one)}" for one in shown[:3]))
    else:
        yield Text(
            text=_("No liver pattern (R ratio) is told: no value calls for it, or ALT, ALP or a limit is missing.")
        )


def _row(read: Reading, key: str, labs: list[Lab]) -> tuple[str, ...]:
    last = labs[-1]
    test = read.knowledge.blood.get(key)
    limit, times = _("not told"), _("not known")
    if last.upper_limit is not None:
        limit, times = written(last.upper_limit, last.unit), _times(last.value, last.upper_limit)
    name = last.analyte if test is None else name_of(test)
    return (name, written(last.value, last.unit), on(read.day(last.at)), limit, times, _before(read, key, last))


def _times(value: float, limit: float) -> str:
    """ "1.09, above the limit"; said in words too, since a value just above it rounds to 1.00."""
    times = local(f"{value / limit:.2f}") if limit > 0 else _("not known")
    return _("{times}, above the limit").format(times=times) if value > limit else times


def _before(read: Reading, key: str, last: Lab) -> str:
    """The value before the newest, whatever days were chosen; the diary handed in may hold these days only."""
    earlier = [one for one in read.diary.labs if _key(read, one) == key and one.at < last.at]
    if not earlier:
        return _("not in these days")
    one = max(earlier, key=lambda lab: lab.at.timestamp())
    return f"{written(one.value, one.unit)}, {on(read.day(one.at))}"


def _key(read: Reading, lab: Lab) -> str:
    test = read.knowledge.blood_test(lab.analyte)
    return lab.analyte if test is None else test.key
