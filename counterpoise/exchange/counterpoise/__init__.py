"""Counterpoise's own diary file."""
