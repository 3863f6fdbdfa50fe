"""From pages to a reading: tables, then lists and boxes, then the head; what nobody understood is listed."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from counterpoise.supply.certificates import sentences
from counterpoise.supply.certificates.meaning import dates, heads, interpret, labs, names, samples
from counterpoise.supply.certificates.meaning.cells import said
from counterpoise.supply.certificates.meaning.interpret import Read
from counterpoise.supply.certificates.meaning.lexicon import lexicon
from counterpoise.supply.certificates.meaning.numerals import Style
from counterpoise.supply.certificates.paper.layout import Paper, Phrase, around
from counterpoise.supply.certificates.records import Doubt, Reading, Result, Sample, Unread
from counterpoise.supply.certificates.tables import grid, headings, loose, methods, products, sideways
from counterpoise.supply.certificates.tables.raw import Around, Row
from counterpoise.supply.standard import STANDARD

MOST_UNREAD = 200
LONGEST_UNREAD = 200


@dataclass
class _Page:
    """What one page holds."""

    paper: Paper
    rows: list[Row] = field(default_factory=list)
    head_lines: list[int] = field(default_factory=list)
    taken: set[int] = field(default_factory=set)
    """Phrases that are part of rows."""
    titles: list[str] = field(default_factory=list)
    headings: headings.Headings | None = None
    """Those of its last table, which may go on overleaf."""
    over: Mapping[str, Mapping[str, heads.Fact]] = field(default_factory=dict)
    """What stands above columns of lots, by lot."""


def read_papers(papers: Sequence[Paper]) -> Reading:
    """Everything that the pages say."""
    pages: list[_Page] = []
    for paper in papers:
        pages.append(_page(paper, pages[-1].headings if pages else None))
    rows = [row for page in pages for row in page.rows]
    if not any(page.rows for page in pages):
        for page in pages:
            page.rows = sentences.found(page.paper)
    text = " ".join(word.text for paper in papers for word in paper.words)
    language = lexicon().language(text)
    style = interpret.decimals(rows, language)
    unread = [Unread(page.paper.number, title) for page in pages for title in page.titles]
    events: list[tuple[int, float, heads.Fact | Read]] = []
    totals: list[Result] = []
    reads: list[Read] = []
    for page in pages:
        for row in page.rows:
            found = _results(row, page.paper, style, totals, unread)
            reads += found
            events += [(page.paper.number, row.top, read) for read in found]
        for fact in heads.facts(page.paper, page.head_lines, page.taken):
            events.append((page.paper.number, fact.box.top - 1, fact))
    facts = [event for _page, _top, event in events if isinstance(event, heads.Fact)]
    day_first = dates.order((fact.text for fact in facts), lexicon().words.languages[language].day_first)
    drafts = samples.drafts(events)
    if len(drafts) == 1 and any(read.lot is not None for read in reads):
        drafts = samples.by_column(drafts[0], reads, {lot: facts for page in pages for lot, facts in page.over.items()})
    _name_the_lab(drafts, papers)
    by_number = {paper.number: paper for paper in papers}
    made = tuple(samples.sample(draft, by_number, day_first, totals if len(drafts) == 1 else ()) for draft in drafts)
    unread += [one for page in pages for one in _left_over(page, made, style)]
    warnings = ["turned"] if any(paper.turned for paper in papers) else []
    if not any(one.results for one in made):
        warnings.append("no_results")
    short = [replace(one, text=one.text[:LONGEST_UNREAD]) for one in dict.fromkeys(unread)]
    return Reading(made, tuple(short[:MOST_UNREAD]), tuple(warnings), len(papers))


def _page(paper: Paper, before: headings.Headings | None) -> _Page:
    page = _Page(paper)
    lying = sideways.found(paper)
    found = headings.found(paper, lying.lines)
    on = None
    if before is not None:
        on = headings.goes_on(paper, before, found[0].first if found else len(paper.lines))
        found = [on, *found] if on is not None else found
    over = [products.told(paper, one) for one in found]
    found = [one.headings for one in over]
    page.over = {lot: facts for one in over for lot, facts in one.facts.items()}
    page.headings = found[-1] if found else before
    used: set[int] = set(lying.lines)
    page.rows += lying.rows
    page.taken |= {id(phrase) for line in lying.lines for phrase in paper.lines[line]}
    tables: list[grid.Table] = []
    for one in found:
        later = [other.first for other in found if other is not one and other.first > one.last]
        end = min(later, default=len(paper.lines))
        alone = sum(other.first == one.first for other in found) == 1
        before_it = max((table.bottom for table in tables if table.bottom <= one.top), default=0.0)
        above = _above(paper, one, before_it, used, alone=alone)
        table = grid.Reader(paper, one, end, above, alone=alone).table()
        if one is on:  # nobody says that the columns still hold the same
            table = replace(table, rows=tuple(replace(row, doubts=row.doubts | {"misaligned"}) for row in table.rows))
        tables.append(table)
        used |= table.lines
        page.titles += headings.unknown(one.columns)
    for number, table in enumerate(tables):
        one = found[number]
        alone = sum(other.first == one.first for other in found) == 1
        after = min((other.top for other in tables if other.top >= table.bottom), default=paper.height)
        below = _below(paper, table, one, after, alone=alone)
        page.rows += [
            replace(row, around=replace(row.around, method=methods.joined(row.around.method, below)))
            for row in table.rows
        ]
        page.taken |= {id(phrase) for line in table.lines for phrase in paper.lines[line]} - {
            id(p) for p in table.texts
        }
    free = [number for number in range(len(paper.lines)) if number not in used]
    more = loose.found(paper, free)
    page.rows += more.rows
    page.taken |= more.used
    texts = {id(phrase) for table in tables for phrase in table.texts}
    page.head_lines = [
        number
        for number, line in enumerate(paper.lines)
        if line
        and (number not in used or any(id(phrase) in texts for phrase in line))
        and not all(id(phrase) in more.used for phrase in line)
    ]
    return page


def _above(paper: Paper, found: headings.Headings, before: float, used: set[int], *, alone: bool) -> Around:
    """What the lines right above a table say of its rows, where they are not nearer to the table before."""
    last = found.top
    result = Around()
    for number in range(found.first - 1, max(-1, found.first - 4), -1):
        line = paper.lines[number]
        if not line or (number in used and alone):
            break
        place = around(phrase.box for phrase in line)
        if last - place.bottom > 2.5 * paper.letter or place.top - before < last - place.bottom:
            break
        last = place.top
        for phrase in line:
            if not alone and not found.columns[0].left <= phrase.box.centre <= found.columns[-1].right:
                continue
            said_here = methods.around(phrase.text)
            result = Around(result.method or said_here.method, result.unit or said_here.unit)
        if result.method:
            break
    return result


def _below(paper: Paper, table: grid.Table, found: headings.Headings, after: float, *, alone: bool) -> str | None:
    """A method that stands right under its table."""
    left, right = (0.0, paper.width) if alone else (found.columns[0].left, found.columns[-1].right)
    below = (
        phrase
        for line in paper.lines
        for phrase in line
        if phrase.box.top >= table.bottom - 1 and left <= phrase.box.centre <= right
    )
    first = next(below, None)
    if first is None:
        return None
    near = first.box.top - table.bottom
    if near > 2.5 * paper.letter or near > after - first.box.bottom:
        return None
    return methods.below(first.text)


def _results(row: Row, paper: Paper, style: Style, totals: list[Result], unread: list[Unread]) -> list[Read]:
    if names.no_assay(row.name.text):
        if names.is_total(row.name.text):
            totals += [read.result for read in interpret.results(row, paper, style)]
        return []
    found = interpret.results(row, paper, style)
    if not found:
        unread.append(Unread(paper.number, row.text))
    return found


def _name_the_lab(drafts: Sequence[samples.Draft], papers: Sequence[Paper]) -> None:
    for paper in papers:
        lab, number = labs.laboratory(paper), heads.accreditation(paper)
        for draft in drafts:
            if lab is not None and paper is papers[0]:
                draft.facts.setdefault("lab", lab)
            if number is not None and draft.facts.get("accreditation", number).page >= number.page:
                draft.facts["accreditation"] = number
    for draft in drafts:
        fact = draft.facts.get("accreditation")
        if fact is None:
            continue
        if not re.search(r"\d", STANDARD.sub("", fact.text)):
            del draft.facts["accreditation"]  # it names the standard, not the laboratory
        elif STANDARD.search(fact.text) is None and (held := _standard(papers, fact.page)) is not None:
            draft.facts["accreditation"] = replace(fact, text=f"{held}, {fact.text}")


def _standard(papers: Sequence[Paper], page: int) -> str | None:
    """The standard that the page of an accreditation names beside its number."""
    return next((heads.standard(paper) for paper in papers if paper.number == page), None)


def _left_over(page: _Page, made: Sequence[Sample], style: Style) -> list[Unread]:
    """Names of analytes that belong to no row, unless what stands by them was read elsewhere."""
    found = []
    for number, line in enumerate(page.paper.lines):
        for phrase in line:
            if id(phrase) in page.taken or not _names_one(phrase.text):
                continue
            near = [one for one in _neighbours(page.paper, number, phrase) if said(one.text, style).is_result]
            if near and any(_known(phrase, one, made, style) for one in near):
                continue
            found.append(Unread(page.paper.number, " ".join([phrase.text, *(one.text for one in near)])))
    return found


def _names_one(text: str) -> bool:
    """Whether a phrase is the name of an analyte, or begins with one that a number follows."""
    if names.no_assay(text) or len(text) > LONGEST_UNREAD:
        return False
    words = text.split()
    if names.exact(text) is not None:
        return True
    return any(
        any(map(str.isdigit, " ".join(words[cut:]))) and names.exact(" ".join(words[:cut])) is not None
        for cut in range(1, min(len(words), 5))
    )


def _neighbours(paper: Paper, number: int, phrase: Phrase) -> list[Phrase]:
    beside = [one for one in paper.lines[number] if one is not phrase]
    stacked = [
        one
        for line in paper.lines[max(0, number - 1) : number + 2]
        for one in line
        if one is not phrase and min(one.box.right, phrase.box.right) > max(one.box.left, phrase.box.left)
    ]
    return stacked + beside


def _known(name: Phrase, result: Phrase, made: Sequence[Sample], style: Style) -> bool:
    key, cell = names.named(name.text).key, said(result.text, style)
    return any(
        one.analyte == key and samples.tells_the_same(one, cell.value, cell.unit)
        for sample in made
        for one in sample.results
    )


def doubted(reading: Reading, doubt: Doubt) -> Reading:
    """The same reading, every value of it with one more doubt: pages that were recognised from a picture."""
    made = tuple(
        replace(
            sample,
            results=tuple(replace(one, doubts=tuple(sorted({*one.doubts, doubt}))) for one in sample.results),
            doubts={**dict.fromkeys(sample.places, doubt), **sample.doubts},
        )
        for sample in reading.samples
    )
    return replace(reading, samples=made)
