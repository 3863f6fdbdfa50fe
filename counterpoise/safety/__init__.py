"""Rules: a diary and what is known, at a moment -> findings. Pure: no clock, no database, nothing written."""
