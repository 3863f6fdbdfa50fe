"""What a clinician writes back: a comment, perhaps a plan. It changes nothing until the person accepts it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import Field

from counterpoise.diary import Plan
from counterpoise.diary.base import Instant, Name, Note, says, strict


@strict
@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """Who said what, when."""

    FORMAT: ClassVar[str] = "counterpoise-proposal"
    VERSION: ClassVar[int] = 1

    author: Annotated[Name, says("Who wrote it, as they sign.")]
    role: Annotated[Name | None, says("What they are: physician, pharmacist, family …")] = None
    said_at: Annotated[Instant, says("When it was written.")]
    comment: Annotated[Annotated[Note, Field(min_length=1)] | None, says("Free words.")] = None
    plan: Annotated[Plan | None, says("A plan that is proposed; it holds only once the person accepts it.")] = None
