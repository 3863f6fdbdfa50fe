"""A questionnaire as a form: one row of buttons a question, nothing chosen beforehand, any question may be skipped."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from counterpoise.knowledge.records import Instrument, Item
from counterpoise.report import names


class Asked(forms.Form):
    """A field for each item, by its key."""

    def __init__(self, tool: Instrument, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.tool = tool
        for key, item in tool.items.items():
            choices = [("", _("not said")), *((names.number(step), words) for step, words in _steps(item))]
            self.fields[key] = forms.ChoiceField(required=False, label=_(item.text), choices=choices)

    def answers(self) -> tuple[float | None, ...]:
        """In the order of the items; None for a question that was skipped."""
        said = self.cleaned_data
        return tuple(float(said[key]) if said[key] else None for key in self.tool.items)

    def rows(self) -> list[dict[str, Any]]:
        """Each question beside its ends, as the page draws them."""
        return [
            {
                "field": self[key],
                "low": _(item.low_words) if item.low_words else "",
                "high": _(item.high_words) if item.high_words else "",
                "from": names.number(item.low),
                "to": names.number(item.high),
            }
            for key, item in self.tool.items.items()
        ]


def _steps(item: Item) -> list[tuple[float, str]]:
    """What can be chosen, and what its button says: the words of a step, else its number."""
    steps = [item.low + place for place in range(int(item.high - item.low) + 1)]
    words = [_(answer) for answer in item.answers] or [names.number(step) for step in steps]
    return list(zip(steps, words, strict=True))
