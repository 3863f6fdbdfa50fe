"""Blood tests: how far above the laboratory's own limit, what comes together, and what cannot be judged."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping

from counterpoise.diary import Lab
from counterpoise.safety.blood import Value, name_of, newest, value_of, written
from counterpoise.safety.case import Case
from counterpoise.safety.finding import Finding
from counterpoise.text import _, local

LIVER = ("alt", "ast", "alp", "bilirubin")
MOST_TIMES = 1000
"""Nobody lives with more: beyond it a number is a slip of the pen, and only said to be beyond."""
Values = Mapping[str, Value]


def find(case: Case) -> Iterator[Finding]:
    """What the newest value of each test says that can be judged."""
    if not case.labs:
        return
    rules = case.knowledge.rules
    labs = newest(case, rules["labs.liver"].days or 0)
    values = _judged(case, rules["labs.liver"].days or 0)
    high = list(_high(case, values))
    yield from _cannot_judge(case, labs)
    together = list(_hys_law(case, values))
    yield from together
    said = {name for finding in together for name in finding.because}
    for value in high:
        if case.name(value.lab) not in said:
            much = (value.times or 0) >= rules["labs.liver_much"].limit("times")
            yield _above(case, "labs.liver_much" if much else "labs.liver", value, times=_times(value.times))
    if high:
        yield from _pattern(case, values)
        yield from _clotting(case, values, high)
    yield from _creatinine(case, values)


def liver_raised(case: Case) -> list[Lab]:
    """The newest liver values that are so far above their limit that a rule tells of them."""
    if not case.labs:
        return []
    return [value.lab for value in _high(case, _judged(case, case.knowledge.rules["labs.liver"].days or 0))]


def _judged(case: Case, days: float) -> Values:
    """The newest value of each test that can be judged: one in an odd unit or without a limit hides none before it."""
    found: dict[str, Value] = {}
    for lab in case.last(case.labs, dt.timedelta(days=days)):
        test = case.knowledge.blood_test(lab.analyte)
        value = None if test is None else value_of(lab, test)
        if value is not None and (value.times is not None or value.test.key not in LIVER):
            found[value.test.key] = value
    return found


def _high(case: Case, values: Values) -> Iterator[Value]:
    rule = case.knowledge.rules["labs.liver"]
    for key in LIVER:
        value = values.get(key)
        if value is not None and value.times is not None and value.times >= rule.limit(key):
            yield value


def _hys_law(case: Case, values: Values) -> Iterator[Finding]:
    rule = case.knowledge.rules["labs.hys_law"]
    bilirubin = values.get("bilirubin")
    enzymes = [v for key in ("alt", "ast") if (v := values.get(key)) and (v.times or 0) >= rule.limit("enzyme")]
    if bilirubin is None or (bilirubin.times or 0) <= rule.limit("bilirubin"):
        return
    near = [one for one in enzymes if _near(one, bilirubin, rule.limit("days_apart"))]
    if near:
        worst = max(near, key=lambda one: one.times or 0)
        words = {
            "enzyme": name_of(worst.test),
            "enzyme_times": _times(worst.times),
            "bilirubin_times": _times(bilirubin.times),
        }
        yield case.found("labs.hys_law", [one.lab for one in (*near, bilirubin)], filled=words)


def _pattern(case: Case, values: Values) -> Iterator[Finding]:
    """The ratio of ALT to alkaline phosphatase, each by its own limit, in words."""
    rule = case.knowledge.rules["labs.pattern"]
    alt, alp = values.get("alt"), values.get("alp")
    if alt is None or alp is None or not alt.times or not alp.times:
        return
    if not _near(alt, alp, rule.limit("days_apart")):
        return
    if max(alt.times, alp.times) > MOST_TIMES:
        return
    ratio = alt.times / alp.times
    if ratio > rule.limit("cells"):
        pattern, meaning = _("liver cells"), _("That points to the cells of the liver (hepatocellular).")
    elif ratio < rule.limit("bile"):
        pattern, meaning = _("flow of bile"), _("That points to the flow of bile (cholestatic).")
    else:
        pattern, meaning = _("mixed"), _("That points to both the cells of the liver and the flow of bile (mixed).")
    yield case.found("labs.pattern", [alt.lab, alp.lab], pattern=pattern, meaning=meaning, ratio=local(f"{ratio:.1f}"))


def _clotting(case: Case, values: Values, high: list[Value]) -> Iterator[Finding]:
    rule = case.knowledge.rules["labs.clotting"]
    inr = values.get("inr")
    if inr is None or inr.plain < rule.limit("inr"):
        return
    near = [one for one in high if _near(one, inr, rule.limit("days_apart"))]
    if near:
        words = {"value": written(inr.plain), "day": _day(case, inr.lab)}
        yield case.found("labs.clotting", [inr.lab, *(one.lab for one in near)], filled=words)


def _creatinine(case: Case, values: Values) -> Iterator[Finding]:
    value = values.get("creatinine")
    if value is None:
        return
    up, much = case.knowledge.rules["labs.creatinine_up"], case.knowledge.rules["labs.creatinine_much"].limit("times")
    lowest = _lowest_before(case, value, up.limit("days_back"))
    grown = 0.0 if lowest is None else value.plain / lowest.plain
    above = value.times or 0.0
    words = {"value": written(value.lab.value, value.lab.unit), "day": _day(case, value.lab)}
    if lowest is not None and grown >= up.limit("times"):
        words |= {
            "times": _times(grown),
            "earlier": written(lowest.lab.value, lowest.lab.unit),
            "earlier_day": _day(case, lowest.lab),
        }
        if grown >= much:
            of = _("your {earlier} of {earlier_day}").format(**words)
            yield case.found("labs.creatinine_much", [lowest.lab, value.lab], of=of, filled=words)
            return
    if above >= much:
        words["times"] = _times(above)
        yield case.found("labs.creatinine_much", [value.lab], of=_("the upper limit"), filled=words)
    elif lowest is not None and grown >= up.limit("times"):
        yield case.found("labs.creatinine_up", [lowest.lab, value.lab], filled=words)
    elif above > 1:
        yield _above(case, "labs.creatinine_high", value)


def _lowest_before(case: Case, value: Value, days: float) -> Value | None:
    """The lowest earlier value of the same test."""
    since = value.lab.at - dt.timedelta(days=days)
    before = (
        one
        for lab in case.labs
        if since <= lab.at < value.lab.at and case.knowledge.blood_test(lab.analyte) is value.test
        if (one := value_of(lab, value.test)) is not None and one.plain > 0
    )
    return min(before, key=lambda one: one.plain, default=None)


def _cannot_judge(case: Case, labs: Mapping[str, Lab]) -> Iterator[Finding]:
    for key, lab in labs.items():
        test = case.knowledge.blood[key]
        words = {"test": name_of(test), "day": _day(case, lab)}
        if value_of(lab, test) is None:
            units = ", ".join(test.units)
            yield case.found("labs.unknown_unit", [lab], cause=key, unit=f"“{lab.unit}”", units=units, filled=words)
        elif key in (*LIVER, "creatinine") and lab.upper_limit is None:
            yield case.found("labs.no_limit", [lab], cause=key, filled=words)
    rule = case.knowledge.rules["labs.not_covered"]
    lately = case.last(case.labs, dt.timedelta(days=rule.days or 0))
    others = [lab for lab in lately if case.knowledge.blood_test(lab.analyte) is None]
    if others:
        yield case.found("labs.not_covered", others, tests=", ".join(dict.fromkeys(lab.analyte for lab in others)))


def _above(case: Case, rule: str, value: Value, **more: str) -> Finding:
    lab = value.lab
    words = {
        "test": name_of(value.test),
        "value": written(lab.value, lab.unit),
        "limit": written(lab.upper_limit or 0, lab.unit),
        "day": _day(case, lab),
    }
    return case.found(rule, [lab], cause=value.test.key, filled=words | more)


def _near(one: Value, other: Value, days: float) -> bool:
    return abs(one.lab.at - other.lab.at) <= dt.timedelta(days=days)


def _times(known: float | None) -> str:
    """Rounded down: what is told never says more than what was measured."""
    times = known or 0
    if times > MOST_TIMES:
        return _("more than {most}").format(most=MOST_TIMES)
    return written(int(times * 10 + 1e-9) / 10)


def _day(case: Case, lab: Lab) -> str:
    return case.local(lab.at).date().isoformat()
