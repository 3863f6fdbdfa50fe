"""What was read of a certificate, as a form: a line a value, each with its place on the page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from counterpoise import diary as d
from counterpoise.knowledge.contents import MITRAGYNINE, SEVEN_OH
from counterpoise.knowledge.load import load
from counterpoise.report import names
from counterpoise.supply.document import called_otherwise, other_name
from counterpoise.web.numbers import NumberField
from counterpoise.web.products import pages, reader, results
from counterpoise.web.products.forms import PLAIN
from counterpoise.web.products.results import MOST
from counterpoise.web.settings.fields import DayField

SHOWN = 0.44
"""How much of the page is shown around a value, as a part of its width: mostly what stands before it."""
AROUND = 0.008
MARGIN = 0.04
"""Where the lines of a page begin, at the latest: before that is only paper."""
LONGEST, LONGEST_KEY = 200, 64
CAN_CHANGE = ("analyte", "result", "unit", "limit")


class HeadForm(forms.Form):
    """What the certificate says of itself."""

    lot_number = forms.CharField(required=False, max_length=200, label=gettext_lazy("Lot on the certificate"))
    product = forms.CharField(required=False, max_length=200, label=gettext_lazy("Product on the certificate"))
    lab = forms.CharField(required=False, max_length=200, label=gettext_lazy("Laboratory"))
    accreditation = forms.CharField(required=False, max_length=200, label=gettext_lazy("Accreditation"))
    sampled_on = DayField(required=False, label=gettext_lazy("Sample taken or received"))
    reported_on = DayField(required=False, label=gettext_lazy("Date of the report"))
    no_value = forms.BooleanField(required=False, label=gettext_lazy("Keep only the file, without any value"))
    take_number = forms.BooleanField(required=False, label=gettext_lazy("Write this lot number on the bag, too"))


class LineForm(forms.Form):
    """One value."""

    keep = forms.BooleanField(required=False, label=gettext_lazy("Keep"))
    analyte = forms.CharField(
        max_length=64, label=gettext_lazy("What"), widget=forms.TextInput(attrs={**PLAIN, "list": "analytes"})
    )
    result = results.ResultField(required=False, label=gettext_lazy("Result"))
    unit = forms.CharField(
        required=False,
        max_length=32,
        label=gettext_lazy("Unit"),
        widget=forms.TextInput(attrs={**PLAIN, "list": "value-units", "autocapitalize": "off"}),
    )
    limit = NumberField(required=False, min_value=0, max_value=MOST, label=gettext_lazy("Most allowed"))

    def touched(self, name: str) -> bool:
        """Whether the person typed something else than what was read."""
        return str(self.data.get(self.add_prefix(name), "")).strip() != str(self.initial.get(name) or "").strip()

    @property
    def changed(self) -> bool:
        """Whether what was sent is not what was read: the page marks it."""
        return self.is_bound and any(self.touched(name) for name in CAN_CHANGE)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("keep"):
            self._errors = forms.utils.ErrorDict()  # what is left out need not be right
            if any(self.touched(name) for name in CAN_CHANGE):
                self.add_error("keep", _("You changed this value: tick “keep”, or put it back."))
            return data
        if data.get("result") is None and "result" not in self.errors:
            self.add_error("result", _("What does the certificate say? Or take the tick away."))
        if not data.get("unit") and "unit" not in self.errors:
            self.add_error("unit", _("In which unit? Or take the tick away."))
        return data


Frame = tuple[float, float, float, float]
"""Left, top, width, height."""
Size = Callable[[int], tuple[int, int]]
"""Width and height of a page in dots."""


@dataclass(frozen=True)
class Line:
    """One value: the form, what was read, and where it stands."""

    number: int
    read: Any
    form: LineForm
    doubts: str
    place: Frame
    crops: tuple[Frame, ...]
    sheet: tuple[int, int]

    @property
    def named(self) -> str:
        """What we call it, where the name is known: it can still be corrected."""
        return results.analyte_name(self.read.analyte) if load().analyte(self.read.analyte) is not None else ""

    @property
    def printed(self) -> str:
        """What the page calls it, where that is another name."""
        return "" if self.read.printed_as.casefold() == self.named.casefold() else self.read.printed_as

    @property
    def first(self) -> bool:
        """Whether it is one to look at before the ordinary ones: not sure, failed, wrong in the form, or one on which
        most rests."""
        known = load().analyte(self.read.analyte or "")
        weighty = known is not None and (known.kind == "metal" or known.key in (MITRAGYNINE, SEVEN_OH))
        over = None not in (self.read.value, self.read.limit) and self.read.value > self.read.limit
        wrong = self.form.is_bound and bool(self.form.errors)
        return bool(self.doubts) or self.read.passed is False or over or weighty or wrong or self.form.changed

    @property
    def read_as(self) -> str:
        """What was read, in words: "1.38 %"."""
        first = self.form.initial
        parts = [first["result"] or _("no number"), first["unit"]]
        if self.form.touched("analyte"):
            parts.insert(0, self.read.printed_as)
        if self.form.touched("limit"):
            parts.append(_("(most allowed: {limit})").format(limit=first["limit"] or _("not given")))
        return " ".join(part for part in parts if part)[:LONGEST]

    @property
    def verdict(self) -> str:
        return {True: _("passed, it says"), False: _("failed, it says")}.get(self.read.passed, "")


@dataclass(frozen=True)
class Sheet:
    """One page: its size in dots, and the places of its values in them."""

    number: int
    width: int
    height: int
    boxes: list[tuple[int, Frame, str]]


@dataclass(frozen=True)
class Look:
    """A sample of a certificate, to be looked at."""

    samples: list[tuple[int, str, bool]]
    chosen: int
    fits: bool
    notice: str
    other_product: str
    head: HeadForm
    lines: list[Line]
    sheets: list[Sheet]
    not_understood: list[tuple[int, str]]
    warnings: list[str]
    asks_number: bool
    pages: int

    def valid(self) -> bool:
        """Whether everything that is to be kept can be."""
        valid = all([self.head.is_valid(), *(line.form.is_valid() for line in self.lines)])
        if valid and self.nothing_ticked and not self.head.cleaned_data.get("no_value"):
            self.head.add_error("no_value", _("No value is ticked, so none would be kept. Nothing was saved yet."))
            return False
        return valid

    @property
    def nothing_ticked(self) -> bool:
        """Whether there are values, and none of them was ticked when the form was sent."""
        return self.head.is_bound and bool(self.lines) and not any(line.form["keep"].value() for line in self.lines)

    def takes_number(self) -> bool:
        return self.asks_number and bool(self.head.cleaned_data.get("take_number"))

    @property
    def head_wrong(self) -> bool:
        return bool(set(self.head.errors) - {"no_value"})

    @property
    def head_unsure(self) -> bool:
        return any(field.help_text for field in self.head.fields.values())

    @property
    def unsure(self) -> int:
        return sum(1 for line in self.lines if line.doubts)

    @property
    def first(self) -> list[Line]:
        """Those to look at; what the paper calls failed before all others."""
        return sorted((line for line in self.lines if line.first), key=lambda line: line.read.passed is not False)

    @property
    def ordinary(self) -> list[Line]:
        """What was read without doubt and is seldom what matters: folded."""
        return [line for line in self.lines if not line.first]

    @property
    def problems(self) -> int:
        return sum(1 for line in self.lines if line.form.is_bound and line.form.errors)


def looked_at(
    found: Any, lot: d.Lot, product: d.Product, said: str, sent: Mapping[str, Any] | None, *, data: bytes
) -> Look:
    """The sample that was asked for, else that of the lot on the bag, else the first."""
    samples = list(found.samples)
    chosen = int(said) if said.isdecimal() and len(said) < 4 and int(said) < len(samples) else _of_bag(samples, lot)
    sample = samples[chosen] if samples else None
    other = sample is not None and bool(sample.lot and lot.lot_number) and not d.same_lot(sample.lot, lot.lot_number)
    size = pages.sizes(data)
    lines = [] if sample is None else [_line(i, one, sent, size, other=other) for i, one in enumerate(sample.results)]
    head = HeadForm(sent, initial=_head(sample)) if sample is not None else HeadForm(sent)
    for name, code in sample.doubts.items() if sample is not None else ():
        field = "lot_number" if name == "lot" else name
        if field in head.fields:
            head.fields[field].help_text = _("Please look: {doubt}").format(doubt=reader.doubts((code,)))
    return Look(
        samples=[(i, _called(one, i), i == chosen) for i, one in enumerate(samples)],
        chosen=chosen,
        fits=sample is not None and d.same_lot(sample.lot, lot.lot_number),
        notice=_notice(sample, lot),
        other_product=_of_product(sample, product),
        head=head,
        lines=lines,
        sheets=[_sheet(number, lines, size) for number in range(1, found.pages + 1)],
        not_understood=[(one.page, one.text) for one in found.not_understood],
        warnings=reader.warnings(found),
        asks_number=lot.lot_number is None and sample is not None and sample.lot is not None,
        pages=found.pages,
    )


def as_assays(looked: Look, sha: str, name: str) -> tuple[tuple[d.Assay, ...], d.Certificate]:
    """What was confirmed, as the diary keeps it."""
    said = {key: value or None for key, value in looked.head.cleaned_data.items()}
    certificate = d.Certificate(
        sha256=sha,
        name=name,
        lot_number=said["lot_number"],
        product=said["product"],
        lab=said["lab"],
        accreditation=said["accreditation"],
        sampled_on=said["sampled_on"],
        reported_on=said["reported_on"],
        left_out=tuple(dict.fromkeys(_key(line) for line in looked.lines if not line.form.cleaned_data["keep"])),
    )
    kept = [line for line in looked.lines if line.form.cleaned_data["keep"]]
    return tuple(_assay(line, certificate) for line in kept), certificate


def _key(line: Line) -> str:
    return str(line.read.analyte or line.read.printed_as)[:LONGEST_KEY]


def _assay(line: Line, certificate: d.Certificate) -> d.Assay:
    said, read = line.form.cleaned_data, line.read
    result: results.Result = said["result"]
    same = not (line.form.touched("analyte") or line.form.touched("unit"))  # limits are in that unit and of that alone
    loq = result.below if result.below is not None else read.loq if same else None
    return d.Assay(
        analyte=results.analyte_key(said["analyte"]) if line.form.touched("analyte") else read.analyte,
        value=result.value,
        censored=result.censored,
        unit=said["unit"].strip(),
        loq=loq,
        lod=read.lod if same else None,
        limit=said["limit"],
        # what the page says of another number says nothing of this one
        passed=read.passed if same and not line.form.touched("result") else None,
        read_as=line.read_as if line.form.changed else None,
        method=read.method,
        lab=certificate.lab,
        accreditation=certificate.accreditation,
        sampled_on=certificate.sampled_on,
        date=certificate.reported_on,
        printed_as=read.printed_as or None,
        certificate=certificate.sha256,
        page=read.place.page,
        confirmed=True,
    )


def _of_bag(samples: list[Any], lot: d.Lot) -> int:
    return next((i for i, one in enumerate(samples) if d.same_lot(one.lot, lot.lot_number)), 0)


def _called(sample: Any, number: int) -> str:
    if sample.lot:
        return _("lot {number}").format(number=sample.lot)
    return sample.product or _("sample {n}").format(n=number + 1)


def _notice(sample: Any, lot: d.Lot) -> str:
    """Whether this is a certificate of this bag at all."""
    if sample is None or d.same_lot(sample.lot, lot.lot_number):
        return ""
    if not sample.lot:
        return _("No lot number was found on it, so nothing ties it to your bag. Please look whether it is the one.")
    if not lot.lot_number:
        text = _("It is about lot {theirs}. Your bag has no lot number yet: please look whether it is the same.")
        return text.format(theirs=sample.lot)
    text = _(
        "It is about lot {theirs}; your bag says {ours}. What was found in another lot says little about yours, "
        "so nothing is ticked, and what you keep counts in no strength and no answer."
    )
    return text.format(theirs=sample.lot, ours=lot.lot_number)


def _of_product(sample: Any, product: d.Product) -> str:
    """Whether it is of another product, as far as names tell: then the person is asked, and no tick is taken away."""
    printed = None if sample is None else sample.product
    return called_otherwise(printed, product.name) if printed and other_name(product, printed) else ""


def _head(sample: Any) -> dict[str, Any]:
    days = {"sampled_on": sample.sampled_on, "reported_on": sample.reported_on}
    texts = {"lot_number": sample.lot, "product": sample.product, "lab": sample.lab}
    said = texts | {"accreditation": sample.accreditation}
    return {key: text or "" for key, text in said.items()} | {
        k: day.isoformat() if day else "" for k, day in days.items()
    }


def _line(number: int, read: Any, sent: Mapping[str, Any] | None, size: Size, *, other: bool) -> Line:
    """other: of another lot than the bag; then nothing is ticked until the person says so."""
    first = {
        "keep": read.confidence == "high" and not other,
        "analyte": results.analyte_name(read.analyte) if read.analyte else read.printed_as,
        "result": results.written(read.value, read.censored, read.loq),
        "unit": read.unit or "",
        "limit": "" if read.limit is None else names.number(read.limit),
    }
    place = read.place
    sheet = size(place.page)
    dots = _dots((place.left, place.top, place.right - place.left, place.bottom - place.top), sheet)
    return Line(
        number=number,
        read=read,
        form=LineForm(sent, prefix=f"v{number}", initial=first),
        doubts=reader.doubts(read.doubts),
        place=dots,
        crops=_crops(dots, sheet),
        sheet=sheet,
    )


def _crops(place: Frame, sheet: tuple[int, int]) -> tuple[Frame, ...]:
    """The parts of the picture to show of a value, in dots: where its line begins, which is its name, and the value;
    one part where both are close enough to be read on a phone."""
    x, y, width, height = place
    pad = AROUND * sheet[0]
    first, wide = MARGIN * sheet[0], SHOWN * sheet[0]
    end = x + width + 2 * pad
    if x - pad >= first and end <= first + wide:
        return ((first, y - pad, wide, height + 2 * pad),)
    wide_value = max(wide, width + 2 * pad)
    left = min(max(0.0, end - wide_value), max(0.0, x - pad))
    return (first, y - pad, wide, height + 2 * pad), (left, y - pad, wide_value, height + 2 * pad)


def _dots(box: Frame, sheet: tuple[int, int]) -> Frame:
    """A place in dots, a little wider than its letters."""
    x, y, width, height = (part * sheet[i % 2] for i, part in enumerate(box))
    return x - 4, y - 3, width + 8, height + 6


def _sheet(number: int, lines: list[Line], size: Size) -> Sheet:
    here = [line for line in lines if line.read.place.page == number]
    width, height = size(number) if here or number == 1 else lines[0].sheet if lines else pages.PAPER
    return Sheet(number, width, height, [(one.number, one.place, "unsure" if one.doubts else "sure") for one in here])
