"""What people are told about a reading: why a file is refused, why a value is not certain, and the reading as text."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from counterpoise.supply.certificates import limits
from counterpoise.supply.certificates.records import Doubt, Reading, Result, Sample
from counterpoise.text import _, ngettext, plain

_MEGABYTE = 1024 * 1024

REFUSALS: dict[str, Callable[[], str]] = {
    "empty": lambda: _("the file is empty"),
    "no_pdf": lambda: _("this is not a PDF; a certificate is read from a PDF"),
    "no_file": lambda: _("this is not an ordinary file"),
    "too_large": lambda: _("the file is too large: a certificate may have up to {limit} MB").format(
        limit=limits.MOST_BYTES // _MEGABYTE
    ),
    "too_many_pages": lambda: ngettext(
        "the file has too many pages: up to {limit} page is read",
        "the file has too many pages: up to {limit} pages are read",
        limits.MOST_PAGES,
    ).format(limit=limits.MOST_PAGES),
    "too_large_page": lambda: _("a page of this file is too large or has no size"),
    "too_much": lambda: _("this file holds far more than a certificate does, so it was not read"),
    "too_slow": lambda: _("this file takes too long to read"),
    "locked": lambda: _("the file is locked with a password; ask the laboratory or the seller for an open one"),
    "active": lambda: _("the file holds a program or another file inside, so it was not opened"),
    "damaged": lambda: _("the file is damaged or cut short and cannot be read"),
    "no_such_page": lambda: _("the file has no such page"),
    "scanned": lambda: _(
        "the pages are only pictures, and the program that reads letters in pictures (tesseract-ocr) is not "
        "installed; type the values in by hand, or install it and try again"
    ),
    "too_many_scanned": lambda: ngettext(
        "the pages are only pictures, and only up to {limit} page of that kind is read",
        "the pages are only pictures, and only up to {limit} pages of that kind are read",
        limits.SCAN_PAGES,
    ).format(limit=limits.SCAN_PAGES),
    "scan_failed": lambda: _("the pages are only pictures, and reading letters in them failed"),
}


DOUBTS: dict[Doubt, Callable[[], str]] = {
    "unit_missing": lambda: _("no unit is printed"),
    "unit_inferred": lambda: _("the unit stands only somewhere else on the page"),
    "unit_strange": lambda: _("the unit is not known"),
    "name_unsure": lambda: _("the name is spelled in another way"),
    "name_unknown": lambda: _("the name is not known"),
    "above_limit_yet_passed": lambda: _("it is above the limit, yet the page says that it passed"),
    "below_limit_yet_failed": lambda: _("it is within the limit, yet the page says that it failed"),
    "pair_disagrees": lambda: _("the page gives it twice, and the two do not agree"),
    "sum_over_100": lambda: _("all alkaloids together are more than the whole"),
    "total_disagrees": lambda: _("the total on the page is not the sum of its parts"),
    "number_ambiguous": lambda: _("the point or comma in the number can be read in two ways"),
    "date_ambiguous": lambda: _("the date can be read in two ways"),
    "misaligned": lambda: _("it does not stand in line with its name or heading"),
    "no_number": lambda: _("the page gives a word and no number"),
    "limit_unclear": lambda: _("what the page says of limit or verdict was not understood"),
    "several_lots": lambda: _("the page names more than one lot"),
    "twice": lambda: _("the page gives more than one result for it"),
    "unlikely": lambda: _("a test of this kind is not given in this unit or this size"),
    "scanned": lambda: _("it was recognised from a picture of the page"),
    "guessed": lambda: _("the page has no label for it; it was told by its place or by another label"),
}
WARNINGS: dict[str, Callable[[], str]] = {
    "turned": lambda: _("Some text stands at an angle, such as a stamp. It was not read: please look at the page."),
    "no_results": lambda: _("No result was found."),
}
CENSORED: dict[str, Callable[[], str]] = {
    "below_loq": lambda: _("less than can be measured"),
    "not_detected": lambda: _("not detected"),
    "absent": lambda: _("absent"),
}


def in_words(reading: Reading) -> str:
    """The reading as lines of text for a terminal."""
    lines: list[str] = []
    for sample in reading.samples:
        lines += [*_head(sample), *(f"  {line}" for result in sample.results for line in _result(result)), ""]
    if reading.not_understood:
        lines.append(_("Not understood:"))
        lines += [f"  {_('page {page}').format(page=one.page)}: {one.text}" for one in reading.not_understood]
    lines += [WARNINGS[code]() for code in reading.warnings if code in WARNINGS]
    lines.append(_("This is what the page says, read by a program. Please hold it against the page."))
    return "\n".join(lines)


def _head(sample: Sample) -> Iterator[str]:
    for name, label in (
        ("lot", _("Lot")),
        ("product", _("Product")),
        ("lab", _("Laboratory")),
        ("accreditation", _("Accreditation")),
        ("sampled_on", _("Sampled")),
        ("reported_on", _("Reported")),
    ):
        value = getattr(sample, name)
        said = _("not found") if value is None else value
        doubt = f" ({DOUBTS[sample.doubts[name]]()})" if name in sample.doubts else ""
        yield f"{label}: {said}{doubt}"


def _result(result: Result) -> Iterator[str]:
    said = plain(result.value) if result.value is not None else ""
    if result.censored is not None:
        said = CENSORED[result.censored]()
        if result.censored == "below_loq" and result.loq is not None:
            said += f" (< {plain(result.loq)})"
    parts = [f"{result.printed_as}: {said or _('no number')}", result.unit or ""]
    line = " ".join(part for part in parts if part)
    if result.limit is not None:
        line += ", " + _("limit") + " " + plain(result.limit)
    if result.passed is not None:
        line += ", " + (_("passed") if result.passed else _("failed"))
    yield line
    if result.doubts:
        yield "    " + _("not certain") + ": " + "; ".join(DOUBTS[doubt]() for doubt in result.doubts)
