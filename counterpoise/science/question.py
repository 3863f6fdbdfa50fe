"""What a person asks of the record."""

from dataclasses import dataclass, field

from counterpoise.science.findings import MEANINGFUL
from counterpoise.science.scale import Scale


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked. Names are for sentences; meaningful_change and ceiling come from the person's plan, if any.

    meaningful_change: in points of the measure; ceiling: greatest single dose, in the unit of the record, 0
    where it cannot be compared.
    """

    substance: str
    measure: str
    scale: Scale = field(default_factory=Scale)
    substance_name: str = ""
    measure_name: str = ""
    measure_inside: str = ""
    meaningful_change: float | None = None
    ceiling: float | None = None

    @property
    def the_measure(self) -> str:
        """The measure inside a sentence, with its article where it has one: one's own is called by name."""
        return self.measure_inside or self.measure_name

    @property
    def meaningful(self) -> float:
        """In inner points."""
        return MEANINGFUL if self.meaningful_change is None else self.meaningful_change / self.scale.point
