"""When to ask how it is, and what: from what the person chose and what is recorded. It never asks anybody to take
anything, and what is left out stays unknown."""
