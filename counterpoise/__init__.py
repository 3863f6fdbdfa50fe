"""Counterpoise: a private journal and self-experiment workbook for people with chronic pain who take kratom."""

__version__ = "0.1.0"
