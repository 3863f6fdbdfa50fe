"""What of a diary can be shown to somebody else, part by part: the sections of the report, and what each holds."""

from __future__ import annotations

from django.utils.translation import gettext as _

from counterpoise.report.clinician import APPENDICES, SECTIONS, titles


def choices() -> list[tuple[str, str]]:
    """Every section by its key, with what it holds where the title does not say it."""
    holds, called = _holds(), titles()
    return [(key, f"{called[key]}: {holds[key]}" if key in holds else called[key]) for key in (*SECTIONS, *APPENDICES)]


def _holds() -> dict[str, str]:
    return {
        "who": _("year of birth, sex, weight, illnesses, goals"),
        "pain": _("ratings of pain, sleep, mood and more"),
        "taken": _("amounts, how often, from which bags, and your plan beside it"),
        "harms": _("unwanted effects, and what the safety rules see"),
        "medicines": _("also alcohol and whatever else you noted"),
        "dependence": _("how use has changed"),
        "questions": _(
            "your own words can name what you leave out elsewhere; ready questions about that are left out with it"
        ),
        "entries": _("one by one, with your notes"),
    }


__all__ = ["choices", "titles"]
