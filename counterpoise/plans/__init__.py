"""The agreed plan, and where a person stands in it. Pure: no clock, no database; nothing here makes a step."""

from counterpoise.plans.standing import Standing, standing

__all__ = ["Standing", "standing"]
